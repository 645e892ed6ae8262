"""Find and identify devices for the flows: the search of the network, the walk over a line, and asking one address.

Everything here only reads. Modbus goes over the connections that Home Assistant shares between integrations, so a device
that is already in use answers too.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from homeassistant.components.modbus import async_get_temporary_unit
from homeassistant.components.modbus.connection import async_get_connection_info
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import ModbusUnit

from ..const import LOGGER
from ..devices import bus_scan, scan
from ..devices.errors import CannotConnectError, DeviceError, HungUpError, NotModbusError, SilentError
from ..devices.hasty_unit import HastyUnit
from ..devices.registry import FAMILIES, identify
from ..modbus_link import Link, SerialLink, TcpLink
from .found import FoundDevice


class UnknownDeviceError(DeviceError):
    """Modbus is spoken, but by no device that was asked for."""

    key = "unknown_device"


class LinkInUseError(DeviceError):
    """Another integration reaches the device with other connection settings."""

    key = "link_in_use"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search of the network brought."""

    devices: Sequence[FoundDevice]
    unanswered: Sequence[TcpLink] = ()
    """Ports that opened and told nothing."""


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
    # A serial port is open to one reader only, and a line is silent until somebody asks.
    speaks_unasked = (
        None if isinstance(link, SerialLink) or not listens else partial(scan.speaks_unasked, link.host, link.port)
    )
    async with _borrowed(hass, link, families, unit_id) as units:
        # Everybody was asked on the usual units: further ones are worth a wait where anybody answers, or one is sought.
        return await _recognise(link, units, families, unit_id, speaks_unasked, thorough=len(families) == 1)


async def _async_identify_in_haste(hass: HomeAssistant, link: Link, patience: float | None) -> FoundDevice:
    """Ask who is at the end of a link, waiting for each unit only once. Raises `DeviceError` as `async_identify` does."""
    held = _held_units(hass, link)
    async with _borrowed(hass, link, tuple(FAMILIES), None) as units:
        hasty = {unit_id: HastyUnit(unit, patience=patience, fixed=unit_id in held) for unit_id, unit in units.items()}
        try:
            return await _recognise(
                link,
                {unit_id: unit.as_unit for unit_id, unit in hasty.items()},
                tuple(FAMILIES),
                None,
                None,
                thorough=True,
            )
        except UnknownDeviceError as err:
            if any(unit.silent for unit in hasty.values()):
                raise SilentError("not all units answered") from err
            raise


@asynccontextmanager
async def _borrowed(
    hass: HomeAssistant, link: Link, families: Sequence[str], unit_id: int | None
) -> AsyncIterator[dict[int, ModbusUnit]]:
    """Borrow the units that are to be asked, and leave their timeouts behind as they were. Raises `LinkInUseError`."""
    wanted = {unit_id} if unit_id is not None else set[int]()
    for family in families:
        wanted |= FAMILIES[family].also_asks
        if unit_id is None:
            wanted |= {FAMILIES[family].default_unit, *FAMILIES[family].other_units}
    held = _held_units(hass, link)
    async with AsyncExitStack() as stack:
        units: dict[int, ModbusUnit] = {}
        try:
            for asked in wanted:
                units[asked] = await stack.enter_async_context(async_get_temporary_unit(hass, link.params, asked))
        except HomeAssistantError as err:
            raise LinkInUseError(str(err)) from err
        try:
            yield units
        finally:
            for asked, unit in units.items():
                if asked not in held:
                    unit.require_timeout(None)


async def _recognise(
    link: Link,
    units: Mapping[int, ModbusUnit],
    families: Sequence[str],
    unit_id: int | None,
    speaks_unasked: Callable[[], Awaitable[bool]] | None,
    *,
    thorough: bool,
) -> FoundDevice:
    """Return who answers: on the usual units first, then on those where a family is found besides.

    Where nobody answers on the usual ones, the others are asked only if it is to be `thorough`. Raises `DeviceError`.
    """

    def unit_for(wanted: int) -> ModbusUnit:
        """Hand out a unit; a driver that asks for the units of its parts does not read them to identify."""
        return units.get(wanted, next(iter(units.values())))

    silence: SilentError | None = None
    try:
        identity = await identify(unit_for, families=families, unit_id=unit_id, speaks_unasked=speaks_unasked)
    except SilentError as err:
        if not thorough:
            raise
        identity, silence = None, err
    if identity is not None:
        usual = FAMILIES[identity.family].default_unit if unit_id is None else unit_id
        return FoundDevice(link=link, unit_id=usual, identity=identity)
    others = [(family, other) for family in families for other in FAMILIES[family].other_units if unit_id is None]
    for family, other in others:
        try:
            identity = await identify(unit_for, families=[family], unit_id=other)
        except SilentError, NotModbusError:
            continue
        if identity is not None:
            return FoundDevice(link=link, unit_id=other, identity=identity)
        silence = None
    if silence is not None:
        raise silence
    raise UnknownDeviceError(f"{link} is none of {', '.join(families)}")


def _held_units(hass: HomeAssistant, link: Link) -> set[int]:
    """Return the units of a link that anybody reads already."""
    return {
        unit_id
        for info in async_get_connection_info(hass)
        if info.endpoint == link.params.endpoint
        for units_held in info.units.values()
        for unit_id in units_held
    }


async def async_search(
    hass: HomeAssistant, hosts: Sequence[str], ports: Sequence[int], progress: Callable[[float], None]
) -> SearchResult:
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

    async def ask(host: str, port: int, patient: bool) -> FoundDevice | None:
        """Ask who is there; whoever is no device of ours is nobody."""
        try:
            return await _async_identify_in_haste(hass, TcpLink(host, port), None if patient else scan.QUICK_PATIENCE)
        except (SilentError, HungUpError, CannotConnectError) as err:
            LOGGER.debug("%s:%s does not answer: %s", host, port, err)
            raise
        except DeviceError as err:
            LOGGER.debug("%s:%s is no device of ours: %s", host, port, err)
            return None

    devices: dict[str, FoundDevice] = {}
    unanswered: list[TcpLink] = []
    for found in await scan.search(hosts, ask, ports, connect=scan.port_opens, progress=tell):
        if found.identity is not None:
            devices.setdefault(found.identity.serial, found.identity)
        elif not found.answered:
            unanswered.append(TcpLink(found.endpoint.host, found.endpoint.port))
    return SearchResult(list(devices.values()), unanswered)


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
    held = _held_units(hass, link)
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
