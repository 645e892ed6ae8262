"""Webasto (Ampure) Next and Webasto (Ampure) Unite, the latter a Vestel EVC04, over Modbus TCP.

Sources: evcc's webasto-next and vestel chargers, the Home Assistant integration tomwellnitz/Webasto-Next-Modbus (s: seen in
code, facts only). Nothing here was verified on hardware. (i) inferred here.

Port 502, unit 255; big-endian, high word first; "HEMS activated" on the station (s). A station consumes: power and
currents are + while charging, the house's own sign.

* Next: everything is a holding register (s). 1000: 0 available, 1 preparing, 3 charging, 4 suspended, 7 error, 8 reserved;
  1104 is the rating (s). The setpoint 5004 is never given back (s), so none is told. It has no serial number: the unit
  stands in for it, which is unique on its address only (i). It is recognised by values that fit together (i).
* Unite: measurements are input registers (s). Serial number, brand and model are texts of one character a register (s).
  404 = 1 says that the station has three phases, 405 is 0 for one and 1 for three (s).
* 5004 is the setpoint in whole amperes, 0 pauses (s); FC16 on a Next, FC06 on a Unite (s).
* 2000 is the failsafe current, 6 A at least, 2002 its timeout, 6 to 120 s (s on a Next, i on a Unite); a timeout of 0 is
  off (i) and told as no fallback. The life bit 6000 = 1 has to come within the timeout, a Next wants it every 20 s (s): it
  is written together with every setpoint, so that a station that Overshot does not steer is never written to.
"""

from typing import ClassVar, Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Device

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, read_blocks, text
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import MAX_CURRENT, MIN_CURRENT, checked_current, same_current
from .webasto_registers import (
    Failsafe,
    NextMeasurements,
    NextOrders,
    NextRating,
    NextState,
    UniteLife,
    UniteMeasurements,
    UniteOrders,
    UnitePhases,
    UniteState,
)

FAILSAFE_TIMEOUT: Final = 30
"""Silence after which the station falls back (s)."""

ALIVE: Final = 1
_ERROR, _RESERVED = 7, 8
_STATES: Final = {0: VehicleState.A, 1: VehicleState.B, 3: VehicleState.C, 4: VehicleState.B, _ERROR: VehicleState.F}
_CABLES: Final = range(4)
_VEHICLE_ON_CABLE: Final = 2
_EQUIPMENT: Final = range(5)
_THREE_PHASES: Final = 1
_PHASE_SWITCH: Final = {1: 0, 3: 1}

_SERIAL, _BRAND, _MODEL, _FIRMWARE = (100, 25), (190, 10), (210, 5), (230, 50)


class _Next(Device):
    """The blocks of a Next, each read by itself."""

    names = ("state", "measurements", "failsafe")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.state = NextState(unit)
        self.measurements = NextMeasurements(unit)
        self.failsafe = Failsafe(unit)


class _Unite(Device):
    """The blocks of a Unite, each read by itself."""

    names = ("state", "measurements", "failsafe", "orders", "phases")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.state = UniteState(unit)
        self.measurements = UniteMeasurements(unit)
        self.failsafe = Failsafe(unit)
        self.orders = UniteOrders(unit)
        self.phases: UnitePhases | None = None


class _Webasto(ChargePointDriver):
    """What both have in common: a failsafe, and a life bit that keeps it calm."""

    kind = DeviceKind.CHARGE_POINT
    manufacturer = "Webasto"
    default_unit = 255
    poll_interval = 2.0
    timeout = 2.0
    setpoint_step: ClassVar[float] = 1.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._failsafe = Failsafe(self.unit)
        self._rating: float | None = None

    @override
    async def set_fallback(self, current: float) -> None:
        """Set the failsafe current (A, whole, at least 6), then its timeout; only what differs is written, and read back.

        Raises `ValueError` for 0 too: the station knows no failsafe below 6 A.
        """
        value = checked_current(current, rating=self._rating, step=self.setpoint_step)
        if value == 0:
            raise ValueError(f"this station falls back to {MIN_CURRENT:g} A at least")
        failsafe = self._failsafe
        await failsafe.async_update(notify=False)
        if not same_current(failsafe.current, value):
            await failsafe.write("current", int(value))
        if failsafe.timeout != FAILSAFE_TIMEOUT:
            await failsafe.write("timeout", FAILSAFE_TIMEOUT)
        await failsafe.async_update(notify=False)


def _capabilities(*, switches_phases: bool) -> Capabilities:
    """Return what both can do."""
    return Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        switches_phases=switches_phases,
        has_fallback=True,
        heartbeat=20.0,
    )


