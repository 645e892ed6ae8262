"""The main fuse over time: overloads, cars on their way, cars that do not obey, pauses and hand-overs."""

from custom_components.overshot.core.model import ChargePointReading, PhaseVector, ReasonKey, VehicleState
from tests.core.house import Controller, house, meter, point, snapshot, station, wishes

IDLE = station()


def three(amps: float) -> PhaseVector:
    """Return the same current on three phases."""
    return (amps, amps, amps)


def test_an_overload_is_answered_by_the_first_reading_that_shows_it() -> None:
    """An oven of 16 A comes on beside a car of 16 A: the car yields exactly the excess, at once."""
    control = Controller(house(), wishes(house()))
    control.live(30, meter(three(3 + 16)), car=station(three(16)))
    decision = control.live(1, meter((3 + 9 + 16, 19, 19)), car=station(three(16)))
    assert decision.setpoints["car"].current == 8
    assert decision.setpoints["car"].reason.details["phase"] == "L1"


def test_a_reduction_under_way_is_not_made_twice() -> None:
    """While the car is still on its way down from 16 A, the excess that is left does not push it to 0."""
    control = Controller(house(), wishes(house()))
    control.live(30, meter(three(3 + 16)), car=station(three(16)))
    for drawn in (16, 16, 16, 14, 12, 10, 8, 8):
        decision = control.live(1, meter((12 + drawn, 3 + drawn, 3 + drawn)), car=station(three(drawn)))
        assert decision.setpoints["car"].current == 8


def test_a_slow_meter_does_not_answer_one_excess_again_and_again() -> None:
    """A DSMR 4 meter tells every 10 s: the car follows within that time, and the old reading is not held against it."""
    site = house(interval=10)
    control = Controller(site, wishes(site))
    for second in range(31):
        control.now = float(second)
        control.see(
            snapshot(control.now, meter(three(19)), grid_age=second % 10, car=station(three(16))),
        )
    for second in range(31, 60):
        control.now = float(second)
        read = second - second % 10
        drawn = 16 if second < 43 else 8
        grid = meter(three(19)) if read < 40 else meter((12 + (16 if read < 43 else 8), 11, 11))
        decision = control.see(snapshot(control.now, grid, grid_age=second % 10, car=station(three(drawn))))
        if second >= 40:
            assert decision.setpoints["car"].current == 8, second


def test_a_car_that_draws_more_than_it_is_told_is_told_less() -> None:
    """At 16 A it draws 16.6 A: without that being seen the phase stays above the limit for ever."""
    site = house()
    control = Controller(site, wishes(site))
    control.live(30, meter(three(4)), car=IDLE)
    assert control.live(10, meter(three(4 + 16.6)), car=station(three(16.6))).setpoints["car"].current == 15
    # Nor is it raised again once it has followed.
    assert control.live(60, meter(three(4 + 15.6)), car=station(three(15.6))).setpoints["car"].current == 15


def test_a_car_that_does_not_follow_is_told_still_less() -> None:
    """Told 8 A, it goes on with 16 A: what it takes too much is a load, and in the end it is told to stop."""
    site = house()
    control = Controller(site, wishes(site))
    control.live(30, meter(three(3 + 16)), car=station(three(16)))
    overload = meter((12 + 16, 19, 19))
    assert control.live(5, overload, car=station(three(16))).setpoints["car"].current == 8
    assert control.live(20, overload, car=station(three(16))).setpoints["car"].current == 0


def test_a_car_paused_by_the_fuse_waits_for_lasting_room() -> None:
    """It resumes once there was room for the resume delay, and tells how long that is."""
    site = house()
    control = Controller(site, wishes(site, resume_delay=60))
    control.live(30, meter((16, 3, 3)), car=IDLE)
    decision = control.live(20, meter(three(3)), car=IDLE)
    assert decision.setpoints["car"].reason.key is ReasonKey.FUSE_RECOVERING
    assert decision.setpoints["car"].current == 0
    assert decision.setpoints["car"].reason.details["seconds"] in range(1, 61)
    # The oven again: the wait starts over.
    control.live(5, meter((16, 3, 3)), car=IDLE)
    assert control.live(60, meter(three(3)), car=IDLE).setpoints["car"].current == 0
    assert control.live(20, meter(three(3)), car=IDLE).setpoints["car"].current == 16


def test_room_is_not_given_twice_while_one_car_still_lets_go_of_it() -> None:
    """A second car joins: the first must have let go before the second takes."""
    site = house(point("a"), point("b"))
    control = Controller(site, wishes(site))
    absent = ChargePointReading(vehicle=VehicleState.A)
    control.live(30, meter(three(2 + 16)), a=station(three(16)), b=absent)
    for _ in range(5):
        decision = control.live(1, meter(three(2 + 16)), a=station(three(16)), b=IDLE)
        assert decision.setpoints["a"].current == 9
        assert decision.setpoints["b"].current == 0
    decision = control.live(4, meter(three(2 + 9)), a=station(three(9)), b=IDLE)
    assert decision.setpoints["a"].current == 9
    assert decision.setpoints["b"].current == 9
