"""A Webasto Next and a Webasto Unite as their registers stand while a car charges with 13 A on three phases."""

from .registers import u32

NEXT: dict[int, int | list[int]] = {
    1000: 3,
    1002: 1,
    1004: 3,
    1008: 12_900,
    1010: 13_100,
    1012: 12_800,
    1020: u32(8940),
    1036: u32(1_234_567),
    1102: 6,
    1104: 16,
    2000: 6,
    2002: 30,
}


def letters(value: str, words: int) -> list[int]:
    """Return a text of one character a register."""
    return [*(ord(char) for char in value), *[0] * (words - len(value))]


UNITE_INPUTS: dict[int, int | list[int]] = {
    100: letters("OVSUNITE0001", 25),
    190: letters("Webasto", 10),
    210: letters("Unite", 5),
    230: letters("v3.187.0", 50),
    404: 1,
    1000: 3,
    1001: 1,
    1004: 3,
    1008: 12_900,
    1010: 13_100,
    1012: 12_800,
    1014: 230,
    1016: 231,
    1018: 229,
    1020: u32(8940),
    1036: u32(12_345),
    1502: u32(4321),
}

UNITE_SETTINGS: dict[int, int | list[int]] = {405: 1, 2000: 6, 2002: 30, 5004: 13}
