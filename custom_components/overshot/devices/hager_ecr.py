"""Hager energy meters ECR and ECA over Modbus RTU. Read-only.

Sources: Hager's "Modbus table for energy meters" of 24-07-2019, OpenEMS' io.openems.edge.meter.hager, the register maps of
hager2mqtt. (d) documented, (s) seen in code, (i) inferred here. Nothing here was verified on hardware.

RS-485 at 19200 8E1 in a Hager flow system (d: its manual), unit 1 to 239 there: 1 for the heat pump, 10 for external solar
(d). FC03, PDU addresses, big-endian, high word first (d); at most 50 registers a read (i).

* Power + is import (d), in steps of 10 W (d): no ground for regulating close to zero. Which way a solar meter counts depends
  on its wiring: `invert_meter` turns power and counters.
* Currents are unsigned (d) and get the sign of their phase's power. Counters are whole kWh (d): too coarse for a quarter
  of an hour.
* 0xFFFF and 0xFFFFFFFF, in signed values 0x7FFF and 0x7FFFFFFF, are not available (d): L2 and L3 of a single-phase meter,
  the totals of an ECR180T, which is three single-phase meters in one case.
* More power than 1.2 times the rated current on all phases (66.24 kW at 3 x 80 A) is a reading gone wrong (d).
* The current transformers of the 300C are reckoned in here, its values for the secondary side are at 0xB270 (i).

What can be written (address, speed, tariff, partial counters) is left alone.
"""

from dataclasses import dataclass
import re
from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, gauge, int32, string, uint32

from ..core.model import NOMINAL_VOLTAGE, MeterReading, PhaseVector
from .blocks import NOT_SERVED, read_blocks, text
from .driver import Capabilities, DeviceKind, DeviceReadings, Driver, Identity, Part, Role, SerialSettings, UnitFor
from .plausible import Bounds, plausible, signed_by

_NONE_16: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF
_NONE_SIGNED_32: Final = 0x7FFFFFFF

PRODUCT: Final = re.compile("EC[RA](140|180|181|300|301|310|311|380|381)(.?)")
HEADROOM: Final = 1.2
"""How much more than its rated current a meter can show."""


@dataclass(frozen=True, slots=True)
class EcrType:
    """What a product code says."""

    phases: int = 3
    rated_current: float | None = None
    """A; None where transformers decide."""

    three_in_one: bool = False
    """Three single-phase meters in one case."""

    @property
    def phase_power(self) -> float:
        """Return the highest power that a phase can show (W)."""
        if self.rated_current is None:
            return Bounds.PHASE_POWER.value[1]
        return HEADROOM * self.rated_current * NOMINAL_VOLTAGE


_TYPES: Final = {
    "140": EcrType(1, 40.0),
    "180": EcrType(1, 80.0),
    "181": EcrType(1, 80.0),
    "380": EcrType(3, 80.0),
    "381": EcrType(3, 80.0),
    "310": EcrType(3, 125.0),
    "311": EcrType(3, 125.0),
    "300": EcrType(3),
    "301": EcrType(3),
}
_THREE_IN_ONE: Final = EcrType(3, 80.0, three_in_one=True)


class EcrNameplate(Component):
    """Who the meter is."""

    register_ranges = ((0x1000, 0x1021),)
    vendor = string(0x1000, 16)
    product_code = string(0x1010, 16)
    software = uint32(0x1020)


class EcrSerial(Component):
    """Its serial number."""

    register_ranges = ((0x1064, 0x1073),)
    serial = string(0x1064, 16)


class EcrMeasurements(Component):
    """What flows now."""

    register_ranges = ((0xB000, 0xB030),)
    max_span = 50
    voltage_l1 = gauge(0xB000, scale=0.01, signed=False, nan=_NONE_16, unit="V")
    voltage_l2 = gauge(0xB001, scale=0.01, signed=False, nan=_NONE_16, unit="V")
    voltage_l3 = gauge(0xB002, scale=0.01, signed=False, nan=_NONE_16, unit="V")
    current_l1 = uint32(0xB009, scale=0.001, nan=_NONE_32, unit="A")
    current_l2 = uint32(0xB00B, scale=0.001, nan=_NONE_32, unit="A")
    current_l3 = uint32(0xB00D, scale=0.001, nan=_NONE_32, unit="A")
    power = int32(0xB011, scale=10.0, nan=_NONE_SIGNED_32, unit="W")
    power_l1 = int32(0xB019, scale=10.0, nan=_NONE_SIGNED_32, unit="W")
    power_l2 = int32(0xB01B, scale=10.0, nan=_NONE_SIGNED_32, unit="W")
    power_l3 = int32(0xB01D, scale=10.0, nan=_NONE_SIGNED_32, unit="W")


