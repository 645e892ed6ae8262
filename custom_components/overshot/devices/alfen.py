"""Alfen Eve Single and Double charging stations (NG9xx platform) over Modbus TCP.

Sources: Alfen's "Modbus Slave TCP/IP" v2.3 of 30-10-2020 (d), evcc's alfen charger (s: seen in code, facts only). Nothing
here was verified on hardware. (i) inferred here.

Port 502; the station is unit 200, its sockets are units 1 and 2; FC03, FC06 and FC16; big-endian, high word first (d).
The station needs the licence "Active load balancing" with the energy management system as its source (d). It closes a
session that is idle for 60 s (d).

* A driver is one socket; socket 2 is added with unit 2 and answers only where 1105 tells 2 sockets (d). Socket 1 keeps
  the station's serial number, socket 2 gets "-2" behind it (i).
* A socket consumes: power and currents are + while charging, the house's own sign (i). Values that are not available are
  NaN or 0xFFFF (d). A single-phase station tells NaN on terminals 2 and 3; they carry nothing (s).
* 1210 is the setpoint. It holds for the validity time that the installer set (default 60 s, 1208 counts down) and not
  over a restart; then the safe current of 1212 rules (d). The setpoint is written every 25 s (s). While nothing is valid
  the safe current is what `setpoint` tells.
* The safe current is set by the installer and can only be read (d): `set_fallback` refuses one below it.
* The phases of 1215 need "Allow 1- and 3-phased charging" (d). FC16 is tried first, then FC06: the document names both,
  one user found only FC16 honoured, evcc writes FC06 (s).
* Phases are in the order of the station's terminals (d).
"""

from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, float32, float64, integer, string, uint32

from ..core.model import ChargePointFault, ChargePointReading, PhaseVector, VehicleState
from .blocks import NOT_SERVED, Neighbours, read_blocks, text
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import SAME, checked_current

STATION_UNIT: Final = 200
SOCKETS: Final = (1, 2)
_MAKER: Final = "alfen"
_NOT_AVAILABLE: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF
_STEP: Final = 0.1
_OPERATIVE: Final = 1
_MEASURED: Final = ((306, 377),)
"""What lies between, the energy of each phase, is documented too."""


class AlfenNameplate(Component):
    """Who the station is (unit 200)."""

    register_ranges = ((100, 178),)
    station_name = string(100, 17)
    maker = string(117, 5)
    firmware = string(123, 17)
    platform = string(140, 17)
    serial = string(157, 11)


class AlfenStation(Component):
    """What the station may draw and how many sockets it has (unit 200)."""

    register_ranges = ((1100, 1105),)
    max_current = float32(1100, unit="A")
    sockets = integer(1105, signed=False, nan=_NOT_AVAILABLE)


class AlfenMeter(Component):
    """Measurements of the socket; the whole table would be longer than one read may be."""

    register_ranges = _MEASURED
    voltage_l1 = float32(306, unit="V")
    voltage_l2 = float32(308, unit="V")
    voltage_l3 = float32(310, unit="V")
    current_l1 = float32(320, unit="A")
    current_l2 = float32(322, unit="A")
    current_l3 = float32(324, unit="A")
    power_l1 = float32(338, unit="W")
    power_l2 = float32(340, unit="W")
    power_l3 = float32(342, unit="W")
    power = float32(344, unit="W")


class AlfenEnergy(Component):
    """What the socket delivered."""

    register_ranges = _MEASURED
    delivered = float64(374, unit="Wh")


class AlfenControl(Component):
    """State and setpoint of the socket."""

    register_ranges = ((1200, 1215),)
    availability = integer(1200, signed=False, nan=_NOT_AVAILABLE)
    mode_3_state = string(1201, 5)
    applied = float32(1206, unit="A")
    valid_for = uint32(1208, nan=_NONE_32, unit="s")
    setpoint = float32(1210, writable=True, unit="A")
    safe_current = float32(1212, unit="A")
    accounted_for = integer(1214, signed=False, nan=_NOT_AVAILABLE)
    phases = integer(1215, signed=False, nan=_NOT_AVAILABLE, writable=True, force_fc16=True)


class _Socket(Device):
    """The socket's blocks."""

    names = ("control", "meter", "energy")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.control = AlfenControl(unit)
        self.meter = AlfenMeter(unit)
        self.energy = AlfenEnergy(unit)
        self.measured = Neighbours(unit, {"meter": self.meter, "energy": self.energy})


