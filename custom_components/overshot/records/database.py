"""The records of a site, for everybody in the event loop: each question and each batch goes to the file's own thread."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Final

from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.sessions.query import SessionNames, SessionPage, SessionQuery
from ..core.ledger.sessions.session import Session
from ..core.model import MonthPeak
from .file import Batch, RecordFile, RecordsError, Trouble

__all__ = ["Batch", "Database", "RecordsError", "Trouble", "database_path"]

FOLDER: Final = ".storage"


def database_path(config_dir: str, entry_id: str) -> Path:
    """Return where the records of a site are kept."""
    return Path(config_dir, FOLDER, f"overshot.{entry_id}.db")


class Database:
    """A record file in a thread of its own, so that neither the event loop nor another site waits for its disk."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self._file = RecordFile(path)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="overshot-records")

    @property
    def path(self) -> Path:
        """Return where the records are kept."""
        return self._file.path

    @property
    def trouble(self) -> Trouble | None:
        """Return what was wrong with the file, if anything was."""
        return self._file.trouble

    @property
    def set_aside(self) -> Path | None:
        """Return where a file that could not be used is now."""
        return self._file.set_aside

    async def async_open(self) -> None:
        """Open the file; see `trouble` for what was wrong with it."""
        await self._run(self._file.open)

    async def async_close(self) -> None:
        """Write what is left and close the file."""
        await self._run(self._file.close)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._run(self._file.remove)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def async_write(self, batch: Batch) -> None:
        """Write a batch as one transaction. Raises `RecordsError`: nothing of it is written then."""
        await self._run(self._file.write, batch)

    async def async_meta(self, key: str) -> str | None:
        """Return what is kept under a name. Raises `RecordsError`."""
        return await self._run(self._file.meta, key)

    async def async_quarters(self, start: datetime, end: datetime) -> list[QuarterRecord]:
        """Return the quarters that begin in [start, end), oldest first. Raises `RecordsError`."""
        return await self._run(self._file.quarters, start, end)

    async def async_known(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last quarter begin; None where there is none. Raises `RecordsError`."""
        return await self._run(self._file.known)

    async def async_peaks(self, start: datetime, end: datetime) -> list[MonthPeak]:
        """Return the peaks of the months that begin in [start, end), oldest first. Raises `RecordsError`."""
        return await self._run(self._file.peaks, start, end)

    async def async_sessions(self, query: SessionQuery, now: datetime) -> SessionPage:
        """Return the sessions a query asks for, and the sums of all it finds. Raises `RecordsError`."""
        return await self._run(self._file.sessions, query, now)

    async def async_session_names(self) -> SessionNames:
        """Return what there are sessions of. Raises `RecordsError`."""
        return await self._run(self._file.session_names)

    async def async_occupied(self, start: datetime, end: datetime, now: datetime) -> dict[str, float]:
        """Return how long a vehicle was plugged in at each charge point between two moments (s). Raises `RecordsError`."""
        return await self._run(self._file.occupied, start, end, now)

    async def async_known_sessions(self, sessions: Sequence[Session]) -> list[bool]:
        """Return which of some sessions overlap one that is kept. Raises `RecordsError`."""
        return await self._run(self._file.known_sessions, sessions)

    async def async_revise(self, change: Callable[[Session], Session]) -> int:
        """Change sessions that are kept, in the file's thread; return how many it changed. Raises `RecordsError`."""
        return await self._run(self._file.revise, change)

    async def async_hold(self) -> None:
        """Leave the file as it is until `async_release`, so that it can be copied. Raises `RecordsError`."""
        await self._run(self._file.hold)

    async def async_release(self) -> None:
        """Write to the file again. Raises `RecordsError`."""
        await self._run(self._file.release)

    async def _run[*Ts, T](self, action: Callable[[*Ts], T], *args: *Ts) -> T:
        """Do something in the file's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, action, *args)
