"""Read sessions from the CSV of another system, or from our own: every line that cannot be read is told by its number."""

from collections.abc import Iterable, Mapping
import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from io import StringIO
from math import isfinite
import re
from typing import Final

from ..flows import Source
from .growth import spread
from .session import Metering, Session, SessionStatus, session_id
from .words import WORDS

MOST_ENERGY: Final = 500_000.0
"""No session is longer than the battery of any car, or lorry (Wh)."""

LONGEST: Final = timedelta(days=90)

_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "started": (
        "start time",
        "started",
        "begin",
        "start date",
        "starttijd",
        "startdatum",
        "plugged in at",
        "from",
        "van",
    ),
    "ended": ("end time", "ended", "stop", "stop time", "eindtijd", "einddatum", "unplugged at", "to", "until", "tot"),
    "duration": ("duration", "duur", "plugged in", "aangesloten"),
    "charge_point": ("charger", "charging station", "station", "laadpaal", "laadpunt", "location", "locatie"),
    "person": ("user", "name", "owner", "driver", "gebruiker", "naam", "eigenaar", "bestuurder"),
    "vehicle": ("car", "auto", "wagen"),
    "energy": ("kwh", "consumption", "charged", "verbruik", "geladen energie", "charged energy", "energy charged"),
    "cost": ("amount", "kost", "kostprijs", "bedrag", "price total"),
    "cost_centre": ("cost center",),
}
_READ: Final = (
    "started",
    "ended",
    "duration",
    "charge_point",
    "person",
    "vehicle",
    "cost_centre",
    "energy",
    "solar",
    "battery_solar",
    "battery_grid",
    "grid",
    "cost",
    "reimbursement",
    "meter_start",
    "meter_end",
)
_SOURCES: Final = {
    "solar": Source.SOLAR,
    "battery_solar": Source.BATTERY_SOLAR,
    "battery_grid": Source.BATTERY_GRID,
    "grid": Source.GRID,
}
_FORMATS: Final = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
)


class ProblemKey(StrEnum):
    """Why a table, or a line of it, cannot be read."""

    EMPTY = "empty"
    NO_COLUMN = "no_column"
    MOMENT = "moment"
    NUMBER = "number"
    NO_END = "no_end"
    ORDER = "order"
    """It ends before it begins, or lasts for months."""

    FUTURE = "future"
    ENERGY = "energy"
    CHARGE_POINT = "charge_point"
    TWICE = "twice"
    """The same table has another session of the same charge point at that time."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where."""

    line: int
    """As a text editor counts; the headings are line 1."""

    key: ProblemKey
    text: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read."""

    sessions: tuple[tuple[int, Session], ...]
    """With their lines, oldest first."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the house knows, by what it is called in small letters."""

    points: Mapping[str, tuple[str, str]]
    """Charge points: id and name."""

    persons: Mapping[str, tuple[str, str]]
    """Persons: id and name."""

    zone: tzinfo
    now: datetime
    point: str | None = None
    """The charge point of lines that name none, in small letters."""


class _WrongError(Exception):
    """A line that cannot be read."""

    def __init__(self, key: ProblemKey, text: str) -> None:
        """Say what is wrong, and what stands there."""
        super().__init__(text)
        self.key, self.text = key, text


def read_sessions(text: str, known: Known) -> Read:
    """Return the sessions of a table, and what is wrong with it. Energy is in kWh, times are those of the house."""
    lines = text.removeprefix("\ufeff").strip("\r\n")
    first = lines.partition("\n")[0]
    if not first.strip():
        return Read((), (Problem(1, ProblemKey.EMPTY, ""),))
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(StringIO(lines, newline=""), delimiter=delimiter)
    columns = _columns(next(rows))
    missing = [WORDS["en"][key] for key in ("started", "energy") if key not in columns]
    if not {"ended", "duration"} & columns.keys():
        missing.append(WORDS["en"]["ended"])
    if missing:
        return Read((), (Problem(1, ProblemKey.NO_COLUMN, ", ".join(missing)),))
    sessions: list[tuple[int, Session]] = []
    problems: list[Problem] = []
    for row in rows:
        cells = {key: row[index].strip().removeprefix("'") for key, index in columns.items() if index < len(row)}
        if not cells.get("started") or cells["started"].casefold() in _TOTAL:
            continue
        try:
            sessions.append((rows.line_num, _session(cells, known)))
        except _WrongError as err:
            problems.append(Problem(rows.line_num, err.key, err.text))
    if not sessions and not problems:
        problems.append(Problem(1, ProblemKey.EMPTY, ""))
    sessions.sort(key=lambda each: each[1].started)
    problems += _twice(sessions)
    return Read(tuple(sessions), tuple(sorted(problems, key=lambda each: each.line)))


