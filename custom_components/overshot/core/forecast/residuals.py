"""What a forecast missed lately, and what that says of the quarters to come.

Five things are known of a coming quarter: what was missed in the last one, in the last two hours, in the last day, in the
same quarter a day ago, and a week ago. A regression a lead learns how much of each goes on (see `regression`). What was far
beyond the usual a day or a week ago is no habit: it counts as if it were at that bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from .leads import LEADS, every
from .regression import Regression

KEPT: Final = 8 * 96
"""So many quarters are kept: a week and what the longest lead needs."""

_DAY: Final = 96
_WEEK: Final = 7 * _DAY
_LATELY: Final = 8

PRIOR_DECAY: Final = 0.85
"""What was missed in the last quarter goes on so far each quarter, until the house says otherwise."""

PRIOR_HABIT: Final = 0.1
"""The same of a day and of a week ago."""


type Features = tuple[float, float, float, float, float]
"""The five things that are known of a quarter (W)."""


@dataclass(frozen=True, slots=True)
class Residuals:
    """The last quarters' misses (W), the newest last; 0 where nothing is known."""

    missed: tuple[float, ...] = field(
        default=(0.0,) * KEPT, metadata={"check": lambda missed: len(missed) == KEPT}
    )  # fmt: skip
    lines: tuple[Regression, ...] = field(
        default=tuple(
            Regression((PRIOR_DECAY**lead, 0.0, 0.0, PRIOR_HABIT, PRIOR_HABIT)) for lead in LEADS
        ),
        metadata={"check": lambda lines: len(lines) == len(LEADS) and all(len(it.prior) == 5 for it in lines)},
    )  # fmt: skip

    def before(self) -> tuple[Features, ...]:
        """Return what was known of the quarter after the newest one, ahead of it by each of `LEADS`."""
        missed, bound = self.missed, self.lines[0].bound
        yesterday, week = _within(bound, missed[-_DAY]), _within(bound, missed[-_WEEK])
        found = []
        for lead in LEADS:
            until = KEPT - lead + 1
            lately = sum(missed[until - _LATELY : until]) / _LATELY
            day = sum(missed[until - _DAY : until]) / _DAY
            found.append((missed[until - 1], lately, day, yesterday, week))
        return tuple(found)

    def learnt(self, before: Sequence[Features], missed: float) -> Self:
        """Return the same with a new miss (W), of which so much was known `before`, learnt from and put away."""
        lines = tuple([line.seen(features, missed) for line, features in zip(self.lines, before, strict=True)])
        return type(self)((*self.missed[1:], round(missed, 1)), lines)

    def skipped(self, quarters: int) -> Self:
        """Return the same after quarters of which nothing is known."""
        gap = min(quarters, KEPT)
        return type(self)((*self.missed[gap:], *(0.0,) * gap), self.lines)

    def weights(self) -> tuple[tuple[float, ...], ...]:
        """Return how much of each goes on, for every lead of `LEADS`."""
        return tuple([line.weights() for line in self.lines])

    def ahead(self, count: int, weights: tuple[tuple[float, ...], ...], passed: int = 0) -> list[float]:
        """Return what to add (W) to so many quarters from the newest one on, `passed` quarters of them left out."""
        missed, bound = self.missed, self.lines[0].bound
        last, lately, day = missed[-1], sum(missed[-_LATELY:]) / _LATELY, sum(missed[-_DAY:]) / _DAY
        added, parts = [], every(weights)
        for lead in range(passed + 1, passed + count + 1):
            one, two, three, four, five = parts[min(lead, len(parts)) - 1]
            yesterday = _within(bound, missed[(lead - 1) % _DAY - _DAY])
            week = _within(bound, missed[(lead - 1) % _WEEK - _WEEK])
            added.append(one * last + two * lately + three * day + four * yesterday + five * week)
        return added


def _within(bound: float, value: float) -> float:
    """Return a value, no further from zero than a bound."""
    return min(max(value, -bound), bound)
