"""What the devices of the simulated house would tell a controller, as the controller's own readings."""

from datetime import datetime

from custom_components.overshot.core.model import (
    BatteryReading,
    BatteryState,
    ChargePointFault,
    ChargePointReading,
    HeatPumpReading,
    LoadReading,
    MeterReading,
    PhaseVector,
    Reading,
    SolarReading,
    VehicleState,
)

from .battery import Battery
from .boiler import Boiler
from .circuits import Circuit
from .grid import Grid
from .heat_pump import HeatPump
from .solar import Solar
from .station import Station

IDLE_POWER = 20.0
"""Below this a battery stands by (W)."""

_VEHICLE = {state.value.upper(): state for state in VehicleState}


def read_meter(
    grid: Grid,
    now: datetime,
    *,
    per_phase: bool,
    peaks: bool = True,
    noise: PhaseVector = (0.0, 0.0, 0.0),
) -> Reading[MeterReading]:
    """Return what the meter at the connection tells; without `per_phase` the total alone.

    `noise` (W) is added to the power of each phase; without `peaks` it knows no quarters and months.
    """
    n1, n2, n3 = noise
    p1, p2, p3 = grid.meter_phase_power()
    i1, i2, i3 = grid.currents
    return Reading(
        MeterReading(
            power=grid.power + n1 + n2 + n3,
            phase_power=(p1 + n1, p2 + n2, p3 + n3) if per_phase else None,
            currents=(i1 + n1 / grid.v1, i2 + n2 / grid.v2, i3 + n3 / grid.v3) if per_phase else None,
            voltages=grid.voltages if per_phase else None,
            energy_import=grid.import_day + grid.import_night,
            energy_export=grid.export_day + grid.export_night,
            quarter_demand=grid.quarter_demand if peaks else None,
            month_peak=grid.month_peak if peaks else None,
            peak_history=grid.peak_history if peaks else (),
            tariff=grid.tariff,
            breaker_closed=True,
        ),
        now,
        "p1",
    )


def read_circuit(circuit: Circuit, grid: Grid, now: datetime) -> Reading[MeterReading]:
    """Return what the meter of a circuit tells, + towards the loads."""
    return Reading(
        MeterReading(
            power=circuit.power,
            phase_power=(circuit.p1, circuit.p2, circuit.p3),
            currents=circuit.currents,
            voltages=grid.voltages,
        ),
        now,
        "circuit",
    )


def read_boiler(boiler: Boiler, now: datetime) -> Reading[LoadReading]:
    """Return what a load that can be set tells."""
    return Reading(
        LoadReading(power=boiler.power, setpoint=boiler.setpoint, temperature=boiler.temperature), now, "boiler"
    )


def read_heat_pump(pump: HeatPump, now: datetime) -> Reading[HeatPumpReading]:
    """Return what a heat pump's SG-Ready interface and its meter tell."""
    return Reading(HeatPumpReading(power=pump.power, name=pump.spec.name, state=int(pump.state)), now, "heat_pump")


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
            phases=station.phases if station.spec.tells_phases else None,
            tag=station.tag,
            vehicle_soc=station.car.soc if station.car is not None and station.car.spec.tells_soc else None,
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
