"""Charging stations that are silent, unconfirmed, faulty, switched off, only observed, or met again after a restart."""

from dataclasses import replace
import json

import pytest

from custom_components.overshot.core.control import ChargePointMemory, ChargePointSettings, Memory, SiteSettings
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict
from custom_components.overshot.core.model import (
    ChargePointFault,
    ChargePointReading,
    ChargePointStatus,
    ChargingMode,
    PhaseVector,
    ReasonKey,
    Rotation,
    VehicleState,
)

from .house import Controller, house, meter, one_phase, point, snapshot, station, wishes

FULL: PhaseVector = (16.0, 16.0, 16.0)
QUIET = meter((3.0, 3.0, 3.0))


def test_a_station_that_is_only_observed_gets_no_orders() -> None:
    """Read-only is the default: nothing is written, not even a fallback, and nothing is remembered."""
    site = house()
    for settings in (SiteSettings(), SiteSettings(charge_points={"car": ChargePointSettings(mode=ChargingMode.BOOST)})):
        for decide in (Controller(site, settings).live, Controller(site, settings).blind):
            args = (5, QUIET) if decide.__name__ == "live" else (5,)
            decision = decide(*args, car=station(FULL))
            setpoint = decision.setpoints["car"]
            assert (setpoint.current, setpoint.fallback_current) == (None, None)
            assert setpoint.reason.key is ReasonKey.READ_ONLY
            assert decision.memory.charge_points == {}


def test_what_an_observed_station_draws_is_a_load() -> None:
    """Its car is nobody's to steer: the other one has what is left."""
    site = house(point("seen"), point("car"))
    settings = SiteSettings(charge_points={"car": ChargePointSettings(mode=ChargingMode.BOOST, controlled=True)})
    control = Controller(site, settings)
    decision = control.live(10, meter((12, 12, 12)), seen=station((10, 10, 10)), car=station())
    assert decision.setpoints["car"].current == 8


@pytest.mark.parametrize(
    ("problem", "reading", "mode", "expected"),
    [
        ("switched off", station(FULL), ChargingMode.OFF, ReasonKey.OFF),
        ("no vehicle", station(vehicle=VehicleState.A), ChargingMode.BOOST, ReasonKey.NO_VEHICLE),
        ("a fault", station(fault=ChargePointFault.STATION), ChargingMode.BOOST, ReasonKey.STATION_FAULT),
        ("waits for a card", station(fault=ChargePointFault.UNAUTHORISED), ChargingMode.BOOST, ReasonKey.STATION_FAULT),
        ("out of order", station(vehicle=VehicleState.F), ChargingMode.BOOST, ReasonKey.STATION_FAULT),
        ("without power", station(vehicle=VehicleState.E), ChargingMode.BOOST, ReasonKey.STATION_FAULT),
    ],
)
def test_a_station_that_cannot_charge_is_told_to_wait(
    problem: str, reading: ChargePointReading, mode: ChargingMode, expected: ReasonKey
) -> None:
    """0 A, so that nothing starts by itself when it can again."""
    site = house()
    setpoint = Controller(site, wishes(site, mode)).live(5, QUIET, car=reading).setpoints["car"]
    assert (setpoint.current, setpoint.reason.key) == (0, expected), problem


@pytest.mark.parametrize(
    ("problem", "mode", "max_current", "fallback"),
    [
        ("as configured", ChargingMode.BOOST, 16.0, 8.0),
        ("switched off: its own watchdog must not start it", ChargingMode.OFF, 16.0, 0.0),
        ("limited to less than a car takes is switched off", ChargingMode.BOOST, 5.0, 0.0),
        ("never above the user's own maximum", ChargingMode.PV_SURPLUS, 7.0, 7.0),
        ("in the station's own steps, or it never reads back the same", ChargingMode.PV_SURPLUS, 7.5, 7.0),
    ],
)
def test_the_fallback_current_a_station_should_hold(
    problem: str, mode: ChargingMode, max_current: float, fallback: float
) -> None:
    """Off and blocked stations hold 0 A."""
    site = house(point(fallback_current=8.0))
    decision = Controller(site, wishes(site, mode, max_current=max_current)).live(1, QUIET, car=station())
    assert decision.setpoints["car"].fallback_current == fallback, problem


def test_limited_to_less_than_a_car_takes_charges_nobody() -> None:
    """A maximum of 5 A is no reason to hold a surplus car at 6 A."""
    site = house()
    control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, max_current=5.0))
    assert control.live(3, QUIET, car=station((6, 6, 6))).setpoints["car"].current == 0


