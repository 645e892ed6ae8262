"""Learn whether a house draws more when it is cold or hot, and use it only where that made forecasts better."""

from dataclasses import dataclass
from math import isfinite
from typing import Final, Self

HEATING_BELOW: Final = 16.0
COOLING_ABOVE: Final = 22.0
"""Outdoor temperatures (C) beyond which houses are usually heated or cooled."""

INERTIA_QUARTERS: Final = 96.0
"""Walls follow the outdoor temperature over about a day (quarters)."""

DAYS_BEFORE_USE: Final = 14.0
"""A slope is not used before so many days were seen."""

BETTER_BY: Final = 0.97
"""It is used while the days' errors with it are below this part of those without it."""

_FORGET: Final = 0.5 ** (1 / 60)
"""A day counts half after 60 days."""

_PRIOR_DAYS: Final = 5.0
_STEEPEST: Final = 1000.0
"""A slope stays within this (W/K)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """How much more a house draws for each degree (W/K): faded sums over days, and what it was good for."""

    count: float = 0.0
    squares: float = 0.0
    products: float = 0.0
    without: float = 0.0
    """Faded sum of the days' absolute errors (W) without it."""

    within: float = 0.0
    """The same with it, each with the slope as it was known on the eve."""

    @property
    def learnt(self) -> float:
        """Return the slope (W/K), drawn towards none while few days are known."""
        if self.squares <= 0:
            return 0.0
        ridge = self.squares / max(self.count, 1.0) * _PRIOR_DAYS
        return min(max(self.products / (self.squares + ridge), -_STEEPEST), _STEEPEST)

    @property
    def used(self) -> float:
        """Return the slope (W/K); none where it did not make forecasts better."""
        helps = self.count >= DAYS_BEFORE_USE and self.within < BETTER_BY * self.without
        return self.learnt if helps else 0.0

    def seen(self, degrees: float, error: float) -> Self:
        """Return the sums with a day that had so many degrees (K) more than usual and drew so much more (W)."""
        if not (isfinite(degrees) and isfinite(error)):
            return self
        return type(self)(
            count=_FORGET * self.count + 1,
            squares=_FORGET * self.squares + degrees * degrees,
            products=_FORGET * self.products + degrees * error,
            without=_FORGET * self.without + abs(error),
            within=_FORGET * self.within + abs(error - self.learnt * degrees),
        )


def smoothed(before: float | None, temperature: float | None) -> float | None:
    """Return the temperature (C) that walls feel after another quarter."""
    if temperature is None or not isfinite(temperature):
        return before
    return temperature if before is None else before + (temperature - before) / INERTIA_QUARTERS


def heating_degrees(felt: float) -> float:
    """Return how much too cold it is (K)."""
    return max(0.0, HEATING_BELOW - felt)


def cooling_degrees(felt: float) -> float:
    """Return how much too hot it is (K)."""
    return max(0.0, felt - COOLING_ABOVE)
