"""Hager meters as registers: one of each kind that differs."""

from .registers import i32, text, u32

NONE_32 = [0xFFFF, 0xFFFF]
NONE_SIGNED_32 = [0x7FFF, 0xFFFF]
type Registers = dict[int, int | list[int]]


def nameplate(code: str) -> Registers:
    """Return who a meter is; its texts are padded with ones, as some are."""
    padded = [0xFFFF if word == 0 else word for word in text(code, 16)]
    return {
        0x1000: text("Hager", 16),
        0x1010: padded,
        0x1020: u32(0x02030000),
        0x1064: text("OVSECR0001", 16),
    }


THREE_PHASE: Registers = {
    **nameplate("ECR380D"),
    0xB000: [23_180, 23_090, 23_250],
    0xB003: [40_100, 40_000, 40_200, 5000, 0xFFFF, 0xFFFF],
    0xB009: u32(5200),
    0xB00B: u32(1600),
    0xB00D: u32(4500),
    0xB00F: u32(0),
    0xB011: i32(-190),
    0xB013: [0] * 6,
    0xB019: i32(-120),
    0xB01B: i32(34),
    0xB01D: i32(-104),
    0xB01F: [0] * 18,
    0xB060: u32(3100),
    0xB062: u32(5),
    0xB064: u32(4200),
    0xB066: u32(6),
}

SINGLE_PHASE: Registers = {
    **THREE_PHASE,
    **nameplate("ECA180D"),
    0xB001: [0xFFFF, 0xFFFF],
    0xB00B: NONE_32,
    0xB00D: NONE_32,
    0xB011: i32(87),
    0xB019: i32(87),
    0xB01B: NONE_SIGNED_32,
    0xB01D: NONE_SIGNED_32,
    0xB009: u32(3800),
}

THREE_IN_ONE: Registers = {
    **THREE_PHASE,
    **nameplate("ECR180T"),
    0xB011: NONE_SIGNED_32,
    0xB060: NONE_32,
    0xB064: NONE_32,
    0xB080: u32(100),
    0xB082: u32(200),
    0xB084: u32(300),
    0xB086: u32(10),
    0xB088: NONE_32,
    0xB08A: u32(30),
}
