"""Heidelberg (Amperfied) Energy Control charging stations over Modbus RTU.

Sources: Heidelberg's register tables of 20-10-2020 and 22-02-2021 (d), evcc's heidelberg charger and E. Styger's
McuHeidelberg (BSD) (s: seen in code, facts only). Nothing here was verified on hardware. (i) inferred here.

19200 baud 8E1, unit by DIP switch; FC04 for what is measured, FC03 and FC06 for what is set (d). Requests are kept 0.1 s
apart (s).

* A station consumes: power and currents are + while charging, the house's own sign. Power is apparent, in VA, and so is
  the energy (d). It has no phases to switch: 1 or 3 is a matter of wiring (d).
* State: 2 A1, 3 A2, 4 B1, 5 B2, 6 C1, 7 C2, 8 derating, 9 E, 10 F, 11 error (d). Derating counts as charging (i). An
  external lock that is closed (13 = 0) (d) is told as unauthorised (i).
* 261 is the setpoint, 0 or 60..160 tenths of an ampere. 262 is the failsafe current, where 0 is an error state, 257 the
  watchdog in ms, 15000 from the factory, 0 off (d). A watchdog that is off is told as no fallback. Any request keeps it
  calm (d): polling does.
* In standby the station answers nobody, and it comes back with its settings from the factory, as after a loss of power
  (d): with the first fallback or current that is written standby is switched off (258 = 4) (d), and again after every
  silence. While nothing is written, a station without a car is silent. A station locked by a controller (259 = 0) is
  unlocked together with the first current above 0 (s).
* No serial number is documented. The "logistic string" of 102..133 stands in for it where it is printable (s), with the
  unit behind it; else the unit alone, which is unique on its bus only (i).
"""

from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, gauge, integer, string, uint32

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, read_blocks, text
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, SerialSettings, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import MIN_CURRENT, checked_current, same_current

WATCHDOG: Final = 15_000
"""Silence after which the station falls back (ms), as it leaves the factory."""

STANDBY_OFF: Final = 4
LAYOUTS: Final = range(0x100, 0x200)
"""Versions 1.x of the register table."""

MESSAGE_SPACING: Final = 0.1
_HIGHEST: Final = 16.0
_STEP: Final = 0.1
_NOT_AVAILABLE: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF
_LOCKED: Final = 0
_UNLOCKED: Final = 1

_VEHICLE: Final = {
    2: VehicleState.A,
    3: VehicleState.A,
    4: VehicleState.B,
    5: VehicleState.B,
    6: VehicleState.C,
    7: VehicleState.C,
    8: VehicleState.C,
    9: VehicleState.E,
    10: VehicleState.F,
    11: VehicleState.F,
}
_FAULTS: Final = (9, 10, 11)


