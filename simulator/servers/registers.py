"""The registers of one Modbus unit: a table of fields, each read from the house when somebody asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
import struct

from pymodbus.constants import ExcCodes
from pymodbus.simulator import DataType, SimData, SimDevice

READ_HOLDING = 3
WRITE_SINGLE = 6
WRITE_MULTIPLE = 16


class Kind(Enum):
    """How a value is laid out; high byte and high word first."""

    U16 = "H"
    I16 = "h"
    U32 = "I"
    I32 = "i"
    F32 = "f"
    TEXT = "s"


_RANGES = {
    Kind.U16: (0, 0xFFFE),
    Kind.I16: (-0x8000, 0x7FFE),
    Kind.U32: (0, 0xFFFFFFFE),
    Kind.I32: (-0x80000000, 0x7FFFFFFE),
}
"""What a value is cut off at: all ones mean "not available" in an unsigned register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value in the map of a device."""

    address: int
    kind: Kind
    read: Callable[[], float | str | None]
    """The raw value, scale applied; None where the device does not know it (all ones)."""

    words: int = 0
    """Only for texts: their length in registers."""

    write: Callable[[int], None] | None = None
    """Takes a written raw value; raises ValueError where the device refuses it. None: read only."""

    @property
    def size(self) -> int:
        """Return the length in registers."""
        return self.words if self.kind is Kind.TEXT else struct.calcsize(self.kind.value) // 2

    def encode(self) -> list[int]:
        """Return the registers as they stand now."""
        value = self.read()
        size = self.size
        if value is None:
            return [0xFFFF] * size
        if isinstance(value, str):
            data = value.encode("ascii", "replace")[: 2 * size].ljust(2 * size, b"\0")
        elif self.kind is Kind.F32:
            data = struct.pack(">f", value)
        else:
            low, high = _RANGES[self.kind]
            data = struct.pack(f">{self.kind.value}", min(high, max(low, round(value))))
        return list(struct.unpack(f">{size}H", data))


def text(address: int, words: int, value: str) -> Field:
    """Return a text that never changes."""
    return Field(address=address, kind=Kind.TEXT, words=words, read=lambda: value)


def number(kind: Kind, address: int, read: Callable[[], float | None] | float | None) -> Field:
    """Return a number that is read from the house, or one that never changes."""
    if callable(read):
        return Field(address=address, kind=kind, read=read)
    return Field(address=address, kind=kind, read=lambda: read)


def setting(address: int, read: Callable[[], float], write: Callable[[int], None]) -> Field:
    """Return a register that may be written."""
    return Field(address=address, kind=Kind.U16, read=read, write=write)


class RegisterBank:
    """One unit id of a device.

    What is not in the table does not exist: reading it, alone or within a longer read, is an illegal address. So is
    writing anything that is not writable.
    """

    def __init__(
        self, unit: int, fields: Iterable[Field], *, write_functions: frozenset[int] = frozenset({WRITE_SINGLE})
    ) -> None:
        """Hold the table of one unit. Raises ValueError where fields overlap."""
        self.unit = unit
        self.writes: list[tuple[int, list[int]]] = []
        """Every accepted write: address and values."""
        self._functions = write_functions
        self._fields = sorted(fields, key=lambda field: field.address)
        self._by_address: dict[int, Field] = {}
        for field in self._fields:
            for address in range(field.address, field.address + field.size):
                if address in self._by_address:
                    raise ValueError(f"unit {unit}: address {address} is used twice")
                self._by_address[address] = field

    def device(self) -> SimDevice:
        """Return it as pymodbus serves it."""
        data = [
            SimData(field.address, count=field.size, values=0, datatype=DataType.REGISTERS) for field in self._fields
        ]
        return SimDevice(id=self.unit, simdata=data or [SimData(0)], action=self._act)

    async def _act(
        self,
        function: int,
        start: int,
        address: int,
        count: int,
        registers: list[int],
        values: list[int] | list[bool] | None,
    ) -> ExcCodes | None:
        """Answer one request: refresh what is read, hand on what is written."""
        if values is not None:
            return self._write(function, address, [int(value) for value in values])
        end = address + count
        for field in {id(found): found for a in range(address, end) if (found := self._by_address.get(a))}.values():
            offset = field.address - start
            registers[offset : offset + field.size] = field.encode()
        return None

    def _write(self, function: int, address: int, values: list[int]) -> ExcCodes | None:
        """Write all values or none."""
        if function not in self._functions:
            return ExcCodes.ILLEGAL_FUNCTION
        fields = [self._by_address.get(address + offset) for offset in range(len(values))]
        writers = [field.write for field in fields if field is not None and field.write is not None]
        if len(writers) < len(values):
            return ExcCodes.ILLEGAL_ADDRESS
        for write, value in zip(writers, values, strict=True):
            try:
                write(value)
            except ValueError:
                return ExcCodes.ILLEGAL_VALUE
        self.writes.append((address, values))
        return None
