"""A Mennekes Amtron Compact 2.0s: Modbus RTU, unit 50.

Sources: Mennekes' "Modbus RTU Specification" v2.0 (register table 1.0.3) as transcribed in public code, evcc's
mennekes-compact charger. Nothing here was compared with a real station. A limit of 0 is none; limit and release count only
while the heartbeat comes. Inferred: what is written without heartbeat is kept but does not count.
"""

from collections.abc import Iterable
from functools import partial

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, Field, Kind, RegisterBank, number, setting, text

UNIT = 50
HEARTBEAT = 0x55AA
TIMEOUT = 10.0
"""Within which the heartbeat has to come (s)."""

_GOES_ON, _PAUSES = 0, 1
_STATES = {"A1": 1, "A2": 1, "B1": 2, "B2": 4, "C1": 3, "C2": 5, "E0": 6, "F0": 6}
_PILOTS = {"A1": 10, "A2": 26, "B1": 11, "B2": 27, "C1": 12, "C2": 28, "E0": 14, "F0": 15}


class MennekesServer(ModbusServer):
    """The charge point `charge_point` of the house, as an Amtron serves it."""

    def __init__(
        self,
        world: World,
        charge_point: str,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        rtu: bool = True,
        table: int = 0x103,
    ) -> None:
        """Prepare; nothing listens before `start`. Tables before 0x103 cannot set the fallback."""
        self._world = world
        self._station = world.stations[charge_point]
        self._limit = 0.0
        self._released = 1
        self._apply_fallback(round(self._station.fallback_current))
        index = list(world.stations).index(charge_point) + 1
        fields = [*self._told(index, table), *self._orders(), *(self._settings() if table >= 0x103 else ())]
        functions = frozenset({WRITE_SINGLE, WRITE_MULTIPLE})
        super().__init__(
            charge_point, (RegisterBank(UNIT, fields, write_functions=functions),), faults, host, port, rtu=rtu
        )
        self._apply()

    def _told(self, index: int, table: int) -> Iterable[Field]:
        """Return what can only be read."""
        station = self._station
        yield number(Kind.U16, 0x0000, table)
        yield text(0x0001, 8, "4.20")
        yield text(0x0013, 8, f"SIM140000{index:04d}")
        yield number(Kind.U16, 0x0100, lambda: _STATES[station.pilot])
        yield number(Kind.U16, 0x0101, lambda: 0 if station.car is None else 2 - self._released)
        yield number(Kind.U16, 0x0108, lambda: _PILOTS[station.pilot])
        yield number(Kind.F32, 0x0304, station.spec.hw_max)
        yield number(Kind.F32, 0x0306, station.spec.hw_max)
        yield number(Kind.U16, 0x030C, 2 if station.spec.phases == 3 else 0)
        yield number(Kind.U16, 0x030E, lambda: self._fallback)
        for n in range(3):
            yield number(Kind.F32, 0x0500 + 2 * n, partial(self._amps, n))
            yield number(Kind.F32, 0x0506 + 2 * n, partial(self._volts, n))
            yield number(Kind.F32, 0x050C + 2 * n, partial(self._watts, n))
        yield number(Kind.F32, 0x0512, lambda: station.power)
        yield number(Kind.F32, 0x0B00, lambda: station.rating)
        yield number(Kind.F32, 0x0B02, lambda: station.session_energy / 1000)
        yield number(Kind.U32, 0x0B04, lambda: station.session_time)
        yield number(Kind.U16, 0x0E00, lambda: int(station.fault))
        yield number(Kind.U16, 0x0E01, lambda: station.fallen_back(self._world.t))
        yield number(Kind.U16, 0x0E02, lambda: station.phases == 1)
        yield number(Kind.F32, 0x1000, lambda: station.energy / 1000)

    def _orders(self) -> Iterable[Field]:
        """Return what a controller sets."""
        yield setting(0x0302, lambda: self._limit, self._set_limit, Kind.F32)
        yield Field(address=0x0D00, kind=Kind.U16, read=lambda: None, write=self._beat)
        yield setting(0x0D04, lambda: self._station.wanted_phases == 1, self._switch)
        yield setting(0x0D05, lambda: self._released, self._release)

    def _settings(self) -> Iterable[Field]:
        """Return what the installer sets."""
        yield setting(0x073A, lambda: self._fallback, self._apply_fallback)

    def _amps(self, terminal: int) -> float:
        return self._station.currents[terminal]

    def _volts(self, terminal: int) -> float:
        return self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _watts(self, terminal: int) -> float:
        currents = self._station.currents
        return self._station.power / sum(1 for current in currents if current > 0) if currents[terminal] > 0 else 0.0

    def _beat(self, value: int) -> None:
        """Take a heartbeat."""
        if value == HEARTBEAT:
            self._station.touch(self._world.t)
            self._apply()

    def _set_limit(self, value: float) -> None:
        if not 0 <= value <= 32:
            raise ValueError("a limit is 0 to 32 A")
        self._limit = value
        self._apply()

    def _release(self, value: int) -> None:
        self._released = _one_of(value, (0, 1))
        self._apply()

    def _switch(self, value: int) -> None:
        self._station.switch_phases(1 if _one_of(value, (0, 1)) else 3, self._world.t)

    def _apply_fallback(self, value: int) -> None:
        """Take what to do without heartbeat."""
        self._fallback = _one_of(value, (_GOES_ON, _PAUSES, *range(6, 33)))
        self._station.fallback_current = 0.0 if value == _PAUSES else float(value)
        self._station.watchdog = None if value == _GOES_ON else TIMEOUT

    def _apply(self) -> None:
        """Put limit and release in force; without heartbeat the station falls back by itself."""
        if not self._released:
            current = 0.0
        elif self._limit == 0:
            current = self._station.spec.hw_max
        else:
            current = self._limit if self._limit >= 6 else 0.0
        self._station.setpoint = current


def _one_of(value: int, allowed: Iterable[int]) -> int:
    """Return a written code. Raises ValueError for one that is not allowed."""
    if value not in allowed:
        raise ValueError("no such code")
    return value
