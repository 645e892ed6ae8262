"""Learn how far reality strays from a forecast: scales of the distances between mean and quantiles, one set a lead.

Each quantile's scale takes a small step after every quarter, out where reality was beyond it more often than it should
be and in where less (stochastic subgradient of the pinball loss). So the quantiles keep their promise in any house.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from .leads import LEADS, every
from .outlook import QUANTILES

STEP: Final = 0.01
"""Largest step of a scale after one quarter."""

LOWEST, HIGHEST = -1.0, 4.0
"""A scale stays between these; a median may lie on either side of the mean."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The scales: for every lead of `LEADS` one a quantile."""

    scales: tuple[tuple[float, ...], ...] = field(
        default=((1.0,) * len(QUANTILES),) * len(LEADS),
        metadata={"check": lambda rows: len(rows) == len(LEADS) and all(len(row) == len(QUANTILES) for row in rows)},
    )

    def every(self) -> tuple[tuple[float, ...], ...]:
        """Return the scales of each lead from 1 on (quarters); beyond the end the last ones hold."""
        return every(self.scales)

    def seen(self, distances: Sequence[Sequence[float]], errors: Sequence[float]) -> Self:
        """Return the scales after a quarter.

        For each lead of `LEADS`: how far from the mean (W) the quantiles were to be expected unscaled, and how far above
        the mean (W) reality lay.
        """
        return type(self)(tuple(map(_stepped, self.scales, distances, errors, strict=True)))


def _stepped(scales: tuple[float, ...], distances: Sequence[float], error: float) -> tuple[float, ...]:
    """Return the scales of one lead after a quarter."""
    size = sum(map(abs, distances)) / len(distances)
    if size <= 0:
        return scales
    row = []
    for level, scale, distance in zip(QUANTILES, scales, distances, strict=True):
        wrong = level - (error < scale * distance)
        step = STEP * wrong * max(-1.0, min(1.0, distance / size))
        row.append(min(max(scale + step, LOWEST), HIGHEST))
    return tuple(row)
