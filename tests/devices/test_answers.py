"""What came of the requests to a unit: damaged answers are counted, silence and refusals are not."""

from collections.abc import AsyncIterator

from modbus_connection import (
    IllegalDataAddressError,
    ModbusConnectionError,
    ModbusDesyncError,
    ModbusProtocolError,
    ModbusSerialParams,
    ModbusTimeoutError,
)
from modbus_connection.mock import MockModbusConnection
from modbus_connection.tmodbus import ModbusConnection
import pytest

from custom_components.overshot.devices.answers import Answers, counted
from simulator.faults import Fault, FaultBoard, FaultKind
from simulator.servers.modbus import ModbusServer
from simulator.servers.registers import Kind, RegisterBank, number


@pytest.mark.parametrize(
    ("problem", "error", "damaged"),
    [
        ("a wrong checksum", ModbusProtocolError("CRC"), 1),
        ("the answer to another question", ModbusDesyncError("transaction 7 instead of 8"), 1),
        ("silence", ModbusTimeoutError("no answer"), 0),
        ("a broken link", ModbusConnectionError("gone"), 0),
        ("a refused block", IllegalDataAddressError(), 0),
    ],
)
async def test_what_counts_as_damaged(problem: str, error: Exception, damaged: int) -> None:
    unit = MockModbusConnection().for_unit(1)
    unit.holding[10] = 4321
    answers = Answers()
    count = counted(unit, answers)
    assert await count.read_holding_registers(10, 1) == [4321]
    await count.write_register(10, 5)
    assert (answers.requests, answers.damaged) == (2, 0)
    unit.fail_requests(error)
    with pytest.raises(type(error)):
        await count.read_holding_registers(10, 1)
    assert (answers.requests, answers.damaged) == (3, damaged), problem


async def test_everything_else_is_the_units_own() -> None:
    unit = MockModbusConnection().for_unit(1)
    answers = Answers()
    count = counted(unit, answers)
    count.require_timeout(4.0)
    assert unit.required_timeout == 4.0
    assert count.connected is unit.connected
    assert answers.requests == 0


@pytest.fixture
async def line(socket_enabled: None) -> AsyncIterator[tuple[ModbusServer, FaultBoard]]:
    """Serve one register behind a gateway that passes RTU frames."""
    faults = FaultBoard()
    server = ModbusServer("line", [RegisterBank(7, [number(Kind.U16, 10, 4321)])], faults, rtu=True)
    await server.start()
    yield server, faults
    await server.stop()


async def test_a_line_with_damaged_frames(line: tuple[ModbusServer, FaultBoard]) -> None:
    """Over a real socket, in real RTU frames: the checksum tells, and the next answer is fine again."""
    server, faults = line
    link = ModbusConnection(
        ModbusSerialParams(device=f"socket://127.0.0.1:{server.port}", baudrate=115_200), timeout=2.0
    )
    answers = Answers()
    unit = counted(link.for_unit(7), answers)
    try:
        faults.begin(Fault(device="line", kind=FaultKind.WRONG_CRC), 0)
        for _ in range(3):
            with pytest.raises(ModbusProtocolError):
                await unit.read_holding_registers(10, 1)
        faults.clear()
        assert await unit.read_holding_registers(10, 1) == [4321]
    finally:
        await link.close()
    assert (answers.requests, answers.damaged) == (4, 3)
