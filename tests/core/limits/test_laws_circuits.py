"""Whatever the tree, the rotations, the cars and the wishes: no circuit is overloaded by our doing, at no moment.

The houses behave themselves here (what else flows stays as it is), so that whatever exceeds a limit is our doing. What
happens when they do not is `test_fuse_in_time` and the closed loops.
"""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from custom_components.overshot.core.control import step
from custom_components.overshot.core.control.charging.wish import Wish
from custom_components.overshot.core.control.limits.allocation import Grant, Request, allocate
from custom_components.overshot.core.control.limits.cap import Cap
from custom_components.overshot.core.control.limits.circuits import CircuitTree, compile_tree
from custom_components.overshot.core.control.settings import GridLimit, TieBreak
from custom_components.overshot.core.model import (
    ChargingMode,
    Circuit,
    ConnectionType,
    GridConnection,
    PhaseMask,
    Reason,
    ReasonKey,
    Rotation,
    Site,
)
from tests.core.house import V, at

from .garage import Car, Garage, charge_point, circuit

EPSILON = 1e-6
slow = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def trees(draw: st.DrawFn, most: int = 6) -> tuple[Circuit, ...]:
    """Return circuits in any order, each on the connection or on one of the others."""
    made: list[Circuit] = []
    for number in range(draw(st.integers(0, most))):
        parent = draw(st.sampled_from([None, *(each.id for each in made)]))
        limit = draw(st.sampled_from([5.0, 10.0, 16.0, 25.0, 40.0, 100.0]))
        made.append(circuit(f"c{number}", limit, parent, metered=draw(st.booleans())))
    return tuple(draw(st.permutations(made)))


# --- Allocation --------------------------------------------------------------------------------------------------


@dataclass
class Case:
    """Something to share out."""

    tree: CircuitTree
    requests: list[Request]
    room: list[float]
    caps: list[Cap]

    def grants(self) -> dict[str, Grant]:
        """Return the grants."""
        return allocate(self.tree, self.requests, self.room, self.caps)

    def carried(self, grants: dict[str, Grant]) -> list[float]:
        """Return what the grants make on each conductor (A)."""
        own = self.tree.none()
        for request in self.requests:
            for phase in range(3):
                own[3 * request.node + phase] += grants[request.id].current if request.loads[phase] else 0.0
        return self.tree.add_up(own)


