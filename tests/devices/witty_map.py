"""A witty plus as its registers stand while a car charges with 10 A on three phases."""

from .registers import i32, text, u32

WITTY: dict[int, int | list[int]] = {
    0x1001: 1,
    0x1003: text("XVP1K22T2S", 16),
    0x1013: text("OVS-WITTY-0001", 16),
    0x1023: [1, 4, 27],
    0x3006: [32, 20],
    0x3008: int.from_bytes(b"C2"),
    0x3009: 17,
    0x300A: [99, 101, 98],
    0x300D: [2304, 2311, 2298],
    0x3010: [2281, 2334, 2252],
    0x3013: i32(6867),
    0x301E: 100,
    0x301F: 60,
    0x3020: 1,
    0x3021: 1,
    0x3022: 0,
    0x3026: 0,
    0x302B: u32(6 << 8),
    0x5000: u32(4321),
}
