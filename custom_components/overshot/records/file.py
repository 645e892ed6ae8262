"""The file a site's records are kept in: SQLite, used from one thread only.

It is written about once a minute, in one transaction. The write-ahead log makes that one short append, and
`synchronous=FULL` one flush to the disk: without it a power cut could take every minute since the last checkpoint, which
may be hours ago. A process that is killed loses nothing that was written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
import sqlite3
from typing import Final

from homeassistant.util import dt as dt_util

from ..const import LOGGER
from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.sessions.query import SessionNames, SessionPage, SessionQuery
from ..core.ledger.sessions.session import Session
from ..core.model import MonthPeak
from . import rows, session_queries
from .schema import NewerFileError, migrate

AUTOCHECKPOINT: Final = 1000
"""Pages in the write-ahead log after which they go to the file itself: SQLite's own default."""

_CLEAN: Final = "closed_well"


class RecordsError(Exception):
    """The records could not be written or read."""


class Trouble(StrEnum):
    """What was wrong with the file."""

    DAMAGED = "damaged"
    """It could not be read, and was set aside."""

    NEWER = "newer"
    """A newer version of Overshot wrote it; it was set aside."""

    VOLATILE = "volatile"
    """No file can be made there: records last until Home Assistant stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is written together: all of it, or nothing."""

    quarters: Iterable[QuarterRecord] = ()
    """One that was imported never takes the place of one that was measured."""

    sessions: Iterable[Session] = ()
    peaks: Iterable[MonthPeak] = ()
    """Of months: each tells which."""

    meta: Mapping[str, str | None] = field(default_factory=dict)
    """What else must be there after a restart, by name; None forgets it."""


