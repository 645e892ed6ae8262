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

from ...model import RESPONSE_TIME, PhaseVector
from ..charging.lag import measuring_lag
from ..charging.view import View
from ..windows import (
    PhaseWindow,
    between,
    higher,
    highest,
    highest_since,
    lower,
    lowest,
    nearest,
    steady_rise,
    subtract,
)
from .memory import LoadMemory

LOAD_WINDOW = timedelta(seconds=15)
"""The highest other load of this long counts."""

OVERLAP = timedelta(seconds=2)
"""The strongest draw of this long answers an overload: a reduction under way is not made twice."""

LEAD = RESPONSE_TIME + 2.0
"""Until a car told now has followed and the next reading shows it (s)."""

SLOWEST_RISE = 0.03
"""A load that rises by less needs no foresight (A/s): what a car is late by stays below half an ampere."""

_UNLIMITED = float("inf")


def learn(memory: LoadMemory, views: Sequence[View], limit: float, at: datetime, grid: PhaseVector) -> LoadMemory:
    """Return what one more reading of the currents (A) through a meter teaches, behind which these charge points are."""
    raw = subtract(grid, _drawn(views, at))
    # One reading confirms another only while they are of one moment.
    confirms = memory.raw is not None and memory.at is not None and abs(at - memory.at) <= LOAD_WINDOW
    confirmed = lower(raw, memory.raw) if confirms and memory.raw is not None else raw
    suspected = (*between(memory.suspected, at - LOAD_WINDOW, at), (at, confirmed))
    foreseen = between(memory.foreseen, at - LOAD_WINDOW, at)
    if not any(view.ramping_unseen for view in views):
        foreseen = _foresee(foreseen, suspected)
    ceiling = (_UNLIMITED, _UNLIMITED, _UNLIMITED)
    if max(grid) > limit:
        could = _could_draw(views, at)
        ceiling = (
            _ceiling(limit, grid[0], could[0]),
            _ceiling(limit, grid[1], could[1]),
            _ceiling(limit, grid[2], could[2]),
        )
    return LoadMemory(
        at=at,
        raw=raw,
        suspected=suspected,
        unmatched=(*between(memory.unmatched, at - LOAD_WINDOW, at), (at, grid)),
        matched=memory.matched,
        foreseen=foreseen,
        ceiling=ceiling,
    )


def _drawn(views: Sequence[View], at: datetime) -> PhaseVector:
    """Return what the controlled charge points drew at a moment (A)."""
    l1 = l2 = l3 = 0.0
    for view in views:
        if view.settings.controlled:
            draw = nearest(view.draws, at)
            l1 += draw[0]
            l2 += draw[1]
            l3 += draw[2]
    return (l1, l2, l3)


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
            could = view.could_draw(at - OVERLAP)
            l1 += could[0]
            l2 += could[1]
            l3 += could[2]
    return (l1, l2, l3)


def _ceiling(limit: float, grid: float, could: float) -> float:
    """Return what the cars may draw where the current exceeds the limit: what they could draw, less the excess (A)."""
    return could - (grid - limit) if grid > limit else _UNLIMITED


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
