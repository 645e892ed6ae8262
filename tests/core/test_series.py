"""Values over time: quarters of the clock, gaps that stay gaps, and the two days a year that are not 24 hours long."""

from datetime import UTC, date, datetime, timedelta
from math import inf, nan
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.model.series import (
    QUARTER,
    Series,
    SeriesError,
    SeriesProblem,
    Span,
    day_quarters,
    local_midnight,
    quarter_start,
    quarter_starts,
)

BRUSSELS = "Europe/Brussels"
NOON = datetime(2026, 6, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "end", "value", "problem"),
    [
        pytest.param(datetime(2026, 6, 21, 12), after(60), 1.0, SeriesProblem.NAIVE, id="local time without a zone"),  # noqa: DTZ001
        pytest.param(NOON, datetime(2026, 6, 21, 13), 1.0, SeriesProblem.NAIVE, id="end without a zone"),  # noqa: DTZ001
        pytest.param(NOON, NOON, 1.0, SeriesProblem.EMPTY_SPAN, id="no time"),
        pytest.param(after(1), NOON, 1.0, SeriesProblem.EMPTY_SPAN, id="backwards"),
        pytest.param(NOON, after(60), nan, SeriesProblem.NOT_FINITE, id="a provider's NaN"),
        pytest.param(NOON, after(60), inf, SeriesProblem.NOT_FINITE, id="infinite"),
    ],
)
def test_what_is_no_span_is_refused(start: datetime, end: datetime, value: float, problem: SeriesProblem) -> None:
    """The error carries a key that can be translated."""
    with pytest.raises(SeriesError) as caught:
        Span(start, end, value)
    assert caught.value.key is problem


