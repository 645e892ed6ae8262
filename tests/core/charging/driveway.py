"""A driveway in closed loop with the control step, for hours at a time: cars with a wish for energy, stations with quirks.

Second by second or slower, so that a day is quick. A car answers an order late, a station needs time to change phases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from custom_components.overshot.core.control import ChargePointSettings, Decision, Memory, SiteSettings, step
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePoint,
    ChargePointReading,
    ChargePointSetpoint,
    ChargingMode,
    ConnectionType,
    MeterReading,
    PhaseVector,
    Reading,
    ReasonKey,
    RecoveryAction,
    Site,
    Snapshot,
    VehicleState,
)
from custom_components.overshot.core.planning.plan import Plan
from tests.core.house import START, V, house

type Power = Callable[[float], float]
"""A power (W) at a time (s)."""


def always(power: float) -> Power:
    """Return a power that stays (W)."""
    return lambda _: power


def changing(*steps: tuple[float, float]) -> Power:
    """Return a power that jumps at given times (s)."""
    return lambda t: next((power for since, power in reversed(steps) if t >= since), 0.0)


@dataclass(kw_only=True)
class Car:
    """A car that draws what it is offered until it has what it wants (Wh), and tells a state of charge (%), or none."""

    phases: int = 3
    minimum: float = 6.0
    maximum: float = 16.0
    wants: float = 60_000.0
    soc: float | None = None
    delay: float = 3.0
    taken: float = 0.0
    """Wh, since it arrived."""

    current: float = 0.0
    heard: list[tuple[float, float]] = field(default_factory=list)

    def answer(self, t: float, offered: float) -> None:
        """Draw what was offered `delay` seconds ago."""
        if not self.heard or self.heard[-1][1] != offered:
            self.heard.append((t, offered))
        offers = [current for since, current in self.heard if since <= t - self.delay]
        offer = offers[-1] if offers else 0.0
        wants = self.taken < self.wants
        self.current = min(offer, self.maximum) if wants and offer >= self.minimum else 0.0


@dataclass(kw_only=True)
class Station:
    """A station, as good or as bad as told."""

    car: Car | None = field(default_factory=Car)
    setpoint: float = 0.0
    fallback: float = 6.0
    phases: int = 3
    tells_phases: bool = True
    tells_energy: bool = True
    tag: str | None = None
    keeps: float | None = None
    """It stays at this current whatever it is told (A), until it is restarted."""

    blinks: bool = False
    """It seems empty while it changes phases."""

    keeps_phases: bool = False
    """It does not change phases, whatever it is told."""

    restarts: int = 0
    pauses: int = 0
    switches: list[float] = field(default_factory=list)
    under_load: int = 0
    """Changes of phases while the car drew."""

    energy: float = 0.0
    """Of the session, as the station counts it (Wh)."""

    counter: float = 1e6
    _busy_until: float = -1.0
    _last_restart: float = -1e9

    def hear(self, t: float, told: ChargePointSetpoint) -> None:
        """Do as it is told, more or less."""
        if told.recovery is RecoveryAction.RESTART:
            self.restarts += self._restarted(t)
        if told.current is not None:
            self.setpoint = told.current if self.keeps is None else self.keeps
        if told.fallback_current is not None:
            self.fallback = told.fallback_current
        if told.phases not in (None, self.phases) and not self.keeps_phases:
            assert told.phases is not None
            self.under_load += self.car is not None and self.car.current > 1
            self.phases = told.phases
            self.switches.append(t)
            self._busy_until = t + 8

    def _restarted(self, t: float) -> int:
        """Count a restart once."""
        fresh = t - self._last_restart > 60
        self._last_restart = t
        return int(fresh)

    def offer(self, t: float) -> float:
        """Return what it offers the car (A)."""
        return self.setpoint if self.setpoint >= 6 and t >= self._busy_until else 0.0

    def draw(self) -> PhaseVector:
        """Return what the car draws on each terminal (A)."""
        if self.car is None:
            return (0.0, 0.0, 0.0)
        used = min(self.car.phases, self.phases)
        c = self.car.current
        return (c, c if used > 1 else 0.0, c if used > 2 else 0.0)

    def read(self, t: float, volts: float) -> ChargePointReading:
        """Return what it tells."""
        draw = self.draw()
        state = VehicleState.A
        if self.car is not None and not (self.blinks and t < self._busy_until):
            ready = self.setpoint >= 6 and self.car.taken < self.car.wants
            state = VehicleState.C if ready else VehicleState.B
        return ChargePointReading(
            vehicle=state,
            currents=draw,
            power=sum(draw) * volts,
            setpoint=self.setpoint,
            fallback_current=self.fallback,
            phases=self.phases if self.tells_phases else None,
            session_energy=self.energy if self.tells_energy else None,
            energy=self.counter if self.tells_energy else None,
            tag=self.tag,
            vehicle_soc=self.car.soc if self.car is not None else None,
        )


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One step of what happened."""

    t: float
    decision: Decision
    grid: float
    """Import (W)."""

    draws: dict[str, float]
    """Of each car on its strongest phase (A)."""

    def current(self, id_: str = "car") -> float:
        """Return a setpoint (A)."""
        return self.decision.setpoints[id_].current or 0.0

    def reason(self, id_: str = "car") -> ReasonKey:
        """Return its reason."""
        return self.decision.setpoints[id_].reason.key