class EcrCounters(Component):
    """Counters of all phases together."""

    register_ranges = ((0xB060, 0xB067),)
    energy_import = uint32(0xB060, scale=1000.0, nan=_NONE_32, unit="Wh")
    energy_export = uint32(0xB064, scale=1000.0, nan=_NONE_32, unit="Wh")


class EcrThreeCounters(Component):
    """Counters of the three meters of an ECR180T."""

    register_ranges = ((0xB080, 0xB08B),)
    import_1 = uint32(0xB080, scale=1000.0, nan=_NONE_32, unit="Wh")
    import_2 = uint32(0xB082, scale=1000.0, nan=_NONE_32, unit="Wh")
    import_3 = uint32(0xB084, scale=1000.0, nan=_NONE_32, unit="Wh")
    export_1 = uint32(0xB086, scale=1000.0, nan=_NONE_32, unit="Wh")
    export_2 = uint32(0xB088, scale=1000.0, nan=_NONE_32, unit="Wh")
    export_3 = uint32(0xB08A, scale=1000.0, nan=_NONE_32, unit="Wh")


class _Meter(Device):
    """The blocks of a meter, each read by itself."""

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.measurements = EcrMeasurements(unit)
        self.counters = EcrCounters(unit)
        self.three_counters = EcrThreeCounters(unit)


class HagerEcr(Driver):
    """A Hager energy meter: one sub-meter, or three in one case."""

    family = "hager_ecr"
    kind = DeviceKind.METER
    manufacturer = "Hager"
    capabilities = Capabilities(roles=frozenset({Role.METER}), per_phase=True, turns_meter=True)
    default_unit = 1
    default_serial = SerialSettings(baudrate=19200, parity="E")
    poll_interval = 2.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._meter = _Meter(self.unit)
        self._type: EcrType | None = None

    @property
    @override
    def parts(self) -> tuple[Part, ...]:
        """Return the meters, three for an ECR180T."""
        count = 3 if self._type is not None and self._type.three_in_one else 1
        return tuple(Part(role=Role.METER, number=number) for number in range(1, count + 1))

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: Hager, the code of a meter, and a serial number."""
        nameplate, serial_number = EcrNameplate(self.unit), EcrSerial(self.unit)
        try:
            await nameplate.async_update()
            code = text(nameplate.product_code).upper()
            known = PRODUCT.match(code)
            if known is None or self.manufacturer.lower() not in text(nameplate.vendor).lower():
                return None
            await serial_number.async_update()
        except NOT_SERVED:
            return None
        serial = text(serial_number.serial)
        if not serial:
            return None
        self._type = _THREE_IN_ONE if known[2] == "T" else _TYPES[known[1]]
        version = nameplate.software
        self.identity = Identity(
            family=self.family,
            serial=serial,
            manufacturer=self.manufacturer,
            model=known[0],
            sw_version=None if version is None else ".".join(str(version >> shift & 0xFF) for shift in (24, 16, 8)),
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the meter. Raises `ModbusError` where no block could be read or the meter does not say which one it is."""
        if self._type is None:
            await self.identify()
        kind = self._type or EcrType()
        counters = "three_counters" if kind.three_in_one else "counters"
        report = await read_blocks(self._meter, ("measurements", counters))
        readings: dict[int, MeterReading] = {}
        if "measurements" in report.updated:
            told = counters in report.updated
            measured = self._meter.measurements
            if kind.three_in_one:
                energies = _three_energies(self._meter.three_counters) if told else ((None, None),) * 3
                readings = {
                    number: reading
                    for number in range(1, 4)
                    if (reading := _one_phase(measured, number - 1, kind, energies[number - 1])) is not None
                }
            else:
                energy = self._meter.counters
                both = (energy.energy_import, energy.energy_export) if told else (None, None)
                whole = _one_phase(measured, 0, kind, both) if kind.phases == 1 else _three_phase(measured, kind, both)
                readings = {} if whole is None else {1: whole}
        if self.invert_meter:
            readings = {number: _turned(reading) for number, reading in readings.items()}
        return DeviceReadings(meters=readings, failed=frozenset(report.failed))


