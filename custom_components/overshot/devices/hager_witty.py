"""Hager witty plus charging station over Modbus TCP.

Source: the register table a user gave in evcc issue 33327, used by evcc pull request 33466; Hager publishes none. Nothing
here was verified on hardware. Confidence of each fact: (s) seen in that table or code, (i) inferred here.

Port 502, unit 1, FC03, FC06 and FC16, addresses are PDU addresses, big-endian, high word first (s).

* A charge point consumes: power and currents are + while charging, the house's own sign. Currents are signed (s).
* The CP state is two ASCII characters, `A1`, `B2`, `C2` (s). Some firmware answers a number instead, whose code nobody
  documents; then the status word decides, as in evcc (s), and without it 1..6 or 0xA..0xF count as A..F (i).
* The status word's main state is the value shifted right by 8: 1 idle, 2 waiting, 4 waiting for energy, 6 charging,
  8 finished, 16 reserved, 0xF00000 error (s; corroborated by ngraziano/hass-witty). Reserved is shown as unauthorised (i).
* 0x301E = 0 pauses; availability 0x3020 is not used for that (s). A station another controller left out of service
  is put back in service together with the first current above 0 (s: evcc does so at its start).
* 0x4001 is the length of the RFID card's UID, 0x4002 to 0x4006 the UID (s); read as bytes, the first one high (i). It is
  asked for while a vehicle is there, until it charges.
* How long silence lasts until the station falls back is not stated: the setpoint is written every 10 s (i).
"""

from dataclasses import replace
import logging
from math import isfinite
from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, gauge, int32, integer, raw_register, string, uint32

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, GaplessComponent, Neighbours, read_blocks, text
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, UnitFor
from .plausible import Bounds, plausible, plausible_phases

_LOGGER = logging.getLogger(__name__)

MIN_CURRENT: Final = 6.0
MAX_CURRENT: Final = 32.0
TABLE_VERSION: Final = 1
DELAY_NONE: Final = 0
"""Fall back at once (0x3026)."""

NOT_AVAILABLE: Final = 0xFFFF

_ERROR: Final = 0xF00000
_FINISHED: Final = 8
_RESERVED: Final = 16

_VEHICLE_BY_STATUS: Final = {
    1: VehicleState.A,
    2: VehicleState.B,
    4: VehicleState.B,
    6: VehicleState.C,
    8: VehicleState.B,
    16: VehicleState.A,
}
"""Vehicle state (i) by main status, for firmware whose CP state is a number."""

_VEHICLE_BY_NUMBER: Final = {
    code: state for offset in (0x1, 0xA) for code, state in enumerate(VehicleState, start=offset)
}
"""Vehicle state (i) by CP state, where it is a number and the status word is not known."""

_PHASES: Final = {0: 3, 1: 1}
_PHASE_SWITCH: Final = {phases: code for code, phases in _PHASES.items()}


class WittyIdentity(GaplessComponent):
    """Who the station is."""

    table_version = integer(0x1001, signed=False)
    product = string(0x1003, 16)
    unique_id = string(0x1013, 16)
    version_1 = raw_register(0x1023)
    version_2 = raw_register(0x1024)
    version_3 = raw_register(0x1025)


class WittyMeasurements(GaplessComponent):
    """Ratings and measurements; currents 0.1 A signed, voltages 0.1 V, power W."""

    hardware_max = integer(0x3006, signed=False, nan=NOT_AVAILABLE, unit="A")
    cable_max = integer(0x3007, signed=False, nan=NOT_AVAILABLE, unit="A")
    cp_state = raw_register(0x3008)
    duty_cycle = integer(0x3009, signed=False, nan=NOT_AVAILABLE, unit="%")
    current_l1 = gauge(0x300A, scale=0.1, unit="A")
    current_l2 = gauge(0x300B, scale=0.1, unit="A")
    current_l3 = gauge(0x300C, scale=0.1, unit="A")
    voltage_l1 = gauge(0x300D, scale=0.1, signed=False, nan=NOT_AVAILABLE, unit="V")
    voltage_l2 = gauge(0x300E, scale=0.1, signed=False, nan=NOT_AVAILABLE, unit="V")
    voltage_l3 = gauge(0x300F, scale=0.1, signed=False, nan=NOT_AVAILABLE, unit="V")
    power_l1 = integer(0x3010, unit="W")
    power_l2 = integer(0x3011, unit="W")
    power_l3 = integer(0x3012, unit="W")
    power = int32(0x3013, unit="W")


class WittyControl(GaplessComponent):
    """What a controller may set. Each register is written alone, with FC06."""

    setpoint = gauge(0x301E, scale=0.1, signed=False, nan=NOT_AVAILABLE, writable=True, unit="A")
    fallback_current = gauge(0x301F, scale=0.1, signed=False, nan=NOT_AVAILABLE, writable=True, unit="A")
    availability = integer(0x3020, signed=False, writable=True)
    fallback_availability = integer(0x3021, signed=False, writable=True)


