"""An ABB Terra AC as its registers stand while a car charges with 13 A on three phases."""

from .registers import u32

ABB: dict[int, int | list[int]] = {
    0x4000: [0x5411, 0x0400, 0x0B19, 0x0001],
    0x4004: [0x0108, 0x0C00],
    0x4006: u32(32_000),
    0x4008: u32(0),
    0x400A: u32(0x0111),
    0x400C: u32(0x8400),
    0x400E: u32(13_000),
    0x4010: [*u32(12_900), *u32(13_100), *u32(12_800)],
    0x4016: [*u32(2304), *u32(2311), *u32(2298)],
    0x401C: u32(8940),
    0x401E: u32(4321),
    0x4020: 60,
    0x4024: 10,
}
