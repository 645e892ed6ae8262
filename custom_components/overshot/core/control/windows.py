"""Short histories: what was measured or ordered in the last seconds, oldest first, bounded by time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..model import NO_PHASES, PhaseVector

_STRIDES = 3
_STRIDE = timedelta(seconds=3)
"""So many strides of this long tell whether something rises steadily: longer than meter and station disagree."""

_LOWEST: PhaseVector = (float("-inf"), float("-inf"), float("-inf"))

_HIGHEST: PhaseVector = (float("inf"), float("inf"), float("inf"))

_EVEN = 0.25
"""The least of the rises is at least this share of the highest."""

_READINGS = 3
"""So many values of a meter that is slower than that."""

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
    h1, h2, h3 = _LOWEST
    for _, (l1, l2, l3) in window:
        if l1 > h1:  # noqa: PLR1730  a call would cost more than the rest
            h1 = l1
        if l2 > h2:  # noqa: PLR1730  a call would cost more than the rest
            h2 = l2
        if l3 > h3:  # noqa: PLR1730  a call would cost more than the rest
            h3 = l3
    return (h1, h2, h3)


def lowest(window: Iterable[tuple[datetime, PhaseVector]]) -> PhaseVector:
    """Return the lowest value on each phase; plus infinity where there is none."""
    phases = list(zip(*[value for _, value in window], strict=True))
    if not phases:
        return _HIGHEST
    return (min(phases[0]), min(phases[1]), min(phases[2]))


def nearest(window: PhaseWindow, at: datetime) -> PhaseVector:
    """Return the value noted nearest to `at`, 0 where there is none."""
    if not window:
        return NO_PHASES
    closest, value = window[-1]
    for noted, candidate in reversed(window):
        if abs(noted - at) > abs(closest - at):
            break
        closest, value = noted, candidate
    return value


def highest_since(window: PhaseWindow, since: datetime) -> PhaseVector:
    """Return the highest value on each phase from `since` on; the newest one where nothing is as new; 0 without any."""
    if not window:
        return NO_PHASES
    # From the end: what is long past is not looked at.
    first = len(window) - 1
    while first and window[first - 1][0] >= since:
        first -= 1
    return highest(window[first:]) if first < len(window) - 1 else window[-1][1]


def steady_rise(window: PhaseWindow) -> PhaseVector:
    """Return how fast each phase rises (A/s), 0 where it does not rise steadily.

    Each of the last strides must top all that was before it, and by much the same. A step (an oven) does so in one of
    them only, and what recovers from a dip in none.
    """
    tops: list[PhaseVector] = []
    end = len(window)
    while end and len(tops) < _STRIDES:
        since = window[end - 1][0] - _STRIDE
        start = end - 1
        while start and window[start - 1][0] > since:
            start -= 1
        tops.append(highest(window[start:end]))
        end = start
    if not end:
        return NO_PHASES
    before = highest(window[:end])
    rises: list[PhaseVector] = []
    for top in reversed(tops):
        rises.append(subtract(top, before))
        before = higher(before, top)
    l1, l2, l3 = (_steady(phase) for phase in zip(*rises, strict=True))
    return (l1, l2, l3)


def rise_between(window: PhaseWindow) -> PhaseVector:
    """Return how fast each phase rose between the last three values (A/s), 0 where not both times and by much the same.

    For a meter whose readings are further apart than the strides of `steady_rise`.
    """
    if len(window) < _READINGS:
        return NO_PHASES
    (first_at, first), (second_at, second), (third_at, third) = window[-_READINGS:]
    before, after = (second_at - first_at).total_seconds(), (third_at - second_at).total_seconds()
    if before <= 0 or after <= 0:
        return NO_PHASES
    l1, l2, l3 = (_even((b - a) / before, (c - b) / after) for a, b, c in zip(first, second, third, strict=True))
    return (l1, l2, l3)


def _even(before: float, after: float) -> float:
    """Return the lower of two rates (A/s), 0 where they are too different to be of one thing."""
    least = min(before, after)
    return least if least > _EVEN * max(before, after) else 0.0


def _steady(rises: tuple[float, ...]) -> float:
    """Return the least of some rises in A/s, 0 where they are too different to be of one thing."""
    least = min(rises)
    return least / _STRIDE.total_seconds() if least > _EVEN * max(rises) else 0.0


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
