"""A load that creeps up is met before it reaches the limit; a step is none of that."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.overshot.core.control.windows import rise_between, steady_rise

NOON = datetime(2026, 6, 21, 12, tzinfo=UTC)

CASES: dict[str, tuple[list[float], float]] = {
    "a cloud over the array: the house imports 0.13 A more each second": ([0.13 * i for i in range(10)], 0.13),
    "an oven: one step and no more": ([2.0] * 6 + [18.0] * 4, 0.0),
    "two appliances one after the other": ([2.0, 2.0, 8.0, 8.0, 8.0, 14.0, 14.0, 14.0], 0.0),
    "a load that falls": ([9.0 - 0.2 * i for i in range(10)], 0.0),
    "a noisy meter around one value": ([5.0, 5.3, 4.9, 5.2, 5.0, 5.4, 4.8, 5.1], 0.0),
    "too few readings to tell": ([0.0, 1.0, 2.0], 0.0),
}


@pytest.mark.parametrize("problem", CASES)
def test_steady_rise(problem: str) -> None:
    """Only what nearly all of the last increments show counts."""
    values, expected = CASES[problem]
    window = tuple((NOON + timedelta(seconds=i), (value, 0.0, value)) for i, value in enumerate(values))
    assert steady_rise(window) == pytest.approx((expected, 0.0, expected))


def test_a_clock_that_stands_still_shows_no_rise() -> None:
    """Readings of one moment have no rate."""
    assert steady_rise(tuple((NOON, (float(i), 0.0, 0.0)) for i in range(8))) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("problem", "values", "expected"),
    [
        ("a sun that fades before a meter of ten seconds", [4.0, 5.0, 6.2], 0.1),
        ("an oven before the same meter", [4.0, 4.1, 18.0], 0.0),
        ("a load that falls", [6.0, 5.0, 4.0], 0.0),
        ("a load that dips and is back", [6.0, 4.0, 6.0], 0.0),
        ("too few readings to tell", [4.0, 5.0], 0.0),
    ],
)
def test_a_rise_before_a_slow_meter(problem: str, values: list[float], expected: float) -> None:
    window = tuple((NOON + timedelta(seconds=10 * i), (value, 0.0, value)) for i, value in enumerate(values))
    assert rise_between(window) == pytest.approx((expected, 0.0, expected)), problem
