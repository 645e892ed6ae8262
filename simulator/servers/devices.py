"""Which server speaks for a device of which family, with its quirks."""

from collections.abc import Callable, Mapping
from typing import Final

from ..devices import DeviceSpec, Part
from ..faults import FaultBoard
from ..world import World
from .e3dc import E3dcServer
from .goodwe import GoodweServer
from .hager_ecr import HagerEcrServer, Measured, at_the_connection, behind_the_panels
from .hager_flow import HagerFlowServer
from .modbus import ModbusServer
from .p1 import P1Server
from .p1_http import P1HttpServer
from .stations import STATIONS
from .sunspec import Profile, SunSpecServer
from .waveshare_relay import WaveshareRelayServer

type Server = ModbusServer | P1Server | P1HttpServer
type _Make = Callable[[DeviceSpec, World, FaultBoard, str, int], Server]

_MAKERS: Final[Mapping[tuple[Part, str], _Make]] = {
    (Part.GRID_METER, "p1"): lambda spec, *where: P1Server(*where),
    (Part.GRID_METER, "p1_http"): lambda spec, *where: P1HttpServer(*where),
    (Part.CONTROLLER, "hager_flow"): lambda spec, *where: HagerFlowServer(*where, **spec.options),
    (Part.INVERTER, "goodwe_et"): lambda spec, *where: GoodweServer(*where, **spec.options),
    (Part.INVERTER, "e3dc"): lambda spec, *where: E3dcServer(*where, **spec.options),
    (Part.INVERTER, "sunspec"): lambda spec, *where: _sunspec(spec, *where),
    (Part.SOLAR, "sunspec"): lambda spec, *where: _sunspec(spec, *where),
    (Part.HEAT_PUMP, "waveshare_relay"): lambda spec, world, *where: WaveshareRelayServer(
        world, spec.id, *where, **spec.options
    ),
    (Part.METER, "hager_ecr"): lambda spec, world, *where: HagerEcrServer(
        world, *where, measured=_measured(spec, world), **spec.options
    ),
}


def make_server(spec: DeviceSpec, world: World, faults: FaultBoard, host: str, port: int) -> Server:
    """Return the server of a device; nothing listens yet. Raises ValueError for an unknown family."""
    server: Server
    if spec.part is Part.CHARGE_POINT and spec.family in STATIONS:
        server = STATIONS[spec.family](world, spec.id, faults, host, port)
    elif (spec.part, spec.family) in _MAKERS:
        server = _MAKERS[spec.part, spec.family](spec, world, faults, host, port)
    else:
        raise ValueError(f"{spec.id}: no {spec.part} of the family {spec.family!r} is known here")
    if isinstance(server, ModbusServer):
        # A house may have several of one family.
        server.name = spec.id
        server.single_connection = spec.single_connection
        server.latency = spec.latency
    return server


def _sunspec(spec: DeviceSpec, world: World, faults: FaultBoard, host: str, port: int) -> SunSpecServer:
    """Return a SunSpec inverter: with the battery where it has one, or panels of its own."""
    own = world.arrays.get(spec.id)
    usual = Profile.SOLAR if own is not None or world.battery is None else Profile.HYBRID
    options = {"profile": usual, "serial": f"SIM-{spec.id.upper()}", **spec.options}
    options["profile"] = Profile(options["profile"])
    return SunSpecServer(world, faults, host, port, solar=own, **options)


def _measured(spec: DeviceSpec, world: World) -> Measured:
    """Return what a meter hangs on."""
    if spec.of == "connection":
        return at_the_connection
    if spec.of == "solar":
        return behind_the_panels
    if spec.of == "heat_pump":
        pump = world.heat_pump
        if pump is None:
            raise ValueError(f"{spec.id}: the house has no heat pump to measure")
        l1, l2, l3 = pump.spec.phases
        return lambda _: (pump.power * l1, pump.power * l2, pump.power * l3)
    station = world.stations[spec.of]
    return lambda _: (station.b1, station.b2, station.b3)
