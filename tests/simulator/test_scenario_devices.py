"""A house is built from whatever devices its scenario names, each with its own address and quirks."""

from collections.abc import Callable
from typing import Any

from modbus_connection import ModbusConnectionError, ModbusError
import pytest

from simulator.devices import Part
from simulator.house import House
from simulator.scenario import ScenarioError, parse_scenario
from simulator.servers.e3dc import E3dcServer
from simulator.servers.hager_ecr import HagerEcrServer
from simulator.servers.keba import KebaServer
from simulator.servers.modbus import ModbusServer
from simulator.servers.sunspec import SunSpecServer
from simulator.servers.waveshare_relay import WaveshareRelayServer

from .houses import HERE, a_scenario, raw_scenario
from .links import modbus_link, signed, still_house

pytestmark = pytest.mark.usefixtures("socket_enabled")

MIXED: dict[str, Any] = {
    "connection": {"type": "three_phase", "fuse": 25},
    "grid_meter": {"family": "p1_http"},
    "controller": {"family": "none"},
    "inverter": {"family": "sunspec", "profile": "resource", "id": "hybrid"},
    "battery": {"soc": 60},
    "solar": {"peak": 6000},
    "more_solar": [{"id": "roof", "family": "sunspec", "peak": 2000, "unit": 3}],
    "charge_points": [{"id": "drive", "family": "keba_kecontact"}, {"id": "shed", "family": "none"}],
    "heat_pump": {"family": "waveshare_relay", "contacts": {"id": "relay", "takes_many": False}},
    "meters": [{"id": "ecr", "family": "hager_ecr", "unit": 10, "measures": "heat_pump", "rtu": False}],
}


def _site(**changes: Any) -> dict[str, Any]:
    return {**MIXED, **changes}


def test_each_part_is_spoken_for_by_the_family_it_names() -> None:
    scenario = a_scenario(site=_site(), settings={}, events=[])
    assert [(device.id, device.part, device.family) for device in scenario.house.devices] == [
        ("p1", Part.GRID_METER, "p1_http"),
        ("hybrid", Part.INVERTER, "sunspec"),
        ("roof", Part.SOLAR, "sunspec"),
        ("drive", Part.CHARGE_POINT, "keba_kecontact"),
        ("relay", Part.HEAT_PUMP, "waveshare_relay"),
        ("ecr", Part.METER, "hager_ecr"),
    ]
    servers = House(scenario).servers
    kinds = [SunSpecServer, SunSpecServer, KebaServer, WaveshareRelayServer, HagerEcrServer]
    assert [type(server) for server in list(servers.values())[1:]] == kinds
    assert [point.id for point in scenario.house.site.charge_points] == ["drive", "shed"]


def test_what_is_not_named_stays_as_it_was() -> None:
    devices = [(device.id, device.family) for device in a_scenario().house.devices]
    assert devices == [
        ("p1", "p1"),
        ("emc", "hager_flow"),
        ("goodwe", "goodwe_et"),
        ("garage", "hager_witty_plus"),
    ]


def test_another_inverter_has_its_own_name() -> None:
    site = {**raw_scenario()["site"], "inverter": {"family": "e3dc", "first": 40001}}
    server = House(a_scenario(site=site)).servers["e3dc"]
    assert isinstance(server, E3dcServer)
    faults = [{"device": "e3dc", "kind": "silent"}]
    assert a_scenario(site=site, faults=faults).faults[0][1].device == "e3dc"


async def test_the_sun_shines_on_all_panels_by_their_peak() -> None:
    async with House(a_scenario(site=_site(), settings={}, events=[]), speed=0) as house:
        await house.advance(2)
        world = house.world
        assert world.solar is not None
        assert (world.solar.power, world.arrays["roof"].power) == (5250, 1750)
        assert world.solar_power == 7000
        assert world.house_power == pytest.approx(world.grid.power + world.battery_power + world.solar_power)
        async with modbus_link(house, "roof") as link:
            # Model 103 lies behind the common one: W is its point 12, in whole watts.
            assert signed(await link.for_unit(3).read_holding_registers(40070 + 2 + 12, 1)) == 1750


async def test_a_meter_measures_what_it_hangs_on() -> None:
    async with House(a_scenario(site=_site(), settings={}, events=[]), speed=0) as house:
        assert house.world.heat_pump is not None
        house.world.heat_pump.close_contacts(True, True)
        await house.advance(3)
        async with modbus_link(house, "ecr") as link:
            assert signed(await link.for_unit(10).read_holding_registers(0xB011, 2)) == 200
    site = _site(meters=[{"id": "ecr", "family": "hager_ecr", "measures": "drive", "rtu": False}])
    events = [{"type": "car_arrives", "charge_point": "drive"}]
    async with House(a_scenario(site=site, settings={}, events=events), speed=0) as house:
        await house.advance(30)
        async with modbus_link(house, "ecr") as link:
            told = 10 * signed(await link.for_unit(1).read_holding_registers(0xB011, 2))
            assert told == pytest.approx(house.world.car_power, abs=10)
            assert told > 4000


