"""The coordinator of a device that is made of entities: it listens to their states, and hands orders to them."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Event, EventStateChangedData, EventStateReportedData, HomeAssistant, callback
from homeassistant.helpers.event import (
    async_track_state_change_event,
    async_track_state_report_event,
    async_track_time_interval,
)
from homeassistant.util import dt as dt_util

from ..const import (
    CONF_CT_RATIO,
    CONF_CURRENT_ENTITIES,
    CONF_EXPORT_ENTITIES,
    CONF_FALLBACK_CURRENT,
    CONF_POWER_ENTITIES,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_HEAT_PUMP,
    SUBENTRY_LOAD,
    SUBENTRY_METER,
)
from ..coordinator import OvershotConfigEntry, PushCoordinator
from ..core.model import HeatPumpReading, LoadReading
from ..devices.driver import BatteryOrders, ChargePointOrders, DeviceReadings, HeatPumpOrders
from ..devices.load_orders import LoadOrders
from . import keys
from .battery_orders import ActionSetBattery, EntityBatteryOrders, EntitySetBattery
from .charge_point_orders import ActionSetCurrent, EntityChargePointOrders, EntitySetCurrent
from .heat_pump_orders import EntityHeatPumpOrders, SelectedState, SwitchedContacts
from .load_orders import load_orders
from .ocpp_orders import OcppSetCurrent
from .points import NOT_KNOWN, Quantity, optional_value, points_of
from .readings import BatteryPoints, MeterPoints, SolarPoints, StationPoints
from .solar_orders import EntityInverterOrders

ASSUMED_INTERVAL: Final = 10.0
"""How often entities are taken to report (s): most integrations report every 1 to 10 s."""

LOOK_AGAIN: Final = timedelta(seconds=5)
"""States are looked at this often besides, for what reports nothing while nothing changes."""

PART_AGE: Final = timedelta(seconds=60)
"""A part of a device that is older than another part by more is not known."""


class EntityCoordinator(PushCoordinator):
    """Reads entities whenever one of them changes or is measured again."""

    shown_elsewhere = True

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Prepare to read; entities may be there later than the site."""
        super().__init__(hass, entry, subentry, interval=None)
        self._last_read: tuple[DeviceReadings, datetime] | None = None

    @property
    @override
    def interval(self) -> float:
        return float(self.subentry.data.get(keys.STATION, {}).get(keys.REPORT_INTERVAL) or ASSUMED_INTERVAL)

    @property
    @override
    def paired(self) -> bool:
        """Entities need no pairing."""
        return True

    @property
    @override
    def gateway(self) -> str:
        return "Home Assistant"

    @property
    @override
    def writable(self) -> bool:
        """Whether the entities are there; whether one takes an order it says itself."""
        return self.orders is not None and self.last_update_success

    @property
    @abstractmethod
    def entities(self) -> Iterable[str]:
        """Return what is listened to."""

    @callback
    @abstractmethod
    def async_read(self, now: datetime) -> tuple[DeviceReadings, datetime] | None:
        """Return what the entities say and when it was measured; None where the device is not known."""

    @override
    async def async_start(self) -> None:
        entities = list(dict.fromkeys(self.entities))
        on_unload = self.config_entry.async_on_unload
        on_unload(async_track_state_change_event(self.hass, entities, self._async_changed))
        on_unload(async_track_state_report_event(self.hass, entities, self._async_reported))
        on_unload(async_track_time_interval(self.hass, self._async_look, LOOK_AGAIN))
        self._async_look(dt_util.utcnow())

    @callback
    def _async_changed(self, event: Event[EventStateChangedData]) -> None:
        """Take a new state."""
        self._async_look(dt_util.utcnow())

    @callback
    def _async_reported(self, event: Event[EventStateReportedData]) -> None:
        """Take note that a state was measured again and is the same."""
        self._async_look(dt_util.utcnow())

    @callback
    def _async_look(self, now: datetime) -> None:
        """Read all entities; where one is missing that is needed, the last reading ages."""
        read = self.async_read(now)
        if read is None:
            self.async_lose("an entity that it needs is unavailable")
            return
        # Nothing new is no reading: the grid meter's readings are what the controller decides on.
        if read != self._last_read or not self.last_update_success:
            self._last_read = read
            self.async_take(*read)


