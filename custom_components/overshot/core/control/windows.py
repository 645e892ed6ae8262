"""Short histories: what was measured or ordered in the last seconds, oldest first, bounded by time."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from ..model import NO_PHASES, PhaseVector

_INCREMENTS = 6
"""So many increments tell whether something rises steadily."""

_LOWEST: PhaseVector = (float("-inf"), float("-inf"), float("-inf"))

type PhaseWindow = tuple[tuple[datetime, PhaseVector], ...]
"""Values on the three phases (A), each with its moment, oldest first."""


def between[T](
    window: tuple[tuple[datetime, T], ...], oldest: datetime, newest: datetime
) -> tuple[tuple[datetime, T], ...]:
    """Return the entries from `oldest` to `newest`.

    What lies after `newest` was noted before the clock was set back: it is dropped, else it would stay for as long.
    """
    start, end = 0, len(window)
    while start < end and window[start][0] < oldest:
        start += 1
    while end > start and window[end - 1][0] > newest:
        end -= 1
    return window[start:end]


def highest(window: Iterable[tuple[datetime, PhaseVector]]) -> PhaseVector:
    """Return the highest value on each phase; minus infinity where there is none."""
    phases = list(zip(*(value for _, value in window), strict=True))
    if not phases:
        return _LOWEST
    return (max(phases[0]), max(phases[1]), max(phases[2]))


def nearest(window: PhaseWindow, at: datetime) -> PhaseVector:
    """Return the value noted nearest to `at`, 0 where there is none."""
    if not window:
        return NO_PHASES
    return min(window, key=lambda entry: abs(entry[0] - at))[1]


def highest_since(window: PhaseWindow, since: datetime) -> PhaseVector:
    """Return the highest value on each phase from `since` on; the newest one where nothing is as new; 0 without any."""
    if not window:
        return NO_PHASES
    return highest([entry for entry in window if entry[0] >= since] or window[-1:])


def steady_rise(window: PhaseWindow) -> PhaseVector:
    """Return how fast each phase rises (A/s), 0 where it does not rise steadily.

    The second smallest of the last increments counts: nearly all of them must show the rise, so that a step (an oven) is
    none.
    """
    if len(window) <= _INCREMENTS:
        return NO_PHASES
    recent = window[-_INCREMENTS - 1 :]
    rates: tuple[list[float], list[float], list[float]] = ([], [], [])
    for (before, old), (after, new) in pairwise(recent):
        seconds = (after - before).total_seconds()
        if seconds <= 0:
            return NO_PHASES
        for phase in range(3):
            rates[phase].append((new[phase] - old[phase]) / seconds)
    l1, l2, l3 = (max(0.0, sorted(rate)[1]) for rate in rates)
    return (l1, l2, l3)


def subtract(left: PhaseVector, right: PhaseVector) -> PhaseVector:
    """Return the difference on each phase."""
    return (left[0] - right[0], left[1] - right[1], left[2] - right[2])


def add(left: PhaseVector, right: PhaseVector) -> PhaseVector:
    """Return the sum on each phase."""
    return (left[0] + right[0], left[1] + right[1], left[2] + right[2])


def lower(left: PhaseVector, right: PhaseVector) -> PhaseVector:
    """Return the lower value on each phase."""
    return (min(left[0], right[0]), min(left[1], right[1]), min(left[2], right[2]))


def higher(left: PhaseVector, right: PhaseVector) -> PhaseVector:
    """Return the higher value on each phase."""
    return (max(left[0], right[0]), max(left[1], right[1]), max(left[2], right[2]))