EMC_SITE: dict[str, Any] = {
    "connection": {"type": "three_phase", "fuse": 25},
    "charge_points": [
        {"id": "carport", "name": "Carport", "family": "hager_flow"},
        {"id": "garage"},
    ],
    "inverter": {"family": "none"},
    "battery": {"soc": 60},
    "solar": {"peak": 9000},
}
CAR = {"type": "car_arrives", "charge_point": "carport", "car": {"max_current": 32}}


async def test_a_charge_point_behind_the_emc_is_its_own() -> None:
    """It waits, boosts within what the derated main fuse leaves, and is nobody else's to steer."""
    scenario = a_scenario(site=EMC_SITE, events=[CAR], settings={})
    assert [point.id for point in scenario.house.site.charge_points] == ["garage"]
    async with House(scenario, speed=0) as house, modbus_link(house, "emc") as link:
        assert set(house.ports) == {"p1", "emc", "garage"}
        unit = link.for_unit(1)
        await house.advance(20)
        assert (house.world.car_power, await unit.read_holding_registers(4613, 1)) == (0, [1])
        await unit.write_register(4631, 1)
        await house.advance(40)
        station = house.world.stations["carport"]
        assert station.power > 4140
        assert max(house.world.grid.currents) <= house.world.watch.limit
        (told,) = await unit.read_holding_registers(5125, 1)
        assert told == pytest.approx(station.power, abs=1)
        await unit.write_register(4631, 0)
        await house.advance(20)
        assert house.world.car_power == 0


async def test_a_device_with_one_connection_hangs_up_on_the_second() -> None:
    site = {**raw_scenario()["site"], "inverter": {"family": "goodwe_et", "single_connection": True}}
    async with still_house(site=site, events=[]) as house:
        server = house.goodwe
        async with modbus_link(house, "goodwe") as first:
            assert await first.for_unit(247).read_holding_registers(47511, 1) == [1]
            async with modbus_link(house, "goodwe", timeout=1) as second:
                with pytest.raises((ModbusConnectionError, ModbusError)):
                    await second.for_unit(247).read_holding_registers(47511, 1)
            assert server.turned_away > 0
            assert await first.for_unit(247).read_holding_registers(47511, 1) == [1]
        async with modbus_link(house, "goodwe") as third:
            assert await third.for_unit(247).read_holding_registers(47511, 1) == [1]


async def test_a_slow_device_still_answers() -> None:
    site = {**raw_scenario()["site"], "inverter": {"family": "goodwe_et", "latency": 0.05}}
    async with still_house(site=site, events=[]) as house, modbus_link(house, "goodwe") as link:
        assert await link.for_unit(247).read_holding_registers(47511, 1) == [1]
        server = house.servers["goodwe"]
        assert isinstance(server, ModbusServer)
        assert server.latency == 0.05


@pytest.mark.parametrize(
    ("problem", "change", "where"),
    [
        (
            "a meter on nothing",
            lambda site: site["meters"].append({"id": "x", "family": "hager_ecr", "measures": "pool"}),
            "site.meters[1].measures",
        ),
        ("a quirk of another family", lambda site: site["inverter"].update(swapped=True), "site.inverter.swapped"),
        ("behind no controller", lambda site: site["charge_points"][1].update(family="hager_flow"), "charge_points[1]"),
        ("two of one name", lambda site: site["more_solar"][0].update(id="drive"), "two devices are called 'drive'"),
        ("a family nobody makes", lambda site: site["inverter"].update(family="acme"), "site.inverter.family"),
        ("an inverter without battery", lambda site: _without_battery(site), "site.inverter.family: e3dc needs"),
    ],
)
def test_mistakes_are_named(problem: str, change: Callable[[Any], None], where: str) -> None:
    site = {key: dict(part) if isinstance(part, dict) else [dict(item) for item in part] for key, part in MIXED.items()}
    change(site)
    with pytest.raises(ScenarioError) as error:
        parse_scenario(raw_scenario(site=site, settings={}, events=[]), HERE)
    assert where in str(error.value), problem


def _without_battery(site: dict[str, Any]) -> None:
    del site["battery"]
    site["inverter"] = {"family": "e3dc"}
