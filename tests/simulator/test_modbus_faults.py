"""Every way in which a Modbus device of the house fails, as a client of another make sees it."""

import asyncio

from modbus_connection.exceptions import (
    GatewayTargetError,
    IllegalDataAddressError,
    IllegalFunctionError,
    ModbusConnectionError,
    ModbusError,
    ModbusTimeoutError,
    ServerDeviceFailureError,
)
import pytest

from simulator.faults import Fault, FaultBoard, FaultKind
from simulator.servers.modbus import ModbusServer
from simulator.servers.registers import Kind, RegisterBank, number
from simulator.servers.telegram import crc16

from .links import modbus_link, still_house

pytestmark = pytest.mark.usefixtures("socket_enabled")

UNITS = [("emc", 0, 4102), ("goodwe", 247, 35182), ("garage", 1, 0x3013)]


@pytest.mark.parametrize(("device", "unit", "address"), UNITS)
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.SILENT, ModbusTimeoutError),
        (FaultKind.LATE, ModbusTimeoutError),
        (FaultKind.EXCEPTION, ServerDeviceFailureError),
        (FaultKind.GARBAGE, ModbusError),
        (FaultKind.REFUSED, ModbusConnectionError),
    ],
)
async def test_fault_and_recovery(
    device: str, unit: int, address: int, kind: FaultKind, error: type[ModbusError]
) -> None:
    async with still_house() as house:
        async with modbus_link(house, device, timeout=0.2) as link:
            assert len(await link.for_unit(unit).read_holding_registers(address, 2)) == 2
        house.fail(Fault(device=device, kind=kind, duration=10, lateness=0.4))
        await house.advance(1)
        async with modbus_link(house, device, timeout=0.2) as link:
            with pytest.raises(error):
                await link.for_unit(unit).read_holding_registers(address, 2)
        await house.advance(10)
        async with modbus_link(house, device) as link:
            assert len(await link.for_unit(unit).read_holding_registers(address, 2)) == 2


async def test_late_within_patience_is_right() -> None:
    async with still_house() as house, modbus_link(house, "goodwe") as link:
        house.fail(Fault(device="goodwe", kind=FaultKind.LATE, lateness=0.1))
        begun = asyncio.get_running_loop().time()
        assert await link.for_unit(247).read_holding_registers(37007, 1) == [60]
        assert asyncio.get_running_loop().time() - begun >= 0.09


async def test_other_devices_are_not_touched() -> None:
    async with still_house() as house:
        house.fail(Fault(device="garage", kind=FaultKind.REFUSED))
        await house.advance(1)
        async with modbus_link(house, "emc") as link:
            assert await link.for_unit(0).read_holding_registers(4146, 1) == [60]


@pytest.mark.parametrize(("device", "unit"), [("emc", 9), ("emc", 247), ("goodwe", 0), ("goodwe", 1), ("garage", 0)])
async def test_a_unit_that_is_not_there(device: str, unit: int) -> None:
    async with still_house() as house, modbus_link(house, device) as link:
        with pytest.raises(GatewayTargetError):
            await link.for_unit(unit).read_holding_registers(4102, 2)


@pytest.mark.parametrize(("device", "unit", "address"), UNITS)
async def test_what_is_not_in_the_table(device: str, unit: int, address: int) -> None:
    async with still_house() as house, modbus_link(house, device) as link:
        client = link.for_unit(unit)
        with pytest.raises(IllegalDataAddressError):
            await client.read_holding_registers(9, 1) if device != "emc" else await client.read_holding_registers(96, 1)
        with pytest.raises(IllegalDataAddressError):
            await client.read_holding_registers(60_000, 1)
        with pytest.raises(IllegalFunctionError):
            await client.read_input_registers(address, 2)
        with pytest.raises(IllegalFunctionError):
            await client.read_coils(address, 1)
        with pytest.raises(IllegalDataAddressError):
            await client.write_register(address, 1)


async def test_rtu_framing_with_right_and_wrong_crc() -> None:
    faults = FaultBoard()
    server = ModbusServer("line", [RegisterBank(7, [number(Kind.U16, 10, 4321)])], faults, rtu=True)
    await server.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        request = bytes([7, 3, 0, 10, 0, 1])
        # Modbus RTU starts its CRC at 0xFFFF; telegrams start at 0. Prefixing two bytes turns one into the other.
        for wrong in (False, True):
            if wrong:
                faults.begin(Fault(device="line", kind=FaultKind.WRONG_CRC), 0)
            writer.write(request + _rtu_crc(request))
            answer = await asyncio.wait_for(reader.readexactly(7), 2)
            assert answer[:5] == bytes([7, 3, 2]) + (4321).to_bytes(2, "big")
            assert (answer[5:] == _rtu_crc(answer[:5])) is not wrong
        writer.close()
    finally:
        await server.stop()


def _rtu_crc(frame: bytes) -> bytes:
    """Return the CRC of an RTU frame: the same polynomial as a telegram's, started at all ones."""
    # Starting at 0xFFFF is the same as turning over the first two bytes.
    turned = bytes([frame[0] ^ 0xFF, frame[1] ^ 0xFF]) + frame[2:]
    return crc16(turned).to_bytes(2, "little")


def test_fields_may_not_overlap() -> None:
    with pytest.raises(ValueError, match="twice"):
        RegisterBank(1, [number(Kind.U32, 10, 0), number(Kind.U16, 11, 0)])
