"""Tables of persons, vehicles and cards as CSV, read line by line: every line that cannot be is told at once.

The first column is the name whatever its header says; the others are known by their header in English or Dutch, and may be
left out. Commas, semicolons and tabs separate; numbers have a point or a comma.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
import csv
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import StringIO
from math import isfinite
import re
from typing import Any, Final

MOST_ROWS: Final = 2000
LAST_PRIORITY: Final = 99
ID_LENGTHS: Final = range(4, 65)
"""Characters of a card's id; the shortest that exist have 4 bytes, some stations cut them."""


class Table(StrEnum):
    """What a table is of."""

    PERSONS = "persons"
    VEHICLES = "vehicles"
    CARDS = "cards"


class Mistake(StrEnum):
    """What can be wrong; each has a translated error of its own, `access_<mistake>`."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    COLUMN = "column"
    """A column that is needed is missing."""

    NAME = "name"
    """A name is missing, or there twice."""

    VALUE = "value"
    UNKNOWN = "unknown"
    """A person or a charge point that nobody knows."""

    CARD_KNOWN = "card_known"
    """A card that another line, or another card of the list, has."""

    CARDS_FULL = "cards_full"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be taken; rows are counted as a spreadsheet counts them."""

    mistake: Mistake
    table: Table
    row: int = 0
    column: str = ""
    value: str = ""
    """Of the number of a card its last two characters only."""


class AccessTableError(ValueError):
    """Tables that cannot be taken, with everything that is wrong."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        """Name what is wrong."""
        self.wrong = tuple(wrong)
        super().__init__("; ".join(f"{it.table} {it.row} {it.column}: {it.mistake}" for it in self.wrong))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its name, and what else it tells, by column. What is empty is left out."""

    row: int
    name: str
    values: Mapping[str, Any]


GROUP, PRIORITY, COST_CENTRE, PERSON_ENTITY = "group", "priority", "cost_centre", "person_entity"
OWNER, CONSUMPTION, CAPACITY = "owner", "consumption", "capacity"
MAX_CURRENT, PHASES, CHARGE_POINT = "max_current", "phases", "charge_point"
CARD_ID, PERSON, VALID_UNTIL, CHARGE_POINTS, BLOCKED = "card_id", "person", "valid_until", "charge_points", "blocked"

_HEADERS: Final[Mapping[str, frozenset[str]]] = {
    GROUP: frozenset({"group", "groep", "gebruikersgroep"}),
    PRIORITY: frozenset({"priority", "prioriteit"}),
    COST_CENTRE: frozenset({"cost centre", "cost center", "kostenplaats"}),
    PERSON_ENTITY: frozenset({"home assistant", "person entity", "persoon in home assistant"}),
    OWNER: frozenset({"owner", "eigenaar", "person", "persoon"}),
    CONSUMPTION: frozenset({"consumption", "verbruik"}),
    CAPACITY: frozenset({"capacity", "capaciteit", "accucapaciteit"}),
    MAX_CURRENT: frozenset({"max current", "maximum current", "hoogste stroom", "maximale stroom"}),
    PHASES: frozenset({"phases", "fasen"}),
    CHARGE_POINT: frozenset({"charge point", "oplaadpunt", "laadpunt"}),
    CARD_ID: frozenset({"id", "card id", "number", "rfid", "tag", "uid", "kaart-id", "kaartnummer", "nummer"}),
    PERSON: frozenset({"person", "user", "persoon", "gebruiker"}),
    VALID_UNTIL: frozenset({"valid until", "geldig tot"}),
    CHARGE_POINTS: frozenset({"charge points", "oplaadpunten", "laadpunten"}),
    BLOCKED: frozenset({"blocked", "geblokkeerd"}),
}
_UNIT: Final = re.compile(r"\s*[(\[].*[)\]]$")
_BROKEN: Final = re.compile(r"^\d+[.,]?\d*e\+\d+$", re.IGNORECASE)
"""What spreadsheets make of a long number."""

_YES: Final = frozenset({"x", "1", "yes", "ja", "true", "waar", "blocked", "geblokkeerd"})
_NO: Final = frozenset({"0", "no", "nee", "false", "onwaar", "active", "actief", "-"})
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")

type Read = Callable[[str], Any]
"""From a cell that is not empty to its value. Raises `ValueError`."""


