"""Gather what the devices of a site tell into one snapshot."""

from collections.abc import Iterable
from datetime import datetime

from .const import SUBENTRY_CONTROLLER, SUBENTRY_HEAT_PUMP
from .coordinator import DeviceCoordinator
from .core.model import (
    BatteryReading,
    ChargePointReading,
    HeatPumpReading,
    MeterReading,
    Reading,
    Snapshot,
    SolarReading,
)
from .writers.station import CHARGE_POINT

BACKUP_AGE = 60.0
"""A device that said so long ago that the house runs on its battery alone is not believed any more (s)."""


def collect(devices: Iterable[DeviceCoordinator], grid_device: DeviceCoordinator | None, now: datetime) -> Snapshot:
    """Return what is known now, each value with the moment it was measured.

    A controller repeats what the house's own devices measure. Its totals count only where no device of its own tells
    them, else a battery would count twice.
    """
    grid: Reading[MeterReading] | None = None
    points: dict[str, Reading[ChargePointReading]] = {}
    batteries: dict[str, Reading[BatteryReading]] = {}
    solar: dict[str, Reading[SolarReading]] = {}
    heat_pumps: dict[str, Reading[HeatPumpReading]] = {}
    own_battery, own_solar, on_backup = False, False, False
    # Controllers come last, when it is known what the others tell.
    for device in sorted(devices, key=_is_controller):
        readings, at = device.data, device.readings_at
        if at is None:
            continue
        id_ = device.subentry.subentry_id
        if device is grid_device and readings.grid is not None:
            grid = Reading(readings.grid, at, device.name)
        if CHARGE_POINT in readings.charge_points:
            points[id_] = Reading(readings.charge_points[CHARGE_POINT], at, device.name)
        repeats = _is_controller(device)
        if readings.battery is not None and not (repeats and own_battery):
            batteries[id_] = Reading(readings.battery, at, device.name)
            own_battery = True
        if readings.solar is not None and not (repeats and own_solar):
            solar[id_] = Reading(readings.solar, at, device.name)
            own_solar = True
        for number, heat_pump in readings.heat_pumps.items():
            heat_pumps[_part_id(device, number)] = Reading(heat_pump, at, device.name)
        if readings.on_backup and abs((now - at).total_seconds()) <= BACKUP_AGE:
            on_backup = True
    return Snapshot(
        grid=grid,
        charge_points=points,
        batteries=batteries,
        solar=solar,
        heat_pumps=heat_pumps,
        on_backup=on_backup,
    )


def _part_id(device: DeviceCoordinator, number: int) -> str:
    """Return the id of a heat pump: that of its device, or, behind another device, with its number."""
    id_ = device.subentry.subentry_id
    return id_ if device.subentry.subentry_type == SUBENTRY_HEAT_PUMP else f"{id_}_heat_pump_{number}"


def _is_controller(device: DeviceCoordinator) -> bool:
    """Whether a device is a controller above other devices."""
    return device.subentry.subentry_type == SUBENTRY_CONTROLLER
