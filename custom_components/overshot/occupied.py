"""A device whose connection another integration holds with other settings: told, and taken up once it is free.

It takes nothing else of the site down. What it draws is part of what the grid meter sees.
"""

from datetime import timedelta
from functools import partial
from typing import Final, override

from homeassistant.components.modbus import async_get_temporary_unit
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import UpdateFailed

from .const import CONF_UNIT_ID, DOMAIN, LOGGER
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .devices.driver import DeviceReadings
from .modbus_link import TcpLink, link_of

INTERVAL: Final = timedelta(minutes=1)
"""How often it is tried again."""


class OccupiedCoordinator(DeviceCoordinator):
    """Waits for the connection of a device: no readings, no orders, and a repair that says who must give way."""

    def __init__(
        self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry, error: HomeAssistantError
    ) -> None:
        """Wait for a device whose connection could not be had for this reason."""
        super().__init__(hass, entry, subentry, interval=INTERVAL)
        self._link = link_of(subentry.data)
        issue_id = f"device_in_use_{subentry.subentry_id}"
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key="device_in_use",
            translation_placeholders={"device": subentry.title, "address": self.gateway, "error": str(error)},
        )
        entry.async_on_unload(partial(ir.async_delete_issue, hass, DOMAIN, issue_id))

    @property
    @override
    def failed(self) -> bool:
        return True

    @property
    @override
    def gateway(self) -> str:
        return self._link.host if isinstance(self._link, TcpLink) else str(self._link)

    @override
    async def _async_update_data(self) -> DeviceReadings:
        """Try whether the connection can be had now; then the site loads again, this once."""
        try:
            async with async_get_temporary_unit(
                self.hass, self._link.params, int(self.subentry.data.get(CONF_UNIT_ID, 1))
            ):
                pass
        except HomeAssistantError as err:
            raise UpdateFailed(f"{self.name} is still in use elsewhere: {err}") from err
        if self.config_entry.state is ConfigEntryState.LOADED:
            LOGGER.info("%s: its connection is free now", self.name)
            self.hass.config_entries.async_schedule_reload(self.config_entry.entry_id)
        raise UpdateFailed(f"{self.name} is taken up at once")
