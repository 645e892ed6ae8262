"""Cheap, dear and best: comparisons of prices ahead."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.model import QUARTER, Series
from custom_components.overshot.plans.prices import best_hours, next_cheap, next_dear

NOW = datetime(2026, 11, 17, 10, 7, tzinfo=UTC)
BEGIN = datetime(2026, 11, 17, 10, tzinfo=UTC)


def hourly(*values: float | None) -> Series:
    """Return prices by the hour, from the running one on."""
    return Series.of(BEGIN, values, timedelta(hours=1)).resampled(QUARTER)


CASES = (
    ("the running quarter counts", (0.1, 0.2, 0.3, 0.3), 0, 2),
    ("one that passed in this hour does not", (0.3, 0.2, 0.1, 0.4), 2, 3),
    ("nobody knows what comes after a gap", (0.3, 0.2, 0.25, None, 0.0), 1, 0),
    ("what most hours cost is neither", (0.2, 0.2, 0.1, 0.2, 0.2, 0.3), 2, 5),
    ("negative is cheap", (0.0, 0.0, -0.1, 0.0), 2, 0),
)


@pytest.mark.parametrize(("prices", "cheap", "dear"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_next(prices: tuple[float | None, ...], cheap: int, dear: int) -> None:
    series = hourly(*prices)
    found, costly = next_cheap(series, NOW), next_dear(series, NOW)
    assert found is not None
    assert costly is not None
    assert (found.start, found.value) == (BEGIN + timedelta(hours=cheap), prices[cheap])
    assert (costly.start, costly.value) == (BEGIN + timedelta(hours=dear), prices[dear])


@pytest.mark.parametrize("prices", [(), (None, 0.1), (0.2, 0.2, 0.2), (0.2, 0.205, 0.2)])
def test_nothing_stands_out(prices: tuple[float | None, ...]) -> None:
    assert next_cheap(hourly(*prices), NOW) is None
    assert next_dear(hourly(*prices), NOW) is None


@given(st.lists(st.floats(-0.5, 1.0), min_size=1, max_size=30))
def test_cheap_is_never_dearer_than_dear(prices: list[float]) -> None:
    series = hourly(*prices)
    cheap, dear = next_cheap(series, NOW), next_dear(series, NOW)
    assert (cheap is None) == (dear is None)
    if cheap is not None and dear is not None:
        assert cheap.value < dear.value
        assert cheap.end > NOW


def test_the_best_hours_do_not_overlap_and_begin_on_the_clock() -> None:
    prices = Series.of(BEGIN, [0.4, 0.3, 0.1, 0.1, 0.1, 0.1, 0.3, 0.4, 0.2, 0.2, 0.2, 0.2])
    best = best_hours(prices, NOW, BEGIN + timedelta(hours=3))
    assert [(hour.start - BEGIN, round(hour.price, 3)) for hour in best] == [
        (timedelta(minutes=30), 0.1),
        (timedelta(hours=2), 0.2),
    ]


def test_an_hour_that_began_is_none_and_the_day_ends() -> None:
    prices = Series.of(BEGIN, [0.0] * 4 + [0.5] * 4)
    assert [hour.start for hour in best_hours(prices, NOW, BEGIN + timedelta(hours=2))] == [BEGIN + QUARTER]
    assert best_hours(prices, NOW, BEGIN + timedelta(hours=1)) == ()