def test_overlap_and_disorder_are_refused() -> None:
    """Two prices for one moment are none."""
    first, second = Span(NOON, after(60), 1.0), Span(after(45), after(90), 2.0)
    for spans in ((first, second), (second, first)):
        with pytest.raises(SeriesError) as caught:
            Series(spans)
        assert caught.value.key is SeriesProblem.OVERLAP


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    """Local moments compare by wall clock: 02:30 summer time would not be before 02:15 winter time."""
    zone = ZoneInfo(BRUSSELS)
    summer = datetime(2026, 10, 25, 2, 0, tzinfo=zone)
    winter = datetime(2026, 10, 25, 2, 0, tzinfo=zone, fold=1)
    series = Series((Span(summer, winter, 1.0), Span(winter, winter + 2 * HOUR, 2.0)))
    assert series.at(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == 1.0
    assert series.at(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == 2.0


@pytest.mark.parametrize(
    ("day", "count"),
    [
        pytest.param(date(2026, 3, 29), 92, id="the clock goes forward"),
        pytest.param(date(2026, 10, 25), 100, id="the clock goes back"),
        pytest.param(date(2026, 6, 21), 96, id="any other day"),
    ],
)
def test_quarters_of_a_local_day(day: date, count: int) -> None:
    """They fill the day without a gap and without a doubled one."""
    starts = day_quarters(day, BRUSSELS)
    assert len(starts) == count
    assert starts[0].astimezone(ZoneInfo(BRUSSELS)).hour == 0
    assert starts[-1] + QUARTER == local_midnight(day + timedelta(days=1), BRUSSELS)
    assert len(set(starts)) == count


def test_hourly_prices_are_read_in_quarters() -> None:
    """A provider that still has hours; what is known partly is not known."""
    series = Series.of(NOON, (1.0, None, 3.0), HOUR)
    assert series.quarters(NOON, after(180)) == (1.0,) * 4 + (None,) * 4 + (3.0,) * 4
    assert series.quarters(after(50), after(76)) == (1.0, None, None), "from the quarter `start` lies in"
    assert series.quarters(after(-30), after(15)) == (None, None, 1.0)
    assert Series.of(after(5), (1.0,), HOUR).quarters(NOON, after(30)) == (None, 1.0)
    assert Series().quarters(NOON, after(30)) == (None, None)
    assert series.quarters(after(30), NOON) == ()


def test_a_quarter_is_the_mean_of_what_lies_in_it() -> None:
    """Five-minute values, and one that changes within the quarter."""
    assert Series.of(NOON, (1.0, 2.0, 6.0), timedelta(minutes=5)).quarters(NOON, after(15)) == (3.0,)
    uneven = Series((Span(NOON, after(10), 3.0), Span(after(10), after(40), 6.0)))
    assert uneven.quarters(NOON, after(45)) == (4.0, 6.0, None)
    assert uneven.mean(after(5), after(15)) == 4.5
    assert uneven.mean(after(5), after(41)) is None
    assert uneven.mean(NOON, NOON) is None


def test_ends_and_gaps() -> None:
    """`until` is the end of all, `known_until` the end of what can be planned with."""
    series = Series.of(NOON, (1.0, 2.0, None, 4.0))
    assert (series.start, series.until) == (NOON, after(60))
    assert series.known_until(NOON) == after(30)
    assert series.known_until(after(30)) is None
    assert series.at(after(15)) == 2.0
    assert series.at(after(60)) is None
    assert series.at(after(-1)) is None
    assert (Series().start, Series().until, Series().known_until(NOON), Series().at(NOON)) == (None,) * 4


def test_resampling() -> None:
    """Hours out of quarters, quarters out of hours; an hour that is half known is left out."""
    quarters = Series.of(NOON, (1.0, 2.0, 3.0, 6.0, 5.0))
    assert quarters.resampled(HOUR).spans == (Span(NOON, after(60), 3.0),)
    assert Series.of(NOON, (2.0,), HOUR).resampled(QUARTER) == Series.of(NOON, (2.0,) * 4)
    assert Series().resampled(HOUR) == Series()


def test_clipping_and_filling() -> None:
    """What is known wins; the rest comes from elsewhere."""
    known = Series.of(after(15), (1.0, None, 3.0))
    other = Series((Span(NOON, after(120), 9.0),))
    both = known.filled_by(other)
    assert both.quarters(NOON, after(120)) == (9.0, 1.0, 9.0, 3.0, 9.0, 9.0, 9.0, 9.0)
    assert known.filled_by(Series()) == known
    assert Series().filled_by(known) == known
    assert other.clipped(after(30), after(60)).spans == (Span(after(30), after(60), 9.0),)
    assert known.map(lambda value: -value).at(after(15)) == -1.0


@given(
    values=st.lists(st.none() | st.floats(-5, 5), max_size=30),
    step=st.sampled_from([5, 15, 30, 60]),
    shift=st.integers(0, 59),
    length=st.integers(0, 600),
)
def test_quarters_never_invent(values: list[float | None], step: int, shift: int, length: int) -> None:
    """Law: a quarter lies between the values in it, and is known exactly where every minute of it is."""
    series = Series.of(after(shift), values, timedelta(minutes=step))
    starts = quarter_starts(NOON, after(length))
    quarters = series.quarters(NOON, after(length))
    assert len(quarters) == len(starts)
    for start, value in zip(starts, quarters, strict=True):
        minutes = [series.at(start + timedelta(minutes=minute)) for minute in range(15)]
        known = [minute for minute in minutes if minute is not None]
        assert (value is None) == (len(known) < 15)
        assert value is None or min(known) - 1e-9 <= value <= max(known) + 1e-9


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(ZoneInfo(BRUSSELS))))  # noqa: DTZ001
def test_a_quarter_holds_its_moment(moment: datetime) -> None:
    """Law: less than 15 minutes before, on the clock."""
    start = quarter_start(moment)
    assert timedelta(0) <= moment.astimezone(UTC) - start < QUARTER
    assert start.minute % 15 == start.second == start.microsecond == 0
