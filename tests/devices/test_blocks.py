"""Blocks that lie side by side are read at once, and no device is worse off for it."""

from modbus_connection import (
    IllegalDataAddressError,
    ModbusConnectionError,
    ModbusError,
    ModbusProtocolError,
    ModbusTimeoutError,
    ModbusUnit,
    ServerDeviceBusyError,
)
from modbus_connection.mock import MockModbusConnection, MockModbusUnit
from modbus_connection.model import Component, Device, integer
import pytest

from custom_components.overshot.devices.blocks import Neighbours, read_blocks

APART = [(1, 1), (10, 2), (12, 1)]
TOGETHER = [(1, 1), (10, 3)]


class _First(Component):
    value = integer(1)


class _Second(Component):
    value = integer(10)
    other = integer(11)


class _Third(Component):
    value = integer(12)


class _Blocks(Device):
    names = ("first", "second", "third")

    def __init__(self, unit: ModbusUnit) -> None:
        super().__init__(unit)
        self.first, self.second, self.third = _First(unit), _Second(unit), _Third(unit)
        self.both = Neighbours(unit, {"second": self.second, "third": self.third})


@pytest.fixture
def unit(link: MockModbusConnection) -> MockModbusUnit:
    """Return a unit whose registers hold their addresses."""
    unit = link.for_unit(1)
    unit.holding.update({address: address for address in range(20)})
    return unit


@pytest.fixture
def blocks(unit: MockModbusUnit) -> _Blocks:
    return _Blocks(unit)


@pytest.fixture
def long_reads_fail(unit: MockModbusUnit, monkeypatch: pytest.MonkeyPatch) -> dict[str, ModbusError | None]:
    """Return where the failure of reads of more than two registers is set."""
    failure: dict[str, ModbusError | None] = {"error": None}
    read = unit.read_holding_registers

    async def picky(address: int, count: int) -> list[int]:
        words = await read(address, count)
        if count > 2 and (error := failure["error"]) is not None:
            raise error
        return words

    monkeypatch.setattr(unit, "read_holding_registers", picky)
    return failure


async def _asked(blocks: _Blocks, unit: MockModbusUnit) -> list[tuple[int, int]]:
    """Read all blocks; return what was asked: address and count."""
    unit.read_events.clear()
    report = await read_blocks(blocks, blocks.names, blocks.both)
    assert report.updated == set(blocks.names)
    assert (blocks.first.value, blocks.second.other, blocks.third.value) == (1, 11, 12)
    return [(event.address, event.count) for event in unit.read_events]


async def test_they_are_read_at_once(blocks: _Blocks, unit: MockModbusUnit) -> None:
    assert await _asked(blocks, unit) == TOGETHER
    assert await _asked(blocks, unit) == TOGETHER


@pytest.mark.parametrize(
    ("error", "proven", "then", "later"),
    [
        pytest.param(IllegalDataAddressError(), False, APART, APART, id="refused: never tried again"),
        pytest.param(IllegalDataAddressError(), True, APART, APART, id="refused after an update of its firmware"),
        pytest.param(ModbusTimeoutError(), False, APART, APART, id="silent instead of a refusal: never tried again"),
        pytest.param(ServerDeviceBusyError(), False, APART, TOGETHER, id="busy for a moment"),
        pytest.param(ModbusProtocolError("garbage"), True, APART, TOGETHER, id="a damaged answer"),
    ],
)
async def test_a_device_that_minds(
    blocks: _Blocks,
    unit: MockModbusUnit,
    long_reads_fail: dict[str, ModbusError | None],
    error: ModbusError,
    proven: bool,
    then: list[tuple[int, int]],
    later: list[tuple[int, int]],
) -> None:
    if proven:
        await _asked(blocks, unit)
    long_reads_fail["error"] = error
    asked = await _asked(blocks, unit)
    assert [read for read in asked if read != (10, 3)] == then
    long_reads_fail["error"] = None
    assert await _asked(blocks, unit) == later


async def test_silence_of_one_that_used_to_answer_is_waited_for_once(
    blocks: _Blocks, unit: MockModbusUnit, long_reads_fail: dict[str, ModbusError | None]
) -> None:
    await _asked(blocks, unit)
    long_reads_fail["error"] = ModbusTimeoutError()
    unit.read_events.clear()
    report = await read_blocks(blocks, blocks.names, blocks.both)
    assert (report.updated, set(report.failed)) == ({"first"}, {"second", "third"})
    assert len(unit.read_events) == 2
    long_reads_fail["error"] = None
    assert await _asked(blocks, unit) == TOGETHER


@pytest.mark.parametrize("error", [ModbusTimeoutError(), ModbusConnectionError()])
async def test_nothing_answers(blocks: _Blocks, unit: MockModbusUnit, error: ModbusError) -> None:
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await read_blocks(blocks, ("second", "third"), blocks.both)
    unit.fail_requests(None)
    report = await read_blocks(blocks, ("second", "third"), blocks.both)
    assert report.updated == {"second", "third"}
