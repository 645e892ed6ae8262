"""Only values a house can have pass."""

from decimal import Decimal
from math import inf, nan

import pytest

from custom_components.overshot.devices.plausible import Bounds, kilo, plausible, plausible_phases, signed_by


@pytest.mark.parametrize("bounds", list(Bounds))
def test_the_ends_pass_and_what_lies_beyond_does_not(bounds: Bounds) -> None:
    lowest, highest = bounds.value
    assert plausible(bounds, lowest) == lowest
    assert plausible(bounds, highest) == highest
    assert plausible(bounds, lowest - 0.001 - abs(lowest) * 1e-6) is None
    assert plausible(bounds, highest + 0.001 + abs(highest) * 1e-6) is None
    for value in (None, nan, inf, -inf):
        assert plausible(bounds, value) is None


def test_one_unknown_phase_makes_the_vector_unknown() -> None:
    assert plausible_phases(Bounds.VOLTAGE, (230.0, 231.0, 232.0)) == (230.0, 231.0, 232.0)
    assert plausible_phases(Bounds.VOLTAGE, (230.0, None, 232.0)) is None
    assert plausible_phases(Bounds.VOLTAGE, (230.0, 6553.5, 232.0)) is None


def test_currents_take_the_direction_of_their_phase() -> None:
    assert signed_by((1.0, 2.0, 3.0), (-230.0, 0.0, 690.0)) == (-1.0, 2.0, 3.0)


def test_kilowatts() -> None:
    assert kilo(Bounds.POWER, Decimal("1.836")) == 1836.0
    assert kilo(Bounds.POWER, Decimal(99999)) is None
    assert kilo(Bounds.POWER, None) is None
