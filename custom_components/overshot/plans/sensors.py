"""Sensors of what is planned, for the site and for each device, and why."""

from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfEnergy
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator, OvershotConfigEntry
from ..core.planning import EnergyDemand, PlanReason, PlanReasonKey, PlanStatus
from ..entity import device_info
from ..growth import add_to_site, add_when_seen, has_battery
from ..layout import commands_battery
from ..writers.station import CHARGE_POINT
from .coordinator import PlanCoordinator
from .measures import PLAN_MEASURES, PLAN_STORAGE_MEASURES, PlanMeasure
from .told import told_details
from .triggers import sessions_of

PLAN_REASON_DETAILS = ("at", "due", "energy", "later", "mean", "now", "peak", "price")
"""What a reason of the plan may be about; it changes too often to be recorded."""


@callback
def add_plan_sensors(entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback) -> None:
    """Add the sensors of the plan; those of batteries and vehicles once they have shown."""
    plans, site = entry.runtime_data.plans, entry.runtime_data.site
    async_add_entities([PlanStatusSensor(plans), *(PlanSensor(plans, measure) for measure in PLAN_MEASURES)])
    add_to_site(
        site,
        has_battery(site),
        lambda: [PlanSensor(plans, measure) for measure in PLAN_STORAGE_MEASURES],
        async_add_entities,
    )
    for id_, device in entry.runtime_data.devices.items():
        if id_ in site.fleet.stations:
            sensors = [PlanReasonSensor(plans, device), DepartureEnergySensor(plans, device)]
            async_add_entities(sensors, config_subentry_id=id_)
            add_when_seen(device, _tells_soc, lambda device, _: DepartureSocSensor(plans, device), async_add_entities)
        if id_ in site.fleet.heat_pumps or id_ in site.fleet.loads:
            async_add_entities([PlanReasonSensor(plans, device)], config_subentry_id=id_)
        if id_ in site.fleet.batteries:
            add_when_seen(
                device, commands_battery, lambda device, _: PlanReasonSensor(plans, device), async_add_entities
            )


def _tells_soc(device: DeviceCoordinator) -> tuple[bool, ...]:
    """Return one True where a station has shown the state of charge of its vehicle."""
    reading = device.data.charge_points.get(CHARGE_POINT)
    return (True,) if reading is not None and reading.vehicle_soc is not None else ()


class PlanEntity(CoordinatorEntity[PlanCoordinator]):
    """Something of the plan of the whole site."""

    _attr_has_entity_name = True

    def __init__(self, plans: PlanCoordinator, key: str) -> None:
        """Name the entity after its site and key."""
        super().__init__(plans)
        entry_id = plans.config_entry.entry_id
        self._attr_unique_id = f"{entry_id}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, entry_id)})


class PlanStatusSensor(PlanEntity, SensorEntity):
    """How good the plan is, and what it had to do without."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_options = [status.value for status in PlanStatus]
    _unrecorded_attributes = frozenset({"made_at", "solver_seconds", "trigger", "until"})

    def __init__(self, plans: PlanCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(plans, "plan_status")

    @property
    @override
    def available(self) -> bool:
        """Stay available: telling that there is no plan is what it is for."""
        return True

    @property
    @override
    def native_value(self) -> StateType:
        status = self.coordinator.status
        return None if status is None else status.value

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what it lacks, and how it came about."""
        made, planned = self.coordinator.made, self.coordinator.data
        if made is None:
            return None
        lacks: dict[str, Any] = {"lacks": [lack.value for lack in made.lacks]}
        if planned is None:
            return lacks
        plan = planned.plan
        return {
            **lacks,
            "made_at": plan.made_at.isoformat(),
            "until": plan.end.isoformat(),
            "trigger": planned.trigger.value,
            "solver_seconds": round(plan.solver_time, 3),
        }


