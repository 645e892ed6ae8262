"""Build the site of the core from a config entry and its subentries."""

from collections.abc import Iterable, Mapping
from typing import Any

from .const import (
    CONF_CAPACITY,
    CONF_CONNECTION_TYPE,
    CONF_DERATING,
    CONF_FALLBACK_CURRENT,
    CONF_FUSE,
    CONF_MAX_CHARGE,
    CONF_MAX_CURRENT,
    CONF_MAX_DISCHARGE,
    CONF_PHASES,
    CONF_ROTATION,
)
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.model import Battery, ChargePoint, ConnectionType, GridConnection, HeatPump, Rotation, Site
from .devices.driver import BatteryOrders, BoostOrders, ChargePointOrders, HeatPumpOrders

MAX_POWER = 5000.0
"""What a battery is taken to charge and discharge with where nobody told (W)."""


def build_site(entry: OvershotConfigEntry, devices: Iterable[DeviceCoordinator]) -> Site:
    """Return the site as data, its charge points in the order they were added."""
    devices = list(devices)
    return Site(
        connection=connection_of(entry.data),
        charge_points=tuple(
            _charge_point(device, orders) for device in devices if (orders := station_orders(device)) is not None
        ),
        batteries=batteries_of(devices),
        heat_pumps=tuple(
            HeatPump(id=device.subentry.subentry_id, name=device.name)
            for device in devices
            if heat_pump_orders(device) is not None
        ),
    )


def connection_of(data: Mapping[str, Any]) -> GridConnection:
    """Return the grid connection a site's data describes."""
    return GridConnection(
        type=ConnectionType(data[CONF_CONNECTION_TYPE]),
        fuse=float(data[CONF_FUSE]),
        derating=float(data[CONF_DERATING]) / 100,
    )


def batteries_of(devices: Iterable[DeviceCoordinator]) -> tuple[Battery, ...]:
    """Return the batteries that take orders. What a device can do may show only once it has answered."""
    return tuple(
        _battery(device, orders)
        for device in devices
        if (orders := battery_orders(device)) is not None and orders.capabilities.controls_battery
    )


def station_orders(device: DeviceCoordinator) -> ChargePointOrders | None:
    """Return what takes orders for a station, where Overshot may set its current."""
    orders = device.orders
    return orders if isinstance(orders, ChargePointOrders) and orders.capabilities.sets_current else None


def battery_orders(device: DeviceCoordinator) -> BatteryOrders | None:
    """Return what takes orders for a battery or an inverter; its capabilities say which, and may change."""
    orders = device.orders
    return orders if isinstance(orders, BatteryOrders) else None


def heat_pump_orders(device: DeviceCoordinator) -> HeatPumpOrders | None:
    """Return what takes orders for a heat pump."""
    orders = device.orders
    return orders if isinstance(orders, HeatPumpOrders) and orders.capabilities.sets_sg_ready else None


def boost_orders(device: DeviceCoordinator) -> BoostOrders | None:
    """Return what takes orders for a controller that steers its stations itself."""
    orders = device.orders
    return orders if isinstance(orders, BoostOrders) and orders.capabilities.boosts else None


def _charge_point(device: DeviceCoordinator, orders: ChargePointOrders) -> ChargePoint:
    """Return a charge point as data."""
    data, can = device.subentry.data, orders.capabilities
    return ChargePoint(
        id=device.subentry.subentry_id,
        name=device.name,
        phases=int(data[CONF_PHASES]),
        rotation=Rotation(data[CONF_ROTATION]),
        max_current=float(data[CONF_MAX_CURRENT]),
        fallback_current=float(data[CONF_FALLBACK_CURRENT]),
        current_step=can.current_step,
        has_fallback=can.has_fallback,
        sets_fallback=can.sets_fallback,
        interval=device.interval,
    )


def _battery(device: DeviceCoordinator, orders: BatteryOrders) -> Battery:
    """Return a battery as data: what the user told, within what the device takes."""
    data = device.subentry.data
    capacity = data.get(CONF_CAPACITY)
    return Battery(
        id=device.subentry.subentry_id,
        name=device.name,
        capacity=None if capacity is None else 1000 * float(capacity),
        max_charge=_power(data.get(CONF_MAX_CHARGE), orders.rated_charge),
        max_discharge=_power(data.get(CONF_MAX_DISCHARGE), orders.rated_discharge),
        phases=int(data.get(CONF_PHASES, 1)),
    )


def _power(told: Any, rated: float | None) -> float:
    """Return the highest power (W): the lower of what the user and the device say."""
    known = [float(power) for power in (told, rated) if power is not None]
    return min(known) if known else MAX_POWER


def commands_battery(device: DeviceCoordinator) -> tuple[bool, ...]:
    """Return one True where a device has shown a battery that takes orders: an inverter may stand without one."""
    orders = battery_orders(device)
    seen = orders is not None and orders.capabilities.controls_battery and device.data.battery is not None
    return (True,) if seen else ()


def limits_of(device: DeviceCoordinator) -> tuple[str, ...]:
    """Return which limits a device that has answered takes: of its `export`, its `output`."""
    orders = battery_orders(device)
    if orders is None or device.readings_at is None:
        return ()
    can = orders.capabilities
    return tuple(name for name, takes in (("export", can.limits_export), ("output", can.limits_output)) if takes)


def takes_orders(device: DeviceCoordinator) -> tuple[bool, ...]:
    """Return one True where a device is known to take orders of any kind."""
    if battery_orders(device) is not None:
        return (True,) if commands_battery(device) or limits_of(device) else ()
    others = (station_orders, heat_pump_orders, boost_orders)
    return (True,) if any(orders(device) is not None for orders in others) else ()