class TestSafeCurrent:
    """No limit rises before the station has read back the safe current it should hold."""

    def test_not_raised_before_it_is_read_back(self) -> None:
        """Then at once."""
        site = house()
        control = Controller(site, wishes(site))
        decision = control.live(30, QUIET, car=station(fallback_current=32.0))
        assert decision.setpoints["car"].current == 0
        assert decision.setpoints["car"].reason.key is ReasonKey.SAFE_CURRENT_PENDING
        assert decision.setpoints["car"].fallback_current == 6
        assert control.live(1, QUIET, car=station()).setpoints["car"].current == 16

    def test_a_car_that_charges_goes_on_meanwhile(self) -> None:
        """What the station holds already stays, within the laws."""
        site = house()
        control = Controller(site, wishes(site))
        taken_over = station((10, 10, 10), fallback_current=32.0, setpoint=10.0)
        assert control.live(5, meter((13, 13, 13)), car=taken_over).setpoints["car"].current == 10
        assert control.live(5, meter((21, 13, 13)), car=taken_over).setpoints["car"].current == 9

    def test_a_station_that_restarted_is_not_raised_to_what_it_was_told_before(self) -> None:
        """It came back at 6 A with its factory fallback: 16 A are an order of another life."""
        site = house()
        control = Controller(site, wishes(site))
        control.live(30, meter((19, 19, 19)), car=station(FULL, setpoint=16.0))
        restarted = station((6, 6, 6), setpoint=6.0, fallback_current=32.0)
        assert control.live(1, meter((9, 9, 9)), car=restarted).setpoints["car"].current == 6

    def test_a_read_back_lost_for_a_moment_changes_nothing(self) -> None:
        """One block of registers failed once: the car goes on as it was."""
        site = house()
        control = Controller(site, wishes(site))
        control.live(30, meter((19, 19, 19)), car=station(FULL, setpoint=16.0))
        lost = station(FULL, setpoint=None, fallback_current=None)
        assert control.live(1, meter((19, 19, 19)), car=lost).setpoints["car"].current == 16

    def test_a_station_without_a_fallback_of_its_own_needs_none(self) -> None:
        """There is nothing to confirm."""
        site = house(point(has_fallback=False))
        control = Controller(site, wishes(site))
        assert control.live(1, QUIET, car=station(fallback_current=None)).setpoints["car"].current == 16


