"""Day-ahead prices as they come in, late, in hours, with holes or twice, made into one series in EUR/kWh."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import isfinite
from typing import Final
from zoneinfo import ZoneInfo

from ..model.series import QUARTER, Series, Span, day_quarters, quarter_starts
from .errors import TariffError, TariffProblem
from .units import PriceUnit, find_unit, parse_unit

HOUR: Final = timedelta(hours=1)

_WALL_CLOCK: Final = 24

_LOOK_BACK: Final = 8
"""Days: a week ago is the oldest that says something of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPrice:
    """One price as its source gives it."""

    start: datetime
    value: float | None
    """None where the source has none (yet)."""

    end: datetime | None = None
    """None where the source does not tell: until the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPrices:
    """Prices that can be reckoned with."""

    series: Series
    """EUR/kWh."""

    step: timedelta
    """Of the source: a quarter of an hour, or still an hour."""

    unit: PriceUnit
    """They came in."""

    corrected: bool
    """Whether that is not what the source declared: something to tell the user."""


def read_prices(prices: Iterable[RawPrice], unit: str | None = None, usual: float | None = None) -> MarketPrices:
    """Return the prices of a source, whatever order and state they are in.

    Missing ones leave a gap. Of two for the same start the later one in the list counts; a longer one gives way to the
    next that begins within it, so that hours and quarters can come together.

    Args:
        prices: as they came.
        unit: as the source names it; None where it does not.
        usual: mean of earlier prices (EUR/kWh), which helps to find out the unit.

    Raises:
        TariffError: none at all, a time without a zone, or a unit that cannot be found out.
    """
    points: dict[datetime, tuple[datetime | None, float]] = {}
    for price in prices:
        for moment in (price.start, price.end):
            if moment is not None and moment.utcoffset() is None:
                raise TariffError(TariffProblem.NAIVE_TIME, time=moment.isoformat())
        if price.value is None or not isfinite(price.value):
            continue
        start, end = price.start.astimezone(UTC), price.end.astimezone(UTC) if price.end else None
        if end is None or end > start:
            points[start] = (end, price.value)
    if not points:
        raise TariffError(TariffProblem.NO_PRICES)
    declared = parse_unit(unit) if unit is not None else None
    found = find_unit([value for _, value in points.values()], declared, usual)
    starts = sorted(points)
    step = _step(starts, points)
    spans: list[Span] = []
    for index, start in enumerate(starts):
        told, value = points[start]
        end = told or start + step
        if index + 1 < len(starts):
            end = min(end, starts[index + 1])
        spans.append(Span(start, end, value * found.factor))
    return MarketPrices(series=Series(tuple(spans)), step=step, unit=found, corrected=found is not declared)


def of_day(day: date, time_zone: str, values: Sequence[float | None]) -> tuple[RawPrice, ...]:
    """Return the prices of a source that gives a plain list for a local day.

    As many values as the day has hours or quarters follow each other. 24 or 96 on a day that is shorter or longer stand
    for the hours of the wall clock: the one that does not exist is dropped, the one that comes twice counts twice.

    Raises:
        TariffError: another number of values.
    """
    quarters, count = day_quarters(day, time_zone), len(values)
    if count in (len(quarters), len(quarters) // 4):
        step = QUARTER if count == len(quarters) else HOUR
        return tuple(
            RawPrice(start=quarters[0] + index * step, end=quarters[0] + (index + 1) * step, value=value)
            for index, value in enumerate(values)
        )
    if count not in (_WALL_CLOCK, _WALL_CLOCK * 4):
        raise TariffError(TariffProblem.COUNT, day=day.isoformat(), count=count, hours=len(quarters) // 4)
    per_hour, zone = count // _WALL_CLOCK, ZoneInfo(time_zone)
    local = [(quarter, quarter.astimezone(zone)) for quarter in quarters]
    return tuple(
        RawPrice(
            start=quarter, end=quarter + QUARTER, value=values[there.hour * per_hour + there.minute * per_hour // 60]
        )
        for quarter, there in local
    )


def with_last_known(market: Series, start: datetime, end: datetime, time_zone: str) -> tuple[Series, int]:
    """Return the prices with the gaps of a horizon filled, and how many quarters are such estimates.

    An estimate is the price at the same time of the wall clock on the last day that is known, a week back at most. Where
    there is none the gap stays.
    """
    zone = ZoneInfo(time_zone)
    starts = quarter_starts(start, end)
    estimates: list[float | None] = []
    for quarter, known in zip(starts, market.quarters(start, end), strict=True):
        estimates.append(None if known is not None else _last_known(market, quarter, zone))
    filled = Series.of(starts[0], estimates) if starts else Series()
    return market.filled_by(filled), sum(estimate is not None for estimate in estimates)


def _last_known(market: Series, quarter: datetime, zone: ZoneInfo) -> float | None:
    """Return the price at the same local time on an earlier day."""
    there = quarter.astimezone(zone)
    for days in range(1, _LOOK_BACK):
        before = (there - timedelta(days=days)).astimezone(UTC)
        price = market.mean(before, before + QUARTER)
        if price is not None:
            return price
    return None


def _step(starts: Sequence[datetime], points: dict[datetime, tuple[datetime | None, float]]) -> timedelta:
    """Return the commonest duration, at most an hour; an hour where there is one price without an end."""
    durations = Counter(end - start for start, (end, _) in points.items() if end is not None)
    if not durations:
        durations = Counter(later - start for start, later in pairwise(starts))
    if not durations:
        return HOUR
    commonest = max(durations.values())
    return min(HOUR, *(duration for duration, count in durations.items() if count == commonest))