def _columns(headings: Iterable[str]) -> dict[str, int]:
    """Return where each column stands that can be read."""
    found: dict[str, int] = {}
    names = {
        _plain(name): key
        for key in _READ
        for name in (*(told[key] for told in WORDS.values() if key in told), *_ALIASES.get(key, ()), key)
    }
    for index, heading in enumerate(headings):
        key = names.get(_plain(heading))
        if key is not None:
            found.setdefault(key, index)
    return found


def _session(cells: Mapping[str, str], known: Known) -> Session:
    """Return the session of a line. Raises `_WrongError`."""
    started = _moment(cells["started"], known.zone)
    ended = _end(cells, started, known.zone)
    if not started <= ended <= started + LONGEST:
        raise _WrongError(ProblemKey.ORDER, f"{cells['started']} - {cells.get('ended') or cells.get('duration', '')}")
    if ended > known.now:
        raise _WrongError(ProblemKey.FUTURE, cells.get("ended") or cells["started"])
    energy = _number(cells.get("energy", ""))
    if energy is None or not 0 <= energy * 1000 <= MOST_ENERGY:
        raise _WrongError(ProblemKey.ENERGY, cells.get("energy", ""))
    named = cells.get("charge_point", "")
    point = known.points.get(named.casefold() or known.point or "")
    if point is None:
        raise _WrongError(ProblemKey.CHARGE_POINT, named)
    person, person_name = known.persons.get(cells.get("person", "").casefold(), (None, cells.get("person", "")))
    sources = {source: 1000 * (_number(cells.get(key, "")) or 0.0) for key, source in _SOURCES.items() if key in cells}
    kilo = {key: _number(cells.get(key, "")) for key in ("cost", "reimbursement", "meter_start", "meter_end")}
    return Session(
        id=session_id(point[0], started),
        charge_point=point[0],
        charge_point_name=point[1],
        started=started,
        ended=ended,
        status=SessionStatus.IMPORTED,
        metering=Metering.IMPORTED,
        energy=energy * 1000,
        sources={source: amount for source, amount in sources.items() if amount > 0},
        cost=kilo["cost"],
        reimbursement=kilo["reimbursement"],
        meter_start=None if kilo["meter_start"] is None else 1000 * kilo["meter_start"],
        meter_end=None if kilo["meter_end"] is None else 1000 * kilo["meter_end"],
        profile=spread({}, energy * 1000, started, ended),
        person=person,
        person_name=person_name,
        cost_centre=cells.get("cost_centre", ""),
        vehicle_name=cells.get("vehicle", ""),
    )


def _end(cells: Mapping[str, str], started: datetime, zone: tzinfo) -> datetime:
    """Return when a session ended: as it is told, else by how long it lasted."""
    if told := cells.get("ended"):
        return _moment(told, zone)
    lasted = cells.get("duration", "")
    if not lasted:
        raise _WrongError(ProblemKey.NO_END, "")
    if clock := re.fullmatch(r"(\d+):(\d\d)(?::(\d\d))?", lasted):
        return started + timedelta(hours=int(clock[1]), minutes=int(clock[2]), seconds=int(clock[3] or 0))
    hours = _number(lasted)
    if hours is None or not 0 <= hours <= LONGEST / timedelta(hours=1):
        raise _WrongError(ProblemKey.NUMBER, lasted)
    return started + timedelta(hours=hours)


def _moment(text: str, zone: tzinfo) -> datetime:
    """Return a moment (UTC); one without a zone is local."""
    for form in (None, *_FORMATS):
        try:
            # The zone is added below where the text tells none.
            moment = datetime.fromisoformat(text) if form is None else datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    raise _WrongError(ProblemKey.MOMENT, text)


def _number(text: str) -> float | None:
    """Return a number with a decimal point or comma; None for an empty cell. Raises `_WrongError`."""
    plain = re.sub(r"[\s€]|kwh|eur", "", text.casefold())
    if not plain:
        return None
    if "," in plain and "." in plain:
        # The last of them is the decimal one.
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise _WrongError(ProblemKey.NUMBER, text)
    return number


def _plain(heading: str) -> str:
    """Return a heading without its unit, in small letters."""
    return re.sub(r"\(.*?\)", "", heading).replace("_", " ").strip().casefold()


def _twice(sessions: Iterable[tuple[int, Session]]) -> list[Problem]:
    """Return the lines that overlap another one of the same charge point."""
    before: dict[str, Session] = {}
    problems: list[Problem] = []
    for line, session in sessions:
        other = before.get(session.charge_point)
        if other is not None and (session.started < (other.ended or other.started) or session.id == other.id):
            problems.append(Problem(line, ProblemKey.TWICE, session.charge_point_name))
        else:
            before[session.charge_point] = session
    return problems


_TOTAL: Final = frozenset(told["total"].casefold() for told in WORDS.values())