type _Energies = tuple[float | None, float | None]
"""Import and export (Wh)."""


def _three_energies(counters: EcrThreeCounters) -> tuple[_Energies, ...]:
    """Return the counters of three meters."""
    return (
        (counters.import_1, counters.export_1),
        (counters.import_2, counters.export_2),
        (counters.import_3, counters.export_3),
    )


def _phases(measured: EcrMeasurements) -> tuple[tuple[float | None, float | None, float | None], ...]:
    """Return power, current and voltage of each phase."""
    return (
        (measured.power_l1, measured.current_l1, measured.voltage_l1),
        (measured.power_l2, measured.current_l2, measured.voltage_l2),
        (measured.power_l3, measured.current_l3, measured.voltage_l3),
    )


def _within(power: float | None, highest: float) -> float | None:
    """Return a power that the meter can show, or None."""
    known = plausible(Bounds.POWER, power)
    return known if known is not None and abs(known) <= highest else None


def _one_phase(measured: EcrMeasurements, phase: int, kind: EcrType, energies: _Energies) -> MeterReading | None:
    """Return the reading of one single-phase meter, which hangs on L1 as far as it knows."""
    raw, current, voltage = _phases(measured)[phase]
    if raw is None and not kind.three_in_one:
        raw = measured.power
    power = _within(raw, kind.phase_power)
    if power is None:
        return None
    amps, volts = plausible(Bounds.CURRENT, current), plausible(Bounds.VOLTAGE, voltage)
    vector: PhaseVector = (power, 0.0, 0.0)
    return MeterReading(
        power=power,
        phase_power=vector,
        currents=None if amps is None else signed_by((amps, 0.0, 0.0), vector),
        voltages=None if volts is None else (volts, 0.0, 0.0),
        energy_import=plausible(Bounds.ENERGY, energies[0]),
        energy_export=plausible(Bounds.ENERGY, energies[1]),
    )


def _three_phase(measured: EcrMeasurements, kind: EcrType, energies: _Energies) -> MeterReading | None:
    """Return the reading of a three-phase meter, or None where it tells no power that can be."""
    power = _within(measured.power, 3 * kind.phase_power)
    if power is None:
        return None
    powers, amps, volts = zip(*_phases(measured), strict=True)
    phase_power = _vector(tuple(_within(each, kind.phase_power) for each in powers))
    currents = _vector(tuple(plausible(Bounds.CURRENT, each) for each in amps))
    return MeterReading(
        power=power,
        phase_power=phase_power,
        currents=signed_by(currents, phase_power) if currents and phase_power else None,
        voltages=_vector(tuple(plausible(Bounds.VOLTAGE, each) for each in volts)),
        energy_import=plausible(Bounds.ENERGY, energies[0]),
        energy_export=plausible(Bounds.ENERGY, energies[1]),
    )


def _vector(values: tuple[float | None, ...]) -> PhaseVector | None:
    """Return three values as a vector, or None where one of them is not known."""
    first, second, third = values
    return None if first is None or second is None or third is None else (first, second, third)


def _turned(reading: MeterReading) -> MeterReading:
    """Return what a meter that is wired the other way round would tell."""

    def turn(values: PhaseVector | None) -> PhaseVector | None:
        """Return a vector with the other sign."""
        return None if values is None else (-values[0], -values[1], -values[2])

    return MeterReading(
        power=None if reading.power is None else -reading.power,
        phase_power=turn(reading.phase_power),
        currents=turn(reading.currents),
        voltages=reading.voltages,
        energy_import=reading.energy_export,
        energy_export=reading.energy_import,
    )
