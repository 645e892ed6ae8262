"""Every family's simulated server against every driver: nobody takes a stranger for its own."""

from collections.abc import Iterator

from modbus_connection import ModbusError, ModbusUnit
import pytest

from custom_components.overshot.devices.driver import Driver, Identity
from custom_components.overshot.devices.keba import Keba
from custom_components.overshot.devices.registry import FAMILIES, identify
from simulator.battery import BatterySpec
from simulator.faults import FaultBoard
from simulator.servers.abb_terra import AbbTerraServer
from simulator.servers.alfen import AlfenServer
from simulator.servers.e3dc import E3dcServer
from simulator.servers.goodwe import GoodweServer
from simulator.servers.hager_ecr import HagerEcrServer
from simulator.servers.hager_flow import HagerFlowServer
from simulator.servers.hager_witty import HagerWittyServer
from simulator.servers.hager_xev1k import HagerXev1kServer
from simulator.servers.heidelberg import HeidelbergServer
from simulator.servers.keba import KebaServer
from simulator.servers.mennekes import MennekesServer
from simulator.servers.modbus import ModbusServer
from simulator.servers.sunspec import Profile, SunSpecServer
from simulator.servers.webasto import WebastoNextServer, WebastoUniteServer
from simulator.world import World

from .simulated import GARAGE, a_world, link_to
from .simulated_house import a_house

pytestmark = pytest.mark.usefixtures("socket_enabled")

STATIONS = {
    "hager_witty_plus": HagerWittyServer,
    "hager_xev1k_e3dc": HagerXev1kServer,
    "abb_terra_ac": AbbTerraServer,
    "alfen_eve": AlfenServer,
    "keba_kecontact": KebaServer,
    "webasto_next": WebastoNextServer,
    "webasto_unite": WebastoUniteServer,
    "heidelberg_energy_control": HeidelbergServer,
    "mennekes_amtron": MennekesServer,
}
SERVERS = (*STATIONS, "goodwe_et", "goodwe_ut", "e3dc", "hager_ecr", "sunspec", "hager_flow")


HASTE = 1000.0
"""A pace that a station insists on is not what is looked at here."""


@pytest.fixture(autouse=True)
def _haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keba, "read_gap", Keba.read_gap / HASTE + 0.001)


def serve(family: str) -> ModbusServer:
    """Return the server of a family."""
    world: World = a_world(battery=BatterySpec())
    if family == "goodwe_et":
        return GoodweServer(world, FaultBoard())
    if family == "hager_flow":
        return HagerFlowServer(world, FaultBoard())
    if family == "e3dc":
        return E3dcServer(world, FaultBoard())
    if family == "hager_ecr":
        return HagerEcrServer(world, FaultBoard())
    if family == "sunspec":
        return SunSpecServer(a_house(), FaultBoard())
    if family == "goodwe_ut":
        return SunSpecServer(a_house(), FaultBoard(), manufacturer="GoodWe", unit=247, profile=Profile.SOLAR, rtu=True)
    server = STATIONS[family](world, GARAGE, FaultBoard())
    server.speed = HASTE
    return server


BESIDES = {("goodwe_ut", "sunspec")}
"""Who rightly knows another family's device too, where it is asked on that device's unit."""


def others(family: str) -> Iterator[type[Driver]]:
    """Return the drivers of all other families."""
    return (driver for name, driver in FAMILIES.items() if name != family and (family, name) not in BESIDES)


async def ask(driver: Driver) -> Identity | None:
    """Return whom a driver recognised; a unit that is not there is nobody, nor is 0 on a bus."""
    try:
        return await driver.identify()
    except ModbusError:
        return None


@pytest.mark.parametrize("family", SERVERS)
async def test_a_stranger_is_not_taken_for_ones_own(family: str) -> None:
    server = serve(family)
    await server.start()
    link = link_to(server)
    try:
        own = FAMILIES[family]
        assert await ask(own(link.for_unit, own.default_unit)) is not None
        for driver in others(family):
            assert await ask(driver(link.for_unit, driver.default_unit)) is None, driver.family
    finally:
        await link.close()
        await server.stop()


@pytest.mark.parametrize("family", SERVERS)
async def test_a_stranger_that_answers_every_unit_is_not_taken_for_ones_own(family: str) -> None:
    server = serve(family)
    await server.start()
    link = link_to(server)
    try:
        for unit in server.banks:

            def unit_for(_: int, unit: int = unit) -> ModbusUnit:
                return link.for_unit(unit)

            for driver in others(family):
                assert await ask(driver(unit_for, driver.default_unit)) is None, (driver.family, unit)
    finally:
        await link.close()
        await server.stop()


@pytest.mark.parametrize("family", SERVERS)
async def test_the_search_finds_the_family_and_writes_nothing(family: str) -> None:
    server = serve(family)
    await server.start()
    link = link_to(server)
    try:
        identity = await identify(link.for_unit)
    finally:
        await link.close()
        await server.stop()
    assert identity is not None
    assert identity.family == family
    assert server.writes == []
