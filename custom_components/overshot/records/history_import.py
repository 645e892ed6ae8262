"""The past of a house, taken over from Home Assistant's recorder once: the first evening shows last month already.

The newest month comes first, each is one transaction, and where it stopped it goes on after a restart. What the ledger
measured itself is never replaced.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import json
from typing import TYPE_CHECKING, Final, Self
from zlib import crc32
from zoneinfo import ZoneInfo

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..const import LOGGER
from ..core.forecast.sun import Location
from ..core.ledger.flows import Flows
from ..core.ledger.hours import records_of
from ..core.ledger.quarter import QuarterRecord
from ..core.model.series import QUARTER, local_midnight, quarter_start
from ..core.tariff import Tariff, export_series, import_series
from ..core.tariff.capacity import month_of, months_before
from ..plans.history import HOUR, RECORDER
from ..tariffs.coordinator import signal
from .database import Batch
from .keeper import LedgerKeeper
from .statistics import HouseStatistics, async_house_statistics, hour_of, read_hours

if TYPE_CHECKING:
    from ..core.model import Series

MONTHS: Final = 13
"""So far back: a whole year, and the month to compare this one with."""

META: Final = "history"

COMPILED: Final = timedelta(minutes=15)
"""The recorder has an hour's statistics so long after it ended, at the latest."""

AGAIN: Final = timedelta(minutes=15)
"""What failed is tried again after this long."""

TRIES: Final = 4
"""A month that cannot be read so often is given up."""