@dataclass(kw_only=True)
class Driveway:
    """Some stations at a house with solar panels, and perhaps a battery on its automatic."""

    site: Site
    settings: SiteSettings
    stations: dict[str, Station]
    solar: Power
    base: Power
    on_phase: int | None = None
    """Where the base load is (0..2); None: on all of them alike."""

    battery: float | None = None
    """With how much a battery charges or discharges at most (W); None: there is none."""

    battery_soc: float = 50.0
    battery_power: float = 0.0
    tick: float = 1.0
    start: datetime = START
    t: float = 0.0
    memory: Memory = field(default_factory=Memory)
    past: list[Moment] = field(default_factory=list)
    plan: Callable[[Driveway], Plan | None] = lambda _: None
    """What the planner gave, asked for each step."""

    watch: Callable[[Driveway, float], None] = lambda *_: None
    """Called before each step, to plug in, unplug, or break something."""

    @property
    def car(self) -> Car:
        """Return the car at the only station."""
        (station,) = self.stations.values()
        assert station.car is not None
        return station.car

    @property
    def station(self) -> Station:
        """Return the only station."""
        (station,) = self.stations.values()
        return station

    def now(self) -> datetime:
        """Return the present moment."""
        return self.start + timedelta(seconds=self.t)

    def restart(self) -> None:
        """Stop and start the controller: what is stored is all that is left."""
        self.memory = memory_from_dict(memory_to_dict(self.memory))

    def live(self, seconds: float) -> list[Moment]:
        """Live for so long; return what happened in that time."""
        since = len(self.past)
        for _ in range(round(seconds / self.tick)):
            self._step()
        return self.past[since:]

    def _step(self) -> None:
        self.t += self.tick
        t = self.t
        self.watch(self, t)
        for station in self.stations.values():
            if station.car is not None:
                station.car.answer(t, station.offer(t))
        grid, _ = self._flow(t)
        if self.battery is not None:
            self.battery_power = max(-self.battery, min(self.battery, self.battery_power + 0.5 * grid))
            grid, _ = self._flow(t)
        for station in self.stations.values():
            given = sum(station.draw()) * V * self.tick / 3600
            station.energy = station.energy + given if station.car is not None else 0.0
            station.counter += given
            if station.car is not None:
                station.car.taken += given
        decision = step(self.site, self.settings, self.memory, self.snapshot(), self.plan(self), self.now())
        self.memory = decision.memory
        for id_, station in self.stations.items():
            station.hear(t, decision.setpoints[id_])
        draws = {id_: max(station.draw()) for id_, station in self.stations.items()}
        self.past.append(Moment(t=t, decision=decision, grid=grid, draws=draws))

    def _flow(self, t: float) -> tuple[float, PhaseVector]:
        """Return the import in all (W), and on each phase (A)."""
        amps = [-self.solar(t) / 3 / V - self.battery_power / 3 / V] * 3
        base = self.base(t)
        for phase in range(3):
            if self.on_phase is None:
                amps[phase] += base / 3 / V
            elif self.on_phase == phase:
                amps[phase] += base / V
        for point in self.site.charge_points:
            drawn = point.rotation.to_grid(self.stations[point.id].draw())
            for phase in range(3):
                amps[phase] += drawn[phase]
        return sum(amps) * V, (amps[0], amps[1], amps[2])

    def snapshot(self) -> Snapshot:
        """Return what is measured now."""
        now = self.now()
        grid, amps = self._flow(self.t)
        power = (amps[0] * V, amps[1] * V, amps[2] * V)
        assert self.site.connection.type is ConnectionType.THREE_PHASE
        batteries = {}
        if self.battery is not None:
            batteries["battery"] = Reading(BatteryReading(power=self.battery_power, soc=self.battery_soc), now)
        return Snapshot(
            grid=Reading(MeterReading(power=grid, phase_power=power, voltages=(V, V, V)), now),
            charge_points={id_: Reading(station.read(self.t, V), now) for id_, station in self.stations.items()},
            batteries=batteries,
        )


