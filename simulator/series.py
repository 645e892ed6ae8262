"""Values over time, at equal steps, as a scenario gives them."""

from collections.abc import Sequence

type PhaseSeries = tuple[Series, Series, Series]
"""One series for each of L1, L2, L3."""


class Series:
    """A value that changes at equal steps. Before the first step the first value holds, after the last the last."""

    __slots__ = ("_last", "_linear", "_step", "_values")

    def __init__(self, values: Sequence[float], step: float = 60.0, *, linear: bool = False) -> None:
        """Hold `values` at 0, `step`, 2 x `step`... (s); `linear` joins them by straight lines.

        Raises ValueError where there is no value or the step is not positive.
        """
        if not values:
            raise ValueError("a series needs at least one value")
        if step <= 0:
            raise ValueError("the step of a series must be positive")
        self._values = tuple(float(value) for value in values)
        self._step = step
        self._linear = linear
        self._last = len(self._values) - 1

    def at(self, t: float) -> float:
        """Return the value at `t` (s since the start of the scenario)."""
        position = t / self._step
        if position <= 0:
            return self._values[0]
        index = int(position)
        if index >= self._last:
            return self._values[-1]
        value = self._values[index]
        if self._linear:
            return value + (position - index) * (self._values[index + 1] - value)
        return value


def constant(value: float) -> Series:
    """Return a series that never changes."""
    return Series((value,))


NOTHING: PhaseSeries = (constant(0.0), constant(0.0), constant(0.0))
"""No load on any phase."""
