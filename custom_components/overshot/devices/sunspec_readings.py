"""Turn SunSpec models into readings in the house's signs. The facts are in `sunspec`."""

from collections.abc import Iterable, Set as AbstractSet
from typing import Final

from ..core.model import BatteryReading, BatteryState, MeterReading, PhaseVector, SolarReading
from .blocks import text
from .plausible import Bounds, plausible, plausible_phases, signed_by
from .sunspec_map import MeterModel, SunSpecMap
from .sunspec_models import DELTA_METERS, SINGLE_PHASE_METERS, SPLIT_PHASE_METERS, DcPort, DerMeasurement, MpptModule

BATTERY_IDLE: Final = 25.0
"""Below this the battery stands by (W)."""

ASLEEP: Final = (1, 2)
"""Operating states of an inverter that does not produce."""

PV_PORT: Final = 0
STORAGE_PORT: Final = 1
BANK_FAULT: Final = 99
CAPACITY_ERROR: Final = 2
FRONIUS_CHARGING: Final = 2
FRONIUS_DISCHARGING: Final = 3

_BATTERY_STATES: Final = {
    1: BatteryState.STANDBY,
    2: BatteryState.STANDBY,
    3: BatteryState.DISCHARGING,
    4: BatteryState.CHARGING,
    5: BatteryState.STANDBY,
    6: BatteryState.STANDBY,
    7: BatteryState.STANDBY,
}
"""By charge status: off, empty, discharging, charging, full, holding, testing."""


def read_meter(meter: MeterModel, *, turned: bool = False) -> MeterReading | None:
    """Return a meter's reading, + import, or None where it tells no power. `turned` is one that counts the other way."""
    block = meter.block
    sign = -1.0 if turned else 1.0
    power = _times(sign, plausible(Bounds.POWER, block.power))
    if power is None:
        return None
    measured = _phases(meter, Bounds.PHASE_POWER, (block.power_a, block.power_b, block.power_c))
    phase_power: PhaseVector | None = None
    if measured is not None and meter.model_id not in DELTA_METERS:
        phase_power = (sign * measured[0], sign * measured[1], sign * measured[2])
    if meter.model_id in SINGLE_PHASE_METERS and phase_power is None:
        phase_power = (power, 0.0, 0.0)
    voltages = (block.voltage_a, block.voltage_b, block.voltage_c)
    if meter.model_id in DELTA_METERS:
        voltages = (block.voltage_ab, block.voltage_bc, block.voltage_ca)
    currents = _phases(meter, Bounds.CURRENT, (block.current_a, block.current_b, block.current_c))
    if currents is not None:
        currents = (abs(currents[0]), abs(currents[1]), abs(currents[2]))
        if phase_power is not None:
            currents = signed_by(currents, phase_power)
    energy_import = plausible(Bounds.ENERGY, block.energy_import)
    energy_export = plausible(Bounds.ENERGY, block.energy_export)
    return MeterReading(
        power=power,
        phase_power=phase_power,
        currents=currents,
        voltages=_phases(meter, Bounds.VOLTAGE, voltages),
        energy_import=energy_export if turned else energy_import,
        energy_export=energy_import if turned else energy_export,
    )


def read_battery(found: SunSpecMap, told: AbstractSet[str]) -> BatteryReading | None:
    """Return the battery's reading, + discharging, or None where nothing is told of one."""
    if not found.has_battery:
        return None
    storage = found.storage if "storage" in told else None
    capacity = found.storage_capacity if "storage_capacity" in told else None
    bank = found.bank if "bank" in told else None
    levels = (block.soc if block else None for block in (bank, capacity, storage))
    soc = next((level for raw in levels if (level := plausible(Bounds.STATE_OF_CHARGE, raw)) is not None), None)
    codes = (bank.charge_status if bank else None, storage.state if storage else None)
    status = next((code for code in codes if code is not None), None)
    state = _BATTERY_STATES.get(status) if status is not None else None

    charging, discharging = _battery_modules(found, told)
    ports = _ports(found, told, STORAGE_PORT)
    power = plausible(Bounds.POWER, bank.power) if bank else None
    if power is not None:
        if state is BatteryState.CHARGING:
            power = -abs(power)
        elif state is BatteryState.DISCHARGING:
            power = abs(power)
    elif charging is not None and discharging is not None:
        power = _difference(discharging.power, charging.power)
    else:
        power = _sum(port.power for port in ports)
    if soc is None and power is None:
        return None
    if state is None and power is not None:
        state = BatteryState.STANDBY
        if abs(power) >= BATTERY_IDLE:
            state = BatteryState.DISCHARGING if power > 0 else BatteryState.CHARGING
    if (bank and bank.state == BANK_FAULT) or (capacity and capacity.status == CAPACITY_ERROR):
        state = BatteryState.FAULT
    taken = charging.energy if charging else _sum(port.energy_taken for port in ports)
    given = discharging.energy if discharging else _sum(port.energy_given for port in ports)
    return BatteryReading(
        power=plausible(Bounds.POWER, power),
        soc=soc,
        state=state,
        energy_charged=plausible(Bounds.ENERGY, taken),
        energy_discharged=plausible(Bounds.ENERGY, given),
    )


