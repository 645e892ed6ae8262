"""Charging on solar surplus: when it starts and stops, what it follows, and what counts as surplus."""

from dataclasses import dataclass

import pytest

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePointStatus,
    ChargingMode,
    ConnectionType,
    MeterReading,
    PhaseVector,
    ReasonKey,
    VehicleState,
)
from tests.core.house import Controller, V, house, meter, one_phase, point, station, wishes

HOLD = 300


def export(amps: float) -> MeterReading:
    """Return a meter that exports this on each phase (A)."""
    return meter((-amps, -amps, -amps))


def controller(hold_time: float = HOLD, **modes: ChargingMode) -> Controller:
    """Return a controller with one car, or with those named, on surplus."""
    site = house(*(point(id_) for id_ in modes), fuse=63)
    return Controller(site, wishes(site, ChargingMode.PV_SURPLUS, modes=modes, hold_time=hold_time))


def charging(hold_time: float = HOLD) -> Controller:
    """Return a controller whose car charges at 10 A on surplus."""
    control = controller(hold_time)
    decision = control.live(60, export(0.2), car=station((10, 10, 10), setpoint=10.0))
    assert decision.setpoints["car"].current == 10
    return control


def told(decision: Decision, id_: str = "car") -> tuple[float | None, ReasonKey]:
    """Return current and reason of a charge point."""
    return decision.setpoints[id_].current, decision.setpoints[id_].reason.key


def test_it_starts_once_the_surplus_has_lasted() -> None:
    """It counts down meanwhile."""
    control = controller()
    decision = control.live(100, export(7.2), car=station())
    assert told(decision) == (0, ReasonKey.SURPLUS_STARTING)
    assert decision.setpoints["car"].reason.details["seconds"] == pytest.approx(HOLD - 99, abs=2)
    assert decision.setpoints["car"].status is ChargePointStatus.WAITING_FOR_SURPLUS
    assert told(control.live(198, export(7.2), car=station())) == (0, ReasonKey.SURPLUS_STARTING)
    assert told(control.live(4, export(7.2), car=station())) == (7, ReasonKey.SURPLUS)


def test_a_cloud_while_it_waits_starts_the_count_again() -> None:
    """Only a surplus that lasts starts a car."""
    control = controller()
    control.live(250, export(7.2), car=station())
    control.live(30, export(2), car=station())
    assert told(control.live(250, export(7.2), car=station())) == (0, ReasonKey.SURPLUS_STARTING)


def test_a_cloud_is_ridden_through_at_the_minimum() -> None:
    """The car keeps 6 A for the hold time: a cloud is no reason to stop."""
    control = charging()
    decision = control.live(60, meter((4, 4, 4)), car=station((6, 6, 6)))
    assert told(decision) == (6, ReasonKey.SURPLUS_HOLD)
    assert decision.setpoints["car"].status is ChargePointStatus.CHARGING_REGULATED
    assert told(control.live(60, export(5.2), car=station((6, 6, 6)))) == (11, ReasonKey.SURPLUS)


def test_bad_weather_stops_it() -> None:
    """After the hold time, not before."""
    control = charging()
    assert told(control.live(290, meter((4, 4, 4)), car=station((6, 6, 6)))) == (6, ReasonKey.SURPLUS_HOLD)
    assert told(control.live(20, meter((4, 4, 4)), car=station((6, 6, 6)))) == (0, ReasonKey.SURPLUS_WAITING)


def test_import_while_it_rides_does_not_reset_the_count() -> None:
    """More or less of too little is all the same."""
    control = charging()
    for amps in (4, 9, 2, 5, 3, 8):
        decision = control.live(50, meter((amps, amps, amps)), car=station((6, 6, 6)))
    assert told(decision) == (6, ReasonKey.SURPLUS_HOLD)
    assert told(control.live(10, meter((4, 4, 4)), car=station((6, 6, 6))))[0] == 0


def test_its_own_new_load_is_no_loss_of_surplus() -> None:
    """It has started and takes 10 A: export falls to zero, and it goes on."""
    control = controller(hold_time=5)
    control.live(20, export(10.2), car=station())
    for drawn in (0, 0, 4, 8, 10):
        control.live(1, meter((-10.2 + drawn,) * 3), car=station((drawn, drawn, drawn)))
    assert told(control.live(60, export(0.2), car=station((10, 10, 10)))) == (10, ReasonKey.SURPLUS)


def test_small_changes_do_not_move_it() -> None:
    """A quarter of an ampere less is noise; a write wears the station."""
    control = charging()
    for amps in (0.2, -0.2, 0.6, 0.9, 0.1):
        assert told(control.live(30, export(amps), car=station((10, 10, 10))))[0] == 10
    assert told(control.live(30, export(1.2), car=station((10, 10, 10))))[0] == 11
    assert told(control.live(30, export(-0.5), car=station((10, 10, 10))))[0] == 9


@dataclass(kw_only=True)
class Battery:
    """A house with a battery, and whether a car that charges at 6 A finds enough surplus."""

    problem: str
    grid: float
    """Export (W)."""

    battery: BatteryReading
    age: float = 0.0
    surplus: float


BATTERIES = [
    Battery(
        problem="kW go into the battery and the car never starts: charging is surplus, the car comes first",
        grid=0,
        battery=BatteryReading(power=-4000.0),
        surplus=4000,
    ),
    Battery(
        problem="the home battery drains into the car: discharging is no surplus",
        grid=0,
        battery=BatteryReading(power=4000.0),
        surplus=-4000,
    ),
    Battery(problem="export beside a battery at rest", grid=3000, battery=BatteryReading(power=0.0), surplus=3000),
    Battery(
        problem="a battery silent for a minute charges for nobody",
        grid=500,
        battery=BatteryReading(power=-4000.0),
        age=61,
        surplus=500,
    ),
    Battery(
        problem="one that does not tell its power neither",
        grid=500,
        battery=BatteryReading(soc=50.0),
        surplus=500,
    ),
    Battery(
        problem="one read half a minute ago still counts",
        grid=500,
        battery=BatteryReading(power=-4000.0),
        age=30,
        surplus=4500,
    ),
]


