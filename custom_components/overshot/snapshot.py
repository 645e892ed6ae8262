"""Gather what the devices of a site tell into one snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from .circuits import SEPARATOR, circuit_subentries
from .const import CONF_CIRCUIT_METER, SUBENTRY_CONTROLLER, SUBENTRY_HEAT_PUMP
from .coordinator import DeviceCoordinator
from .core.model import (
    BatteryReading,
    ChargePointReading,
    HeatPumpReading,
    LoadReading,
    MeterReading,
    Reading,
    Snapshot,
    SolarReading,
)
from .meter_role import MeterRole, role_of
from .writers.load import LOAD
from .writers.station import CHARGE_POINT

BACKUP_AGE = 60.0
"""A device that said so long ago that the house runs on its battery alone is not believed any more (s)."""

METER_AGE = 60.0
"""The power of a heat pump that was measured so long ago is not known any more (s)."""


def collect(
    devices: Iterable[DeviceCoordinator],
    grid_device: DeviceCoordinator | None,
    now: datetime,
    circuits: Mapping[str, Reading[MeterReading] | None] | None = None,
) -> Snapshot:
    """Return what is known now, each value with the moment it was measured; `circuits` by the id of the circuit.

    A controller repeats what the house's own devices measure. Its totals count only where no device of its own tells
    them, else a battery would count twice.
    """
    grid: Reading[MeterReading] | None = None
    points: dict[str, Reading[ChargePointReading]] = {}
    batteries: dict[str, Reading[BatteryReading]] = {}
    solar: dict[str, Reading[SolarReading]] = {}
    heat_pumps: dict[str, Reading[HeatPumpReading]] = {}
    loads: dict[str, Reading[LoadReading]] = {}
    metered: dict[str, Reading[MeterReading]] = {}
    consumers: dict[str, Reading[MeterReading]] = {}
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
        if LOAD in readings.loads:
            loads[id_] = Reading(readings.loads[LOAD], at, device.name)
        if role_of(device.subentry.data) is MeterRole.HEAT_PUMP:
            metered |= {
                _consumer_id(device, number): Reading(meter, at, device.name)
                for number, meter in readings.meters.items()
            }
        consumers |= {part: Reading(meter, at, device.name) for part, meter in _metered_only(device).items()}
        if readings.on_backup and abs((now - at).total_seconds()) <= BACKUP_AGE:
            on_backup = True
    # Where there is one of each, it is clear whose meter it is; else it meters a consumer that nobody steers.
    theirs = next(iter(metered.values())) if len(metered) == len(heat_pumps) == 1 else None
    return Snapshot(
        grid=grid,
        charge_points=points,
        batteries=batteries,
        solar=solar,
        heat_pumps=heat_pumps if theirs is None else _metered(heat_pumps, theirs, now),
        loads=loads,
        circuits={id_: reading for id_, reading in (circuits or {}).items() if reading is not None},
        consumers=consumers if theirs is not None else consumers | metered,
        on_backup=on_backup,
    )


def _metered(
    heat_pumps: dict[str, Reading[HeatPumpReading]], meter: Reading[MeterReading], now: datetime
) -> dict[str, Reading[HeatPumpReading]]:
    """Return the readings of the heat pump with what its meter tells."""
    power, energy = meter.value.power, meter.value.energy_import
    if power is None or abs(meter.age(now)) > METER_AGE:
        return heat_pumps
    return {
        id_: replace(reading, value=replace(reading.value, power=power, energy=energy))
        for id_, reading in heat_pumps.items()
    }


def _metered_only(device: DeviceCoordinator) -> dict[str, MeterReading]:
    """Return what a device measures of consumers that nobody here steers, by the id of the consumer.

    That is a meter in front of a consumer, and the charge points that a controller steers itself.
    """
    readings = device.data
    if role_of(device.subentry.data) is MeterRole.CONSUMER:
        shared = _of_circuits(device)
        return {
            _consumer_id(device, number): meter for number, meter in readings.meters.items() if number not in shared
        }
    if not _is_controller(device):
        return {}
    return {
        f"{device.subentry.subentry_id}_charge_point_{number}": MeterReading(
            power=point.power, energy_import=point.energy
        )
        for number, point in readings.charge_points.items()
        if number != CHARGE_POINT and (point.power is not None or point.energy is not None)
    }


def _consumer_id(device: DeviceCoordinator, number: int) -> str:
    """Return the id of a metered consumer: that of its device, or, where that has several, with its number."""
    id_ = device.subentry.subentry_id
    return id_ if len(device.data.meters) == 1 else f"{id_}_meter_{number}"


def _of_circuits(device: DeviceCoordinator) -> frozenset[int]:
    """Return the numbers of the meters that stand in front of a circuit: what hangs on that may be a charge point."""
    named = (subentry.data.get(CONF_CIRCUIT_METER) for subentry in circuit_subentries(device.config_entry))
    parts = [str(meter).partition(SEPARATOR) for meter in named if meter]
    return frozenset(int(number or 1) for id_, _, number in parts if id_ == device.subentry.subentry_id)


def _part_id(device: DeviceCoordinator, number: int) -> str:
    """Return the id of a heat pump: that of its device, or, behind another device, with its number."""
    id_ = device.subentry.subentry_id
    return id_ if device.subentry.subentry_type == SUBENTRY_HEAT_PUMP else f"{id_}_heat_pump_{number}"


def _is_controller(device: DeviceCoordinator) -> bool:
    """Whether a device is a controller above other devices."""
    return device.subentry.subentry_type == SUBENTRY_CONTROLLER