class WittyPhases(GaplessComponent):
    """How many phases are switched on: 0 three, 1 one. A single-phase station may not have it (i)."""

    phase_switch = integer(0x3022, signed=False, writable=True)


class WittyWatchdog(GaplessComponent):
    """How soon the station falls back: 0 at once, 1 after 30 s."""

    fallback_delay = integer(0x3026, signed=False, writable=True)


class WittyStatus(GaplessComponent):
    """What the station is doing."""

    status = uint32(0x302B, nan=0xFFFFFFFF)


class WittySession(GaplessComponent):
    """The running session."""

    energy = uint32(0x5000, nan=0xFFFFFFFF, unit="Wh")


class WittyCard(GaplessComponent):
    """The card that was held to the station."""

    length = integer(0x4001, signed=False, nan=NOT_AVAILABLE)
    uid_1 = raw_register(0x4002)
    uid_2 = raw_register(0x4003)
    uid_3 = raw_register(0x4004)
    uid_4 = raw_register(0x4005)
    uid_5 = raw_register(0x4006)

    @property
    def uid(self) -> str | None:
        """Return the UID in hexadecimal digits; None where there is no card."""
        words = (self.uid_1, self.uid_2, self.uid_3, self.uid_4, self.uid_5)
        raw = b"".join((word or 0).to_bytes(2) for word in words)
        return raw[: self.length].hex().upper() if self.length and self.length <= len(raw) and any(raw) else None


class _Station(Device):
    """The station's blocks."""

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.measurements = WittyMeasurements(unit)
        self.control = WittyControl(unit)
        self.phases = WittyPhases(unit)
        self.status = WittyStatus(unit)
        self.session = WittySession(unit)
        self.card = WittyCard(unit)
        self.watchdog = WittyWatchdog(unit)
        self.settings = Neighbours(unit, {"control": self.control, "phases": self.phases})


_POLLED: Final = ("measurements", "control", "phases", "status", "session")


class HagerWitty(ChargePointDriver):
    """A Hager witty plus."""

    family = "hager_witty_plus"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "Hager"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        current_step=0.1,
        switches_phases=True,
        sets_availability=True,
        has_fallback=True,
        heartbeat=10.0,
    )
    private_registers = frozenset(range(0x4001, 0x4007))
    default_unit = 1
    poll_interval = 1.0
    timeout = 2.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Station(self.unit)
        self._fallback_settled = False
        self._tells_card = True
        self._asks_for_card = False
        self._card: str | None = None

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: the table version 1, a product reference and a unique id in print."""
        # Asked at the start and after every silence: the station may have restarted with other settings.
        self._fallback_settled = False
        nameplate = WittyIdentity(self.unit)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        product, serial = text(nameplate.product), text(nameplate.unique_id)
        if nameplate.table_version != TABLE_VERSION or not product or not serial:
            return None
        version = (nameplate.version_1, nameplate.version_2, nameplate.version_3)
        self.identity = Identity(
            family=self.family,
            serial=serial,
            manufacturer=self.manufacturer,
            model=product,
            sw_version=".".join(str(number) for number in version),
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station. Raises `ModbusError` where no block could be read."""
        asked = (*_POLLED, "card") if self._tells_card and self._asks_for_card else _POLLED
        report = await read_blocks(self._station, asked, self._station.settings)
        if isinstance(report.failed.get("card"), NOT_SERVED):
            self._tells_card = False
            del report.failed["card"]
        reading = _reading(self._station, report.updated)
        reading = replace(reading, tag=self._held(reading.vehicle, told="card" in report.updated))
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    def _held(self, vehicle: VehicleState | None, *, told: bool) -> str | None:
        """Return the card of the session, and settle whether it is asked for next time."""
        if told:
            self._card = self._station.card.uid
        if vehicle is VehicleState.A:
            self._card, self._asks_for_card = None, False
        elif vehicle is not None:
            # What started a session does not change while it charges.
            self._asks_for_card = vehicle is not VehicleState.C or not (told or self._card)
        return self._card

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to 0.1 A; 0 pauses.

        Before the first current above 0 the terms of the fallback are settled (see `set_fallback`), and a station out of
        service (0x3020 = 0), as its own fallback at 0 A may leave it, is put in service.
        """
        value = self._checked(current)
        control = self._station.control
        if value > 0:
            if not self._fallback_settled:
                await control.async_update(notify=False)
                await self._settle_fallback()
            if control.availability == 0:
                await control.write("availability", 1)
        await control.write("setpoint", value)

    @override
    async def set_fallback(self, current: float) -> None:
        """Set what the station falls back to when it hears nothing (A), and that it does so at once.

        The delay is set to none (0x3026 = 0; the other choice is 30 s). At 0 A the station is also told to go out of
        service when it falls back (0x3021 = 0), in case a firmware reads 0 A as no limit; else it stays in service.
        Only what differs is written. Firmware without one of these two registers falls back to the current alone.
        """
        value = self._checked(current)
        control = self._station.control
        await control.async_update(notify=False)
        if control.fallback_current != value:
            await control.write("fallback_current", value)
            await control.async_update(notify=False)
        await self._settle_fallback()

    async def _settle_fallback(self) -> None:
        """Make the fallback immediate, and out of service where its current is 0; `control` has just been read."""
        control, watchdog = self._station.control, self._station.watchdog
        wanted = 1 if control.fallback_current else 0
        if control.fallback_availability != wanted:
            await self._write_optional(control, "fallback_availability", wanted)
        try:
            await watchdog.async_update(notify=False)
        except NOT_SERVED:
            _LOGGER.debug("This firmware has no fallback delay")
        else:
            if watchdog.fallback_delay != DELAY_NONE:
                await self._write_optional(watchdog, "fallback_delay", DELAY_NONE)
        self._fallback_settled = True

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases."""
        if phases not in _PHASE_SWITCH:
            raise ValueError(f"a station charges on 1 or 3 phases, not {phases}")
        await self._station.phases.write("phase_switch", _PHASE_SWITCH[phases])

    @override
    async def set_available(self, available: bool) -> None:
        """Take the station out of service or put it in service (0x3020, documented)."""
        await self._station.control.write("availability", int(available))

    def _checked(self, current: float) -> float:
        """Return a current in the station's step, rounded down. Raises `ValueError` out of range."""
        hardware = self._station.measurements.hardware_max
        highest = min(MAX_CURRENT, float(hardware)) if hardware else MAX_CURRENT
        if not isfinite(current) or (current != 0 and not MIN_CURRENT <= current <= highest):
            raise ValueError(f"{current} A is neither 0 nor between {MIN_CURRENT:g} and {highest:g} A")
        # A hair is added so that 6.1, stored as 6.0999..., stays 6.1.
        return int(current * 10 + 1e-6) / 10

    async def _write_optional(self, component: Component, field: str, value: int) -> None:
        """Write a register that not every firmware has."""
        try:
            await component.write(field, value)
        except NOT_SERVED:
            _LOGGER.debug("This firmware has no %s", field)


