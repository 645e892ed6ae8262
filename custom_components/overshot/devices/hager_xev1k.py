"""Hager XEV1K22T2E3DC, the same station as E3/DC's Multi Connect II, over Modbus TCP. Experimental.

Source: taloriko/E3DC-MultiConnect2ModbusTCP, who found these registers by trying on one station with firmware
7.0.5.0/1.0.2.0 (s: facts only, no code). Hager publishes none. Nothing here was verified on hardware by us.
(i) inferred here.

Port 502, unit 1, FC01, FC03, FC05 and FC06; PDU addresses, big-endian (s). That witty solar stations speak the same is
likely and not known: whoever does not name itself as below is not taken for one.

* It begins with the magic word 0xE3DC, as E3/DC storage systems do, but its maker is "HAGER" and its product "XEV..." (s).
* Currents are 0.1 A and + while charging (i). There are no registers for power and energy (s): none is told.
* State 69: `F` no cable, `A1` a cable, with or without a vehicle, `C2` charging, `D1` the vehicle wants ventilation, `E`
  error (s). `A1` is told as connected (i), so a cable that is left in the socket looks like a waiting vehicle. Error 84 is
  the number of red blinks, 128 and above a lasting fault (s).
* 80 is the setpoint in whole amperes, 6 to 32 (s). That 0 pauses is likely and not verified (s). No watchdog was found
  (s): without communication the last setpoint stays.
* Coil 3 is 0 for three phases and 1 for one, and counts from the next start of charging on (s): while it charges, the
  phases are those with which it started.
* Where an E3/DC system or a Hager flow controller steers the station, it must not be steered from here too.
"""

from typing import Final, override

from modbus_connection import ModbusUnit
from modbus_connection.model import Component, Device, coil, gauge, integer, raw_register, string

from ..core.model import ChargePointFault, ChargePointReading, VehicleState
from .blocks import NOT_SERVED, read_blocks, text
from .driver import Capabilities, ChargePointDriver, DeviceKind, DeviceReadings, Identity, Role, UnitFor
from .plausible import Bounds, plausible, plausible_phases
from .setpoint import checked_current

MAGIC: Final = 0xE3DC
MAKER: Final = "hager"
PRODUCT: Final = "XEV"
LASTING_FAULT: Final = 128
_NOT_AVAILABLE: Final = 0xFFFF
_NO_CABLE: Final = "F"
_VEHICLE: Final = {"A": VehicleState.B, "C": VehicleState.C, "D": VehicleState.D, "E": VehicleState.E}


class XevNameplate(Component):
    """Who the station is."""

    register_ranges = ((0, 66),)
    magic = integer(0, signed=False)
    maker = string(3, 16)
    product = string(19, 16)
    device_id = string(35, 16)
    versions = string(51, 16)


