"""The site as data: what is installed, its ratings and its wiring. Nothing here changes while the house runs."""

from dataclasses import dataclass

from .phases import NOMINAL_VOLTAGE, ConnectionType, Rotation

EV_MIN_CURRENT = 6.0
"""Below 6 A a phase a car does not charge (A; IEC 61851-1)."""

DEFAULT_DERATING = 0.8
"""Share of the main fuse used continuously: the thermal reserve of EN 61439-1."""

RESPONSE_TIME = 6.0
"""The slowest accepted reaction of a car to a new current (s); IEC 61851-1 asks for 5 s."""

FALLBACK_LEAD = RESPONSE_TIME + 1.0
"""Currents are lowered so long before a deadline that they have fallen when it passes: deciding and writing take a
second, then the car follows (s)."""

STALE_FLOOR = 10.0
"""A source counts as stale after this long at the least (s)."""


def _stale_after(interval: float) -> float:
    """Return the age (s) at which a source of this interval (s) is stale."""
    return max(STALE_FLOOR, 3 * interval)


def _act_after(interval: float) -> float:
    """Return the age (s) at which currents are lowered for a source of this interval (s) that may be falling silent."""
    return max(_stale_after(interval) - FALLBACK_LEAD, 1.5 * interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridConnection:
    """The connection of the house to the grid."""

    type: ConnectionType
    fuse: float
    """Nominal current of the main fuse on each phase (A)."""

    derating: float = DEFAULT_DERATING
    """Share of the fuse that may be used continuously (0..1)."""

    voltage: float = NOMINAL_VOLTAGE
    export_limit: float | None = None
    """What may be fed in at most (W), by contract or by rule of the grid operator; None: as much as comes."""

    @property
    def limit(self) -> float:
        """Return the derated limit on each phase (A)."""
        return self.fuse * self.derating


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A circuit behind the connection or behind another circuit, with a limit of its own."""

    id: str
    name: str
    limit: float
    """On each phase (A)."""

    parent: str | None = None
    """The circuit it hangs on; None: on the grid connection."""

    metered: bool = False
    """Whether a meter of its own tells what flows (`Snapshot.circuits`): its limit less the measured other load is shared
    out (dynamic). Else the whole limit is (static)."""

    interval: float = 1.0
    """Time between two readings of that meter (s)."""

    @property
    def act_after(self) -> float:
        """Return the age (s) of its reading at which currents are lowered, as of the grid meter."""
        return _act_after(self.interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridMeter:
    """The meter that fills the grid role."""

    interval: float = 1.0
    """Time between two readings (s)."""

    @property
    def stale_after(self) -> float:
        """Return the age (s) at which its reading is stale: the deadline by which every fallback is in force."""
        return _stale_after(self.interval)

    @property
    def act_after(self) -> float:
        """Return the age (s) at which currents are lowered, so that a car has followed when the deadline passes.

        Not before a reading is late by half an interval: a meter of 3 s would else fall silent between any two.
        """
        return _act_after(self.interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePoint:
    """A charge point: its ratings, its wiring, and what its station can do."""

    id: str
    name: str
    phases: int = 3
    """Phases wired to the station (1 or 3)."""

    rotation: Rotation = Rotation.L1L2L3
    min_current: float = EV_MIN_CURRENT
    max_current: float = 16.0
    fallback_current: float = EV_MIN_CURRENT
    """Drawn at most when meter or Overshot fall silent (A); also written into the station's own watchdog."""

    current_step: float = 1.0
    """Smallest change of current the station takes (A)."""

    circuit: str | None = None
    """The circuit it hangs on; None: on the grid connection."""

    switches_phases: bool = False
    """Whether the station can be told to charge on 1 or on 3 phases."""

    has_fallback: bool = True
    """Whether the station keeps a fallback current of its own that must be confirmed before limits rise."""

    sets_fallback: bool = True
    """Whether Overshot can set that fallback; else it must be no higher than `fallback_current` as it stands."""

    interval: float = 1.0
    """Time between two readings while a car charges (s)."""

    @property
    def silent_after(self) -> float:
        """Return the age (s) at which its reading is too old to go by."""
        return max(STALE_FLOOR, 3 * self.interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """A battery, with the inverter it hangs on."""

    id: str
    name: str
    capacity: float | None = None
    """Usable energy (Wh); None where nobody told."""

    max_charge: float = 5000.0
    """Charging power at most (W)."""

    max_discharge: float = 5000.0
    """Discharging power at most (W)."""

    phases: int = 1
    """Phases its inverter feeds (1 or 3). One of unknown place loads any phase with all it takes."""

    circuit: str | None = None
    """The circuit it hangs on; None: on the grid connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverter:
    """An inverter that can be told to give less than the sun offers."""

    id: str
    name: str
    limits_export: bool = False
    """Whether it holds a limit of the export by itself, on a meter of its own at the connection."""

    limits_output: bool = False
    """Whether its AC output can be limited."""

    max_power: float | None = None
    """Its rated AC output (W), where it tells."""

    @property
    def can_curtail(self) -> bool:
        """Return whether it takes any of both orders now."""
        return self.limits_export or self.limits_output


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPump:
    """A heat pump that can be told what to do through its SG-Ready interface."""

    id: str
    name: str
    power: float = 2000.0
    """Electrical power while it runs (W)."""

    start_current: float = 0.0
    """Drawn on top for a moment when it starts (A on each phase)."""

    phases: int = 1
    rotation: Rotation = Rotation.L1
    """Where its phases are wired; one of unknown place (`L1` on a three-phase connection is only the default) is better
    given."""

    circuit: str | None = None
    """The circuit it hangs on; None: on the grid connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A load that can be switched or set: a boiler, a heater, a pump."""

    id: str
    name: str
    levels: tuple[float, ...] = (0.0, 2000.0)
    """The powers it can be set to, lowest first, 0 among them (W)."""

    modulating: bool = False
    """Whether it takes any power between its lowest level above 0 and its highest."""

    phases: int = 1
    rotation: Rotation = Rotation.L1
    circuit: str | None = None
    max_temperature: float | None = None
    """Above it, it is left off (degrees Celsius); None where nothing tells its temperature."""

    volume: float | None = None
    """Of the water it heats (l); None where nobody told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A house with one grid connection."""

    connection: GridConnection
    grid_meter: GridMeter = GridMeter()
    charge_points: tuple[ChargePoint, ...] = ()
    """In order of priority, the first one first."""

    batteries: tuple[Battery, ...] = ()
    """Those that take orders."""

    inverters: tuple[Inverter, ...] = ()
    """Those that can be told to give less."""

    heat_pumps: tuple[HeatPump, ...] = ()
    """Those that take orders."""

    loads: tuple[Load, ...] = ()
    """Those that take orders."""

    circuits: tuple[Circuit, ...] = ()
    """A tree below the grid connection."""

    time_zone: str = "UTC"
    """IANA name: months, weekdays and schedules are local."""

    latitude: float | None = None
    longitude: float | None = None
    """For the sun (degrees)."""

    unbalance_limit: float | None = None
    """What the currents of two phases should differ at most (A), by country; a wish, no law. None: none."""


def fallback_shortfall(site: Site, base_load: float) -> float:
    """Return by how much (A) the fallback currents and the base load exceed the derated limit; 0 where they fit.

    Every charge point is counted on every phase it can load, `base_load` is the 99th percentile of the house without
    cars on its most loaded phase (A).
    """
    worst = 0.0
    for phase in range(3):
        total = base_load + sum(
            point.fallback_current
            for point in site.charge_points
            if point.rotation.loaded_phases(site.connection.type, (True, point.phases > 1, point.phases > 1))[phase]
        )
        worst = max(worst, total - site.connection.limit)
    return worst
