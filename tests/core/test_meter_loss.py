"""The grid meter falls silent or talks nonsense: every car at its fallback current in time, and back by itself."""

import pytest

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import (
    ChargingMode,
    GridMeter,
    MeterReading,
    PhaseVector,
    ReasonKey,
    Site,
    VehicleState,
)

from .house import Controller, at, house, meter, point, snapshot, station, wishes

FULL: PhaseVector = (16.0, 16.0, 16.0)
GRID = meter((19.0, 19.0, 19.0))


def charging(site: Site | None = None, mode: ChargingMode = ChargingMode.BOOST) -> Controller:
    """Return a controller whose car has charged at 16 A for a while."""
    site = site or house()
    control = Controller(site, wishes(site, mode, hold_time=0))
    decision = control.live(30, GRID if mode is ChargingMode.BOOST else meter((0, 0, 0)), car=station(FULL))
    assert decision.setpoints["car"].current == 16
    return control


def test_three_times_16_a_are_not_kept_without_a_meter() -> None:
    """The order falls to the fallback so early that a car of 6 s has followed when the reading counts as stale."""
    control = charging()
    orders: dict[int, float | None] = {}
    for age in range(1, 11):
        control.now += 1
        known = snapshot(control.now, GRID, grid_age=float(age), car=station(FULL))
        orders[age] = control.see(known).setpoints["car"].current
    assert orders[2] == 16, "a telegram may be lost"
    assert all(orders[age] == 6 for age in range(3, 11))


@pytest.mark.parametrize(
    ("problem", "reading"),
    [
        ("nothing at all", None),
        ("an empty reading: the phases failed, and no current is not zero current", MeterReading()),
        ("counters alone", MeterReading(energy_import=1.0, energy_export=2.0, quarter_demand=500.0)),
        ("voltages alone", MeterReading(voltages=(230.0, 230.0, 230.0))),
    ],
)
def test_what_tells_no_current_is_no_meter(problem: str, reading: MeterReading | None) -> None:
    """A car does not jump to its maximum because the phase currents fail."""
    decision = charging().live(1, reading, car=station(FULL))
    assert decision.state.meter_stale, problem
    assert decision.setpoints["car"].current == 6
    assert decision.setpoints["car"].reason.key is ReasonKey.METER_STALE


def test_it_comes_back_by_itself() -> None:
    """The first telegram ends it, for surplus too: its state was kept."""
    for mode in (ChargingMode.BOOST, ChargingMode.PV_SURPLUS):
        control = charging(mode=mode)
        assert control.blind(60, car=station((6, 6, 6))).setpoints["car"].current == 6
        decision = control.live(1, meter((-10, -10, -10)), car=station((6, 6, 6)))
        assert decision.setpoints["car"].current == 16, mode


def test_an_old_surplus_is_forgotten() -> None:
    """The sun of before the outage is no sun after it."""
    control = charging(mode=ChargingMode.PV_SURPLUS)
    control.blind(60, car=station((6, 6, 6)))
    decision = control.live(1, meter((9, 9, 9)), car=station((6, 6, 6)))
    assert decision.state.surplus == pytest.approx(-9 * 3 * 230 + 6 * 3 * 230)


def blind(control: Controller, seconds: float) -> Decision:
    """Return what is decided without a meter about a car that does not charge."""
    return control.blind(seconds, car=station())


def test_in_a_garage_the_fallback_is_to_stop() -> None:
    """A fallback of 0 A stops the car."""
    site = house(point(fallback_current=0.0))
    control = Controller(site, wishes(site))
    control.live(30, GRID, car=station(FULL, fallback_current=0.0))
    assert control.blind(1, car=station(FULL, fallback_current=0.0)).setpoints["car"].current == 0


def test_a_fallback_below_the_cars_minimum_stops_it() -> None:
    """6 A do nothing for a car that takes 9 A at least."""
    site = house(point(min_current=9.0))
    control = Controller(site, wishes(site))
    control.live(30, GRID, car=station(FULL))
    assert control.blind(1, car=station(FULL)).setpoints["car"].current == 0


def test_no_surplus_is_assumed_and_nobody_is_started() -> None:
    """A car that waits for the sun goes on waiting."""
    site = house()
    control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS))
    control.live(10, meter((3, 3, 3)), car=station())
    assert blind(control, 600).setpoints["car"].current == 0


def test_a_car_switched_off_or_gone_gets_nothing() -> None:
    """The fallback is for cars that charge."""
    site = house()
    off = Controller(site, wishes(site, ChargingMode.OFF)).blind(1, car=station())
    assert (off.setpoints["car"].current, off.setpoints["car"].fallback_current) == (0, 0)
    gone = Controller(site, wishes(site)).blind(1, car=station(vehicle=VehicleState.A))
    assert gone.setpoints["car"].current == 0
    assert gone.setpoints["car"].reason.key is ReasonKey.NO_VEHICLE


def test_a_car_paused_by_the_fuse_is_not_started_by_the_silence() -> None:
    """The oven that paused it is still on; after the resume delay it gets what always fits."""
    site = house()
    control = Controller(site, wishes(site, resume_delay=60))
    control.live(30, meter((18, 3, 3)), car=station())
    assert blind(control, 30).setpoints["car"].current == 0
    assert blind(control, 40).setpoints["car"].current == 6


def test_the_safe_current_is_confirmed_first_in_the_silence_too() -> None:
    """A station that has not read back its fallback is not raised to it."""
    site = house()
    control = Controller(site, wishes(site))
    decision = control.blind(1, car=station(fallback_current=32.0, setpoint=0.0))
    assert decision.setpoints["car"].current == 0


def test_a_slow_meter_may_be_slower() -> None:
    """A DSMR 4 meter sends every 10 s: stale after 30 s, acted upon 7 s before."""
    site = house(interval=10)
    control = Controller(site, wishes(site))
    control.live(30, GRID, car=station(FULL))
    for age, current in ((12, 16), (22, 16), (23, 6)):
        known = snapshot(control.now, GRID, grid_age=age, car=station(FULL))
        assert control.see(known).setpoints["car"].current == current, age


@pytest.mark.parametrize(
    ("interval", "stale_after", "act_after"),
    [(1, 10, 3), (2, 10, 3), (3, 10, 4.5), (4, 12, 6), (5, 15, 8), (10, 30, 23)],
)
def test_when_a_meter_is_stale(interval: float, stale_after: float, act_after: float) -> None:
    """max(10 s, 3 x interval), and early enough for a car to follow; but one late reading is no silence."""
    gauge = GridMeter(interval=interval)
    assert (gauge.stale_after, gauge.act_after) == (stale_after, act_after)


def test_a_reading_from_the_future_is_none() -> None:
    """The clock was set back an hour and the meter died: its last reading must not look fresh for an hour."""
    control = charging()
    known = snapshot(control.now, GRID, grid_age=-3600.0, car=station(FULL))
    assert control.see(known).state.meter_stale


def test_a_clock_set_back_is_lived_through() -> None:
    """Nothing from the hour that comes again is held against anybody."""
    control = charging()
    control.now -= 3600
    assert control.live(1, GRID, car=station(FULL)).setpoints["car"].current == 16
    decision = control.live(20, meter((12 + 8, 11, 11)), car=station((8, 8, 8)))
    assert decision.setpoints["car"].current == 8
    assert decision.memory.charge_points["car"].draws[-1][0] == at(control.now)
