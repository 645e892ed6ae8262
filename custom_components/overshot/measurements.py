"""What devices measure, as a table: one line a sensor."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfVolume,
)
from homeassistant.helpers.typing import StateType

from .coordinator import DeviceCoordinator
from .core.control.charging.status import charge_point_status
from .core.model import BatteryState, ChargePointReading, ChargePointStatus, ChargingMode, Reason, ReasonKey
from .devices.driver import DeviceReadings
from .writers.station import CHARGE_POINT

type Source = Callable[[DeviceReadings, int], Any]
"""Picks one part's reading out of a poll; None where it was not read."""

_NUMBERED: dict[str, Callable[[DeviceReadings], Iterable[int]]] = {
    "charge_point": lambda readings: readings.charge_points,
    "meter": lambda readings: readings.meters,
    "heat_pump": lambda readings: readings.heat_pumps,
}

_SOURCES: dict[str, Source] = {
    "device": lambda readings, _: readings,
    "grid": lambda readings, _: readings.grid,
    "solar": lambda readings, _: readings.solar,
    "battery": lambda readings, _: readings.battery,
    "charge_point": lambda readings, number: readings.charge_points.get(number),
    "meter": lambda readings, number: readings.meters.get(number),
    "heat_pump": lambda readings, number: readings.heat_pumps.get(number),
}


@dataclass(frozen=True, kw_only=True)
class Measurement(SensorEntityDescription):
    """A sensor, and where in a device's readings its value stands."""

    source: str
    """A key of `_SOURCES`."""

    field: str
    """Attribute of that reading; `name[i]` is element i of a vector, `name.attribute` goes one deeper."""

    def parts(self, device: DeviceCoordinator) -> Iterable[str | None]:
        """Return the parts of a device that may have this value; None is the device itself."""
        numbered = _NUMBERED.get(self.source)
        if numbered is None or self._whole(device):
            return (None,)
        return [f"{self.source}_{number}" for number in numbered(device.data)]

    def _whole(self, device: DeviceCoordinator) -> bool:
        """Whether the device is the charge point, meter or heat pump itself rather than the controller of some."""
        numbered = _NUMBERED.get(self.source)
        if numbered is None or self.source != device.subentry.subentry_type:
            return False
        return all(number == CHARGE_POINT for number in numbered(device.data))

    def reading(self, device: DeviceCoordinator, part: str | None) -> Any:
        """Return the reading the value stands in, or None where that block was not read."""
        number = int(part.rpartition("_")[2]) if part is not None else CHARGE_POINT
        return _SOURCES[self.source](device.data, number)

    def value(self, device: DeviceCoordinator, part: str | None) -> StateType:
        """Return the value, or None where it is not known."""
        found = self.reading(device, part)
        name, _, index = self.field.partition("[")
        for step in name.split("."):
            found = getattr(found, step, None)
        if index and found is not None:
            found = found[int(index[:-1])]
        if self.device_class is SensorDeviceClass.ENUM and found is not None:
            return str(found)
        return found  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class Status(Measurement):
    """What a charge point behind a controller is doing; one that Overshot steers has its status from the control loop."""

    @override
    def parts(self, device: DeviceCoordinator) -> Iterable[str | None]:
        return () if self._whole(device) else super().parts(device)

    @override
    def value(self, device: DeviceCoordinator, part: str | None) -> StateType:
        reading: ChargePointReading | None = self.reading(device, part)
        if reading is None or reading.vehicle is None:
            return None
        mode = ChargingMode.BOOST if reading.boost else None
        return charge_point_status(reading, reading.power or 0.0, mode, Reason(ReasonKey.READ_ONLY)).value


_POWER = SensorEntityDescription(
    key="",
    device_class=SensorDeviceClass.POWER,
    state_class=SensorStateClass.MEASUREMENT,
    native_unit_of_measurement=UnitOfPower.WATT,
    suggested_display_precision=0,
)
_CURRENT = SensorEntityDescription(
    key="",
    device_class=SensorDeviceClass.CURRENT,
    state_class=SensorStateClass.MEASUREMENT,
    native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
    suggested_display_precision=1,
)
_VOLTAGE = SensorEntityDescription(
    key="",
    device_class=SensorDeviceClass.VOLTAGE,
    state_class=SensorStateClass.MEASUREMENT,
    native_unit_of_measurement=UnitOfElectricPotential.VOLT,
    suggested_display_precision=0,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)
