"""Coordinators: one for each device of a site, so that a device that fails takes nothing else down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util
from modbus_connection import ModbusError

from .const import CONF_GRID_ROLE, CONF_SERIAL_NUMBER, DOMAIN, IDENTITY_INTERVAL, LOGGER
from .core.model import ConnectionStatus
from .devices.answers import Answers
from .devices.driver import BatteryOrders, BoostOrders, ChargePointOrders, DeviceReadings, Driver, HeatPumpOrders
from .devices.load_orders import LoadOrders
from .meter_role import in_role, role_of
from .modbus_link import TcpLink, link_of
from .presence import async_note
from .screen import Limits, Screen, turns_of

if TYPE_CHECKING:
    from .plans.coordinator import PlanCoordinator
    from .plans.forecasts import ForecastCoordinator
    from .records.history_import import HistoryImport
    from .records.keeper import LedgerKeeper
    from .records.sessions import SessionKeeper
    from .site import SiteCoordinator
    from .tariffs import PriceCoordinator

type OvershotConfigEntry = ConfigEntry[OvershotData]


@dataclass(kw_only=True)
class OvershotData:
    """What a loaded site holds."""

    site: SiteCoordinator
    devices: Mapping[str, DeviceCoordinator]
    """By subentry id."""

    prices: PriceCoordinator
    """What energy costs."""

    forecasts: ForecastCoordinator
    """What house and sun are expected to do."""

    plans: PlanCoordinator
    """What should be done about it."""

    ledger: LedgerKeeper
    """What was used, where it came from and what it cost."""

    history: HistoryImport
    """What is older than the ledger."""

    sessions: SessionKeeper
    """Who charged, when and how much."""

    outdated: bool = False
    """Whether the site's settings have changed since it was loaded."""

    site_device_id: str = ""
    """Of the site in the device registry."""


class DeviceCoordinator(DataUpdateCoordinator[DeviceReadings]):
    """One device: its latest readings, their age, and how far it has come."""

    config_entry: OvershotConfigEntry
    shown_elsewhere = False
    """Whether another integration shows what the device measures, so that it needs no second sensor."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: OvershotConfigEntry,
        subentry: ConfigSubentry,
        *,
        interval: timedelta | None,
    ) -> None:
        """Initialize the coordinator; a pushing device has no interval."""
        super().__init__(hass, LOGGER, config_entry=entry, name=subentry.title, update_interval=interval)
        self.data = DeviceReadings()
        self.subentry = subentry
        self.readings_at: datetime | None = None
        self.screen = Screen(
            subentry.title, Limits.of(entry.data), turns=turns_of(subentry.data), grid_role=self.grid_role
        )
        """Everything the device reads goes through it."""

        self.last_update_success = False
        self.device_id = ""
        """Of this device in the device registry."""

    @property
    def device_key(self) -> str:
        """Return what the device's unique ids start with: its serial number."""
        return self.subentry.unique_id or self.subentry.subentry_id

    @property
    def grid_role(self) -> bool:
        """Whether this device is the site's grid meter."""
        return bool(self.subentry.data.get(CONF_GRID_ROLE))

    @property
    def status(self) -> ConnectionStatus:
        """Return how far the device has come."""
        if self.last_update_success:
            return ConnectionStatus.CONNECTED
        if self.readings_at is not None or self.failed:
            return ConnectionStatus.FAILED
        return ConnectionStatus.PAIRED if self.paired else ConnectionStatus.PLANNED

    @property
    def paired(self) -> bool:
        """Whether the device has told who it is."""
        return bool(self.subentry.data.get(CONF_SERIAL_NUMBER))

    @property
    def failed(self) -> bool:
        """Whether the device is known not to be what it should be."""
        return False

    @property
    def interval(self) -> float:
        """Return the time between two readings (s)."""
        return self.update_interval.total_seconds() if self.update_interval else 1.0

    @property
    def gateway(self) -> str:
        """Return the address the device is reached through."""
        return str(self.subentry.data.get("host") or self.subentry.data.get("device") or "Home Assistant")

    @property
    def orders(
        self,
    ) -> Driver | ChargePointOrders | BatteryOrders | HeatPumpOrders | LoadOrders | BoostOrders | None:
        """Return what takes orders for this device, or None where it is only read."""
        return None

    @property
    def writable(self) -> bool:
        """Whether orders may be given now: it has answered and is the one that was added."""
        return False

    async def async_start(self) -> None:
        """Begin to read; a device that does not answer is tried again later."""


