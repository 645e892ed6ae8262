"""KEBA KeContact P30 (c-series and x-series) and P40 charging stations over Modbus TCP.

Sources: KEBA's "KeContact P30 Modbus TCP" and "KeContact P40 Modbus TCP" V1.02 of 04-2025 (d), evcc's keba-modbus charger
and evcc issue 21093 (s: seen in code or told there, facts only). Nothing here was verified on hardware. (i) inferred here.

Port 502, unit 255; FC03 and FC06; numbers are 32 bits wide, high word first, and a read asks for exactly one of them; a
value is written as one register. Reads at least 0.5 s, writes at least 5 s apart (d): a poll takes seconds, so what
changes slowly is read in turns and may be half a minute old; a write waits for its turn, a lowering one up to 5 s.

* Currents mA, voltages V, power mW, energy 0.1 Wh; P40 software before 1.2.1 tells Wh (s). Power is + while charging.
  The fifth digit of the product code is 0 on stations without meter (s): those tell no power.
* 1000: 0 starting, 1 not ready or not authorised, 2 ready, 3 charging, 4 error, 5 suspended or too hot (d). 1004 has bit 2
  set while a vehicle is connected (d). Suspended counts as a setpoint of 0 (i).
* 5004 is the setpoint, 0 or 6000..32000 mA. It stands until the next write and goes before OCPP (d).
* 5016 is the failsafe current, 5018 its timeout; 5018 = 0 lets the station charge with all it can (d), so the timeout is
  always written too, after the current, and a failsafe that is off is told as no fallback. Any command ends the failsafe
  (d); reading alone does not keep it calm, the setpoint is written again every 10 s (s).
* 1500 is the RFID card that started the session, 4 bytes, 0 where none did (d); told as eight hexadecimal digits (i).
* Phases: 5050 = 3 hands the switching to Modbus, 5052 is 0 for one and 1 for three (d). A P30 needs the S10 switch, a P40
  a later software than V1.02 describes (d). 1552 tells 0 for one phase on a P30, 1 on a P40 (s).
"""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Device, integer, uint32

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, OneByOneComponent, read_blocks
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import checked_current, same_current

FAILSAFE_TIMEOUT: Final = 30
"""Silence after which the station falls back (s)."""

MODBUS_SWITCHES: Final = 3
"""Source of the phase switching (1550, 5050)."""

_NONE_32: Final = 0xFFFFFFFF
_STEP: Final = 0.1
_STARTING, _NOT_READY, _CHARGING, _ERROR, _SUSPENDED = 0, 1, 3, 4, 5
_VEHICLE_CONNECTED: Final = 1 << 2
_FIRST_WITH_TENTHS: Final = 10_201
"""Software of a P40 that counts in 0.1 Wh, 1.2.1."""

_NO_METER: Final = "0"
_PHASE_SWITCH: Final = {1: 0, 3: 1}
_PHASES: Final = {"P30": {0: 1, 1: 3}, "P40": {1: 1, 3: 3}}
_FAST: Final = ("state", "limit", "power", "currents")
_SLOW: Final = ("failsafe", "energy", "voltages", "phases")


class KebaNameplate(OneByOneComponent):
    """Who the station is."""

    serial = uint32(1014, nan=_NONE_32)
    product = uint32(1016, nan=_NONE_32)
    firmware = uint32(1018, nan=_NONE_32)
    rating = uint32(1110, nan=_NONE_32, scale=0.001, unit="A")


class KebaState(OneByOneComponent):
    """What the station does, and what is plugged in."""

    charging = uint32(1000, nan=_NONE_32)
    cable = uint32(1004, nan=_NONE_32)


class KebaLimit(OneByOneComponent):
    """The limit in force."""

    current = uint32(1100, nan=_NONE_32, scale=0.001, unit="A")


class KebaPower(OneByOneComponent):
    """What the car draws."""

    power = uint32(1020, nan=_NONE_32, scale=0.001, unit="W")


class KebaCurrents(OneByOneComponent):
    """What the car draws on each terminal."""

    l1 = uint32(1008, nan=_NONE_32, scale=0.001, unit="A")
    l2 = uint32(1010, nan=_NONE_32, scale=0.001, unit="A")
    l3 = uint32(1012, nan=_NONE_32, scale=0.001, unit="A")


class KebaVoltages(OneByOneComponent):
    """Voltages of the terminals."""

    l1 = uint32(1040, nan=_NONE_32, unit="V")
    l2 = uint32(1042, nan=_NONE_32, unit="V")
    l3 = uint32(1044, nan=_NONE_32, unit="V")


class KebaEnergy(OneByOneComponent):
    """Counters, in the unit of the software."""

    total = uint32(1036, nan=_NONE_32)
    session = uint32(1502, nan=_NONE_32)


