"""Circuits: a tree, each limit on each phase. The example of the reev guide, and what is no tree."""

from typing import Any

import pytest

from custom_components.overshot.core.control.limits.circuits import (
    CircuitError,
    CircuitProblem,
    circuit_shortfalls,
    compile_tree,
    tree_of,
)
from custom_components.overshot.core.model import (
    ChargePoint,
    Circuit,
    ConnectionType,
    GridConnection,
    MeterReading,
    Reading,
    ReasonKey,
    Rotation,
    Site,
    Snapshot,
)
from tests.core.house import START, Controller, at, meter, station, wishes

REEV = [
    # circuit, limit (A), hangs on
    ("HV", 200, None),
    ("UV1", 125, "HV"),
    ("UV2", 100, "UV3"),
    ("UV3", 120, "HV"),
    ("UV4", 100, "HV"),
    ("UV5", 40, "UV4"),
    ("UV6", 60, "UV4"),
    ("UV7", 50, "HV"),
]


def circuits(*table: tuple[str, float, str | None], metered: frozenset[str] = frozenset()) -> tuple[Circuit, ...]:
    """Return circuits from a table like that of the guide."""
    return tuple(
        Circuit(id=name, name=name, limit=limit, parent=parent, metered=name in metered)
        for name, limit, parent in table
    )


def garage(
    *table: tuple[str, float, str | None],
    stations: dict[str, list[Rotation]],
    fuse: float = 400.0,
    metered: frozenset[str] = frozenset(),
    **wiring: Any,
) -> Site:
    """Return a site with so many stations of 32 A on each circuit, by their rotations."""
    return Site(
        connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=fuse, derating=0.8),
        circuits=circuits(*table, metered=metered),
        charge_points=tuple(
            ChargePoint(
                id=f"{circuit}-{number}",
                name=f"{circuit}-{number}",
                circuit=circuit,
                rotation=rotation,
                phases=len(rotation.terminals),
                **{"max_current": 32.0, "fallback_current": 0.0, **wiring},
            )
            for circuit, rotations in stations.items()
            for number, rotation in enumerate(rotations)
        ),
    )


def told(site: Site, seconds: int = 60, house: float = 5.0, **settings: Any) -> dict[str, float]:
    """Return what each station is told once all its cars draw what they are told."""
    control = Controller(site, wishes(site, max_current=32.0, **settings))
    currents = {point.id: 0.0 for point in site.charge_points}
    for _ in range(seconds):
        control.now += 1
        total = [house, house, house]
        readings = {}
        for point in site.charge_points:
            amps = currents[point.id]
            draw = (amps, amps if point.phases > 1 else 0.0, amps if point.phases > 1 else 0.0)
            for phase, flowing in enumerate(point.rotation.to_grid(draw)):
                total[phase] += flowing
            readings[point.id] = Reading(station(draw, fallback_current=0.0), at(control.now))
        known = Snapshot(grid=Reading(meter((total[0], total[1], total[2])), at(control.now)), charge_points=readings)
        decision = control.see(known)
        currents = {id_: setpoint.current or 0.0 for id_, setpoint in decision.setpoints.items()}
    return currents


def test_the_example_of_the_guide() -> None:
    """Each path adds up: UV6 hangs on UV4, that on HV, that on the connection."""
    site = Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=400), circuits=circuits(*REEV))
    tree = compile_tree(site, whole=True)

    def path(circuit: str) -> list[str]:
        return [each.name if each else "grid" for each in (tree.circuits[n] for n in tree.paths[tree.node(circuit)])]

    assert path("UV6") == ["UV6", "UV4", "HV", "grid"]
    assert path("UV2") == ["UV2", "UV3", "HV", "grid"]
    assert [tree.limits[tree.node(name)] for name, _, _ in REEV] == [limit for _, limit, _ in REEV]
    assert tree.limits[0] == 320.0, "the connection is derated, circuits are as given"
    assert tree.tightest([320] * 3 + [200] * 3 + [99, 100, 101] * (len(tree.parents) - 2), "UV1") == (99, 100, 101)


ALL_THREE = [Rotation.L1L2L3, Rotation.L2L3L1, Rotation.L3L1L2]


