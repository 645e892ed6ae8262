"""A KEBA KeContact P30: Modbus TCP, unit 255, one value a read.

Source: KEBA's "KeContact P30 Modbus TCP" and "KeContact P40 Modbus TCP" V1.02. Nothing here was compared with a real
station. Inferred: who reads or writes too fast is told that the station is busy; and only writes keep the failsafe calm,
as KEBA's support says in evcc's issue 21093, though the document says that any command does.
"""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import override

from pymodbus.constants import ExcCodes

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_SINGLE, Field, Kind, RegisterBank, number

UNIT = 255
READ_GAP = 0.5
WRITE_GAP = 5.0
PRODUCT = 310_231
_STARTING, _NOT_READY, _READY, _CHARGING, _ERROR, _SUSPENDED = range(6)


class KebaServer(ModbusServer):
    """The charge point `charge_point` of the house, as a KEBA serves it."""

    def __init__(
        self, world: World, charge_point: str, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Prepare; nothing listens before `start`."""
        self._world = world
        self._station = station = world.stations[charge_point]
        station.watchdog = None
        self._phase_source = 0
        self._allowed = {True: float("-inf"), False: float("-inf")}
        """When it next takes a write, and a read (s of the event loop)."""
        self.too_fast = 0
        """Requests that came too soon after the one before."""
        index = list(world.stations).index(charge_point) + 1
        bank = RegisterBank(
            UNIT, [*self._readable(index), *self._writable()], write_functions=frozenset({WRITE_SINGLE}), one_value=True
        )
        super().__init__(charge_point, (bank,), faults, host, port)

    @override
    def refusal(self, function: int) -> ExcCodes | None:
        now, writes = asyncio.get_running_loop().time(), function == WRITE_SINGLE
        early = now < self._allowed[writes]
        if early:
            self.too_fast += 1
            return ExcCodes.DEVICE_BUSY
        self._allowed[writes] = now + (WRITE_GAP if writes else READ_GAP) / self.speed
        return None

    def _readable(self, index: int) -> Iterable[Field]:
        """Return what may be read."""
        station = self._station
        failsafe = station.spec
        yield from (
            number(Kind.U32, 1000, self._state),
            number(Kind.U32, 1004, lambda: 0 if station.car is None else 7),
            number(Kind.U32, 1006, lambda: int(station.fault)),
            number(Kind.U32, 1014, 21_000_000 + index),
            number(Kind.U32, 1016, PRODUCT),
            number(Kind.U32, 1018, 0x030A2A00),
            number(Kind.U32, 1020, lambda: 1000 * station.power),
            number(Kind.U32, 1036, lambda: 10 * station.energy),
            number(Kind.U32, 1046, 1000),
            number(Kind.U32, 1100, self._limit),
            number(Kind.U32, 1110, 1000 * failsafe.hw_max),
            number(Kind.U32, 1500, self._card),
            number(Kind.U32, 1502, lambda: 10 * station.session_energy),
            number(Kind.U32, 1550, lambda: self._phase_source),
            number(Kind.U32, 1552, lambda: 0 if station.phases == 1 else 1),
            number(Kind.U32, 1600, lambda: 1000 * station.fallback_current),
            number(Kind.U32, 1602, lambda: station.watchdog or 0),
        )
        for n in range(3):
            yield number(Kind.U32, 1008 + 2 * n, partial(self._milliamps, n))
            yield number(Kind.U32, 1040 + 2 * n, partial(self._volts, n))

    def _writable(self) -> Iterable[Field]:
        """Return what may be written; reading it tells nothing."""
        writers = {
            5004: self._set_current,
            5014: self._enable,
            5016: self._set_failsafe_current,
            5018: self._set_failsafe_timeout,
            5050: self._set_phase_source,
            5052: self._switch,
        }
        for address, write in writers.items():
            yield Field(address=address, kind=Kind.U16, read=lambda: None, write=partial(self._take, write))

    def _take(self, write: Callable[[int], None], value: int) -> None:
        """Take a command; it keeps the failsafe calm, or ends it."""
        write(value)
        self._station.touch(self._world.t)

    def _state(self) -> int:
        """Return what the station does."""
        station = self._station
        if station.fault:
            return _ERROR
        if station.car is None:
            return _NOT_READY
        if station.power > 0:
            return _CHARGING
        return _READY if station.offered > 0 else _SUSPENDED

    def _card(self) -> int:
        """Return the first four bytes of the card that was held to the station for the session."""
        return int(self._station.tag[:8], 16) if self._station.tag else 0

    def _limit(self) -> float:
        """Return the limit in force (mA)."""
        station = self._station
        asked = station.fallback_current if station.fallen_back(self._world.t) else station.setpoint
        return 1000 * min(asked, station.rating)

    def _milliamps(self, terminal: int) -> float:
        return 1000 * self._station.currents[terminal]

    def _volts(self, terminal: int) -> float:
        return self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _set_current(self, value: int) -> None:
        self._station.setpoint = _current(value)

    def _enable(self, value: int) -> None:
        self._station.available = bool(value)

    def _set_failsafe_current(self, value: int) -> None:
        self._station.fallback_current = _current(value)

    def _set_failsafe_timeout(self, value: int) -> None:
        if value and not 10 <= value <= 600:
            raise ValueError("a failsafe timeout is 0 or 10 to 600 s")
        self._station.watchdog = float(value) or None

    def _set_phase_source(self, value: int) -> None:
        self._phase_source = value

    def _switch(self, value: int) -> None:
        if self._phase_source != 3:
            raise ValueError("Modbus does not switch the phases")
        self._station.switch_phases(3 if value else 1, self._world.t)


def _current(value: int) -> float:
    """Return a written current (A). Raises ValueError out of range."""
    if value and not 6000 <= value <= 32_000:
        raise ValueError("a current is 0 or 6 to 32 A")
    return value / 1000