class PlanSensor(PlanEntity, SensorEntity):
    """Something the plan says of the whole site."""

    _unrecorded_attributes = frozenset({"cost", "hours", "since"})
    entity_description: PlanMeasure

    def __init__(self, plans: PlanCoordinator, measure: PlanMeasure) -> None:
        """Initialize the sensor."""
        super().__init__(plans, measure.key)
        self.entity_description = measure

    @property
    @override
    def native_value(self) -> StateType | datetime:
        planned = self.coordinator.data
        return None if planned is None else self.entity_description.value_fn(planned, dt_util.utcnow())

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what there is to say besides."""
        planned, attributes = self.coordinator.data, self.entity_description.attributes_fn
        return None if planned is None or attributes is None else attributes(planned, dt_util.utcnow())


class PlannedDeviceSensor(CoordinatorEntity[PlanCoordinator], SensorEntity):
    """Something the plan says of a device."""

    _attr_has_entity_name = True

    def __init__(self, plans: PlanCoordinator, device: DeviceCoordinator, key: str) -> None:
        """Name the entity after the device's serial number and its key."""
        super().__init__(plans)
        self.device = device
        self.id_ = device.subentry.subentry_id
        self._attr_unique_id = f"{device.device_key}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = device_info(device)


class PlanReasonSensor(PlannedDeviceSensor):
    """Why a device is planned to do now what it does."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = [key.value for key in PlanReasonKey]
    _unrecorded_attributes = frozenset(PLAN_REASON_DETAILS)

    def __init__(self, plans: PlanCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(plans, device, "plan_reason")

    @property
    def reason(self) -> PlanReason | None:
        """Return the reason, where anything is planned for the device."""
        planned = self.coordinator.data
        return None if planned is None else planned.reason(self.id_)

    @property
    @override
    def native_value(self) -> StateType:
        return self.reason.key.value if self.reason is not None else None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | float] | None:
        """Return what the reason is about: the price, the moment, the energy."""
        return told_details(self.reason) if self.reason is not None else None


class DepartureSensor(PlannedDeviceSensor):
    """What a vehicle is expected to have when it leaves."""

    _unrecorded_attributes = frozenset({"departure", "missing"})

    @property
    def demand(self) -> EnergyDemand | None:
        """Return what the vehicle is planned to get, and by when; None where there is no vehicle."""
        planned = self.coordinator.data
        if planned is None or self.id_ not in sessions_of(self.coordinator.site.state.memory):
            return None
        return planned.demand(self.id_, dt_util.utcnow())

    @property
    def given(self) -> float | None:
        """Return what it will still get until then (Wh)."""
        planned, demand = self.coordinator.data, self.demand
        if planned is None or demand is None:
            return None
        return planned.given(self.id_, dt_util.utcnow(), demand.end)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return when it leaves, and what it will not have by then (kWh)."""
        planned, demand = self.coordinator.data, self.demand
        if planned is None or demand is None:
            return None
        return {"departure": demand.due.isoformat(), "missing": round(planned.missing(self.id_, demand) / 1000, 2)}


class DepartureEnergySensor(DepartureSensor):
    """The energy a vehicle will have got since it was plugged in."""

    _attr_device_class = SensorDeviceClass.ENERGY
    _attr_native_unit_of_measurement = UnitOfEnergy.WATT_HOUR
    _attr_suggested_unit_of_measurement = UnitOfEnergy.KILO_WATT_HOUR
    _attr_suggested_display_precision = 1

    def __init__(self, plans: PlanCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(plans, device, "departure_energy")

    @property
    @override
    def native_value(self) -> StateType:
        given = self.given
        memory = self.coordinator.site.state.memory.charge_points.get(self.id_)
        return None if given is None or memory is None else memory.session.energy + given


class DepartureSocSensor(DepartureSensor):
    """The state of charge a vehicle will have."""

    _attr_device_class = SensorDeviceClass.BATTERY
    _attr_native_unit_of_measurement = PERCENTAGE
    _attr_suggested_display_precision = 0

    def __init__(self, plans: PlanCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(plans, device, "departure_soc")

    @property
    @override
    def native_value(self) -> StateType:
        given = self.given
        reading = self.device.data.charge_points.get(CHARGE_POINT)
        capacity = self.coordinator.site.asked.charge_points[self.id_].vehicle_capacity
        if given is None or reading is None or reading.vehicle_soc is None or not capacity:
            return None
        return min(100.0, reading.vehicle_soc + 100 * given / capacity)