@pytest.mark.parametrize(
    ("stations", "expected"),
    [
        # The guide's own three stations on UV1: 22 A each fit in 125 A.
        ({"UV1": ALL_THREE}, {"UV1": 32}),
        # UV5 binds its own: 40 A for three.
        ({"UV5": ALL_THREE}, {"UV5": 13}),
        # UV5 and UV6 fill 40 + 60 of the 100 A of UV4 exactly.
        ({"UV5": ALL_THREE, "UV6": ALL_THREE}, {"UV5": 13, "UV6": 20}),
        # What UV5 and UV6 cannot take of UV4 is left to who hangs on UV4 itself.
        ({"UV5": ALL_THREE, "UV4": ALL_THREE}, {"UV5": 13, "UV4": 20}),
        # HV binds all: 200 A for twelve; UV5 has its own limit, the others share what is left equally.
        (
            {"UV1": ALL_THREE, "UV2": ALL_THREE, "UV5": ALL_THREE, "UV7": ALL_THREE},
            {"UV1": 18, "UV2": 18, "UV5": 13, "UV7": 16},
        ),
        # One-phase cars on three different phases do not take each other's room.
        ({"UV5": [Rotation.L1, Rotation.L2, Rotation.L3]}, {"UV5": 32}),
        ({"UV5": [Rotation.L1, Rotation.L1, Rotation.L3]}, {"UV5": 20}),
    ],
)
def test_sharing_in_the_example_of_the_guide(stations: dict[str, list[Rotation]], expected: dict[str, float]) -> None:
    """What each gets with all its neighbours charging."""
    currents = told(garage(*REEV, stations=stations))
    for circuit, current in expected.items():
        assert currents[f"{circuit}-0"] == current, circuit
        if all(len(rotation.terminals) == 3 for rotation in stations[circuit]):
            assert {currents[f"{circuit}-{number}"] for number in range(3)} == {current}, circuit


@pytest.mark.parametrize(
    ("problem", "table", "on", "expected", "named"),
    [
        ("two of one name", [("a", 10, None), ("a", 20, None)], None, CircuitProblem.DUPLICATE, "a"),
        ("hangs on nothing", [("a", 10, None), ("b", 20, "x")], None, CircuitProblem.UNKNOWN_PARENT, "b"),
        ("hangs on itself", [("a", 10, "a")], None, CircuitProblem.CYCLE, "a"),
        ("hang on each other", [("a", 10, "c"), ("b", 10, "a"), ("c", 10, "b")], None, CircuitProblem.CYCLE, "a"),
        ("no limit", [("a", 0, None)], None, CircuitProblem.LIMIT, "a"),
        ("a limit that is no number", [("a", float("nan"), None)], None, CircuitProblem.LIMIT, "a"),
        ("a station on nothing", [("a", 10, None)], "x", CircuitProblem.UNKNOWN_CIRCUIT, "P"),
    ],
)
def test_what_is_no_tree_is_refused(
    problem: str, table: list[tuple[str, float, str | None]], on: str | None, expected: CircuitProblem, named: str
) -> None:
    """The error says what is wrong with which."""
    site = Site(
        connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25),
        circuits=circuits(*table),
        charge_points=(ChargePoint(id="p", name="P", circuit=on),),
    )
    with pytest.raises(CircuitError) as caught:
        compile_tree(site)
    assert (caught.value.problem, caught.value.name) == (expected, named), problem


def test_a_tree_is_compiled_once() -> None:
    """The same site, the same tree; another one, another."""
    site, other = garage(*REEV, stations={}), garage(*REEV, stations={})
    assert tree_of(site) is tree_of(site)
    assert tree_of(other) is not tree_of(site)


@pytest.mark.parametrize(
    ("fallback", "base_loads", "expected"),
    [
        (0.0, {}, {}),
        (13.0, {}, {}),
        (14.0, {}, {"UV5": 2.0}),
        (6.0, {"UV5": 25.0}, {"UV5": 3.0}),
        (32.0, {}, {"UV5": 56.0, "UV6": 36.0, "UV4": 92.0}),
    ],
)
def test_the_fallback_currents_that_do_not_fit_a_circuit(
    fallback: float, base_loads: dict[str, float], expected: dict[str, float]
) -> None:
    """Counted on every circuit above a station, with what else flows there."""
    site = garage(*REEV, stations={"UV5": ALL_THREE, "UV6": ALL_THREE}, fallback_current=fallback)
    assert circuit_shortfalls(site, base_loads) == pytest.approx(expected)


