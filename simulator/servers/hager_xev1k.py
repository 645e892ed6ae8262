"""A Hager XEV1K22T2E3DC, also sold as E3/DC Multi Connect II: Modbus TCP, unit 1.

Source: what taloriko/E3DC-MultiConnect2ModbusTCP found by trying on one station. Nothing here was compared with a real
station by us. It has no watchdog; the phases change at the next start of charging only; that a setpoint of 0 pauses is
inferred.
"""

from collections.abc import Iterable
from functools import partial
from typing import override

from pymodbus.constants import ExcCodes

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, Coil, Field, Kind, RegisterBank, number, setting, text

UNIT = 1
MAGIC = 0xE3DC
_WRITABLE_COILS = (1, 2, 4, 5, 6)


class HagerXev1kServer(ModbusServer):
    """The charge point `charge_point` of the house, as an XEV1K22T2E3DC serves it."""

    def __init__(
        self, world: World, charge_point: str, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Prepare; nothing listens before `start`."""
        self._world = world
        self._station = world.stations[charge_point]
        self._station.watchdog = None
        self._phases = self._station.phases
        """With how many the next charging starts."""
        self._coils = {0: True, 1: True, 2: True, 4: False, 5: False, 6: False, 7: True}
        self._sun_mode = 1
        index = list(world.stations).index(charge_point) + 1
        functions = frozenset({WRITE_SINGLE, WRITE_MULTIPLE})
        bank = RegisterBank(UNIT, self._table(index), write_functions=functions, coils=self._switches())
        super().__init__(charge_point, (bank,), faults, host, port)

    @override
    def refusal(self, function: int) -> ExcCodes | None:
        self._switch_when_idle()
        return None

    def _table(self, index: int) -> Iterable[Field]:
        """Return the registers."""
        station = self._station
        yield number(Kind.U16, 0, MAGIC)
        yield number(Kind.U16, 1, 1)
        yield number(Kind.U16, 2, 0)
        yield text(3, 16, "HAGER")
        yield text(19, 16, "XEVFR")
        yield text(35, 16, f"SIMXEV1K{index:04d}")
        yield text(51, 16, "7.0.5.0/1.0.2.0")
        yield number(Kind.U16, 67, station.spec.hw_max)
        yield number(Kind.U16, 68, lambda: 0 if station.car is None else station.spec.cable_max)
        yield Field(address=69, kind=Kind.TEXT, words=1, read=self._state)
        yield number(Kind.U16, 70, lambda: station.duty)
        for n in range(3):
            yield number(Kind.U16, 71 + n, partial(self._deciamps, n))
        for address in range(74, 80):
            yield number(Kind.U16, address, None)
        yield setting(80, lambda: station.setpoint, self._set_current)
        yield setting(81, lambda: 32, lambda _: None)
        yield setting(82, lambda: self._sun_mode, self._set_sun_mode)
        yield number(Kind.U16, 83, 0)
        yield number(Kind.U16, 84, lambda: 130 if station.fault else 0)
        yield text(85, 4, "")
        for address in range(89, 101):
            yield number(Kind.U16, address, 0)
        yield number(Kind.U16, 101, 3)

    def _switches(self) -> Iterable[Coil]:
        """Return the coils."""
        for address in self._coils:
            writable = address in _WRITABLE_COILS
            yield Coil(
                address=address,
                read=partial(self._coils.__getitem__, address),
                write=partial(self._coils.__setitem__, address) if writable else None,
            )
        yield Coil(address=3, read=lambda: self._phases == 1, write=self._choose_phases)
        yield Coil(address=8, read=lambda: self._station.fault)

    def _state(self) -> str:
        """Return the state: one letter, two characters."""
        station = self._station
        if station.fault or station.car is None:
            return "F"
        return "C2" if station.power > 0 else "A1"

    def _deciamps(self, terminal: int) -> float:
        return 10 * self._station.currents[terminal]

    def _set_current(self, value: int) -> None:
        self._station.setpoint = float(value)

    def _set_sun_mode(self, value: int) -> None:
        self._sun_mode = min(2, value)

    def _choose_phases(self, single: bool) -> None:
        self._phases = 1 if single else 3
        self._switch_when_idle()

    def _switch_when_idle(self) -> None:
        """Let the chosen phases count once nothing is drawn."""
        if self._station.power == 0 and self._station.wanted_phases != self._phases:
            self._station.switch_phases(self._phases, self._world.t)
