"""What the device registry learns from a device that has just said who it is."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .addresses import async_mac_at
from .devices.driver import Identity
from .modbus_link import Link, SerialLink


@callback
def async_note(hass: HomeAssistant, entry_id: str, device_id: str, identity: Identity, link: Link) -> None:
    """Note the firmware, which is renewed while a house runs, and who in the network this is.

    By its MAC address Home Assistant notices a new IP address. Devices behind one gateway share its address: there it
    stands for the first of them.
    """
    registry = dr.async_get(hass)
    if identity.sw_version:
        registry.async_update_device(device_id, sw_version=identity.sw_version)
    if isinstance(link, SerialLink) or (mac := async_mac_at(hass, link.host)) is None:
        return
    connection = (dr.CONNECTION_NETWORK_MAC, mac)
    if registry.async_get_device_by_connection(connection, entry_id) is None:
        registry.async_update_device(device_id, new_connections={connection})
