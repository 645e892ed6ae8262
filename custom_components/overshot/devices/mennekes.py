"""Mennekes Amtron Compact 2.0s, Start 2.0s and 4You 300 charging stations over Modbus RTU.

Sources: Mennekes' "Modbus RTU Specification" v2.0 of 21-03-2024 as transcribed in public code (d), evcc's mennekes-compact
charger and evcc issue 12171 (s: seen in code or told there, facts only). Nothing here was verified on hardware.
(i) inferred here.

57600 baud 8N2, unit 50 (s); FC03, FC06 and FC16. Floats are read high word first, as evcc does (s); the transcription
says low word first: a station whose rating makes no sense that way is not taken for known (i).

* A station consumes: power and currents are + while charging, the house's own sign. Energy is told in kWh (d).
* 0x0100: 0 starting, 1 no vehicle, 2 to 4 connected, 5 charging, 6 error, 7 service (d).
* 0x0302 is the setpoint, where *0 means no limit at all* and anything below 6 signals 0 A (d). So a pause is the release
  0x0D05 = 0 (s), and it is told as a setpoint of 0.
* Both count only while the heartbeat 0x0D00 = 0x55AA comes every 10 s (d): it goes first with every setpoint, which is
  written every 4 s, so that a station that Overshot does not steer is never written to. A station that missed it for long
  may refuse to charge until it is restarted (s).
* 0x030E tells what it does without heartbeat: 0 goes on (told as no fallback), 1 pauses, 6..32 A (d, table 1.2). 0x073A
  sets it (d, table 1.3; whether it wears the memory is not told, only what differs is written). Older tables leave it to
  the switches in the station: there `set_fallback` only looks.
* 0x030C = 2 says that the station can switch its phases, 0x0D04 = 1 forces one phase, 0x0E02 tells which are on (d).
"""

from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, float32, integer, string

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, GaplessComponent, read_blocks, text
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, SerialSettings, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import MIN_CURRENT, SAME, checked_current

HEARTBEAT: Final = 0x55AA
TABLES: Final = range(0x100, 0x200)
"""Versions 1.x of the register table."""

SETS_FALLBACK_FROM: Final = 0x103
_HIGHEST_RATING: Final = 63.0
_STEP: Final = 0.1
_RELEASED: Final = 1
_NOT_AUTHORISED: Final = 2
_SWITCHES_PHASES: Final = 2
_GOES_ON, _PAUSES = 0, 1
_STARTING, _ERROR, _SERVICE = 0, 6, 7
_WH: Final = 1000.0

_VEHICLE: Final = {
    1: VehicleState.A,
    2: VehicleState.B,
    3: VehicleState.B,
    4: VehicleState.B,
    5: VehicleState.C,
    _ERROR: VehicleState.F,
    _SERVICE: VehicleState.F,
}
_PHASE_SWITCH: Final = {3: 0, 1: 1}
_PHASES: Final = {code: phases for phases, code in _PHASE_SWITCH.items()}


class MennekesNameplate(GaplessComponent):
    """Who the station is."""

    table = integer(0x0000, signed=False)
    firmware = string(0x0001, 8)
    serial = string(0x0013, 8)


class MennekesRating(GaplessComponent):
    """What the station may draw, and whether it can switch its phases."""

    highest = float32(0x0306, unit="A")
    phase_options = integer(0x030C, signed=False)


class MennekesState(GaplessComponent):
    """What the station does."""

    state = integer(0x0100, signed=False)
    authorisation = integer(0x0101, signed=False)


class MennekesMeasurements(Component):
    """Measurements of the output."""

    register_ranges = ((0x0500, 0x0513),)
    current_l1 = float32(0x0500, unit="A")
    current_l2 = float32(0x0502, unit="A")
    current_l3 = float32(0x0504, unit="A")
    voltage_l1 = float32(0x0506, unit="V")
    voltage_l2 = float32(0x0508, unit="V")
    voltage_l3 = float32(0x050A, unit="V")
    power = float32(0x0512, unit="W")


class MennekesSession(GaplessComponent):
    """The running session."""

    energy = float32(0x0B02, scale=_WH, unit="Wh")


class MennekesEnergy(GaplessComponent):
    """What the station delivered."""

    total = float32(0x1000, scale=_WH, unit="Wh")


class MennekesControl(GaplessComponent):
    """What a controller sets."""

    current = float32(0x0302, writable=True, unit="A")
    release = integer(0x0D05, signed=False, writable=True)


class MennekesHeartbeat(GaplessComponent):
    """The heartbeat, which is not read."""

    beat = integer(0x0D00, signed=False, writable=True)


class MennekesFallback(GaplessComponent):
    """What the station does without heartbeat."""

    in_force = integer(0x030E, signed=False)


class MennekesFallbackSetting(GaplessComponent):
    """The setting behind it."""

    wanted = integer(0x073A, signed=False, writable=True)


class MennekesPhases(GaplessComponent):
    """Which phases are asked for, and which are on."""

    asked = integer(0x0D04, signed=False, writable=True)
    switched = integer(0x0E02, signed=False)


class _Station(Device):
    """The station's blocks, each read by itself."""

    names = ("state", "measurements", "control", "fallback", "phases", "session", "energy")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.state = MennekesState(unit)
        self.measurements = MennekesMeasurements(unit)
        self.control = MennekesControl(unit)
        self.fallback = MennekesFallback(unit)
        self.phases = MennekesPhases(unit)
        self.session = MennekesSession(unit)
        self.energy = MennekesEnergy(unit)


