"""The SunSpec models as tables, and a map of registers laid out from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
import json
from math import isnan
from pathlib import Path
import struct
from typing import Any, Literal, override

from .registers import Field, Kind

type Value = Callable[[], float | str | None] | float | str | None
"""A value in its physical unit, or how to get it; None where the device does not know it."""

type Write = Callable[[float], None]

type Ending = Literal["marked", "marker only", "nothing"]
"""How the chain of models ends: as it should, with an id but no length, or not at all."""

_MARKER = "SunS"
_END = 0xFFFF
_NO_SCALE = 0
_LENGTHS = {"Mn": 16, "Md": 16, "Opt": 8, "Vr": 8, "SN": 16, "IDStr": 8, "MnAlrmInfo": 32}
"""Of the texts, in registers."""

_ALIASES = {101: 103, 102: 103, 111: 113, 112: 113, 201: 203, 202: 203, 204: 203, 211: 213, 212: 213, 214: 213}
"""Models laid out alike."""

_FORMATS = {
    "int16": ("h", 0x8000),
    "sunssf": ("h", 0x8000),
    "pad": ("H", 0x8000),
    "uint16": ("H", 0xFFFF),
    "enum16": ("H", 0xFFFF),
    "bitfield16": ("H", 0xFFFF),
    "count": ("H", 0xFFFF),
    "int32": ("i", 0x80000000),
    "uint32": ("I", 0xFFFFFFFF),
    "enum32": ("I", 0xFFFFFFFF),
    "bitfield32": ("I", 0xFFFFFFFF),
    "acc32": ("I", 0),
    "uint64": ("Q", 0xFFFFFFFFFFFFFFFF),
    "float32": ("f", 0x7FC00000),
}
"""How a type is laid out, and what stands for "not implemented"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Field):
    """A point of a model: typed, scaled, and with a value of its own for "not implemented"."""

    type: str
    scale: int = 0

    @property
    @override
    def size(self) -> int:
        """Return the length in registers."""
        return self.words if self.type == "string" else struct.calcsize(_FORMATS[self.type][0]) // 2

    @override
    def encode(self) -> list[int]:
        """Return the registers as they stand now."""
        value, size = self.read(), self.size
        if self.type == "string":
            data = str(value or "").encode("ascii")[: 2 * size].ljust(2 * size, b"\0")
            return list(struct.unpack(f">{size}H", data))
        code, missing = _FORMATS[self.type]
        if value is None or isinstance(value, str) or isnan(value):
            return list(struct.unpack(f">{size}H", missing.to_bytes(2 * size, "big")))
        if code == "f":
            return list(struct.unpack(">2H", struct.pack(">f", value)))
        bits = 16 * size
        low, high = (-(1 << bits - 1) + 1, (1 << bits - 1) - 1) if code.islower() else (0, (1 << bits) - 2)
        raw = min(high, max(low, round(value / 10**self.scale)))
        return list(struct.unpack(f">{size}H", struct.pack(f">{code}", raw)))

    @override
    def decode(self, words: list[int]) -> float:
        """Return what was written, in its physical unit."""
        raw = struct.unpack(f">{_FORMATS[self.type][0]}", struct.pack(f">{len(words)}H", *words))[0]
        return float(raw * 10.0**self.scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model of a device: what its points tell, which of them may be written, and the repeated part."""

    id: int
    values: Mapping[str, Value]
    scales: Mapping[str, int] = field(default_factory=dict)
    """Exponents by the name of their point."""

    writes: Mapping[str, Write] = field(default_factory=dict)
    groups: tuple[Mapping[str, Value], ...] = ()
    length: int | None = None
    """What it says its length is, where that is not as defined."""


@cache
def _tables() -> dict[str, dict[str, list[list[Any]]]]:
    """Return the tables of all models."""
    text = Path(__file__).with_name("sunspec_models.json").read_text(encoding="utf-8")
    tables: dict[str, dict[str, list[list[Any]]]] = json.loads(text)["models"]
    return tables


def lay_out(models: Iterable[Model], *, base: int = 40000, ending: Ending = "marked") -> list[Field]:
    """Return the registers of a device. Raises KeyError for a point that a model does not have."""
    fields: list[Field] = [_fixed(base, "string", _MARKER, words=2)]
    address = base + 2
    for model in models:
        points = list(_points(model, address))
        end = max(point.address + point.size for point in points)
        length = end - address - 2 if model.length is None else model.length
        fields += [
            _fixed(address, "uint16", model.id),
            _fixed(address + 1, "uint16", length),
            *(point for point in points if point.address < address + 2 + length),
        ]
        address += length + 2
    if ending != "nothing":
        fields.append(Field(address=address, kind=Kind.U16, read=lambda: None))
    if ending == "marked":
        fields.append(_fixed(address + 1, "uint16", 0))
    return fields


def _points(model: Model, start: int) -> Iterable[Point]:
    """Return the points of a model, its header left out."""
    table = _tables()[str(_ALIASES.get(model.id, model.id))]
    group = table.get("group", [])
    known = {name for name, *_ in [*table["points"], *group]}
    if unknown := (set(model.values) | set(model.scales) | set(model.writes)) - known:
        raise KeyError(f"model {model.id} has no {', '.join(sorted(unknown))}")
    for name, type_, offset, *scale in table["points"]:
        if name not in ("ID", "L"):
            yield _point(model, model.values, start + offset, name, type_, scale)
    if not group:
        return
    _, last_type, last_offset, *_ = group[-1]
    size = last_offset + struct.calcsize(_FORMATS[last_type][0]) // 2 - group[0][2]
    for number, values in enumerate(model.groups):
        for name, type_, offset, *scale in group:
            yield _point(model, values, start + number * size + offset, name, type_, scale)


def _point(
    model: Model, values: Mapping[str, Value], address: int, name: str, type_: str, scale_name: list[str]
) -> Point:
    """Return one point."""
    if type_ == "sunssf":
        return _fixed(address, type_, model.scales.get(name, _NO_SCALE))
    value = values.get(name)
    exponent = model.scales.get(scale_name[0], _NO_SCALE) if scale_name else _NO_SCALE
    return Point(
        address=address,
        kind=Kind.U16,
        type=type_,
        scale=exponent,
        words=_LENGTHS.get(name, 0),
        read=value if callable(value) else lambda: value,
        write=model.writes.get(name),
    )


def _fixed(address: int, type_: str, value: float | str, words: int = 0) -> Point:
    """Return a point that never changes."""
    return Point(address=address, kind=Kind.U16, type=type_, words=words, read=lambda: value)