@pytest.mark.parametrize("case", BATTERIES, ids=lambda case: case.problem)
def test_what_counts_as_surplus_beside_a_battery(case: Battery) -> None:
    """House = grid + battery + solar."""
    grid = export(case.grid / 3 / V)
    decision = controller().live(120, grid, car=station(), battery=case.battery, battery_age=case.age)
    assert decision.state.surplus == pytest.approx(case.surplus, abs=1)


def test_a_meter_that_loses_its_power_leaves_no_old_surplus() -> None:
    """The sun of yesterday: without a power there is no surplus, however good the currents are."""
    control = charging()
    blind = MeterReading(currents=(0.0, 0.0, 0.0))
    decision = control.live(10, blind, car=station((10, 10, 10)))
    assert decision.state.surplus is None
    assert decision.setpoints["car"].current == 6


def test_a_meter_that_tells_the_power_of_each_phase_alone() -> None:
    """Their sum is the power."""
    control = controller()
    decision = control.live(60, MeterReading(phase_power=(-1000.0, 200.0, -1200.0)), car=station())
    assert decision.state.surplus == pytest.approx(2000, abs=1)


def test_a_boosting_car_leaves_no_surplus_for_another() -> None:
    """What Boost takes from the sun is not free."""
    control = controller(0, a=ChargingMode.BOOST, b=ChargingMode.PV_SURPLUS)
    decision = control.live(30, meter((0, 0, 0)), a=station((10, 10, 10)), b=station())
    assert decision.state.surplus == pytest.approx(0, abs=1)
    assert told(decision, "b") == (0, ReasonKey.SURPLUS_WAITING)


def test_the_first_one_first() -> None:
    """12 A of sun: the second one has to wait until the first has 16 A."""
    control = controller(0, a=ChargingMode.PV_SURPLUS, b=ChargingMode.PV_SURPLUS)
    decision = control.live(30, export(12.2), a=station(), b=station())
    assert (told(decision, "a")[0], told(decision, "b")[0]) == (12, 0)
    decision = control.live(60, export(24.2 - 16), a=station((16, 16, 16)), b=station())
    assert (told(decision, "a")[0], told(decision, "b")[0]) == (16, 8)


def test_a_full_car_does_not_keep_the_sun_from_the_next() -> None:
    """It stays plugged in, and is offered the minimum, to show that it wants more."""
    control = controller(0, a=ChargingMode.PV_SURPLUS, b=ChargingMode.PV_SURPLUS)
    full = station(vehicle=VehicleState.B, finished=True)
    decision = control.live(60, export(12.2), a=full, b=station())
    assert (told(decision, "a")[0], told(decision, "b")[0]) == (6, 12)


def test_a_change_of_mode_keeps_a_charging_car_charging() -> None:
    """From Boost to surplus in bad weather: it has the hold time like anybody else."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, ChargingMode.BOOST))
    control.live(30, meter((16, 16, 16)), car=station((16, 16, 16)))
    control.settings = wishes(site, ChargingMode.PV_SURPLUS)
    assert told(control.live(20, meter((16, 16, 16)), car=station((16, 16, 16)))) == (6, ReasonKey.SURPLUS_HOLD)


def test_the_next_car_does_not_inherit_the_start() -> None:
    """Unplugged while charging: the next one waits like any other."""
    control = charging()
    control.live(3, export(10), car=station(vehicle=VehicleState.A))
    assert told(control.live(30, export(10.2), car=station())) == (0, ReasonKey.SURPLUS_STARTING)


@pytest.mark.parametrize(
    ("problem", "connection", "car", "draw", "watts", "expected"),
    [
        ("three phases of 3 x 400 V", ConnectionType.THREE_PHASE, point(), (6, 6, 6), 6300, 9),
        ("one phase", ConnectionType.THREE_PHASE, one_phase(), (6, 0, 0), 2150, 9),
        ("a one-phase car at a three-phase station", ConnectionType.THREE_PHASE, point(), (6, 0, 0), 2150, 9),
        ("two phases", ConnectionType.THREE_PHASE, point(), (6, 6, 0), 4200, 9),
        (
            "three phases of 3 x 230 V: about 2.39 kW at 6 A",
            ConnectionType.THREE_PHASE_DELTA,
            point(),
            (6, 6, 6),
            2450,
            6,
        ),
        ("one phase of 3 x 230 V", ConnectionType.THREE_PHASE_DELTA, one_phase(), (6, 0, 0), 2150, 9),
        (
            "one phase of 3 x 230 V, both of its conductors measured",
            ConnectionType.THREE_PHASE_DELTA,
            point(),
            (6, 6, 0),
            2150,
            9,
        ),
    ],
)
def test_a_surplus_in_watts_becomes_amperes(
    problem: str, connection: ConnectionType, car: object, draw: PhaseVector, watts: float, expected: float
) -> None:
    """By the phases the car uses, and the voltage of the grid."""
    site = house(car, connection=connection, fuse=63)  # type: ignore[arg-type]
    control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=0))
    drawn = 3000.0
    grid = MeterReading(power=drawn - watts, currents=(0.0, 0.0, 0.0))
    decision = control.live(60, grid, car=station(draw, power=drawn))
    assert told(decision)[0] == expected, problem