class KebaCard(OneByOneComponent):
    """The card that started the session."""

    id = uint32(1500, nan=_NONE_32)


class KebaFailsafe(OneByOneComponent):
    """What the station falls back to, and when."""

    current = uint32(1600, nan=_NONE_32, scale=0.001, unit="A")
    timeout = uint32(1602, nan=_NONE_32, unit="s")


class KebaPhases(OneByOneComponent):
    """Who switches the phases, and which are on."""

    source = uint32(1550, nan=_NONE_32)
    state = uint32(1552, nan=_NONE_32)


class KebaOrders(OneByOneComponent):
    """What may be written; a P30 does not give these registers back."""

    current = integer(5004, signed=False, writable=True, unit="mA")
    failsafe_current = integer(5016, signed=False, writable=True, unit="mA")
    failsafe_timeout = integer(5018, signed=False, writable=True, unit="s")
    phase_source = integer(5050, signed=False, writable=True)
    phase_switch = integer(5052, signed=False, writable=True)


class _Station(Device):
    """The station's blocks, each read by itself."""

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.state = KebaState(unit)
        self.limit = KebaLimit(unit)
        self.power = KebaPower(unit)
        self.currents = KebaCurrents(unit)
        self.voltages = KebaVoltages(unit)
        self.energy = KebaEnergy(unit)
        self.card = KebaCard(unit)
        self.failsafe = KebaFailsafe(unit)
        self.phases = KebaPhases(unit)


