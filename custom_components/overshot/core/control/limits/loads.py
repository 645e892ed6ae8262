"""Estimate the load that is not ours on the connection or on a metered circuit, and what it leaves for charge points.

It is the meter's reading minus what the controlled cars draw, so that a car's own new load never counts as somebody
else's. But meter and station do not look at the same moment, and while a car ramps the difference is wrong by amperes
for seconds: taken at face value it lowers a car for its own ramp, again and again. Hence two estimates.

* The *matched* load is worked out some seconds late, when all draws around the grid reading are known, and subtracts
  the highest of them. It is never too high because of a ramp. Currents are lowered to the room it leaves.
* The *suspected* load subtracts the draw nearest in time, at once, and counts once two readings in a row show it. It is
  never too low for long. Currents are raised only into the room it leaves as well.

A cloud makes the load rise for a minute, and a car that follows the excess seconds late would be above the limit all
that time. So a steady rise is met where it will be once the car has followed.

A real overload waits for neither: where the measured import exceeds the limit, the cars yield the excess at once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt

from ...model import RESPONSE_TIME, PhaseVector
from ..charging.lag import measuring_lag
from ..charging.orders import followed_order
from ..charging.view import FOLLOWED_INTERVAL, View
from ..windows import (
    PhaseWindow,
    between,
    higher,
    highest,
    highest_since,
    lower,
    lowest,
    nearest,
    rise_between,
    steady_rise,
    subtract,
)
from .memory import LoadMemory

LOAD_WINDOW = timedelta(seconds=15)
"""The highest other load of this long counts."""

OVERLAP = timedelta(seconds=2)
"""The strongest draw of this long answers an overload: a reduction under way is not made twice."""

ANSWERED = timedelta(seconds=RESPONSE_TIME + 1.0)
"""By then a car draws no more than it was told."""

LEAD = RESPONSE_TIME + 2.0
"""Until a car told now has followed and the next reading shows it (s)."""

SLOWEST_RISE = 0.03
"""A load that rises by less needs no foresight (A/s): what a car is late by stays below half an ampere."""

SLOW_METER = 4.0
"""Readings further apart are too few in the window to tell a rise by strides (s)."""

_TREND = 3
"""So many intervals of such a meter are looked at."""

_UNLIMITED = float("inf")


def learn(
    memory: LoadMemory,
    views: Sequence[View],
    limit: float,
    at: datetime,
    grid: PhaseVector,
    *,
    interval: float = 1.0,
    delta: bool = False,
) -> LoadMemory:
    """Return what one more reading of the currents (A) through a meter teaches, behind which these charge points are.

    The meter tells one each `interval` (s); `delta` where the grid has no neutral.
    """
    raw = subtract(grid, _drawn(views, at))
    # One reading confirms another only while they are of one moment.
    confirms = memory.raw is not None and memory.at is not None and abs(at - memory.at) <= LOAD_WINDOW
    confirmed = lower(raw, memory.raw) if confirms and memory.raw is not None else raw
    suspected = (*between(memory.suspected, at - LOAD_WINDOW, at), (at, confirmed))
    foreseen = between(memory.foreseen, at - LOAD_WINDOW, at)
    trend: PhaseWindow = ()
    if interval > SLOW_METER:
        trend = (*between(memory.trend, at - _TREND * timedelta(seconds=interval), at), (at, raw))
    if not any(view.ramping_unseen for view in views):
        foreseen = _foresee(foreseen, suspected) if not trend else _foresee_slowly(foreseen, trend, interval)
    ceiling = (_UNLIMITED, _UNLIMITED, _UNLIMITED)
    if max(grid) > limit:
        could = _could_draw(views, at)
        left = _left_without_neutral if delta and _single_phased(views) else _left_of_excess
        ceiling = (
            left(limit, grid[0], could[0]),
            left(limit, grid[1], could[1]),
            left(limit, grid[2], could[2]),
        )
    return LoadMemory(
        at=at,
        raw=raw,
        suspected=suspected,
        unmatched=(*between(memory.unmatched, at - LOAD_WINDOW, at), (at, grid)),
        matched=memory.matched,
        trend=trend,
        foreseen=foreseen,
        ceiling=ceiling,
    )


def _drawn(views: Sequence[View], at: datetime) -> PhaseVector:
    """Return what the controlled charge points drew at a moment (A)."""
    l1 = l2 = l3 = 0.0
    for view in views:
        if view.settings.controlled:
            draw = _believed(view, nearest(view.draws, at), at)
            l1 += draw[0]
            l2 += draw[1]
            l3 += draw[2]
    return (l1, l2, l3)


def _believed(view: View, drawn: PhaseVector, at: datetime) -> PhaseVector:
    """Return what a car draws at a moment (A): as last measured, or as told by then where its station is read too seldom.

    Else a car that was lowered seems to draw on until the next poll, and what takes its place is not seen.
    """
    orders = view.memory.orders
    if view.point.interval <= FOLLOWED_INTERVAL or not orders or not view.steered:
        return drawn
    told = followed_order(orders, at, ANSWERED)
    return (min(drawn[0], told), min(drawn[1], told), min(drawn[2], told))


def _drawn_around(views: Sequence[View], at: datetime) -> PhaseVector:
    """Return the most that each controlled charge point drew around a moment, added up (A)."""
    l1 = l2 = l3 = 0.0
    for view in views:
        if view.settings.controlled:
            draw = highest_since(view.draws, at - measuring_lag(view.point))
            l1 += draw[0]
            l2 += draw[1]
            l3 += draw[2]
    return (l1, l2, l3)


def _could_draw(views: Sequence[View], at: datetime) -> PhaseVector:
    """Return the most that the steered charge points may be drawing at a moment (A)."""
    l1 = l2 = l3 = 0.0
    for view in views:
        if view.steered:
            could = _believed(view, view.could_draw(at - OVERLAP), at)
            l1 += could[0]
            l2 += could[1]
            l3 += could[2]
    return (l1, l2, l3)


def _left_of_excess(limit: float, grid: float, could: float) -> float:
    """Return what the cars may draw where the current exceeds the limit: what they could draw, less the excess (A)."""
    return could - (grid - limit) if grid > limit else _UNLIMITED


def _left_without_neutral(limit: float, grid: float, could: float) -> float:
    """Return the same where cars hang between two conductors: an ampere less of theirs takes 0.5 to 1 A off either.

    What else a conductor carries comes by its other pair, 60 degrees off: `grid^2 = could^2 + other^2 + could * other`
    at unity power factor. Where another load is on the cars' own pair this lowers them a little too far.
    """
    if grid <= limit:
        return _UNLIMITED
    square = 4 * grid * grid - 3 * could * could
    other = (sqrt(square) - could) / 2 if square > could * could else 0.0
    room = 4 * limit * limit - 3 * other * other
    fits = (sqrt(room) - other) / 2 if room > 0 else 0.0
    return min(could - (grid - limit), fits)


def _single_phased(views: Sequence[View]) -> bool:
    """Whether a steered car hangs between two conductors."""
    return any(view.steered and not all(view.loads) for view in views)


def match(memory: LoadMemory, views: Sequence[View], lag: timedelta, now: datetime) -> LoadMemory:
    """Return the memory with the other load of every reading whose surrounding draws are known by now.

    They are after `lag`, which is the longest of all stations.
    """
    due = now - lag
    unmatched = memory.unmatched
    if not unmatched or unmatched[0][0] > due:
        return memory
    matched: PhaseWindow = memory.matched
    while unmatched and unmatched[0][0] <= due:
        at, grid = unmatched[0]
        unmatched = unmatched[1:]
        matched = (
            *between(matched, at - LOAD_WINDOW, at),
            (at, subtract(grid, _drawn_around(views, at))),
        )
    return LoadMemory(
        at=memory.at,
        raw=memory.raw,
        suspected=memory.suspected,
        unmatched=unmatched,
        matched=matched,
        trend=memory.trend,
        foreseen=memory.foreseen,
        ceiling=memory.ceiling,
    )


def _foresee(foreseen: PhaseWindow, suspected: PhaseWindow) -> PhaseWindow:
    """Return the window of foreseen loads, with where a steady rise leads until a car told now has followed."""
    at, newest = suspected[-1]
    oldest = suspected[0][1]
    if all(new < old + SLOWEST_RISE for new, old in zip(newest, oldest, strict=True)):
        return foreseen
    rise = steady_rise(suspected)
    if max(rise) < SLOWEST_RISE:
        return foreseen
    l1, l2, l3 = (
        load + LEAD * rate if rate >= SLOWEST_RISE else -_UNLIMITED for load, rate in zip(newest, rise, strict=True)
    )
    return (*foreseen, (at, (l1, l2, l3)))


def _foresee_slowly(foreseen: PhaseWindow, trend: PhaseWindow, interval: float) -> PhaseWindow:
    """Return the same by the last readings of a slow meter: nothing more is seen before the next one."""
    at, newest = trend[-1]
    rise = rise_between(trend)
    if max(rise) < SLOWEST_RISE:
        return foreseen
    l1, l2, l3 = (
        load + (LEAD + interval) * rate if rate >= SLOWEST_RISE else -_UNLIMITED
        for load, rate in zip(newest, rise, strict=True)
    )
    return (*foreseen, (at, (l1, l2, l3)))


def recent_matched(memory: LoadMemory) -> PhaseWindow:
    """Return the loads that count: the matched ones, or those suspected where readings are too far apart to match."""
    if not memory.matched:
        return memory.suspected
    if memory.at is not None and abs(memory.at - memory.matched[-1][0]) > LOAD_WINDOW:
        return memory.suspected
    return memory.matched


def rooms(memory: LoadMemory, limit: float, reserved: PhaseVector) -> tuple[PhaseVector, PhaseVector, PhaseVector]:
    """Return what all steered charge points together may draw on each phase (A): at most, and beyond any doubt.

    And the load of the house without the controlled charge points that this was worked out from, the highest of the
    last seconds (A).

    Solar power gives no extra room: a cloud takes it away faster than a car follows. What silent stations may draw is
    set aside.
    """
    suspected = highest(memory.suspected)
    # Before the first is matched, what is certain alone limits what cars are raised to.
    matched = highest(recent_matched(memory)) if memory.matched else lowest(memory.suspected)
    expected = higher(matched, highest(memory.foreseen)) if memory.foreseen else matched
    most = lower(_left(limit, expected, reserved), memory.ceiling)
    return most, lower(most, _left(limit, suspected, reserved)), matched


def _left(limit: float, load: PhaseVector, reserved: PhaseVector) -> PhaseVector:
    """Return what a load leaves of the limit on each phase (A)."""
    return (
        limit - max(0.0, load[0]) - reserved[0],
        limit - max(0.0, load[1]) - reserved[1],
        limit - max(0.0, load[2]) - reserved[2],
    )
