"""Keeps what energy costs at a site: asks for day-ahead prices when they come out, and tells who wants to hear of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, override
from zlib import crc32
from zoneinfo import ZoneInfo

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import (
    async_track_point_in_utc_time,
    async_track_state_change_event,
    async_track_utc_time_change,
)
from homeassistant.helpers.storage import Store
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from ..const import ACCESS_SUBENTRIES, DOMAIN, LOGGER, SUBENTRY_CONTRACT
from ..core.tariff import TariffError, read_prices
from .archive import PriceArchive
from .contracts import CONF_PRICE_UNIT, CONF_SOURCE, Version, versions_of
from .issues import PriceIssues
from .site_prices import SitePrices, site_prices
from .sources import Source, SourceError, is_all_in, source_of
from .timetable import next_publication, wait_after, wanted_days

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry

STORAGE_VERSION: Final = 1
SAVE_DELAY: Final = 10.0
"""Seconds."""


def signal(entry_id: str) -> str:
    """Return the name of the signal that is sent when prices or contracts of a site changed."""
    return f"{DOMAIN}_prices_{entry_id}"


def store_of(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    """Return the file in which the prices of a site are kept."""
    return Store(hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}.prices")


class PriceCoordinator(DataUpdateCoordinator[SitePrices]):
    """What energy costs at a site; its listeners hear of every quarter, the signal only of a change."""

    config_entry: OvershotConfigEntry

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry) -> None:
        """Read the contracts; prices are there after `async_start`."""
        super().__init__(hass, LOGGER, config_entry=entry, name=f"{entry.title} prices", update_interval=None)
        self.time_zone = str(hass.config.time_zone)
        self.archive = PriceArchive(self.time_zone)
        self.versions: tuple[Version, ...] = ()
        self.source: Source | None = None
        self.peaks: Mapping[date, float] = {}
        """Highest quarters (W) by the first day of their local month, as the meter tells them."""

        self.issues = PriceIssues(hass, entry.entry_id)
        self._store = store_of(hass, entry.entry_id)
        self._all_in = False
        self._tries = 0
        self._next: CALLBACK_TYPE | None = None
        self._watched: CALLBACK_TYPE | None = None
        self._asking = False
        self._spread = crc32(entry.entry_id.encode())
        self.data = SitePrices()
        self._rest = self._rest_of(entry)
        self.async_read_contracts()

    async def async_start(self) -> None:
        """Take up what was known before, and ask for the rest without anybody waiting for it."""
        stored = await self._store.async_load() or {}
        self._all_in = bool(stored.get("all_in"))
        self.archive = PriceArchive.from_dict(self.time_zone, stored)
        entry = self.config_entry
        # Half a minute later as well: a meter tells of its other tariff a moment after the hour.
        entry.async_on_unload(
            async_track_utc_time_change(self.hass, self._async_on_time, minute=range(0, 60, 15), second=(0, 30))
        )
        entry.async_on_unload(self.async_stop)
        self.async_contracts_changed()

    async def async_stop(self) -> None:
        """Ask no more, and keep what is known; written before the site is gone, so that nothing comes after it."""
        for stop in (self._next, self._watched):
            if stop is not None:
                stop()
        self._next = self._watched = None
        self.issues.clear()
        await self._store.async_save(self._stored())

    @callback
    def async_contracts_changed(self) -> None:
        """Reckon with the contracts as they are now."""
        self.async_read_contracts()
        self._async_update()
        self._async_ask_soon()

    @callback
    def async_read_contracts(self) -> None:
        """Read the contracts and who tells their prices."""
        self.versions = versions_of(self.config_entry)

    @callback
    def async_take_contracts(self) -> bool:
        """Take over contracts that were changed; return False where anything else was changed too.

        A new price is no reason to let go of batteries and cars, which loading the site again would do.
        """
        if self._rest_of(self.config_entry) != self._rest or not self.versions:
            return False
        if not versions_of(self.config_entry):
            return False
        self.async_contracts_changed()
        return True

    @staticmethod
    def _rest_of(entry: ConfigEntry) -> tuple[Any, ...]:
        """Return all that is stored of a site but its contracts and its access list."""
        devices = {
            id_: (subentry.title, subentry.data, subentry.unique_id)
            for id_, subentry in entry.subentries.items()
            if subentry.subentry_type not in ACCESS_SUBENTRIES | {SUBENTRY_CONTRACT}
        }
        return (entry.title, entry.data, entry.options, devices)

    def has_market_for(self, version: Version) -> bool:
        """Return whether the day-ahead prices that are kept are of the kind a version reckons with, taxes or none."""
        return not version.needs_market or is_all_in(version.data.get(CONF_SOURCE) or "") is self._all_in

    @property
    def has_contract(self) -> bool:
        """Return whether there is any contract, be it one that cannot be read."""
        return any(self.config_entry.get_subentries_of_type(SUBENTRY_CONTRACT))

    # Asking

    @callback
    def _async_ask_soon(self) -> None:
        """Ask now, in the background."""
        if self._next is not None:
            self._next()
            self._next = None
        self._tries = 0
        if self._async_choose_source() is not None:
            self.config_entry.async_create_background_task(self.hass, self.async_ask(), f"{self.name} ask")

    @callback
    def _async_choose_source(self) -> Source | None:
        """Choose who tells the prices: by the contract of tomorrow, else by that of today."""
        today = dt_util.utcnow().astimezone(ZoneInfo(self.time_zone)).date()
        chosen: Mapping[str, Any] | None = None
        for day in (today, today + timedelta(days=1)):
            version = next((each for each in reversed(self.versions) if each.starts <= day), None)
            if version is not None and version.needs_market and version.data.get(CONF_SOURCE):
                chosen = version.data
        if self._watched is not None:
            self._watched()
            self._watched = None
        self.source = None
        if chosen is None:
            return None
        self.source = source_of(self.hass, chosen[CONF_SOURCE], chosen.get(CONF_PRICE_UNIT))
        if self._all_in is not is_all_in(self.source.key):
            # Prices with taxes and prices of the market are two things that must not be mixed.
            self._all_in = is_all_in(self.source.key)
            self.archive = PriceArchive(self.time_zone)
        if self.source.entity_id is not None:
            self._watched = async_track_state_change_event(self.hass, self.source.entity_id, self._async_entity_changed)
        return self.source

    async def async_ask(self) -> None:
        """Ask for the days that are wanted, and settle when to ask again."""
        source = self.source
        if source is None or self._asking:
            return
        self._asking = True
        try:
            now = dt_util.utcnow()
            for day in wanted_days(self.archive.recent(now), now, self.time_zone):
                await self._async_ask_for(source, day)
        finally:
            self._asking = False
        if source is not self.source:
            self._async_ask_soon()
            return
        self._async_settle()

    async def _async_ask_for(self, source: Source, day: date) -> None:
        """Ask for a day, and keep what is told."""
        try:
            told = await source.async_prices(day)
        except SourceError as err:
            self.issues.failed(str(err))
            LOGGER.debug("%s: %s gave no prices for %s: %s", self.name, source.name, day, err)
            return
        if source is self.source and told.prices:
            self._async_take(source, told.prices, told.unit)

    @callback
    def _async_take(self, source: Source, prices: tuple[Any, ...], unit: str | None) -> None:
        """Keep prices, if they can be read."""
        now = dt_util.utcnow()
        known = [span.value for span in self.archive.recent(now).spans]
        usual = sum(known) / len(known) if known else None
        try:
            read = read_prices(prices, unit, usual)
        except TariffError as err:
            self.issues.unreadable(source.name, err)
            LOGGER.debug("%s: prices of %s make no sense: %s", self.name, source.name, err)
            return
        self.issues.read(source.name, read.unit, unit if read.corrected and unit is not None else None)
        if self.archive.add(read.series):
            self._store.async_delay_save(self._stored, SAVE_DELAY)

    @callback
    def _async_settle(self) -> None:
        """Reckon with what is known, and ask again when something should be there."""
        now = dt_util.utcnow()
        self._async_update()
        if self.source is None:
            return
        if wanted_days(self.archive.recent(now), now, self.time_zone):
            self._tries += 1
            at = now + wait_after(self._tries)
        else:
            self._tries = 0
            at = next_publication(now, self.time_zone, self._spread)
        if self._next is not None:
            self._next()
        self._next = async_track_point_in_utc_time(self.hass, self._async_again, at)

    async def _async_again(self, now: datetime) -> None:
        """Ask again."""
        self._next = None
        self._async_choose_source()
        await self.async_ask()

    @callback
    def _async_entity_changed(self, event: Event[EventStateChangedData]) -> None:
        """Look at an entity that has changed."""
        if not self._asking:
            self.config_entry.async_create_background_task(self.hass, self._async_look(), f"{self.name} look")

    async def _async_look(self) -> None:
        """Take over what an entity tells now, whatever was known."""
        source = self.source
        if source is None:
            return
        await self._async_ask_for(source, dt_util.now().date())
        self._async_settle()

    # What follows

    @callback
    def _async_on_time(self, now: datetime) -> None:
        """Go on to the next quarter."""
        # A contract of tomorrow may need somebody who tells prices.
        if self.source is None and self._async_choose_source() is not None:
            self._async_ask_soon()
        self._async_update()

    @callback
    def _async_update(self) -> None:
        """Reckon with what is known, and tell who wants to hear of it."""
        now = dt_util.utcnow()
        market = self.archive.recent(now)
        before = self.data
        reading = self._meter()
        register = getattr(reading, "tariff", None)
        self.peaks = _peaks(reading, now, self.time_zone)
        prices = site_prices(self.versions, market, now, self.time_zone, register=register, peaks=self.peaks)
        self.async_set_updated_data(prices)
        self.issues.look(self.source.name if self.source is not None else None, market, now, self.time_zone)
        if not prices.same_as(before, now):
            async_dispatcher_send(self.hass, signal(self.config_entry.entry_id))

    def _meter(self) -> Any:
        """Return what the grid meter told last, if it did."""
        runtime = getattr(self.config_entry, "runtime_data", None)
        grid = runtime.site.snapshot.grid if runtime is not None else None
        return grid.value if grid is not None else None

    def _stored(self) -> dict[str, Any]:
        """Return what is stored."""
        return {"all_in": self._all_in, **self.archive.to_dict()}

    @override
    async def _async_update_data(self) -> SitePrices:
        """Ask on demand."""
        await self.async_ask()
        return self.data


def _peaks(reading: Any, now: datetime, time_zone: str) -> dict[date, float]:
    """Return the highest quarters (W) by the first day of their local month, as the meter tells them."""
    zone = ZoneInfo(time_zone)
    months: dict[date, float] = {}
    for peak in getattr(reading, "peak_history", ()):
        if peak.month is not None:
            months[peak.month.astimezone(zone).date().replace(day=1)] = peak.demand
    running = getattr(reading, "month_peak", None)
    if running is not None:
        months[now.astimezone(zone).date().replace(day=1)] = running.demand
    return months
