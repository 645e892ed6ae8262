"""GoodWe ET, EH, BT and BH hybrid inverters over Modbus: solar, battery and the inverter's own grid meter.

Sources: the `goodwe` library 0.4 (MIT), evcc's goodwe-hybrid template, OpenEMS' GoodWe bridge. All registers are seen in
code; nothing here was verified on hardware. (s) seen in code, (i) inferred here.

Unit 247, port 502 or RTU at 9600 8N1; FC03, big-endian, high word first, 125 registers a read (s).

* Solar is unsigned production; strings that are not there answer 0xFFFFFFFF (s) or have no voltage (i).
* Battery power 35182 + is discharging (s), as in the house. Mode 35184: 0 none, 1 standby, 2 discharging, 3 charging (s).
* The meter's power 36019..36025 + is *export* (s): its sign is turned here. The 16-bit 36008 overflows beyond 32 kW and is
  not used. Meter currents are unsigned (i) and get the sign of their phase's power. 36004 = 1 says that the meter answers
  (s); otherwise there is no grid reading.
* Work mode 35187 is 2 where the inverter carries the house without the grid; 35170 is what the backup circuit takes (s).
* Counters are 0.1 kWh (s); the meter's 36015 and 36017 are 32-bit floats in Wh, export and import (s).
* The inverter itself stops discharging at 100 % less the depth in 45356 (s: depth of discharge while on grid).
* State of charge and health come from the battery's own controller at 37007 (s), which answers 0xFFFF while it sleeps.

Orders, all kept over a restart (i), so written on change only:

* 47511 and 47512, EMS mode and power (W), in one write (s: OpenEMS). Its own automatic is mode 1, hold mode 8 (battery at
  0 W), charge mode 11 and discharge mode 12 with their power (s). Mode 2 with 0 W, which evcc takes for hold (s), puts all
  solar power into the battery while the house imports (i): not used here, where import has limits.
* No watchdog is known (s): nothing but mode 1 gives the battery back. Whoever commands it must release it.
* Modes 9 and 10 regulate on the inverter's own meter (s), which has to be taken off where another controller reads the
  grid (the Jullix manual); they are never used, whether the meter answers or not.
* 47509 and 47510, export limit on or off and its power (W) (s). It regulates on that meter too (i), so none is set
  while the meter does not answer.
"""

from dataclasses import replace
from math import isfinite
import re
from typing import Final, override

from modbus_connection import ModbusError

from ..core.model import BatteryMode, BatteryReading, BatteryState, MeterReading, SolarReading
from .blocks import NOT_SERVED, read_blocks, text
from .driver import BatteryDriver, Capabilities, DeviceKind, DeviceReadings, Identity, Role, SerialSettings, UnitFor
from .errors import NotTakenError
from .goodwe_et_registers import (
    EMS_ADDRESS,
    EXPORT_LIMIT_ADDRESS,
    GoodweBattery,
    GoodweInverter,
    GoodweMeter,
    GoodweMeterPhases,
    GoodweNameplate,
    GoodweOrders,
    GoodweReserve,
    GoodweRunning,
)
from .plausible import Bounds, plausible, plausible_phases, signed_by

_EMS_MODES: Final = {
    BatteryMode.AUTO: 1,
    BatteryMode.HOLD: 8,
    BatteryMode.CHARGE: 11,
    BatteryMode.DISCHARGE: 12,
}
"""By what the battery is told (47511)."""

HIGHEST_POWER: Final = 0x7FFF
"""Largest power (W) in a register of which it is not known whether it is signed (47510, 47512)."""

RESERVE_POLLS: Final = 60
"""Once in so many polls the inverter is asked for its own reserve."""

METER_ANSWERS: Final = 1
NO_BATTERY: Final = 0
OFF_GRID: Final = 2
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


