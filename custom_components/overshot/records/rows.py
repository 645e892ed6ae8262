"""Records as rows of the tables, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
import json
import sqlite3
from typing import Any, Final

from ..core.control.persistence import from_plain, to_plain
from ..core.ledger.flows import Source
from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.sessions.session import Session
from ..core.ledger.stored import record_from_plain, record_to_plain
from ..core.model import MonthPeak

_SESSION: Final = (
    "id",
    "charge_point",
    "person",
    "vehicle",
    "status",
    "started",
    "ended",
    "energy",
    "estimated",
    *(source.value for source in Source),
    "cost",
    "co2",
    "distance",
    "charging_time",
    "max_power",
    "reimbursement",
)
_PUT_SESSION: Final = (
    f"INSERT OR REPLACE INTO sessions ({', '.join(_SESSION)}) VALUES ({', '.join('?' * len(_SESSION))})"  # noqa: S608  names of our own
)
_PUT_QUARTER: Final = """INSERT INTO quarters (start, imported, record) VALUES (?, ?, ?)
    ON CONFLICT (start) DO UPDATE SET imported = excluded.imported, record = excluded.record
    WHERE excluded.imported <= quarters.imported"""


def put_sessions(connection: sqlite3.Connection, sessions: Iterable[Session]) -> None:
    """Write sessions; one that is known already is replaced."""
    kept = list(sessions)
    connection.executemany(_PUT_SESSION, (_session_row(session) for session in kept))
    connection.executemany(
        "INSERT OR REPLACE INTO session_records (id, record) VALUES (?, ?)",
        ((session.id, _json(session)) for session in kept),
    )


def sessions(connection: sqlite3.Connection, ids: Iterable[str]) -> tuple[Session, ...]:
    """Return the sessions with these ids, in their order."""
    read = connection.cursor()
    found = (read.execute("SELECT record FROM session_records WHERE id = ?", (id_,)).fetchone() for id_ in ids)
    return tuple(session_of(row[0]) for row in found if row is not None)


def session_of(record: str) -> Session:
    """Return the session of a row. Raises `ValueError` for what is none."""
    stored = json.loads(record)
    # Its many numbers are all of one kind: read one by one they would take longer than all the rest.
    profile = stored.pop("profile", {}) if isinstance(stored, dict) else {}
    numbers = {quarter: energy for quarter, energy in profile.items() if isinstance(energy, float | int)}
    return replace(from_plain(Session, stored), profile=numbers)


def put_quarters(connection: sqlite3.Connection, quarters: Iterable[QuarterRecord]) -> None:
    """Write quarters; an imported one never takes the place of one that was measured."""
    connection.executemany(
        _PUT_QUARTER,
        ((seconds(each.start), int(each.imported_from_history), _dumped(record_to_plain(each))) for each in quarters),
    )


def quarters(connection: sqlite3.Connection, start: datetime, end: datetime) -> list[QuarterRecord]:
    """Return the quarters that begin in [start, end), oldest first."""
    found = connection.execute(
        "SELECT record FROM quarters WHERE start >= ? AND start < ? ORDER BY start", (seconds(start), seconds(end))
    )
    return [record_from_plain(json.loads(record)) for (record,) in found]


def known(connection: sqlite3.Connection) -> tuple[datetime, datetime] | None:
    """Return when the first and the last quarter begin; None where there is none."""
    first, last = connection.execute("SELECT min(start), max(start) FROM quarters").fetchone()
    return None if first is None else (moment(first), moment(last))


def put_peaks(connection: sqlite3.Connection, peaks: Iterable[MonthPeak]) -> None:
    """Write the peaks of months."""
    connection.executemany(
        "INSERT OR REPLACE INTO peaks (month, demand, at) VALUES (?, ?, ?)",
        (
            (seconds(each.month), each.demand, None if each.at is None else seconds(each.at))
            for each in peaks
            if each.month is not None
        ),
    )


def peaks(connection: sqlite3.Connection, start: datetime, end: datetime) -> list[MonthPeak]:
    """Return the peaks of the months that begin in [start, end), oldest first."""
    found = connection.execute(
        "SELECT month, demand, at FROM peaks WHERE month >= ? AND month < ? ORDER BY month",
        (seconds(start), seconds(end)),
    )
    return [
        MonthPeak(demand=demand, at=None if at is None else moment(at), month=moment(month))
        for month, demand, at in found
    ]


def put_meta(connection: sqlite3.Connection, values: Mapping[str, str | None]) -> None:
    """Write what is kept by name; None forgets it."""
    for key, value in values.items():
        if value is None:
            connection.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def meta(connection: sqlite3.Connection, key: str) -> str | None:
    """Return what is kept under a name."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])


def seconds(at: datetime) -> int:
    """Return a moment as a column holds it."""
    return int(at.timestamp())


def moment(stored: int) -> datetime:
    """Return the moment a column holds."""
    return datetime.fromtimestamp(stored, UTC)


def _session_row(session: Session) -> tuple[Any, ...]:
    """Return a session as the row of its table."""
    return (
        session.id,
        session.charge_point,
        # Whoever is in no access list, as from an imported table, is known by name.
        session.person or session.person_name or None,
        session.vehicle or session.vehicle_name or None,
        session.status.value,
        seconds(session.started),
        None if session.ended is None else seconds(session.ended),
        session.energy,
        session.estimated,
        *(session.sources.get(source, 0.0) for source in Source),
        session.cost,
        session.co2,
        session.distance,
        session.charging_time,
        session.max_power,
        session.reimbursement,
    )


def _json(session: Session) -> str:
    """Return a session as JSON."""
    return _dumped(to_plain(session))


def _dumped(plain: object) -> str:
    """Return plain values as JSON."""
    return json.dumps(plain, separators=(",", ":"))
