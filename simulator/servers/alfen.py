"""An Alfen Eve Single: Modbus TCP, the station on unit 200, its socket on unit 1.

Source: Alfen's "Modbus Slave TCP/IP" v2.3. Nothing here was compared with a real station. The setpoint counts for the
validity time only, which runs from the last write of the setpoint; reading does not prolong it. Before the first write,
and after the last one ran out, the safe current rules. Phases are switched with FC16 only, as a user found (inferred).
"""

from collections.abc import Iterable
from functools import partial

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, Field, Kind, RegisterBank, number, setting, text

STATION_UNIT = 200
SOCKET_UNIT = 1
_NAN = float("nan")
_BY_PILOT = {"A1": "A", "A2": "A", "B1": "B1", "B2": "B2", "C1": "C1", "C2": "C2", "E0": "E", "F0": "F"}


class AlfenServer(ModbusServer):
    """The charge point `charge_point` of the house, as an Alfen serves it."""

    def __init__(
        self, world: World, charge_point: str, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Prepare; nothing listens before `start`."""
        self._world = world
        self._station = station = world.stations[charge_point]
        self._asked = 0.0
        """The setpoint as written (A), valid or not."""
        self._asked_at = float("-inf")
        # Without a valid setpoint the safe current rules, from the first second on.
        station.touch(float("-inf"))
        index = list(world.stations).index(charge_point) + 1
        writes = frozenset({WRITE_MULTIPLE})
        banks = (
            RegisterBank(STATION_UNIT, self._whole(index), write_functions=writes),
            RegisterBank(SOCKET_UNIT, self._socket(), write_functions=writes),
        )
        super().__init__(charge_point, banks, faults, host, port)

    @property
    def remaining(self) -> float:
        """Return how long the setpoint still counts (s)."""
        validity = self._station.watchdog or 0.0
        return max(0.0, validity - (self._world.t - self._asked_at))

    def _whole(self, index: int) -> Iterable[Field]:
        """Return the table of the station."""
        yield text(100, 17, "ALF_SIM")
        yield text(117, 5, "Alfen NV")
        yield number(Kind.I16, 122, 1)
        yield text(123, 17, "5.8.1-4123")
        yield text(140, 17, "NG910")
        yield text(157, 11, f"ACE0SIM{index:04d}")
        for address, value in enumerate((2026, 6, 16, 12, 0, 0), start=168):
            yield number(Kind.I16, address, value)
        yield number(Kind.U32, 174, 0)
        yield number(Kind.U32, 176, lambda: 1000 * self._world.t)
        yield number(Kind.I16, 178, 60)
        yield number(Kind.F32, 1100, self._station.rating)
        yield number(Kind.F32, 1102, 31.5)
        yield number(Kind.U16, 1104, lambda: 0 if self._station.car is None else 1)
        yield number(Kind.U16, 1105, 1)

    def _socket(self) -> Iterable[Field]:
        """Return the table of the socket."""
        station = self._station
        yield number(Kind.U16, 300, 1)
        yield number(Kind.U32, 301, 0)
        yield number(Kind.U16, 303, 1)
        yield number(Kind.U16, 304, 1)
        yield number(Kind.U16, 305, 1)
        for n in range(3):
            yield number(Kind.F32, 306 + 2 * n, partial(self._volts, n))
            yield number(Kind.F32, 312 + 2 * n, _NAN)
            yield number(Kind.F32, 320 + 2 * n, partial(self._amps, n))
            yield number(Kind.F32, 328 + 2 * n, 1.0)
            yield number(Kind.F32, 338 + 2 * n, partial(self._watts, n))
        yield number(Kind.F32, 318, 0.0)
        yield number(Kind.F32, 326, lambda: sum(station.currents))
        yield number(Kind.F32, 334, 1.0)
        yield number(Kind.F32, 336, 50.0)
        yield number(Kind.F32, 344, lambda: station.power)
        for address in range(346, 374, 4):
            yield number(Kind.F64, address, _NAN)
        yield number(Kind.F64, 374, lambda: station.energy)
        yield number(Kind.U16, 1200, lambda: station.available)
        yield Field(address=1201, kind=Kind.TEXT, words=5, read=lambda: _BY_PILOT[station.pilot])
        yield number(Kind.F32, 1206, lambda: station.offered)
        yield number(Kind.U32, 1208, lambda: self.remaining)
        yield setting(1210, lambda: self._asked, self._ask, Kind.F32)
        yield number(Kind.F32, 1212, lambda: station.fallback_current)
        yield number(Kind.U16, 1214, lambda: self.remaining > 0)
        yield setting(1215, lambda: station.wanted_phases, self._switch)

    def _single(self, terminal: int) -> bool:
        """Return whether a terminal is not wired."""
        return terminal >= self._station.spec.phases

    def _volts(self, terminal: int) -> float:
        """Return the voltage at a terminal (V)."""
        return _NAN if self._single(terminal) else self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _amps(self, terminal: int) -> float:
        """Return the current of a terminal (A)."""
        return _NAN if self._single(terminal) else self._station.currents[terminal]

    def _watts(self, terminal: int) -> float:
        """Return the power of a terminal (W): an equal part for each that carries current."""
        if self._single(terminal):
            return _NAN
        currents = self._station.currents
        return self._station.power / sum(1 for current in currents if current > 0) if currents[terminal] > 0 else 0.0

    def _ask(self, value: float) -> None:
        """Take a setpoint; its validity time begins."""
        if not 0 <= value <= 80:
            raise ValueError("a current is 0 to 80 A")
        self._asked = self._station.setpoint = value
        self._asked_at = self._world.t
        self._station.touch(self._world.t)

    def _switch(self, value: int) -> None:
        self._station.switch_phases(value, self._world.t)
