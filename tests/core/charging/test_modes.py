"""What each mode gives a car over hours of sun and night."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from custom_components.overshot.core.control.charging.settings import EnergyTarget, PhaseManagement, RangeWish
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.model import ChargePointStatus, ChargingMode, PhaseVector, ReasonKey
from tests.core.charging.driveway import (
    Car,
    Driveway,
    Moment,
    Power,
    always,
    changing,
    driveway,
    imported,
    phase_changes,
    reasons,
    switching,
)
from tests.core.house import Controller, house, meter, snapshot, station, wishes

MIDNIGHT = datetime(2026, 6, 22, 0, tzinfo=UTC)
"""A Monday; 02:00 in Brussels."""

HOUR = 3600.0


def drive(mode: ChargingMode, solar: Power = always(0), **more: Any) -> Driveway:
    """Return a driveway with one car."""
    return driveway(mode, solar=solar, **more)


def given(moments: list[Moment], drive: Driveway) -> float:
    """Return the kWh the car has got."""
    assert moments
    return drive.car.taken / 1000


def test_off_gives_nothing() -> None:
    """Whatever the sun does."""
    home = drive(ChargingMode.OFF, always(9000))
    assert given(home.live(900), home) == 0


@pytest.mark.parametrize("mode", [ChargingMode.BOOST, ChargingMode.TURBO])
def test_fast_charges_at_once(mode: ChargingMode) -> None:
    """At night as by day, on all phases."""
    home = drive(mode)
    moments = home.live(900)
    assert moments[-1].current() == 16
    assert given(moments, home) == pytest.approx(11.04 / 4, rel=0.05)
    assert moments[-1].decision.setpoints["car"].status is ChargePointStatus.CHARGING_FULL


def test_boost_goes_up_to_three_phases_at_once() -> None:
    """The sun had left it on one; nobody who asks for Boost waits for a hold time."""
    home = drive(ChargingMode.PV_SURPLUS, always(2500))
    home.live(1200)
    assert home.station.phases == 1
    home.settings = drive(ChargingMode.BOOST).settings
    home.live(120)
    assert home.station.phases == 3
    assert home.car.current == 16


@pytest.mark.parametrize(("wished", "phases"), [(2500.0, 1), (6000.0, 3)])
def test_turbo_uses_the_phases_that_the_wished_peak_allows(wished: float, phases: int) -> None:
    """Peers 11: 2.5 kW are too little for three phases, and no reason not to charge; 6 kW are enough for them."""
    site_settings = {"peak": PeakSettings(active=True, wished=wished)}
    home = drive(ChargingMode.TURBO, site_settings=site_settings, tick=5)
    moments = home.live(2 * HOUR)
    assert home.station.phases == phases
    assert len(phase_changes(moments)) <= 1
    assert given(moments, home) == pytest.approx(2 * (wished - 300) / 1000, rel=0.2)


def test_a_peak_to_be_kept_spreads_a_target_over_the_night() -> None:
    """Peers 2: 9 kWh below 2.5 kW take four hours; it is done in time, and the peak is kept."""
    site_settings = {"peak": PeakSettings(active=True, wished=2500.0)}
    target = EnergyTarget(weekday=0, at=time(7), energy=9000.0)
    home = drive(
        ChargingMode.EFFICIENT_PV_SURPLUS, start=MIDNIGHT, targets=(target,), site_settings=site_settings, tick=5
    )
    moments = home.live(5 * HOUR)
    assert home.car.taken >= 8900
    assert max(moment.grid for moment in moments) < 4000


def test_surplus_only_takes_nothing_from_the_grid() -> None:
    """But for the hold time, and while a car follows."""
    home = drive(ChargingMode.PV_SURPLUS, always(3000))
    moments = home.live(2 * HOUR)
    assert given(moments, home) > 4
    assert imported(moments) < 0.02


def test_safe_gives_the_guaranteed_energy_at_the_minimum_from_plug_in() -> None:
    """At night, on one phase: no more than 1.4 kW; then it stops, and the session goes on with surplus."""
    home = drive(ChargingMode.SAFE_PV_SURPLUS, changing((0, 0), (4 * HOUR, 4000)), guaranteed_energy=4000.0, tick=5)
    night = home.live(4 * HOUR - 5)
    assert home.station.phases == 1
    assert given(night, home) == pytest.approx(4.0, abs=0.2)
    assert max(moment.grid for moment in night) < 2000
    assert reasons(night) == [
        ReasonKey.PHASE_SWITCHING,
        ReasonKey.GUARANTEED,
        ReasonKey.SURPLUS_HOLD,
        ReasonKey.SURPLUS_WAITING,
    ]
    day = home.live(2 * HOUR)
    assert given(day, home) > 9
    assert day[-1].reason() is ReasonKey.SURPLUS


def test_safe_takes_the_sun_first() -> None:
    """With enough of it, nothing comes from the grid, and more than the minimum is taken."""
    home = drive(ChargingMode.SAFE_PV_SURPLUS, always(3000), guaranteed_energy=8000.0, tick=5)
    moments = home.live(2 * HOUR)
    assert given(moments, home) > 5
    assert imported(moments) < 0.02
    assert reasons(moments)[-1] is ReasonKey.SURPLUS


def test_safe_survives_a_restart_without_giving_it_twice() -> None:
    """Peers 24, 26: Home Assistant restarts in the middle, the car stays plugged in."""
    home = drive(ChargingMode.SAFE_PV_SURPLUS, guaranteed_energy=3000.0, tick=5)
    for _ in range(8):
        home.live(HOUR / 2)
        home.restart()
    assert home.car.taken == pytest.approx(3000, abs=200)


def test_the_next_car_has_a_guarantee_of_its_own() -> None:
    """It was unplugged: the count begins anew."""
    home = drive(ChargingMode.SAFE_PV_SURPLUS, guaranteed_energy=2000.0, tick=5)
    home.live(3 * HOUR)
    home.station.car = None
    home.live(30)
    home.station.car = Car()
    home.live(3 * HOUR)
    assert home.car.taken == pytest.approx(2000, abs=200)


SEVEN = EnergyTarget(weekday=0, at=time(7), energy=20_000.0)
"""Monday 07:00 in Brussels: five hours after midnight UTC."""


def test_efficient_waits_for_the_last_quarters_that_suffice() -> None:
    """20 kWh at 11 kW take less than two hours before 07:00."""
    home = drive(ChargingMode.EFFICIENT_PV_SURPLUS, start=MIDNIGHT, targets=(SEVEN,), tick=5)
    evening = home.live(2.5 * HOUR)
    assert given(evening, home) == 0
    assert reasons(evening) == [ReasonKey.EFFICIENT_WAITING]
    assert evening[-1].decision.setpoints["car"].status is ChargePointStatus.WAITING_FOR_SURPLUS
    assert evening[-1].decision.setpoints["car"].reason.details == {"energy": 20_000, "due": "2026-06-22 07:00"}
    night = home.live(2.5 * HOUR)
    assert given(night, home) == pytest.approx(20, abs=0.5)
    assert ReasonKey.EFFICIENT_CHARGING in reasons(night)
    assert home.memory.charge_points["car"].target.missed is None


def test_efficient_takes_the_sun_first() -> None:
    """Peers 21: the sun of the morning has given enough: nothing is bought early, nothing at all."""
    eleven = EnergyTarget(weekday=0, at=time(11), energy=12_000.0)
    home = drive(ChargingMode.EFFICIENT_PV_SURPLUS, always(5000), start=MIDNIGHT, targets=(eleven,), tick=5)
    moments = home.live(9 * HOUR)
    assert home.car.taken >= 12_000
    assert imported(moments) < 0.1


def test_efficient_tells_when_it_is_impossible_and_what_was_missed() -> None:
    """60 kWh in five hours on one phase."""
    target = EnergyTarget(weekday=0, at=time(7), energy=60_000.0)
    home = drive(
        ChargingMode.EFFICIENT_PV_SURPLUS,
        start=MIDNIGHT,
        targets=(target,),
        phase_management=PhaseManagement.SINGLE_PHASE,
        tick=5,
    )
    night = home.live(5 * HOUR - 10)
    assert reasons(night)[-1] is ReasonKey.TARGET_IMPOSSIBLE
    assert night[-1].current() == 16
    after = home.live(HOUR)
    memory = home.memory.charge_points["car"].target
    assert memory.missed == datetime(2026, 6, 22, 5, tzinfo=UTC)
    assert memory.missing == pytest.approx(60_000 - 5 * 16 * 230, rel=0.03)
    assert after[-1].current() == 0
    # Next week's target does not hide the miss from who looks in the evening.
    assert after[-1].reason() is ReasonKey.TARGET_MISSED
    home.tick = 30
    assert home.live(22 * HOUR)[-1].reason() is ReasonKey.TARGET_MISSED
    assert home.live(2 * HOUR)[-1].reason() is ReasonKey.EFFICIENT_WAITING


def test_a_restart_in_the_night_does_not_lose_the_target() -> None:
    """Peers 26."""
    home = drive(ChargingMode.EFFICIENT_PV_SURPLUS, start=MIDNIGHT, targets=(SEVEN,), tick=5)
    for _ in range(10):
        home.live(HOUR / 2)
        home.restart()
    assert home.car.taken == pytest.approx(20_000, abs=500)


@pytest.mark.parametrize(("eco", "kwh"), [(0.0, 25.0), (0.5, 12.5), (1.0, 0.0)])
def test_a_range_at_an_hour_as_ecological_as_wished(eco: float, kwh: float) -> None:
    """100 km by 05:00 UTC, by night: no more from the grid than the eco share leaves."""
    wish = RangeWish(distance=100, until=datetime(2026, 6, 22, 5, tzinfo=UTC))
    home = drive(
        ChargingMode.EFFICIENT_PV_SURPLUS, start=MIDNIGHT, range_wish=wish, eco_share=eco, consumption=250.0, tick=5
    )
    home.live(5 * HOUR)
    assert home.car.taken / 1000 == pytest.approx(kwh, abs=0.6)


def test_the_hold_time_is_the_users() -> None:
    """Peers 19: ten minutes are ten minutes."""
    home = drive(ChargingMode.PV_SURPLUS, changing((0, 3000), (1800, 0)), hold_time=600.0)
    home.live(1800)
    assert home.car.current > 6
    home.live(590)
    assert home.car.current == 6
    home.live(30)
    assert home.car.current == 0


def test_a_cloud_does_not_lock_the_current() -> None:
    """Peers 19: after the cloud the car follows the sun again, at once."""
    home = drive(ChargingMode.PV_SURPLUS, changing((0, 6000), (1800, 1000), (1900, 6000)))
    home.live(1800)
    before = home.car.current
    cloud = home.live(100)
    assert cloud[-1].current() == 6
    after = home.live(40)
    assert after[-1].current() == before


def test_a_slow_car_leaves_the_rest_to_the_next() -> None:
    """It takes 7 A of its 16: the other one gets the sun that is left."""
    points = (switching("a"), switching("b"))
    home = driveway(ChargingMode.PV_SURPLUS, points=points, solar=always(12_000))
    home.stations["a"].car = Car(maximum=7)
    moments = home.live(1500)
    assert moments[-1].draws["a"] == 7
    assert moments[-1].draws["b"] >= 8


def test_a_car_that_takes_nothing_leaves_the_sun_to_the_next() -> None:
    """It waits for a timer of its own, or is full without saying so."""
    points = (switching("a"), switching("b"))
    home = driveway(ChargingMode.PV_SURPLUS, points=points, solar=always(3000))
    home.stations["a"].car = Car(wants=0)
    moments = home.live(2400)
    assert moments[-1].draws["b"] >= 9


def test_priority_decides_who_gets_the_sun() -> None:
    """Not the order in which they were added."""
    points = (switching("a"), switching("b"))
    home = driveway(ChargingMode.PV_SURPLUS, solar=always(2500), points=points, priorities={"a": 2, "b": 1})
    moments = home.live(900)
    assert (moments[-1].draws["a"], moments[-1].draws["b"] > 6) == (0, True)


@pytest.mark.parametrize(
    ("mode", "settings", "current"),
    [
        (ChargingMode.BOOST, {}, 6),
        (ChargingMode.TURBO, {}, 6),
        (ChargingMode.SAFE_PV_SURPLUS, {"guaranteed_energy": 5000.0}, 6),
        (ChargingMode.EFFICIENT_PV_SURPLUS, {}, 0),
        (ChargingMode.PV_SURPLUS, {}, 0),
        (ChargingMode.OFF, {}, 0),
    ],
)
def test_a_silent_meter(mode: ChargingMode, settings: dict[str, Any], current: float) -> None:
    """Peers 13: whoever may charge gets the fallback current, and nobody more."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, mode, **settings))
    drawn: PhaseVector = (0.0, 0.0, 0.0)
    fallback = 0.0 if mode is ChargingMode.OFF else 6.0
    for _ in range(60):
        told = control.live(1, meter((1, 1, 1)), car=station(drawn, fallback_current=fallback)).setpoints["car"]
        drawn = (told.current or 0.0,) * 3
    told = control.blind(30, car=station(drawn, fallback_current=fallback)).setpoints["car"]
    assert (told.current, told.fallback_current) == (current, fallback)


@pytest.mark.parametrize("mode", [mode for mode in ChargingMode if mode is not ChargingMode.OFF])
def test_on_backup_power_nobody_charges(mode: ChargingMode) -> None:
    """Not in Boost, not for a guarantee; and the station's own watchdog gives nothing either."""
    site = house(fuse=63)
    control = Controller(site, wishes(site, mode, guaranteed_energy=5000.0))
    for second in range(30):
        known = snapshot(second, meter((1, 1, 1)), car=station((6, 6, 6)))
        control.now = second
        told = control.see(replace(known, on_backup=True)).setpoints["car"]
    assert (told.current, told.fallback_current, told.reason.key) == (0, 0, ReasonKey.ON_BACKUP)
