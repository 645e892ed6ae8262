"""The time ahead in steps, and the outlooks on it, from series of prices and forecasts."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from ..model.series import QUARTER, Series, quarter_start
from .problem import Outlook, PlanStep

FINE: Final = timedelta(hours=4)
"""So far ahead every quarter is planned on its own."""

COARSE: Final = timedelta(hours=1)
"""The step beyond."""

LONGEST: Final = timedelta(hours=60)
"""No forecast is worth planning by beyond."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


def boundaries(
    now: datetime,
    until: datetime,
    fine: timedelta = FINE,
    coarse: timedelta = COARSE,
    deadlines: Iterable[datetime] = (),
) -> tuple[datetime, ...]:
    """Return the edges of the steps: now, the next clock quarters, then whole hours (UTC); empty where no time is left.

    The first step is what is left of the open quarter. In UTC no day is special, and the clocks of a time zone that is
    half an hour off strike between two of the coarse steps only where prices change by the hour. The quarter in which
    a deadline lies is a step of its own: in a whole hour, its few minutes would seem to have the peak of all four.
    """
    last_quarters = {quarter_start(moment - _INSTANT) for moment in deadlines}
    now, until = now.astimezone(UTC), min(until.astimezone(UTC), now.astimezone(UTC) + LONGEST)
    if until <= now:
        return ()
    edges = [now]
    while edges[-1] < until:
        start = edges[-1]
        edge = quarter_start(start) + QUARTER
        if edge > now + fine and not (start - _EPOCH) % coarse:
            inside = [quarter for quarter in last_quarters if start <= quarter < start + coarse]
            edge = max(min(inside), start + QUARTER) if inside else start + coarse
        edges.append(min(edge, until))
    return tuple(edges)


def price_steps(
    now: datetime,
    import_prices: Series,
    export_prices: Series,
    fine: timedelta = FINE,
    coarse: timedelta = COARSE,
    deadlines: Iterable[datetime] = (),
) -> tuple[PlanStep, ...]:
    """Return the steps to the end of known prices (EUR/kWh); none where those of this quarter are unknown."""
    ends = [prices.known_until(now) for prices in (import_prices, export_prices)]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return ()
    edges = boundaries(now, min(known), fine, coarse, deadlines)
    steps = []
    for start, end in pairwise(edges):
        bought, sold = import_prices.mean(start, end), export_prices.mean(start, end)
        if bought is None or sold is None:
            break
        steps.append(PlanStep(start, end, bought, sold))
    return tuple(steps)


def along(series: Series, steps: Sequence[PlanStep], missing: float = 0.0) -> tuple[float, ...]:
    """Return the mean of a series over each step; `missing` where any part of a step has no value."""
    means = (series.mean(step.start, step.end) for step in steps)
    return tuple(missing if mean is None else mean for mean in means)


def covers(series: Series, steps: Sequence[PlanStep]) -> bool:
    """Return whether a series has a value for all of every step."""
    return all(series.mean(step.start, step.end) is not None for step in steps)


def twin(
    load: Sequence[float],
    solar: Sequence[float],
    bad_load: Sequence[float],
    bad_solar: Sequence[float],
    weight: float = 1 / 3,
) -> tuple[Outlook, Outlook]:
    """Return the expected outlook and a pessimistic one beside it, which counts `weight` of the whole (W).

    The pessimistic one should be what is reached or exceeded now and then: a high quantile of the load, a low one of
    the sun. Where it would be the brighter one, the expected value counts.
    """
    darker = tuple(max(0.0, min(low, value)) for low, value in zip(bad_solar, solar, strict=True))
    heavier = tuple(max(high, value) for high, value in zip(bad_load, load, strict=True))
    return (
        Outlook(load=tuple(load), solar=tuple(max(0.0, value) for value in solar), weight=1 - weight),
        Outlook(load=heavier, solar=darker, weight=weight),
    )
