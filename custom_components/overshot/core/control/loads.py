"""Estimate the load that is not ours, and the surplus that is free to use.

Both come from the same difference, grid reading minus what the controlled cars draw, so a car's own new load never
counts as somebody else's. Meter and station are read at different moments; the difference is wrong while a car ramps.
Two measures keep that from steering: the draw nearest in time to the grid reading is subtracted, and a higher load
counts only once two readings in a row show it. A real overload does not wait for that: `budget` answers the measured
excess at once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from ..model import NO_PHASES, PhaseVector
from .memory import ChargePointMemory

LOAD_WINDOW = timedelta(seconds=15)
"""Currents rise only as far as the highest other load of this long allows."""

DRAW_WINDOW = timedelta(seconds=5)
"""How long measured draws are kept to be matched with a grid reading."""

OVERLAP = timedelta(seconds=2)
"""The strongest draw of this long answers an overload: a reduction under way is not made twice."""

TREND_SAMPLES = 6
"""So many increments tell whether a load rises steadily."""

SURPLUS_TIME_CONSTANT = 5.0
"""Smoothing of the surplus (s)."""

type Loads = tuple[tuple[datetime, PhaseVector], ...]


def remember_draw(memory: ChargePointMemory, at: datetime, draw: PhaseVector) -> Loads:
    """Return the draws of a charge point with the newest added, without those too old to matter."""
    draws = memory.draws
    if draws and draws[-1][0] >= at:
        return draws
    oldest = at - DRAW_WINDOW
    kept = draws if not draws or draws[0][0] >= oldest else tuple(d for d in draws if d[0] >= oldest)
    return (*kept, (at, draw))


def nearest_draw(draws: Loads, at: datetime) -> PhaseVector:
    """Return the draw measured nearest to `at` (A)."""
    if not draws:
        return NO_PHASES
    return min(draws, key=lambda draw: abs(draw[0] - at))[1]


def strongest_draw(draws: Loads, since: datetime) -> PhaseVector:
    """Return the highest draw on each phase measured since then (A), or the newest one where none is."""
    if not draws:
        return NO_PHASES
    return highest([draw for draw in draws if draw[0] >= since] or draws[-1:])


def highest(loads: Iterable[tuple[datetime, PhaseVector]]) -> PhaseVector:
    """Return the highest value on each phase."""
    l1 = l2 = l3 = float("-inf")
    for _, load in loads:
        l1 = max(l1, load[0])
        l2 = max(l2, load[1])
        l3 = max(l3, load[2])
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


def remember_load(loads: Loads, raw: PhaseVector, previous: PhaseVector | None, at: datetime) -> Loads:
    """Return the window of other loads with one more reading."""
    load = raw if previous is None else lower(raw, previous)
    oldest = at - LOAD_WINDOW
    return (*(entry for entry in loads if entry[0] >= oldest), (at, load))


def smooth(previous: float | None, value: float, seconds: float) -> float:
    """Return an exponentially smoothed value; the first one as it is."""
    if previous is None:
        return value
    weight = seconds / (SURPLUS_TIME_CONSTANT + seconds)
    return previous + weight * (value - previous)


def trend(loads: Loads) -> PhaseVector:
    """Return how fast the other load rises on each phase (A/s), 0 where it does not rise steadily.

    A sinking sun or a passing cloud lets the load creep up faster than cars follow. A step, an oven say, is no trend:
    the second smallest of the last increments counts, so nearly all of them must show it.
    """
    if len(loads) <= TREND_SAMPLES:
        return NO_PHASES
    recent = loads[-TREND_SAMPLES - 1 :]
    rates: list[list[float]] = [[], [], []]
    for (before, old), (after, new) in pairwise(recent):
        seconds = (after - before).total_seconds()
        if seconds <= 0:
            return NO_PHASES
        for phase in range(3):
            rates[phase].append((new[phase] - old[phase]) / seconds)
    l1, l2, l3 = (max(0.0, sorted(rate)[1]) for rate in rates)
    return (l1, l2, l3)


def ahead(loads: Loads, seconds: float) -> PhaseVector:
    """Return the highest other load of the window, and where its trend leads in so many seconds (A)."""
    top, rise = highest(loads), trend(loads)
    return (top[0] + seconds * rise[0], top[1] + seconds * rise[1], top[2] + seconds * rise[2])


def budget(limit: float, grid: PhaseVector, other_load: PhaseVector, strongest: PhaseVector) -> PhaseVector:
    """Return what all controlled charge points together may draw on each phase (A).

    Solar power gives no extra room: a cloud takes it away faster than a car follows. Where the measured import exceeds
    the limit, the cars yield exactly the excess, counted from the strongest draw of the last moments.
    """
    l1, l2, l3 = (limit - max(0.0, load) for load in other_load)
    if grid[0] > limit:
        l1 = min(l1, strongest[0] - (grid[0] - limit))
    if grid[1] > limit:
        l2 = min(l2, strongest[1] - (grid[1] - limit))
    if grid[2] > limit:
        l3 = min(l3, strongest[2] - (grid[2] - limit))
    return (l1, l2, l3)
