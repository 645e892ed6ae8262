"""An E3/DC storage system in Modbus "simple mode": Modbus TCP, unit 1, everything counted from a magic word.

Source: the maker's manual "Modbus/TCP-Schnittstelle" V1.90. Nothing here was compared with a real system. Numbers are the
manual's, from 40001 on; `first` is where the magic word lies on the wire, which differs between systems. 32-bit values come
low word first, unless the firmware has `swapped` them. Nothing of the battery can be written; the words of the wallboxes can.

Signs here are the maker's: battery + = charging, grid + = import, additional producers - = producing.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import override

from ..faults import INVERTER, FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import Field, Kind, RegisterBank, number, setting, text

MAGIC = 0xE3DC
MANUAL_FIRST = 40001
WALLBOXES = 8
PRESENT = 1
"""Bit 0 of a wallbox's word; bits 1, 2, 6 and 12 may be written."""

WRITABLE = 1 << 1 | 1 << 2 | 1 << 6 | 1 << 12
_ROOT = 1
_UNUSED = 6
_METERS = 8


class _LowWordFirst(Field):
    """A number in two registers, low word first."""

    __slots__ = ()

    @override
    def encode(self) -> list[int]:
        """Return the registers as they stand now."""
        return super().encode()[::-1]


class E3dcServer(ModbusServer):
    """The storage system, with the meter at the connection and as many wallboxes as the house has stations."""

    def __init__(
        self,
        world: World,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        first: int = 40000,
        swapped: bool = False,
        sg_ready: bool = True,
        external: float = 0.0,
        wallboxes: int = 0,
    ) -> None:
        """Prepare; nothing listens before `start`. `external` is what additional producers give (W).

        Raises ValueError for a house without battery.
        """
        if world.battery is None:
            raise ValueError("a storage system needs a battery")
        self._world = world
        self._battery = world.battery
        self._first = first
        self._swapped = swapped
        self._external = external
        self._sg_ready = sg_ready
        self.words = [PRESENT if index < wallboxes else 0 for index in range(WALLBOXES)]
        """The word of each wallbox."""
        fields = [*self._identity(), *self._powers(), *self._wallboxes(), *self._meters()]
        super().__init__(INVERTER, (RegisterBank(1, fields),), faults, host, port)

    def _at(self, manual: int) -> int:
        """Return where a register of the manual lies on the wire."""
        return self._first + manual - MANUAL_FIRST

    def _identity(self) -> Iterable[Field]:
        """Return who it is."""
        return [
            number(Kind.U16, self._at(40001), MAGIC),
            number(Kind.U16, self._at(40002), 0x0134),
            number(Kind.U16, self._at(40003), 136),
            text(self._at(40004), 16, "HagerEnergy GmbH"),
            text(self._at(40020), 16, "S10 X Compact"),
            text(self._at(40036), 16, "S10-SIM0000001"),
            text(self._at(40052), 16, "S10_2021_04"),
        ]

    def _powers(self) -> Iterable[Field]:
        """Return what flows, state of charge and switches."""
        world, battery = self._world, self._battery
        yield self._pair(40068, lambda: world.solar.power if world.solar is not None else 0)
        yield self._pair(40070, lambda: -battery.power)
        yield self._pair(40072, lambda: world.house_power)
        yield self._pair(40074, lambda: world.grid.power)
        yield self._pair(40076, lambda: -self._external)
        yield self._pair(40078, lambda: world.car_power)
        yield self._pair(40080, lambda: min(world.solar_power, world.car_power))
        yield number(Kind.U16, self._at(40082), 26 << 8 | 82)
        yield number(Kind.U16, self._at(40083), lambda: battery.soc)
        yield number(Kind.U16, self._at(40084), 2)
        yield number(Kind.U16, self._at(40085), 4)
        yield number(Kind.U16, self._at(40086), 0)
        yield number(Kind.U16, self._at(40087), 0)

    def _wallboxes(self) -> Iterable[Field]:
        """Return the words of the wallboxes."""
        for index in range(WALLBOXES):
            yield setting(self._at(40088 + index), partial(self._word, index), partial(self._set_word, index))

    def _meters(self) -> Iterable[Field]:
        """Return the DC strings, the power meters and the SG-Ready state."""
        for manual in range(40096, 40105):
            yield number(Kind.U16, self._at(manual), 0)
        for index in range(_METERS):
            manual = 40105 + 4 * index
            yield number(Kind.U16, self._at(manual), _UNUSED if index else _ROOT)
            for phase in range(3):
                power = partial(self._phase_power, phase) if index == 0 else 0
                yield number(Kind.I16, self._at(manual + 1 + phase), power)
        if self._sg_ready:
            pump = self._world.heat_pump
            yield number(Kind.U16, self._at(40137), lambda: pump.state if pump is not None else 2)

    def _pair(self, manual: int, read: Callable[[], float]) -> Field:
        """Return a signed number in two registers, low word first where the firmware is not another one."""
        kind = Field if self._swapped else _LowWordFirst
        return kind(address=self._at(manual), kind=Kind.I32, read=read)

    def _phase_power(self, phase: int) -> float:
        return self._world.grid.phase_power[phase]

    def _word(self, index: int) -> int:
        return self.words[index]

    def _set_word(self, index: int, value: int) -> None:
        """Take over what may be written, and leave what the wallbox tells."""
        word = self.words[index]
        if not word & PRESENT:
            raise ValueError("there is no such wallbox")
        self.words[index] = word & ~WRITABLE | value & WRITABLE
