"""Learn the lowest current a car really takes: some do not even begin at 6 A."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..limits.currents import DRAWING_CURRENT
from .memory import MinimumMemory
from .surplus import timer
from .view import View
from .wiring import changing

TRY_FOR: Final = timedelta(seconds=120)
"""A car that takes nothing of its minimum for so long is offered more."""

MOST: Final = 10.0
"""No car is known that needs more to begin (A); seen up to 9 A in reports of users."""

STEP: Final = 1.0
"""By so much more it is offered (A)."""

OWN_LIMIT: Final = 1.0
"""A car that draws so much less than it is offered has reached its own limit (A)."""

KEEN: Final = 0.8
"""A car that drew at least this share of its minimum when it was paused wants to go on."""

_FRESH = MinimumMemory()


def learn(view: View, told: float, now: datetime) -> MinimumMemory:
    """Return what the draw of a car at the current it is told (A) teaches.

    A minimum that was learned holds until the car leaves. The next one is offered the configured minimum first, and
    what was learned before as the next step.
    """
    memory, reading = view.memory.minimum, view.reading
    if reading is None:
        return memory
    if changing(view.memory.phases, now):
        # Its limit may be another one, and it may seem to have left.
        return _changed(memory, limit=None, idle_since=None, trying_since=None)
    if not view.connected:
        known = memory.learned or memory.known
        return MinimumMemory(known=known) if known else _FRESH
    drawing = view.charging or view.drawn >= DRAWING_CURRENT
    if told < view.minimum:
        # One that tapers off before it is full is not missed when it does not come back.
        keen = drawing and view.drawn >= KEEN * view.minimum
        return _changed(memory, idle_since=None, trying_since=None, interrupted=memory.interrupted or keen)
    if drawing:
        return _while_drawing(view, memory)
    if reading.finished or reading.fault is not None:
        return _changed(memory, idle_since=None, trying_since=None)
    idle_since = timer(memory.idle_since, now)
    if memory.exhausted or told >= MOST + STEP or (memory.proven is not None and memory.proven <= told):
        return _changed(memory, idle_since=idle_since, trying_since=None)
    trying_since = timer(memory.trying_since, now)
    if now - trying_since < TRY_FOR:
        return _changed(memory, idle_since=idle_since, trying_since=trying_since)
    following = told + STEP
    if memory.known > following and not memory.learned:
        following = memory.known
    if memory.proven is not None:
        following = min(following, memory.proven)
    if following > min(MOST, view.maximum):
        # It takes nothing at all: it is full, or waits for its own timer.
        return _changed(memory, learned=0.0, exhausted=True, idle_since=idle_since, trying_since=None)
    return _changed(memory, learned=following, idle_since=idle_since, trying_since=now)


def takes(view: View, current: float) -> float:
    """Return what a car is expected to take of a current it is offered (A)."""
    limit = view.memory.minimum.limit
    return min(current, limit + OWN_LIMIT) if limit is not None else current


def _while_drawing(view: View, memory: MinimumMemory) -> MinimumMemory:
    """Return what is learned from a car that draws."""
    order = view.memory.setpoint
    if not view.settled or order < view.minimum:
        return _changed(memory, idle_since=None, trying_since=None, interrupted=False)
    drawn = view.drawn
    proven = order if memory.proven is None else min(order, memory.proven)
    limit = memory.limit
    if drawn < order - OWN_LIMIT:
        limit = drawn if limit is None or abs(limit - drawn) > OWN_LIMIT / 2 else limit
    elif limit is not None and drawn > limit + OWN_LIMIT / 2:
        limit = None
    known = 0.0 if not memory.learned else memory.known
    return _changed(
        memory, idle_since=None, trying_since=None, interrupted=False, proven=proven, limit=limit, known=known
    )


def _changed(memory: MinimumMemory, **changes: object) -> MinimumMemory:
    """Return the memory with what changed; the same where nothing did."""
    if all(getattr(memory, name) == value for name, value in changes.items()):
        return memory
    return replace(memory, **changes)  # type: ignore[arg-type]