class TestSilence:
    """A silent station: its current stays booked until it answers."""

    def test_its_reservation_stays_booked(self) -> None:
        """It was told 10 A and may take them again at any moment, although the meter shows that it does not now."""
        site = house(point("a"), point("b"))
        control = Controller(site, wishes(site))
        both = {"a": station((10, 10, 10)), "b": station((10, 10, 10))}
        assert control.live(30, meter((20, 20, 20)), **both).setpoints["a"].current == 10
        decision = control.live(60, meter((10, 10, 10)), b=station((10, 10, 10)))
        assert decision.setpoints["a"].reason.key is ReasonKey.STATION_SILENT
        assert decision.setpoints["a"].current == 6
        assert decision.setpoints["b"].current == 10
        assert decision.memory.charge_points["a"].setpoint == 10, "what it may still draw is not forgotten"

    @pytest.mark.parametrize(
        ("problem", "interval", "age", "silent"),
        [
            ("polled each second", 1.0, 9, False),
            ("polled each second, and gone", 1.0, 11, True),
            ("an integration that hears each minute", 60.0, 59, False),
            ("an integration that misses two of three", 60.0, 179, False),
            ("an integration that hears nothing any more", 60.0, 181, True),
        ],
    )
    def test_it_is_silent_after_three_intervals(self, problem: str, interval: float, age: int, silent: bool) -> None:
        site = house(point(interval=interval))
        control = Controller(site, wishes(site))
        control.live(30, meter((10, 10, 10)), car=station((10, 10, 10)))
        heard = snapshot(control.now, None, car=station((10, 10, 10))).charge_points
        for _ in range(age):
            control.now += 1
            decision = control.see(replace(snapshot(control.now, meter((10, 10, 10))), charge_points=heard))
        assert (decision.setpoints["car"].reason.key is ReasonKey.STATION_SILENT) is silent, problem

    @pytest.mark.parametrize("phase", [Rotation.L1, Rotation.L2, Rotation.L3])
    def test_it_is_booked_on_its_own_phase(self, phase: Rotation) -> None:
        """A one-phase car: the other one, on three, stands before that phase."""
        site = house(one_phase("a", phase), point("b"))
        control = Controller(site, wishes(site))
        drawn = phase.to_grid((10.0, 0.0, 0.0))
        control.live(30, meter(drawn), a=station((10, 0, 0)), b=station(vehicle=VehicleState.A))
        setpoint = control.live(60, meter(drawn), b=station()).setpoints["b"]
        assert setpoint.current == 0, "16 A are booked of 20"
        assert setpoint.reason.details["phase"] == phase.name

    def test_the_sun_does_not_hide_it(self) -> None:
        """Its 16 A under 30 A of sun: a cloud, and they are there."""
        site = house(point("a"), point("b"))
        control = Controller(site, wishes(site, modes={"b": ChargingMode.BOOST, "a": ChargingMode.BOOST}))
        control.live(30, meter((3 + 16, 19, 19)), a=station(FULL), b=station(vehicle=VehicleState.A))
        decision = control.live(60, meter((19 - 30, -11, -11)), b=station())
        assert decision.setpoints["b"].current == 0
        assert decision.setpoints["b"].reason.key is ReasonKey.FUSE_PAUSED

    def test_it_is_taken_up_again_where_it_answers(self) -> None:
        """Without waiting: the silence was no pause by the fuse."""
        site = house()
        control = Controller(site, wishes(site))
        control.live(30, meter((19, 19, 19)), car=station(FULL))
        assert control.live(60, meter((9, 9, 9))).setpoints["car"].current == 6
        assert control.live(2, meter((9, 9, 9)), car=station((6, 6, 6))).setpoints["car"].current == 16

    def test_a_station_that_says_nothing_about_its_vehicle_once_goes_on(self) -> None:
        """One block of registers failed: a car is not stopped for that, nor its draw counted as the house's."""
        site = house()
        control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=300))
        control.live(30, meter((-2, -2, -2)), car=station((12, 12, 12), setpoint=12.0))
        before = control.live(1, meter((0, 0, 0)), car=station((14, 14, 14))).setpoints["car"].current
        assert before == 14
        for _ in range(5):
            half = ChargePointReading(setpoint=14.0, fallback_current=6.0)
            assert control.live(1, meter((0, 0, 0)), car=half).setpoints["car"].current == 14
        late = control.live(20, meter((0, 0, 0)), car=ChargePointReading(setpoint=14.0, fallback_current=6.0))
        assert late.setpoints["car"].reason.key is ReasonKey.STATION_SILENT

    def test_a_station_never_heard_of_is_reserved_its_fallback(self) -> None:
        """After a restart the first station may answer before the second."""
        site = house(point("a"), point("b"))
        decision = Controller(site, wishes(site)).live(20, meter((3, 3, 3)), b=station())
        assert decision.setpoints["b"].current == 20 - 3 - 6
        assert decision.setpoints["a"].status is ChargePointStatus.STARTING


