"""A device that was added before it existed: looked out for, part of nothing, and an ordinary one once it appears."""

from datetime import timedelta
from functools import partial
from typing import override

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import UpdateFailed

from .const import CONF_FAMILY, CONF_UNIT_ID, DOMAIN, LOGGER, PLANNED_INTERVAL
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .devices.driver import DeviceReadings
from .devices.errors import DeviceError
from .flows.discovery import async_identify
from .flows.found import FoundDevice, known_as, paired
from .modbus_link import TcpLink, link_of

PLANNED_LINE_INTERVAL = 5 * PLANNED_INTERVAL
"""On a serial line everybody waits while an absent device does not answer."""


class PlannedCoordinator(DeviceCoordinator):
    """Looks out for a planned device now and then, without holding its link and without a word where it is not there.

    It has no driver, gives no readings and takes no orders. What it is called keeps its unique ids when it appears.
    """

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Look out for the device of a subentry."""
        self._link = link_of(subentry.data)
        super().__init__(hass, entry, subentry, interval=_interval(self._link))
        self._issue_id = f"planned_is_known_{subentry.subentry_id}"
        self._known = False
        entry.async_on_unload(partial(ir.async_delete_issue, hass, DOMAIN, self._issue_id))

    @property
    @override
    def failed(self) -> bool:
        return self._known

    @property
    @override
    def gateway(self) -> str:
        return self._link.host if isinstance(self._link, TcpLink) else str(self._link)

    @override
    async def _async_update_data(self) -> DeviceReadings:
        """Ask who is there. Who it is becomes part of the site's settings, so the site loads again, this once."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            raise UpdateFailed("nobody would hear of it now")
        data = self.subentry.data
        try:
            found = await async_identify(
                self.hass, self._link, families=[data[CONF_FAMILY]], unit_id=int(data[CONF_UNIT_ID]), listens=False
            )
        except DeviceError as err:
            raise UpdateFailed(f"{self.name} is not there yet: {err}") from err
        known = known_as(self.hass, found, but=self.subentry)
        if known is not None:
            self._known = True
            self._tell_known(found, known[0].title, known[1].title)
            self.async_update_listeners()
            raise UpdateFailed(f"{self.name} is set up already")
        LOGGER.info("%s appeared: %s", self.name, found.label)
        self.hass.config_entries.async_update_subentry(self.config_entry, self.subentry, data=paired(data, found))
        return self.data

    @callback
    def _tell_known(self, found: FoundDevice, site: str, device: str) -> None:
        """Tell that the device is one that Overshot has already."""
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="planned_is_known",
            translation_placeholders={
                "planned": self.name,
                "address": self.gateway,
                "device": device,
                "site": site,
                "serial": found.identity.serial,
            },
        )


def _interval(link: object) -> timedelta:
    """Return how often to ask on a link."""
    return PLANNED_INTERVAL if isinstance(link, TcpLink) else PLANNED_LINE_INTERVAL