class EntityMeterCoordinator(EntityCoordinator):
    """A meter: the grid's where it has that role, else one of the house."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Prepare to read."""
        super().__init__(hass, entry, subentry)
        data = subentry.data
        ratio = float(entry.data.get(CONF_CT_RATIO, 1.0))
        factor = ratio * float(data.get(keys.POWER_FACTOR, 1.0))
        self._points = MeterPoints(
            power=points_of(data[CONF_POWER_ENTITIES], Quantity.POWER, factor=factor),
            export=points_of(data.get(CONF_EXPORT_ENTITIES) or (), Quantity.POWER, factor=factor),
            currents=points_of(data.get(CONF_CURRENT_ENTITIES) or (), Quantity.CURRENT, factor=ratio),
        )

    @property
    @override
    def entities(self) -> Iterable[str]:
        return self._points.entities

    @callback
    @override
    def async_read(self, now: datetime) -> tuple[DeviceReadings, datetime] | None:
        read = self._points.read(self.hass)
        if read is None:
            return None
        if self.grid_role:
            return DeviceReadings(grid=read.reading), read.at
        return DeviceReadings(meters={1: read.reading}), read.at


class EntityInverterCoordinator(EntityCoordinator):
    """Solar, a battery, or both."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Prepare to read and to order."""
        super().__init__(hass, entry, subentry)
        data = subentry.data
        self._solar = SolarPoints.of(data[keys.SOLAR]) if keys.SOLAR in data else None
        self._battery = BatteryPoints.of(data[keys.BATTERY]) if keys.BATTERY in data else None
        self._orders = inverter_orders(hass, data)

    @property
    @override
    def orders(self) -> BatteryOrders | None:
        return self._orders

    @property
    @override
    def entities(self) -> Iterable[str]:
        parts = [part.entities for part in (self._solar, self._battery) if part is not None]
        return [entity for part in parts for entity in part]

    @callback
    @override
    def async_read(self, now: datetime) -> tuple[DeviceReadings, datetime] | None:
        """Read both parts; an inverter that sleeps at night leaves its battery alone."""
        solar = self._solar.read(self.hass) if self._solar else None
        battery = self._battery.read(self.hass) if self._battery else None
        ats = [read.at for read in (solar, battery) if read is not None]
        if not ats:
            return None
        # A part that fell silent must not make the other one look old.
        oldest = max(ats) - PART_AGE
        solar = solar if solar is not None and solar.at >= oldest else None
        battery = battery if battery is not None and battery.at >= oldest else None
        readings = DeviceReadings(solar=solar.reading if solar else None, battery=battery.reading if battery else None)
        return readings, min(read.at for read in (solar, battery) if read is not None)


class EntityChargePointCoordinator(EntityCoordinator):
    """A charging station."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Prepare to read and to order."""
        super().__init__(hass, entry, subentry)
        self._points = StationPoints.of(subentry.data[keys.STATION])
        self._orders = charge_point_orders(hass, subentry.data)
        self.ocpp = self._orders if isinstance(self._orders, OcppSetCurrent) else None
        """Where orders are profiles that expire: whether the station falls back then has to be seen."""

    @property
    @override
    def orders(self) -> ChargePointOrders | None:
        return self._orders

    @property
    @override
    def entities(self) -> Iterable[str]:
        return [*self._points.entities, *(self._orders.entities if self._orders else ())]

    @callback
    @override
    def async_read(self, now: datetime) -> tuple[DeviceReadings, datetime] | None:
        read = self._points.read(self.hass, now)
        if read is None:
            return None
        reading = read.reading
        if self.ocpp is not None:
            self.ocpp.look(now)
        if self._orders is not None:
            reading = replace(reading, setpoint=self._orders.setpoint(), phases=self._orders.phases())
        return DeviceReadings(charge_points={1: reading}), read.at


class EntityHeatPumpCoordinator(EntityCoordinator):
    """A heat pump's SG-Ready interface."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Prepare to read and to order."""
        super().__init__(hass, entry, subentry)
        self._orders = heat_pump_orders(hass, subentry.data[keys.ORDERS])

    @property
    @override
    def orders(self) -> HeatPumpOrders:
        return self._orders

    @property
    @override
    def entities(self) -> Iterable[str]:
        return self._orders.entities

    @callback
    @override
    def async_read(self, now: datetime) -> tuple[DeviceReadings, datetime] | None:
        """Read the state. Switches report nothing while nothing changes: it is known while they are there."""
        states = [self.hass.states.get(entity) for entity in self._orders.entities]
        if any(state is None or state.state in NOT_KNOWN for state in states):
            return None
        return DeviceReadings(heat_pumps={1: HeatPumpReading(state=self._orders.state())}), now