def _reading(station: _Station, updated: set[str]) -> ChargePointReading:
    """Assemble what the blocks that answered tell."""
    measured = station.measurements if "measurements" in updated else None
    control = station.control if "control" in updated else None
    main = _main_status(station.status.status if "status" in updated else None)
    vehicle = _vehicle(measured.cp_state if measured else None, main)
    return ChargePointReading(
        vehicle=vehicle,
        power=plausible(Bounds.STATION_POWER, measured.power) if measured else None,
        currents=plausible_phases(
            Bounds.STATION_CURRENT, (measured.current_l1, measured.current_l2, measured.current_l3)
        )
        if measured
        else None,
        voltages=plausible_phases(Bounds.VOLTAGE, (measured.voltage_l1, measured.voltage_l2, measured.voltage_l3))
        if measured
        else None,
        setpoint=plausible(Bounds.SETPOINT, control.setpoint) if control else None,
        fallback_current=plausible(Bounds.SETPOINT, control.fallback_current) if control else None,
        phases=_switched(station.phases.phase_switch) if "phases" in updated else None,
        session_energy=plausible(Bounds.ENERGY, station.session.energy) if "session" in updated else None,
        finished=main == _FINISHED,
        fault=_fault(main),
    )


def _switched(code: int | None) -> int | None:
    """Return how many phases are switched on."""
    return None if code is None else _PHASES.get(code)


def _main_status(status: int | None) -> int | None:
    """Return the main state of the status word."""
    return None if status is None else status >> 8


def _fault(main: int | None) -> ChargePointFault | None:
    """Return why the station cannot charge."""
    if main is None:
        return None
    if main & _ERROR:
        return ChargePointFault.STATION
    return ChargePointFault.UNAUTHORISED if main == _RESERVED else None


def _vehicle(cp_state: int | None, main: int | None) -> VehicleState | None:
    """Return the vehicle's state from the CP state's letter, else from the main status, else from a number."""
    if cp_state is None:
        return None
    for byte in (cp_state >> 8, cp_state & 0xFF):
        letter = chr(byte).lower()
        if letter in VehicleState:
            return VehicleState(letter)
    if main is not None:
        return VehicleState.F if main & _ERROR else _VEHICLE_BY_STATUS.get(main)
    return _VEHICLE_BY_NUMBER.get(cp_state)
