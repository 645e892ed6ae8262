"""Find and identify devices for the flows: the search of the network, the walk over a line, and asking one address.

Everything here only reads. Modbus goes over the connections that Home Assistant shares between integrations, so a device
that is already in use answers too.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from functools import partial

from homeassistant.components.modbus import async_get_temporary_unit
from homeassistant.components.modbus.connection import async_get_connection_info
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import ModbusUnit

from ..const import LOGGER
from ..devices import bus_scan, scan
from ..devices.errors import DeviceError
from ..devices.registry import FAMILIES, identify
from ..modbus_link import Link, SerialLink, TcpLink
from .found import FoundDevice, configured_ids, stable_id

__all__ = ["FoundDevice", "async_identify", "async_scan_line", "async_search", "configured_ids", "stable_id"]


class UnknownDeviceError(DeviceError):
    """Modbus is spoken, but by no device that was asked for."""

    key = "unknown_device"


class LinkInUseError(DeviceError):
    """Another integration reaches the device with other connection settings."""

    key = "link_in_use"


async def async_identify(
    hass: HomeAssistant,
    link: Link,
    *,
    families: Iterable[str] = tuple(FAMILIES),
    unit_id: int | None = None,
    listens: bool = True,
) -> FoundDevice:
    """Ask who is at the end of a link, writing nothing; each family on its usual unit, or all on `unit_id`.

    Where nobody answers, it `listens` whether somebody speaks unasked, to tell a port that speaks no Modbus.

    Raises `DeviceError`: `UnknownDeviceError`, `LinkInUseError`, or what `devices.registry.identify` raises.
    """
    families = tuple(families)
    params = link.params
    # A serial port is open to one reader only, and a line is silent until somebody asks.
    speaks_unasked = (
        None if isinstance(link, SerialLink) or not listens else partial(scan.speaks_unasked, link.host, link.port)
    )
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
    links: Sequence[Link],
    families: Sequence[str],
    units: Sequence[int],
    progress: Callable[[float], None],
) -> list[FoundDevice]:
    """Walk the units of a serial line for devices of some families, writing nothing. Raises `DeviceError`.

    The `links` are the line at each speed to be tried, one after the other until somebody is recognised: all on a line
    have the same. Where another integration holds the line at a speed, only that one is tried.
    """
    in_use: LinkInUseError | None = None
    tried = 0
    for number, link in enumerate(links):
        try:
            found = await _async_scan_link(hass, link, families, units, _share(progress, number, len(links)))
        except LinkInUseError as err:
            in_use = err
            continue
        if found:
            progress(1.0)
            return found
        tried += 1
    if in_use is not None and not tried:
        raise in_use
    return []


def _share(progress: Callable[[float], None], done: int, parts: int) -> Callable[[float], None]:
    """Return what tells how far one of several equal parts is."""
    return lambda share: progress((done + share) / parts)


async def _async_scan_link(
    hass: HomeAssistant,
    link: Link,
    families: Sequence[str],
    units: Sequence[int],
    progress: Callable[[float], None],
) -> list[FoundDevice]:
    """Walk the units of a line at one speed.

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
