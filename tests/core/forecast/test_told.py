"""What providers tell of the sun, whatever the length of their periods: power of quarters, and nothing made up."""

from datetime import UTC, datetime, timedelta
from math import inf, nan

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.forecast.told import solar_series, together
from custom_components.overshot.core.model.series import QUARTER, Series

GHENT = Location(latitude=51.05, longitude=3.72)
NOON = datetime(2026, 6, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(energies) -> Series:
    """Return what is told, where it is of use."""
    series = solar_series(energies, GHENT)
    assert series is not None
    return series


def energy(series, start=None, end=None):
    """Return the energy of a series (Wh)."""
    return sum(
        span.value / 4
        for span in series.spans
        if (start is None or span.start >= start) and (end is None or span.end <= end)
    )


@pytest.mark.parametrize(
    ("minutes", "count"), [(15, 8), (30, 4), (60, 2)], ids=["quarters", "half hours", "hours"]
)  # fmt: skip
def test_periods_of_any_length_give_the_same_power_at_noon(minutes, count):
    step = timedelta(minutes=minutes)
    series = told({NOON + index * step: 4000 * step / HOUR for index in range(count)})
    assert (series.start, series.until) == (NOON, NOON + 2 * HOUR)
    assert [span.value for span in series.spans] == pytest.approx([4000] * 8, rel=0.05)
    assert energy(series) == pytest.approx(8000)


def test_the_energy_of_a_morning_hour_goes_to_its_later_quarters():
    dawn = datetime(2026, 6, 21, 4, 0, tzinfo=UTC)
    series = told({dawn: 200.0, dawn + HOUR: 500.0})
    first, second, third, fourth = [span.value for span in series.spans[:4]]
    assert first < second < third < fourth
    assert energy(series, dawn, dawn + HOUR) == pytest.approx(200)


def test_the_first_period_of_a_day_begins_at_sunrise_and_ends_with_the_hour():
    sunrise = datetime(2026, 3, 20, 5, 43, tzinfo=UTC)
    hours = {sunrise: 20.0} | {sunrise.replace(minute=0) + index * HOUR: 300.0 for index in range(1, 6)}
    series = told(hours)
    assert series.start == sunrise.replace(minute=30)
    assert energy(series, end=sunrise.replace(hour=6, minute=0)) == pytest.approx(20)


def test_the_night_that_nobody_speaks_of_is_dark():
    evening = datetime(2026, 6, 21, 18, 0, tzinfo=UTC)
    series = told({evening: 300.0, evening + HOUR: 100.0, evening + 12 * HOUR: 500.0})
    assert series.at(evening + 6 * HOUR) == 0
    assert energy(series) == pytest.approx(900)


@pytest.mark.parametrize(
    "energies",
    [
        {},
        {NOON: nan},
        {NOON: inf},
        {NOON: -5.0},
        {NOON: 1e12},
        {NOON: 20_000.0, NOON + timedelta(days=1): 18_000.0, NOON + timedelta(days=2): 1000.0},
    ],
    ids=["nothing", "no number", "endless", "negative", "a power station", "whole days"],
)
def test_what_is_of_no_use_is_no_forecast(energies):
    assert solar_series(energies, GHENT) is None


def test_one_bad_hour_does_not_spoil_the_others():
    series = told({NOON: 3000.0, NOON + HOUR: nan, NOON + 2 * HOUR: 2000.0})
    assert energy(series) == pytest.approx(5000)


@pytest.mark.parametrize("month", [3, 10], ids=["a day of 23 hours", "a day of 25 hours"])
def test_a_day_on_which_the_clock_changes_keeps_its_energy(month):
    day = datetime(2026, month, 29 if month == 3 else 25, 0, tzinfo=UTC)
    assert energy(told({day + index * HOUR: 500.0 for index in range(6, 17)})) == pytest.approx(5500)


def test_two_arrays_add_up_also_where_one_has_set_already():
    east = told({NOON - 6 * HOUR: 800.0, NOON - 5 * HOUR: 900.0})
    west = told({NOON - 5 * HOUR: 100.0, NOON - 4 * HOUR: 200.0})
    both = together((east, west), GHENT)
    assert energy(both) == pytest.approx(1000), "by day, half of the arrays are no forecast of all of them"
    dusk = datetime(2026, 6, 21, 20, 30, tzinfo=UTC)
    short, long = Series.of(dusk - HOUR, [50.0] * 4), Series.of(dusk - HOUR, [70.0] * 8)
    sum_of_both = together((short, long), GHENT)
    assert sum_of_both is not None
    assert sum_of_both.spans[-1].value == 70


def test_one_array_is_what_it_is():
    only = Series.of(NOON, [1.0, 2.0])
    assert together((only,), GHENT) is only
    assert together((), GHENT) is None


@given(
    st.dictionaries(
        st.integers(0, 400).map(lambda step: NOON + step * timedelta(minutes=5)), st.floats(-1e3, 1e4), max_size=30
    )
)
def test_whatever_is_told_no_energy_is_made_up(energies):
    series = solar_series(energies, GHENT)
    possible = sum(value for value in energies.values() if value >= 0)
    if series is not None:
        assert energy(series) <= possible * (1 + 1e-6) + 1e-6
        assert all(span.value >= 0 and span.end - span.start == QUARTER for span in series.spans)
