"""A station that does not do as it is told: a few safe attempts, never without end, then a word to the user."""

from dataclasses import replace
from itertools import groupby, pairwise

import pytest

from custom_components.overshot.core.control.charging.memory import Problem
from custom_components.overshot.core.control.charging.recovery import RESTARTS
from custom_components.overshot.core.model import (
    ChargePointFault,
    ChargePointReading,
    ChargingMode,
    ReasonKey,
    RecoveryAction,
)
from tests.core.charging.driveway import Car, Driveway, Moment, Station, always, changing, driveway
from tests.core.house import Controller, house, meter, station, wishes

LADDER = [RecoveryAction.REPEAT, RecoveryAction.PAUSE, RecoveryAction.RESTART, RecoveryAction.GIVE_UP]
HOUR = 3600.0


def actions(moments: list[Moment]) -> list[RecoveryAction]:
    """Return what was tried, each attempt once."""
    tried = [moment.decision.setpoints["car"].recovery for moment in moments]
    return [action for action, _ in groupby(tried) if action is not None]


def deaf(keeps: float = 16.0, **more: object) -> Driveway:
    """Return a driveway with 2 kW of sun whose station stays at a current whatever it is told."""
    plain = Station(keeps=keeps, setpoint=keeps)
    return driveway(ChargingMode.PV_SURPLUS, station=plain, solar=always(2000), **more)  # type: ignore[arg-type]


def test_the_whole_ladder_once() -> None:
    """It reads back 16 A: repeat, pause, restart, give up. And then nothing more."""
    home = deaf()
    moments = home.live(HOUR)
    assert actions(moments) == LADDER
    assert home.station.restarts == 1
    last = moments[-1].decision.setpoints["car"]
    assert last.recovery is RecoveryAction.GIVE_UP
    assert last.reason.key is ReasonKey.DISOBEYING
    assert last.reason.details["seen"] == 16
    assert home.memory.charge_points["car"].recovery.problem is Problem.IGNORES_CURRENT


def test_it_is_given_time_before_and_between() -> None:
    """Half a minute before the first attempt, and more between the next."""
    moments = deaf().live(HOUR)
    began: dict[RecoveryAction, float] = {}
    for moment in moments:
        action = moment.decision.setpoints["car"].recovery
        if action is not None:
            began.setdefault(action, moment.t)
    times = [began[action] for action in LADDER]
    assert times[0] >= 30
    assert all(later - before >= 30 for before, later in pairwise(times))


def test_repeating_the_order_helps() -> None:
    """The write was lost: nothing else is tried, and the word is taken back."""
    home = deaf()

    def listens(self: Driveway, t: float) -> None:
        if self.past and self.past[-1].decision.setpoints["car"].recovery is RecoveryAction.REPEAT:
            self.station.keeps = None

    home.watch = listens
    moments = home.live(600)
    assert actions(moments) == [RecoveryAction.REPEAT]
    assert home.memory.charge_points["car"].recovery.problem is None


def test_a_station_that_obeys_now_and_then_is_not_restarted_all_day() -> None:
    """Each ladder waits longer, and only a few of a day restart it."""
    home = deaf(tick=5)

    def moody(self: Driveway, t: float) -> None:
        self.station.keeps = 16.0 if t % 1500 < 1200 else None

    home.watch = moody
    home.live(24 * HOUR)
    assert home.station.restarts <= RESTARTS


def test_a_restart_of_ours_does_not_begin_the_ladder_again() -> None:
    """Peers 26: what was given up is given up."""
    home = deaf()
    home.live(HOUR)
    home.restart()
    assert actions(home.live(600)) == [RecoveryAction.GIVE_UP]


@pytest.mark.parametrize(
    ("problem", "car"),
    [
        ("its own limit is 10 A", Car(maximum=10)),
        ("it is full", Car(wants=100.0)),
        ("it never wants anything", Car(wants=0.0)),
        ("it takes one phase of three", Car(phases=1)),
        ("it begins at 9 A", Car(minimum=9.0)),
    ],
)
def test_a_car_that_does_not_draw_more_is_no_problem_of_the_station(problem: str, car: Car) -> None:
    """Nothing is tried."""
    home = driveway(ChargingMode.BOOST, station=Station(car=car))
    assert actions(home.live(1800)) == [], problem


def test_a_car_that_draws_a_little_more_than_it_is_offered_is_none_either() -> None:
    """Cars do, and stations measure it."""
    control = Controller(house(fuse=63), wishes(house(fuse=63), ChargingMode.BOOST))
    decision = control.live(300, meter((17, 17, 17)), car=station((17, 17, 17), setpoint=16.0))
    assert decision.setpoints["car"].recovery is None


