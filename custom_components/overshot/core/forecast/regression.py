"""Learn how far what went wrong lately will go on: a small ridge regression for each lead, that slowly forgets.

For every lead the normal equations of `target = weights x features` are kept; each new observation is added and the old
ones fade. A prior stands for so many observations, so that it starts sensible and no single day turns it over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

FORGET: Final = 0.5 ** (1 / (60 * 96))
"""An observation counts half after 60 days of quarters."""

PRIOR_OBSERVATIONS: Final = 200.0
"""So many observations the prior stands for: about two days."""

_TINY: Final = 1e-9
"""Keeps a feature that was always zero at its prior."""


@dataclass(frozen=True, slots=True)
class Regression:
    """The normal equations of one lead: `size` features."""

    prior: tuple[float, ...]
    """The weights before anything was seen."""

    products: tuple[float, ...] = ()
    """Faded sums of the products of two features, row by row."""

    targets: tuple[float, ...] = ()
    """Faded sums of feature x target."""

    count: float = 0.0
    """Faded count of the observations."""

    def seen(self, features: Sequence[float], target: float) -> Self:
        """Return the equations with one more observation."""
        size = len(self.prior)
        products = self.products if len(self.products) == size * size else (0.0,) * (size * size)
        targets = self.targets if len(self.targets) == size else (0.0,) * size
        pairs = [one * other for one in features for other in features]
        return type(self)(
            self.prior,
            tuple([FORGET * old + new for old, new in zip(products, pairs)]),  # noqa: B905 (the inner loop)
            tuple([FORGET * old + value * target for old, value in zip(targets, features)]),  # noqa: B905
            FORGET * self.count + 1.0,
        )

    def weights(self) -> tuple[float, ...]:
        """Return the weights of the features."""
        size = len(self.prior)
        if len(self.products) != size * size or len(self.targets) != size:
            return self.prior
        # The ridge is scaled by each feature's own size, else it would mean something else in another house.
        strength = PRIOR_OBSERVATIONS / max(self.count, 1.0)
        rows = []
        for row in range(size):
            line = list(self.products[row * size : (row + 1) * size])
            ridge = strength * line[row] + _TINY
            line[row] += ridge
            rows.append([*line, self.targets[row] + ridge * self.prior[row]])
        return _solved(rows)


def _solved(rows: list[list[float]]) -> tuple[float, ...]:
    """Return the solution of a positive definite system by elimination."""
    size = len(rows)
    for pivot in range(size):
        line = rows[pivot]
        for row in rows[pivot + 1 :]:
            factor = row[pivot] / line[pivot]
            if factor:
                for column in range(pivot, size + 1):
                    row[column] -= factor * line[column]
    result = [0.0] * size
    for pivot in reversed(range(size)):
        line = rows[pivot]
        rest = sum(line[column] * result[column] for column in range(pivot + 1, size))
        result[pivot] = (line[size] - rest) / line[pivot]
    return tuple(result)
