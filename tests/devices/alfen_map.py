"""An Alfen Eve Single as its registers stand while a car charges with 13 A on three phases."""

import struct

from .registers import f32, text, u32


def f64(value: float) -> list[int]:
    """Return a double in four registers, high word first."""
    return list(struct.unpack(">4H", struct.pack(">d", value)))


NAN = f32(float("nan"))

ALFEN_STATION: dict[int, int | list[int]] = {
    100: text("ALF_1", 17),
    117: text("Alfen NV", 5),
    123: text("4.9.0-4187", 17),
    140: text("NG910", 17),
    157: text("OVS0000001", 11),
    168: [2026, 6, 16, 12, 0, 0, *u32(0), *u32(4_000_000), 60],
    1100: [*f32(16.0), *f32(31.5), 2, 1],
}

ALFEN_SOCKET: dict[int, int | list[int]] = {
    306: [*f32(230.5), *f32(231.0), *f32(229.75), *NAN, *NAN, *NAN],
    318: [*f32(0.2), *f32(12.875), *f32(13.125), *f32(12.75), *f32(38.8)],
    328: [*f32(1.0), *f32(1.0), *f32(1.0), *f32(1.0), *f32(50.02)],
    338: [*f32(2972.0), *f32(3027.0), *f32(2941.0), *f32(8940.0)],
    374: f64(1_234_567.5),
    1200: 1,
    1201: text("C2", 5),
    1206: [*f32(13.0), *u32(41), *f32(13.0), *f32(6.0), 1, 3],
}
