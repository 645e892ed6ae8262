"""The other side: Home Assistant's own `modbus` integration, configured in YAML, one sensor a value.

It makes one request of each sensor. Numbers of one kind, scale and unit that follow each other can be read at once under
one name with numbers behind it (`virtual_count`); it is not used here, `points.joined` tells what it could save.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.modbus.const import DOMAIN
from homeassistant.components.modbus.sensor import ModbusRegisterSensor
from homeassistant.components.sensor import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .points import FAMILIES, Point
from .servers import HOST

_SETTLE: Final = 10.0
"""How long the sensors may take to be read for the first time (s)."""


async def set_up_theirs(hass: HomeAssistant, ports: Mapping[str, int]) -> dict[str, tuple[ModbusRegisterSensor, ...]]:
    """Set up the integration with a hub for each device; return the sensors in the order of their points.

    They are read when they are asked only (`scan_interval: 0`). Raises RuntimeError where the integration does not come up.
    """
    hubs = [_hub(family, port) for family, port in ports.items()]
    if not await async_setup_component(hass, DOMAIN, {DOMAIN: hubs}):
        raise RuntimeError("the modbus integration could not be set up")
    await hass.async_block_till_done()
    found = {
        str(entity.unique_id): entity
        for entity in hass.data[DATA_COMPONENT].entities
        if isinstance(entity, ModbusRegisterSensor)
    }
    sensors = {
        family: tuple(found[f"{family} {number}"] for number, _ in enumerate(FAMILIES[family].points))
        for family in ports
    }
    # Each reads itself for the first time a moment after it was added.
    async with asyncio.timeout(_SETTLE):
        while any(sensor.native_value is None for sensor in found.values()):
            await asyncio.sleep(0.05)
    return sensors


async def read(sensors: tuple[ModbusRegisterSensor, ...]) -> None:
    """Read all sensors of a device as their timers do: all at once, on a hub that lets one after the other through."""
    await asyncio.gather(*(sensor.async_local_update() for sensor in sensors))


def _hub(family: str, port: int) -> dict[str, Any]:
    """Return the configuration of a device."""
    return {
        "name": family,
        "type": "tcp",
        "host": HOST,
        "port": port,
        "sensors": [_sensor(family, number, point) for number, point in enumerate(FAMILIES[family].points)],
    }


def _sensor(family: str, number: int, point: Point) -> dict[str, Any]:
    """Return the configuration of a value."""
    config: dict[str, Any] = {
        "name": f"{family} {point.entity} {number}",
        "unique_id": f"{family} {number}",
        "slave": point.unit,
        "address": point.address,
        "input_type": "holding",
        "data_type": point.kind,
        "scan_interval": 0,
    }
    if point.kind == "string":
        return {**config, "count": point.words}
    if point.low_word_first:
        config["swap"] = "word"
    return {**config, "scale": point.scale, "precision": 3}
