"""ABB Terra AC charging stations over Modbus TCP or RTU, firmware 1.6.5 or later.

Sources: ABB's "Terra AC Charger Modbus Communication" v1.11 as used by OpenEMS, evcc's abb charger, user reports in evcc
pull request 3498 (s: seen in code or told there, facts only). Nothing here was verified on hardware. (i) inferred here.

Unit 1; port 502, or RTU with the settings made in TerraConfig (proposed here: 19200 8E1, s: nymea), where the station has
to be the secondary device of a local controller (s). FC03 and FC16; numbers are 32 bits wide, high word first (s).

* A station consumes: power and currents are + while charging, the house's own sign (i).
* The state is the low seven bits of the second lowest byte of 0x400C: 0 idle, 1 plugged in and not authorised, 2 ready,
  3 the vehicle asks, 4 charging, 5 stopped, where the socket's lock 0x400A tells whether a vehicle is there (s).
* 0x4100 is the setpoint in mA, 0 pauses; 0x400E tells the limit in force (s). Phases (0x4102) are not supported (s); start
  and stop (0x4105) are left alone: after a stop some stations want their app (s).
* It has no fallback that anybody saw written. A station that hears nothing for its communication timeout stops or goes to
  its fallback limit (s): polling keeps it calm (s). Newer firmware tells timeout 0x4020 and limit 0x4024 (s); they are
  shown, and promised to nobody.
* The serial number is told as its eight bytes in hexadecimal digits (s).
"""

from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, integer, uint32

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, GaplessComponent, read_blocks
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, SerialSettings, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import MIN_CURRENT, checked_current

_NOT_AVAILABLE: Final = 0xFFFF
_NONE_32: Final = 0xFFFFFFFF
_HIGHEST_RATING: Final = 80.0
_STEP: Final = 0.1
_STATE: Final = 0x7F
_UNAUTHORISED, _STOPPED = 1, 5
_VEHICLE_LOCKED_IN: Final = 0x0101
_VEHICLE: Final = {
    0: VehicleState.A,
    1: VehicleState.B,
    2: VehicleState.B,
    3: VehicleState.C,
    4: VehicleState.C,
}


class TerraNameplate(Component):
    """Who the station is."""

    register_ranges = ((0x4000, 0x4007),)
    serial_high = uint32(0x4000)
    serial_low = uint32(0x4002)
    firmware = uint32(0x4004, nan=_NONE_32)
    rating = uint32(0x4006, nan=_NONE_32, scale=0.001, unit="A")


class TerraStatus(Component):
    """State and measurements; currents mA, voltages 0.1 V, power W, session Wh."""

    register_ranges = ((0x4008, 0x401F),)
    error = uint32(0x4008, nan=_NONE_32)
    lock = uint32(0x400A, nan=_NONE_32)
    state = uint32(0x400C, nan=_NONE_32)
    limit = uint32(0x400E, nan=_NONE_32, scale=0.001, unit="A")
    current_l1 = uint32(0x4010, nan=_NONE_32, scale=0.001, unit="A")
    current_l2 = uint32(0x4012, nan=_NONE_32, scale=0.001, unit="A")
    current_l3 = uint32(0x4014, nan=_NONE_32, scale=0.001, unit="A")
    voltage_l1 = uint32(0x4016, nan=_NONE_32, scale=0.1, unit="V")
    voltage_l2 = uint32(0x4018, nan=_NONE_32, scale=0.1, unit="V")
    voltage_l3 = uint32(0x401A, nan=_NONE_32, scale=0.1, unit="V")
    power = uint32(0x401C, nan=_NONE_32, unit="W")
    session = uint32(0x401E, nan=_NONE_32, unit="Wh")


class TerraFallback(GaplessComponent):
    """What the station does when it hears nothing; newer firmware only."""

    timeout = integer(0x4020, signed=False, nan=_NOT_AVAILABLE, unit="s")
    limit = integer(0x4024, signed=False, nan=_NOT_AVAILABLE, unit="A")


class TerraOrders(GaplessComponent):
    """What is written and not given back."""

    current = uint32(0x4100, writable=True, unit="mA")


class _Station(Device):
    """The station's blocks, each read by itself."""

    names = ("status", "fallback")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.status = TerraStatus(unit)
        self.fallback: TerraFallback | None = None


