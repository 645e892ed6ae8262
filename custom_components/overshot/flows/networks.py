"""What is searched: the private networks of this house, or what a user wrote instead."""

from ipaddress import IPv4Network, ip_interface, ip_network
from typing import Final

from homeassistant.components import network
from homeassistant.core import HomeAssistant

from ..const import DEFAULT_MODBUS_PORT
from ..devices.scan import MAX_HOSTS

LARGEST_DEFAULT: Final = 22
"""A network with a shorter prefix than this is proposed as the /24 around Home Assistant only."""


class NotANetworkError(ValueError):
    """A part of what was written is no network, address or port."""

    def __init__(self, part: str) -> None:
        """Keep what could not be read."""
        super().__init__(part)
        self.part = part


class TooManyAddressesError(ValueError):
    """More addresses than are searched at once (`scan.MAX_HOSTS`)."""


async def async_default_networks(hass: HomeAssistant) -> str:
    """Return the private networks Home Assistant is in, as a user would write them."""
    networks: dict[str, None] = {}
    for adapter in await network.async_get_adapters(hass):
        if not adapter["enabled"]:
            continue
        for address in adapter["ipv4"]:
            own = ip_interface(f"{address['address']}/{address['network_prefix']}")
            if not own.is_private or own.is_loopback or own.is_link_local:
                continue
            if own.network.prefixlen < LARGEST_DEFAULT:
                own = ip_interface(f"{own.ip}/24")
            networks[str(own.network)] = None
    return ", ".join(networks)


def parse_networks(text: str) -> list[str]:
    """Return the addresses in a list of IPv4 networks and single addresses, each once.

    Raises `NotANetworkError`, and `TooManyAddressesError` before anything large is expanded.
    """
    networks: list[IPv4Network] = []
    for part in _parts(text):
        try:
            found = ip_network(part, strict=False)
        except ValueError as err:
            raise NotANetworkError(part) from err
        if not isinstance(found, IPv4Network):
            raise NotANetworkError(part)
        networks.append(found)
    if not networks:
        raise NotANetworkError("-")
    if sum(found.num_addresses for found in networks) > MAX_HOSTS:
        raise TooManyAddressesError
    return list(dict.fromkeys(str(address) for found in networks for address in found.hosts()))


def parse_ports(text: str) -> list[int]:
    """Return the ports in a list, each once. Raises `NotANetworkError`."""
    ports: dict[int, None] = {}
    for part in _parts(text):
        if not (part.isascii() and part.isdigit()) or not 1 <= int(part) <= 65535:
            raise NotANetworkError(part)
        ports[int(part)] = None
    return list(ports) or [DEFAULT_MODBUS_PORT]


def _parts(text: str) -> list[str]:
    """Split at commas, semicolons and spaces."""
    return text.replace(",", " ").replace(";", " ").split()
