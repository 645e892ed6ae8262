"""Events happen to the house, or are refused where it has no such thing; faults begin, end and are cleared."""

import pytest

from simulator.battery import BatterySpec, EmsMode
from simulator.events import (
    ApplianceOff,
    ApplianceOn,
    BatteryCommand,
    CarArrives,
    CarLeaves,
    FuseReset,
    HeatPumpState,
    HouseEvent,
    StationFault,
    Timeline,
)
from simulator.faults import Fault, FaultBoard, FaultKind
from simulator.heat_pump import HeatPumpSpec, SgReady

from .houses import a_station, a_world, live


def test_what_happens_to_a_house() -> None:
    world = a_world(station=a_station(), battery=BatterySpec(), heat_pump=HeatPumpSpec(), fuse=63)
    CarArrives("garage").apply(world)
    ApplianceOn("oven", 3000).apply(world)
    BatteryCommand(EmsMode.CHARGE_BATTERY, 700).apply(world)
    HeatPumpState(SgReady.FORCE).apply(world)
    live(world, 20)
    assert world.car_power > 10_000
    assert world.loads.power == 3000
    assert world.battery_power == pytest.approx(-700, abs=1)
    assert world.heat_pump is not None
    assert world.heat_pump.power == 2000

    StationFault("garage").apply(world)
    ApplianceOff("oven").apply(world)
    live(world, 1)
    assert world.stations["garage"].pilot == "F0"
    assert (world.car_power, world.loads.power) == (0, 0)
    StationFault("garage", broken=False).apply(world)
    CarLeaves("garage").apply(world)
    live(world, 1)
    assert world.stations["garage"].pilot == "A1"


def test_a_fuse_is_closed_again() -> None:
    world = a_world(load=(50_000, 0, 0))
    live(world, 5)
    assert len(world.fuse.trips) == 1
    FuseReset().apply(world)
    assert not world.fuse.tripped
    live(world, 5)
    assert len(world.fuse.trips) == 2


@pytest.mark.parametrize(
    "event",
    [CarLeaves("attic"), BatteryCommand(EmsMode.AUTO), HeatPumpState(SgReady.BLOCK)],
    ids=lambda event: type(event).__name__,
)
def test_what_the_house_does_not_have(event: HouseEvent) -> None:
    with pytest.raises(ValueError, match="no"):
        event.apply(a_world())


def test_a_timeline_hands_out_everything_once_and_in_order() -> None:
    timeline = Timeline([(5.0, "b"), (1.0, "a"), (5.0, "c"), (9.0, "d")])
    assert [timeline.due(t) for t in (0, 1, 4.9, 7, 7, 100, 200)] == [[], ["a"], [], ["b", "c"], [], ["d"], []]


def test_faults_begin_end_and_are_cleared() -> None:
    board = FaultBoard()
    board.begin(Fault(device="p1", kind=FaultKind.SILENT, duration=10), 100)
    board.begin(Fault(device="emc", kind=FaultKind.REFUSED), 100)
    board.step(109)
    assert {fault.device for fault in board.active} == {"p1", "emc"}
    board.begin(Fault(device="p1", kind=FaultKind.GARBAGE, duration=5), 109)
    board.step(110)
    found = board.of("p1")
    assert found is not None
    assert found.kind is FaultKind.GARBAGE
    board.step(114)
    assert board.of("p1") is None
    board.clear("tv")
    board.clear("emc")
    assert list(board.active) == []
    board.begin(Fault(device="emc", kind=FaultKind.LATE), 120)
    board.clear()
    assert board.of("emc") is None
