"""The tables of a site's records, and how an older file becomes a newer one.

What is asked for by its value stands in columns of its own; the whole record stands beside them as JSON, so that a new
field of a record needs no new version. Moments are seconds since 1970, energies Wh.
"""

from collections.abc import Mapping
import sqlite3
from typing import Final

VERSION: Final = 2
"""Of the tables, as `PRAGMA user_version` tells."""

MIGRATIONS: Final[Mapping[int, tuple[str, ...]]] = {
    1: (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE quarters (
            start INTEGER PRIMARY KEY,
            imported INTEGER NOT NULL,
            record TEXT NOT NULL
        )""",
        """CREATE TABLE peaks (
            month INTEGER PRIMARY KEY,
            demand REAL NOT NULL,
            at INTEGER
        )""",
        """CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            charge_point TEXT NOT NULL,
            person TEXT,
            vehicle TEXT,
            status TEXT NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER,
            energy REAL NOT NULL,
            estimated REAL NOT NULL,
            solar REAL NOT NULL,
            battery_solar REAL NOT NULL,
            battery_grid REAL NOT NULL,
            battery_unknown REAL NOT NULL,
            unmeasured REAL NOT NULL,
            grid REAL NOT NULL,
            cost REAL,
            co2 REAL,
            distance REAL,
            charging_time REAL NOT NULL,
            max_power REAL,
            record TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX sessions_by_start ON sessions (started)",
        "CREATE INDEX sessions_by_point ON sessions (charge_point, started)",
        "CREATE INDEX sessions_by_person ON sessions (person, started)",
    ),
    # The records of the sessions apart from the columns: sums read every row, and need not read those through.
    2: (
        "ALTER TABLE sessions ADD COLUMN reimbursement REAL",
        "CREATE TABLE session_records (id TEXT PRIMARY KEY, record TEXT NOT NULL)",
        "INSERT INTO session_records (id, record) SELECT id, record FROM sessions",
        "ALTER TABLE sessions DROP COLUMN record",
    ),
}
"""What makes each version from the one before."""


class NewerFileError(Exception):
    """The file was written by a newer version of Overshot."""


def migrate(connection: sqlite3.Connection) -> int:
    """Bring the tables up to date, each version as one transaction; return the version that was found.

    Raises `NewerFileError`, and `sqlite3.DatabaseError` for a file that is none.
    """
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise NewerFileError(f"version {found}, this is {VERSION}")
    for version in range(found + 1, VERSION + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in MIGRATIONS[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return found
