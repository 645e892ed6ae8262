"""One phase or three: seldom, never under load, and only for what is really there."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from math import sin, tau

import pytest

from custom_components.overshot.core.control.charging.phases import minimum_power
from custom_components.overshot.core.control.charging.settings import ChargePointSettings, PhaseManagement
from custom_components.overshot.core.control.charging.view import look
from custom_components.overshot.core.model import ChargingMode, ConnectionType, ReasonKey, Rotation, Snapshot
from tests.core.charging.driveway import (
    Car,
    Driveway,
    Power,
    Station,
    always,
    changing,
    driveway,
    imported,
    phase_changes,
    reasons,
    switching,
)
from tests.core.house import house

PV = ChargingMode.PV_SURPLUS
HOUR = 3600.0


def on_three(solar: Power, **more: object) -> Driveway:
    """Return a driveway whose car charges on three phases with 8 kW of sun, after a quarter of an hour."""
    home = driveway(PV, solar=lambda t: 8300.0 if t < 900 else solar(t), **more)  # type: ignore[arg-type]
    home.live(900)
    assert (home.station.phases, home.car.current > 10) == (3, True)
    return home


def on_one(solar: Power, **more: object) -> Driveway:
    """Return a driveway whose car charges on one phase with 2.5 kW of sun, after a quarter of an hour."""
    home = driveway(PV, solar=lambda t: 2800.0 if t < 900 else solar(t), **more)  # type: ignore[arg-type]
    home.live(900)
    assert (home.station.phases, home.car.current > 8) == (1, True)
    return home


def test_up_when_three_phases_are_really_there_for_the_hold_time() -> None:
    """Not before: 4.1 kW and more for five minutes."""
    home = on_one(always(4800))
    home.live(290)
    assert home.station.phases == 1
    home.live(30)
    assert home.station.phases == 3


def test_a_surplus_just_below_the_three_phase_minimum_stays_on_one() -> None:
    """4.0 kW beside a house of 300 W."""
    home = on_one(always(4300))
    home.live(1800)
    assert home.station.phases == 1
    assert home.car.current == 16


def test_up_although_one_phase_could_take_it_all() -> None:
    """Peers 15: at 32 A one phase takes 7.4 kW; three are wished from 4.1 kW on all the same."""
    home = on_one(always(5300), points=(switching(max_current=32.0),), station=Station(car=Car(maximum=32)))
    home.live(400)
    assert home.station.phases == 3


def test_after_going_up_it_begins_at_the_minimum() -> None:
    """Peers 15: 16 A on one phase are not 16 A on three."""
    home = on_one(always(4800))
    moments = home.live(500)
    assert home.station.phases == 3
    switched = home.station.switches[-1]
    first_minute = [moment for moment in moments if switched < moment.t < switched + 55]
    assert max(moment.current() for moment in first_minute) == 6
    assert max(moment.grid for moment in moments) < 300


def test_down_when_below_the_three_phase_minimum_for_the_hold_time() -> None:
    """And back on one phase without a stop of hours."""
    home = on_three(always(2800))
    moments = home.live(290)
    assert {moment.current() for moment in moments[10:]} == {6}
    assert home.station.phases == 3
    moments = home.live(120)
    assert home.station.phases == 1
    assert moments[-1].draws["car"] == pytest.approx(10, abs=1)


def test_a_cloud_does_not_switch() -> None:
    """Peers 14: four minutes without sun on three phases."""
    home = on_three(changing((0, 1000), (1140, 8300)))
    home.live(600)
    assert home.station.switches == []


def test_too_little_for_one_phase_stops_without_switching() -> None:
    """Nothing is gained by it."""
    home = on_three(always(900))
    home.live(900)
    assert home.station.switches == []
    assert home.car.current == 0


def test_it_starts_on_one_phase_where_three_do_not_fit() -> None:
    """The station stood on three phases from before."""
    home = driveway(PV, solar=always(2800))
    moments = home.live(420)
    assert home.station.phases == 1
    assert home.car.current == 10
    assert imported(moments) == 0


def test_never_under_load() -> None:
    """The car is brought down first, both ways."""
    home = on_three(changing((0, 2800), (2400, 8300)))
    home.live(3600)
    assert len(home.station.switches) == 2
    assert home.station.under_load == 0


def weather(t: float) -> float:
    """Return the power of the sun on the worst of days (W): across the threshold all the time, at many speeds."""
    return 4400 + 2500 * sin(tau * t / 1700) + 1500 * sin(tau * t / 433)


def test_restless_weather_does_not_wear_the_contactors() -> None:
    """Peers 14: two changes an hour at the most, ten a day, seven minutes apart."""
    home = driveway(PV, solar=weather, tick=5)
    moments = home.live(24 * HOUR)
    changes = phase_changes(moments)
    assert 2 <= len(changes) <= 11
    assert all(later - before >= 420 for before, later in pairwise(changes))
    assert all(third - first >= 3600 for first, third in zip(changes, changes[2:], strict=False))
    assert home.station.under_load == 0


def test_the_interval_survives_a_restart() -> None:
    """Peers 14: a restart does not switch back at once."""
    home = on_three(always(2800))
    home.live(330)
    assert home.station.phases == 1
    home.restart()
    home.solar = always(9000)
    home.live(380)
    assert home.station.phases == 1
    home.live(120)
    assert home.station.phases == 3


def test_a_one_phase_car_is_tried_once() -> None:
    """Peers 14: the car does not follow; no second attempt in this session."""
    home = on_one(always(8300), station=Station(car=Car(phases=1)))
    home.live(4 * HOUR)
    assert len(home.station.switches) == 2
    assert home.car.current == 16
    assert home.memory.charge_points["car"].phases.car == 1


def test_a_one_phase_car_seen_on_three_phases_is_never_switched() -> None:
    """It would not notice."""
    home = driveway(PV, solar=changing((0, 8300), (900, 2500), (3000, 8300)), station=Station(car=Car(phases=1)))
    home.live(2 * HOUR)
    assert home.station.switches == []


def test_a_two_phase_car_is_known() -> None:
    """Peers 15: two measured phases confuse nobody: with 3 kW for two phases it stays on them."""
    home = driveway(PV, solar=changing((0, 8300), (900, 3400)), station=Station(car=Car(phases=2)))
    home.live(2400)
    assert home.station.phases == 3
    assert home.car.current == 6
    assert home.memory.charge_points["car"].phases.car == 2


def test_the_next_car_is_a_new_car() -> None:
    """What was learned of the one before does not hold."""
    home = on_one(always(8300), station=Station(car=Car(phases=1)))
    home.live(HOUR)
    home.station.car = None
    home.live(30)
    assert home.memory.charge_points["car"].phases.car is None


def test_a_car_that_does_not_draw_is_not_switched_to_and_fro() -> None:
    """Peers 14: the relay loop of a full car."""
    home = driveway(PV, solar=weather, station=Station(car=Car(wants=0)), tick=5)
    moments = home.live(6 * HOUR)
    assert len(phase_changes(moments)) <= 8


@pytest.mark.parametrize(
    ("management", "phases"), [(PhaseManagement.SINGLE_PHASE, 1), (PhaseManagement.THREE_PHASE, 3)]
)
def test_the_user_decides(management: PhaseManagement, phases: int) -> None:
    """Whatever the sun does."""
    for solar in (2800.0, 9000.0):
        home = driveway(PV, solar=always(solar), phase_management=management)
        home.live(1200)
        assert home.station.phases == phases
        assert (home.car.current > 0) is (phases == 1 or solar > 5000)


def test_a_limit_that_only_one_phase_fits_in_does_not_stop_it_for_good() -> None:
    """Peers 11: an oven on L2 leaves nothing there; the car is on L1."""
    home = driveway(ChargingMode.BOOST, fuse=25.0, base=changing((0, 300), (600, 3700)), on_phase=1)
    home.live(600)
    assert home.station.phases == 3
    home.live(700)
    assert home.station.phases == 1
    assert home.car.current == 16


def test_it_does_not_go_up_into_a_limit() -> None:
    """Peers 11, 14: three phases would stop it again."""
    home = driveway(ChargingMode.BOOST, fuse=25.0, base=changing((0, 300), (600, 3700)), on_phase=1)
    home.live(3 * HOUR)
    assert home.station.phases == 1
    assert len(home.station.switches) <= 1


def test_a_station_that_cannot_switch_is_never_asked() -> None:
    """Its phases are what they are."""
    home = driveway(PV, solar=weather, points=(switching(switches_phases=False),), tick=5)
    moments = home.live(3 * HOUR)
    assert {moment.decision.setpoints["car"].phases for moment in moments} == {None}


def test_a_station_that_does_not_tell_its_phases() -> None:
    """What was ordered holds, and the car shows the rest."""
    home = driveway(PV, solar=changing((0, 2800), (1200, 8300)), station=Station(tells_phases=False))
    home.live(600)
    assert (home.station.phases, home.car.current) == (1, 10)
    moments = home.live(1500)
    assert home.station.phases == 3
    assert home.car.current == pytest.approx(11, abs=1)
    assert imported(moments) < 0.02


def test_a_station_that_seems_empty_while_it_changes_phases() -> None:
    """The session goes on, and so does what the mode had decided."""
    home = driveway(PV, solar=changing((0, 2800), (1200, 5200)), station=Station(blinks=True))
    home.live(1700)
    assert len(home.station.switches) == 2
    assert home.car.current >= 6
    memory = home.memory.charge_points["car"]
    assert memory.charging
    assert memory.session.energy == pytest.approx(home.car.taken, abs=10)


def test_reasons_of_a_change() -> None:
    """It says what it does."""
    home = on_one(always(4800))
    assert reasons(home.live(500)) == [ReasonKey.SURPLUS, ReasonKey.PHASE_SWITCHING, ReasonKey.SURPLUS]


@pytest.mark.parametrize(
    ("connection", "learned", "phases", "watts"),
    [
        (ConnectionType.THREE_PHASE, 0, 3, 4140),
        (ConnectionType.THREE_PHASE, 8, 3, 5520),
        (ConnectionType.THREE_PHASE, 0, 1, 1380),
        (ConnectionType.THREE_PHASE_DELTA, 0, 3, 2390.2),
        (ConnectionType.THREE_PHASE_DELTA, 0, 1, 1380),
    ],
)
def test_the_least_power(connection: ConnectionType, learned: float, phases: int, watts: float) -> None:
    """4.1 kW, 2.39 kW without neutral, more for a car that needs more."""
    home = driveway(PV)
    site = house(switching(), connection=connection)
    home.live(1)
    memory = home.memory.charge_points["car"]
    memory = replace(memory, minimum=replace(memory.minimum, learned=float(learned)))
    reading = home.memory.charge_points["car"].heard
    assert reading is not None
    known = Snapshot(charge_points={"car": reading})
    view = look(site, site.charge_points[0], ChargePointSettings(controlled=True), memory, known, home.now())
    assert minimum_power(view, phases) == pytest.approx(watts, abs=1)


def test_low_voltage_does_not_lower_the_seeds_threshold() -> None:
    """At 220 V 6 A on three phases are 3.96 kW; it is 4.1 kW that is asked for."""
    home = driveway(PV)
    home.live(1)
    heard = home.memory.charge_points["car"].heard
    assert heard is not None
    heard = replace(heard, value=replace(heard.value, voltages=(220.0, 220.0, 220.0)))
    known = Snapshot(charge_points={"car": heard})
    point = home.site.charge_points[0]
    view = look(home.site, point, ChargePointSettings(), home.memory.charge_points["car"], known, home.now())
    assert minimum_power(view, 3) == 4100


def test_one_phase_uses_the_first_terminal_wherever_it_is_wired() -> None:
    """Peers 9: the limit that counts is that of its own phase; an oven on L1 does not stop it on L3."""
    points = (switching(rotation=Rotation.L3L1L2),)
    home = driveway(PV, solar=always(3000), points=points, fuse=25.0, base=always(3400), on_phase=0)
    home.solar = always(6000)
    home.live(1000)
    assert home.station.phases == 1
    assert home.car.current >= 9


def test_a_clock_set_back_does_not_stop_everything() -> None:
    """The last change seems to lie ahead."""
    home = on_three(always(2800))
    home.live(330)
    assert home.station.phases == 1
    home.start -= timedelta(hours=12)
    home.live(600)
    assert home.car.current == pytest.approx(10, abs=1)
