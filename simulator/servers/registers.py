"""The registers of one Modbus unit: a table of fields, each read from the house when somebody asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
import struct
from typing import Any

from pymodbus.constants import ExcCodes
from pymodbus.simulator import DataType, SimData, SimDevice

READ_COILS = 1
READ_HOLDING = 3
READ_INPUT = 4
WRITE_COIL = 5
WRITE_SINGLE = 6
WRITE_COILS = 15
WRITE_MULTIPLE = 16


class Kind(Enum):
    """How a value is laid out; high byte and high word first."""

    U16 = "H"
    I16 = "h"
    U32 = "I"
    I32 = "i"
    F32 = "f"
    F64 = "d"
    TEXT = "s"


_RANGES = {
    Kind.U16: (0, 0xFFFE),
    Kind.I16: (-0x8000, 0x7FFE),
    Kind.U32: (0, 0xFFFFFFFE),
    Kind.I32: (-0x80000000, 0x7FFFFFFE),
}
"""What a value is cut off at: all ones mean "not available" in an unsigned register."""

_FLOATS = (Kind.F32, Kind.F64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value in the map of a device."""

    address: int
    kind: Kind
    read: Callable[[], float | str | None]
    """The raw value, scale applied; None where the device does not know it (all ones)."""

    words: int = 0
    """Only for texts: their length in registers."""

    write: Callable[[Any], None] | None = None
    """Takes a written raw value, a float where it is laid out as one; raises ValueError where the device refuses it.
    None: read only."""

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
        elif self.kind in _FLOATS:
            data = struct.pack(f">{self.kind.value}", value)
        else:
            low, high = _RANGES[self.kind]
            data = struct.pack(f">{self.kind.value}", min(high, max(low, round(value))))
        return list(struct.unpack(f">{size}H", data))

    def decode(self, words: list[int]) -> int | float:
        """Return the raw value in written registers."""
        value: int | float = struct.unpack(f">{self.kind.value}", struct.pack(f">{len(words)}H", *words))[0]
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Coil:
    """One bit in the map of a device."""

    address: int
    read: Callable[[], bool]
    write: Callable[[bool], None] | None = None
    """Raises ValueError where the device refuses it. None: read only."""


def text(address: int, words: int, value: str) -> Field:
    """Return a text that never changes."""
    return Field(address=address, kind=Kind.TEXT, words=words, read=lambda: value)


def number(kind: Kind, address: int, read: Callable[[], float | None] | float | None) -> Field:
    """Return a number that is read from the house, or one that never changes."""
    if callable(read):
        return Field(address=address, kind=kind, read=read)
    return Field(address=address, kind=kind, read=lambda: read)


def setting(address: int, read: Callable[[], float], write: Callable[[Any], None], kind: Kind = Kind.U16) -> Field:
    """Return a number that may be written."""
    return Field(address=address, kind=kind, read=read, write=write)