class TestMetered:
    """A circuit with a meter leaves its limit less what else flows; one without leaves all of it."""

    SITE = garage(("shed", 20, None), stations={"shed": [Rotation.L1L2L3]}, metered=frozenset({"shed"}))

    def see(self, control: Controller, seconds: int, shed: MeterReading | None, draw: float = 0.0, **known: object):
        """Live so long with this reading of the shed's meter."""
        for _ in range(seconds):
            control.now += 1
            snapshot = Snapshot(
                grid=Reading(meter((30.0, 30.0, 30.0)), at(control.now)),
                charge_points={"shed-0": Reading(station((draw, draw, draw), fallback_current=0.0), at(control.now))},
                circuits={"shed": Reading(shed, at(control.now))} if shed is not None else {},
            )
            decision = control.see(snapshot)
        return decision.setpoints["shed-0"]

    def test_what_else_flows_is_taken_off(self) -> None:
        """A saw of 7 A on L2."""
        control = Controller(self.SITE, wishes(self.SITE, max_current=32.0))
        setpoint = self.see(control, 5, meter((1.0, 7.0, 1.0)))
        assert setpoint.current == 13
        assert setpoint.reason.key is ReasonKey.CIRCUIT_LIMITED
        assert dict(setpoint.reason.details) == {"phase": "L2", "current": 13, "circuit": "shed"}

    def test_the_cars_own_load_is_not_taken_off(self) -> None:
        """What it draws itself is in the meter's reading (start-stop loop)."""
        control = Controller(self.SITE, wishes(self.SITE, max_current=32.0))
        self.see(control, 5, meter((1.0, 1.0, 1.0)))
        assert self.see(control, 30, meter((20.0, 20.0, 20.0)), draw=19.0).current == 19

    def test_an_overload_is_yielded_at_once(self) -> None:
        """25 A measured of 20: 5 A less in the same second."""
        control = Controller(self.SITE, wishes(self.SITE, max_current=32.0))
        self.see(control, 5, meter((1.0, 1.0, 1.0)))
        self.see(control, 30, meter((20.0, 20.0, 20.0)), draw=19.0)
        setpoint = self.see(control, 1, meter((20.0, 25.0, 20.0)), draw=19.0)
        assert setpoint.current == 14
        assert setpoint.reason.details["phase"] == "L2"

    def test_less_than_the_minimum_pauses(self) -> None:
        """And says where."""
        control = Controller(self.SITE, wishes(self.SITE, max_current=32.0))
        setpoint = self.see(control, 5, meter((1.0, 1.0, 15.0)))
        assert (setpoint.current, setpoint.reason.key) == (0, ReasonKey.CIRCUIT_PAUSED)
        assert setpoint.reason.details["phase"] == "L3"

    @pytest.mark.parametrize(("fallback", "expected"), [(0.0, 0.0), (8.0, 8.0)])
    def test_a_silent_meter_means_the_fallback_current_behind_it(self, fallback: float, expected: float) -> None:
        """Within ten seconds; and full current again where it answers."""
        site = garage(
            ("shed", 20, None),
            stations={"shed": [Rotation.L1L2L3]},
            metered=frozenset({"shed"}),
            fallback_current=fallback,
            has_fallback=False,
        )
        control = Controller(site, wishes(site, max_current=32.0))
        assert self.see(control, 5, meter((1.0, 1.0, 1.0))).current == 19
        setpoint = self.see(control, 10, None)
        assert (setpoint.current, setpoint.reason.key) == (expected, ReasonKey.METER_STALE)
        assert setpoint.reason.details["circuit"] == "shed"
        assert self.see(control, 5, meter((1.0, 1.0, 1.0))).current in (18, 19)

    def test_a_reading_that_tells_nothing_is_silence(self) -> None:
        """An address that answers with other registers."""
        control = Controller(self.SITE, wishes(self.SITE, max_current=32.0))
        assert self.see(control, 3, MeterReading()).reason.key is ReasonKey.METER_STALE

    def test_ten_hours_leave_no_more_in_memory_than_a_minute(self) -> None:
        """Windows of circuits are bounded as those of the connection."""
        control = Controller(self.SITE, wishes(self.SITE, max_current=32.0))
        self.see(control, 600, meter((1.0, 1.0, 1.0)))
        memory = control.memory.circuits["shed"]
        assert max(map(len, (memory.suspected, memory.matched, memory.unmatched, memory.foreseen))) <= 20
        assert control.now == (at(control.now) - START).total_seconds()


def test_a_silent_grid_meter_starts_no_more_than_a_circuit_carries() -> None:
    """Three of 10 A fallback current on 25 A: 8 A each."""
    site = garage(
        ("shed", 25, None), stations={"shed": ALL_THREE}, fallback_current=10.0, has_fallback=False, fuse=400.0
    )
    control = Controller(site, wishes(site, max_current=32.0))
    quiet = {point.id: station((0.0, 0.0, 0.0), fallback_current=10.0) for point in site.charge_points}
    for setpoint in control.blind(30, **quiet).setpoints.values():
        assert (setpoint.current, setpoint.reason.key) == (8, ReasonKey.CIRCUIT_LIMITED)
        assert setpoint.reason.details["circuit"] == "shed"
