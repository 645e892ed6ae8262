"""A dump of registers shows what a device said, and not whose it is."""

from typing import Any

from modbus_connection.mock import MockModbusConnection
import pytest

from custom_components.overshot.devices.answers import Answers, counted
from custom_components.overshot.devices.keba import Keba
from custom_components.overshot.devices.register_dump import BLANK, dump
from custom_components.overshot.devices.registry import FAMILIES

from .simulated import link_to
from .test_identification_matrix import SERVERS, _haste, serve  # noqa: F401

CARD = 0x04A2B3C4


def words(text: str) -> list[int]:
    """Return text as registers, the first letter in the higher byte."""
    raw = text.encode().ljust(len(text) + len(text) % 2, b"\0")
    return [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]


async def told(registers: dict[int, Any], *secrets: str, private: frozenset[int] = frozenset()) -> Any:
    """Return the dump of a unit that was asked for these registers, each block at once."""
    unit = MockModbusConnection().for_unit(3)
    answers = Answers()
    count = counted(unit, answers, 3)
    for address, values in registers.items():
        unit.holding[address] = values
        await count.read_holding_registers(address, len(values))
    return dump(answers, secrets, private)["unit 3"]["holding registers"]


async def test_blocks_by_their_address() -> None:
    assert await told({10: [1, 0xABCD], 12: [3], 40_000: [4]}) == {"10": "0001 abcd 0003", "40000": "0004"}


async def test_the_last_answer_counts() -> None:
    unit = MockModbusConnection().for_unit(1)
    answers = Answers()
    count = counted(unit, answers, 1)
    for value in (7, 8):
        unit.input[5] = value
        await count.read_input_registers(5, 1)
    unit.coil.update({0: True, 1: False})
    await count.read_coils(0, 2)
    assert dump(answers, ()) == {"unit 1": {"coils": {"0": "10"}, "input registers": {"5": "0008"}}}


@pytest.mark.parametrize(
    ("problem", "registers", "secret"),
    [
        ("as text", [7, *words("OVS-12AB"), 7], "OVS-12AB"),
        ("in small letters", [7, *words("ovs-12ab"), 7], "OVS-12AB"),
        ("from the middle of a register on", [7, *words("xOVS-12A"), 7], "OVS-12A"),
        ("with its bytes the other way round", [7, *(int.from_bytes(w.to_bytes(2), "little") for w in words("OVS-12AB")), 7], "OVS-12AB"),
        ("a letter in a register", [7, *map(ord, "OVS-12AB"), 7], "OVS-12AB"),
        ("as a number", [7, 0x0012, 0xD687, 7], "1234567"),
        ("as a number, lower word first", [7, 0xD687, 0x0012, 7], "1234567"),
        ("as bytes", [7, 0x04A2, 0xB3C4, 7], "04A2B3C4"),
        ("of somebody nobody named", [7, *words("SN20231145"), 7], ""),
    ],
)  # fmt: skip
async def test_a_serial_number_is_blanked(problem: str, registers: list[int], secret: str) -> None:
    """And nothing beside it."""
    hidden = " ".join([BLANK] * (len(registers) - 2))
    assert await told({100: registers}, secret) == {"100": f"0007 {hidden} 0007"}


async def test_names_of_models_stay() -> None:
    for model in ("XEV1K22T2TFS", "GW10K-ET", "XEM470"):
        assert BLANK not in (await told({100: words(model)}))["100"], model


async def test_a_card_is_nobody_elses_business() -> None:
    """KEBA tells it as a number; it may be that of a session that is over, so what is read now does not tell it."""
    card = [CARD >> 16, CARD & 0xFFFF]
    assert await told({1500: card}, private=Keba.private_registers) == {"1500": f"{BLANK} {BLANK}"}


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("family", SERVERS)
async def test_no_family_gives_its_serial_number_away(family: str) -> None:
    """All that the driver asks for, over a real socket."""
    server = serve(family)
    await server.start()
    link = link_to(server)
    answers = Answers()
    try:
        own = FAMILIES[family]
        driver = own(lambda unit_id: counted(link.for_unit(unit_id), answers, unit_id), own.default_unit)
        identity = await driver.identify()
        assert identity is not None
        await driver.poll()
    finally:
        await link.close()
        await server.stop()
    shown = dump(answers, [identity.serial], driver.private_registers)
    assert shown
    raw = Answers(tables={key: dict(table) for key, table in answers.tables.items()})
    for unit, tables in shown.items():
        for table, blocks in tables.items():
            for start, text in blocks.items():
                values = [0 if word == BLANK else int(word, 16) for word in text.split()] if " " in text else []
                raw.tables[int(unit.removeprefix("unit ")), table].update(enumerate(values, int(start)))
    blanked = dump(raw, [identity.serial])
    assert str(blanked).count(BLANK) == 0, "nothing is left to blank"
