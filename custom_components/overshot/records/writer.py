"""Writes the records of a site: once a minute, all that is new in one transaction."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from homeassistant.core import HomeAssistant, callback

from ..const import LOGGER
from .beats import has_passed
from .database import Batch, Database, RecordsError

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry

WRITE_INTERVAL: Final = timedelta(minutes=1)


class Writes(Protocol):
    """Somebody who has something to write."""

    def batch(self) -> Batch:
        """Return what is not written yet."""

    def written(self, batch: Batch) -> None:
        """Take note that this batch is written."""


class RecordWriter:
    """Writes what all of them have; what fails is written with the next batch."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, database: Database) -> None:
        """Write to a database that is open."""
        self.hass = hass
        self.entry = entry
        self.database = database
        self.sources: list[Writes] = []
        self._task: asyncio.Task[None] | None = None
        self._wrote_at: datetime | None = None
        self._failed = False

    @callback
    def async_look(self, now: datetime) -> None:
        """Write in the background when it is time."""
        if self._wrote_at is None:
            self._wrote_at = now
        if has_passed(WRITE_INTERVAL, self._wrote_at, now) and (self._task is None or self._task.done()):
            self._wrote_at = now
            self._task = self.entry.async_create_background_task(
                self.hass, self.async_write(), f"overshot records {self.entry.entry_id}"
            )

    async def async_finish(self) -> None:
        """Write what is left."""
        if self._task is not None:
            await asyncio.wait((self._task,))
        await self.async_write()

    async def async_write(self) -> None:
        """Write now."""
        parts = [(source, source.batch()) for source in self.sources]
        try:
            await self.database.async_write(together(batch for _, batch in parts))
        except RecordsError as err:
            if not self._failed:
                LOGGER.error("%s: the records cannot be written, it is tried each minute: %s", self.entry.title, err)
            self._failed = True
            return
        if self._failed:
            LOGGER.info("%s: the records are written again", self.entry.title)
        self._failed = False
        for source, batch in parts:
            source.written(batch)


def together(batches: Iterable[Batch]) -> Batch:
    """Return batches as one."""
    whole = Batch()
    for batch in batches:
        whole = Batch(
            quarters=(*whole.quarters, *batch.quarters),
            sessions=(*whole.sessions, *batch.sessions),
            peaks=(*whole.peaks, *batch.peaks),
            meta={**whole.meta, **batch.meta},
        )
    return whole