BREATH: Final = 0.5
"""Between two months (s): others use the recorder too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the import has come."""

    until: datetime
    """Where the ledger begins: history ends here (UTC)."""

    reached: datetime
    """From here on it is imported, up to the hour in which the ledger began (UTC)."""

    last_hour: bool = False
    """Whether what was before the ledger in that hour is imported too."""

    found: bool = False
    """Whether the recorder knew anything."""

    contracts: str = ""
    """By which contracts it was priced: others, of those days as well, make it worth to be done again."""

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Return what was kept; None where there is none, or none that makes sense."""
        try:
            plain = json.loads(text or "")
            return cls(
                until=datetime.fromisoformat(plain["until"]),
                reached=datetime.fromisoformat(plain["reached"]),
                last_hour=bool(plain["last_hour"]),
                found=bool(plain["found"]),
                contracts=str(plain["contracts"]),
            )
        except ValueError, KeyError, TypeError:
            return None

    def text(self) -> str:
        """Return it as it is kept."""
        return json.dumps(
            {
                "until": self.until.isoformat(),
                "reached": self.reached.isoformat(),
                "last_hour": self.last_hour,
                "found": self.found,
                "contracts": self.contracts,
            }
        )


class HistoryImport:
    """Takes over the history of one site, in the background."""

    def __init__(self, hass: HomeAssistant, keeper: LedgerKeeper) -> None:
        """Prepare; nothing happens before `async_start`."""
        self.hass = hass
        self.keeper = keeper
        self._task: asyncio.Task[None] | None = None
        self._running_for: str | None = None
        """By which contracts it was priced last; None before it began."""

    @callback
    def async_start(self) -> None:
        """Begin once Home Assistant has started, and the recorder knows the hour in which the ledger began."""
        entry = self.keeper.entry
        self.keeper.before_closing.append(self.async_stop)
        entry.async_on_unload(async_dispatcher_connect(self.hass, signal(entry.entry_id), self._async_prices_changed))
        if self.hass.state is CoreState.running:
            self._async_begin()
            return

        @callback
        def begin(_: Event) -> None:
            self._async_begin()

        entry.async_on_unload(self.hass.bus.async_listen(EVENT_HOMEASSISTANT_STARTED, begin))

    async def async_stop(self) -> None:
        """Stop; what is under way is done again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait((self._task,))

    @callback
    def _async_prices_changed(self) -> None:
        """Begin again where contracts were entered since."""
        if self._running_for not in (None, self._contracts()):
            self._async_begin()

    @callback
    def _async_begin(self) -> None:
        """Run in the background; what runs is told to end first."""
        if self._task is not None:
            self._task.cancel()
        self._running_for = self._contracts()
        self._task = self.keeper.entry.async_create_background_task(
            self.hass, self._async_run(), f"overshot history {self.keeper.entry.entry_id}"
        )

    @callback
    def _async_again(self, wait: timedelta) -> None:
        """Run again later."""

        @callback
        def again(_: datetime) -> None:
            self._async_begin()

        self.keeper.entry.async_on_unload(async_call_later(self.hass, wait, again))

    async def _async_run(self, tried: int = 1) -> None:
        """Import what is not imported yet."""
        title = self.keeper.entry.title
        if RECORDER not in self.hass.config.components:
            return
        try:
            if await self.async_import():
                LOGGER.info("%s: the history of the recorder is taken over", title)
        except Exception:  # noqa: BLE001  whatever is wrong with a database, the house goes on
            if tried == 1:
                LOGGER.exception("%s: the history cannot be taken over; it is tried again", title)
            if tried >= TRIES:
                LOGGER.warning("%s: the history is given up until Home Assistant starts again", title)
                return
            await asyncio.sleep(AGAIN.total_seconds())
            await self._async_run(tried + 1)

    async def async_import(self) -> bool:
        """Import what is not imported yet; return whether anything was. Raises whatever goes wrong."""
        database, now = self.keeper.database, dt_util.utcnow()
        progress = Progress.read(await database.async_meta(META))
        contracts = self._contracts()
        if progress is None:
            until = quarter_start(self.keeper.since or now)
            progress = Progress(until=until, reached=hour_of(until), contracts=contracts)
        elif progress.contracts != contracts:
            progress = replace(progress, reached=hour_of(progress.until), last_hour=False, contracts=contracts)
        months = self._months(progress)
        if progress.found and progress.last_hour and not months:
            return False
        house = await async_house_statistics(self.hass, self.keeper.site.devices)
        if not house.counters.imported:
            # Nothing is preferred, and our own meter tells no counter yet: the next start may know more.
            return False
        found = progress.found
        for start in months:
            records = await self._async_records(house, start, progress.reached)
            progress = replace(progress, reached=start, found=progress.found or bool(records))
            # Where nothing is known at all, nothing is kept of it: the user may yet tell of counters that are older.
            meta = {META: progress.text()} if progress.found else {}
            await database.async_write(Batch(quarters=records, meta=meta))
            await asyncio.sleep(BREATH)
        await self._async_last_hour(house, progress, now)
        if progress.found:
            self.keeper.async_refresh()
        return progress.found and not found

    async def _async_last_hour(self, house: HouseStatistics, progress: Progress, now: datetime) -> None:
        """Import what was before the ledger in the hour in which it began, as soon as the recorder knows that hour."""
        hour = hour_of(progress.until)
        if progress.last_hour or not progress.found:
            return
        wait = hour + HOUR + COMPILED - now
        if wait > timedelta(0):
            self._async_again(wait)
            return
        records = await self._async_records(house, hour, progress.until) if hour < progress.until else ()
        meta = {META: replace(progress, last_hour=True).text()}
        await self.keeper.database.async_write(Batch(quarters=records, meta=meta))

    def _contracts(self) -> str:
        """Return by which contracts prices are known now."""
        versions = [dict(version.data) for version in self.keeper.prices.versions]
        return f"{crc32(json.dumps(versions, sort_keys=True, default=str).encode()):08x}"

    def _months(self, progress: Progress) -> list[datetime]:
        """Return when the local months begin that are not imported yet, the newest first."""
        zone = self.keeper.time_zone
        this = month_of(progress.until.astimezone(ZoneInfo(zone)).date())
        starts = [local_midnight(months_before(this, count), zone) for count in range(MONTHS + 1)]
        return [start for start in starts if start < progress.reached]

    async def _async_records(self, house: HouseStatistics, start: datetime, end: datetime) -> Sequence[QuarterRecord]:
        """Return the records of the quarters that begin in [start, end)."""
        from homeassistant.components.recorder import get_instance  # noqa: PLC0415

        site, prices = self.keeper.site.site, self.keeper.prices
        place = Location(latitude=site.latitude or 0.0, longitude=site.longitude or 0.0)
        # An hour is read as a whole, though only a part of it may be asked for.
        hours = await get_instance(self.hass).async_add_executor_job(
            read_hours, self.hass, house, place, start, hour_of(end - QUARTER) + HOUR
        )
        tariff = prices.data.tariff or Tariff(time_zone=site.time_zone)
        zone = ZoneInfo(site.time_zone)
        market = prices.archive.series(start.astimezone(zone).date(), end.astimezone(zone).date() + timedelta(days=1))
        cars = frozenset(point.id for point in site.charge_points)
        return await self.hass.async_add_executor_job(_records, hours, cars, tariff, market, start, end)


def _records(
    hours: Sequence[Flows], cars: frozenset[str], tariff: Tariff, market: Series, start: datetime, end: datetime
) -> list[QuarterRecord]:
    """Return the records of hours that begin in [start, end), at what they cost as far as contracts and prices are known."""
    imports = import_series(tariff, market, start, end)
    exports = export_series(tariff, market, start, end)
    return [record for record in records_of(hours, cars, imports, exports) if start <= record.start < end]
