"""A Hager energy meter ECR or ECA on RS-485: Modbus RTU, 19200 8E1.

Source: Hager's "Modbus table for energy meters". Nothing here was compared with a real meter. What a type does not have
reads as not available: all ones, and in signed values the largest number. Power counts in steps of 10 W, energy in kWh.

Signs here are the meter's: + = import.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import override

from ..faults import FaultBoard
from ..world import World
from .modbus import ModbusServer
from .registers import Field, Kind, RegisterBank, number, text

type Measured = Callable[[World], tuple[float, float, float]]
"""What a meter hangs on: the power of its phases (W, import +)."""

_NOT_AVAILABLE = {Kind.I16: 0x7FFF, Kind.I32: 0x7FFFFFFF}


class _Signed(Field):
    """A signed number with its own way to be not available."""

    __slots__ = ()

    @override
    def encode(self) -> list[int]:
        """Return the registers as they stand now."""
        if self.read() is None:
            raw = _NOT_AVAILABLE[self.kind]
            return [raw] if self.size == 1 else [raw >> 16, raw & 0xFFFF]
        return super().encode()


def at_the_connection(world: World) -> tuple[float, float, float]:
    """Return what flows at the grid connection."""
    return world.grid.phase_power


def behind_the_panels(world: World) -> tuple[float, float, float]:
    """Return what the panels give, which a meter on their line counts as export."""
    return (-world.solar_power, 0.0, 0.0)


class HagerEcrServer(ModbusServer):
    """The meter."""

    def __init__(
        self,
        world: World,
        faults: FaultBoard,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        product: str = "ECR380D",
        unit: int = 1,
        measured: Measured = at_the_connection,
        rtu: bool = True,
    ) -> None:
        """Prepare; nothing listens before `start`."""
        self._world = world
        self._measured = measured
        self._single = product[3] == "1" and not product.endswith("T")
        self._three_in_one = product.endswith("T")
        self.energy = [[1_234_567.0, 234_567.0] for _ in range(3)]
        """Imported and exported on each phase (Wh)."""
        self._last = world.t
        fields = [*self._identity(product), *self._instantaneous(), *self._counters()]
        super().__init__(f"ecr {unit}", (RegisterBank(unit, fields),), faults, host, port, rtu=rtu)

    @override
    async def step(self) -> None:
        """Follow the house one step: count."""
        hours, self._last = (self._world.t - self._last) / 3600, self._world.t
        for phase, power in enumerate(self._measured(self._world)):
            self.energy[phase][0 if power > 0 else 1] += abs(power) * hours
        await super().step()

    def _identity(self, product: str) -> Iterable[Field]:
        """Return who it is."""
        return [
            text(0x1000, 16, "Hager"),
            text(0x1010, 16, product),
            number(Kind.U32, 0x1020, 0x02030000),
            text(0x1022, 16, "www.hager.com"),
            text(0x1032, 16, "3P_80 Modbus"),
            text(0x1042, 16, "MODBUS Screw MID"),
            text(0x1052, 16, "Energy meter"),
            number(Kind.U32, 0x1062, 0x01000000),
            text(0x1064, 16, f"SIM{product}0001"),
            number(Kind.U16, 0x1076, 120),
            number(Kind.U16, 0x1077, 2026),
            number(Kind.U16, 0xC040, 1),
            number(Kind.U16, 0xC041, 0x0404),
        ]

    def _instantaneous(self) -> Iterable[Field]:
        """Return the block B000 to B030."""
        for phase in range(3):
            yield number(Kind.U16, 0xB000 + phase, partial(self._centivolts, phase))
            yield number(Kind.U16, 0xB003 + phase, None)
            yield number(Kind.U32, 0xB009 + 2 * phase, partial(self._milliamps, phase))
            yield self._signed(Kind.I32, 0xB019 + 2 * phase, partial(self._decawatts, phase))
            yield self._signed(Kind.I32, 0xB01F + 2 * phase, lambda: None)
            yield number(Kind.U32, 0xB025 + 2 * phase, None)
            yield self._signed(Kind.I16, 0xB02B + phase, lambda: None)
            yield self._signed(Kind.I16, 0xB02E + phase, lambda: None)
        yield number(Kind.U16, 0xB006, 5000)
        yield number(Kind.U16, 0xB007, None)
        yield number(Kind.U16, 0xB008, None)
        yield number(Kind.U32, 0xB00F, None)
        yield self._signed(Kind.I32, 0xB011, self._total)
        yield self._signed(Kind.I32, 0xB013, lambda: None)
        yield number(Kind.U32, 0xB015, None)
        yield self._signed(Kind.I16, 0xB017, lambda: None)
        yield self._signed(Kind.I16, 0xB018, lambda: None)

    def _counters(self) -> Iterable[Field]:
        """Return the counters: of all phases together, or of three meters."""
        for way, address in enumerate((0xB060, 0xB064)):
            yield number(Kind.U32, address, partial(self._all_kwh, way))
            yield number(Kind.U32, address + 2, None)
        for phase in range(3):
            for way, address in enumerate((0xB080, 0xB086)):
                yield number(Kind.U32, address + 2 * phase, partial(self._one_kwh, way, phase))

    def _signed(self, kind: Kind, address: int, read: Callable[[], float | None]) -> Field:
        """Return a signed number."""
        return _Signed(address=address, kind=kind, read=read)

    def _has(self, phase: int) -> bool:
        """Whether the meter measures a phase."""
        return phase == 0 or not self._single

    def _centivolts(self, phase: int) -> float | None:
        return 100 * self._world.grid.voltages[phase] if self._has(phase) else None

    def _milliamps(self, phase: int) -> float | None:
        if not self._has(phase):
            return None
        return 1000 * abs(self._measured(self._world)[phase]) / max(1.0, self._world.grid.voltages[phase])

    def _decawatts(self, phase: int) -> float | None:
        return self._measured(self._world)[phase] / 10 if self._has(phase) else None

    def _total(self) -> float | None:
        return None if self._three_in_one else sum(self._measured(self._world)) / 10

    def _all_kwh(self, way: int) -> float | None:
        return None if self._three_in_one else sum(energy[way] for energy in self.energy) // 1000

    def _one_kwh(self, way: int, phase: int) -> float | None:
        return self.energy[phase][way] // 1000 if self._three_in_one else None
