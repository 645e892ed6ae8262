"""What Home Assistant notices by itself: a device that announces itself, and one that has got another address.

A site that is there is told nothing but new addresses: what is new in the network it is offered when its user searches.
Only where there is no site yet, a device that announces itself is a reason to set one up.
"""

from abc import abstractmethod
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult, ConfigSubentry
from homeassistant.const import CONF_HOST
from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from ..const import CONF_FAMILY, CONF_UNIT_ID, DEFAULT_MODBUS_PORT, DOMAIN, LOGGER
from ..devices.errors import DeviceError
from ..modbus_link import TcpLink, link_of
from .discovery import async_identify
from .drafts import is_same, moved
from .forms import CONFIRM_FORM
from .found import FoundDevice, is_reached_at, known_as
from .line import is_on_a_line

MODBUS_SERVICES: Final[Mapping[str, int | None]] = {
    # What is announced there is the installer's own protocol (s); Modbus is on its usual port.
    "_alfen._tcp.local.": DEFAULT_MODBUS_PORT,
    "_solaredge-modbus._tcp.local.": None,
}
"""On which port who announces itself speaks Modbus; None for the one that is announced."""

HOMEWIZARD: Final = "_hwenergy._tcp.local."
HOMEWIZARD_P1: Final = "HWE-P1"


class DiscoverySteps(ConfigFlow):
    """Take what Home Assistant discovered."""

    _device: FoundDevice | None
    _discovered: str

    @abstractmethod
    async def async_site_wanted(self, device: FoundDevice | None) -> ConfigFlowResult:
        """Set up a site, with a device that was discovered."""

    # An address that has changed

    @override
    async def async_step_dhcp(self, discovery_info: DhcpServiceInfo) -> ConfigFlowResult:
        """Follow a registered device to its new address."""
        mac = dr.format_mac(discovery_info.macaddress)
        for device in dr.async_get(self.hass).async_get_devices(connections={(dr.CONNECTION_NETWORK_MAC, mac)}):
            entry = self.hass.config_entries.async_get_entry(device.config_entry_id)
            if entry is not None and entry.domain == DOMAIN and (id_ := device.config_subentry_id) in entry.subentries:
                self._follow(entry, entry.subentries[str(id_)], discovery_info.ip)
        return self.async_abort(reason="known_device")

    @callback
    def _follow(self, entry: ConfigEntry, subentry: ConfigSubentry, ip: str) -> None:
        """Reach a device and whoever shares its address at another one; a name is followed by the network itself."""
        before = subentry.data.get(CONF_HOST)
        if before is None or before == ip or not _is_ip(before):
            return
        LOGGER.info("%s has moved from %s to %s", subentry.title, before, ip)
        for other in list(entry.subentries.values()):
            if other.data.get(CONF_HOST) == before:
                self.hass.config_entries.async_update_subentry(entry, other, data={**other.data, CONF_HOST: ip})

    # A device that announces itself

    @override
    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Ask who announces itself: known ones are followed, and a new one may be the first of a site."""
        if discovery_info.type == HOMEWIZARD:
            return await self._async_homewizard(discovery_info)
        link = TcpLink(discovery_info.host, MODBUS_SERVICES[discovery_info.type] or discovery_info.port or 0)
        if is_reached_at(self.hass, link):
            return self.async_abort(reason="known_device")
        try:
            device = await async_identify(self.hass, link, listens=False)
        except DeviceError as err:
            LOGGER.debug("%s announces itself at %s, but says nothing: %s", discovery_info.name, link, err)
            return self.async_abort(reason="no_modbus")
        if (known := known_as(self.hass, device)) is not None:
            await self._async_moved(*known, device)
            return self.async_abort(reason="known_device")
        return await self._async_offer(device.serial, device.title, device)

    async def _async_moved(self, entry: ConfigEntry, subentry: ConfigSubentry, device: FoundDevice) -> None:
        """Reach a device where it announces itself, unless it still answers where it was."""
        if is_on_a_line(subentry):
            return
        data = subentry.data
        try:
            still = await async_identify(
                self.hass, link_of(data), families=[data[CONF_FAMILY]], unit_id=data[CONF_UNIT_ID], listens=False
            )
        except DeviceError:
            still = None
        if still is None or not is_same(still, subentry):
            LOGGER.info("%s has moved to %s", subentry.title, device.link)
            self.hass.config_entries.async_update_subentry(entry, subentry, data=moved(subentry, device))

    async def _async_homewizard(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Point to the integration that reads a HomeWizard meter, whose entities a site can use."""
        if discovery_info.properties.get("product_type") != HOMEWIZARD_P1:
            return self.async_abort(reason="no_meter")
        serial = discovery_info.properties.get("serial") or discovery_info.name
        return await self._async_offer(serial, "HomeWizard P1", None)

    async def _async_offer(self, unique_id: str, name: str, device: FoundDevice | None) -> ConfigFlowResult:
        """Offer to set up the first site; one card for all that is discovered, and none where it was ignored."""
        if self.hass.config_entries.async_entries(DOMAIN, include_ignore=False):
            return self.async_abort(reason="search_again")
        await self.async_set_unique_id(unique_id)
        self._abort_if_unique_id_configured()
        if self._async_in_progress():
            return self.async_abort(reason="already_in_progress")
        self._device, self._discovered = device, name
        self.context["title_placeholders"] = {"name": name}
        return await (self.async_step_discovered() if device is not None else self.async_step_homewizard())

    async def async_step_discovered(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether to set up a site with a device."""
        return await self._async_confirm("discovered", user_input)

    async def async_step_homewizard(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether to set up a site with a meter that another integration reads."""
        return await self._async_confirm("homewizard", user_input)

    async def _async_confirm(self, step: str, user_input: dict[str, Any] | None) -> ConfigFlowResult:
        """Ask for a click."""
        if user_input is None:
            self._set_confirm_only()
            return self.async_show_form(
                step_id=step, data_schema=CONFIRM_FORM, description_placeholders={"name": self._discovered}
            )
        # A site is no device: it has no id of this one.
        await self.async_set_unique_id(None)
        return await self.async_site_wanted(self._device)


def _is_ip(host: str) -> bool:
    """Whether a host is an address rather than a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
