"""Put values into registers the way devices do, written independently of what reads them."""

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
