"""The ledger's life in a running site: it counts in every cycle of the controller, and is written down each minute.

What is written is one transaction: the quarters that ended, the running one, and what the ledger goes on from. Whatever
kills Home Assistant, at most a minute is lost, and the counters of the meters bring most of that back.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
import json
from typing import TYPE_CHECKING, Final, Protocol

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import LOGGER
from ..core.control.persistence import from_plain, to_plain
from ..core.ledger.memory import LedgerMemory
from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.sessions.query import SessionQuery
from ..core.ledger.step import LedgerStep, Prices, step
from ..core.model import MonthPeak
from ..core.model.series import local_midnight
from ..core.tariff import Tariff
from ..core.tariff.capacity import month_of, months_before
from .beats import Beats, Pace
from .counters import LifeCounters
from .database import Batch, Database, RecordsError
from .emissions import intensity_of
from .figures import FigureInputs, Figures, first_day, make_figures, stays_of
from .peaks import MONTHS, CapacityPage, capacity_page
from .writer import RecordWriter, Writes

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry
    from ..site import SiteCoordinator
    from ..tariffs import PriceCoordinator

META_MEMORY: Final = "ledger"
META_COUNTERS: Final = "counters"
META_SINCE: Final = "ledger_since"

LONGEST_STAY: Final = timedelta(days=14)
"""A car that came earlier counts from the beginning of the month."""


class Follower(Writes, Protocol):
    """Somebody who keeps something of his own in the same file, and goes by what the ledger counts."""

    async def async_load(self, database: Database) -> None:
        """Take up what was kept. Raises `RecordsError`."""

    def follow(self, counted: LedgerStep, now: datetime) -> None:
        """Go on, in the event loop, after the ledger did."""


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

        self.figures: Figures | None = None
        """Of today, yesterday and this month; None until they are made for the first time."""

        self.beats = Beats()
        self.before_closing: list[Callable[[], Awaitable[None]]] = []
        """Called before the file is closed."""

        self._writer = RecordWriter(hass, entry, database)
        self._writer.sources.append(self)
        self._followers: list[Follower] = []
        self._unwritten: dict[datetime, QuarterRecord] = {}
        self._new_peaks: set[date] = set()
        self._failing = self._no_figures = self._stopped = False

    def add_follower(self, follower: Follower) -> None:
        """Let somebody go by what is counted, and keep something in the same file; before `async_load`."""
        self._followers.append(follower)
        self._writer.sources.append(follower)

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
            for peak in await self.database.async_peaks(self._begin(months_before(this, MONTHS)), now):
                if peak.month is not None:
                    self.peaks[dt_util.as_local(peak.month).date()] = peak
            for follower in self._followers:
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
        await self._writer.async_finish()
        await self.database.async_close()

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
            self._go_on_without(now)
            return
        self._failing = False
        if self.beats.is_new_quarter(now):
            self._note_peaks()
            self.async_refresh()
        self.beats.beat(now)
        self._writer.async_look(now)

    def _go_on_without(self, now: datetime) -> None:
        """Let those who follow the ledger go by what they know themselves, and write that."""
        for follower in self._followers:
            with suppress(Exception):
                follower.follow(LedgerStep(memory=self.memory), now)
        self._writer.async_look(now)

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
        for follower in self._followers:
            follower.follow(counted, now)

    @callback
    def async_refresh(self) -> None:
        """Make the figures anew, in the background."""
        self.entry.async_create_background_task(
            self.hass, self._async_refresh(), f"overshot figures {self.entry.entry_id}"
        )

    async def _async_refresh(self) -> None:
        """Make the figures anew, and tell those who wait for the end of the quarter."""
        if self._stopped:
            return
        try:
            inputs = await self._async_inputs(dt_util.utcnow())
            self.figures = await self.hass.async_add_executor_job(make_figures, inputs)
        except Exception:  # noqa: BLE001  whatever it is, energies are counted on
            if not self._no_figures:
                LOGGER.exception("%s: the sums of the day could not be made; next quarter again", self.entry.title)
            self._no_figures = True
            return
        self._no_figures = False
        if not self._stopped:
            self.beats.tell(Pace.QUARTER)

    async def _async_inputs(self, now: datetime) -> FigureInputs:
        """Return what figures are made of. Raises `RecordsError`."""
        site, zone = self.site.site, self.time_zone
        first = first_day(now, zone)
        start = local_midnight(first, zone)
        # A car that came in the month before may still be there.
        sessions = SessionQuery(start=start - LONGEST_STAY)
        stays = (await self.database.async_sessions(sessions, now)).sessions
        return FigureInputs(
            records=await self.async_records(start, now),
            now=now,
            site=site,
            tariff=self.prices.data.tariff or Tariff(time_zone=zone),
            market=self.prices.archive.series(first, first + timedelta(days=33)),
            peaks=dict(self.peaks),
            stays=stays_of(stays, site.charge_points, site.connection.voltage),
        )

    async def async_records(self, start: datetime, end: datetime) -> list[QuarterRecord]:
        """Return the quarters that are over and begin in [start, end), oldest first. Raises `RecordsError`."""
        records = await self.database.async_quarters(start, end)
        # What ended a moment ago is newer than what the file says of it, and what runs is not over.
        known = {record.start: record for record in records}
        known |= {at: record for at, record in self._unwritten.items() if start <= at < end}
        if self.running is not None:
            known.pop(self.running.start, None)
        return [known[at] for at in sorted(known)]

    def _note_peaks(self) -> None:
        """Keep the months' peaks: a meter that is replaced takes its history along."""
        for shown in self.page().months:
            peak = MonthPeak(demand=shown.demand, at=shown.at, month=self._begin(shown.month))
            if self.peaks.get(shown.month) != peak:
                self.peaks[shown.month] = peak
                self._new_peaks.add(shown.month)

    def batch(self) -> Batch:
        """Return what is not written yet: quarters that are over, the running one, and what the ledger goes on from."""
        running = self.running
        return Batch(
            quarters=(*self._unwritten.values(), *((running,) if running is not None else ())),
            peaks=tuple(self.peaks[month] for month in self._new_peaks),
            meta={
                META_MEMORY: _text(to_plain(self.memory)),
                META_COUNTERS: _text(self.counters.to_dict()),
                META_SINCE: self.since.isoformat() if self.since is not None else None,
            },
        )

    def written(self, batch: Batch) -> None:
        """Take note that this batch is written."""
        for record in batch.quarters:
            if self._unwritten.get(record.start) is record:
                del self._unwritten[record.start]
        done = set(batch.peaks)
        self._new_peaks = {month for month in self._new_peaks if self.peaks[month] not in done}

    def _begin(self, month: date) -> datetime:
        """Return when a local month begins (UTC)."""
        return local_midnight(month, self.time_zone)


def _text(plain: object) -> str:
    """Return plain values as they are kept."""
    return json.dumps(plain, separators=(",", ":"))


def _parsed(text: str | None) -> object:
    """Return what was kept; nothing where that makes no sense."""
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return {}
