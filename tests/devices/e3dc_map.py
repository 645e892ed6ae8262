"""An E3/DC storage system while its battery charges and the house exports, as registers from the magic word on."""

from collections.abc import Mapping, Sequence

from .registers import i16, i32, text

type Registers = Mapping[int, int | Sequence[int]]


def low_first(value: int) -> list[int]:
    """Return a signed number in two registers, low word first."""
    return i32(value)[::-1]


E3DC: dict[int, int | list[int]] = {
    0: 0xE3DC,
    1: 0x0134,
    2: 136,
    3: text("HagerEnergy GmbH", 16),
    19: text("S10 X Compact", 16),
    35: text("S10-OVS0000001", 16),
    51: text("S10_2021_04", 16),
    67: low_first(5590),
    69: low_first(2150),
    71: low_first(1490),
    73: low_first(-1900),
    75: low_first(0),
    77: low_first(0),
    79: low_first(0),
    81: [0x1A52, 71, 2, 4, 0, 0],
    87: [0] * 8,
    95: [0] * 9,
    104: [1, i16(-1200), 340, i16(-1040)],
    108: [6, 0, 0, 0] * 7,
    136: 2,
}


def e3dc(changes: Registers | None = None, base: int = 40000) -> dict[int, int | Sequence[int]]:
    """Return the registers where the magic word lies at `base`."""
    return {base + offset: value for offset, value in (E3DC | dict(changes or {})).items()}
