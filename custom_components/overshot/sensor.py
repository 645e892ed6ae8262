"""Sensors: what the devices measure, and what the controller makes of it."""

from datetime import datetime
from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.model import ConnectionStatus
from .entity import DeviceEntity, SiteEntity
from .growth import Grower, add_to_site, add_when_seen, has_battery
from .layout import can_curtail, commands_battery, takes_orders
from .measurements import MEASUREMENTS, Measurement
from .order_sensors import (
    PhasesSensor,
    ReasonSensor,
    RecoverySensor,
    SetpointSensor,
    SolarSensor,
    StatusSensor,
    WritesSensor,
)
from .plans.forecast_sensors import add_forecast_sensors
from .plans.sensors import add_plan_sensors
from .records.ledger_sensors import add_ledger_sensors
from .records.session_sensors import MEASURES, SessionSensor
from .site import SiteCoordinator
from .site_measures import SITE_MEASURES, STORAGE_MEASURES, SiteMeasure
from .tariffs.sensors import price_sensors

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up sensors; a device's measurements appear as soon as it has told them once."""
    site = entry.runtime_data.site
    async_add_entities(
        SiteSensor(site, description)
        for description in SITE_MEASURES
        if description.phases <= site.site.connection.type.phases
    )
    add_to_site(
        site,
        has_battery(site),
        lambda: [SiteSensor(site, description) for description in STORAGE_MEASURES],
        async_add_entities,
    )
    async_add_entities(price_sensors(entry.runtime_data.prices))
    add_forecast_sensors(entry, async_add_entities)
    add_plan_sensors(entry, async_add_entities)
    add_ledger_sensors(entry, async_add_entities)
    for id_, device in entry.runtime_data.devices.items():
        async_add_entities([ConnectionSensor(device)], config_subentry_id=id_)
        if id_ in site.fleet.stations:
            async_add_entities(
                [
                    kind(site, device)
                    for kind in (StatusSensor, ReasonSensor, SetpointSensor, PhasesSensor, RecoverySensor)
                ],
                config_subentry_id=id_,
            )
            sessions = entry.runtime_data.sessions
            async_add_entities(
                [SessionSensor(site, device, sessions, measure) for measure in MEASURES], config_subentry_id=id_
            )
        if id_ in site.fleet.heat_pumps or id_ in site.fleet.loads:
            async_add_entities([ReasonSensor(site, device)], config_subentry_id=id_)
        if id_ in site.fleet.batteries:
            add_when_seen(device, commands_battery, lambda device, _: ReasonSensor(site, device), async_add_entities)
            add_when_seen(device, can_curtail, lambda device, _: SolarSensor(site, device), async_add_entities)
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

    entity_description: SiteMeasure

    def __init__(self, site: SiteCoordinator, description: SiteMeasure) -> None:
        """Initialize the sensor."""
        super().__init__(site, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> StateType | datetime:
        return self.entity_description.value_fn(self.coordinator)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | None] | None:
        """Return what the user had better do."""
        advice = self.entity_description.advice
        return {"advice": advice(self.coordinator)} if advice is not None else None


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
