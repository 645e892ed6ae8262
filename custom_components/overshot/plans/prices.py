"""What the hours ahead cost, compared with each other: the next cheap and the next dear quarter, the best hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from ..core.model import QUARTER, Series, Span
from ..core.model.series import quarter_start

AHEAD: Final = timedelta(hours=24)
"""So far ahead prices are compared."""

SHARE: Final = 0.25
"""A quarter is cheap, or dear, if it is among so many of those ahead, and on that side of the middle."""

WORTH_A_WORD: Final = 0.01
"""Prices that differ by less are equal (EUR/kWh)."""

BLOCK: Final = timedelta(hours=1)
"""A load is taken to run for so long."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A time for a load, and what a kWh costs in it on average (EUR/kWh)."""

    start: datetime
    end: datetime
    price: float


def next_cheap(prices: Series, now: datetime) -> Span | None:
    """Return the next quarter that is among the cheapest of those ahead, the running one included.

    None where prices are not known, or nearly equal.
    """
    return _next(prices, now, lambda price: price)


def next_dear(prices: Series, now: datetime) -> Span | None:
    """Return the next quarter that is among the dearest of those ahead, the running one included."""
    return _next(prices, now, lambda price: -price)


def best_hours(marginal: Series, start: datetime, end: datetime, count: int = 3) -> tuple[Hour, ...]:
    """Return the best hours for a load between two moments that do not overlap, the best first.

    `marginal` is what one more kWh costs (EUR/kWh). The earlier one comes first where they cost the same.
    """
    starts: list[Hour] = []
    begin = quarter_start(start)
    while begin + BLOCK <= end:
        if begin >= start and (price := marginal.mean(begin, begin + BLOCK)) is not None:
            starts.append(Hour(begin, begin + BLOCK, price))
        begin += QUARTER
    chosen: list[Hour] = []
    for hour in sorted(starts, key=lambda it: (round(it.price, 4), it.start)):
        if len(chosen) == count:
            break
        if all(hour.end <= other.start or hour.start >= other.end for other in chosen):
            chosen.append(hour)
    return tuple(chosen)


def _next(prices: Series, now: datetime, rank: Callable[[float], float]) -> Span | None:
    """Return the next quarter among the first by rank."""
    begin = quarter_start(now)
    until = prices.known_until(now)
    if until is None:
        return None
    quarters = [
        Span(start, start + QUARTER, price)
        for index, price in enumerate(prices.quarters(begin, min(until, begin + AHEAD)))
        for start in (begin + index * QUARTER,)
        if price is not None
    ]
    ranks = sorted(rank(quarter.value) for quarter in quarters)
    if not ranks or ranks[-1] - ranks[0] < WORTH_A_WORD:
        return None
    # Among the first, and on their side of the middle: a price is not cheap and dear at once.
    limit, middle = ranks[ceil(len(ranks) * SHARE) - 1], (ranks[0] + ranks[-1]) / 2
    return next((quarter for quarter in quarters if (it := rank(quarter.value)) <= limit and it < middle), None)
