"""What the devices of the simulated house would tell a controller, as the controller's own readings."""

from datetime import datetime

from custom_components.overshot.core.model import (
    BatteryReading,
    BatteryState,
    ChargePointFault,
    ChargePointReading,
    MeterReading,
    Reading,
    SolarReading,
    VehicleState,
)

from .battery import Battery
from .grid import Grid
from .solar import Solar
from .station import Station

IDLE_POWER = 20.0
"""Below this a battery stands by (W)."""

_VEHICLE = {state.value.upper(): state for state in VehicleState}


def read_meter(grid: Grid, now: datetime, *, per_phase: bool) -> Reading[MeterReading]:
    """Return what the meter at the connection tells; without `per_phase` the total alone."""
    return Reading(
        MeterReading(
            power=grid.power,
            phase_power=grid.meter_phase_power() if per_phase else None,
            currents=grid.currents if per_phase else None,
            voltages=grid.voltages if per_phase else None,
            energy_import=grid.import_day + grid.import_night,
            energy_export=grid.export_day + grid.export_night,
            quarter_demand=grid.quarter_demand,
            month_peak=grid.month_peak,
            peak_history=grid.peak_history,
            tariff=grid.tariff,
            breaker_closed=True,
        ),
        now,
        "p1",
    )


def read_station(station: Station, grid: Grid, now: datetime) -> Reading[ChargePointReading]:
    """Return what a charging station tells; vectors are in the order of its terminals."""
    return Reading(
        ChargePointReading(
            vehicle=_VEHICLE[station.pilot[0]],
            power=station.power,
            currents=station.currents,
            voltages=station.terminal_voltages(grid.voltages),
            setpoint=station.setpoint,
            fallback_current=station.fallback_current,
            phases=station.phases,
            session_energy=station.session_energy,
            energy=station.energy,
            finished=station.finished,
            fault=ChargePointFault.STATION if station.fault else None,
        ),
        now,
        "witty",
    )


def read_battery(battery: Battery, now: datetime) -> Reading[BatteryReading]:
    """Return what the inverter tells of its battery."""
    power = battery.power
    state = BatteryState.STANDBY
    if power > IDLE_POWER:
        state = BatteryState.DISCHARGING
    elif power < -IDLE_POWER:
        state = BatteryState.CHARGING
    return Reading(
        BatteryReading(
            power=power,
            soc=battery.soc,
            state=state,
            energy_charged=battery.charged,
            energy_discharged=battery.discharged,
        ),
        now,
        "goodwe",
    )


def read_solar(solar: Solar, now: datetime) -> Reading[SolarReading]:
    """Return what the inverter tells of its panels."""
    return Reading(SolarReading(power=solar.power, energy=solar.energy), now, "goodwe")
