"""Turn the signs of what counts the other way round; see `core.model.turn.Turn`."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from ..const import CONF_INVERT
from ..core.model import BatteryReading, MeterReading, PhaseVector, SolarReading
from ..core.model.turn import Turn
from ..devices.driver import DeviceReadings
from ..devices.plausible import signed_by


def turns_of(data: Mapping[str, Any]) -> frozenset[Turn]:
    """Return what counts the other way round by a subentry's data; what this version does not know is left as it is."""
    return frozenset(Turn(turn) for turn in data.get(CONF_INVERT, ()) if turn in Turn)


def turned(readings: DeviceReadings, turns: Collection[Turn], *, delta: bool) -> DeviceReadings:
    """Return the readings with the signs turned. `delta`: in a grid of 3 x 230 V currents have none."""
    if not turns:
        return readings
    return replace(
        readings,
        grid=_meter(readings.grid, Turn.GRID in turns, Turn.GRID_POWER in turns, delta) if readings.grid else None,
        solar=_solar(readings.solar) if readings.solar and Turn.SOLAR in turns else readings.solar,
        battery=_battery(readings.battery, Turn.BATTERY in turns, Turn.BATTERY_POWER in turns)
        if readings.battery
        else None,
        meters={number: _meter(meter, Turn.METER in turns, False, delta) for number, meter in readings.meters.items()},
    )


def _meter(reading: MeterReading, both: bool, power_alone: bool, delta: bool) -> MeterReading:
    """Return a meter's reading; turned twice, its power is as it was."""
    if both:
        reading = replace(reading, energy_import=reading.energy_export, energy_export=reading.energy_import)
    if both is power_alone:
        return reading
    phases = _minus(reading.phase_power)
    return replace(
        reading,
        power=-reading.power if reading.power is not None else None,
        phase_power=phases,
        currents=_currents(reading.currents, phases, delta),
    )


def _solar(reading: SolarReading) -> SolarReading:
    """Return an inverter's reading; its counter only knows one way."""
    return replace(reading, power=-reading.power if reading.power is not None else None)


def _battery(reading: BatteryReading, both: bool, power_alone: bool) -> BatteryReading:
    """Return a battery's reading; turned twice, its power is as it was."""
    if both:
        reading = replace(reading, energy_charged=reading.energy_discharged, energy_discharged=reading.energy_charged)
    if both is power_alone or reading.power is None:
        return reading
    return replace(reading, power=-reading.power)


def _currents(currents: PhaseVector | None, phase_power: PhaseVector | None, delta: bool) -> PhaseVector | None:
    """Return currents that fit the turned power.

    Without power per phase, those that are all positive may have no sign at all; they stay, and count as import.
    """
    if currents is None or delta:
        return currents
    if phase_power is not None:
        return signed_by(currents, phase_power)
    return _minus(currents) if min(currents) < 0 else currents


def _minus(vector: PhaseVector | None) -> PhaseVector | None:
    """Return a vector the other way round."""
    return (-vector[0], -vector[1], -vector[2]) if vector is not None else None