masks = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return any requests on any tree with any room and any caps."""
    site = Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=63), circuits=draw(trees()))
    tree = compile_tree(site, whole=True)
    requests = []
    for number in range(draw(st.integers(0, 8))):
        minimum = draw(st.sampled_from([6.0, 8.0]))
        wish = draw(st.one_of(st.just(0.0), st.floats(minimum, 32)))
        loads: PhaseMask = draw(masks)
        requests.append(
            Request(
                f"r{number}",
                wish,
                minimum,
                loads,
                draw(st.integers(0, len(tree.parents) - 1)),
                V * sum(loads),
                draw(st.integers(0, 2)),
                draw(st.sampled_from([0.0, 0.0, 3.0, 10.0, 40.0])),
                draw(st.sampled_from([0.0, 0.0, minimum, wish])),
                draw(st.sampled_from([float("inf"), minimum, minimum + 2.5])),
            )
        )
    return Case(
        tree,
        requests,
        draw(st.lists(st.floats(-20, 60), min_size=3 * len(tree.parents), max_size=3 * len(tree.parents))),
        [
            Cap(
                power=draw(st.floats(0, 20_000)),
                members=frozenset(request.id for request in requests if draw(st.booleans())),
                reason=Reason(ReasonKey.CHARGING_LIMIT),
                law=draw(st.booleans()),
            )
            for _ in range(draw(st.integers(0, 2)))
        ],
    )


@given(cases())
@slow
def test_no_conductor_carries_more_than_its_room(case: Case) -> None:
    """And every grant is 0 or between the minimum and the wish."""
    grants = case.grants()
    for conductor, amps in enumerate(case.carried(grants)):
        assert amps <= max(0.0, case.room[conductor]) + EPSILON
    for request in case.requests:
        current = grants[request.id].current
        assert current == 0 or request.minimum - EPSILON <= current <= request.wish + EPSILON
    assert case.grants() == grants, "the same input, the same decision"


@given(cases())
@slow
def test_caps_hold_but_for_what_is_guaranteed_where_they_are_no_law(case: Case) -> None:
    """A law binds floors too."""
    grants = case.grants()
    for cap in case.caps:
        power = floors = 0.0
        for request in case.requests:
            if request.id in cap.members:
                current = grants[request.id].current
                power += current * request.watts
                floor = min(request.floor, request.wish)
                floors += (min(floor, current) if floor >= request.minimum else 0.0) * request.watts
        assert power <= (cap.power if cap.law else max(cap.power, floors)) + 1e-3


@given(cases())
@slow
def test_whoever_gets_less_stands_before_something_full(case: Case) -> None:
    """Something that binds it, and that could not carry its minimum, or not more."""
    grants = case.grants()
    carried = case.carried(grants)
    kept = sum(request.reserved for request in case.requests)
    for request in case.requests:
        given = grants[request.id]
        if request.wish < request.minimum or given.current >= request.wish - EPSILON:
            continue
        assert given.limit is not None
        if given.limit >= len(case.room):
            assert request.id in case.caps[given.limit - len(case.room)].members
            continue
        assert given.limit in case.tree.conductors[request.node][request.loads]
        left = case.room[given.limit] - carried[given.limit]
        if not kept:
            assert left <= 1e-4 if given.current else left < request.minimum


@given(cases())
@slow
def test_only_laws_lower_what_is_guaranteed(case: Case) -> None:
    """With caps that are no law gone, nobody with a floor has more of it."""
    grants = case.grants()
    free = Case(case.tree, case.requests, case.room, [cap for cap in case.caps if cap.law]).grants()
    guaranteed = [request for request in case.requests if min(request.floor, request.wish) >= request.minimum]
    alone = len({request.priority for request in case.requests}) <= 1 and len(guaranteed) == len(case.requests)
    for request in guaranteed:
        if alone and not request.reserved:
            floor = min(request.floor, request.wish)
            assert grants[request.id].current >= min(floor, free[request.id].current) - 1e-4


# --- The whole step ----------------------------------------------------------------------------------------------


@st.composite
def garages(draw: st.DrawFn) -> Garage:
    """Return a garage with any circuits, stations, cars and wishes."""
    circuits = draw(trees(4))
    places = [None, *(each.id for each in circuits)]
    points, cars, each = [], {}, {}
    for number in range(draw(st.integers(1, 6))):
        id_ = f"p{number}"
        phases = draw(st.sampled_from([1, 3, 3]))
        points.append(
            charge_point(
                id_,
                draw(st.sampled_from(places)),
                phases=phases,
                rotation=draw(st.sampled_from(list(Rotation))),
                max_current=draw(st.sampled_from([10.0, 16.0, 32.0])),
                current_step=draw(st.sampled_from([0.1, 1.0])),
            )
        )
        wired = min(phases, len(points[-1].rotation.terminals))
        cars[id_] = Car(
            phases=draw(st.integers(1, wired)),
            wants=draw(st.sampled_from([0.0, 8.0, 16.0, 32.0])),
            lag=draw(st.integers(0, 3)),
            soc=draw(st.none() | st.sampled_from([10.0, 50.0, 90.0])),
        )
        each[id_] = {
            "priority": draw(st.integers(0, 1)),
            "reserved_current": draw(st.sampled_from([0.0, 0.0, 0.0, 8.0, 20.0])),
        }
    garage = Garage(
        Site(
            connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=draw(st.sampled_from([25.0, 63.0]))),
            charge_points=tuple(points),
            circuits=circuits,
            unbalance_limit=draw(st.none() | st.just(10.0)),
        ),
        cars,
        each=each,
        resume_delay=draw(st.sampled_from([0.0, 2.0])),
        tie_break=draw(st.sampled_from(list(TieBreak))),
    )
    for place in [None, *(each.id for each in circuits if each.metered)]:
        amps = draw(st.sampled_from([0.0, 1.0, 4.0]))
        garage.others[place] = (amps, amps / 2, 0.0)
    return garage


changes = st.sampled_from(["mode", "leave", "arrive", "priority", "limit", "charging", "wants", "nothing"])


def change(garage: Garage, what: str, who: str, data: st.DataObject) -> None:
    """Let something happen."""
    car, own = garage.cars[who], garage.each[who]
    if what == "mode":
        own["mode"] = ChargingMode.OFF if own.get("mode") is not ChargingMode.OFF else ChargingMode.BOOST
    elif what in ("leave", "arrive"):
        car.here = what == "arrive"
    elif what == "priority":
        own["priority"] = data.draw(st.integers(0, 2))
    elif what == "limit":
        power = data.draw(st.sampled_from([0.0, 5_000.0, 20_000.0]))
        garage.site_settings["grid_limit"] = GridLimit(power=power, until=at(garage.now + 30))
    elif what == "charging":
        garage.site_settings["charging_limit"] = data.draw(st.sampled_from([None, 4_140.0, 11_000.0]))
    elif what == "wants":
        car.wants = data.draw(st.sampled_from([0.0, 7.0, 32.0]))


@given(garages(), st.data())
@hypothesis_settings(slow, max_examples=100)
def test_no_circuit_is_overloaded_by_our_doing(garage: Garage, data: st.DataObject) -> None:
    """Nor in between, whichever order reaches its station first; each setpoint has a reason and is one a car can take."""
    own = garage.tree.none()
    for place, amps in garage.others.items():
        for phase in range(3):
            own[3 * garage.tree.node(place) + phase] += amps[phase]
    garage.tree.add_up(own)
    for _ in range(data.draw(st.integers(1, 6))):
        change(garage, data.draw(changes), data.draw(st.sampled_from(sorted(garage.cars))), data)
        for _ in range(data.draw(st.integers(1, 25))):
            memory, now = garage.memory, garage.now
            decision = garage.second()
            again = step(garage.site, garage.settings, memory, garage.snapshots[-1], None, at(now + 1))
            assert again == decision, "the same input, the same decision"
            for conductor, load in enumerate(garage.flows()):
                limit = garage.tree.limits[conductor // 3]
                assert load <= max(limit, own[conductor]) + 1e-6, (conductor, load, limit, garage.now)
            for point in garage.site.charge_points:
                setpoint = decision.setpoints[point.id]
                assert isinstance(setpoint.reason.key, ReasonKey)
                assert setpoint.current == 0 or point.min_current <= (setpoint.current or 0) <= point.max_current


def test_a_wish_says_what_is_guaranteed() -> None:
    """The laws above speak of `Wish.floor`: it is there, and 0 by itself."""
    assert Wish(current=6.0, reason=Reason(ReasonKey.BOOST), charging=True).floor == 0
