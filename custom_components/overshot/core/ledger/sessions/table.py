"""Sessions as tables for a spreadsheet: a row a session, and a last row whose sums are those of the rows as they are shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final

from ..flows import Source
from .billing import Billing
from .session import Session
from .words import words

type Cell = str | Decimal | datetime | None

ENERGY: Final = Decimal("0.001")
MONEY: Final = Decimal("0.0001")
TENTH: Final = Decimal("0.1")
HOURS: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, with what its columns are known by."""

    keys: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What a table needs to know beside the sessions."""

    site: str
    """What the house is called: its address."""

    zone: tzinfo
    language: str
    now: datetime
    billing: Billing


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands in it, and whether it can be summed up."""

    key: str
    cell: Callable[[Session, Around], Cell]
    summed: bool = False


def decimal(amount: float | None, step: Decimal) -> Decimal | None:
    """Return a number as it is shown."""
    return None if amount is None else Decimal(repr(amount)).quantize(step)


def _kilo(key: str, read: Callable[[Session], float | None], *, summed: bool = True, step: Decimal = ENERGY) -> Column:
    """Return a column in kWh, kW or kg."""

    def cell(session: Session, around: Around) -> Cell:
        amount = read(session)
        return decimal(None if amount is None else amount / 1000, step)

    return Column(key, cell, summed)


def _from(*sources: Source) -> Callable[[Session], float]:
    """Return a function giving what came from some sources (Wh)."""
    return lambda session: sum(session.sources.get(source, 0.0) for source in sources)


def _other(session: Session) -> float:
    """Return what came from elsewhere, or from nobody knows where (Wh)."""
    return max(
        0.0, session.energy - _from(Source.SOLAR, Source.BATTERY_SOLAR, Source.BATTERY_GRID, Source.GRID)(session)
    )


COLUMNS: Final = (
    Column("started", lambda session, around: session.started.astimezone(around.zone)),
    Column("ended", lambda session, around: None if session.ended is None else session.ended.astimezone(around.zone)),
    Column("charge_point", lambda session, _: session.charge_point_name),
    Column("site", lambda _, around: around.site),
    Column("person", lambda session, _: session.person_name),
    Column("group", lambda session, _: session.group_name),
    Column("cost_centre", lambda session, _: session.cost_centre),
    Column("card", lambda session, _: session.card_name),
    Column("vehicle", lambda session, _: session.vehicle_name),
    Column("duration", lambda session, around: decimal(session.duration(around.now) / 3600, HOURS), summed=True),
    Column("charging_time", lambda session, _: decimal(session.charging_time / 3600, HOURS), summed=True),
    _kilo("energy", lambda session: session.energy),
    _kilo("solar", _from(Source.SOLAR)),
    _kilo("battery_solar", _from(Source.BATTERY_SOLAR)),
    _kilo("battery_grid", _from(Source.BATTERY_GRID)),
    _kilo("grid", _from(Source.GRID)),
    _kilo("other", _other),
    Column("solar_share", lambda session, _: decimal(_percent(session.solar_share), TENTH)),
    Column("cost", lambda session, _: decimal(session.cost, MONEY), summed=True),
    Column("price", lambda session, _: decimal(session.price, MONEY)),
    Column("reimbursement", lambda session, _: decimal(session.reimbursement, MONEY), summed=True),
    _kilo("co2", lambda session: session.co2),
    Column("distance", lambda session, _: decimal(session.distance, TENTH), summed=True),
    _kilo("average_power", lambda session: session.average_power, summed=False),
    _kilo("max_power", lambda session: session.max_power, summed=False),
    _kilo("meter_start", lambda session: session.meter_start, summed=False),
    _kilo("meter_end", lambda session: session.meter_end, summed=False),
    Column("meter", lambda session, around: around.billing.mid_meters.get(session.charge_point, "")),
    _kilo("estimated", lambda session: session.estimated),
    Column("status", lambda session, around: words(around.language)[session.status.value]),
    Column("id", lambda session, _: session.id),
)


def sessions_table(sessions: Iterable[Session], around: Around) -> Table:
    """Return sessions as a table."""
    rows = tuple(tuple(column.cell(session, around) for column in COLUMNS) for session in sessions)
    return _summed(COLUMNS, rows, around)


def monthly_table(sessions: Iterable[Session], around: Around) -> Table:
    """Return what each person charged at each charge point in each month, and what is paid back for it."""
    parts: dict[tuple[str, str, str, str], list[Session]] = {}
    for session in sessions:
        month = f"{session.started.astimezone(around.zone):%Y-%m}"
        name = session.person_name or words(around.language)["nobody"]
        parts.setdefault((month, name, session.cost_centre, session.charge_point_name), []).append(session)
    rows = tuple(
        (*key, Decimal(len(part)), *_sums([column for column in COLUMNS if column.key in _MONTHLY], part, around))
        for key, part in sorted(parts.items())
    )
    heads = [Column(key, _nothing) for key in ("month", "person", "cost_centre", "charge_point")]
    columns = (
        *heads,
        Column("sessions", _nothing, summed=True),
        *(column for column in COLUMNS if column.key in _MONTHLY),
    )
    return _summed(columns, rows, around)


_MONTHLY: Final = frozenset(
    {
        "duration",
        "charging_time",
        "energy",
        "solar",
        "battery_solar",
        "battery_grid",
        "grid",
        "other",
        "cost",
        "reimbursement",
        "co2",
        "distance",
        "estimated",
    }
)


def grouped(sessions: Iterable[Session], by: Callable[[Session], str]) -> Mapping[str, Sequence[Session]]:
    """Return sessions by something of them, in the order of its names."""
    parts: dict[str, list[Session]] = {}
    for session in sessions:
        parts.setdefault(by(session), []).append(session)
    return dict(sorted(parts.items()))


def _nothing(session: Session, around: Around) -> Cell:
    """Return nothing: the column is filled otherwise."""
    return None


def _percent(share: float | None) -> float | None:
    """Return a share (0..1) as %."""
    return None if share is None else 100 * share


def _sums(columns: Iterable[Column], sessions: Iterable[Session], around: Around) -> list[Cell]:
    """Return the sums of some columns, each of what stands in it."""
    kept = list(sessions)
    return [_sum(column.cell(session, around) for session in kept) for column in columns]


def _sum(cells: Iterable[Cell]) -> Decimal | None:
    """Return the sum of what is known; None where nothing is."""
    known = [cell for cell in cells if isinstance(cell, Decimal)]
    return sum(known, Decimal(0)) if known else None


def _summed(columns: Sequence[Column], rows: tuple[tuple[Cell, ...], ...], around: Around) -> Table:
    """Return a table with the sums of its rows."""
    told = words(around.language)
    totals: list[Cell] = [
        _sum(row[index] for row in rows) if column.summed else None for index, column in enumerate(columns)
    ]
    totals[0] = told["total"]
    return Table(
        keys=tuple(column.key for column in columns),
        headings=tuple(told[column.key] for column in columns),
        rows=rows,
        totals=tuple(totals),
    )
