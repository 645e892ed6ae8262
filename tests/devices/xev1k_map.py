"""A Hager XEV1K22T2E3DC as its registers stand while a car charges with 13 A on three phases."""

from .registers import text

XEV1K: dict[int, int | list[int]] = {
    0: [0xE3DC, 1, 0],
    3: text("HAGER", 16),
    19: text("XEVFR", 16),
    35: text("OVSXEV1K0001", 16),
    51: text("7.0.5.0/1.0.2.0", 16),
    67: [32, 20, int.from_bytes(b"C2"), 22, 129, 131, 128],
    74: [0xFFFF] * 6,
    80: [13, 32, 1, 0, 0],
}
