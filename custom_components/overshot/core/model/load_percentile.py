"""Learn how much current a house draws without its cars: a percentile that slowly forgets.

The sum of all fallback currents must fit the derated fuse together with the 99th percentile of this load.
"""

from collections.abc import Mapping
from math import ceil, exp, isfinite
from typing import Any, Final, Self

BIN_WIDTH: Final = 0.5
"""Resolution (A)."""

HIGHEST_CURRENT: Final = 400.0
"""What lies above counts as this (A)."""

MEMORY_SECONDS: Final = 30 * 86400.0
"""A second seen this long ago counts 1/e of a second seen now (s of observation)."""

LEARNING_SECONDS: Final = 3600.0
"""Nothing is said before this long was seen (s)."""

_BINS: Final = round(HIGHEST_CURRENT / BIN_WIDTH) + 1
_RESCALE_AT: Final = 1e6


class LoadPercentile:
    """A histogram of the current on the most loaded phase, of bounded size, that forgets within about 30 days."""

    __slots__ = ("_bins", "_scale", "_seen")

    def __init__(self) -> None:
        """Start with nothing learnt."""
        # Bin k holds what lies above (k - 1) and up to k bin widths, so that a percentile is never told too low.
        self._bins = [0.0] * _BINS
        # Instead of ageing every bin each second, what is new weighs ever more; rescaled before it grows too large.
        self._scale = 1.0
        self._seen = 0.0

    def add(self, current: float, seconds: float) -> None:
        """Count `seconds` (s) during which the house drew `current` (A; export counts as 0).

        What is no number, and a duration that is not above 0, is passed over. A gap in the readings is not to be
        counted as one long reading: that is the caller's to see.
        """
        if not (isfinite(current) and isfinite(seconds) and seconds > 0):
            return
        seconds = min(seconds, MEMORY_SECONDS)
        self._scale *= exp(seconds / MEMORY_SECONDS)
        if self._scale > _RESCALE_AT:
            self._bins = [weight / self._scale for weight in self._bins]
            self._scale = 1.0
        self._bins[_bin(current)] += seconds * self._scale
        self._seen += seconds

    def percentile(self, share: float) -> float | None:
        """Return the current (A) that the house kept to for `share` (0..1) of the time; None until an hour was seen.

        It is rounded up to a bin edge.
        """
        if self._seen < LEARNING_SECONDS:
            return None
        # The sum of a slice never rounds above the whole by more than this.
        wanted = min(max(share, 0.0), 1.0) * sum(self._bins) * (1 - 1e-12)
        total = 0.0
        highest = 0
        for index, weight in enumerate(self._bins):
            if weight <= 0:
                continue
            total += weight
            highest = index
            if total >= wanted:
                break
        return highest * BIN_WIDTH

    def to_dict(self) -> dict[str, Any]:
        """Return what was learnt as plain JSON values: the seconds in each bin, as they weigh now."""
        return {"bins": {str(index): weight / self._scale for index, weight in enumerate(self._bins) if weight > 0}}

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Return what `data` holds; what cannot be read counts as never seen. Raises nothing."""
        learnt = cls()
        bins = data.get("bins") if isinstance(data, Mapping) else None
        for key, weight in bins.items() if isinstance(bins, Mapping) else ():
            index = _index(key)
            if index is not None and _is_weight(weight):
                learnt._bins[index] = float(weight)
        learnt._seen = sum(learnt._bins)
        return learnt


def _bin(current: float) -> int:
    """Return the bin of a current."""
    if current >= HIGHEST_CURRENT:
        return _BINS - 1
    return max(0, ceil(current / BIN_WIDTH - 1e-9))


def _index(key: object) -> int | None:
    """Return the bin a stored key names."""
    if not isinstance(key, str) or not key.isascii() or not key.isdigit() or len(key) > 4:
        return None
    index = int(key)
    return index if index < _BINS else None


def _is_weight(value: object) -> bool:
    """Whether a stored value is a number of seconds; more than the memory holds is garbage."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 2 * MEMORY_SECONDS
