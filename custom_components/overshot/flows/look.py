"""Look at a device while it is added: what it reads now, and what it turned out to be able to do. Nothing is written."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from homeassistant.components.modbus import async_get_temporary_unit
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import ModbusError, ModbusUnit

from ..const import CONF_FAMILY, CONF_UNIT_ID
from ..devices.driver import DeviceReadings, Driver, Identity
from ..devices.errors import DeviceError
from ..devices.registry import identify
from ..drivers import create_driver, driver_class
from ..modbus_link import Link, link_of
from .discovery import LinkInUseError


class NotAsDescribedError(DeviceError):
    """Somebody answers, but not what the user described."""

    key = "not_as_described"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A device that was looked at."""

    driver: Driver
    """Its capabilities are those of this very device; its link is closed."""

    identity: Identity
    readings: DeviceReadings


async def async_look(hass: HomeAssistant, data: Mapping[str, Any]) -> Look:
    """Look at the device that subentry data describes, writing nothing.

    Raises `DeviceError`: `LinkInUseError`, `NotAsDescribedError`, or what `devices.registry.identify` raises.
    """
    link, unit_id, family = link_of(data), int(data[CONF_UNIT_ID]), data[CONF_FAMILY]
    async with AsyncExitStack() as stack:
        units = {unit_id: await _unit(hass, stack, link, unit_id)}
        # A driver asks for the units of its parts when it is made: the first one is made to hear which.
        asked: set[int] = set()

        def note(wanted: int) -> ModbusUnit:
            asked.add(wanted)
            return units[unit_id]

        create_driver(data, note)
        for wanted in asked - {unit_id}:
            units[wanted] = await _unit(hass, stack, link, wanted)
        known = {family: driver_class(data)}
        identity = await identify(units.__getitem__, families=[family], unit_id=unit_id, known=known)
        if identity is None:
            raise NotAsDescribedError(f"{link} is not as described")
        driver = create_driver(data, units.__getitem__)
        try:
            await driver.identify()
            readings = await driver.poll()
        except ModbusError as err:
            raise NotAsDescribedError(str(err)) from err
    return Look(driver=driver, identity=identity, readings=readings)


async def _unit(hass: HomeAssistant, stack: AsyncExitStack, link: Link, unit_id: int) -> ModbusUnit:
    """Hold a unit for as long as the stack is open. Raises `LinkInUseError`."""
    try:
        return await stack.enter_async_context(async_get_temporary_unit(hass, link.params, unit_id))
    except HomeAssistantError as err:
        raise LinkInUseError(str(err)) from err
