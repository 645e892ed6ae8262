"""Builders the tests of the control core share: a house, its readings, and a clock that only moves when told."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.overshot.core.control import ChargePointSettings, Decision, Memory, SiteSettings, step
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePoint,
    ChargePointReading,
    ChargingMode,
    ConnectionType,
    GridConnection,
    GridMeter,
    MeterReading,
    PhaseVector,
    Reading,
    Rotation,
    Site,
    Snapshot,
    VehicleState,
)

START = datetime(2026, 6, 21, 10, tzinfo=UTC)
V = 230.0


def at(seconds: float) -> datetime:
    """Return the moment this long after the start (s)."""
    return START + timedelta(seconds=seconds)


def point(id_: str = "car", **wiring: object) -> ChargePoint:
    """Return a charge point of 3 x 16 A, or as told."""
    return ChargePoint(**{"id": id_, "name": id_.title(), "fallback_current": 6.0, **wiring})  # type: ignore[arg-type]


def one_phase(id_: str = "car", phase: Rotation = Rotation.L1, **wiring: object) -> ChargePoint:
    """Return a charge point of 1 x 16 A on one of the grid's phases."""
    return point(id_, phases=1, rotation=phase, **wiring)


def house(
    *points: ChargePoint,
    fuse: float = 25.0,
    derating: float = 0.8,
    connection: ConnectionType = ConnectionType.THREE_PHASE,
    interval: float = 1.0,
) -> Site:
    """Return a site: by default 3 x 25 A of which 20 A may be used."""
    return Site(
        connection=GridConnection(type=connection, fuse=fuse, derating=derating),
        grid_meter=GridMeter(interval=interval),
        charge_points=points or (point(),),
    )


def wishes(
    site: Site,
    mode: ChargingMode = ChargingMode.BOOST,
    *,
    modes: Mapping[str, ChargingMode] | None = None,
    resume_delay: float = 60.0,
    **settings: object,
) -> SiteSettings:
    """Return the same wishes for every charge point under control, or a mode of its own for each."""
    return SiteSettings(
        charge_points={
            p.id: ChargePointSettings(**{"mode": (modes or {}).get(p.id, mode), "controlled": True, **settings})  # type: ignore[arg-type]
            for p in site.charge_points
        },
        resume_delay=resume_delay,
    )


def meter(amps: PhaseVector, /, **more: object) -> MeterReading:
    """Return what a P1 meter with values per phase says of these currents (A, export negative)."""
    power = (amps[0] * V, amps[1] * V, amps[2] * V)
    known: dict[str, object] = {"power": sum(power), "phase_power": power, "voltages": (V, V, V)}
    return MeterReading(**{**known, **more})  # type: ignore[arg-type]


def station(draw: PhaseVector = (0.0, 0.0, 0.0), /, **more: object) -> ChargePointReading:
    """Return what a station with a car says that draws these currents on its terminals (A)."""
    known: dict[str, object] = {
        "vehicle": VehicleState.C,
        "currents": draw,
        "power": sum(draw) * V,
        "fallback_current": 6.0,
    }
    return ChargePointReading(**{**known, **more})  # type: ignore[arg-type]


def snapshot(
    seconds: float,
    grid: MeterReading | None,
    *,
    grid_age: float = 0.0,
    station_age: float = 0.0,
    battery: BatteryReading | None = None,
    battery_age: float = 0.0,
    **stations: ChargePointReading,
) -> Snapshot:
    """Return what is known at this moment (s), each reading of the given age (s)."""
    return Snapshot(
        grid=Reading(grid, at(seconds - grid_age), "meter") if grid is not None else None,
        charge_points={id_: Reading(reading, at(seconds - station_age), id_) for id_, reading in stations.items()},
        batteries={"battery": Reading(battery, at(seconds - battery_age))} if battery is not None else {},
    )


class Controller:
    """The control step with its memory and a clock that moves when told."""

    def __init__(self, site: Site, settings: SiteSettings, memory: Memory | None = None) -> None:
        """Start with what is remembered."""
        self.site = site
        self.settings = settings
        self.memory = memory or Memory()
        self.now = 0.0

    def see(self, known: Snapshot) -> Decision:
        """Decide on a snapshot at the present moment."""
        decision = step(self.site, self.settings, self.memory, known, None, at(self.now))
        self.memory = decision.memory
        return decision

    def live(self, seconds: float, grid: MeterReading | None, **known: Any) -> Decision:
        """See the same readings, new each second, for so long; return the last decision."""
        for _ in range(round(seconds)):
            self.now += 1
            decision = self.see(snapshot(self.now, grid, **known))
        return decision

    def blind(self, seconds: float, **known: Any) -> Decision:
        """Live without a grid meter."""
        return self.live(seconds, None, **known)
