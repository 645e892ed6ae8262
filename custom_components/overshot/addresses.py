"""Which network device is at which IP address, as far as Home Assistant has noticed: by DHCP, or by device trackers."""

import re
from typing import Final

from homeassistant.components.device_tracker import ATTR_IP, ATTR_MAC, DOMAIN as DEVICE_TRACKER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

DHCP: Final = "dhcp"
_MAC: Final = re.compile("(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")


def as_mac(text: str) -> str | None:
    """Return a MAC address as Home Assistant writes it, or None for a host name or an IP address."""
    mac = dr.format_mac(text.strip())
    return mac if _MAC.fullmatch(mac) else None


@callback
def async_host_of(hass: HomeAssistant, entered: str) -> str | None:
    """Return the host a user means: a name or an IP address as it is, of a MAC address where it is, if that is known."""
    mac = as_mac(entered)
    return entered.strip() if mac is None else _addresses(hass).get(mac)


@callback
def async_mac_at(hass: HomeAssistant, host: str) -> str | None:
    """Return the MAC address of who is at an IP address, if that is known."""
    return next((mac for mac, ip in _addresses(hass).items() if ip == host), None)


def _addresses(hass: HomeAssistant) -> dict[str, str]:
    """Return the IP addresses by MAC address."""
    found: dict[str, str] = {}
    for state in hass.states.async_all(DEVICE_TRACKER):
        mac, ip = state.attributes.get(ATTR_MAC), state.attributes.get(ATTR_IP)
        if mac and ip:
            found[dr.format_mac(mac)] = ip
    if DHCP in hass.config.components:
        # Its libraries are there only where it runs.
        from homeassistant.components.dhcp import async_discovered_service_info  # noqa: PLC0415

        found |= {dr.format_mac(info.macaddress): info.ip for info in async_discovered_service_info(hass)}
    return found
