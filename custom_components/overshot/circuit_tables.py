"""Tables of circuits and of charging stations as CSV, in and out.

The columns are those of the reev guide (tables 1 and 2): a circuit, its limit and the circuit it hangs on; a station, its
phase rotation, its limit and the circuit it hangs on. The first column is the name whatever its header says.
"""

from collections.abc import Iterable, Sequence
import csv
from dataclasses import dataclass
from io import StringIO
from math import isfinite
import re
from typing import Final

from .core.model import Rotation

MOST_ROWS: Final = 2000

_LIMIT: Final = frozenset({"limit", "limiet", "grenswert", "limite"})
_PARENT: Final = frozenset({"connected to", "connection point", "aansluitpunt", "anschlusspunkt", "parent", "circuit"})
_ROTATION: Final = frozenset({"rotation", "phase rotation", "faserotatie", "phasenrotation"})
_UNIT: Final = re.compile(r"\s*\(?a\)?$")
_LETTERS: Final = str.maketrans("RSTABC", "123123")
_GRID: Final = frozenset({"", "-", "grid", "net"})


class TableError(ValueError):
    """A table that cannot be taken: the key of a translated error, and where and what it is about."""

    def __init__(self, key: str, row: int = 0, value: str = "") -> None:
        """Name what is wrong; rows are counted as a spreadsheet counts them."""
        super().__init__(f"{key}: row {row}: {value}")
        self.key = key
        self.details = {"row": str(row), "value": value or "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitRow:
    """A circuit as a table has it."""

    row: int
    name: str
    limit: float
    """A."""

    parent: str | None
    """Name of the circuit it hangs on; None: the grid connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRow:
    """A charging station as a table has it."""

    row: int
    name: str
    rotation: Rotation
    limit: float
    """A."""

    circuit: str | None


def rotation_of(text: str) -> Rotation | None:
    """Return a phase rotation written as L1-L2-L3, 123, R/S/T or the like; None for what is none."""
    digits = re.sub(r"[^123]", "", text.upper().translate(_LETTERS).replace("L", ""))
    name = "".join(f"l{digit}" for digit in digits)
    return Rotation(name) if name in Rotation else None


def read_table(text: str) -> list[CircuitRow] | list[StationRow]:
    """Return the rows of a table; one with a column for the rotation is of stations. Raises `TableError`."""
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(csv.reader(StringIO(text), delimiter=_delimiter(text)), 1)
        if any(cell.strip() for cell in row)
    ]
    if len(rows) < 2:
        raise TableError("table_empty")
    if len(rows) > MOST_ROWS:
        raise TableError("table_too_long", len(rows), str(MOST_ROWS))
    header = [_UNIT.sub("", cell.casefold()) for cell in rows[0][1]]
    limit, parent, rotation = (_column(header, names) for names in (_LIMIT, _PARENT, _ROTATION))
    if limit is None or parent is None:
        raise TableError("table_header", rows[0][0], ", ".join(rows[0][1]))
    seen: set[str] = set()
    circuits: list[CircuitRow] = []
    stations: list[StationRow] = []
    for number, row in rows[1:]:
        cells = [*row, *[""] * (len(header) - len(row))]
        name, above = cells[0], None if cells[parent].casefold() in _GRID else cells[parent]
        if not name or name.casefold() in seen:
            raise TableError("table_twice", number, name)
        seen.add(name.casefold())
        amperes = _amperes(cells[limit], number)
        if rotation is None:
            circuits.append(CircuitRow(row=number, name=name, limit=amperes, parent=above))
            continue
        turned = rotation_of(cells[rotation])
        if turned is None:
            raise TableError("table_rotation", number, cells[rotation])
        stations.append(StationRow(row=number, name=name, rotation=turned, limit=amperes, circuit=above))
    return circuits if rotation is None else stations


def write_table(header: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Return a table as CSV."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([f"{cell:g}" if isinstance(cell, float) else cell for cell in row] for row in rows)
    return text.getvalue()


def _delimiter(text: str) -> str:
    """Return what separates the cells: spreadsheets of half of Europe write semicolons."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _column(header: Sequence[str], names: frozenset[str]) -> int | None:
    """Return the column with one of these headers, but not the first one."""
    return next((number for number, name in enumerate(header) if number and name in names), None)


def _amperes(cell: str, row: int) -> float:
    """Return a current (A), with or without its unit, with a point or a comma. Raises `TableError`."""
    try:
        value = float(_UNIT.sub("", cell.casefold()).replace(",", "."))
    except ValueError:
        value = 0.0
    if not isfinite(value) or value <= 0:
        raise TableError("table_limit", row, cell)
    return value