class TestRestart:
    """Home Assistant restarts while a car is plugged in."""

    def test_a_car_that_charges_on_surplus_goes_on(self) -> None:
        """Nothing was remembered: what the car does is taken over, without the five minutes of waiting."""
        site = house()
        control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=300))
        decision = control.live(1, meter((0, 0, 0)), car=station((8, 8, 8), setpoint=8.0))
        assert decision.setpoints["car"].current == 8
        assert decision.setpoints["car"].reason.key is ReasonKey.SURPLUS

    def test_so_does_one_whose_station_answers_a_little_later(self) -> None:
        """The first decisions fall before the first poll: silence then is no stop."""
        site = house()
        for start in (Controller.live, Controller.blind):
            control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=300))
            start(control, *((3, meter((0, 0, 0))) if start is Controller.live else (3,)))
            for _ in range(40):
                decision = control.live(1, meter((0, 0, 0)), car=station((8, 8, 8), setpoint=8.0))
                assert decision.setpoints["car"].current
            assert decision.setpoints["car"].reason.key is ReasonKey.SURPLUS

    def test_timers_go_on_where_they_were(self) -> None:
        """Two minutes waited before, three after."""
        site = house()
        settings = wishes(site, ChargingMode.PV_SURPLUS, hold_time=300)
        before = Controller(site, settings)
        before.live(120, meter((-10, -10, -10)), car=station())
        after = Controller(site, settings, memory_from_dict(json.loads(json.dumps(memory_to_dict(before.memory)))))
        after.now = before.now
        assert after.live(178, meter((-10, -10, -10)), car=station()).setpoints["car"].current == 0
        assert after.live(4, meter((-10, -10, -10)), car=station()).setpoints["car"].current == 10

    def test_a_pause_by_the_fuse_is_not_forgotten(self) -> None:
        """A restart is no way round the resume delay."""
        site = house()
        before = Controller(site, wishes(site))
        before.live(30, meter((17, 3, 3)), car=station())
        after = Controller(site, wishes(site), memory_from_dict(memory_to_dict(before.memory)))
        after.now = before.now
        assert after.live(30, QUIET, car=station()).setpoints["car"].reason.key is ReasonKey.FUSE_RECOVERING
        assert after.live(60, QUIET, car=station()).setpoints["car"].current == 16

    def test_a_timer_from_the_future_starts_over(self) -> None:
        """The clock was wrong when it was stored."""
        site = house()
        future = Controller(site, wishes(site, ChargingMode.PV_SURPLUS))
        future.now = 1e6
        memory = Memory(
            charge_points={"car": ChargePointMemory(changing_since=snapshot(1e6, QUIET).grid.at)}  # type: ignore[union-attr]
        )
        control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=300), memory)
        assert control.live(290, meter((-10, -10, -10)), car=station()).setpoints["car"].current == 0
        assert control.live(20, meter((-10, -10, -10)), car=station()).setpoints["car"].current == 10


class TestTerminals:
    """Which phases a car uses."""

    def test_what_it_was_seen_to_use_is_remembered_while_it_is_there(self) -> None:
        """A one-phase car waits: 1.5 kW of sun are enough for it."""
        site = house()
        control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=0))
        control.live(5, meter((-1, 0, 0)), car=station((6, 0, 0)))
        control.live(30, meter((3, 3, 3)), car=station())
        assert control.live(30, meter((-8.2, 0, 0)), car=station()).setpoints["car"].current == 8

    def test_the_next_car_may_use_them_all(self) -> None:
        """Unplugged, forgotten."""
        site = house()
        control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=0))
        control.live(5, meter((-1, 0, 0)), car=station((6, 0, 0)))
        control.live(5, meter((3, 3, 3)), car=station(vehicle=VehicleState.A))
        assert control.live(30, meter((-8.2, 0, 0)), car=station()).setpoints["car"].current == 0

    def test_switched_to_one_phase_it_can_start_at_a_one_phase_surplus(self) -> None:
        """After a stop it must not stay at the size of three phases."""
        site = house()
        control = Controller(site, wishes(site, ChargingMode.PV_SURPLUS, hold_time=0))
        control.live(5, meter((0, 0, 0)), car=station((8, 8, 8), phases=3))
        control.live(30, meter((3, 3, 3)), car=station(phases=3))
        assert control.live(30, meter((-8.2, 0, 0)), car=station(phases=1)).setpoints["car"].current == 8

    def test_switched_up_again_all_three_are_reckoned_with(self) -> None:
        """What it used on one phase does not tell what it will use on three."""
        site = house()
        control = Controller(site, wishes(site))
        control.live(30, meter((3 + 16, 3, 3)), car=station((16, 0, 0), phases=1))
        decision = control.live(1, meter((3, 3, 12)), car=station(phases=3))
        control.live(5, meter((3, 3, 12)), car=station(phases=3))
        decision = control.live(1, meter((3, 3, 12)), car=station(phases=3))
        assert decision.setpoints["car"].current == 8
        assert decision.setpoints["car"].reason.details["phase"] == "L3"

    def test_a_station_without_a_meter_is_taken_to_draw_what_it_was_told(self) -> None:
        """Else its car would be counted as the house's, and stopped for its own load."""
        site = house()
        control = Controller(site, wishes(site))
        unmetered = station(currents=None, power=None)
        control.live(30, QUIET, car=unmetered)
        assert control.live(60, meter((19, 19, 19)), car=unmetered).setpoints["car"].current == 16

    def test_a_station_that_tells_power_alone(self) -> None:
        """Its power is spread over the phases it uses."""
        site = house()
        control = Controller(site, wishes(site))
        power_alone = station(currents=None, power=16.0 * 3 * 230)
        assert control.live(60, meter((19, 19, 19)), car=power_alone).setpoints["car"].current == 16
