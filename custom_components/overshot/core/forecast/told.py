"""Solar forecasts as providers tell them, energy by the start of a period, turned into power for each quarter.

Nobody says how long a period is: it lasts until the next one begins, and what follows a longer gap lasts as long as most
periods do. Within a period the sun rises and sets, so its energy goes to its quarters as the sun stands.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite, radians, sin
from typing import Final

from ..model.series import QUARTER, Series, Span, quarter_starts
from .sun import Location, sun_at

LONGEST: Final = timedelta(hours=3)
"""A longer period says too little about its quarters."""

USUAL: Final = timedelta(hours=1)
"""How long a period lasts where only one is told."""

MOST: Final = 1e6
"""No home makes more (W); a value beyond it is garbage."""


def solar_series(energies: Mapping[datetime, float], place: Location) -> Series | None:
    """Return the power (W) of each quarter from energies (Wh) by the start of their period; None: nothing of use.

    From the first to the last quarter nothing is missing: what is not told between them is none, as at night. Energies
    that cannot be are left out.
    """
    starts = sorted(moment for moment, energy in energies.items() if isfinite(energy) and energy >= 0)
    periods = [
        (start, end, energies[start]) for start, end in _periods(starts) if _possible(energies[start], end - start)
    ]
    if not periods:
        return None
    made: dict[datetime, float] = {}
    for start, end, energy in periods:
        for quarter, part in _shared(start, end, energy, place):
            made[quarter] = made.get(quarter, 0.0) + part
    quarters = quarter_starts(periods[0][0], periods[-1][1])
    return Series(tuple(Span(at, at + QUARTER, made.get(at, 0.0) * (timedelta(hours=1) / QUARTER)) for at in quarters))


def together(told: Iterable[Series], place: Location) -> Series | None:
    """Return the sum of several arrays (W); None where there is none.

    Quarters of which one array tells nothing are left out, unless it is night there.
    """
    arrays = [series for series in told if series.spans]
    if len(arrays) < 2:
        return arrays[0] if arrays else None
    first = min(series.spans[0].start for series in arrays)
    last = max(series.spans[-1].end for series in arrays)
    spans = []
    for quarter in quarter_starts(first, last):
        values = [series.at(quarter) for series in arrays]
        if None in values and sun_at(place, quarter + QUARTER / 2).elevation > 0:
            continue
        spans.append(Span(quarter, quarter + QUARTER, sum(value for value in values if value is not None)))
    return Series(tuple(spans))


def _periods(starts: list[datetime]) -> list[tuple[datetime, datetime]]:
    """Return when each period begins and ends."""
    gaps = [after - before for before, after in pairwise(starts) if after - before <= LONGEST]
    if len(starts) > 1 and not gaps:
        return []
    usual = Counter(gaps).most_common(1)[0][0] if gaps else USUAL
    found = []
    for index, start in enumerate(starts):
        gap = starts[index + 1] - start if index + 1 < len(starts) else LONGEST * 2
        # The first and the last period of a day may be cut off by sunrise and sunset: a shorter gap counts.
        found.append((start, start + min(usual, gap)))
    return found


def _possible(energy: float, length: timedelta) -> bool:
    """Return whether so much energy (Wh) can be made in a time."""
    return length > timedelta() and energy <= MOST * (length / timedelta(hours=1))


def _shared(start: datetime, end: datetime, energy: float, place: Location) -> list[tuple[datetime, float]]:
    """Return what of a period's energy (Wh) falls into which quarter, as the sun stands."""
    parts: dict[datetime, float] = {}
    flat: dict[datetime, float] = {}
    for quarter in quarter_starts(start, end):
        begin = max(quarter, start)
        until = min(quarter + QUARTER, end)
        length = (until - begin) / QUARTER
        height = sun_at(place, begin + (until - begin) / 2).elevation
        flat[quarter] = length
        parts[quarter] = length * max(sin(radians(height)), 0.0)
    total = sum(parts.values())
    if total <= 0:
        parts, total = flat, sum(flat.values())
    return [(quarter, energy * part / total) for quarter, part in parts.items()]