class ModbusCoordinator(DeviceCoordinator):
    """Polls a device over Modbus and makes sure it is still the same one."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: OvershotConfigEntry,
        subentry: ConfigSubentry,
        driver: Driver,
        answers: Answers | None = None,
    ) -> None:
        """Initialize the coordinator for a driver whose requests are counted in `answers`."""
        super().__init__(hass, entry, subentry, interval=timedelta(seconds=driver.poll_interval))
        self.driver = driver
        self.answers = answers or Answers()
        self.wrong_device = False
        self.paused = False
        """Whether nothing is asked for the sake of a test; readings age meanwhile."""

        self._identified_at: datetime | None = None
        self._issue_id = f"wrong_device_{subentry.subentry_id}"
        # What it says of itself: the unique id of one that tells no serial number has more to it.
        self._serial = subentry.data.get(CONF_SERIAL_NUMBER) or subentry.unique_id

    @property
    @override
    def failed(self) -> bool:
        return self.wrong_device

    @property
    @override
    def gateway(self) -> str:
        link = link_of(self.subentry.data)
        return link.host if isinstance(link, TcpLink) else str(link)

    @property
    @override
    def orders(self) -> Driver:
        return self.driver

    @property
    @override
    def writable(self) -> bool:
        return self._identified_at is not None and not self.wrong_device

    @override
    async def async_start(self) -> None:
        await self.async_refresh()

    @override
    async def _async_update_data(self) -> DeviceReadings:
        """Poll the device."""
        if self.paused:
            return self.data
        try:
            await self._async_check_identity()
            readings = await self._async_poll()
        except ModbusError as err:
            # Whoever answers next has to say again who it is.
            self._identified_at = None
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="no_answer",
                translation_placeholders={"device": self.name, "error": str(err)},
            ) from err
        self.readings_at = dt_util.utcnow()
        return self.screen.take(in_role(readings, role_of(self.subentry.data)), self.readings_at)

    async def _async_poll(self) -> DeviceReadings:
        """Poll once more where a device that is not polled every second misses a request."""
        try:
            return await self.driver.poll()
        except ModbusError:
            if not self.last_update_success or self.interval < 2:
                raise
            return await self.driver.poll()

    async def _async_check_identity(self) -> None:
        """Ask who answers: an address can move to another device, which must never get this one's orders."""
        now = dt_util.utcnow()
        if self._identified_at is not None and now - self._identified_at < IDENTITY_INTERVAL:
            return
        identity = await self.driver.identify()
        self.wrong_device = identity is None or identity.serial != self._serial
        if self.wrong_device:
            self._identified_at = None
            ir.async_create_issue(
                self.hass,
                DOMAIN,
                self._issue_id,
                data={"entry_id": self.config_entry.entry_id, "device": self.subentry.subentry_id},
                is_fixable=True,
                severity=ir.IssueSeverity.ERROR,
                translation_key="wrong_device",
                translation_placeholders={
                    "device": self.name,
                    "address": self.gateway,
                    "found": identity.model if identity else "?",
                },
            )
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="wrong_device",
                translation_placeholders={"device": self.name, "address": self.gateway},
            )
        self._identified_at = now
        ir.async_delete_issue(self.hass, DOMAIN, self._issue_id)
        assert identity is not None
        async_note(self.hass, self.config_entry.entry_id, self.device_id, identity, link_of(self.subentry.data))


class PushCoordinator(DeviceCoordinator):
    """Takes readings as they come."""

    @callback
    def async_take(self, readings: DeviceReadings, at: datetime) -> None:
        """Take a reading and tell everybody."""
        self.readings_at = at
        if not self.last_update_success:
            LOGGER.info("%s: readings are coming in", self.name)
        self.async_set_updated_data(self.screen.take(in_role(readings, role_of(self.subentry.data)), at))

    @callback
    def async_lose(self, reason: str) -> None:
        """Note that nothing comes any more; readings age by themselves."""
        if self.last_update_success:
            LOGGER.info("%s: %s", self.name, reason)
            self.last_update_success = False
            self.async_update_listeners()
