"""GoodWe ET, EH, BT and BH hybrid inverters over Modbus: solar, battery and the inverter's own grid meter. Read-only.

Sources: the `goodwe` library 0.4 (MIT), evcc's goodwe-hybrid template, OpenEMS' GoodWe bridge. All registers are seen in
code; nothing here was verified on hardware. (s) seen in code, (i) inferred here.

Unit 247, port 502 or RTU at 9600 8N1; FC03, big-endian, high word first, 125 registers a read (s).

* Solar is unsigned production; strings that are not there answer 0xFFFFFFFF (s) or have no voltage (i).
* Battery power 35182 + is discharging (s), as in the house. Mode 35184: 0 none, 1 standby, 2 discharging, 3 charging (s).
* The meter's power 36019..36025 + is *export* (s): its sign is turned here. The 16-bit 36008 overflows beyond 32 kW and is
  not used. Meter currents are unsigned (i) and get the sign of their phase's power. 36004 = 1 says that the meter answers
  (s); otherwise there is no grid reading.
* Counters are 0.1 kWh (s); the meter's 36015 and 36017 are 32-bit floats in Wh, export and import (s).
* State of charge and health come from the battery's own controller at 37007 (s), which answers 0xFFFF while it sleeps.
"""

import re
from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, float32, gauge, int32, integer, string, uint32

from ..core.model import BatteryReading, BatteryState, MeterReading, SolarReading
from .blocks import NOT_SERVED, read_blocks, text
from .driver import Capabilities, DeviceKind, DeviceReadings, Driver, Identity, Role, UnitFor
from .plausible import Bounds, plausible, plausible_phases, signed_by

_NONE_16: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF

METER_ANSWERS: Final = 1
NO_BATTERY: Final = 0
STRING_VOLTAGE: Final = (1.0, 1_500.0)
"""Voltage of a string of modules that exists (V)."""

_BATTERY_STATES: Final = {
    1: BatteryState.STANDBY,
    2: BatteryState.DISCHARGING,
    3: BatteryState.CHARGING,
    4: BatteryState.STANDBY,
    5: BatteryState.STANDBY,
}
"""By 35184; 4 and 5 are about to charge and to discharge."""

HYBRID_TAGS: Final = re.compile("ET[CFLRTU]|EH[BRU]|BT[CNU]|BHU|AES|ABP|HHI|HSB|HUA|CUA|E[BMRS]N|H[BLM]B|SPN")
"""Letters within the serial number of the inverters that have these registers (s)."""

OTHER_TAGS: Final = re.compile("ES[AU]|EM[JU]|BP[SU]|IJL|DT[NSU]|DS[NT]|MS[CTU]|NSU|SS[NTXY]|PS[BC]")
"""Letters within the serial number of GoodWe inverters with other registers (s)."""


class GoodweNameplate(Component):
    """Who the inverter is."""

    register_ranges = ((35000, 35015),)
    rated_power = integer(35001, signed=False, unit="W")
    serial = string(35003, 8)
    model_name = string(35011, 5)


