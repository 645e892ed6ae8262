"""Find and identify devices for the flows: default networks, the search, and asking one address who it is.

Everything here only reads. Modbus goes over the connections that Home Assistant shares between integrations, so a device
that is already in use answers too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
import hashlib
from ipaddress import IPv4Network, ip_interface, ip_network
from typing import Any, Final

from homeassistant.components import network
from homeassistant.components.modbus import async_get_temporary_unit
from homeassistant.components.modbus.connection import async_get_connection_info
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import ModbusUnit

from ..const import (
    CONF_FAMILY,
    CONF_MANUFACTURER,
    CONF_MODEL,
    CONF_SERIAL_NUMBER,
    CONF_UNIT_ID,
    DEFAULT_MODBUS_PORT,
    DOMAIN,
    LOGGER,
)
from ..devices import bus_scan, scan
from ..devices.driver import DeviceKind, Driver, Identity, Role
from ..devices.errors import DeviceError
from ..devices.registry import FAMILIES, identify
from ..modbus_link import Link, SerialLink, TcpLink

LARGEST_DEFAULT: Final = 22
"""A network with a shorter prefix than this is proposed as the /24 around Home Assistant only."""


class UnknownDeviceError(DeviceError):
    """Modbus is spoken, but by no device that was asked for."""

    key = "unknown_device"


class LinkInUseError(DeviceError):
    """Another integration reaches the device with other connection settings."""

    key = "link_in_use"


class NotANetworkError(ValueError):
    """A part of what was written is no network, address or port."""

    def __init__(self, part: str) -> None:
        """Keep what could not be read."""
        super().__init__(part)
        self.part = part


class TooManyAddressesError(ValueError):
    """More addresses than are searched at once (`scan.MAX_HOSTS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDevice:
    """A device that said who it is, and where."""

    link: Link
    unit_id: int
    identity: Identity

    @property
    def serial(self) -> str:
        """Return what makes it the same device tomorrow; one that tells no serial number is its unit on its link."""
        told = self.identity.serial
        return told if self.driver.tells_serial else stable_id(told, str(self.link))

    @property
    def driver(self) -> type[Driver]:
        """Return the driver of its family."""
        return FAMILIES[self.identity.family]

    @property
    def kind(self) -> DeviceKind:
        """Return what a user calls it."""
        return self.driver.kind

    @property
    def measures_grid(self) -> bool:
        """Whether it can be the site's grid meter."""
        return Role.GRID_METER in self.driver.capabilities.roles

    @property
    def title(self) -> str:
        """Return what it is called until the user renames it."""
        return f"{self.identity.manufacturer} {self.identity.model}"

    @property
    def label(self) -> str:
        """Return model, serial number and address, to tell two of them apart."""
        return f"{self.title} ({self.identity.serial}, {self.link})"

    def where(self) -> dict[str, Any]:
        """Return what its subentry stores of how it is reached."""
        return {**self.link.data(), CONF_UNIT_ID: self.unit_id}

    def data(self) -> dict[str, Any]:
        """Return what its subentry stores."""
        return {
            CONF_FAMILY: self.identity.family,
            **self.where(),
            CONF_SERIAL_NUMBER: self.identity.serial,
            CONF_MANUFACTURER: self.identity.manufacturer,
            CONF_MODEL: self.identity.model,
        }


def stable_id(prefix: str, *parts: str) -> str:
    """Return an id for what tells no serial number: a hash of how it is reached."""
    return f"{prefix}_{hashlib.sha256('\n'.join(parts).encode()).hexdigest()[:16]}"


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
    if sum(found.num_addresses for found in networks) > scan.MAX_HOSTS:
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


async def async_identify(
    hass: HomeAssistant,
    link: Link,
    *,
    families: Iterable[str] = tuple(FAMILIES),
    unit_id: int | None = None,
) -> FoundDevice:
    """Ask who is at the end of a link, writing nothing; each family on its usual unit, or all on `unit_id`.

    Raises `DeviceError`: `UnknownDeviceError`, `LinkInUseError`, or what `devices.registry.identify` raises.
    """
    families = tuple(families)
    params = link.params
    # A serial port is open to one reader only, and a line is silent until somebody asks.
    speaks_unasked = None if isinstance(link, SerialLink) else partial(scan.speaks_unasked, link.host, link.port)
    async with AsyncExitStack() as stack:
        units: dict[int, ModbusUnit] = {}
        try:
            asked_units = {FAMILIES[family].default_unit if unit_id is None else unit_id for family in families}
            for asked in asked_units.union(*(FAMILIES[family].also_asks for family in families)):
                units[asked] = await stack.enter_async_context(async_get_temporary_unit(hass, params, asked))
        except HomeAssistantError as err:
            raise LinkInUseError(str(err)) from err

        def unit_for(wanted: int) -> ModbusUnit:
            """Hand out a unit; a driver that asks for the units of its parts does not read them to identify."""
            return units.get(wanted, next(iter(units.values())))

        identity = await identify(unit_for, families=families, unit_id=unit_id, speaks_unasked=speaks_unasked)
    if identity is None:
        raise UnknownDeviceError(f"{link} is none of {', '.join(families)}")
    return FoundDevice(
        link=link,
        unit_id=FAMILIES[identity.family].default_unit if unit_id is None else unit_id,
        identity=identity,
    )


async def async_search(
    hass: HomeAssistant, hosts: Sequence[str], ports: Sequence[int], progress: Callable[[float], None]
) -> list[FoundDevice]:
    """Search addresses for devices of all families; a device reachable at two addresses is found at the first one.

    `progress` is told the share of the work done, at most a hundred times.
    """
    told = 0

    def tell(share: float) -> None:
        """Pass on whole percents only."""
        nonlocal told
        if int(share * 100) > told:
            told = int(share * 100)
            progress(share)

    async def ask(host: str, port: int) -> FoundDevice | None:
        """Ask who is there; whoever is no device of ours is nobody."""
        try:
            return await async_identify(hass, TcpLink(host, port))
        except DeviceError as err:
            LOGGER.debug("%s:%s is no device of ours: %s", host, port, err)
            return None

    devices: dict[str, FoundDevice] = {}
    for found in await scan.search(hosts, ask, ports, connect=scan.port_opens, progress=tell):
        if found.identity is not None:
            devices.setdefault(found.identity.serial, found.identity)
    return list(devices.values())


async def async_scan_line(
    hass: HomeAssistant,
    link: Link,
    families: Sequence[str],
    units: Sequence[int],
    progress: Callable[[float], None],
) -> list[FoundDevice]:
    """Walk the units of a serial line for devices of some families, writing nothing. Raises `DeviceError`.

    Units that anybody reads already are left alone: asking them differently would change how long their readers wait.
    """
    held = {
        unit_id
        for info in async_get_connection_info(hass)
        if info.endpoint == link.params.endpoint
        for units_held in info.units.values()
        for unit_id in units_held
    }
    wanted = [unit_id for unit_id in units if unit_id not in held]

    async def knock(unit_id: int) -> bool:
        """Tell whether anybody is there."""
        async with async_get_temporary_unit(hass, link.params, unit_id) as unit:
            return await bus_scan.answers(unit)

    async def ask(unit_id: int) -> FoundDevice | None:
        """Ask who is there; whoever is no device of ours is nobody."""
        try:
            return await async_identify(hass, link, families=families, unit_id=unit_id)
        except DeviceError as err:
            LOGGER.debug("Unit %s on %s is no device of ours: %s", unit_id, link, err)
            return None

    try:
        # Held for the whole walk: the port is opened once.
        async with async_get_temporary_unit(hass, link.params, units[0]):
            return await bus_scan.scan_bus(knock, ask, wanted, progress=progress)
    except HomeAssistantError as err:
        raise LinkInUseError(str(err)) from err


def configured_ids(hass: HomeAssistant) -> Mapping[str, str]:
    """Return the titles of the devices of all sites by their unique id."""
    return {
        subentry.unique_id: subentry.title
        for entry in hass.config_entries.async_entries(DOMAIN)
        for subentry in entry.subentries.values()
        if subentry.unique_id is not None
    }
