"""How good the forecasts were: errors of what was said before, never of what was known after.

For a few leads each forecast is put away when it is made, and compared with reality when its quarter is over. What was
not put away in time cannot be compared, so hindsight has no way in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isfinite
from typing import Final, Self

from ..model.series import QUARTER
from .outlook import QUANTILES, Outlook

SCORED: Final = (1, 16, 96)
"""Leads (quarters) that are compared: the next quarter, in four hours, tomorrow."""

_FORGET: Final = 0.5 ** (1 / (30 * 96))
"""Errors count half after 30 days."""


def pinball(quantile: float, said: float, actual: float) -> float:
    """Return the pinball loss of a quantile (W); half of the absolute error for the median.

    Koenker and Bassett, Regression Quantiles, Econometrica 1978.
    """
    return max(quantile * (actual - said), (quantile - 1) * (actual - said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Faded sums of the errors of one lead."""

    count: float = 0.0
    absolute: float = 0.0
    """Of the median (W)."""

    signed: float = 0.0
    """Mean said less what came (W)."""

    came: float = 0.0
    """What came (W)."""

    pinballs: tuple[float, ...] = (0.0,) * len(QUANTILES)
    below: tuple[float, ...] = (0.0,) * len(QUANTILES)
    """How often reality stayed at or below each quantile."""

    def seen(self, said: Said, actual: float) -> Self:
        """Return the sums with one more forecast compared."""
        quantiles = (said.low, said.median, said.high)
        return type(self)(
            count=_FORGET * self.count + 1,
            absolute=_FORGET * self.absolute + abs(said.median - actual),
            signed=_FORGET * self.signed + said.mean - actual,
            came=_FORGET * self.came + actual,
            pinballs=tuple(
                _FORGET * total + pinball(level, value, actual)
                for total, level, value in zip(self.pinballs, QUANTILES, quantiles, strict=True)
            ),
            below=tuple(
                _FORGET * total + (actual <= value) for total, value in zip(self.below, quantiles, strict=True)
            ),
        )

    @property
    def mae(self) -> float | None:
        """Return the mean absolute error of the median (W)."""
        return self.absolute / self.count if self.count else None

    @property
    def share(self) -> float | None:
        """Return the mean absolute error as a part of what came on average (1: as much as that itself)."""
        return self.absolute / self.came if self.came > 0 else None

    @property
    def bias(self) -> float | None:
        """Return how much too high the mean was (W)."""
        return self.signed / self.count if self.count else None

    @property
    def pinball(self) -> float | None:
        """Return the pinball loss, mean of the quantiles (W)."""
        return sum(self.pinballs) / len(self.pinballs) / self.count if self.count else None

    @property
    def coverage(self) -> tuple[float, ...] | None:
        """Return how often reality stayed below each quantile; 0.1, 0.5 and 0.9 would be honest."""
        return tuple(total / self.count for total in self.below) if self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of one quarter (W), and when."""

    made_at: datetime
    quarter: datetime
    lead: int
    mean: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """The forecasts that wait for their quarter, and the errors of those whose quarter is over."""

    waiting: tuple[Said, ...] = ()
    errors: tuple[Errors, ...] = field(
        default=(Errors(),) * len(SCORED), metadata={"check": lambda errors: len(errors) == len(SCORED)}
    )

    def said(self, outlook: Outlook, made_at: datetime) -> Self:
        """Put away what a forecast says; the part that began before it was made is no forecast and left out."""
        waiting = list(self.waiting)
        taken = {(it.lead, it.quarter) for it in waiting}
        for lead in SCORED:
            quarter = outlook.start + (lead - 1) * QUARTER
            values = outlook.at(quarter)
            if values is not None and quarter >= made_at and (lead, quarter) not in taken:
                mean, low, median, high = values
                waiting.append(
                    Said(
                        made_at=made_at, quarter=quarter, lead=lead, mean=mean, low=low, median=median, high=high
                    )
                )  # fmt: skip
        return replace(self, waiting=tuple(waiting))

    def came(self, quarter: datetime, actual: float | None) -> Self:
        """Compare what was said of a quarter that is over with its mean power (W; None: not known)."""
        errors = list(self.errors)
        for it in self.waiting:
            if it.quarter == quarter and actual is not None and isfinite(actual) and it.lead in SCORED:
                place = SCORED.index(it.lead)
                errors[place] = errors[place].seen(it, actual)
        return replace(
            self, waiting=tuple([it for it in self.waiting if it.quarter > quarter]), errors=tuple(errors)
        )  # fmt: skip

    def of(self, lead: int) -> Errors:
        """Return the errors of one of the leads in `SCORED`. Raises `ValueError` for another one."""
        return self.errors[SCORED.index(lead)]


def mean_pinball(quantiles: Sequence[float], actual: float) -> float:
    """Return the pinball loss of a forecast's quantiles (W)."""
    return sum(
        pinball(level, said, actual) for level, said in zip(QUANTILES, quantiles, strict=True)
    ) / len(QUANTILES)  # fmt: skip
