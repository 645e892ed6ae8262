"""Series hold or join their values, appliances come and go, and a time scale speeds them up but nothing else."""

import pytest

from custom_components.overshot.core.model import ConnectionType, GridConnection, Site
from simulator.loads import Loads
from simulator.phase_share import share_of
from simulator.series import Series, constant
from simulator.world import HouseSpec, World

from .houses import START, live


@pytest.mark.parametrize(
    ("t", "held", "joined"), [(-5, 10, 10), (0, 10, 10), (59, 10, 19.8), (60, 20, 20), (90, 20, 10), (500, 0, 0)]
)
def test_series(t: float, held: float, joined: float) -> None:
    assert Series([10, 20, 0], 60).at(t) == held
    assert Series([10, 20, 0], 60, linear=True).at(t) == pytest.approx(joined, abs=0.2)


def test_series_without_values_or_step() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Series([])
    with pytest.raises(ValueError, match="positive"):
        Series([1], 0)


def test_appliances_end_by_themselves_or_by_hand() -> None:
    loads = Loads((constant(100), constant(0), constant(0)))
    loads.switch_on("oven", 3000, share_of(["l1", "l2"]), until=60)
    loads.switch_on("lamp", 60, share_of(["l3"]))
    loads.step(60)
    assert (loads.l1, loads.l2, loads.l3) == (1600, 1500, 60)
    loads.step(61)
    assert (loads.l1, loads.l2, loads.l3) == (100, 0, 60)
    assert loads.running == ("lamp",)
    loads.switch_off("lamp")
    loads.switch_off("lamp")
    loads.step(62)
    assert loads.power == 100


@pytest.mark.parametrize("phases", [[], ["l4"]])
def test_unknown_phases(phases: list[str]) -> None:
    with pytest.raises(ValueError):
        share_of(phases)


def test_a_time_scale_speeds_up_series_and_nothing_else() -> None:
    site = Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25))
    ramp = Series([0, 6000], 60, linear=True)
    world = World(HouseSpec(site=site), START, load=(ramp, constant(0), constant(0)), time_scale=20)
    energy = world.grid.energy_import
    live(world, 3)
    assert world.loads.power == 6000
    assert world.t == 3
    assert (world.now - START).total_seconds() == 3
    assert world.grid.energy_import - energy == pytest.approx((2000 + 4000 + 6000) / 3600)