class HeidelbergStatus(Component):
    """State and measurements; currents 0.1 A, voltages V, power VA, energy VAh."""

    register_space = "input"
    register_ranges = ((4, 18),)
    layout = integer(4, signed=False)
    state = integer(5, signed=False)
    current_l1 = gauge(6, scale=0.1, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l2 = gauge(7, scale=0.1, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l3 = gauge(8, scale=0.1, signed=False, nan=_NOT_AVAILABLE, unit="A")
    voltage_l1 = integer(10, signed=False, nan=_NOT_AVAILABLE, unit="V")
    voltage_l2 = integer(11, signed=False, nan=_NOT_AVAILABLE, unit="V")
    voltage_l3 = integer(12, signed=False, nan=_NOT_AVAILABLE, unit="V")
    external_lock = integer(13, signed=False, nan=_NOT_AVAILABLE)
    power = integer(14, signed=False, nan=_NOT_AVAILABLE, unit="VA")
    energy = uint32(17, nan=_NONE_32, unit="VAh")


class HeidelbergHardware(Component):
    """What the switches in the station allow."""

    register_space = "input"
    highest = integer(100, signed=False, unit="A")
    lowest = integer(101, signed=False, unit="A")


class HeidelbergLogistics(Component):
    """What the factory printed on it; not every firmware tells."""

    register_space = "input"
    logistic = string(102, 32)


class HeidelbergRevision(Component):
    """The software's revision; not every firmware tells."""

    register_space = "input"
    revision = integer(203, signed=False)


class HeidelbergControl(Component):
    """What a controller may set; each register is written alone, with FC06."""

    register_ranges = ((257, 262),)
    watchdog = integer(257, signed=False, writable=True, unit="ms")
    standby = integer(258, signed=False, writable=True)
    remote_lock = integer(259, signed=False, writable=True)
    current = gauge(261, scale=0.1, signed=False, nan=_NOT_AVAILABLE, writable=True, unit="A")
    failsafe_current = gauge(262, scale=0.1, signed=False, nan=_NOT_AVAILABLE, writable=True, unit="A")


class _Station(Device):
    """The station's blocks, each read by itself."""

    names = ("status", "control")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.status = HeidelbergStatus(unit)
        self.control = HeidelbergControl(unit)


class Heidelberg(ChargePointDriver):
    """A Heidelberg Energy Control."""

    family = "heidelberg_energy_control"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "Heidelberg"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        current_step=_STEP,
        has_fallback=True,
    )
    default_unit = 1
    default_serial = SerialSettings(baudrate=19_200, parity="E")
    tells_serial = False
    poll_interval = 3.0
    timeout = 2.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Station(self.unit)
        self._rating: float = _HIGHEST
        self._awake = False

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a known table, a known state, and currents that a station can be set to."""
        # Asked at the start and after every silence: the station may have slept, and forgotten what it was told.
        self._awake = False
        status, hardware = HeidelbergStatus(self.unit), HeidelbergHardware(self.unit)
        try:
            await status.async_update()
            await hardware.async_update()
        except NOT_SERVED:
            return None
        lowest, highest = hardware.lowest, hardware.highest
        if status.layout not in LAYOUTS or status.state not in _VEHICLE or lowest is None or highest is None:
            return None
        if not MIN_CURRENT <= lowest <= highest <= _HIGHEST:
            return None
        self.unit.set_message_spacing(MESSAGE_SPACING)
        self._rating = float(highest)
        logistic = await self._optional_text(HeidelbergLogistics(self.unit))
        revision = HeidelbergRevision(self.unit)
        try:
            await revision.async_update()
        except NOT_SERVED:
            number = None
        else:
            number = revision.revision
        self.identity = Identity(
            family=self.family,
            serial=f"{logistic or 'heidelberg'}-{self.unit_id}",
            manufacturer=self.manufacturer,
            model="Energy Control",
            sw_version=str(number) if number else None,
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station, which keeps its watchdog calm too. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._station, self._station.names)
        reading = _reading(self._station, report.updated)
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to 0.1 A; 0 pauses.

        Before the first current standby is switched off, and before the first one above 0 the station is unlocked.
        """
        value = checked_current(current, rating=self._rating, step=_STEP)
        control = self._station.control
        if not self._awake:
            await control.async_update(notify=False)
            await self._stay_awake()
        if value > 0 and control.remote_lock == _LOCKED:
            await control.write("remote_lock", _UNLOCKED)
        await control.write("current", value)

    @override
    async def set_fallback(self, current: float) -> None:
        """Set the failsafe current (A), then the watchdog; only what differs is written, and read back."""
        value = checked_current(current, rating=self._rating, step=_STEP)
        control = self._station.control
        await control.async_update(notify=False)
        await self._stay_awake()
        if not same_current(control.failsafe_current, value):
            await control.write("failsafe_current", value)
        if control.watchdog != WATCHDOG:
            await control.write("watchdog", WATCHDOG)
        await control.async_update(notify=False)

    @override
    async def set_phases(self, phases: int) -> None:
        """Refuse: how many phases a station has is a matter of its wiring. Raises `ValueError`."""
        raise ValueError("this station cannot switch its phases")

    async def _stay_awake(self) -> None:
        """Switch standby off; `control` has just been read."""
        control = self._station.control
        if control.standby != STANDBY_OFF:
            await control.write("standby", STANDBY_OFF)
        self._awake = True

    async def _optional_text(self, block: HeidelbergLogistics) -> str:
        """Return a text that not every firmware tells."""
        try:
            await block.async_update()
        except NOT_SERVED:
            return ""
        return text(block.logistic)


def _reading(station: _Station, updated: set[str]) -> ChargePointReading:
    """Assemble what the blocks that answered tell."""
    status = station.status if "status" in updated else None
    control = station.control if "control" in updated else None
    return ChargePointReading(
        vehicle=_VEHICLE.get(status.state) if status and status.state is not None else None,
        power=plausible(Bounds.STATION_POWER, status.power) if status else None,
        currents=plausible_phases(Bounds.STATION_CURRENT, (status.current_l1, status.current_l2, status.current_l3))
        if status
        else None,
        voltages=plausible_phases(Bounds.VOLTAGE, (status.voltage_l1, status.voltage_l2, status.voltage_l3))
        if status
        else None,
        setpoint=plausible(Bounds.SETPOINT, control.current) if control else None,
        fallback_current=plausible(Bounds.SETPOINT, control.failsafe_current) if control and control.watchdog else None,
        energy=plausible(Bounds.ENERGY, status.energy) if status else None,
        fault=_fault(status) if status else None,
    )


def _fault(status: HeidelbergStatus) -> ChargePointFault | None:
    """Return why the station cannot charge."""
    if status.state in _FAULTS:
        return ChargePointFault.STATION
    return ChargePointFault.UNAUTHORISED if status.external_lock == _LOCKED else None
