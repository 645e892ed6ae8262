"""SunSpec maps as registers, laid out by hand: a hybrid inverter with a battery and a meter, in integers."""

from collections.abc import Iterable, Mapping, Sequence

from .registers import i16, spread, text, u32

type Block = tuple[int, int, Mapping[int, int | Sequence[int]]]
"""A model: its id, its length, and what is at an offset from its first register."""

NOT_AVAILABLE = 0x8000

COMMON: Block = (
    1,
    66,
    {
        2: text("Fronius", 16),
        18: text("Symo GEN24 10.0", 16),
        42: text("1.30.7-1", 8),
        50: text("OVS-34119999", 16),
        66: 1,
    },
)
INVERTER: Block = (103, 50, {14: i16(4321), 15: 0, 24: u32(12_345_678), 26: 0, 38: 4})
NAMEPLATE: Block = (120, 26, {2: 82, 3: 10_000, 4: 0, 23: 500, 24: 1, 25: 600, 26: 1})
SETTINGS: Block = (121, 30, {2: 1000, 22: 1})
CONTROLS: Block = (123, 24, {4: 1, 5: 10_000, 7: 0, 9: 0, 23: i16(-2)})
STORAGE: Block = (
    124,
    24,
    {
        2: 512,
        5: 0,
        8: 7150,
        11: 4,
        12: 10_000,
        13: 10_000,
        15: 0,
        17: 0,
        18: 1,
        22: i16(-2),
        25: i16(-2),
    },
)


def module(number: int, name: str, power: int, energy: int) -> dict[int, int | Sequence[int]]:
    """Return one input of model 160, counted from 0."""
    at = 10 + 20 * number
    return {
        at: number + 1,
        at + 1: text(name, 8),
        at + 9: 0xFFFF,
        at + 10: 0xFFFF,
        at + 11: power,
        at + 12: u32(energy),
    }


INPUTS: Block = (
    160,
    88,
    {
        4: i16(-1),
        5: 0,
        8: 4,
        **module(0, "MPPT 1", 30_000, 7_000_000),
        **module(1, "MPPT 2", 21_000, 5_000_000),
        **module(2, "StCha 3", 12_345, 900_000),
        **module(3, "StDisCha 4", 0, 800_000),
    },
)
METER_COMMON: Block = (1, 65, {2: text("Fronius", 16), 18: text("Smart Meter 63A", 16), 50: text("OVS-METER-1", 16)})
METER: Block = (
    203,
    105,
    {
        3: i16(-520),
        4: i16(160),
        5: i16(-450),
        6: i16(-2),
        8: 2318,
        9: 2309,
        10: 2325,
        12: 4000,
        13: 4010,
        14: 4020,
        15: i16(-1),
        18: i16(-190),
        19: i16(-120),
        20: i16(34),
        21: i16(-104),
        22: 1,
        38: u32(4_200_000),
        46: u32(3_100_000),
        54: 0,
    },
)

HYBRID = (COMMON, INVERTER, NAMEPLATE, SETTINGS, CONTROLS, STORAGE, INPUTS, METER_COMMON, METER)


def sunspec(blocks: Iterable[Block], base: int = 40000) -> dict[int, int]:
    """Return the registers of a chain of models, with its mark and its end."""
    flat: dict[int, int] = {base: 0x5375, base + 1: 0x6E53}
    address = base + 2
    for model_id, length, values in blocks:
        # What a device does not have is not implemented, in the way of an int16.
        flat |= dict.fromkeys(range(address, address + length + 2), NOT_AVAILABLE)
        flat |= {address: model_id, address + 1: length}
        flat |= {address + offset: word for offset, word in spread(values).items()}
        address += length + 2
    return flat | {address: 0xFFFF, address + 1: 0}


def offset_of(blocks: Iterable[Block], model_id: int, base: int = 40000) -> int:
    """Return where a model begins."""
    address = base + 2
    for found, length, _ in blocks:
        if found == model_id:
            return address
        address += length + 2
    raise LookupError(model_id)


def with_model(blocks: Iterable[Block], model_id: int, changes: Mapping[int, int | Sequence[int]]) -> tuple[Block, ...]:
    """Return the chain with other values in one model."""
    return tuple(
        (found, length, {**values, **changes} if found == model_id else values) for found, length, values in blocks
    )


def without(blocks: Iterable[Block], *model_ids: int) -> tuple[Block, ...]:
    """Return the chain without some models."""
    return tuple(block for block in blocks if block[0] not in model_ids)
