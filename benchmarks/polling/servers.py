"""The simulated devices that both sides poll, in a process of their own.

A server in the loop of Home Assistant would be measured with it. Each family has a house for itself, which lives for some
minutes and then stands still: both sides must read the same values, however long they take.

It says on which ports the devices are (a line of JSON), and for every line it is sent how many requests each has answered.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
import json
import sys
from typing import Final, Self

from custom_components.overshot.core.model import ChargePoint, ConnectionType, GridConnection, Rotation, Site
from simulator.battery import BatterySpec
from simulator.car import Car, CarSpec
from simulator.faults import FaultBoard
from simulator.grid import GridSpec
from simulator.heat_pump import HeatPumpSpec
from simulator.series import constant
from simulator.servers.e3dc import E3dcServer
from simulator.servers.goodwe import GoodweServer
from simulator.servers.hager_flow import HagerFlowServer
from simulator.servers.modbus import ModbusServer
from simulator.servers.stations import STATIONS
from simulator.servers.sunspec import Profile, SunSpecServer
from simulator.solar import SolarSpec
from simulator.station import StationSpec
from simulator.world import HouseSpec, World

HOST: Final = "127.0.0.1"
GARAGE: Final = "garage"
ALONE: Final = 120
"""How long the sun charges the battery before the car comes (s)."""

CHARGES: Final = 120
"""How long the car has charged when the house is read (s)."""

_START = datetime(2026, 6, 16, 10, 0, tzinfo=UTC)

type MakeServer = Callable[[World, FaultBoard], ModbusServer]


def _station(family: str) -> MakeServer:
    """Return how to make the server of a charging station."""
    return lambda world, faults: STATIONS[family](world, GARAGE, faults, HOST, 0)


SERVERS: Final[Mapping[str, MakeServer]] = {
    "hager_flow": HagerFlowServer,
    "hager_witty_plus": _station("hager_witty_plus"),
    "goodwe_et": GoodweServer,
    "sunspec": partial(SunSpecServer, profile=Profile.HYBRID),
    "alfen_eve": _station("alfen_eve"),
    "e3dc": E3dcServer,
}
"""By the name of the family."""


def a_house() -> World:
    """Return a house on a bright day: panels, a battery, a heat pump that runs, and a station without a car."""
    kind = ConnectionType.THREE_PHASE
    station = StationSpec(setpoint=16.0, fallback_current=6.0, rotation=Rotation.L1L2L3)
    point = ChargePoint(id=GARAGE, name="Garage", rotation=station.rotation)
    spec = HouseSpec(
        site=Site(connection=GridConnection(type=kind, fuse=40.0), charge_points=(point,)),
        grid=GridSpec(type=kind),
        battery=BatterySpec(),
        solar=SolarSpec(peak=9000.0),
        heat_pump=HeatPumpSpec(temperature=40.0),
        stations={GARAGE: station},
    )
    return World(spec, _START, load=(constant(300.0), constant(200.0), constant(100.0)), sun=constant(4000.0))


async def _live(world: World, server: ModbusServer) -> None:
    """Let a house live until every value of it is there."""
    for second in range(ALONE + CHARGES):
        if second == ALONE:
            world.stations[GARAGE].plug_in(Car(CarSpec(delay=1.0, ramp=20.0)))
        world.step()
        await server.step()


class Servers:
    """The process, seen from the side that measures."""

    def __init__(self, process: asyncio.subprocess.Process, ports: Mapping[str, int]) -> None:
        """Hold a process that listens."""
        self._process = process
        self.ports = ports

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        """Start the devices, and end them."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        try:
            yield cls(process, await _line(process))
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()

    async def answered(self, family: str) -> int:
        """Return how many requests a device has answered so far."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        return (await _line(self._process))[family]


async def _line(process: asyncio.subprocess.Process) -> dict[str, int]:
    """Return what the process says next. Raises RuntimeError where it has ended."""
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("the simulated devices did not start")
    said: dict[str, int] = json.loads(line)
    return said


async def _serve() -> None:
    """Serve until the standard input ends."""
    servers: dict[str, ModbusServer] = {}
    for family, make in SERVERS.items():
        world = a_house()
        server = servers[family] = make(world, FaultBoard())
        await server.start()
        await _live(world, server)
    print(json.dumps({family: server.port for family, server in servers.items()}), flush=True)
    asked = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    while await asked.readline():
        print(json.dumps({family: server.requests for family, server in servers.items()}), flush=True)
    for server in servers.values():
        await server.stop()


if __name__ == "__main__":
    asyncio.run(_serve())
