"""The garage lives: cars come and go, follow their stations some seconds late, and the production controller decides."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from custom_components.overshot.core.control import ChargePointSettings, Memory, SiteSettings, step
from custom_components.overshot.core.control.charging.settings import RangeWish
from custom_components.overshot.core.model import (
    ChargePointReading,
    ChargingMode,
    MeterReading,
    PhaseVector,
    Reading,
    Snapshot,
    VehicleState,
)

from .house import House
from .sessions import VOLTAGE, CarType, Session

LAG: Final = 5
"""A car follows so late (s)."""

REACTION: Final = 10
"""So long (s) an excess may last."""

_TOLERANCE: Final = 0.05
_CONSUMPTION: Final = 200.0
"""Of the cars (Wh/km): wishes are told in km."""

_EMPTY: Final = ChargePointReading(vehicle=VehicleState.A, currents=(0.0, 0.0, 0.0), power=0.0, fallback_current=0.0)


@dataclass(slots=True)
class Parked:
    """A car at its place."""

    session: int
    car: CarType
    energy: float
    end: float
    given: float = 0.0
    current: float = 0.0
    told: deque[float] = field(default_factory=lambda: deque([0.0] * LAG, LAG))

    def take(self, offered: float) -> None:
        """Follow an offer (A)."""
        self.current = min(offered, self.car.current) if offered >= 6 and self.given < self.energy else 0.0

    def live(self, seconds: float) -> None:
        """Charge for so long (s)."""
        self.given = min(self.energy, self.given + self.current * self.car.phases * VOLTAGE * seconds / 3600)
        if self.given >= self.energy:
            self.current = 0.0

    def reading(self) -> ChargePointReading:
        """Return what its station tells."""
        amps = self.current
        more = amps if self.car.phases > 1 else 0.0
        return ChargePointReading(
            vehicle=VehicleState.C if self.given < self.energy else VehicleState.B,
            currents=(amps, more, more),
            power=amps * self.car.phases * VOLTAGE,
            setpoint=self.told[-1],
            fallback_current=0.0,
        )


class World:
    """The garage at one moment."""

    def __init__(
        self, house: House, sessions: Sequence[Session], places: Sequence[int], cars: Sequence[CarType], *, told: bool
    ) -> None:
        """Begin with an empty garage. Drivers say what they need and until when as they plug in, where it is `told`."""
        self.told = told
        self.house = house
        self.sessions, self.places, self.cars = sessions, places, cars
        points = house.site.charge_points
        self.parked: list[Parked | None] = [None] * len(points)
        self.nodes = [3 * house.tree.point_nodes[point.id] for point in points]
        self.terminals = [point.rotation.terminals for point in points]
        self.hall = 3 * house.tree.node("hall")
        self.settings = SiteSettings(
            charge_points={
                point.id: ChargePointSettings(mode=ChargingMode.BOOST, controlled=True, max_current=32.0)
                for point in points
            }
        )
        self.memory = Memory()
        self.delivered = [0.0] * len(sessions)
        self.overload_seconds = 0
        self.steps = 0
        self.excess = [0.0] * (3 * len(house.tree.parents))
        """For how long each conductor has been above its limit (s)."""

    def minute(self, t: float) -> None:
        """Live a minute with one decision at its start."""
        load = self.house.load(t)
        self._decide(t, load)
        self._live(LAG, load)
        for place in self.parked:
            if place is not None:
                place.take(place.told[-1])
        self._live(60 - LAG, load)

    def seconds(self, t: float) -> None:
        """Live a minute with a decision each second."""
        load = self.house.load(t)
        for second in range(60):
            self._decide(t + second, load)
            for place in self.parked:
                if place is not None:
                    place.take(place.told[0])
            self._live(1, load)

    def arrive(self, number: int) -> None:
        """Plug a car in."""
        session = self.sessions[number]
        place = self.places[number]
        self.parked[place] = Parked(number, self.cars[number], session.energy, session.end)
        if self.told:
            until = datetime.fromtimestamp(session.end, UTC)
            self._wish(place, RangeWish(distance=session.energy / _CONSUMPTION, until=until))

    def leave(self, t: float) -> None:
        """Unplug whose time has come."""
        for place, parked in enumerate(self.parked):
            if parked is not None and parked.end <= t:
                self.delivered[parked.session] = parked.given
                self.parked[place] = None
                if self.told:
                    self._wish(place, None)

    def _wish(self, place: int, wish: RangeWish | None) -> None:
        """Let a driver tell how far and until when, or let go of it."""
        id_ = self.house.site.charge_points[place].id
        points = dict(self.settings.charge_points)
        points[id_] = replace(points[id_], range_wish=wish, consumption=_CONSUMPTION)
        self.settings = replace(self.settings, charge_points=points)

    def _flows(self, load: tuple[PhaseVector, PhaseVector]) -> list[float]:
        """Return what flows on each conductor (A)."""
        own = self.house.tree.none()
        own[0:3] = load[0]
        own[self.hall : self.hall + 3] = load[1]
        for place, parked in enumerate(self.parked):
            if parked is not None and parked.current:
                low = self.nodes[place]
                for terminal in self.terminals[place][: parked.car.phases]:
                    own[low + terminal] += parked.current
        return self.house.tree.add_up(own)

    def _decide(self, t: float, load: tuple[PhaseVector, PhaseVector]) -> None:
        """Let the controller decide, and the stations hear."""
        now = datetime.fromtimestamp(t, UTC)
        flows = self._flows(load)
        snapshot = Snapshot(
            grid=Reading(_meter(flows[0], flows[1], flows[2]), now),
            charge_points={
                point.id: Reading(parked.reading() if parked is not None else _EMPTY, now)
                for point, parked in zip(self.house.site.charge_points, self.parked, strict=True)
            },
            circuits={"hall": Reading(_meter(*flows[self.hall : self.hall + 3]), now)},
        )
        decision = step(self.house.site, self.settings, self.memory, snapshot, None, now)
        self.memory = decision.memory
        self.steps += 1
        for point, parked in zip(self.house.site.charge_points, self.parked, strict=True):
            if parked is not None:
                parked.told.append(decision.setpoints[point.id].current or 0.0)

    def _live(self, seconds: int, load: tuple[PhaseVector, PhaseVector]) -> None:
        """Let so much time pass, and count how long limits are exceeded."""
        flows = self._flows(load)
        limits, excess = self.house.tree.limits, self.excess
        late = 0.0
        for conductor, amps in enumerate(flows):
            if amps > limits[conductor // 3] + _TOLERANCE:
                before = excess[conductor]
                excess[conductor] = before + seconds
                late = max(late, min(seconds, before + seconds - REACTION))
            elif excess[conductor]:
                excess[conductor] = 0.0
        self.overload_seconds += max(0, round(late))
        for place in self.parked:
            if place is not None and place.current:
                place.live(seconds)


def _meter(l1: float, l2: float, l3: float) -> MeterReading:
    """Return what a meter tells of these currents (A)."""
    power = (l1 * VOLTAGE, l2 * VOLTAGE, l3 * VOLTAGE)
    return MeterReading(power=sum(power), phase_power=power, voltages=(VOLTAGE, VOLTAGE, VOLTAGE))


def busiest_hours(sessions: Sequence[Session], cars: Sequence[CarType], count: int) -> frozenset[int]:
    """Return the hours since the epoch in which most cars would charge, were there no limits."""
    charging: dict[int, float] = {}
    for session, car in zip(sessions, cars, strict=True):
        end = min(session.end, session.start + session.energy / car.power * 3600)
        for hour in range(int(session.start // 3600), int(end // 3600) + 1):
            overlap = min(end, 3600.0 * (hour + 1)) - max(session.start, 3600.0 * hour)
            charging[hour] = charging.get(hour, 0.0) + max(0.0, overlap) * car.power
    return frozenset(sorted(charging, key=lambda hour: (-charging[hour], hour))[:count])


def replay(world: World, seconds_in: frozenset[int]) -> None:
    """Live through all sessions: a decision a minute while somebody is plugged in, one a second in some hours."""
    sessions = world.sessions
    arrived = 0
    t = 60.0 * int(sessions[0].start // 60)
    while arrived < len(sessions) or any(world.parked):
        if not any(world.parked) and arrived < len(sessions):
            t = max(t, 60.0 * int(sessions[arrived].start // 60))
        world.leave(t)
        while arrived < len(sessions) and sessions[arrived].start <= t:
            world.arrive(arrived)
            arrived += 1
        if int(t // 3600) in seconds_in:
            world.seconds(t)
        else:
            world.minute(t)
        t += 60.0
