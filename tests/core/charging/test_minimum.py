"""The lowest current a car really takes: learned while it stands there, and tried lower with the next plug-in."""

from custom_components.overshot.core.control.charging.settings import PhaseManagement
from custom_components.overshot.core.model import ChargingMode, ReasonKey
from tests.core.charging.driveway import Car, Driveway, Station, always, changing, driveway, reasons

ONE = PhaseManagement.SINGLE_PHASE


def shy(minimum: float = 9.0, **more: object) -> Driveway:
    """Return a driveway with a car that takes nothing below its minimum, and sun for much of 6 A on one phase."""
    return driveway(
        ChargingMode.SAFE_PV_SURPLUS,
        station=Station(car=Car(minimum=minimum, phases=1)),
        phase_management=ONE,
        guaranteed_energy=50_000.0,
        **more,  # type: ignore[arg-type]
    )


def minimum_of(home: Driveway) -> float:
    """Return what the only car was learned to need (A); 0: nothing."""
    return home.memory.charge_points["car"].minimum.learned


def test_a_car_that_begins_at_nine_amperes_only() -> None:
    """Peers 20: at 6 A it never charges; two minutes a step, and it does."""
    home = shy()
    moments = home.live(500)
    assert home.car.current == 9
    assert minimum_of(home) == 9
    assert reasons(moments)[-2:] == [ReasonKey.RELEARNING_MINIMUM, ReasonKey.GUARANTEED]
    home.live(1200)
    assert minimum_of(home) == 9
    assert home.car.current == 9


def test_the_surplus_mode_starts_at_what_the_car_really_takes() -> None:
    """Peers 20: with 7 A of sun there is no use in starting it."""
    home = driveway(
        ChargingMode.PV_SURPLUS,
        solar=changing((0, 2800), (1800, 2000)),
        station=Station(car=Car(minimum=8, phases=1)),
        phase_management=ONE,
    )
    home.live(1700)
    assert home.car.current >= 8
    later = home.live(1500)
    assert later[-1].current() == 0
    assert later[-1].reason() is ReasonKey.SURPLUS_WAITING


def test_no_car_is_offered_more_than_ten_amperes_for_it() -> None:
    """It is full, or waits for its own timer: after ten minutes nothing is tried any more."""
    home = shy(minimum=33)
    moments = home.live(1200)
    assert max(moment.current() for moment in moments) == 10
    assert moments[-1].current() == 6
    assert home.memory.charge_points["car"].minimum.exhausted


def test_a_car_that_charged_at_the_minimum_is_not_tried_when_it_is_full() -> None:
    """It has shown that it takes 6 A."""
    home = shy(minimum=6)
    home.car.wants = 300.0
    moments = home.live(2400)
    assert home.car.current == 0
    assert max(moment.current() for moment in moments) == 6


def test_with_the_next_plug_in_the_lower_one_is_tried_first() -> None:
    """The same car needs one attempt instead of three; another one charges at 6 A at once."""
    home = shy()
    home.live(600)
    home.station.car = None
    home.live(20)
    home.station.car = Car(minimum=9, phases=1)
    moments = home.live(60)
    assert moments[-1].current() == 6
    home.live(100)
    assert home.car.current == 9
    home.station.car = None
    home.live(20)
    home.station.car = Car(minimum=6, phases=1)
    home.live(60)
    assert home.car.current == 6


def test_it_survives_a_restart() -> None:
    """Peers 26: no second search."""
    home = shy()
    home.live(600)
    home.restart()
    assert min(moment.current() for moment in home.live(300)) == 9


def test_two_amperes_of_noise_are_no_charging() -> None:
    """A car that only keeps itself awake takes nothing."""
    home = shy(minimum=8, solar=always(0))
    home.live(400)
    assert home.car.current == 8