def test_a_car_that_draws_far_more_than_the_station_was_told() -> None:
    """The station reads back what it was told, and does not do it."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, ChargingMode.BOOST, max_current=10.0))
    decision = control.live(120, meter((16, 16, 16)), car=station((16, 16, 16), setpoint=10.0))
    assert decision.setpoints["car"].reason.key is ReasonKey.RECOVERING
    assert control.memory.charge_points["car"].recovery.seen == 16


def test_a_station_that_refuses_to_change_phases() -> None:
    """It goes on as it is, tells, and is not asked again in this session."""
    home = driveway(ChargingMode.PV_SURPLUS, solar=always(2800), station=Station(keeps_phases=True))
    moments = home.live(1200)
    assert actions(moments) == LADDER
    memory = home.memory.charge_points["car"]
    assert memory.recovery.problem is Problem.REJECTS_PHASES
    assert (memory.recovery.told, memory.recovery.seen) == (1, 3)
    assert memory.phases.refused
    switched = len(memory.phases.switched)
    home.solar = always(9000)
    home.live(HOUR)
    assert home.station.phases == 3
    assert home.car.current > 9
    assert len(home.memory.charge_points["car"].phases.switched) == switched


def test_a_car_that_does_not_come_back_after_a_pause() -> None:
    """It charged well, the sun went, and now it sleeps."""
    home = driveway(ChargingMode.PV_SURPLUS, solar=changing((0, 9000), (1200, 0), (2400, 9000)))

    def sleeps(self: Driveway, t: float) -> None:
        if t > 2000 and self.station.car is not None:
            self.car.minimum = 40.0

    home.watch = sleeps
    before = home.live(2400)
    assert actions(before) == []
    after = home.live(HOUR)
    assert actions(after) == LADDER
    assert home.memory.charge_points["car"].recovery.problem is Problem.HANGS
    home.station.car = None
    assert actions(home.live(60))[-1:] in ([], [RecoveryAction.GIVE_UP])
    assert home.memory.charge_points["car"].recovery.problem is None


def test_a_car_that_became_full_while_it_was_paused() -> None:
    """It does not ask for current again: it is woken once, and no station is blamed for it."""
    home = driveway(ChargingMode.PV_SURPLUS, solar=changing((0, 9000), (1200, 0), (2400, 9000)))

    def full(self: Driveway, t: float) -> None:
        if t > 2000 and self.station.car is not None:
            self.car.wants = 0.0

    home.watch = full
    home.live(2400)
    after = home.live(2 * HOUR)
    assert RecoveryAction.GIVE_UP not in actions(after)
    assert home.station.restarts <= 1
    assert after[-1].reason() is ReasonKey.VEHICLE_NOT_ASKING
    # Nor after a restart of ours, nor when the sun goes and comes back.
    home.restart()
    home.solar = changing((0, 0), (10_800, 9000))
    assert RecoveryAction.GIVE_UP not in actions(home.live(2 * HOUR))
    # It drives away: forgotten.
    home.watch = lambda *_: None
    home.station.car = None
    home.live(60)
    assert home.memory.charge_points["car"].recovery.problem is None


def test_a_car_that_became_full_and_wants_to_go_on_later_just_does() -> None:
    """Its user sets a higher limit in the evening."""
    home = driveway(ChargingMode.PV_SURPLUS, solar=changing((0, 9000), (1200, 0), (2400, 9000)))

    def full(self: Driveway, t: float) -> None:
        self.car.wants = 60_000.0 if t < 2000 or t > 7000 else 0.0

    home.watch = full
    home.live(7000)
    assert home.live(300)[-1].reason() is ReasonKey.SURPLUS
    assert home.memory.charge_points["car"].recovery.problem is None


def test_a_station_that_starts_without_end() -> None:
    """Five minutes are allowed."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, ChargingMode.BOOST))
    starting = station(fault=ChargePointFault.STARTING)
    assert control.live(290, meter((1, 1, 1)), car=starting).setpoints["car"].recovery is None
    assert control.live(20, meter((1, 1, 1)), car=starting).setpoints["car"].reason.key is ReasonKey.RECOVERING
    assert control.live(600, meter((1, 1, 1)), car=starting).setpoints["car"].recovery is RecoveryAction.GIVE_UP
    fine = control.live(90, meter((1, 1, 1)), car=station())
    assert fine.setpoints["car"].recovery is None
    assert fine.setpoints["car"].current == 16


@pytest.mark.parametrize(
    ("problem", "reading"),
    [
        ("a controller of its own charges at full power", station((16, 16, 16), setpoint=16.0, boost=True)),
        ("a fault of the station is told as it is", station(fault=ChargePointFault.STATION)),
        ("a station that tells neither current nor setpoint", replace(station(), currents=None, power=9000.0)),
    ],
)
def test_what_cannot_be_judged_is_left_alone(problem: str, reading: ChargePointReading) -> None:
    """No attempt without evidence."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, ChargingMode.BOOST, max_current=8.0))
    assert control.live(600, meter((1, 1, 1)), car=reading).setpoints["car"].recovery is None, problem


def test_one_that_charges_although_it_is_off() -> None:
    """Off is an order too."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, ChargingMode.OFF))
    decision = control.live(60, meter((10, 10, 10)), car=station((10, 10, 10), setpoint=10.0, fallback_current=0.0))
    assert decision.setpoints["car"].current == 0
    assert decision.setpoints["car"].reason.key is ReasonKey.RECOVERING
