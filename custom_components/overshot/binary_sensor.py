"""Binary sensors: what is connected, and whether the site is in trouble."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorDeviceClass, BinarySensorEntity
from homeassistant.const import STATE_OFF, STATE_ON, EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoreEntity

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .entity import DeviceEntity, SiteEntity
from .from_entities.coordinator import EntityChargePointCoordinator
from .from_entities.ocpp_orders import OcppSetCurrent
from .growth import Grower
from .measurements import Measurement
from .site import SiteCoordinator

PARALLEL_UPDATES = 0

STATES: tuple[Measurement, ...] = (
    Measurement(key="vehicle", source="charge_point", field="vehicle.connected"),
    Measurement(key="on_backup", source="device", field="on_backup"),
    Measurement(key="boost_active", source="charge_point", field="boost", entity_registry_enabled_default=False),
)

_DEVICE_CLASSES = {
    "vehicle": BinarySensorDeviceClass.PLUG,
    "on_backup": None,
    "boost_active": BinarySensorDeviceClass.RUNNING,
}


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up binary sensors."""
    async_add_entities([ProblemSensor(entry.runtime_data.site)])
    for id_, device in entry.runtime_data.devices.items():
        async_add_entities([ConnectedSensor(device)], config_subentry_id=id_)
        if isinstance(device, EntityChargePointCoordinator) and device.ocpp is not None:
            async_add_entities([FallbackVerifiedSensor(device, device.ocpp)], config_subentry_id=id_)
        Grower(device, STATES, StateSensor, async_add_entities).async_start()


class StateSensor(DeviceEntity, BinarySensorEntity):
    """Something about a device that is true or not."""

    def __init__(self, device: DeviceCoordinator, measurement: Measurement, part: str | None) -> None:
        """Initialize the sensor."""
        super().__init__(device, measurement.key, part)
        self._measurement = measurement
        self._part = part
        self._attr_device_class = _DEVICE_CLASSES[measurement.key]
        self._attr_entity_registry_enabled_default = measurement.entity_registry_enabled_default

    @property
    @override
    def available(self) -> bool:
        """Whether the device answers and its block was read."""
        return super().available and self._measurement.reading(self.coordinator, self._part) is not None

    @property
    @override
    def is_on(self) -> bool | None:
        value = self._measurement.value(self.coordinator, self._part)
        return None if value is None else bool(value)


class ConnectedSensor(DeviceEntity, BinarySensorEntity):
    """Whether a device answers."""

    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _unrecorded_attributes = frozenset({"gateway"})

    def __init__(self, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(device, "connected")
        self._attr_extra_state_attributes = {"gateway": device.gateway}

    @property
    @override
    def available(self) -> bool:
        """Stay available: telling that a device is gone is what it is for."""
        return True

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.last_update_success


class FallbackVerifiedSensor(DeviceEntity, BinarySensorEntity, RestoreEntity):
    """Whether a station was seen to fall back by itself; unknown until it was seen to, or not to."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, device: DeviceCoordinator, orders: OcppSetCurrent) -> None:
        """Initialize the sensor."""
        super().__init__(device, "fallback_verified")
        self._orders = orders

    @override
    async def async_added_to_hass(self) -> None:
        """Remember what was seen before."""
        await super().async_added_to_hass()
        last = await self.async_get_last_state()
        if last is not None and last.state in (STATE_ON, STATE_OFF) and self._orders.verified is None:
            self._orders.verified = last.state == STATE_ON

    @property
    @override
    def available(self) -> bool:
        """Stay available: what was seen stays true while the station is away."""
        return True

    @property
    @override
    def is_on(self) -> bool | None:
        return self._orders.verified


class ProblemSensor(SiteEntity, BinarySensorEntity):
    """Whether anything of the site needs attention."""

    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, site: SiteCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, "problem")

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.watch.problem
