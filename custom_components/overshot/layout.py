"""Build the site of the core from a config entry and its subentries."""

from collections.abc import Iterable, Mapping
from typing import Any

from .const import (
    CONF_CONNECTION_TYPE,
    CONF_DERATING,
    CONF_FALLBACK_CURRENT,
    CONF_FUSE,
    CONF_MAX_CURRENT,
    CONF_PHASES,
    CONF_ROTATION,
)
from .coordinator import DeviceCoordinator, ModbusCoordinator, OvershotConfigEntry
from .core.model import ChargePoint, ConnectionType, GridConnection, Rotation, Site
from .devices.driver import ChargePointDriver


def build_site(entry: OvershotConfigEntry, devices: Iterable[DeviceCoordinator]) -> Site:
    """Return the site as data, its charge points in the order they were added."""
    return Site(
        connection=connection_of(entry.data),
        charge_points=tuple(
            _charge_point(device, device.driver)
            for device in devices
            if isinstance(device, ModbusCoordinator) and isinstance(device.driver, ChargePointDriver)
        ),
    )


def connection_of(data: Mapping[str, Any]) -> GridConnection:
    """Return the grid connection a site's data describes."""
    return GridConnection(
        type=ConnectionType(data[CONF_CONNECTION_TYPE]),
        fuse=float(data[CONF_FUSE]),
        derating=float(data[CONF_DERATING]) / 100,
    )


def _charge_point(device: ModbusCoordinator, driver: ChargePointDriver) -> ChargePoint:
    """Return a charge point as data."""
    data = device.subentry.data
    return ChargePoint(
        id=device.subentry.subentry_id,
        name=device.name,
        phases=int(data[CONF_PHASES]),
        rotation=Rotation(data[CONF_ROTATION]),
        max_current=float(data[CONF_MAX_CURRENT]),
        fallback_current=float(data[CONF_FALLBACK_CURRENT]),
        current_step=driver.capabilities.current_step,
        has_fallback=driver.capabilities.has_fallback,
        sets_fallback=driver.capabilities.sets_fallback,
    )
