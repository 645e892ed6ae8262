"""Sensors: what the devices measure, and what the controller makes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfElectricCurrent, UnitOfPower
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.control import Decision
from .core.model import ChargePointSetpoint, ChargePointStatus, ConnectionStatus, Reason, ReasonKey
from .entity import DeviceEntity, SiteEntity, SteeredEntity
from .growth import Grower, add_when_seen
from .layout import commands_battery, takes_orders
from .measurements import MEASUREMENTS, Measurement
from .site import SiteCoordinator

PARALLEL_UPDATES = 0

HOUSE_AGE = 60.0
"""A part of the house's balance older than this is not known (s)."""


@dataclass(frozen=True, kw_only=True)
class SiteSensorDescription(SensorEntityDescription):
    """A value the controller derives for the whole site."""

    value_fn: Callable[[SiteCoordinator], StateType]


def _surplus(site: SiteCoordinator) -> StateType:
    """Return the smoothed solar surplus (W)."""
    return None if site.data is None else site.data.state.surplus


def _headroom(phase: int) -> Callable[[SiteCoordinator], StateType]:
    """Return a function giving the room left on a phase (A)."""

    def value(site: SiteCoordinator) -> StateType:
        headroom = site.data.state.headroom if site.data is not None else None
        return None if headroom is None else headroom[phase]

    return value


def _house(site: SiteCoordinator) -> StateType:
    """Return the consumption of everything in the house, cars included (W): grid + battery + solar."""
    snapshot = site.snapshot
    if site.data is None or site.data.state.meter_stale or snapshot.grid is None:
        return None
    power = snapshot.grid.value.power
    if power is None:
        return None
    now = dt_util.utcnow()
    parts = [battery.value.power if battery.age(now) <= HOUSE_AGE else None for battery in snapshot.batteries.values()]
    parts += [solar.value.power if solar.age(now) <= HOUSE_AGE else None for solar in snapshot.solar.values()]
    known = [part for part in parts if part is not None]
    return power + sum(known) if len(known) == len(parts) else None


SITE_SENSORS: tuple[SiteSensorDescription, ...] = (
    SiteSensorDescription(
        key="house_power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=0,
        value_fn=_house,
    ),
    SiteSensorDescription(
        key="surplus",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=0,
        value_fn=_surplus,
    ),
    *(
        SiteSensorDescription(
            key=f"headroom_l{phase + 1}",
            device_class=SensorDeviceClass.CURRENT,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
            suggested_display_precision=1,
            entity_category=EntityCategory.DIAGNOSTIC,
            value_fn=_headroom(phase),
        )
        for phase in range(3)
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up sensors; a device's measurements appear as soon as it has told them once."""
    site = entry.runtime_data.site
    async_add_entities(
        SiteSensor(site, description)
        for description in SITE_SENSORS
        if not (description.key in ("headroom_l2", "headroom_l3") and site.site.connection.type.phases == 1)
    )
    for id_, device in entry.runtime_data.devices.items():
        async_add_entities([ConnectionSensor(device)], config_subentry_id=id_)
        if id_ in site.fleet.stations:
            async_add_entities(
                [StatusSensor(site, device), ReasonSensor(site, device), SetpointSensor(site, device)],
                config_subentry_id=id_,
            )
        if id_ in site.fleet.heat_pumps:
            async_add_entities([ReasonSensor(site, device)], config_subentry_id=id_)
        if id_ in site.fleet.batteries:
            add_when_seen(device, commands_battery, lambda device, _: ReasonSensor(site, device), async_add_entities)
        if id_ in site.fleet.writers:
            add_when_seen(device, takes_orders, lambda device, _: WritesSensor(site, device), async_add_entities)
        Grower(device, MEASUREMENTS, MeasurementSensor, async_add_entities).async_start()


class MeasurementSensor(DeviceEntity, SensorEntity):
    """A value a device measures."""

    entity_description: Measurement

    def __init__(self, device: DeviceCoordinator, measurement: Measurement, part: str | None) -> None:
        """Initialize the sensor."""
        super().__init__(device, measurement.key, part)
        self.entity_description = measurement
        self._part = part

    @property
    @override
    def available(self) -> bool:
        """Whether the device answers and its block was read."""
        return super().available and (self.entity_description.reading(self.coordinator, self._part) is not None)

    @property
    @override
    def native_value(self) -> StateType:
        return self.entity_description.value(self.coordinator, self._part)


class SiteSensor(SiteEntity, SensorEntity):
    """A value of the whole site."""

    entity_description: SiteSensorDescription

    def __init__(self, site: SiteCoordinator, description: SiteSensorDescription) -> None:
        """Initialize the sensor."""
        super().__init__(site, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> StateType:
        return self.entity_description.value_fn(self.coordinator)


class ConnectionSensor(DeviceEntity, SensorEntity):
    """How far a device has come: planned, paired, connected or failed."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_options = [status.value for status in ConnectionStatus]

    def __init__(self, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(device, "connection_status")

    @property
    @override
    def available(self) -> bool:
        """Stay available: telling that a device is gone is what it is for."""
        return True

    @property
    @override
    def native_value(self) -> StateType:
        return self.coordinator.status.value


class _OrderSensor(SteeredEntity, SensorEntity):
    """Something about the order a charge point has."""

    @property
    def order(self) -> ChargePointSetpoint | None:
        """Return the newest order."""
        decision: Decision | None = self.coordinator.data
        return decision.setpoints.get(self.id_) if decision is not None else None


class StatusSensor(_OrderSensor):
    """What a charge point is doing."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = [status.value for status in ChargePointStatus]

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "status")

    @property
    @override
    def available(self) -> bool:
        """Whether the station answers."""
        return super().available and self.device.last_update_success

    @property
    @override
    def native_value(self) -> StateType:
        return self.order.status.value if self.order is not None else None


class ReasonSensor(SteeredEntity, SensorEntity):
    """Why a charge point, a battery or a heat pump does what it does."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = [key.value for key in ReasonKey]
    _unrecorded_attributes = frozenset({"seconds", "current", "phase", "power", "circuit"})

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "reason")

    @property
    def reason(self) -> Reason | None:
        """Return the reason of the newest order."""
        decision: Decision | None = self.coordinator.data
        if decision is None:
            return None
        for orders in (decision.setpoints, decision.batteries, decision.heat_pumps):
            if (order := orders.get(self.id_)) is not None:
                return order.reason
        return None

    @property
    @override
    def native_value(self) -> StateType:
        return self.reason.key.value if self.reason is not None else None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | float] | None:
        """Return what the reason is about: the phase, the seconds left, the current, the power."""
        return dict(self.reason.details) if self.reason is not None else None


class SetpointSensor(_OrderSensor):
    """The current a charge point is told."""

    _attr_device_class = SensorDeviceClass.CURRENT
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_native_unit_of_measurement = UnitOfElectricCurrent.AMPERE
    _attr_suggested_display_precision = 1

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "setpoint")

    @property
    @override
    def native_value(self) -> StateType:
        return self.order.current if self.order is not None else None


class WritesSensor(SteeredEntity, SensorEntity):
    """How often Overshot gave a device an order since it was loaded."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_state_class = SensorStateClass.TOTAL_INCREASING

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "writes")
        self._writer = site.fleet.writers[self.id_]

    @property
    @override
    def native_value(self) -> StateType:
        return self._writer.writes
