"""A Hager witty plus charging station: Modbus TCP, unit 1.

Source: the table a user supplied in evcc's issue 33327 and pull request 33466. Nothing here was compared with a real
station. Inferred: any read or write keeps its watchdog calm, the watchdog acts after the time in the station's
specification plus 30 s where "fallback delay" is 1, and a setpoint survives the fallback.
"""

from functools import partial

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, Field, Kind, RegisterBank, number, setting, text

UNIT = 1
HIGHEST_SETPOINT = 320
_IDLE, _WAITING, _WAITING_FOR_ENERGY, _CHARGING, _FINISHED = 1, 2, 4, 6, 8
_ERROR = 0xF00000
_SOFTWARE = (2, 1, 0)


class HagerWittyServer(ModbusServer):
    """The charge point `charge_point` of the house, as its station serves it."""

    def __init__(
        self, world: World, charge_point: str, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Prepare; nothing listens before `start`."""
        self._world = world
        self._station = world.stations[charge_point]
        index = list(world.stations).index(charge_point) + 1
        functions = frozenset({WRITE_SINGLE, WRITE_MULTIPLE})
        bank = RegisterBank(UNIT, self._table(index), write_functions=functions)
        super().__init__(charge_point, (bank,), faults, host, port, on_request=lambda: self._station.touch(world.t))

    def _table(self, index: int) -> list[Field]:
        """Return the register table; `index` makes the identity of each station of the house its own."""
        station = self._station
        return [
            number(Kind.U16, 0x1001, 1),
            text(0x1003, 16, "XVP122SIM"),
            text(0x1013, 16, f"SIM00000000{index:04d}"),
            *(number(Kind.U16, 0x1023 + n, part) for n, part in enumerate(_SOFTWARE)),
            number(Kind.U16, 0x2000, 0x0200),
            number(Kind.U16, 0x2001, 0x0000),
            number(Kind.U16, 0x2002, index),
            number(Kind.U16, 0x200F, 127 << 8),
            number(Kind.U16, 0x2010, 1),
            number(Kind.U16, 0x3006, station.spec.hw_max),
            number(Kind.U16, 0x3007, station.spec.cable_max),
            Field(address=0x3008, kind=Kind.TEXT, words=1, read=lambda: station.pilot),
            number(Kind.U16, 0x3009, lambda: station.duty),
            *(number(Kind.I16, 0x300A + n, partial(self._deciamps, n)) for n in range(3)),
            *(number(Kind.U16, 0x300D + n, partial(self._decivolts, n)) for n in range(3)),
            *(number(Kind.I16, 0x3010 + n, partial(self._watts, n)) for n in range(3)),
            number(Kind.I32, 0x3013, lambda: station.power),
            setting(0x301E, lambda: 10 * station.setpoint, self._set_setpoint),
            setting(0x301F, lambda: 10 * station.fallback_current, self._set_fallback),
            setting(0x3020, lambda: station.available, self._set_available),
            setting(0x3021, lambda: station.fallback_available, self._set_fallback_available),
            setting(0x3022, lambda: 1 if station.wanted_phases == 1 else 0, self._switch_phases),
            number(Kind.U16, 0x3025, lambda: int(station.car is not None)),
            setting(0x3026, lambda: station.fallback_delayed, self._set_fallback_delayed),
            number(Kind.U32, 0x302B, self._status),
            number(Kind.U16, 0x4001, lambda: len(self._uid())),
            *(number(Kind.U16, 0x4002 + n, partial(self._word, n)) for n in range(5)),
            number(Kind.U32, 0x5000, lambda: station.session_energy),
            number(Kind.U32, 0x500A, lambda: station.session_time),
        ]

    def _uid(self) -> bytes:
        """Return the card that was held to the station for the session."""
        return bytes.fromhex(self._station.tag or "")[:10]

    def _word(self, number_: int) -> int:
        """Return two bytes of its UID."""
        return int.from_bytes(self._uid().ljust(10, b"\0")[2 * number_ : 2 * number_ + 2])

    def _deciamps(self, terminal: int) -> float:
        """Return the current of a terminal (0.1 A)."""
        return 10 * self._station.currents[terminal]

    def _decivolts(self, terminal: int) -> float:
        """Return the voltage at a terminal (0.1 V)."""
        return 10 * self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _watts(self, terminal: int) -> float:
        """Return the power of a terminal (W): an equal part for each that carries current."""
        currents = self._station.currents
        return self._station.power / sum(1 for current in currents if current > 0) if currents[terminal] > 0 else 0.0

    def _set_setpoint(self, value: int) -> None:
        self._station.setpoint = _current(value)

    def _set_fallback(self, value: int) -> None:
        self._station.fallback_current = _current(value)

    def _set_available(self, value: int) -> None:
        self._station.available = _bit(value)

    def _set_fallback_available(self, value: int) -> None:
        self._station.fallback_available = _bit(value)

    def _set_fallback_delayed(self, value: int) -> None:
        self._station.fallback_delayed = _bit(value)

    def _switch_phases(self, value: int) -> None:
        self._station.switch_phases(1 if _bit(value) else 3, self._world.t)

    def _status(self) -> int:
        """Return the status; its main part stands above the low byte."""
        station = self._station
        if station.fault:
            return _ERROR
        if station.car is None:
            main = _IDLE
        elif station.power > 0:
            main = _CHARGING
        elif station.finished:
            main = _FINISHED
        elif station.offered <= 0:
            main = _WAITING_FOR_ENERGY
        else:
            main = _WAITING
        return main << 8


def _current(value: int) -> float:
    """Return a written current (A). Raises ValueError out of range."""
    if value > HIGHEST_SETPOINT:
        raise ValueError("a current is 0 to 32 A")
    return value / 10


def _bit(value: int) -> bool:
    """Return a written switch. Raises ValueError for anything but 0 and 1."""
    if value not in (0, 1):
        raise ValueError("a switch is 0 or 1")
    return bool(value)
