"""A simulated house with solar panels and a battery, the server of one of its devices, and a link to it of another make."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from modbus_connection.tmodbus import ModbusConnection

from custom_components.overshot.core.model import ConnectionType, GridConnection, Site
from simulator.battery import BatterySpec
from simulator.faults import FaultBoard
from simulator.grid import GridSpec
from simulator.series import PhaseSeries, constant
from simulator.servers.modbus import ModbusServer
from simulator.solar import SolarSpec
from simulator.world import HouseSpec, World

from .simulated import link_to

START = datetime(2026, 6, 16, 10, 0, tzinfo=UTC)

type MakeServer = Callable[[World, FaultBoard], ModbusServer]


@dataclass(kw_only=True)
class Rig:
    """A house in which time stands still but for `live`, and a link to one device."""

    world: World
    faults: FaultBoard
    server: ModbusServer
    link: ModbusConnection

    async def live(self, seconds: int) -> None:
        """Let the house live for some seconds."""
        for _ in range(seconds):
            self.world.step()
            await self.server.step()


def a_house(
    *,
    load: tuple[float, float, float] = (300.0, 200.0, 100.0),
    sun: float = 4000.0,
    battery: BatterySpec | None = None,
    solar: SolarSpec | None = None,
) -> World:
    """Return a house with panels in the sun (W) and a battery, or what is given instead."""
    kind = ConnectionType.THREE_PHASE
    phases: PhaseSeries = (constant(load[0]), constant(load[1]), constant(load[2]))
    spec = HouseSpec(
        site=Site(connection=GridConnection(type=kind, fuse=25.0)),
        grid=GridSpec(type=kind),
        battery=battery or BatterySpec(),
        solar=solar or SolarSpec(peak=9000.0),
    )
    return World(spec, START, load=phases, sun=constant(sun))


@asynccontextmanager
async def served(make: MakeServer, world: World | None = None) -> AsyncIterator[Rig]:
    """Serve a device of a house that has lived for a while, and connect to it."""
    world, faults = world or a_house(), FaultBoard()
    server = make(world, faults)
    await server.start()
    link = link_to(server)
    rig = Rig(world=world, faults=faults, server=server, link=link)
    try:
        await rig.live(20)
        yield rig
    finally:
        await link.close()
        await server.stop()
