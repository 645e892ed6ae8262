"""Whether somebody else asks on a serial line: two masters on one RS-485 bus spoil each other's answers."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.modbus.connection import async_get_connection_info
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant

from ..const import CONF_FAMILY, SUBENTRY_CONTROLLER
from ..devices import overhear, scan
from ..devices.hager_ecr import HagerEcr
from ..modbus_link import GatewayLink, SerialLink, TcpLink, link_of

LISTEN_TIME: Final = 6.0
"""A Hager flow controller asks its meters every 5 s (s)."""


def controllers_on(entry: ConfigEntry, data: Mapping[str, Any]) -> list[ConfigSubentry]:
    """Return the controllers of a site that ask on the line of a device, given as subentry data.

    One that is reached at the gateway's own address does; and one of Hager's does where the line has Hager meters.
    """
    link = link_of(data)
    if isinstance(link, TcpLink):
        return []
    controllers = entry.get_subentries_of_type(SUBENTRY_CONTROLLER)
    if data[CONF_FAMILY] == HagerEcr.family:
        return list(controllers)
    return [
        controller
        for controller in controllers
        if isinstance(link, GatewayLink) and controller.data.get(CONF_HOST) == link.host
    ]


async def async_overhears(hass: HomeAssistant, data: Mapping[str, Any]) -> bool:
    """Whether somebody talks on the line of a device, given as subentry data, while nobody here asks.

    A line that Home Assistant itself uses is not listened to: what is heard there may be answers to its own questions.
    """
    link = link_of(data)
    if isinstance(link, TcpLink):
        return False
    if any(info.endpoint == link.params.endpoint for info in async_get_connection_info(hass)):
        return False
    if isinstance(link, SerialLink):
        return await overhear.hears_frames(
            link.device, link.baudrate, link.format.parity, link.format.stopbits, LISTEN_TIME
        )
    return await scan.speaks_unasked(link.host, link.port, LISTEN_TIME)
