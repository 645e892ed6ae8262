"""A car whose state of charge is known: one that is full is left in peace, and one that seems full is not left behind."""

from datetime import UTC, datetime, time

from custom_components.overshot.core.control.charging.settings import EnergyTarget
from custom_components.overshot.core.model import ChargePointStatus, ChargingMode, ReasonKey
from tests.core.charging.driveway import Car, Driveway, Station, always, changing, driveway, reasons
from tests.core.house import point

HOUR = 3600.0


def status(home: Driveway, id_: str = "car") -> ChargePointStatus:
    """Return what is told of a charge point."""
    return home.past[-1].decision.setpoints[id_].status


def test_a_full_car_is_not_searched_for_its_minimum() -> None:
    """It takes nothing at 6 A, nor would it at 7."""
    home = driveway(ChargingMode.BOOST, station=Station(car=Car(wants=0.0, soc=100.0)))
    moments = home.live(1800)
    assert ReasonKey.RELEARNING_MINIMUM not in reasons(moments)
    assert status(home) is ChargePointStatus.FINISHED


def test_a_full_car_leaves_the_sun_to_the_next_one_at_once() -> None:
    """It would else keep the surplus for two minutes each time it is tried."""
    home = driveway(ChargingMode.PV_SURPLUS, points=(point("full"), point("empty")), solar=always(5500), hold_time=10.0)
    home.stations["full"] = Station(car=Car(wants=0.0, soc=100.0))
    home.stations["empty"] = Station(car=Car(soc=20.0))
    assert home.live(60)[-1].draws["empty"] >= 6


def test_a_full_car_misses_no_target() -> None:
    """It came home with 90 %: 60 kWh were never to be had."""
    target = EnergyTarget(weekday=0, at=time(7), energy=60_000.0)
    home = driveway(
        ChargingMode.EFFICIENT_PV_SURPLUS,
        station=Station(car=Car(wants=6000.0)),
        start=datetime(2026, 6, 22, 0, tzinfo=UTC),
        targets=(target,),
        tick=5,
    )

    def tells(self: Driveway, t: float) -> None:
        self.car.soc = min(100.0, 90 + self.car.taken / 600)

    home.watch = tells
    moments = home.live(6 * HOUR)
    assert ReasonKey.TARGET_MISSED not in reasons(moments)
    assert home.memory.charge_points["car"].target.missed is None
    assert home.car.taken >= 6000


def test_a_car_that_became_full_in_a_pause_and_says_so_is_not_even_woken() -> None:
    home = driveway(ChargingMode.PV_SURPLUS, solar=changing((0, 9000), (1200, 0), (2400, 9000)))

    def full(self: Driveway, t: float) -> None:
        if t > 2000:
            self.car.wants, self.car.soc = 0.0, 100.0

    home.watch = full
    home.live(2 * HOUR)
    assert home.station.restarts == 0
    assert home.memory.charge_points["car"].recovery.problem is None


def test_a_state_of_charge_from_before_the_last_drive_does_not_keep_a_car_empty() -> None:
    """Its maker's server still says 100 %."""
    home = driveway(ChargingMode.PV_SURPLUS, station=Station(car=Car(soc=100.0)), solar=always(9000))
    moments = home.live(1200)
    assert moments[-1].current() > 9
    assert status(home) is ChargePointStatus.CHARGING_REGULATED
    target = EnergyTarget(weekday=0, at=time(7), energy=5000.0)
    night = driveway(
        ChargingMode.EFFICIENT_PV_SURPLUS,
        station=Station(car=Car(soc=100.0)),
        start=datetime(2026, 6, 22, 0, tzinfo=UTC),
        targets=(target,),
        tick=5,
    )
    night.live(5 * HOUR)
    assert night.car.taken >= 4900
