"""Sensors of what each device is told, and why."""

from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfElectricCurrent
from homeassistant.helpers.typing import StateType

from .coordinator import DeviceCoordinator
from .core.control import Decision
from .core.model import ChargePointSetpoint, ChargePointStatus, Reason, ReasonKey, RecoveryAction, SolarSetpoint
from .entity import SteeredEntity
from .site import SiteCoordinator
from .writers.station import CHARGE_POINT

REASON_DETAILS = (
    "at",
    "attempt",
    "circuit",
    "current",
    "due",
    "energy",
    "phase",
    "phases",
    "power",
    "price",
    "seconds",
    "seen",
    "target",
    "told",
)
"""What a reason may be about; it changes too often to be recorded."""

SOLAR_REASONS = (
    ReasonKey.AUTOMATIC,
    ReasonKey.EXPORT_LIMIT,
    ReasonKey.EXPORT_COSTS,
    ReasonKey.EXPORT_TAKERS,
    ReasonKey.PLAN_CURTAILED,
    ReasonKey.INVERTER_SILENT,
    ReasonKey.METER_STALE,
    ReasonKey.ON_BACKUP,
    ReasonKey.CONTROL_FAILED,
    ReasonKey.READ_ONLY,
)
"""Why an inverter gives less than the sun offers, or does not."""

SOLAR_DETAILS = ("export_limit", "output_limit", "power", "price")
"""What there is to say of that; it changes too often to be recorded."""

NO_RECOVERY = "none"
"""State of a station that does as it is told."""


class OrderSensor(SteeredEntity, SensorEntity):
    """Something about the order a charge point has."""

    @property
    def order(self) -> ChargePointSetpoint | None:
        """Return the newest order."""
        decision: Decision | None = self.coordinator.data
        return decision.setpoints.get(self.id_) if decision is not None else None


class StatusSensor(OrderSensor):
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
    """Why a charge point, a battery, a heat pump or a load does what it does."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = [key.value for key in ReasonKey]
    _unrecorded_attributes = frozenset(REASON_DETAILS)

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "reason")

    @property
    def reason(self) -> Reason | None:
        """Return the reason of the newest order."""
        decision: Decision | None = self.coordinator.data
        if decision is None:
            return None
        for orders in (decision.setpoints, decision.batteries, decision.heat_pumps, decision.loads):
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


class SolarSensor(SteeredEntity, SensorEntity):
    """Whether an inverter gives less than the sun offers, and why."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = [key.value for key in SOLAR_REASONS]
    _unrecorded_attributes = frozenset(SOLAR_DETAILS)

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "solar_held_back")

    @property
    def order(self) -> SolarSetpoint | None:
        """Return the newest order."""
        decision: Decision | None = self.coordinator.data
        return decision.solar.get(self.id_) if decision is not None else None

    @property
    @override
    def native_value(self) -> StateType:
        return self.order.reason.key.value if self.order is not None else None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | float | None] | None:
        """Return the limits (W), and what the reason is about."""
        order = self.order
        if order is None:
            return None
        limits = {"export_limit": order.export_limit, "output_limit": order.output_limit}
        told = {name: None if limit is None else round(limit) for name, limit in limits.items()}
        return {**told, **order.reason.details}


class SetpointSensor(OrderSensor):
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


class PhasesSensor(OrderSensor):
    """On how many phases a charge point charges: what the station tells, else what it was told."""

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "phases")

    @property
    @override
    def native_value(self) -> StateType:
        reading = self.device.data.charge_points.get(CHARGE_POINT)
        if reading is not None and reading.phases is not None:
            return reading.phases
        return self.order.phases if self.order is not None else None


class RecoverySensor(OrderSensor):
    """What is tried with a station that does not do as it is told."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_options = [NO_RECOVERY, *(action.value for action in RecoveryAction)]

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the sensor."""
        super().__init__(site, device, "recovery")

    @property
    @override
    def native_value(self) -> StateType:
        if self.order is None:
            return None
        return self.order.recovery.value if self.order.recovery is not None else NO_RECOVERY
