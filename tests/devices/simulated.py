"""A simulated station with a car, its server on 127.0.0.1, and a link to it of another make."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from modbus_connection import ModbusSerialParams, ModbusTcpParams
from modbus_connection.tmodbus import ModbusConnection

from custom_components.overshot.core.model import ChargePoint, ConnectionType, GridConnection, Rotation, Site
from simulator.battery import BatterySpec
from simulator.car import Car, CarSpec
from simulator.faults import FaultBoard
from simulator.grid import GridSpec
from simulator.servers.modbus import ModbusServer
from simulator.station import Station, StationSpec
from simulator.world import HouseSpec, World

START = datetime(2026, 6, 16, 10, 0, tzinfo=UTC)
GARAGE = "garage"
PATIENCE = 5.0
"""More than any driver asks for: a link that must wait longer is opened anew (s)."""

type MakeServer = Callable[[World, str, FaultBoard], ModbusServer]


@dataclass(kw_only=True)
class Rig:
    """A house in which time stands still but for `live`, and a link to its station."""

    world: World
    faults: FaultBoard
    server: ModbusServer
    link: ModbusConnection

    @property
    def station(self) -> Station:
        """Return the station behind the server."""
        return self.world.stations[GARAGE]

    def live(self, seconds: int) -> None:
        """Let the house live for some seconds."""
        for _ in range(seconds):
            self.world.step()


def a_world(station: StationSpec | None = None, *, car: bool = True, battery: BatterySpec | None = None) -> World:
    """Return a house with a station, and a car that takes 16 A on three phases."""
    spec = station or StationSpec(setpoint=16.0, fallback_current=6.0, rotation=Rotation.L1L2L3)
    kind = ConnectionType.THREE_PHASE
    site = Site(
        connection=GridConnection(type=kind, fuse=25.0),
        charge_points=(ChargePoint(id=GARAGE, name="Garage", rotation=spec.rotation),),
    )
    world = World(HouseSpec(site=site, grid=GridSpec(type=kind), battery=battery, stations={GARAGE: spec}), START)
    if car:
        world.stations[GARAGE].plug_in(Car(CarSpec(delay=1.0, ramp=20.0)))
    return world


def link_to(server: ModbusServer) -> ModbusConnection:
    """Return a link to a server, framed as the server frames."""
    if server.rtu:
        return ModbusConnection(ModbusSerialParams(device=f"socket://127.0.0.1:{server.port}"), timeout=PATIENCE)
    return ModbusConnection(ModbusTcpParams(host="127.0.0.1", port=server.port), timeout=PATIENCE)


@asynccontextmanager
async def simulated(make: MakeServer, station: StationSpec | None = None, *, car: bool = True) -> AsyncIterator[Rig]:
    """Serve a simulated station and connect to it."""
    world, faults = a_world(station, car=car), FaultBoard()
    server = make(world, GARAGE, faults)
    await server.start()
    link = link_to(server)
    try:
        yield Rig(world=world, faults=faults, server=server, link=link)
    finally:
        await link.close()
        await server.stop()