class WebastoNext(_Webasto):
    """A Webasto or Ampure Next."""

    family = "webasto_next"
    capabilities = _capabilities(switches_phases=False)
    tells_serial = False

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Next(self.unit)
        self._orders = NextOrders(self.unit)

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: states and currents that fit together, as the station tells no name."""
        state, rating, failsafe = NextState(self.unit), NextRating(self.unit), Failsafe(self.unit)
        try:
            for block in (state, rating, failsafe):
                await block.async_update()
        except NOT_SERVED:
            return None
        lowest, highest = rating.lowest, rating.highest
        if state.state not in (*_STATES, _RESERVED) or state.cable not in _CABLES or rating.equipment not in _EQUIPMENT:
            return None
        if lowest is None or highest is None or not MIN_CURRENT <= lowest <= highest <= MAX_CURRENT:
            return None
        if failsafe.current is None or not MIN_CURRENT <= failsafe.current <= MAX_CURRENT or failsafe.timeout is None:
            return None
        self._rating = float(highest)
        self.identity = Identity(
            family=self.family, serial=f"webasto-next-{self.unit_id}", manufacturer=self.manufacturer, model="Next"
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._station, self._station.names)
        told, station = report.updated, self._station
        measured = station.measurements if "measurements" in told else None
        state = station.state if "state" in told else None
        reading = ChargePointReading(
            vehicle=_next_vehicle(state) if state else None,
            power=plausible(Bounds.STATION_POWER, measured.power) if measured else None,
            currents=_currents(measured) if measured else None,
            fallback_current=_fallback(station.failsafe) if "failsafe" in told else None,
            energy=plausible(Bounds.ENERGY, measured.energy) if measured else None,
            fault=_fault(state.state) if state else None,
        )
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to whole amperes; 0 pauses. The life bit goes with it."""
        value = checked_current(current, rating=self._rating, step=self.setpoint_step)
        await self._orders.write("current", int(value))
        await self._orders.write("alive", ALIVE)

    @override
    async def set_phases(self, phases: int) -> None:
        """Refuse: a Next has no phases to switch. Raises `ValueError`."""
        raise ValueError("this station cannot switch its phases")


class WebastoUnite(_Webasto):
    """A Webasto or Ampure Unite, and other Vestel EVC04."""

    family = "webasto_unite"
    capabilities = _capabilities(switches_phases=True)

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Unite(self.unit)
        self._phases = UnitePhases(self.unit)
        self._station.phases = self._phases
        self._life = UniteLife(self.unit)

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a serial number, a brand and a model in print, and a number of phases."""
        try:
            serial, brand, model, firmware = [
                _letters(await self.unit.read_input_registers(address, count))
                for address, count in (_SERIAL, _BRAND, _MODEL, _FIRMWARE)
            ]
            (phases,) = await self.unit.read_input_registers(404, 1)
        except NOT_SERVED:
            return None
        if not (serial and brand and model) or phases not in (0, _THREE_PHASES):
            return None
        self._station.phases = self._phases if phases == _THREE_PHASES else None
        self.identity = Identity(
            family=self.family, serial=serial, manufacturer=brand, model=model, sw_version=firmware or None
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._station, self._station.names)
        told, station = report.updated, self._station
        measured = station.measurements if "measurements" in told else None
        state = station.state if "state" in told else None
        voltages = (measured.voltage_l1, measured.voltage_l2, measured.voltage_l3) if measured else None
        reading = ChargePointReading(
            vehicle=_unite_vehicle(state) if state else None,
            power=plausible(Bounds.STATION_POWER, measured.power) if measured else None,
            currents=_currents(measured) if measured else None,
            voltages=plausible_phases(Bounds.VOLTAGE, voltages) if voltages else None,
            setpoint=plausible(Bounds.SETPOINT, station.orders.current) if "orders" in told else None,
            fallback_current=_fallback(station.failsafe) if "failsafe" in told else None,
            phases=self._switched() if "phases" in told else None,
            session_energy=plausible(Bounds.ENERGY, measured.session) if measured else None,
            energy=plausible(Bounds.ENERGY, measured.energy) if measured else None,
            fault=_fault(state.state) if state else None,
        )
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to whole amperes; 0 pauses. The life bit goes with it."""
        value = checked_current(current, rating=self._rating, step=self.setpoint_step)
        await self._station.orders.write("current", int(value))
        await self._life.write("alive", ALIVE)

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases. Raises `ValueError` for a single-phase station too."""
        if phases not in _PHASE_SWITCH or self._station.phases is None:
            raise ValueError(f"this station does not charge on {phases} phases")
        await self._phases.write("switch", _PHASE_SWITCH[phases])

    def _switched(self) -> int | None:
        """Return how many phases are switched on."""
        return {code: phases for phases, code in _PHASE_SWITCH.items()}.get(self._phases.switch or 0)


def _currents(measured: NextMeasurements | UniteMeasurements) -> tuple[float, float, float] | None:
    """Return the currents of the terminals."""
    return plausible_phases(Bounds.STATION_CURRENT, (measured.current_l1, measured.current_l2, measured.current_l3))


def _fallback(failsafe: Failsafe) -> float | None:
    """Return the failsafe current (A); a failsafe without timeout is off."""
    return plausible(Bounds.SETPOINT, failsafe.current) if failsafe.timeout else None


def _fault(state: int | None) -> ChargePointFault | None:
    """Return why the station cannot charge."""
    if state == _ERROR:
        return ChargePointFault.STATION
    return ChargePointFault.UNAUTHORISED if state == _RESERVED else None


def _next_vehicle(state: NextState) -> VehicleState | None:
    """Return the vehicle's state from the station's, else from the cable."""
    if state.state in _STATES:
        return _STATES[state.state]
    return _on_cable(state.cable)


def _unite_vehicle(state: UniteState) -> VehicleState | None:
    """Return the vehicle's state from the cable, and from whether the station charges."""
    vehicle = _on_cable(state.cable)
    if state.state == _ERROR:
        return VehicleState.F
    return VehicleState.C if vehicle is VehicleState.B and state.charging == 1 else vehicle


def _on_cable(cable: int | None) -> VehicleState | None:
    """Return whether a vehicle is connected."""
    if cable is None or cable not in _CABLES:
        return None
    return VehicleState.B if cable >= _VEHICLE_ON_CABLE else VehicleState.A


def _letters(words: list[int]) -> str:
    """Return a text of one character a register, or of two."""
    raw = b"".join(word.to_bytes(2) for word in words).replace(b"\0", b"")
    return text(raw.decode("ascii", "replace")) if raw.isascii() else ""