class GoodweRunning(Component):
    """What the inverter does now; the code it is seen in reads all 125 registers at once."""

    register_ranges = ((35100, 35224),)
    string_1_voltage = gauge(35103, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_1_power = uint32(35105, nan=_NONE_32, unit="W")
    string_2_voltage = gauge(35107, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_2_power = uint32(35109, nan=_NONE_32, unit="W")
    string_3_voltage = gauge(35111, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_3_power = uint32(35113, nan=_NONE_32, unit="W")
    string_4_voltage = gauge(35115, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    string_4_power = uint32(35117, nan=_NONE_32, unit="W")
    load_power = integer(35172, unit="W")
    battery_power = int32(35182, unit="W")
    battery_mode = integer(35184, signed=False, nan=_NONE_16)
    solar_energy = uint32(35191, nan=_NONE_32, scale=100.0, unit="Wh")
    battery_charged = uint32(35206, nan=_NONE_32, scale=100.0, unit="Wh")
    battery_discharged = uint32(35209, nan=_NONE_32, scale=100.0, unit="Wh")


class GoodweMeter(Component):
    """The inverter's own meter at the grid connection; power + export."""

    register_ranges = ((36000, 36044),)
    status = integer(36004, signed=False)
    energy_export = float32(36015, unit="Wh")
    energy_import = float32(36017, unit="Wh")
    power_l1 = int32(36019, scale=-1.0, unit="W")
    power_l2 = int32(36021, scale=-1.0, unit="W")
    power_l3 = int32(36023, scale=-1.0, unit="W")
    power = int32(36025, scale=-1.0, unit="W")


class GoodweMeterPhases(Component):
    """Voltages and currents of that meter; older firmware does not have them."""

    register_ranges = ((36052, 36057),)
    voltage_l1 = gauge(36052, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    voltage_l2 = gauge(36053, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    voltage_l3 = gauge(36054, scale=0.1, signed=False, nan=_NONE_16, unit="V")
    current_l1 = gauge(36055, scale=0.1, signed=False, nan=_NONE_16, unit="A")
    current_l2 = gauge(36056, scale=0.1, signed=False, nan=_NONE_16, unit="A")
    current_l3 = gauge(36057, scale=0.1, signed=False, nan=_NONE_16, unit="A")


class GoodweBattery(Component):
    """What the battery's own controller tells."""

    register_ranges = ((37000, 37023),)
    error_low = integer(37006, signed=False, nan=_NONE_16)
    soc = integer(37007, signed=False, nan=_NONE_16, unit="%")
    soh = integer(37008, signed=False, nan=_NONE_16, unit="%")
    error_high = integer(37012, signed=False, nan=_NONE_16)


class _Inverter(Device):
    """The inverter's blocks, each read by itself."""

    names = ("running", "meter", "meter_phases", "battery")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.running = GoodweRunning(unit)
        self.meter = GoodweMeter(unit)
        self.meter_phases = GoodweMeterPhases(unit)
        self.battery = GoodweBattery(unit)


class GoodweEt(Driver):
    """A GoodWe hybrid inverter."""

    family = "goodwe_et"
    kind = DeviceKind.INVERTER
    manufacturer = "GoodWe"
    capabilities = Capabilities(roles=frozenset({Role.SOLAR, Role.BATTERY, Role.GRID_METER}), per_phase=True)
    default_unit = 247
    poll_interval = 5.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._inverter = _Inverter(self.unit)

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a serial number with a hybrid's letters, or a GW model that is no other family."""
        nameplate = GoodweNameplate(self.unit)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        serial, model = text(nameplate.serial), text(nameplate.model_name)
        if not serial.isalnum() or OTHER_TAGS.search(serial):
            return None
        if not model.startswith("GW") and not HYBRID_TAGS.search(serial):
            return None
        self.identity = Identity(family=self.family, serial=serial, manufacturer=self.manufacturer, model=model or "ET")
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the inverter. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._inverter, self._inverter.names)
        told = report.updated
        inverter = self._inverter
        running = inverter.running if "running" in told else None
        battery = inverter.battery if "battery" in told else None
        phases = inverter.meter_phases if "meter_phases" in told else None
        return DeviceReadings(
            grid=_grid(inverter.meter, phases) if "meter" in told else None,
            solar=_solar(running) if running else None,
            battery=_battery(running, battery) if running else None,
            house_power=plausible(Bounds.POWER, running.load_power) if running else None,
            failed=frozenset(report.failed),
        )


def _solar(running: GoodweRunning) -> SolarReading | None:
    """Return the production of the strings that exist."""
    strings = (
        (running.string_1_voltage, running.string_1_power),
        (running.string_2_voltage, running.string_2_power),
        (running.string_3_voltage, running.string_3_power),
        (running.string_4_voltage, running.string_4_power),
    )
    known = [plausible(Bounds.POWER, power) for _, power in strings]
    if all(power is None for power in known):
        return None
    lowest, highest = STRING_VOLTAGE
    total = sum(
        power
        for (voltage, _), power in zip(strings, known, strict=True)
        if power is not None and voltage is not None and lowest <= voltage <= highest
    )
    return SolarReading(power=total, energy=plausible(Bounds.ENERGY, running.solar_energy))


def _battery(running: GoodweRunning, battery: GoodweBattery | None) -> BatteryReading | None:
    """Return the battery's reading, or None where there is no battery; + is discharging already."""
    if running.battery_mode == NO_BATTERY:
        return None
    soc = plausible(Bounds.STATE_OF_CHARGE, battery.soc) if battery else None
    power = plausible(Bounds.POWER, running.battery_power)
    if soc is None and power is None:
        return None
    faulty = battery is not None and bool(battery.error_low or battery.error_high)
    state = _BATTERY_STATES.get(running.battery_mode) if running.battery_mode is not None else None
    return BatteryReading(
        power=power,
        soc=soc,
        state=BatteryState.FAULT if faulty else state,
        energy_charged=plausible(Bounds.ENERGY, running.battery_charged),
        energy_discharged=plausible(Bounds.ENERGY, running.battery_discharged),
    )


def _grid(meter: GoodweMeter, phases: GoodweMeterPhases | None) -> MeterReading | None:
    """Return the reading of the inverter's meter, or None where the meter does not answer the inverter."""
    power = plausible(Bounds.POWER, meter.power)
    if meter.status != METER_ANSWERS or power is None:
        return None
    phase_power = plausible_phases(Bounds.PHASE_POWER, (meter.power_l1, meter.power_l2, meter.power_l3))
    voltages = currents = None
    if phases is not None:
        voltages = plausible_phases(Bounds.VOLTAGE, (phases.voltage_l1, phases.voltage_l2, phases.voltage_l3))
        currents = plausible_phases(Bounds.CURRENT, (phases.current_l1, phases.current_l2, phases.current_l3))
    return MeterReading(
        power=power,
        phase_power=phase_power,
        voltages=voltages,
        currents=signed_by(currents, phase_power) if currents and phase_power else None,
        energy_import=plausible(Bounds.ENERGY, meter.energy_import),
        energy_export=plausible(Bounds.ENERGY, meter.energy_export),
    )
