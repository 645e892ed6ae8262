"""Which currents a charging station may be told, in its own step."""

from math import isfinite
from typing import Final

MIN_CURRENT: Final = 6.0
"""No car charges below (A, IEC 61851-1)."""

MAX_CURRENT: Final = 32.0
"""Of the stations of a house (A)."""

SAME: Final = 0.05
"""Two currents are the same within this (A)."""

_HAIR: Final = 1e-6
"""Added before rounding down, so that 6.1, stored as 6.0999..., stays 6.1."""


def checked_current(current: float, *, rating: float | None = None, step: float = 1.0) -> float:
    """Return a current (A) in the station's step, rounded down; 0 pauses.

    `rating` is what the station says it can switch (A); a rating that is not known or that cannot be leaves 32 A. Raises
    `ValueError` for anything but 0 and 6 A up to that.
    """
    highest = MAX_CURRENT
    if rating is not None and isfinite(rating) and rating >= MIN_CURRENT:
        highest = min(highest, rating)
    if not isfinite(current) or (current != 0 and not MIN_CURRENT <= current <= highest):
        raise ValueError(f"{current} A is neither 0 nor between {MIN_CURRENT:g} and {highest:g} A")
    steps = round(1 / step)
    return int(current * steps + _HAIR) / steps


def same_current(first: float | None, second: float) -> bool:
    """Return whether a current read back is the one that is wanted (A)."""
    return first is not None and abs(first - second) <= SAME
