"""A linear program in sparse arrays, built block by block. Imported only where the solver is: it needs numpy."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type Indices = NDArray[np.int32]

INFINITY = float("inf")


@dataclass(slots=True)
class LinearProgram:
    """Minimise cost x columns, with bounds on columns and on rows. Blocks are added; nothing is taken away."""

    columns: int = 0
    rows: int = 0
    offset: float = 0.0
    _columns: list[tuple[Floats, Floats, Floats]] = field(default_factory=list)
    _rows: list[tuple[Floats, Floats]] = field(default_factory=list)
    _entries: list[tuple[Indices, Indices, Floats]] = field(default_factory=list)
    _extra: list[tuple[Indices, Floats]] = field(default_factory=list)

    def add_columns(self, count: int, lower: ArrayLike, upper: ArrayLike, cost: ArrayLike) -> Indices:
        """Add columns with their bounds and costs, one value for all or one for each; return their places."""
        self._columns.append((_full(count, lower), _full(count, upper), _full(count, cost)))
        self.columns += count
        return np.arange(self.columns - count, self.columns, dtype=np.int32)

    def add_rows(self, count: int, lower: ArrayLike, upper: ArrayLike) -> Indices:
        """Add rows with their bounds; return their places."""
        self._rows.append((_full(count, lower), _full(count, upper)))
        self.rows += count
        return np.arange(self.rows - count, self.rows, dtype=np.int32)

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Set coefficients, place by place; one row, column or value counts for all. No place may come twice."""
        there, across, what = np.broadcast_arrays(rows, columns, values)
        self._entries.append((there.astype(np.int32).ravel(), across.astype(np.int32).ravel(), what.ravel()))

    def add_cost(self, columns: ArrayLike, cost: ArrayLike) -> None:
        """Make columns dearer by a cost."""
        there, what = np.broadcast_arrays(columns, np.asarray(cost, dtype=np.float64))
        self._extra.append((there.astype(np.int32).ravel(), what.ravel()))

    def compiled(self) -> Compiled:
        """Return the arrays as the solver takes them, row by row."""
        lower, upper, cost = (np.concatenate([block[part] for block in self._columns]) for part in range(3))
        for columns, more in self._extra:
            np.add.at(cost, columns, more)
        at = np.concatenate([entry[0] for entry in self._entries])
        across = np.concatenate([entry[1] for entry in self._entries])
        values = np.concatenate([entry[2] for entry in self._entries]).astype(np.float64)
        order = np.argsort(at, kind="stable")
        starts = np.zeros(self.rows + 1, dtype=np.int32)
        np.cumsum(np.bincount(at, minlength=self.rows), out=starts[1:])
        return Compiled(
            cost=cost,
            lower=lower,
            upper=upper,
            row_lower=np.concatenate([block[0] for block in self._rows]),
            row_upper=np.concatenate([block[1] for block in self._rows]),
            starts=starts,
            indices=across[order],
            values=values[order],
            offset=self.offset,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The arrays of a linear program, row by row."""

    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    starts: Indices
    indices: Indices
    values: Floats
    offset: float


def _full(count: int, values: ArrayLike) -> Floats:
    """Return one value for each."""
    return np.broadcast_to(np.asarray(values, dtype=np.float64), (count,)).copy()