class Mennekes(ChargePointDriver):
    """A Mennekes Amtron with a serial interface."""

    family = "mennekes_amtron"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "Mennekes"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        current_step=_STEP,
        switches_phases=True,
        has_fallback=True,
        heartbeat=8.0,
        min_write_interval=5.0,
    )
    default_unit = 50
    default_serial = SerialSettings(baudrate=57_600, stopbits=2)
    poll_interval = 2.0
    timeout = 2.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Station(self.unit)
        self._heartbeat = MennekesHeartbeat(self.unit)
        self._table = 0
        self._rating: float | None = None
        self._phase_options: int | None = None

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a known table, firmware and serial number in print, a rating that makes sense."""
        nameplate, rating = MennekesNameplate(self.unit), MennekesRating(self.unit)
        try:
            await nameplate.async_update()
            table = nameplate.table
            if table is None or table not in TABLES:
                return None
            await rating.async_update()
        except NOT_SERVED:
            return None
        serial, firmware = text(nameplate.serial), text(nameplate.firmware)
        if not serial or not firmware or rating.highest is None or not MIN_CURRENT <= rating.highest <= _HIGHEST_RATING:
            return None
        self._table = table
        self._rating = rating.highest
        self._phase_options = rating.phase_options
        self.identity = Identity(
            family=self.family, serial=serial, manufacturer=self.manufacturer, model="Amtron", sw_version=firmware
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._station, self._station.names)
        reading = _reading(self._station, report.updated, self._rating)
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to 0.1 A; 0 pauses. The heartbeat goes first.

        A pause takes the release back and leaves the limit alone, since a limit of 0 would be none.
        """
        value = checked_current(current, rating=self._rating, step=_STEP)
        control = self._station.control
        await self._heartbeat.write("beat", HEARTBEAT)
        if value == 0:
            await control.write("release", 0)
            return
        await control.write("current", value)
        await control.write("release", _RELEASED)

    @override
    async def set_fallback(self, current: float) -> None:
        """Set what the station falls back to without heartbeat (A, whole), where its table knows how.

        Older stations are looked at only. Raises `ValueError` where such a one falls back to more, or to nothing.
        """
        value = checked_current(current, rating=self._rating)
        fallback = self._station.fallback
        await fallback.async_update(notify=False)
        held = _fallback(fallback.in_force)
        if self._table < SETS_FALLBACK_FROM:
            if held is None or held > value + SAME:
                raise ValueError(f"the station falls back to {held} A: set {value:g} A with its own switches")
            return
        if held != value:
            await MennekesFallbackSetting(self.unit).write("wanted", int(value) or _PAUSES)
            await fallback.async_update(notify=False)

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases. Raises `ValueError` for a station that cannot switch them too."""
        if phases not in _PHASE_SWITCH or self._phase_options not in (None, _SWITCHES_PHASES):
            raise ValueError(f"this station does not switch to {phases} phases")
        await self._station.phases.write("asked", _PHASE_SWITCH[phases])


def _reading(station: _Station, updated: set[str], rating: float | None) -> ChargePointReading:
    """Assemble what the blocks that answered tell."""
    measured = station.measurements if "measurements" in updated else None
    control = station.control if "control" in updated else None
    state = station.state if "state" in updated else None
    currents = (measured.current_l1, measured.current_l2, measured.current_l3) if measured else None
    voltages = (measured.voltage_l1, measured.voltage_l2, measured.voltage_l3) if measured else None
    return ChargePointReading(
        vehicle=_VEHICLE.get(state.state) if state and state.state is not None else None,
        power=plausible(Bounds.STATION_POWER, measured.power) if measured else None,
        currents=plausible_phases(Bounds.STATION_CURRENT, currents) if currents else None,
        voltages=plausible_phases(Bounds.VOLTAGE, voltages) if voltages else None,
        setpoint=_setpoint(control, rating) if control else None,
        fallback_current=_fallback(station.fallback.in_force) if "fallback" in updated else None,
        phases=_PHASES.get(station.phases.switched or 0) if "phases" in updated else None,
        session_energy=plausible(Bounds.ENERGY, station.session.energy) if "session" in updated else None,
        energy=plausible(Bounds.ENERGY, station.energy.total) if "energy" in updated else None,
        fault=_fault(state, control) if state else None,
    )


def _setpoint(control: MennekesControl, rating: float | None) -> float | None:
    """Return the limit in force (A): 0 without release, the rating where the limit is none."""
    if control.release != _RELEASED:
        return 0.0 if control.release == 0 else None
    value = plausible(Bounds.SETPOINT, control.current)
    if value is None or value == 0:
        return rating if value == 0 else None
    return value if value >= MIN_CURRENT else 0.0


def _fallback(code: int | None) -> float | None:
    """Return what the station falls back to (A); None where it goes on as it is."""
    if code == _PAUSES:
        return 0.0
    if code is None or not MIN_CURRENT <= code <= _HIGHEST_RATING:
        return None
    return float(code)


def _fault(state: MennekesState, control: MennekesControl | None) -> ChargePointFault | None:
    """Return why the station cannot charge; without the controller's release it is not authorised either."""
    if state.state in (_ERROR, _SERVICE):
        return ChargePointFault.STATION
    if state.state == _STARTING:
        return ChargePointFault.STARTING
    released = control is not None and control.release == _RELEASED
    return ChargePointFault.UNAUTHORISED if released and state.authorisation == _NOT_AUTHORISED else None