class Alfen(ChargePointDriver):
    """One socket of an Alfen station."""

    family = "alfen_eve"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "Alfen"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        current_step=_STEP,
        switches_phases=True,
        has_fallback=True,
        sets_fallback=False,
        heartbeat=50.0,
    )
    default_unit = 1
    also_asks = frozenset({STATION_UNIT})
    poll_interval = 2.0
    timeout = 2.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written. The station's own unit stands for its socket 1."""
        super().__init__(unit_for, unit_id)
        self._number = unit_id if unit_id in SOCKETS else 1
        self._whole = unit_for(STATION_UNIT)
        self._whole.require_timeout(self.timeout)
        self._socket = _Socket(self.unit if self._number == unit_id else unit_for(self._number))
        self._rating: float | None = None

    @override
    async def identify(self) -> Identity | None:
        """Read who answers on unit 200: the maker Alfen, a serial number in print, and a socket of this number."""
        nameplate, station = AlfenNameplate(self._whole), AlfenStation(self._whole)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        serial = text(nameplate.serial)
        if not text(nameplate.maker).lower().startswith(_MAKER) or not serial:
            return None
        try:
            await station.async_update()
        except NOT_SERVED:
            return None
        if station.sockets is None or not self._number <= station.sockets <= len(SOCKETS):
            return None
        self._rating = station.max_current
        self.identity = Identity(
            family=self.family,
            serial=serial if self._number == 1 else f"{serial}-{self._number}",
            manufacturer=self.manufacturer,
            model=" ".join(part for part in ("Eve", text(nameplate.platform)) if part),
            sw_version=text(nameplate.firmware) or None,
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the socket. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._socket, self._socket.names, self._socket.measured)
        reading = _reading(self._socket, report.updated)
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to 0.1 A; 0 pauses. It holds for the validity time."""
        await self._socket.control.write("setpoint", checked_current(current, rating=self._rating, step=_STEP))

    @override
    async def set_fallback(self, current: float) -> None:
        """See to it that the station falls back to at most this (A); nothing is written.

        The safe current can only be set with Alfen's own tool. Raises `ValueError` where it is not known, or higher.
        """
        wanted = checked_current(current, step=_STEP)
        control = self._socket.control
        await control.async_update(notify=False)
        held = plausible(Bounds.SETPOINT, control.safe_current)
        if held is None or held > wanted + SAME:
            raise ValueError(f"the station's safe current is {held} A: set {wanted:g} A in its own settings")

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases, where the installer allowed both."""
        if phases not in (1, 3):
            raise ValueError(f"a station charges on 1 or 3 phases, not {phases}")
        control = self._socket.control
        try:
            await control.write("phases", phases)
        except NOT_SERVED:
            address = control.resolved_fields["phases"].address
            await control.modbus_unit.write_register(address, phases)


def _reading(socket: _Socket, updated: set[str]) -> ChargePointReading:
    """Assemble what the blocks that answered tell."""
    meter = socket.meter if "meter" in updated else None
    control = socket.control if "control" in updated else None
    vehicle = _vehicle(control.mode_3_state) if control else None
    return ChargePointReading(
        vehicle=vehicle,
        power=plausible(Bounds.STATION_POWER, meter.power) if meter else None,
        currents=_terminals(Bounds.STATION_CURRENT, (meter.current_l1, meter.current_l2, meter.current_l3))
        if meter
        else None,
        voltages=_terminals(Bounds.VOLTAGE, (meter.voltage_l1, meter.voltage_l2, meter.voltage_l3)) if meter else None,
        setpoint=_in_force(control) if control else None,
        fallback_current=plausible(Bounds.SETPOINT, control.safe_current) if control else None,
        phases=control.phases if control and control.phases in (1, 3) else None,
        energy=plausible(Bounds.ENERGY, socket.energy.delivered) if "energy" in updated else None,
        fault=ChargePointFault.STATION
        if control and (vehicle is VehicleState.F or control.availability not in (None, _OPERATIVE))
        else None,
    )


def _in_force(control: AlfenControl) -> float | None:
    """Return the limit in force (A): the setpoint while it is valid, then the safe current."""
    if control.valid_for is None:
        return None
    return plausible(Bounds.SETPOINT, control.setpoint if control.valid_for else control.safe_current)


def _terminals(bounds: Bounds, values: tuple[float | None, float | None, float | None]) -> PhaseVector | None:
    """Return three values; those of a single-phase station have no second and third one."""
    first, second, third = values
    if first is not None and second is None and third is None:
        return plausible_phases(bounds, (first, 0.0, 0.0))
    return plausible_phases(bounds, values)


def _vehicle(state: str | None) -> VehicleState | None:
    """Return the vehicle's state from the letter of the mode 3 state, `A` to `F`."""
    letter = text(state)[:1].lower()
    return VehicleState(letter) if letter in VehicleState else None