def _number(lowest: float, highest: float) -> Read:
    def read(cell: str) -> float:
        value = float(cell.replace(",", "."))
        if not isfinite(value) or not lowest <= value <= highest:
            raise ValueError
        return value

    return read


def _whole(lowest: int, highest: int) -> Read:
    def read(cell: str) -> int:
        value = int(cell)
        if not lowest <= value <= highest:
            raise ValueError
        return value

    return read


def _day(cell: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise ValueError


def _flag(cell: str) -> bool:
    if (said := cell.casefold()) not in _YES | _NO:
        raise ValueError
    return said in _YES


def _card_id(cell: str) -> str:
    if _BROKEN.match(cell) or len(plain_id(cell)) not in ID_LENGTHS:
        raise ValueError
    return cell


def _entity(cell: str) -> str:
    if not re.fullmatch(r"person\.[a-z0-9_]+", cell):
        raise ValueError
    return cell


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for part in cell.split("|") if (name := part.strip()))


COLUMNS: Final[Mapping[Table, Mapping[str, Read]]] = {
    Table.PERSONS: {GROUP: str, PRIORITY: _whole(0, LAST_PRIORITY), COST_CENTRE: str, PERSON_ENTITY: _entity},
    Table.VEHICLES: {
        OWNER: str,
        CONSUMPTION: _number(5, 100),
        CAPACITY: _number(1, 250),
        MAX_CURRENT: _number(6, 80),
        PHASES: _whole(1, 3),
        CHARGE_POINT: str,
    },
    Table.CARDS: {
        CARD_ID: _card_id,
        PERSON: str,
        VALID_UNTIL: _day,
        PRIORITY: _whole(0, LAST_PRIORITY),
        CHARGE_POINTS: _names,
        BLOCKED: _flag,
    },
}
"""Consumption in kWh/100 km, capacity in kWh, currents in A."""


def plain_id(id_: str) -> str:
    """Return the id of a card without what stations and labels put between its characters."""
    return "".join(character for character in id_.upper() if character.isalnum())


def read_table(table: Table, text: str) -> tuple[Row, ...]:
    """Return the rows of a table. Raises `AccessTableError` with all that is wrong in it."""
    lines = [
        (number, [cell.strip() for cell in line])
        for number, line in enumerate(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text)), 1)
        if any(cell.strip() for cell in line)
    ]
    if len(lines) < 2:
        raise AccessTableError([Wrong(Mistake.EMPTY, table)])
    if len(lines) > MOST_ROWS:
        raise AccessTableError([Wrong(Mistake.TOO_LONG, table, len(lines), value=str(MOST_ROWS))])
    header = [_UNIT.sub("", cell.casefold()) for cell in lines[0][1]]
    places = {
        key: place for key in COLUMNS[table] for place, said in enumerate(header) if place and said in _HEADERS[key]
    }
    if table is Table.CARDS and CARD_ID not in places:
        raise AccessTableError([Wrong(Mistake.COLUMN, table, lines[0][0], "id", ", ".join(lines[0][1]))])
    wrong: list[Wrong] = []
    rows = [_row(table, number, cells, header, places, wrong) for number, cells in lines[1:]]
    wrong += _names_twice(table, rows)
    if wrong:
        raise AccessTableError(sorted(wrong, key=lambda it: it.row))
    return tuple(rows)


def _row(
    table: Table, number: int, cells: list[str], header: list[str], places: Mapping[str, int], wrong: list[Wrong]
) -> Row:
    """Return a line, and note what is wrong with it."""
    values: dict[str, Any] = {}
    for key, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        if not cell:
            if key == CARD_ID:
                wrong.append(Wrong(Mistake.VALUE, table, number, header[place], "-"))
            continue
        try:
            values[key] = COLUMNS[table][key](cell)
        except ValueError:
            shown = f"...{plain_id(cell)[-2:]}" if key == CARD_ID else cell
            wrong.append(Wrong(Mistake.VALUE, table, number, header[place], shown))
    return Row(number, cells[0], values)


def _names_twice(table: Table, rows: Iterable[Row]) -> Iterator[Wrong]:
    """Yield the lines without a name, or with one that is there before."""
    seen: set[str] = set()
    for row in rows:
        name = row.name.casefold()
        if not name or name in seen:
            yield Wrong(Mistake.NAME, table, row.row, value=row.name or "-")
        seen.add(name)


def _delimiter(text: str) -> str:
    """Return what separates the cells: spreadsheets of half of Europe write semicolons."""
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    return max(",;\t", key=first.count)
