"""Build the site of the core from a config entry and its subentries."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from homeassistant.const import CONF_COUNTRY, CONF_LATITUDE, CONF_LONGITUDE

from .circuits import circuit_of, circuits_of
from .const import (
    CONF_CAPACITY,
    CONF_CONNECTION_TYPE,
    CONF_DERATING,
    CONF_EXPORT_LIMIT,
    CONF_FALLBACK_CURRENT,
    CONF_FUSE,
    CONF_MAX_CHARGE,
    CONF_MAX_CURRENT,
    CONF_MAX_DISCHARGE,
    CONF_MAX_TEMPERATURE,
    CONF_NOMINAL_POWER,
    CONF_PHASES,
    CONF_ROTATION,
    CONF_START_CURRENT,
    CONF_VOLUME,
)
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.model import Battery, ChargePoint, ConnectionType, GridConnection, HeatPump, Inverter, Load, Rotation, Site
from .devices.driver import BatteryOrders, BoostOrders, ChargePointOrders, HeatPumpOrders
from .devices.load_orders import LoadOrders

MAX_POWER = 5000.0
"""What a battery is taken to charge and discharge with where nobody told (W)."""


USUAL_HEAT_PUMP: Final = 2000.0
"""Electrical power of a heat pump whose own nobody told (W)."""

UNBALANCE_LIMITS: Final[Mapping[str, float]] = {
    "AT": 16.0,
    "BE": 20.0,
    "CH": 16.0,
    "DE": 20.0,
    "LU": 20.0,
    "NL": 20.0,
}
"""What the currents of two phases should differ at most (A), by country: VDE-AR-N 4100 has 4.6 kVA, Austria and
Switzerland 3.7 kVA, Synergrid C10/11 5 kVA; grid operators of the others ask for no more than 20 A on one phase."""


def build_site(
    entry: OvershotConfigEntry,
    devices: Iterable[DeviceCoordinator],
    time_zone: str,
    location: tuple[float, float],
    intervals: Mapping[str, float],
) -> Site:
    """Return the site as data, its charge points in the order they were added.

    `location` is Home Assistant's own latitude and longitude, where the site has none. `intervals` are those of the meters
    of circuits (s).
    """
    devices = list(devices)
    connection = connection_of(entry.data)
    return Site(
        connection=connection,
        charge_points=tuple(
            _charge_point(device, orders) for device in devices if (orders := station_orders(device)) is not None
        ),
        batteries=batteries_of(devices),
        inverters=inverters_of(devices),
        heat_pumps=tuple(
            _heat_pump(device, connection.type) for device in devices if heat_pump_orders(device) is not None
        ),
        loads=tuple(
            _load(device, load, connection.type) for device in devices if (load := load_orders(device)) is not None
        ),
        circuits=circuits_of(entry, intervals),
        time_zone=time_zone,
        latitude=float(entry.data.get(CONF_LATITUDE, location[0])),
        longitude=float(entry.data.get(CONF_LONGITUDE, location[1])),
        unbalance_limit=UNBALANCE_LIMITS.get(str(entry.data.get(CONF_COUNTRY))) if connection.type.phases > 1 else None,
    )


def connection_of(data: Mapping[str, Any]) -> GridConnection:
    """Return the grid connection a site's data describes."""
    return GridConnection(
        type=ConnectionType(data[CONF_CONNECTION_TYPE]),
        fuse=float(data[CONF_FUSE]),
        derating=float(data[CONF_DERATING]) / 100,
        export_limit=None if (limit := data.get(CONF_EXPORT_LIMIT)) is None else float(limit),
    )


def batteries_of(devices: Iterable[DeviceCoordinator]) -> tuple[Battery, ...]:
    """Return the batteries that take orders. What a device can do may show only once it has answered."""
    return tuple(
        _battery(device, orders)
        for device in devices
        if (orders := battery_orders(device)) is not None and orders.capabilities.controls_battery
    )


def inverters_of(devices: Iterable[DeviceCoordinator]) -> tuple[Inverter, ...]:
    """Return the inverters that can be told to give less. What a device can do may show only once it has answered."""
    return tuple(
        Inverter(
            id=device.subentry.subentry_id,
            name=device.name,
            limits_export="export" in limits,
            limits_output="output" in limits,
            max_power=orders.rated_output,
        )
        for device in devices
        if (limits := limits_of(device)) and (orders := battery_orders(device)) is not None
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


def load_orders(device: DeviceCoordinator) -> LoadOrders | None:
    """Return what takes orders for a load."""
    orders = device.orders
    return orders if isinstance(orders, LoadOrders) else None


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
        circuit=_circuit(device),
        switches_phases=can.switches_phases and int(data[CONF_PHASES]) > 1,
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
        circuit=_circuit(device),
    )


def _heat_pump(device: DeviceCoordinator, connection: ConnectionType) -> HeatPump:
    """Return a heat pump as data."""
    data = device.subentry.data
    phases, rotation = _wiring(data, connection)
    return HeatPump(
        id=device.subentry.subentry_id,
        name=device.name,
        power=float(data.get(CONF_NOMINAL_POWER, USUAL_HEAT_PUMP)),
        start_current=float(data.get(CONF_START_CURRENT, 0.0)),
        phases=phases,
        rotation=rotation,
        circuit=_circuit(device),
    )


def _load(device: DeviceCoordinator, orders: LoadOrders, connection: ConnectionType) -> Load:
    """Return a load as data."""
    data = device.subentry.data
    phases, rotation = _wiring(data, connection)
    limit, volume = data.get(CONF_MAX_TEMPERATURE), data.get(CONF_VOLUME)
    return Load(
        id=device.subentry.subentry_id,
        name=device.name,
        levels=orders.levels,
        modulating=orders.modulating,
        phases=phases,
        rotation=rotation,
        circuit=_circuit(device),
        max_temperature=None if limit is None else float(limit),
        volume=None if volume is None else float(volume),
    )


def _wiring(data: Mapping[str, Any], connection: ConnectionType) -> tuple[int, Rotation]:
    """Return phases and rotation as they were told, else the usual ones."""
    phases = min(int(data.get(CONF_PHASES, 1)), connection.phases)
    usual = Rotation.L1 if phases == 1 else Rotation.L1L2L3
    return phases, Rotation(data.get(CONF_ROTATION, usual)) if connection.phases > 1 else Rotation.L1


def _circuit(device: DeviceCoordinator) -> str | None:
    """Return the circuit a device hangs on."""
    return circuit_of(device.config_entry, device.subentry.data)


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


def can_curtail(device: DeviceCoordinator) -> tuple[bool, ...]:
    """Return one True where a device has shown that it can be told to give less than the sun offers."""
    return (True,) if limits_of(device) else ()


def takes_orders(device: DeviceCoordinator) -> tuple[bool, ...]:
    """Return one True where a device is known to take orders of any kind."""
    if battery_orders(device) is not None:
        return (True,) if commands_battery(device) or limits_of(device) else ()
    others = (station_orders, heat_pump_orders, load_orders, boost_orders)
    return (True,) if any(orders(device) is not None for orders in others) else ()
