"""A forecast: not one line, but what to expect and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..model.series import QUARTER, Series

QUANTILES: Final = (0.1, 0.5, 0.9)
"""Low, median, high: so often reality stays below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Power (W) of each quarter from `start` on: the mean for money, the quantiles for caution."""

    start: datetime
    mean: tuple[float, ...]
    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]

    def at(self, moment: datetime) -> tuple[float, float, float, float] | None:
        """Return mean, low, median and high (W) of the quarter a moment lies in; None outside the forecast."""
        index = (moment - self.start) // QUARTER
        if not 0 <= index < len(self.mean):
            return None
        return self.mean[index], self.low[index], self.median[index], self.high[index]

    def series(self, values: Sequence[float] | None = None) -> Series:
        """Return one of the lines (default: the mean) as a series."""
        return Series.of(self.start, self.mean if values is None else values)


def between_zero_and(highest: float, mean: float, quantiles: Sequence[float]) -> tuple[float, float, float, float]:
    """Return a mean and three quantiles in their order, none below zero or above the highest possible power (W)."""
    low, median, high = sorted(min(max(value, 0.0), highest) for value in quantiles)
    return min(max(mean, 0.0), highest), low, median, high