class AbbTerra(ChargePointDriver):
    """An ABB Terra AC."""

    family = "abb_terra_ac"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "ABB"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        current_step=_STEP,
        sets_fallback=False,
    )
    default_unit = 1
    default_serial = SerialSettings(baudrate=19_200, parity="E")
    poll_interval = 5.0
    timeout = 3.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Station(self.unit)
        self._orders = TerraOrders(self.unit)
        self._rating: float | None = None

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a serial number, a firmware, and a rating, a state and a limit that make sense."""
        nameplate, status = TerraNameplate(self.unit), TerraStatus(self.unit)
        try:
            await nameplate.async_update()
            await status.async_update()
        except NOT_SERVED:
            return None
        serial = f"{nameplate.serial_high or 0:08X}{nameplate.serial_low or 0:08X}"
        rating, limit, firmware = nameplate.rating, status.limit, nameplate.firmware
        if not serial.strip("0") or not serial.strip("F") or not firmware:
            return None
        if rating is None or not MIN_CURRENT <= rating <= _HIGHEST_RATING or limit is None or limit > _HIGHEST_RATING:
            return None
        if _state(status) not in (*_VEHICLE, _STOPPED):
            return None
        self._rating = rating
        self._station.fallback = await self._fallback()
        self.identity = Identity(
            family=self.family,
            serial=serial,
            manufacturer=self.manufacturer,
            model="Terra AC",
            sw_version=".".join(str(part) for part in firmware.to_bytes(4)[:3]),
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station, which keeps it calm too. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._station, self._station.names)
        reading = _reading(self._station, report.updated)
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to 0.1 A; 0 pauses."""
        value = checked_current(current, rating=self._rating, step=_STEP)
        await self._orders.write("current", round(1000 * value))

    @override
    async def set_fallback(self, current: float) -> None:
        """Refuse: what the station does when it hears nothing is set in TerraConfig. Raises `ValueError`."""
        raise ValueError("this station takes no fallback current")

    @override
    async def set_phases(self, phases: int) -> None:
        """Refuse: the register for it is not supported. Raises `ValueError`."""
        raise ValueError("this station cannot switch its phases")

    async def _fallback(self) -> TerraFallback | None:
        """Return the block that only newer firmware has."""
        block = TerraFallback(self.unit)
        try:
            await block.async_update()
        except NOT_SERVED:
            return None
        return block


def _state(status: TerraStatus) -> int | None:
    """Return the code of the charging state."""
    return None if status.state is None else status.state >> 8 & _STATE


def _reading(station: _Station, updated: set[str]) -> ChargePointReading:
    """Assemble what the blocks that answered tell."""
    status = station.status if "status" in updated else None
    fallback = station.fallback if "fallback" in updated else None
    shown = plausible(Bounds.SETPOINT, fallback.limit) if fallback and fallback.timeout else None
    if status is None:
        return ChargePointReading(fallback_current=shown)
    return ChargePointReading(
        vehicle=_vehicle(status),
        power=plausible(Bounds.STATION_POWER, status.power),
        currents=plausible_phases(Bounds.STATION_CURRENT, (status.current_l1, status.current_l2, status.current_l3)),
        voltages=plausible_phases(Bounds.VOLTAGE, (status.voltage_l1, status.voltage_l2, status.voltage_l3)),
        setpoint=plausible(Bounds.SETPOINT, status.limit),
        fallback_current=shown,
        session_energy=plausible(Bounds.ENERGY, status.session),
        fault=_fault(status),
    )


def _vehicle(status: TerraStatus) -> VehicleState | None:
    """Return the vehicle's state; after a stop the lock tells whether it is still there."""
    state = _state(status)
    if state == _STOPPED and status.lock is not None:
        return VehicleState.B if status.lock >= _VEHICLE_LOCKED_IN else VehicleState.A
    return _VEHICLE.get(state) if state is not None else None


def _fault(status: TerraStatus) -> ChargePointFault | None:
    """Return why the station cannot charge."""
    if status.error:
        return ChargePointFault.STATION
    return ChargePointFault.UNAUTHORISED if _state(status) == _UNAUTHORISED else None
