"""Learn how far what went wrong lately will go on: a small ridge regression for each lead, that slowly forgets.

For every lead the normal equations of `target = weights x features` are kept; each new observation is added and the old
ones fade. A prior stands for so many observations, so that it starts sensible and no single day turns it over. Nor does
one shock after quiet weeks: squares would make it count for more than all of them, so what is far beyond the usual counts
as if it were at that bound (the idea of Huber, Robust Estimation of a Location Parameter, 1964).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

FORGET: Final = 0.5 ** (1 / (60 * 96))
"""An observation counts half after 60 days of quarters."""

PRIOR_OBSERVATIONS: Final = 200.0
"""So many observations the prior stands for: about two days."""

BEYOND: Final = 6.0
"""What is so many times larger than usual counts as much as what is so large."""

LEAST: Final = 20.0
"""Less than this (W) is nothing in any house: so much the prior stands for at least, and so much is usual at least."""

_SIZE_STEP: Final = 1 / 192
"""What is usual moves by this part of each difference: in about two days."""


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

    size: float = 0.0
    """How large the targets usually are (W)."""

    @property
    def bound(self) -> float:
        """Return beyond which size something is unusual (W)."""
        return BEYOND * max(self.size, LEAST)

    def seen(self, features: Sequence[float], target: float) -> Self:
        """Return the equations with one more observation."""
        size = len(self.prior)
        products = self.products if len(self.products) == size * size else (0.0,) * (size * size)
        targets = self.targets if len(self.targets) == size else (0.0,) * size
        bound = self.bound
        largest = max(abs(target), *map(abs, features))
        if largest > bound:
            share = bound / largest
            features, target = [share * value for value in features], share * target
        pairs = [one * other for one in features for other in features]
        return type(self)(
            self.prior,
            tuple([FORGET * old + new for old, new in zip(products, pairs)]),  # noqa: B905 (the inner loop)
            tuple([FORGET * old + value * target for old, value in zip(targets, features)]),  # noqa: B905
            FORGET * self.count + 1.0,
            self.size + _SIZE_STEP * (abs(target) - self.size),
        )

    def weights(self) -> tuple[float, ...]:
        """Return the weights of the features."""
        size = len(self.prior)
        if len(self.products) != size * size or len(self.targets) != size:
            return self.prior
        # The ridge is scaled by each feature's own size, else it would mean something else in another house.
        strength, least = PRIOR_OBSERVATIONS / max(self.count, 1.0), PRIOR_OBSERVATIONS * LEAST * LEAST
        rows = []
        for row in range(size):
            line = list(self.products[row * size : (row + 1) * size])
            ridge = max(strength * line[row], least)
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
