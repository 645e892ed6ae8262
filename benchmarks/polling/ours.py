"""Our side: a site with every device, set up in Home Assistant as a user's is, and polled by its own coordinators."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from modbus_connection.tmodbus import ModbusConnection
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.binary_sensor import STATES
from custom_components.overshot.const import DOMAIN
from custom_components.overshot.coordinator import ModbusCoordinator
from custom_components.overshot.devices.driver import DeviceKind
from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.measurements import MEASUREMENTS
from custom_components.overshot.modbus_link import TcpLink

from .points import FAMILIES as POINTS
from .servers import HOST

_SITE: Final = {
    "name": "Home",
    "country": "BE",
    "connection_type": "three_phase",
    "fuse": 40.0,
    "derating": 80.0,
    "ct_ratio": 1.0,
}
_STATION: Final = {"phases": 3, "rotation": "l1l2l3", "max_current": 16.0, "fallback_current": 6.0}
_GRID_METER: Final = "hager_flow"
_PLATFORMS: Final = (Platform.SENSOR, Platform.BINARY_SENSOR)


async def set_up_ours(hass: HomeAssistant, devices: Sequence[ConfigSubentryData]) -> dict[str, ModbusCoordinator]:
    """Set up a site with some devices, read-only as after installation; return their coordinators by family.

    They have polled once, and poll again when they are asked only: no timer may fall into a measurement. Raises
    RuntimeError where a device was not read.
    """
    entry = MockConfigEntry(domain=DOMAIN, title="Home", data=_SITE, subentries_data=devices)
    entry.add_to_hass(hass)
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise RuntimeError("the site could not be set up")
    await hass.async_block_till_done()
    coordinators: dict[str, ModbusCoordinator] = {}
    for device in entry.runtime_data.devices.values():
        if not isinstance(device, ModbusCoordinator) or not device.last_update_success:
            raise RuntimeError(f"{device.name} was not read: {device.last_exception}")
        device.update_interval = None
        _see_entities(hass, device)
        coordinators[device.driver.family] = device
    return coordinators


def _see_entities(hass: HomeAssistant, device: ModbusCoordinator) -> None:
    """See that every value has become an entity. Raises RuntimeError where one has not."""
    registry = er.async_get(hass)
    for key in values(device):
        unique_id = f"{device.device_key}_{key}"
        if not any(registry.async_get_entity_id(platform, DOMAIN, unique_id) for platform in _PLATFORMS):
            raise RuntimeError(f"{device.name}: there is no entity for {key}")


async def find_device(family: str, port: int) -> ConfigSubentryData:
    """Return what a flow stores of a device. Raises RuntimeError where it is not what it should be."""
    link, driver, unit = TcpLink(HOST, port), FAMILIES[family], POINTS[family].unit
    connection = ModbusConnection(link.params)
    try:
        identity = await driver(connection.for_unit, unit).identify()
    finally:
        await connection.close()
    if identity is None:
        raise RuntimeError(f"the simulated device is no {family}")
    data = {
        **link.data(),
        "family": family,
        "unit_id": unit,
        "serial_number": identity.serial,
        "manufacturer": identity.manufacturer,
        "model": identity.model,
        "grid_role": family == _GRID_METER,
        **(_STATION if driver.kind is DeviceKind.CHARGE_POINT else {}),
    }
    return ConfigSubentryData(
        data=MappingProxyType(data), subentry_type=driver.kind, title=family, unique_id=identity.serial
    )


def values(device: ModbusCoordinator) -> dict[str, object]:
    """Return what a device's entities show, those included that are off until the user wants them.

    The status of a station that Overshot steers comes from the control loop: it is there where the vehicle is known.
    """
    found = dict(_known(device))
    if device.driver.kind is DeviceKind.CHARGE_POINT and "vehicle" in found:
        found["status"] = None
    return found


def _known(device: ModbusCoordinator) -> Iterator[tuple[str, object]]:
    """Yield key and value of each of them."""
    for measurement in (*MEASUREMENTS, *STATES):
        for part in measurement.parts(device):
            if (value := measurement.value(device, part)) is not None:
                yield (measurement.key if part is None else f"{part}_{measurement.key}"), value