def switching(id_: str = "car", **wiring: object) -> ChargePoint:
    """Return a charge point that can be told to use one phase or three."""
    known: dict[str, object] = {"id": id_, "name": id_.title(), "switches_phases": True, "fallback_current": 6.0}
    return ChargePoint(**{**known, **wiring})  # type: ignore[arg-type]


def reasons(moments: Sequence[Moment], id_: str = "car") -> list[ReasonKey]:
    """Return the reasons in the order they first came after another one."""
    found: list[ReasonKey] = []
    for moment in moments:
        if not found or found[-1] is not moment.reason(id_):
            found.append(moment.reason(id_))
    return found


def imported(moments: Sequence[Moment]) -> float:
    """Return what was imported in that time (kWh)."""
    spans = [(moment.grid, later.t - moment.t) for moment, later in pairwise(moments)]
    return sum(max(0.0, grid) * seconds for grid, seconds in spans) / 3.6e6


def phase_changes(moments: Sequence[Moment], id_: str = "car") -> list[float]:
    """Return when the station was told other phases (s)."""
    told = [(moment.t, moment.decision.setpoints[id_].phases) for moment in moments]
    return [t for (_, before), (t, after) in pairwise(told) if before != after]


def driveway(
    mode: ChargingMode,
    *,
    points: tuple[ChargePoint, ...] = (),
    priorities: Mapping[str, int] | None = None,
    station: Station | None = None,
    solar: Power = always(0.0),
    base: Power = always(300.0),
    on_phase: int | None = None,
    battery: float | None = None,
    start: datetime = START,
    tick: float = 1.0,
    fuse: float = 63.0,
    site_settings: Mapping[str, object] | None = None,
    **settings: Any,
) -> Driveway:
    """Return a driveway in Brussels where every charge point has the same wishes, by default with one that switches."""
    points = points or (switching(),)
    site = replace(house(*points, fuse=fuse, interval=tick), time_zone="Europe/Brussels")
    wished = {
        point.id: ChargePointSettings(
            mode=mode, controlled=True, priority=(priorities or {}).get(point.id, 0), **settings
        )
        for point in points
    }
    return Driveway(
        site=site,
        settings=SiteSettings(charge_points=wished, **(site_settings or {})),  # type: ignore[arg-type]
        stations={point.id: station or Station() for point in points},
        solar=solar,
        base=base,
        on_phase=on_phase,
        battery=battery,
        start=start,
        tick=tick,
    )
