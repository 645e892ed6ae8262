"""The ledger's life in a running site: it counts in every cycle of the controller, and is written down each minute.

What is written is one transaction: the quarters that ended, the running one, and what the ledger goes on from. Whatever
kills Home Assistant, at most a minute is lost, and the counters of the meters bring most of that back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime, timedelta
from enum import IntEnum
import json
from typing import TYPE_CHECKING, Final, Protocol

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import LOGGER
from ..core.control.persistence import from_plain, to_plain
from ..core.ledger.memory import LedgerMemory
from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.step import LedgerStep, Prices, step
from ..core.model import MonthPeak
from ..core.model.series import local_midnight, quarter_start
from ..core.tariff.capacity import month_of, months_before
from .counters import LifeCounters
from .database import Batch, Database, RecordsError
from .emissions import intensity_of
from .peaks import MONTHS, CapacityPage, capacity_page

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry
    from ..site import SiteCoordinator
    from ..tariffs import PriceCoordinator

WRITE_INTERVAL: Final = timedelta(minutes=1)
LIVE_INTERVAL: Final = timedelta(seconds=10)

META_MEMORY: Final = "ledger"
META_COUNTERS: Final = "counters"
META_SINCE: Final = "ledger_since"


class Pace(IntEnum):
    """How often somebody hears of what was counted; who hears of the faster also hears at every slower beat."""

    QUARTER = 1
    """When a clock quarter is over: money, and all that is summed up by the day."""

    MINUTE = 2
    """Counters of energy."""

    LIVE = 3
    """Every ten seconds: what is now."""


class Follower(Protocol):
    """Somebody who keeps something of his own in the same file, and goes by what the ledger counts."""

    async def async_load(self, database: Database) -> None:
        """Take up what was kept. Raises `RecordsError`."""

    def follow(self, counted: LedgerStep, now: datetime) -> None:
        """Go on, in the event loop, after the ledger did."""

    def batch(self) -> Batch:
        """Return what is not written yet."""

    def written(self, batch: Batch) -> None:
        """Take note that this batch is written."""


class LedgerKeeper:
    """Counts what flows through a site, and keeps it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: OvershotConfigEntry,
        site: SiteCoordinator,
        prices: PriceCoordinator,
        database: Database,
    ) -> None:
        """Prepare to count; nothing happens before `async_load` and `async_start`."""
        self.hass = hass
        self.entry = entry
        self.site = site
        self.prices = prices
        self.database = database
        self.memory = LedgerMemory()
        self.counted: LedgerStep | None = None
        """What the last cycle brought."""

        self.since: datetime | None = None
        """When the ledger began (UTC); what is older comes from the recorder's history."""

        self.counters = LifeCounters()
        self.peaks: dict[date, MonthPeak] = {}
        """By the first day of their local month, as far as they were recorded or the meter told them."""

        self.closed: Callable[[QuarterRecord], None] = lambda record: None
        """Hears of each quarter that is over."""

        self.followers: list[Follower] = []
        self.before_closing: list[Callable[[], Awaitable[None]]] = []
        """Called before the file is closed."""

        self._unwritten: dict[datetime, QuarterRecord] = {}
        self._new_peaks: set[date] = set()
        self._listeners: dict[Pace, list[Callable[[], None]]] = {pace: [] for pace in Pace}
        self._told_at: dict[Pace, datetime] = {}
        self._writing: asyncio.Task[None] | None = None
        self._wrote_at: datetime | None = None
        self._failing = self._write_failed = self._stopped = False

    @property
    def time_zone(self) -> str:
        """Return in which days and months are counted."""
        return self.site.site.time_zone

    @property
    def running(self) -> QuarterRecord | None:
        """Return the quarter that is not over, as far as it was counted."""
        return self.memory.running

    async def async_load(self) -> None:
        """Take up what was kept. What cannot be read is begun anew: the house must not wait for its books."""
        await self.database.async_open()
        now = dt_util.utcnow()
        try:
            self.memory = from_plain(LedgerMemory, _parsed(await self.database.async_meta(META_MEMORY)))
            self.counters = LifeCounters.from_dict(_parsed(await self.database.async_meta(META_COUNTERS)))
            since = await self.database.async_meta(META_SINCE)
            self.since = dt_util.parse_datetime(since) if since else None
            this = month_of(dt_util.as_local(now).date())
            for peak in await self.database.async_peaks(self._month(months_before(this, MONTHS)), now):
                if peak.month is not None:
                    self.peaks[dt_util.as_local(peak.month).date()] = peak
            for follower in self.followers:
                await follower.async_load(self.database)
        except RecordsError as err:
            LOGGER.error("%s: the records could not be read: %s", self.entry.title, err)

    @callback
    def async_start(self) -> None:
        """Count from now on, in every cycle of the controller."""
        self.entry.async_on_unload(self.site.async_add_listener(self._async_cycle))
        self.entry.async_on_unload(
            self.hass.async_add_shutdown_job(HassJob(self.async_stop, "overshot close the records"))
        )

    async def async_stop(self) -> None:
        """Write what is left, and close the file."""
        if self._stopped:
            return
        self._stopped = True
        for stop in self.before_closing:
            await stop()
        if self._writing is not None:
            await asyncio.wait((self._writing,))
        await self._async_write(dt_util.utcnow())
        await self.database.async_close()

    @callback
    def async_add_listener(self, pace: Pace, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call somebody at this pace; return how to stop that."""
        self._listeners[pace].append(listener)

        def stop() -> None:
            self._listeners[pace].remove(listener)

        return stop

    @callback
    def page(self) -> CapacityPage:
        """Return what there is to say of peaks now."""
        now, decision, prices = dt_util.utcnow(), self.site.data, self.prices.data
        grid = self.site.snapshot.grid
        silent = decision is None or decision.state.meter_stale
        return capacity_page(
            now=now,
            time_zone=self.time_zone,
            quarter=None if decision is None or silent else decision.state.quarter,
            meter=grid.value if grid is not None else None,
            recorded=self.peaks,
            capacity=prices.capacity,
            at_maximum=prices.at_maximum,
        )

    @callback
    def _async_cycle(self) -> None:
        """Count what flowed since the last cycle, tell who wants to hear of it, and write when it is time."""
        if self._stopped:
            return
        now = dt_util.utcnow()
        try:
            self._count(now)
        except Exception:  # noqa: BLE001  whatever it is, the controller goes on
            if not self._failing:
                LOGGER.exception("%s: the ledger failed; nothing is counted until it works again", self.entry.title)
            self._failing = True
            return
        self._failing = False
        self._tell(now)
        if self._wrote_at is None:
            self._wrote_at = now
        if not WRITE_INTERVAL > now - self._wrote_at >= timedelta(0) and self._idle:
            self._wrote_at = now
            self._writing = self.entry.async_create_background_task(
                self.hass, self._async_write(now), f"overshot records {self.entry.entry_id}"
            )

    def _count(self, now: datetime) -> None:
        """Let the ledger count, and everybody who follows it."""
        site, prices = self.site, self.prices.data
        if self.since is None:
            self.since = now
        counted = step(
            site.site,
            self.memory,
            site.snapshot,
            Prices(
                import_price=prices.import_prices.at(now),
                export_price=prices.export_prices.at(now),
                imports=prices.import_prices,
                exports=prices.export_prices,
            ),
            intensity_of(self.hass, self.entry.data),
            now,
        )
        self.memory, self.counted = counted.memory, counted
        for record in counted.closed:
            self._unwritten[record.start] = record
            self.counters.take(record)
            self.closed(record)
        for follower in self.followers:
            follower.follow(counted, now)

    def _tell(self, now: datetime) -> None:
        """Tell those whose time has come."""
        quarter = quarter_start(now)
        over = self._told_at.get(Pace.QUARTER) != quarter
        if over:
            self._note_peaks()
        for pace, mark, due in (
            (Pace.QUARTER, quarter, over),
            (Pace.MINUTE, now, over or self._due(Pace.MINUTE, WRITE_INTERVAL, now)),
            (Pace.LIVE, now, over or self._due(Pace.LIVE, LIVE_INTERVAL, now)),
        ):
            if due:
                self._told_at[pace] = mark
                for listener in tuple(self._listeners[pace]):
                    listener()

    def _due(self, pace: Pace, interval: timedelta, now: datetime) -> bool:
        """Whether so much time has passed, or the clock was set back."""
        told = self._told_at.get(pace)
        return told is None or not interval > now - told >= timedelta(0)

    def _note_peaks(self) -> None:
        """Keep the months' peaks: a meter that is replaced takes its history along."""
        for shown in self.page().months:
            peak = MonthPeak(demand=shown.demand, at=shown.at, month=self._month(shown.month))
            if self.peaks.get(shown.month) != peak:
                self.peaks[shown.month] = peak
                self._new_peaks.add(shown.month)

    @property
    def _idle(self) -> bool:
        """Whether nothing is being written."""
        return self._writing is None or self._writing.done()

    async def _async_write(self, now: datetime) -> None:
        """Write all that is not written yet; what fails is written with the next batch."""
        quarters, peaks = dict(self._unwritten), {month: self.peaks[month] for month in self._new_peaks}
        running = self.memory.running
        of_others = [(follower, follower.batch()) for follower in self.followers]
        batch = _together(
            Batch(
                quarters=(*quarters.values(), *((running,) if running is not None else ())),
                peaks=tuple(peaks.values()),
                meta={
                    META_MEMORY: _text(to_plain(self.memory)),
                    META_COUNTERS: _text(self.counters.to_dict()),
                    META_SINCE: self.since.isoformat() if self.since is not None else None,
                },
            ),
            (batch for _, batch in of_others),
        )
        try:
            await self.database.async_write(batch)
        except RecordsError as err:
            if not self._write_failed:
                LOGGER.error("%s: the records could not be written, it is tried each minute: %s", self.entry.title, err)
            self._write_failed = True
            return
        if self._write_failed:
            LOGGER.info("%s: the records are written again", self.entry.title)
        self._write_failed = False
        for start, record in quarters.items():
            if self._unwritten.get(start) is record:
                del self._unwritten[start]
        self._new_peaks = {month for month in self._new_peaks if self.peaks[month] != peaks.get(month)}
        for follower, part in of_others:
            follower.written(part)

    def _month(self, month: date) -> datetime:
        """Return when a local month begins (UTC)."""
        return local_midnight(month, self.time_zone)


def _together(first: Batch, others: Iterable[Batch]) -> Batch:
    """Return batches as one."""
    whole = first
    for other in others:
        whole = Batch(
            quarters=(*whole.quarters, *other.quarters),
            sessions=(*whole.sessions, *other.sessions),
            peaks=(*whole.peaks, *other.peaks),
            meta={**whole.meta, **other.meta},
        )
    return whole


def _text(plain: object) -> str:
    """Return plain values as they are kept."""
    return json.dumps(plain, separators=(",", ":"))


def _parsed(text: str | None) -> object:
    """Return what was kept; nothing where that makes no sense."""
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return {}