class GoodweEt(BatteryDriver):
    """A GoodWe hybrid inverter."""

    family = "goodwe_et"
    kind = DeviceKind.INVERTER
    manufacturer = "GoodWe"
    capabilities = Capabilities(
        roles=frozenset({Role.SOLAR, Role.BATTERY, Role.GRID_METER}),
        per_phase=True,
        min_write_interval=60.0,
        persistent_memory=True,
        controls_battery=True,
        limits_export=True,
    )
    default_unit = 247
    default_serial = SerialSettings(baudrate=9600)
    poll_interval = 5.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._inverter = GoodweInverter(self.unit)
        self._orders = GoodweOrders(self.unit)
        self._rated_power: float | None = None
        self._reserve = GoodweReserve(self.unit)
        self._own_min_soc: float | None = None
        self._polls = 0

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
        if nameplate.rated_power and nameplate.rated_power <= HIGHEST_POWER:
            self._rated_power = self.rated_charge = self.rated_discharge = nameplate.rated_power
        self.identity = Identity(family=self.family, serial=serial, manufacturer=self.manufacturer, model=model or "ET")
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the inverter. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._inverter, self._inverter.names, self._inverter.whole_meter)
        told = report.updated
        inverter = self._inverter
        running = inverter.running if "running" in told else None
        battery = inverter.battery if "battery" in told else None
        phases = inverter.meter_phases if "meter_phases" in told else None
        if "meter" in told:
            answers = inverter.meter.status == METER_ANSWERS
            self.capabilities = replace(type(self).capabilities, limits_export=answers)
        return DeviceReadings(
            grid=_grid(inverter.meter, phases) if "meter" in told else None,
            solar=_solar(running) if running else None,
            battery=_battery(running, battery) if running else None,
            house_power=plausible(Bounds.POWER, running.load_power) if running else None,
            on_backup=running.work_mode == OFF_GRID if running and running.work_mode is not None else None,
            backup_power=plausible(Bounds.POWER, running.backup_power) if running else None,
            battery_min_soc=await self._min_soc(),
            failed=frozenset(report.failed),
        )

    async def _min_soc(self) -> float | None:
        """Return where the inverter stops discharging by itself (%), read now and then; None where it does not tell."""
        if self._polls % RESERVE_POLLS == 0:
            try:
                await self._reserve.async_update(notify=False)
            except ModbusError:
                self._own_min_soc = None
            else:
                depth = self._reserve.depth
                self._own_min_soc = 100.0 - depth if depth is not None and 0 < depth <= 100 else None
        self._polls += 1
        return self._own_min_soc

    @override
    async def set_battery(self, mode: BatteryMode, power: float = 0.0) -> None:
        """Command the battery, with up to the rated power of the inverter (W).

        Nothing is written where the inverter has this order already; what was written is read back. Raises
        `NotTakenError` where that differs.
        """
        highest = self._rated_power or HIGHEST_POWER
        if not isfinite(power) or not 0 <= power <= highest:
            raise ValueError(f"{power} W is not between 0 and {highest:g} W")
        ems_mode, orders = _EMS_MODES[mode], self._orders
        watts = round(power) if mode in (BatteryMode.CHARGE, BatteryMode.DISCHARGE) else None

        def obeyed() -> bool:
            """Return whether the inverter has the order; its power counts only where the mode has one."""
            return orders.ems_mode == ems_mode and watts in (None, orders.ems_power)

        await orders.async_update(notify=False)
        if obeyed():
            return
        await self.unit.write_registers(EMS_ADDRESS, [ems_mode, watts or 0])
        await orders.async_update(notify=False)
        if not obeyed():
            raise NotTakenError(
                f"EMS mode {ems_mode} with {watts} W reads back as {orders.ems_mode} with {orders.ems_power} W"
            )

    @override
    async def release_battery(self) -> None:
        """Give the battery back to the inverter's own automatic: EMS mode 1."""
        await self.set_battery(BatteryMode.AUTO)

    @override
    async def set_export_limit(self, limit: float | None) -> None:
        """Limit the export at the inverter's own meter (W), up to 32,767 W; None lifts the limit.

        Written on change only and read back. Raises `NotTakenError` where that differs, and `NotImplementedError` where
        a limit is wanted while the inverter does not hear its meter.
        """
        if limit is not None and (not isfinite(limit) or not 0 <= limit <= HIGHEST_POWER):
            raise ValueError(f"{limit} W is not between 0 and {HIGHEST_POWER} W")
        orders, meter = self._orders, self._inverter.meter

        def obeyed() -> bool:
            """Return whether the inverter has the limit, or none."""
            if limit is None:
                return orders.export_limited == 0
            return (orders.export_limited, orders.export_limit) == (1, round(limit))

        await orders.async_update(notify=False)
        if obeyed():
            return
        if limit is None:
            await self.unit.write_register(EXPORT_LIMIT_ADDRESS, 0)
        else:
            await meter.async_update(notify=False)
            if meter.status != METER_ANSWERS:
                raise NotImplementedError("the inverter cannot limit export: its own meter does not answer")
            await self.unit.write_registers(EXPORT_LIMIT_ADDRESS, [1, round(limit)])
        await orders.async_update(notify=False)
        if not obeyed():
            raise NotTakenError(f"an export limit of {limit} W reads back as {orders.export_limit} W")


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
