"""Modbus servers on 127.0.0.1, of another make than the client that the drivers use."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from modbus_connection import ModbusTcpParams
from modbus_connection.tmodbus import ModbusConnection
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from .registers import spread

type Registers = Mapping[int, int | Sequence[int]]


def device(unit_id: int, registers: Registers) -> SimDevice:
    """Return a device that serves these registers and refuses all others."""
    flat = spread(registers)
    runs: dict[int, list[int]] = {}
    for address in sorted(flat):
        if address - 1 not in flat:
            first = address
            runs[first] = []
        runs[first].append(flat[address])
    return SimDevice(
        unit_id,
        simdata=[SimData(first, values=[*values], datatype=DataType.UINT16) for first, values in runs.items()],
    )


@asynccontextmanager
async def modbus_server(units: Mapping[int, Registers]) -> AsyncIterator[int]:
    """Serve the registers of some units and yield the port. Unit 0 answers for every unit that is not named."""
    server = ModbusTcpServer(
        [device(unit_id, registers) for unit_id, registers in units.items()], address=("127.0.0.1", 0)
    )
    await server.serve_forever(background=True)
    try:
        assert isinstance(server.transport, asyncio.Server)
        yield server.transport.sockets[0].getsockname()[1]
    finally:
        await server.shutdown()


@asynccontextmanager
async def modbus_link(port: int) -> AsyncIterator[ModbusConnection]:
    """Connect to a server the way Home Assistant does."""
    connection = ModbusConnection(ModbusTcpParams(host="127.0.0.1", port=port))
    try:
        yield connection
    finally:
        await connection.close()
