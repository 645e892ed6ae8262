"""A link that is up but dead: the same reading for longer than any meter tells it."""

from dataclasses import replace

import pytest

from custom_components.overshot.core.checks.frozen import Stillness
from custom_components.overshot.core.model import MeterReading

from .house import at, meter

FULL = meter((3.0, 2.0, 1.0))
COARSE = MeterReading(power=200.0)


def hear(reading: MeterReading, seconds: float, every: float = 1.0) -> Stillness:
    """Return the stillness after the same reading for so long."""
    still = Stillness()
    for number in range(int(seconds / every) + 1):
        still = still.heard(reading, at(number * every))
    return still


@pytest.mark.parametrize(
    ("problem", "reading", "seconds", "every", "frozen"),
    [
        ("five minutes alike", FULL, 300, 1, False),
        ("ten minutes alike, voltages and all", FULL, 600, 1, True),
        ("a rounded power on a calm night", COARSE, 1_800, 1, False),
        ("an hour of one power", COARSE, 3_600, 1, True),
        ("a meter heard every minute: few readings are no proof", FULL, 900, 60, False),
        ("a meter heard every minute, for long", FULL, 1_200, 60, True),
    ],
)
def test_how_long_is_too_long(problem: str, reading: MeterReading, seconds: float, every: float, frozen: bool) -> None:
    assert hear(reading, seconds, every).frozen is frozen, problem


def test_a_counter_that_rises_is_life() -> None:
    """A simulated or very steady house: the power stands still, its energy does not."""
    still = Stillness()
    for second in range(2_000):
        still = still.heard(replace(FULL, energy_import=float(second)), at(second))
    assert not still.frozen


def test_one_change_and_it_lives() -> None:
    still = hear(FULL, 700)
    assert still.frozen
    assert not still.heard(meter((3.0, 2.0, 1.1)), at(701)).frozen


def test_the_same_telegram_heard_again_is_no_reading() -> None:
    """An entity that nobody reports ages by itself; that is silence, and told as such."""
    still = Stillness()
    for _ in range(100):
        still = still.heard(FULL, at(0))
    assert still.readings == 1


def test_the_clock_is_set_back() -> None:
    assert not hear(FULL, 700).heard(FULL, at(-3_600)).frozen
