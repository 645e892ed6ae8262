"""A boiler takes the powers it knows, warms its tank, and has a thermostat of its own."""

import pytest

from simulator.boiler import WH_PER_LITRE, Boiler, BoilerSpec


@pytest.mark.parametrize(
    ("modulating", "told", "drawn"),
    [
        (False, 0, 0),
        (False, 900, 0),
        (False, 1000, 1000),
        (False, 1999, 1000),
        (False, 9000, 2000),
        (True, 900, 0),
        (True, 1350, 1350),
        (True, 9000, 2000),
    ],
)
def test_what_it_makes_of_what_it_is_told(modulating: bool, told: float, drawn: float) -> None:
    boiler = Boiler(BoilerSpec(levels=(0, 1000, 2000), modulating=modulating))
    boiler.setpoint = told
    boiler.step(1)
    assert boiler.power == drawn


def test_a_kilowatt_hour_warms_its_tank() -> None:
    boiler = Boiler(BoilerSpec(levels=(0, 1000), volume=100, temperature=20, loss_rate=0))
    boiler.setpoint = 1000
    for _ in range(3600):
        boiler.step(1)
    assert boiler.energy == pytest.approx(1000)
    assert boiler.temperature == pytest.approx(20 + 1000 / (100 * WH_PER_LITRE))
    boiler.draw(500)
    assert boiler.temperature == pytest.approx(20 + 500 / (100 * WH_PER_LITRE))


def test_its_thermostat_ends_heating_and_begins_again_below() -> None:
    boiler = Boiler(BoilerSpec(cut_off=60, temperature=60, loss_rate=3600))
    boiler.setpoint = 2000
    powers = []
    for _ in range(6):
        boiler.step(1)
        powers.append(boiler.power)
    assert powers[:3] == [0, 0, 0]
    assert powers[-1] == 2000
