"""A house in closed loop with the control step: cars that answer late, a meter each second, a station polled each second.

Small on purpose: no sockets, no energy, no state of charge. What matters to a controller is in it: the delays between
an order, a car and two instruments that do not look at the same moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from custom_components.overshot.core.control import Decision, Memory, SiteSettings, step
from custom_components.overshot.core.model import (
    NO_PHASES,
    BatteryReading,
    ChargePointReading,
    ConnectionType,
    MeterReading,
    PhaseVector,
    Reading,
    Site,
    Snapshot,
    VehicleState,
)

from .house import V, at

TICK = 0.1

type Load = Callable[[float], PhaseVector]
"""Currents on the grid's phases (A) at a time (s)."""


def constant(l1: float, l2: float | None = None, l3: float | None = None) -> Load:
    """Return a load that stays."""
    load = (l1, l1 if l2 is None else l2, l1 if l3 is None else l3)
    return lambda _: load


def steps(*changes: tuple[float, PhaseVector]) -> Load:
    """Return a load that jumps at given times (s)."""
    return lambda t: next((load for since, load in reversed(changes) if t >= since), changes[0][1])


@dataclass(kw_only=True)
class Car:
    """A car at a station: it hears an order `delay` s after it was given, then moves at `ramp` A/s."""

    terminals: int = 3
    delay: float = 3.0
    ramp: float = 4.0
    minimum: float = 6.0
    maximum: float = 16.0
    overdraw: float = 0.0
    """Share it draws above what it is offered."""

    arrival: float = 0.0
    """When it is plugged in (s)."""

    current: float = 0.0
    offers: list[tuple[float, float]] = field(default_factory=lambda: [(-100.0, 0.0)])

    @property
    def offered(self) -> float:
        """Return the last order (A)."""
        return self.offers[-1][1]

    def offer(self, t: float, current: float) -> None:
        """Give an order."""
        if current != self.offered:
            self.offers.append((t, current))

    def plugged(self, t: float) -> bool:
        """Whether it is there."""
        return t >= self.arrival

    def move(self, t: float) -> None:
        """Live one tick."""
        heard = next(current for since, current in reversed(self.offers) if since <= t - self.delay)
        target = 0.0
        if self.plugged(t) and heard >= self.minimum:
            target = min(heard * (1 + self.overdraw), self.maximum * (1 + self.overdraw))
        reach = self.ramp * TICK
        self.current += max(-reach, min(reach, target - self.current))
        if not self.plugged(t) or (target < self.minimum and self.current < self.minimum):
            self.current = 0.0

    @property
    def draw(self) -> PhaseVector:
        """Return what it draws on its terminals (A)."""
        c = self.current
        return (c, c if self.terminals > 1 else 0.0, c if self.terminals > 2 else 0.0)


@dataclass(kw_only=True)
class Battery:
    """A battery under its own automatic, which brings the grid power to zero."""

    limit: float = 5000.0
    """Of charging and discharging (W)."""

    response: float = 2.0
    """Time constant (s)."""

    period: float = 1.0
    """Time between two readings of it (s)."""

    power: float = 0.0
    """Discharging positive (W)."""

    def follow(self, grid_power: float) -> None:
        """Live one tick at this power of the grid (W)."""
        self.power += grid_power * TICK / self.response
        self.power = max(-self.limit, min(self.limit, self.power))


@dataclass(kw_only=True)
class Run:
    """What happened: true currents at each tick, and each decision."""

    limit: float
    currents: list[tuple[float, PhaseVector]] = field(default_factory=list)
    decisions: list[tuple[float, Decision]] = field(default_factory=list)

    def excursions(self, tolerance: float = 0.1) -> list[tuple[float, float]]:
        """Return when and for how long (s) any phase was above the limit."""
        found: list[tuple[float, float]] = []
        since = None
        for t, currents in self.currents:
            if max(currents) > self.limit + tolerance:
                since = t if since is None else since
            elif since is not None:
                found.append((since, t - since))
                since = None
        if since is not None:
            found.append((since, self.currents[-1][0] - since))
        return found

    def setpoints(self, id_: str = "car", since: float = 0.0) -> list[float]:
        """Return the setpoints of a charge point (A), one a step."""
        return [decision.setpoints[id_].current or 0.0 for t, decision in self.decisions if t >= since]

    def changes(self, id_: str = "car", since: float = 0.0) -> list[float]:
        """Return each setpoint that differed from the one before (A)."""
        told = self.setpoints(id_, since)
        return [current for before, current in pairwise(told) if current != before]

    def reasons(self, id_: str = "car", since: float = 0.0) -> list[str]:
        """Return the reasons, one a step."""
        return [decision.setpoints[id_].reason.key for t, decision in self.decisions if t >= since]