def read_solar(found: SunSpecMap, told: AbstractSet[str], battery: BatteryReading | None) -> SolarReading | None:
    """Return the production, or None where there is no inverter or nothing is known of it."""
    inverter = found.inverter if "inverter" in told else None
    output = plausible(Bounds.POWER, inverter.power) if inverter else None
    if output is None and inverter and not isinstance(inverter, DerMeasurement) and inverter.state in ASLEEP:
        output = 0.0
    if not found.has_battery:
        if output is None:
            return None
        energy = plausible(Bounds.ENERGY, inverter.energy) if inverter else None
        return SolarReading(power=max(0.0, output), energy=energy)

    inputs: list[MpptModule | DcPort] = [*_solar_modules(found, told)] or [*_ports(found, told, PV_PORT)]
    power = plausible(Bounds.POWER, _sum(each.power for each in inputs))
    if power is None and output is not None and battery is not None and battery.power is not None:
        power = output - battery.power
    if power is None:
        return None
    energies = [each.energy if isinstance(each, MpptModule) else each.energy_given for each in inputs]
    known = [energy for energy in energies if energy is not None]
    complete = bool(known) and len(known) == len(energies)
    return SolarReading(power=max(0.0, power), energy=plausible(Bounds.ENERGY, float(sum(known))) if complete else None)


def _battery_modules(found: SunSpecMap, told: AbstractSet[str]) -> tuple[MpptModule | None, MpptModule | None]:
    """Return the inputs of model 160 that the battery is charged and discharged through."""
    if found.mppt is None or "mppt" not in told:
        return None, None
    modules = found.mppt.modules
    names = [text(module.name).lower() for module in modules]
    charging = next((module for module, name in zip(modules, names, strict=True) if name.startswith("stcha")), None)
    giving = next((module for module, name in zip(modules, names, strict=True) if name.startswith("stdis")), None)
    if charging is not None or giving is not None:
        return charging, giving
    maker = text(found.common.manufacturer).lower() if found.common else ""
    if maker.startswith("fronius") and len(modules) > FRONIUS_DISCHARGING and not any(names):
        return modules[FRONIUS_CHARGING], modules[FRONIUS_DISCHARGING]
    return None, None


def _solar_modules(found: SunSpecMap, told: AbstractSet[str]) -> list[MpptModule]:
    """Return the inputs of model 160 that panels hang on."""
    if found.mppt is None or "mppt" not in told:
        return []
    batteries = _battery_modules(found, told)
    return [module for module in found.mppt.modules if module not in batteries]


def _ports(found: SunSpecMap, told: AbstractSet[str], kind: int) -> list[DcPort]:
    """Return the ports of model 714 of one kind."""
    if found.ports is None or "ports" not in told:
        return []
    return [port for port in found.ports.ports if port.kind == kind]


def _phases(meter: MeterModel, bounds: Bounds, values: tuple[float | None, ...]) -> PhaseVector | None:
    """Return what a meter tells of the phases of the grid; the other phases of a single-phase one carry nothing."""
    if meter.model_id in SPLIT_PHASE_METERS:
        return None
    if meter.model_id in SINGLE_PHASE_METERS:
        only = plausible(bounds, values[0])
        return None if only is None else (only, 0.0, 0.0)
    return plausible_phases(bounds, values)


def _times(sign: float, value: float | None) -> float | None:
    """Return a value turned round."""
    return None if value is None else sign * value


def _sum(values: Iterable[float | None]) -> float | None:
    """Return the sum of what is known, or None where nothing is."""
    known = [value for value in values if value is not None]
    return float(sum(known)) if known else None


def _difference(first: float | None, second: float | None) -> float | None:
    """Return first less second, taking one that is not known for 0, or None where neither is known."""
    return None if first is None and second is None else (first or 0.0) - (second or 0.0)
