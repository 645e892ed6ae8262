"""A Mennekes Amtron Compact 2.0s as its registers stand while a car charges with 13 A on three phases."""

from .registers import f32, text

MENNEKES: dict[int, int | list[int]] = {
    0x0000: 0x103,
    0x0001: text("4.20", 8),
    0x0013: text("OVS1400000001", 8),
    0x0100: [5, 1],
    0x0302: f32(13.0),
    0x0306: f32(32.0),
    0x030C: 2,
    0x030E: 6,
    0x0500: [*f32(12.875), *f32(13.125), *f32(12.75), *f32(230.5), *f32(231.0), *f32(229.75)],
    0x050C: [*f32(2967.0), *f32(3031.0), *f32(2929.0), *f32(8927.0)],
    0x0B02: f32(4.5),
    0x0D04: [0, 1],
    0x0E02: 0,
    0x1000: f32(1234.5),
}
