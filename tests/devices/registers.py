"""Put values into registers the way devices do, written independently of what reads them."""

from collections.abc import Mapping, Sequence
import struct


def text(value: str, words: int) -> list[int]:
    """Return ASCII text padded with zeros."""
    raw = value.encode("ascii").ljust(2 * words, b"\0")
    return list(struct.unpack(f">{words}H", raw))


def u32(value: int) -> list[int]:
    """Return an unsigned number in two registers, high word first."""
    return list(struct.unpack(">2H", struct.pack(">I", value)))


def i32(value: int) -> list[int]:
    """Return a signed number in two registers, high word first."""
    return list(struct.unpack(">2H", struct.pack(">i", value)))


def i16(value: int) -> int:
    """Return a signed number in one register."""
    return struct.unpack(">H", struct.pack(">h", value))[0]


def f32(value: float) -> list[int]:
    """Return a float in two registers, high word first."""
    return list(struct.unpack(">2H", struct.pack(">f", value)))


def spread(values: Mapping[int, int | Sequence[int]]) -> dict[int, int]:
    """Return one value a register, from values that begin at an address and may span several registers."""
    flat: dict[int, int] = {}
    for address, value in values.items():
        for offset, word in enumerate([value] if isinstance(value, int) else value):
            flat[address + offset] = word
    return flat