class RegisterBank:
    """One unit id of a device.

    What is not in the table does not exist: reading it, alone or within a longer read, is an illegal address. So is
    writing anything that is not writable, or a part of a value.
    """

    def __init__(
        self,
        unit: int,
        fields: Iterable[Field],
        *,
        write_functions: frozenset[int] = frozenset({WRITE_SINGLE}),
        inputs: Iterable[Field] = (),
        coils: Iterable[Coil] = (),
        one_value: bool = False,
    ) -> None:
        """Hold the table of one unit. Raises ValueError where fields overlap.

        `fields` are holding registers, `inputs` input registers. With `one_value` a read asks for exactly one value.
        """
        self.unit = unit
        self.writes: list[tuple[int, list[int]]] = []
        """Every accepted write: address and values."""
        self._write_functions = write_functions
        self._one_value = one_value
        self._holding = self._sorted(fields)
        self._inputs = self._sorted(inputs)
        self._coils = {coil.address: coil for coil in coils}
        self.functions = frozenset(
            {READ_HOLDING, WRITE_SINGLE, WRITE_MULTIPLE}
            | ({READ_INPUT} if self._inputs else set())
            | ({READ_COILS, WRITE_COIL} if self._coils else set())
            | (write_functions & {WRITE_COILS})
        )
        """Functions it knows at all."""

    def device(self) -> SimDevice:
        """Return it as pymodbus serves it."""
        holding = _layout(self._holding.values())
        if not self._inputs and not self._coils:
            return SimDevice(id=self.unit, simdata=holding, action=self._act)
        words = max(self._coils, default=0) // 16 + 1
        bits = [SimData(0, count=16 * words, values=False, datatype=DataType.BITS)]
        nothing = [SimData(0, values=False, datatype=DataType.BITS)]
        blocks = (bits, nothing, holding, _layout(self._inputs.values()))
        return SimDevice(id=self.unit, simdata=blocks, action=self._act)

    def peek(self, address: int) -> int:
        """Return one holding register or coil as it stands now, asked by nobody. Raises LookupError where none is."""
        if address in self._coils:
            return int(self._coils[address].read())
        field = self._holding[address]
        return field.encode()[address - field.address]

    def _sorted(self, fields: Iterable[Field]) -> dict[int, Field]:
        """Return fields by each of their addresses, lowest first."""
        by_address: dict[int, Field] = {}
        for field in sorted(fields, key=lambda field: field.address):
            for address in range(field.address, field.address + field.size):
                if address in by_address:
                    raise ValueError(f"unit {self.unit}: address {address} is used twice")
                by_address[address] = field
        return by_address

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
        if function in (READ_COILS, WRITE_COIL, WRITE_COILS):
            return self._act_on_coil(address, registers, values)
        if values is not None:
            return self._write(function, address, [int(value) for value in values])
        table = self._inputs if function == READ_INPUT else self._holding
        found = {id(field): field for a in range(address, address + count) if (field := table.get(a))}
        if self._one_value and [(field.address, field.size) for field in found.values()] != [(address, count)]:
            return ExcCodes.ILLEGAL_ADDRESS
        for field in found.values():
            offset = field.address - start
            registers[offset : offset + field.size] = field.encode()
        return None

    def _act_on_coil(
        self, address: int, registers: list[int], values: list[int] | list[bool] | None
    ) -> ExcCodes | None:
        """Answer a request for coils; a read is one for the first coil, however many it asks for."""
        if address not in self._coils:
            return ExcCodes.ILLEGAL_ADDRESS
        if values is not None:
            coils = [self._coils.get(address + offset) for offset in range(len(values))]
            writes = [coil.write for coil in coils if coil is not None and coil.write is not None]
            if len(writes) < len(values):
                return ExcCodes.ILLEGAL_ADDRESS
            for write, value in zip(writes, values, strict=True):
                try:
                    write(bool(value))
                except ValueError:
                    return ExcCodes.ILLEGAL_VALUE
            self.writes.append((address, [int(value) for value in values]))
        for word in range(len(registers)):
            bits = (self._coils.get(16 * word + bit) for bit in range(16))
            registers[word] = sum(1 << bit for bit, it in enumerate(bits) if it is not None and it.read())
        return None

    def _write(self, function: int, address: int, values: list[int]) -> ExcCodes | None:
        """Write all values or none."""
        if function not in self._write_functions:
            return ExcCodes.ILLEGAL_FUNCTION
        orders: list[tuple[Callable[[Any], None], int | float]] = []
        offset = 0
        while offset < len(values):
            field = self._holding.get(address + offset)
            if field is None or field.write is None or field.address != address + offset:
                return ExcCodes.ILLEGAL_ADDRESS
            words = values[offset : offset + field.size]
            if len(words) < field.size:
                return ExcCodes.ILLEGAL_ADDRESS
            orders.append((field.write, field.decode(words)))
            offset += field.size
        for write, value in orders:
            try:
                write(value)
            except ValueError:
                return ExcCodes.ILLEGAL_VALUE
        self.writes.append((address, values))
        return None


def _layout(fields: Iterable[Field]) -> list[SimData]:
    """Return where fields lie, each once."""
    unique = {id(field): field for field in fields}.values()
    data = [SimData(field.address, count=field.size, values=0, datatype=DataType.REGISTERS) for field in unique]
    return data or [SimData(0)]