class RecordFile:
    """A site's records. What is damaged is set aside, and a new file begun."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path
        self.trouble: Trouble | None = None
        self.set_aside: Path | None = None
        """Where a file that could not be used is now."""

        self._connection: sqlite3.Connection | None = None
        self._held = False

    def open(self) -> None:
        """Open the file, and make it where there is none. Raises nothing: the house must go on."""
        try:
            self._connection = self._opened()
        except NewerFileError as err:
            self._replace(Trouble.NEWER, err)
        except sqlite3.DatabaseError as err:
            if _is_damage(err):
                self._replace(Trouble.DAMAGED, err)
            else:
                self._go_without_file(err)

    def close(self) -> None:
        """Write what is left in the log to the file, and close it."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error):
            rows.put_meta(self._connection, {_CLEAN: "1"})
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._connection = None

    def remove(self) -> None:
        """Close and delete the file."""
        self.close()
        for path in _with_logs(self.path):
            path.unlink(missing_ok=True)

    def write(self, batch: Batch) -> None:
        """Write a batch as one transaction. Raises `RecordsError`: nothing of it is written then."""

        def put(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                rows.put_quarters(connection, batch.quarters)
                rows.put_sessions(connection, batch.sessions)
                rows.put_peaks(connection, batch.peaks)
                rows.put_meta(connection, batch.meta)

        self._run(put)

    def meta(self, key: str) -> str | None:
        """Return what is kept under a name. Raises `RecordsError`."""
        return self._run(lambda connection: rows.meta(connection, key))

    def quarters(self, start: datetime, end: datetime) -> list[QuarterRecord]:
        """Return the quarters that begin in [start, end), oldest first. Raises `RecordsError`."""
        return self._run(lambda connection: rows.quarters(connection, start, end))

    def known(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last quarter begin; None where there is none. Raises `RecordsError`."""
        return self._run(rows.known)

    def peaks(self, start: datetime, end: datetime) -> list[MonthPeak]:
        """Return the peaks of the months that begin in [start, end), oldest first. Raises `RecordsError`."""
        return self._run(lambda connection: rows.peaks(connection, start, end))

    def sessions(self, query: SessionQuery, now: datetime) -> SessionPage:
        """Return the sessions a query asks for, and the sums of all it finds. Raises `RecordsError`."""
        return self._run(lambda connection: session_queries.page(connection, query, now))

    def session_names(self) -> SessionNames:
        """Return what there are sessions of. Raises `RecordsError`."""
        return self._run(session_queries.names)

    def occupied(self, start: datetime, end: datetime, now: datetime) -> dict[str, float]:
        """Return how long a vehicle was plugged in at each charge point between two moments (s). Raises `RecordsError`."""
        return self._run(lambda connection: session_queries.occupied(connection, start, end, now))

    def known_sessions(self, sessions: Sequence[Session]) -> list[bool]:
        """Return which of some sessions overlap one that is kept. Raises `RecordsError`."""
        return self._run(
            lambda connection: [
                session_queries.overlapping(connection, each.charge_point, each.started, each.ended or each.started)
                for each in sessions
            ]
        )

    def revise(self, change: Callable[[Session], Session]) -> int:
        """Change sessions that are kept; return how many it changed. Raises `RecordsError`: none then."""

        def revised(connection: sqlite3.Connection) -> int:
            with _transaction(connection):
                changed = [
                    after
                    for (record,) in connection.execute("SELECT record FROM session_records")
                    if (after := change(before := rows.session_of(record))) != before
                ]
                rows.put_sessions(connection, changed)
            return len(changed)

        return self._run(revised)

    def hold(self) -> None:
        """Leave the file itself as it is until `release`: what is written goes to the log. Raises `RecordsError`."""
        self._held = True
        self._run(_hold)

    def release(self) -> None:
        """Write to the file itself again. Raises `RecordsError`."""
        self._held = False
        self._run(_release)

    def _run[T](self, action: Callable[[sqlite3.Connection], T]) -> T:
        """Do something with the file, with a new one where it turns out to be damaged. Raises `RecordsError`."""
        if self._connection is None:
            raise RecordsError("The records are closed")
        try:
            return action(self._connection)
        except sqlite3.DatabaseError as err:
            if not _is_damage(err):
                raise RecordsError(str(err)) from err
            self._replace(Trouble.DAMAGED, err)
        try:
            return action(self._connection)
        except sqlite3.DatabaseError as err:
            raise RecordsError(str(err)) from err

    def _opened(self) -> sqlite3.Connection:
        """Return a connection to the file, with its tables up to date."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, autocommit=True, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection)
            migrate(connection)
            # A check reads the whole file: only where nobody closed it well.
            if rows.meta(connection, _CLEAN) != "1":
                _check(connection)
            rows.put_meta(connection, {_CLEAN: "0"})
            if self._held:
                _hold(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _replace(self, trouble: Trouble, err: Exception) -> None:
        """Set the file aside and begin a new one."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self.trouble = trouble
        mark = f"{trouble}-{dt_util.utcnow():%Y%m%d-%H%M%S}"
        self.set_aside = self.path.with_name(f"{self.path.name}.{mark}")
        LOGGER.error("Records in %s could not be used (%s); they are kept as %s", self.path, err, self.set_aside.name)
        try:
            for path in _with_logs(self.path):
                if path.exists():
                    path.rename(path.with_name(f"{self.set_aside.name}{path.name.removeprefix(self.path.name)}"))
            self._connection = self._opened()
        except (OSError, sqlite3.DatabaseError, NewerFileError) as second:
            self._go_without_file(second)

    def _go_without_file(self, err: Exception) -> None:
        """Keep the records in memory: whoever asks still gets those of today."""
        LOGGER.error("No records can be kept in %s: %s", self.path, err)
        self.trouble = Trouble.VOLATILE
        self._connection = sqlite3.connect(":memory:", autocommit=True, isolation_level=None, check_same_thread=False)
        migrate(self._connection)


def _prepare(connection: sqlite3.Connection) -> None:
    """Set how the file is written. Where there can be no write-ahead log (some network drives), there is none."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT}")
    connection.execute("PRAGMA journal_size_limit = 4194304")
    connection.execute("PRAGMA busy_timeout = 10000")


def _hold(connection: sqlite3.Connection) -> None:
    """Move the log into the file, and from then on leave the file alone."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA wal_autocheckpoint = 0")


def _release(connection: sqlite3.Connection) -> None:
    """Let the log go to the file again."""
    connection.execute(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT}")
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of something, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _check(connection: sqlite3.Connection) -> None:
    """Read the whole file. Raises `sqlite3.DatabaseError` where it is damaged."""
    fault = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if fault != "ok":
        err = sqlite3.DatabaseError(fault)
        err.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise err


def _is_damage(err: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is spoilt; a full disk or a locked file spoils nothing."""
    code = getattr(err, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _with_logs(path: Path) -> list[Path]:
    """Return a file and what SQLite keeps beside it."""
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]
