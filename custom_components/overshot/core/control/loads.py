"""Estimate the load that is not ours, and what it leaves for the charge points.

It is the grid reading minus what the controlled cars draw, so that a car's own new load never counts as somebody
else's. But meter and station do not look at the same moment, and while a car ramps the difference is wrong by amperes
for seconds: taken at face value it lowers a car for its own ramp, again and again. Hence two estimates.

* The *matched* load is worked out some seconds late, when all draws around the grid reading are known, and subtracts
  the highest of them. It is never too high because of a ramp. Currents are lowered to the room it leaves.
* The *suspected* load subtracts the draw nearest in time, at once, and counts once two readings in a row show it. It is
  never too low for long. Currents are raised only into the room it leaves as well.

A real overload waits for neither: where the measured import exceeds the limit, the cars yield the excess at once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..model import NO_PHASES, RESPONSE_TIME, PhaseVector
from .memory import LoadMemory
from .view import View
from .windows import PhaseWindow, add, between, higher, highest, highest_since, lower, nearest, steady_rise, subtract

LOAD_WINDOW = timedelta(seconds=15)
"""The highest other load of this long counts."""

MEASURING_LAG = timedelta(seconds=3)
"""Meter and station show the same current at most this far apart: their own delays and the time between two polls."""

OVERLAP = timedelta(seconds=2)
"""The strongest draw of this long answers an overload: a reduction under way is not made twice."""

_UNLIMITED = float("inf")


def learn(memory: LoadMemory, views: Sequence[View], limit: float, at: datetime, grid: PhaseVector) -> LoadMemory:
    """Return what one more reading of the grid currents (A) teaches."""
    drawn: PhaseVector = NO_PHASES
    could: PhaseVector = NO_PHASES
    for view in views:
        if view.settings.controlled:
            drawn = add(drawn, nearest(view.draws, at))
            if view.steered:
                could = add(could, view.could_draw(at - OVERLAP))
    raw = subtract(grid, drawn)
    confirmed = raw if memory.raw is None else lower(raw, memory.raw)
    return LoadMemory(
        raw=raw,
        suspected=(*between(memory.suspected, at - LOAD_WINDOW, at), (at, confirmed)),
        unmatched=(*between(memory.unmatched, at - LOAD_WINDOW, at), (at, grid)),
        matched=memory.matched,
        ceiling=(
            _ceiling(limit, grid[0], could[0]),
            _ceiling(limit, grid[1], could[1]),
            _ceiling(limit, grid[2], could[2]),
        ),
    )


def _ceiling(limit: float, grid: float, could: float) -> float:
    """Return what the cars may draw where the import exceeds the limit: what they could draw, less the excess (A)."""
    return could - (grid - limit) if grid > limit else _UNLIMITED


def match(memory: LoadMemory, views: Sequence[View], now: datetime) -> LoadMemory:
    """Return the memory with the other load of every grid reading whose surrounding draws are known by now."""
    due = now - MEASURING_LAG
    unmatched = memory.unmatched
    if not unmatched or unmatched[0][0] > due:
        return memory
    matched: PhaseWindow = memory.matched
    while unmatched and unmatched[0][0] <= due:
        at, grid = unmatched[0]
        unmatched = unmatched[1:]
        drawn: PhaseVector = NO_PHASES
        for view in views:
            if view.settings.controlled:
                drawn = add(drawn, highest_since(view.draws, at - MEASURING_LAG))
        matched = (*between(matched, at - LOAD_WINDOW, at), (at, subtract(grid, drawn)))
    return LoadMemory(
        raw=memory.raw,
        suspected=memory.suspected,
        unmatched=unmatched,
        matched=matched,
        ceiling=memory.ceiling,
    )


def rooms(memory: LoadMemory, limit: float, reserved: PhaseVector) -> tuple[PhaseVector, PhaseVector]:
    """Return what all steered charge points together may draw on each phase (A): at most, and beyond any doubt.

    Solar power gives no extra room: a cloud takes it away faster than a car follows. What silent stations may draw is
    set aside.
    """
    expected = _expected(memory.suspected)
    suspected = higher(highest(memory.suspected), expected)
    matched = higher(highest(memory.matched), expected) if memory.matched else suspected
    most = lower(_left(limit, matched, reserved), memory.ceiling)
    return most, lower(most, _left(limit, suspected, reserved))


def _expected(suspected: PhaseWindow) -> PhaseVector:
    """Return where a steady rise of the other load leads before a car follows (A), minus infinity without a rise."""
    rise, (_, latest) = steady_rise(suspected), suspected[-1]
    l1, l2, l3 = (
        load + RESPONSE_TIME * rate if rate > 0 else -_UNLIMITED for load, rate in zip(latest, rise, strict=True)
    )
    return (l1, l2, l3)


def _left(limit: float, load: PhaseVector, reserved: PhaseVector) -> PhaseVector:
    """Return what a load leaves of the limit on each phase (A)."""
    return (
        limit - max(0.0, load[0]) - reserved[0],
        limit - max(0.0, load[1]) - reserved[1],
        limit - max(0.0, load[2]) - reserved[2],
    )


def other_load(memory: LoadMemory) -> PhaseVector:
    """Return the load of the house without the controlled charge points (A), the highest of the last seconds."""
    return highest(memory.matched or memory.suspected)