class EntityLoadCoordinator(EntityCoordinator):
    """A load: what switches it, and what tells its power and its temperature."""

    def __init__(self, hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> None:
        """Prepare to read and to order."""
        super().__init__(hass, entry, subentry)
        data = subentry.data
        self._orders = load_orders(hass, data)
        self._power = points_of(filter(None, [data.get(keys.POWER_ENTITY)]), Quantity.POWER)
        self._temperature = points_of(filter(None, [data.get(keys.TEMPERATURE_ENTITY)]), Quantity.TEMPERATURE)

    @property
    @override
    def orders(self) -> LoadOrders:
        return self._orders

    @property
    @override
    def entities(self) -> Iterable[str]:
        return [self._orders.entity, *(point.entity for point in (*self._power, *self._temperature))]

    @callback
    @override
    def async_read(self, now: datetime) -> tuple[DeviceReadings, datetime] | None:
        """Read it. What has a temperature limit and tells no temperature is not known."""
        state = self.hass.states.get(self._orders.entity)
        if state is None or state.state in NOT_KNOWN:
            return None
        power, temperature = optional_value(self.hass, self._power), optional_value(self.hass, self._temperature)
        if self._temperature and temperature is None:
            return None
        reading = LoadReading(power=power, setpoint=self._orders.setpoint(), temperature=temperature)
        return DeviceReadings(loads={1: reading}), now


COORDINATORS: Final[Mapping[str, Callable[..., EntityCoordinator]]] = {
    SUBENTRY_METER: EntityMeterCoordinator,
    SUBENTRY_CHARGE_POINT: EntityChargePointCoordinator,
    SUBENTRY_HEAT_PUMP: EntityHeatPumpCoordinator,
    SUBENTRY_LOAD: EntityLoadCoordinator,
}
"""By subentry type; an inverter is what remains."""


def entity_coordinator(hass: HomeAssistant, entry: OvershotConfigEntry, subentry: ConfigSubentry) -> EntityCoordinator:
    """Return the coordinator of a device that is made of entities."""
    return COORDINATORS.get(subentry.subentry_type, EntityInverterCoordinator)(hass, entry, subentry)


def inverter_orders(hass: HomeAssistant, data: Mapping[str, Any]) -> BatteryOrders | None:
    """Return what takes orders for an inverter and its battery, or None where both are only read."""
    battery = battery_orders(hass, data.get(keys.ORDERS))
    limit = data.get(keys.SOLAR, {}).get(keys.LIMIT_ENTITY)
    return battery if limit is None else EntityInverterOrders(hass, limit, battery)


def battery_orders(hass: HomeAssistant, data: Mapping[str, Any] | None) -> EntityBatteryOrders | None:
    """Return what takes orders for a battery, or None where it is only read."""
    if not data:
        return None
    if data[keys.KIND] == keys.OrderKind.ACTION:
        return ActionSetBattery(hass, data)
    return EntitySetBattery(hass, data)


def charge_point_orders(hass: HomeAssistant, data: Mapping[str, Any]) -> EntityChargePointOrders | None:
    """Return what takes orders for a charging station, or None where it is only read."""
    orders = data.get(keys.ORDERS)
    if not orders:
        return None
    shown = {keys.SETPOINT_ENTITY: data[keys.STATION].get(keys.SETPOINT_ENTITY), **orders}
    if orders[keys.KIND] == keys.OrderKind.OCPP:
        return OcppSetCurrent(hass, {**shown, CONF_FALLBACK_CURRENT: data[CONF_FALLBACK_CURRENT]})
    if orders[keys.KIND] == keys.OrderKind.ACTION:
        return ActionSetCurrent(hass, shown)
    return EntitySetCurrent(hass, shown)


def heat_pump_orders(hass: HomeAssistant, data: Mapping[str, Any]) -> EntityHeatPumpOrders:
    """Return what takes orders for a heat pump."""
    return SelectedState(hass, data) if data[keys.KIND] == keys.OrderKind.STATES else SwitchedContacts(hass, data)