@dataclass(kw_only=True)
class House:
    """Physics and instruments around the control step."""

    site: Site
    settings: SiteSettings
    cars: Sequence[Car]
    base: Load = field(default_factory=lambda: constant(3.0))
    solar: Load = field(default_factory=lambda: constant(0.0))
    meter_lag: float = 0.0
    """How old a value is when its telegram arrives (s)."""

    station_lag: float = 0.0
    station_phase: float = 0.5
    """When a station is polled within its second."""

    station_period: float = 1.0
    write_time: float = 0.2
    noise: float = 0.0
    """Of each measured current (A, standard deviation)."""

    reads: Callable[[MeterReading], MeterReading] = lambda reading: reading
    """What the meter tells of what it measured."""

    silent: Callable[[float], bool] = lambda _: False
    """Whether the grid meter is silent."""

    station_silent: Callable[[float], bool] = lambda _: False
    battery: Battery | None = None
    delta: bool = False
    """Whether a one-phase car hangs between two conductors."""

    seed: int = 1

    def live(self, seconds: float) -> Run:
        """Live for so long and return what happened."""
        random = Random(self.seed)
        run = Run(limit=self.site.connection.limit)
        memory = Memory()
        grid: Reading[MeterReading] | None = None
        stations: dict[str, Reading[ChargePointReading]] = {}
        orders: list[tuple[float, Car, float]] = []
        fallbacks = {point.id: 0.0 for point in self.site.charge_points}
        batteries: dict[str, Reading[BatteryReading]] = {}
        past: list[tuple[PhaseVector, list[PhaseVector]]] = []
        every = round(1 / TICK)
        for tick in range(round(seconds / TICK)):
            t = tick * TICK
            for due, car, current in [order for order in orders if order[0] <= t]:
                car.offer(due, current)
            orders = [order for order in orders if order[0] > t]
            for car in self.cars:
                car.move(t)
            currents = self._currents(t)
            if self.battery is not None:
                self.battery.follow(sum(currents) * V)
            past.append((currents, [car.draw for car in self.cars]))
            run.currents.append((t, currents))

            if (tick - round(self.station_phase / TICK)) % round(self.station_period / TICK) == 0:
                draws = past[max(0, tick - round(self.station_lag / TICK))][1]
                if not self.station_silent(t):
                    for point, car, draw in zip(self.site.charge_points, self.cars, draws, strict=True):
                        stations[point.id] = Reading(self._station(car, t, draw, fallbacks[point.id], random), at(t))
            if tick % every:
                continue
            if not self.silent(t):
                measured = past[max(0, tick - round(self.meter_lag / TICK))][0]
                grid = Reading(self.reads(self._meter(measured, random)), at(t))
            battery = self.battery
            if battery is not None and t % battery.period < TICK:
                batteries = {"battery": Reading(BatteryReading(power=battery.power), at(t))}
            decision = step(
                self.site,
                self.settings,
                memory,
                Snapshot(grid=grid, charge_points=dict(stations), batteries=batteries),
                None,
                at(t),
            )
            memory = decision.memory
            run.decisions.append((t, decision))
            for point, car in zip(self.site.charge_points, self.cars, strict=True):
                told = decision.setpoints[point.id]
                if told.current is not None and told.fallback_current is not None and not self.station_silent(t):
                    fallbacks[point.id] = told.fallback_current
                    orders.append((t + self.write_time, car, told.current))
        return run

    def _currents(self, t: float) -> PhaseVector:
        """Return the import on each phase (A)."""
        base, solar = self.base(t), self.solar(t)
        battery = self.battery.power / V / 3 if self.battery is not None else 0.0
        total = [base[phase] - solar[phase] - battery for phase in range(3)]
        for point, car in zip(self.site.charge_points, self.cars, strict=True):
            drawn = point.rotation.to_grid(car.draw)
            for phase in range(3):
                total[phase] += drawn[phase]
                if self.delta and car.terminals == 1:
                    # Between two conductors: what comes by one goes by the next.
                    total[(phase + 1) % 3] += drawn[phase]
        return (total[0], total[1], total[2])

    def _meter(self, currents: PhaseVector, random: Random) -> MeterReading:
        """Return a telegram."""
        noisy = _noisy(currents, self.noise, random)
        power = (noisy[0] * V, noisy[1] * V, noisy[2] * V)
        if self.site.connection.type is ConnectionType.THREE_PHASE_DELTA:
            return MeterReading(power=sum(power) / 3**0.5, currents=(abs(noisy[0]), abs(noisy[1]), abs(noisy[2])))
        return MeterReading(power=sum(power), phase_power=power, voltages=(V, V, V))

    def _station(self, car: Car, t: float, draw: PhaseVector, fallback: float, random: Random) -> ChargePointReading:
        """Return what the station tells."""
        measured = _noisy(draw, self.noise, random) if max(draw) > 0 else NO_PHASES
        return ChargePointReading(
            vehicle=(VehicleState.C if car.plugged(t) else VehicleState.A),
            currents=measured,
            power=sum(measured) * V,
            setpoint=car.offered,
            fallback_current=fallback,
        )


def _noisy(currents: PhaseVector, noise: float, random: Random) -> PhaseVector:
    """Return what an instrument makes of currents."""
    if not noise:
        return currents
    return (
        currents[0] + random.gauss(0, noise),
        currents[1] + random.gauss(0, noise),
        currents[2] + random.gauss(0, noise),
    )


def variants(house: House, **values: Sequence[float]) -> list[House]:
    """Return the house with every combination of the given values."""
    houses = [house]
    for name, options in values.items():
        houses = [replace(each, **{name: option}) for each in houses for option in options]  # type: ignore[arg-type]
    return houses