class Keba(ChargePointDriver):
    """A KEBA KeContact P30 or P40."""

    family = "keba_kecontact"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "KEBA"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        current_step=_STEP,
        switches_phases=True,
        has_fallback=True,
        heartbeat=20.0,
        min_write_interval=5.0,
    )
    private_registers = frozenset({1500, 1501})
    default_unit = 255
    poll_interval = 6.0
    timeout = 2.0
    read_gap: ClassVar[float] = 0.5
    """Between two requests (s)."""

    write_gap: ClassVar[float] = 5.0
    """Between two writes (s)."""

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Station(self.unit)
        self._orders = KebaOrders(self.unit)
        self._known: set[str] = set()
        self._turn: int | None = None
        self._series = ""
        self._metered = True
        self._per_wh = 10
        self._rating: float | None = None
        self._may_write_at = 0.0
        self._card_settled = False

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: a product code of a P30 or P40, and a serial number."""
        # Only a KEBA needs its requests apart: whoever else answers on this unit keeps its pace.
        self.unit.set_message_spacing(self.read_gap)
        self.identity = await self._recognise()
        if self.identity is None:
            self.unit.set_message_spacing(0.0)
        return self.identity

    async def _recognise(self) -> Identity | None:
        """Return who answers here, and settle how its registers are understood."""
        nameplate = KebaNameplate(self.unit)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        product, firmware = str(nameplate.product or ""), nameplate.firmware or 0
        series = {"3": "P30", "4": "P40"}.get(product[:1])
        if series is None or len(product) != (6 if series == "P30" else 7) or not nameplate.serial:
            return None
        self._series = series
        self._metered = product[4] != _NO_METER
        self._per_wh = 1 if series == "P40" and firmware < _FIRST_WITH_TENTHS else 10
        self._rating = plausible(Bounds.SETPOINT, nameplate.rating)
        self._turn = None
        self._card_settled = False
        return Identity(
            family=self.family,
            serial=str(nameplate.serial),
            manufacturer=self.manufacturer,
            model=f"KeContact {series} {product}",
            sw_version=_version(series, firmware),
        )

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station; slow blocks take turns. Raises `ModbusError` where no block could be read."""
        self.unit.set_message_spacing(self.read_gap)
        asked = self._next_blocks()
        report = await read_blocks(self._station, asked)
        self._known = (self._known - set(asked)) | report.updated
        state = self._station.state
        if "state" in report.updated and not (state.cable or 0) & _VEHICLE_CONNECTED:
            # The card is that of a session: it is asked for until the car charges.
            self._card_settled = False
            self._known.discard("card")
        elif "card" in report.updated:
            self._card_settled = state.charging == _CHARGING
        return DeviceReadings(charge_points={1: self._reading()}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to 0.1 A; 0 pauses."""
        value = checked_current(current, rating=self._rating, step=_STEP)
        await self._write("current", round(1000 * value))

    @override
    async def set_fallback(self, current: float) -> None:
        """Set the failsafe current (A), then its timeout, 30 s; only what differs is written, and read back."""
        value = checked_current(current, rating=self._rating, step=_STEP)
        failsafe = self._station.failsafe
        await failsafe.async_update(notify=False)
        if not same_current(failsafe.current, value):
            await self._write("failsafe_current", round(1000 * value))
        if failsafe.timeout != FAILSAFE_TIMEOUT:
            await self._write("failsafe_timeout", FAILSAFE_TIMEOUT)
        await failsafe.async_update(notify=False)
        self._known.add("failsafe")

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases; Modbus is first made the one that switches them."""
        if phases not in _PHASE_SWITCH:
            raise ValueError(f"a station charges on 1 or 3 phases, not {phases}")
        switch = self._station.phases
        await switch.async_update(notify=False)
        if switch.source != MODBUS_SWITCHES:
            await self._write("phase_source", MODBUS_SWITCHES)
        await self._write("phase_switch", _PHASE_SWITCH[phases])

    async def _write(self, field: str, value: int) -> None:
        """Write one register as soon as the station takes it."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._may_write_at - loop.time()))
        try:
            await self._orders.write(field, value)
        finally:
            self._may_write_at = loop.time() + self.write_gap

    def _next_blocks(self) -> Sequence[str]:
        """Return which blocks to read now: all of them at first, then the fast ones and one of the slow ones."""
        metered = {"power", "currents", "energy", "voltages"}
        fast = [name for name in _FAST if self._metered or name not in metered]
        cable = self._station.state.cable
        if not self._card_settled and (cable is None or cable & _VEHICLE_CONNECTED):
            fast.append("card")
        slow = [name for name in _SLOW if self._metered or name not in metered]
        if self._turn is None:
            self._turn = 0
            return [*fast, *slow]
        self._turn += 1
        return [*fast, slow[self._turn % len(slow)]]

    def _reading(self) -> ChargePointReading:
        """Assemble what is known."""
        station, known = self._station, self._known
        state = station.state if "state" in known else None
        charging = state.charging if state else None
        vehicle = _vehicle(charging, state.cable if state else None)
        currents, voltages, energy = station.currents, station.voltages, station.energy
        limit = plausible(Bounds.SETPOINT, station.limit.current) if "limit" in known else None
        return ChargePointReading(
            vehicle=vehicle,
            power=plausible(Bounds.STATION_POWER, station.power.power) if "power" in known else None,
            currents=plausible_phases(Bounds.STATION_CURRENT, (currents.l1, currents.l2, currents.l3))
            if "currents" in known
            else None,
            voltages=plausible_phases(Bounds.VOLTAGE, (voltages.l1, voltages.l2, voltages.l3))
            if "voltages" in known
            else None,
            setpoint=0.0 if charging == _SUSPENDED else limit,
            fallback_current=_fallback(station.failsafe) if "failsafe" in known else None,
            phases=self._switched(),
            session_energy=self._counter(energy.session) if "energy" in known else None,
            energy=self._counter(energy.total) if "energy" in known else None,
            tag=self._card() if vehicle is not VehicleState.A else None,
            fault=_fault(charging, vehicle),
        )

    def _card(self) -> str | None:
        """Return the card that started the session."""
        card = self._station.card.id if "card" in self._known else None
        return f"{card:08X}" if card else None

    def _counter(self, value: int | None) -> float | None:
        """Return a counter in Wh."""
        return None if value is None else plausible(Bounds.ENERGY, value / self._per_wh)

    def _switched(self) -> int | None:
        """Return how many phases are switched on, where Modbus switches them."""
        phases = self._station.phases
        if "phases" not in self._known or phases.source != MODBUS_SWITCHES or phases.state is None:
            return None
        return _PHASES.get(self._series, {}).get(phases.state)


def _fallback(failsafe: KebaFailsafe) -> float | None:
    """Return the failsafe current (A); a failsafe without timeout is off."""
    return plausible(Bounds.SETPOINT, failsafe.current) if failsafe.timeout else None


def _vehicle(charging: int | None, cable: int | None) -> VehicleState | None:
    """Return the vehicle's state."""
    if charging == _ERROR:
        return VehicleState.F
    if cable is None or charging is None:
        return None
    if not cable & _VEHICLE_CONNECTED:
        return VehicleState.A
    return VehicleState.C if charging == _CHARGING else VehicleState.B


def _fault(charging: int | None, vehicle: VehicleState | None) -> ChargePointFault | None:
    """Return why the station cannot charge."""
    if charging == _ERROR:
        return ChargePointFault.STATION
    if charging == _STARTING:
        return ChargePointFault.STARTING
    if charging == _NOT_READY and vehicle is VehicleState.B:
        return ChargePointFault.UNAUTHORISED
    return None


def _version(series: str, firmware: int) -> str | None:
    """Return the software's version: two decimal digits a part on a P40, a byte a part on a P30."""
    if not firmware:
        return None
    if series == "P40":
        parts = (firmware // 10_000, firmware // 100 % 100, firmware % 100)
    else:
        parts = (firmware >> 24, firmware >> 16 & 0xFF, firmware >> 8 & 0xFF)
    return ".".join(str(part) for part in parts)
