"""A garage of cars behind circuits, second by second, with the control step: what the tests of sharing live in.

Each car follows an order some seconds late and takes no more than it wants; meters and stations tell the truth of the
same second. Every write is looked at: whichever order reaches its station first, no limit may be exceeded in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from custom_components.overshot.core.control import ChargePointSettings, Decision, SiteSettings
from custom_components.overshot.core.control.limits.circuits import CircuitTree, compile_tree
from custom_components.overshot.core.control.limits.rooms import find_rooms
from custom_components.overshot.core.model import (
    NO_PHASES,
    ChargePoint,
    ChargePointReading,
    ChargingMode,
    Circuit,
    ConnectionType,
    GridConnection,
    PhaseVector,
    Reading,
    Rotation,
    Site,
    Snapshot,
    VehicleState,
    first_terminals,
)
from tests.core.house import Controller, V, at, meter

TOLERANCE = 1e-6


@dataclass(kw_only=True)
class Car:
    """A car at its station."""

    phases: int = 3
    wants: float = 32.0
    """What it takes at most (A)."""

    lag: int = 1
    """So many seconds late it follows (0: at once)."""

    here: bool = True
    soc: float | None = None
    orders: list[float] = field(default_factory=list)
    current: float = 0.0

    def hear(self, current: float) -> None:
        """Get an order; live a second."""
        self.orders.append(current)
        heard = self.orders[-1 - self.lag] if len(self.orders) > self.lag else 0.0
        self.current = min(heard, self.wants) if self.here and heard >= 6 and self.wants > 0 else 0.0

    @property
    def draw(self) -> PhaseVector:
        """Return what it draws on its terminals (A)."""
        c = self.current
        return (c, c if self.phases > 1 else 0.0, c if self.phases > 2 else 0.0)


def charge_point(id_: str, circuit: str | None = None, **wiring: object) -> ChargePoint:
    """Return a station of 3 x 32 A without fallback current."""
    known: dict[str, object] = {"max_current": 32.0, "fallback_current": 0.0, "circuit": circuit}
    return ChargePoint(id=id_, name=id_.title(), **{**known, **wiring})  # type: ignore[arg-type]


def one_phase(id_: str, phase: Rotation, circuit: str | None = None, **wiring: object) -> ChargePoint:
    """Return a station of 1 x 32 A."""
    return charge_point(id_, circuit, phases=1, rotation=phase, **wiring)


def circuit(id_: str, limit: float, parent: str | None = None, *, metered: bool = False) -> Circuit:
    """Return a circuit."""
    return Circuit(id=id_, name=id_.title(), limit=limit, parent=parent, metered=metered)


def site_of(*points: ChargePoint, limit: float = 1000.0, circuits: tuple[Circuit, ...] = (), **more: Any) -> Site:
    """Return a site whose connection is limited to so much (A)."""
    return Site(
        connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=limit, derating=1.0),
        circuits=circuits,
        charge_points=points,
        **more,
    )


class Garage(Controller):
    """The control step, its cars, and a clock."""

    def __init__(
        self,
        site: Site,
        cars: Mapping[str, Car] | None = None,
        *,
        house: PhaseVector = NO_PHASES,
        each: Mapping[str, Mapping[str, object]] | None = None,
        **settings: Any,
    ) -> None:
        """Give every charge point a car of 32 A, and `each` settings of its own where told."""
        super().__init__(site, SiteSettings())
        self.cars = dict(cars or {point.id: Car(phases=point.phases) for point in site.charge_points})
        self.others: dict[str | None, PhaseVector] = {None: house}
        """What else flows on each circuit itself (A)."""

        self.each: dict[str, dict[str, object]] = {
            point.id: dict((each or {}).get(point.id, {})) for point in site.charge_points
        }
        self.site_settings: dict[str, object] = {"resume_delay": 3.0, **settings}
        self.tree: CircuitTree = compile_tree(site, whole=True)
        self.decisions: list[Decision] = []
        self.snapshots: list[Snapshot] = []

    def wish(self) -> SiteSettings:
        """Return what is wished now."""

        points = {
            id_: ChargePointSettings(
                **{"mode": ChargingMode.BOOST, "controlled": True, "max_current": 32.0, **own}  # type: ignore[arg-type]
            )
            for id_, own in self.each.items()
        }
        return SiteSettings(charge_points=points, **self.site_settings)  # type: ignore[arg-type]

    def flows(self) -> list[float]:
        """Return what flows on each conductor (A)."""
        own = self.tree.none()
        for circuit_id, amps in self.others.items():
            for phase in range(3):
                own[3 * self.tree.node(circuit_id) + phase] += amps[phase]
        for point in self.site.charge_points:
            drawn = point.rotation.to_grid(self.cars[point.id].draw)
            for phase in range(3):
                own[3 * self.tree.point_nodes[point.id] + phase] += drawn[phase]
        return self.tree.add_up(own)

    def measure(self) -> Snapshot:
        """Return what the instruments tell now."""
        flows = self.flows()

        def reading(node: int) -> Reading:
            return Reading(meter((flows[3 * node], flows[3 * node + 1], flows[3 * node + 2])), at(self.now))

        return Snapshot(
            grid=reading(0),
            charge_points={id_: Reading(self._station(id_), at(self.now)) for id_ in self.cars},
            circuits={each.id: reading(self.tree.node(each.id)) for each in self.site.circuits if each.metered},
        )

    def _station(self, id_: str) -> ChargePointReading:
        """Return what a station tells."""
        car = self.cars[id_]
        return ChargePointReading(
            vehicle=VehicleState.C if car.here else VehicleState.A,
            currents=car.draw,
            power=sum(car.draw) * V,
            setpoint=car.orders[-1] if car.orders else 0.0,
            fallback_current=0.0,
            vehicle_soc=car.soc,
        )

    def second(self) -> Decision:
        """Live a second."""
        self.now += 1
        self.settings = self.wish()
        snapshot = self.measure()
        before = {id_: memory.setpoint for id_, memory in self.memory.charge_points.items()}
        decision = self.see(snapshot)
        self.check_writes(before, decision, snapshot)
        for id_, car in self.cars.items():
            car.hear(decision.setpoints[id_].current or 0.0)
        self.decisions.append(decision)
        self.snapshots.append(snapshot)
        return decision

    def run(self, seconds: float) -> dict[str, float]:
        """Live for so long; return what each was told last (A)."""
        for _ in range(round(seconds)):
            decision = self.second()
        return {id_: setpoint.current or 0.0 for id_, setpoint in decision.setpoints.items()}

    def reason(self, id_: str) -> tuple[str, dict[str, str | float]]:
        """Return the reason given last."""
        reason = self.decisions[-1].setpoints[id_].reason
        return reason.key.value, dict(reason.details)

    def history(self, id_: str) -> list[float]:
        """Return what it was told, second by second (A)."""
        return [decision.setpoints[id_].current or 0.0 for decision in self.decisions]

    def check_writes(self, before: Mapping[str, float], decision: Decision, snapshot: Snapshot) -> None:
        """Check that whoever is raised fits beside all others as they were told before, and as they draw."""
        raised, worst = self.tree.none(), self.tree.none()
        for point in self.site.charge_points:
            told = decision.setpoints[point.id].current
            if told is None:
                continue
            was = before.get(point.id, 0.0)
            car = self.cars[point.id]
            known = decision.memory.charge_points[point.id].drawing
            mask = known if known is not None else first_terminals(point.phases)
            loads = point.rotation.loaded_phases(self.site.connection.type, mask)
            drawn = point.rotation.to_grid(car.draw)
            low = 3 * self.tree.point_nodes[point.id]
            for phase in range(3):
                worst[low + phase] += max(told, was, drawn[phase]) if loads[phase] else drawn[phase]
                raised[low + phase] += told > was + TOLERANCE and loads[phase]
        self.tree.add_up(raised)
        self.tree.add_up(worst)
        memory = decision.memory
        room = find_rooms(self.tree, memory.loads, memory.circuits, frozenset(), [], (), snapshot).most
        for conductor, load in enumerate(worst):
            if raised[conductor]:
                assert load <= room[conductor] + 1e-3, (conductor, load, room[conductor], self.now)
