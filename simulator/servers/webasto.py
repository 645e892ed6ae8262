"""A Webasto Next, and a Webasto Unite: Modbus TCP, unit 255.

Sources: evcc's webasto-next and vestel chargers and the integration tomwellnitz/Webasto-Next-Modbus. Nothing here was
compared with a real station. Only the life bit keeps the failsafe calm (inferred).
"""

from collections.abc import Iterable
from functools import partial

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import WRITE_MULTIPLE, WRITE_SINGLE, Field, Kind, RegisterBank, number, setting

UNIT = 255
_AVAILABLE, _PREPARING, _CHARGING, _SUSPENDED, _ERROR = 0, 1, 3, 4, 7


class _WebastoServer(ModbusServer):
    """What both have in common."""

    def __init__(self, world: World, charge_point: str, faults: FaultBoard, host: str, port: int) -> None:
        self._world = world
        self._station = station = world.stations[charge_point]
        station.fallback_current = min(32.0, max(6.0, station.fallback_current))
        index = list(world.stations).index(charge_point) + 1
        super().__init__(charge_point, (self._bank(index),), faults, host, port)

    def _bank(self, index: int) -> RegisterBank:
        """Return the register table; `index` makes the identity of each station of the house its own."""
        raise NotImplementedError

    def _measured(self) -> Iterable[Field]:
        """Return what both measure."""
        station = self._station
        yield number(Kind.U16, 1000, self._state)
        yield number(Kind.U16, 1001, lambda: station.power > 0)
        yield number(Kind.U16, 1002, lambda: 2 if station.fault else 1)
        yield number(Kind.U16, 1004, lambda: 0 if station.car is None else 3)
        yield number(Kind.U16, 1006, lambda: 14 if station.fault else 0)
        for n in range(3):
            yield number(Kind.U16, 1008 + 2 * n, partial(self._milliamps, n))
        yield number(Kind.U32, 1020, lambda: station.power)
        yield number(Kind.U32, 1508, lambda: station.session_time)

    def _failsafe(self) -> Iterable[Field]:
        """Return the failsafe."""
        yield setting(2000, lambda: self._station.fallback_current, self._set_failsafe)
        yield setting(2002, lambda: self._station.watchdog or 0, self._set_timeout)

    def _life(self) -> Field:
        """Return the life bit, which cannot be read."""
        return Field(address=6000, kind=Kind.U16, read=lambda: None, write=self._beat)

    def _state(self) -> int:
        """Return what the station does."""
        station = self._station
        if station.fault:
            return _ERROR
        if station.car is None:
            return _AVAILABLE
        if station.power > 0:
            return _CHARGING
        return _PREPARING if station.offered > 0 else _SUSPENDED

    def _milliamps(self, terminal: int) -> float:
        return 1000 * self._station.currents[terminal]

    def _volts(self, terminal: int) -> float:
        return self._station.terminal_voltages(self._world.grid.voltages)[terminal]

    def _set_current(self, value: int) -> None:
        if value > 32:
            raise ValueError("a current is 0 to 32 A")
        self._station.setpoint = float(value)

    def _set_failsafe(self, value: int) -> None:
        if not 6 <= value <= 32:
            raise ValueError("a failsafe current is 6 to 32 A")
        self._station.fallback_current = float(value)

    def _set_timeout(self, value: int) -> None:
        if value and not 6 <= value <= 120:
            raise ValueError("a failsafe timeout is 6 to 120 s")
        self._station.watchdog = float(value) or None

    def _beat(self, value: int) -> None:
        if value == 1:
            self._station.touch(self._world.t)


class WebastoNextServer(_WebastoServer):
    """The charge point `charge_point` of the house, as a Next serves it: holding registers only."""

    def __init__(
        self, world: World, charge_point: str, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Prepare; nothing listens before `start`."""
        super().__init__(world, charge_point, faults, host, port)

    def _bank(self, index: int) -> RegisterBank:
        station = self._station
        fields = [
            *self._measured(),
            *self._failsafe(),
            number(Kind.U32, 1036, lambda: station.energy),
            number(Kind.U16, 1100, lambda: station.rating),
            number(Kind.U16, 1102, 6),
            number(Kind.U16, 1104, station.spec.hw_max),
            number(Kind.U16, 1106, station.spec.cable_max),
            number(Kind.U16, 1108, lambda: 0 if station.car is None else station.car.spec.max_current),
            number(Kind.U16, 1502, lambda: station.session_energy),
            Field(address=1600, kind=Kind.TEXT, words=10, read=lambda: ""),
            Field(address=5004, kind=Kind.U16, read=lambda: None, write=self._set_current),
            self._life(),
        ]
        return RegisterBank(UNIT, fields, write_functions=frozenset({WRITE_SINGLE, WRITE_MULTIPLE}))


class WebastoUniteServer(_WebastoServer):
    """The charge point `charge_point` of the house, as a Unite serves it: what it measures is in input registers."""

    def __init__(
        self, world: World, charge_point: str, faults: FaultBoard, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Prepare; nothing listens before `start`."""
        super().__init__(world, charge_point, faults, host, port)

    def _bank(self, index: int) -> RegisterBank:
        station = self._station
        inputs = [
            *self._measured(),
            *_letters(100, 25, f"SIMUNITE{index:04d}"),
            *_letters(190, 10, "Webasto"),
            *_letters(210, 5, "Unite"),
            *_letters(230, 50, "v3.187.0-1.0"),
            number(Kind.U16, 404, int(station.spec.phases == 3)),
            *(number(Kind.U16, 1014 + 2 * n, partial(self._volts, n)) for n in range(3)),
            number(Kind.U32, 1036, lambda: station.energy / 100),
            number(Kind.U32, 1502, lambda: station.session_energy),
        ]
        settings = [
            *self._failsafe(),
            setting(5004, lambda: station.setpoint, self._set_current),
            self._life(),
        ]
        if station.spec.phases == 3:
            settings.append(setting(405, lambda: int(station.wanted_phases == 3), self._switch))
        return RegisterBank(UNIT, settings, write_functions=frozenset({WRITE_SINGLE}), inputs=inputs)

    def _switch(self, value: int) -> None:
        self._station.switch_phases(3 if value else 1, self._world.t)


def _letters(address: int, words: int, value: str) -> Iterable[Field]:
    """Return a text of one character a register."""
    for offset, char in enumerate(value.ljust(words, "\0")):
        yield number(Kind.U16, address + offset, ord(char))
