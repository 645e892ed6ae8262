"""A Heidelberg Energy Control as its registers stand while a car charges with 13 A on three phases."""

from .registers import text, u32

HEIDELBERG_INPUTS: dict[int, int | list[int]] = {
    4: [0x108, 7, 129, 131, 128, 285, 230, 231, 229, 1, 8940],
    15: [*u32(4321), *u32(1_234_567)],
    100: [16, 6],
    102: text("OVS-LOGISTIC-0001", 32),
    200: 1,
    203: 1087,
}

HEIDELBERG_SETTINGS: dict[int, int | list[int]] = {257: [15_000, 4, 1, 0, 130, 60]}
