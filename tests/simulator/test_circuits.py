"""Circuits carry what hangs below them, on the phases it is wired to, and their fuses open."""

from typing import Any

import pytest

from custom_components.overshot.core.model import ConnectionType
from simulator.car import Car, CarSpec
from simulator.circuits import Circuits, CircuitSpec
from simulator.events import ApplianceOn
from simulator.loop import Loop
from simulator.scenario import ScenarioError

from .houses import a_scenario

TREE = [
    {"id": "main", "limit": 40, "metered": True, "load": {"l1": 230, "l2": 460}},
    {"id": "annex", "limit": 20, "parent": "main"},
]


def _scenario(**changes: Any) -> Any:
    points = [{"id": "garage", "circuit": "annex", "rotation": "l2l3l1", "station": {"setpoint": 10}}]
    site = {"connection": {"type": "three_phase", "fuse": 63, "impedance": 0}, "charge_points": points}
    return a_scenario(**{"site": {**site, "circuits": TREE}, "series": {}, "settings": {}, "events": [], **changes})


def test_currents_add_up_on_the_way_to_the_connection() -> None:
    world = _scenario().build()
    ApplianceOn("lamp", 230, (0, 0, 1), None, "annex").apply(world)
    world.stations["garage"].plug_in(Car(CarSpec(phases=2)))
    for _ in range(20):
        world.step()
    annex, main = world.circuits["annex"], world.circuits["main"]
    assert annex.currents == pytest.approx((0, 10, 11), abs=0.1)
    assert main.currents == pytest.approx((1, 12, 11), abs=0.1)
    assert world.grid.currents == pytest.approx(main.currents)
    assert world.house_power == pytest.approx(world.grid.power)


def test_what_hangs_behind_an_open_fuse_is_dark_and_the_rest_is_not() -> None:
    world = _scenario().build()
    world.stations["garage"].plug_in(Car(CarSpec(phases=3)))
    for _ in range(20):
        world.step()
    assert world.car_power > 6000
    ApplianceOn("short", 40_000, (1, 0, 0), 1, "annex").apply(world)
    for _ in range(3):
        world.step()
    assert (len(world.circuits["annex"].fuse.trips), len(world.circuits["main"].fuse.trips)) == (1, 0)
    assert world.car_power == 0
    assert world.stations["garage"].pilot == "E0"
    assert world.grid.power == pytest.approx(690)


def test_conductors_of_a_delta_grid_carry_both_neighbours() -> None:
    circuits = Circuits([CircuitSpec(id="one", limit=20)], ConnectionType.THREE_PHASE_DELTA)
    circuits.begin(0)
    circuits.add("one", 2300, 0, 0)
    circuits.end(1, 1, (230, 230, 230))
    assert circuits["one"].currents == pytest.approx((10, 10, 0))


@pytest.mark.parametrize(
    ("circuits", "where", "problem"),
    [
        pytest.param([{"id": "a", "limit": 9, "parent": "b"}], "site.circuits", "'b'", id="parent is missing"),
        pytest.param(
            [{"id": "a", "limit": 9, "parent": "b"}, {"id": "b", "limit": 9, "parent": "a"}],
            "site.circuits",
            "no connection",
            id="circle",
        ),
        pytest.param([{"id": "a", "limit": 9}, {"id": "a", "limit": 9}], "site.circuits[1].id", "two", id="twice"),
        pytest.param([], "site.charge_points[0].circuit", "no circuit 'annex'", id="place is missing"),
    ],
)
def test_what_is_no_tree(circuits: list[dict[str, Any]], where: str, problem: str) -> None:
    site = {
        "connection": {"type": "three_phase", "fuse": 25},
        "charge_points": [{"id": "garage", "circuit": "annex"}],
        "circuits": circuits,
    }
    with pytest.raises(ScenarioError, match=problem) as caught:
        a_scenario(site=site, settings={})
    assert caught.value.path == where


def test_the_controller_reads_the_meter_of_a_circuit_and_of_no_other() -> None:
    loop = Loop(_scenario(faults=[{"device": "main", "kind": "silent", "at": 10, "for": 20}]))
    for _ in range(25):
        loop.step()
    assert set(loop.snapshot.circuits) == {"main"}
    assert loop.snapshot.circuits["main"].age(loop.world.now) >= 14
    assert loop.snapshot.circuits["main"].value.currents == pytest.approx((1, 2, 0), abs=0.1)
