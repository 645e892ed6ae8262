"""Clients of another make than the servers of the simulated house."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from modbus_connection import ModbusTcpParams
from modbus_connection.tmodbus import ModbusConnection

from simulator.house import House

from .houses import a_scenario


@asynccontextmanager
async def still_house(**changes: object) -> AsyncIterator[House]:
    """Yield a house in which time stands still but for `advance`."""
    async with House(a_scenario(**changes), speed=0) as house:
        await house.advance(1)
        yield house


@asynccontextmanager
async def modbus_link(house: House, device: str, timeout: float = 3.0) -> AsyncIterator[ModbusConnection]:
    """Connect to a device of a house."""
    connection = ModbusConnection(ModbusTcpParams(host="127.0.0.1", port=house.ports[device]), timeout=timeout)
    try:
        yield connection
    finally:
        await connection.close()


async def read_telegram(reader: asyncio.StreamReader, timeout: float = 2.0) -> str:
    """Return the next telegram, its CRC line included."""
    async with asyncio.timeout(timeout):
        body = await reader.readuntil(b"!")
        return (body + await reader.readuntil(b"\r\n")).decode("ascii")


def text(registers: list[int]) -> str:
    """Return the text in registers."""
    return b"".join(register.to_bytes(2, "big") for register in registers).rstrip(b"\0").decode("ascii")


def signed(registers: list[int]) -> int:
    """Return the signed number in registers, high word first."""
    data = b"".join(register.to_bytes(2, "big") for register in registers)
    return int.from_bytes(data, "big", signed=True)