class XevState(Component):
    """Ratings, state and setpoint; currents 0.1 A."""

    register_ranges = ((67, 84),)
    rotary = integer(67, signed=False, nan=_NOT_AVAILABLE, unit="A")
    cable = integer(68, signed=False, nan=_NOT_AVAILABLE, unit="A")
    state = raw_register(69)
    current_l1 = gauge(71, scale=0.1, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l2 = gauge(72, scale=0.1, signed=False, nan=_NOT_AVAILABLE, unit="A")
    current_l3 = gauge(73, scale=0.1, signed=False, nan=_NOT_AVAILABLE, unit="A")
    setpoint = integer(80, signed=False, nan=_NOT_AVAILABLE, writable=True, unit="A")
    error = integer(84, signed=False, nan=_NOT_AVAILABLE)


class XevPhases(Component):
    """With how many phases the next charging starts."""

    single = coil(3, writable=True)


class _Station(Device):
    """The station's blocks, each read by itself."""

    names = ("state", "phases")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.state = XevState(unit)
        self.phases = XevPhases(unit)


class HagerXev1k(ChargePointDriver):
    """A Hager XEV1K22T2E3DC or E3/DC Multi Connect II."""

    family = "hager_xev1k_e3dc"
    kind = DeviceKind.CHARGE_POINT
    manufacturer = "Hager"
    capabilities = Capabilities(
        roles=frozenset({Role.CHARGE_POINT}),
        per_phase=True,
        sets_current=True,
        switches_phases=True,
        sets_fallback=False,
    )
    experimental = True
    default_unit = 1
    poll_interval = 2.0
    timeout = 2.0

    def __init__(self, unit_for: UnitFor, unit_id: int) -> None:
        """Hold the link; nothing is read or written."""
        super().__init__(unit_for, unit_id)
        self._station = _Station(self.unit)
        self._started_with: int | None = None

    @override
    async def identify(self) -> Identity | None:
        """Read who answers here: the magic word, the maker HAGER, a product XEV..., and an id in print."""
        nameplate = XevNameplate(self.unit)
        try:
            await nameplate.async_update()
        except NOT_SERVED:
            return None
        maker, product, device_id = text(nameplate.maker), text(nameplate.product), text(nameplate.device_id)
        if nameplate.magic != MAGIC or maker.lower() != MAKER or not product.startswith(PRODUCT) or not device_id:
            return None
        self._started_with = None
        self.identity = Identity(
            family=self.family,
            serial=device_id,
            manufacturer=self.manufacturer,
            model=product,
            sw_version=text(nameplate.versions) or None,
        )
        return self.identity

    @override
    async def poll(self) -> DeviceReadings:
        """Read the station. Raises `ModbusError` where no block could be read."""
        report = await read_blocks(self._station, self._station.names)
        state = self._station.state if "state" in report.updated else None
        reading = _reading(state, self._phases(state, told="phases" in report.updated))
        return DeviceReadings(charge_points={1: reading}, failed=frozenset(report.failed))

    @override
    async def set_current(self, current: float) -> None:
        """Limit the current on each phase (A), rounded down to whole amperes; 0 should pause."""
        value = checked_current(current, rating=self._station.state.rotary)
        await self._station.state.write("setpoint", int(value))

    @override
    async def set_fallback(self, current: float) -> None:
        """Refuse: no watchdog was found. Raises `ValueError`."""
        raise ValueError("this station has no fallback current")

    @override
    async def set_phases(self, phases: int) -> None:
        """Charge on 1 or 3 phases from the next start of charging on."""
        if phases not in (1, 3):
            raise ValueError(f"a station charges on 1 or 3 phases, not {phases}")
        await self._station.phases.write("single", phases == 1)

    def _phases(self, state: XevState | None, *, told: bool) -> int | None:
        """Return with how many phases it charges, or would charge: the coil counts at the start only."""
        single = self._station.phases.single if told else None
        wanted = None if single is None else 1 if single else 3
        if state is None:
            return None
        if _letter(state) == "C":
            return self._started_with
        self._started_with = wanted
        return wanted


def _letter(state: XevState) -> str:
    """Return the letter of the state."""
    return chr(state.state >> 8) if state.state is not None else ""


def _reading(state: XevState | None, phases: int | None) -> ChargePointReading:
    """Assemble what the blocks that answered tell."""
    if state is None:
        return ChargePointReading()
    return ChargePointReading(
        vehicle=_vehicle(state),
        currents=plausible_phases(Bounds.STATION_CURRENT, (state.current_l1, state.current_l2, state.current_l3)),
        setpoint=plausible(Bounds.SETPOINT, state.setpoint),
        phases=phases,
        fault=ChargePointFault.STATION if state.error else None,
    )


def _vehicle(state: XevState) -> VehicleState | None:
    """Return the vehicle's state."""
    if state.error is not None and state.error >= LASTING_FAULT:
        return VehicleState.F
    letter = _letter(state)
    return VehicleState.A if letter == _NO_CABLE else _VEHICLE.get(letter)