_ENERGY = SensorEntityDescription(
    key="",
    device_class=SensorDeviceClass.ENERGY,
    state_class=SensorStateClass.TOTAL_INCREASING,
    native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
    suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
    suggested_display_precision=1,
)


def _as(kind: SensorEntityDescription, key: str, source: str, field: str, **changes: Any) -> Measurement:
    """Return a measurement of a kind; `changes` override the kind's own traits."""
    traits = {
        name: getattr(kind, name)
        for name in (
            "device_class",
            "state_class",
            "native_unit_of_measurement",
            "suggested_unit_of_measurement",
            "suggested_display_precision",
            "entity_category",
            "entity_registry_enabled_default",
            "options",
        )
    }
    return Measurement(key=key, source=source, field=field, **{**traits, **changes})


def _per_phase(measurement: Measurement) -> tuple[Measurement, ...]:
    """Return one measurement for each of L1, L2, L3."""
    return tuple(
        replace(measurement, key=f"{measurement.key}_l{phase + 1}", field=f"{measurement.field}[{phase}]")
        for phase in range(3)
    )


MEASUREMENTS: tuple[Measurement, ...] = (
    # The grid connection.
    _as(_POWER, "grid_power", "grid", "power"),
    *_per_phase(_as(_POWER, "grid_power", "grid", "phase_power")),
    *_per_phase(_as(_CURRENT, "grid_current", "grid", "currents")),
    *_per_phase(_as(_VOLTAGE, "grid_voltage", "grid", "voltages")),
    _as(_ENERGY, "energy_import", "grid", "energy_import"),
    _as(_ENERGY, "energy_export", "grid", "energy_export"),
    _as(_POWER, "quarter_demand", "grid", "quarter_demand"),
    _as(_POWER, "month_peak", "grid", "month_peak.demand"),
    Measurement(
        key="month_peak_at",
        source="grid",
        field="month_peak.at",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
    ),
    Measurement(
        key="gas",
        source="grid",
        field="gas",
        device_class=SensorDeviceClass.GAS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfVolume.CUBIC_METERS,
        suggested_display_precision=2,
    ),
    Measurement(
        key="water",
        source="grid",
        field="water",
        device_class=SensorDeviceClass.WATER,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfVolume.CUBIC_METERS,
        suggested_display_precision=2,
    ),
    # Solar and battery.
    _as(_POWER, "solar_power", "solar", "power"),
    _as(_ENERGY, "solar_energy", "solar", "energy"),
    _as(_POWER, "battery_power", "battery", "power"),
    Measurement(
        key="state_of_charge",
        source="battery",
        field="soc",
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
    ),
    Measurement(
        key="battery_state",
        source="battery",
        field="state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in BatteryState],
    ),
    _as(_ENERGY, "energy_charged", "battery", "energy_charged"),
    _as(_ENERGY, "energy_discharged", "battery", "energy_discharged"),
    _as(_POWER, "consumption", "device", "house_power"),
    _as(_POWER, "backup_power", "device", "backup_power"),
    # Charge points.
    Status(
        key="status",
        source="charge_point",
        field="vehicle",
        device_class=SensorDeviceClass.ENUM,
        options=[status.value for status in ChargePointStatus],
    ),
    _as(_POWER, "charging_power", "charge_point", "power"),
    *_per_phase(
        _as(_CURRENT, "charging_current", "charge_point", "currents", entity_category=EntityCategory.DIAGNOSTIC)
    ),
    _as(_ENERGY, "session_energy", "charge_point", "session_energy"),
    _as(_ENERGY, "energy", "charge_point", "energy"),
    _as(
        _CURRENT,
        "fallback_current",
        "charge_point",
        "fallback_current",
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    # Meters and heat pumps behind a controller.
    _as(_POWER, "power", "meter", "power"),
    _as(_ENERGY, "energy", "meter", "energy_import"),
    Measurement(
        key="sg_ready",
        source="heat_pump",
        field="state",
        device_class=SensorDeviceClass.ENUM,
        options=["1", "2", "3", "4"],
    ),
)
