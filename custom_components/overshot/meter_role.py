"""What a meter measures: the grid connection, or something behind it.

A driver tells what its meter sees, + towards the consumer. Here that becomes what the house wants to know: a meter in front
of solar panels is their production, a meter in front of a heat pump is that device's power and nobody else's.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from .const import CONF_METER_ROLE
from .core.model import MeterReading, PhaseVector, SolarReading
from .devices.driver import DeviceReadings


class MeterRole(StrEnum):
    """What a meter measures."""

    GRID = "grid"
    HEAT_PUMP = "heat_pump"
    SOLAR = "solar"
    CONSUMER = "consumer"


def role_of(data: Mapping[str, Any]) -> MeterRole | None:
    """Return the role of a device by the data of its subentry; None where nobody gave it one."""
    role = data.get(CONF_METER_ROLE)
    return None if role is None else MeterRole(role)


def in_role(readings: DeviceReadings, role: MeterRole | None) -> DeviceReadings:
    """Return readings as the role makes them; those of a device without a role as they are.

    A meter is either the device's grid meter or its numbered meters, whatever its driver takes it for. Import is +, so
    what flows from solar panels through their meter is its export.
    """
    if role is None:
        return readings
    meters = dict(readings.meters)
    if readings.grid is not None:
        meters = {1: readings.grid, **{number + 1: meter for number, meter in meters.items()}}
    behind = replace(readings, grid=None, meters={}, part_names={})
    if role is MeterRole.GRID:
        return replace(behind, grid=_together(meters.values()))
    if role is MeterRole.SOLAR:
        whole = _together(meters.values())
        if whole is None:
            return behind
        power = None if whole.power is None else 0.0 - whole.power
        return replace(behind, solar=SolarReading(power=power, energy=whole.energy_export))
    return replace(behind, meters=meters)


def _together(meters: Collection[MeterReading]) -> MeterReading | None:
    """Return several meters as one: three single-phase ones in one case are L1, L2 and L3."""
    if len(meters) < 2:
        return next(iter(meters), None)
    powers = [meter.power for meter in meters]
    single = len(meters) == 3 and all(_only_first(meter.phase_power) for meter in meters)
    return MeterReading(
        power=_sum(powers),
        phase_power=_vector(powers) if single else None,
        currents=_vector([None if meter.currents is None else meter.currents[0] for meter in meters])
        if single
        else None,
        voltages=_vector([None if meter.voltages is None else meter.voltages[0] for meter in meters])
        if single
        else None,
        energy_import=_sum([meter.energy_import for meter in meters]),
        energy_export=_sum([meter.energy_export for meter in meters]),
    )


def _only_first(phase_power: PhaseVector | None) -> bool:
    """Whether a meter measures one phase only."""
    return phase_power is not None and phase_power[1:] == (0.0, 0.0)


def _sum(values: Collection[float | None]) -> float | None:
    """Return the sum, or None where a part of it is not known."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _vector(values: Collection[float | None]) -> PhaseVector | None:
    """Return three values as a vector, or None where one of them is not known."""
    first, second, third = values
    return None if first is None or second is None or third is None else (first, second, third)
