"""What today's sky did to the forecast so far, and how far that goes on.

Three things are known of a coming quarter: how the last hour went, how the day went, and what the array usually makes at
this time lately. A regression a lead learns how much of each goes on (see `regression`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from .leads import LEADS
from .regression import Regression

_KEPT: Final = LEADS[-1]
_HOUR: Final = 0.6
_DAY: Final = 0.97
"""What is older by a quarter counts so much in the last hour, and in the day."""

_BOUND: Final = 2.0
"""A sky is never taken as better or worse than this (times the forecast)."""


@dataclass(frozen=True, slots=True)
class Momentum:
    """What was told and what came lately, and the relative misses after each of the last quarters."""

    sums: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Faded sums (W): told and came in the last hour, told and came in the day."""

    misses: tuple[tuple[float, float], ...] = field(
        default=((0.0, 0.0),) * _KEPT, metadata={"check": lambda misses: len(misses) == _KEPT}
    )
    lines: tuple[Regression, ...] = field(
        default=tuple(Regression((0.9**lead, 0.0, 0.1)) for lead in LEADS),
        metadata={"check": lambda lines: len(lines) == len(LEADS) and all(len(it.prior) == 3 for it in lines)},
    )

    def before(self, told: float, usual: float) -> tuple[tuple[float, float, float], ...]:
        """Return what was known of the quarter after the newest, ahead of it by each of `LEADS`: three powers (W)."""
        return tuple(
            (told * self.misses[-lead][0], told * self.misses[-lead][1], usual - told) for lead in LEADS
        )  # fmt: skip

    def learnt(self, told: float, usual: float, came: float, floor: float) -> Self:
        """Return the same after a quarter with sun; `floor` (W) keeps a weak sun from telling much."""
        before = self.before(told, usual)
        lines = tuple([line.seen(known, came - told) for line, known in zip(self.lines, before, strict=True)])
        return type(self)(self.sums, self.misses, lines).passed(told, came, floor)

    def passed(self, told: float, came: float, floor: float) -> Self:
        """Return the same after a quarter that taught nothing; where it is not known, it came as told."""
        hour_told, hour_came, day_told, day_came = self.sums
        hour_told, hour_came = _HOUR * hour_told + told, _HOUR * hour_came + came
        day_told, day_came = _DAY * day_told + told, _DAY * day_came + came
        miss = (_relative(hour_told, hour_came, floor), _relative(day_told, day_came, 5 * floor))
        return type(self)((hour_told, hour_came, day_told, day_came), (*self.misses[1:], miss), self.lines)

    def weights(self) -> tuple[tuple[float, ...], ...]:
        """Return how much of each goes on, for every lead of `LEADS`."""
        return tuple([line.weights() for line in self.lines])

    def ahead(self, weights: Sequence[float], told: float, usual: float) -> tuple[float, float]:
        """Return what to add (W) to what is told of a quarter, with the weights of its lead: for the sky, for the habit."""
        hour, day = self.misses[-1]
        return told * (weights[0] * hour + weights[1] * day), weights[2] * (usual - told)


def _relative(told: float, came: float, floor: float) -> float:
    """Return how much more came than was told, relative to it."""
    base = told + floor
    return min(max((came - told) / base, -1.0), _BOUND) if base > 0 else 0.0
