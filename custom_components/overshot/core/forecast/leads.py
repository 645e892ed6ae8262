"""Leads: how far ahead something is learnt, and what holds between two of them."""

from bisect import bisect_left
from functools import lru_cache
from typing import Final

LEADS: Final = (1, 2, 4, 8, 16, 32, 64)
"""Quarters ahead at which corrections are learnt: dense where they fade fast. Beyond the last one it holds on."""


@lru_cache(maxsize=16)
def every(rows: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """Return the values of each lead from 1 to the last one, from a row for each of `LEADS`; linear in between."""
    return tuple(_between(rows, lead) for lead in range(1, LEADS[-1] + 1))


def _between(rows: tuple[tuple[float, ...], ...], lead: int) -> tuple[float, ...]:
    """Return the values of a lead."""
    after = bisect_left(LEADS, lead)
    if LEADS[after] == lead:
        return rows[after]
    share = (lead - LEADS[after - 1]) / (LEADS[after] - LEADS[after - 1])
    return tuple([
        before + share * (later - before) for before, later in zip(rows[after - 1], rows[after], strict=True)
    ])  # fmt: skip
