"""From an entity to the house and back, over real sockets: inverters, a relay board and a controller take orders, and are let go of."""

from homeassistant.core import HomeAssistant
import pytest

from simulator.battery import BatterySpec
from simulator.faults import Fault, FaultBoard, FaultKind
from simulator.heat_pump import HeatPumpSpec, SgReady
from simulator.servers.goodwe import GoodweServer
from simulator.servers.hager_flow import HagerFlowServer
from simulator.servers.modbus import ModbusServer
from simulator.servers.sunspec import SunSpecServer
from simulator.servers.waveshare_relay import WaveshareRelayServer
from simulator.world import HouseSpec, World
from tests.devices.simulated_house import START, a_house

from .ordered import CONTACTS, OrderedHouse, device, live, quiet_p1, serving, set_up, until

pytestmark = [pytest.mark.usefixtures("socket_enabled"), pytest.mark.timeout(120)]

EMS = 47511
EXPORT_LIMIT = 47509
GOODWE = "9010KETU000W0000"
SUNSPEC = "SIM-SUNSPEC-0001"
EMC = "SIM0000000470"
PUMP = "pump"
BOOST = 4631


def ems(server: ModbusServer) -> list[list[int]]:
    """Return every mode and power the inverter was told."""
    return [values for _, address, values in server.writes if address == EMS]


async def goodwe_house(hass: HomeAssistant, port: int) -> OrderedHouse:
    """Set up a site with a GoodWe."""
    goodwe = device("inverter", "goodwe_et", GOODWE, port=port, unit_id=247, capacity=10, max_charge=4000)
    return await set_up(hass, goodwe)


async def test_a_goodwe_charges_by_order_and_gets_its_battery_back(hass: HomeAssistant) -> None:
    world, faults = a_house(battery=BatterySpec()), FaultBoard()
    servers = {"goodwe": GoodweServer(world, faults)}
    with quiet_p1():
        async with serving(world, servers) as ports:
            house = await goodwe_house(hass, ports["goodwe"])
            assert house.state("switch", "control", GOODWE) == "off"
            assert house.state("sensor", "reason", GOODWE) == "read_only"
            assert house.state("select", "battery_mode", GOODWE) == "automatic"
            assert servers["goodwe"].writes == []
            number = hass.states.get(house.entity_id("number", "battery_power", GOODWE) or "")
            assert number is not None
            # The inverter takes 10 kW, but the user knows that the battery takes 4 kW at most.
            assert house.site.site.batteries[0].max_charge == 4000
            assert house.site.site.batteries[0].capacity == 10_000

            await house.act("number", "battery_power", GOODWE, "set_value", value=2500)
            await house.act("select", "battery_mode", GOODWE, "select_option", option="charge")
            await house.telegram()
            assert servers["goodwe"].writes == [], "nothing is written before control is on"

            await house.control(GOODWE)
            await until(lambda: ems(servers["goodwe"]) == [[11, 2500]], "charging")
            await live(world, servers, 20)
            assert world.battery_power == pytest.approx(-2500, abs=1)
            assert house.state("sensor", "reason", GOODWE) == "by_hand"
            await until(lambda: house.site.fleet.writers[house.id_of(GOODWE)].writes == 1, "counted")
            await house.telegram()
            assert house.state("sensor", "writes", GOODWE) == "1"

            # A lower charge is a relief of the fuse: it does not wait for the inverter's interval.
            await house.act("number", "battery_power", GOODWE, "set_value", value=1200)
            await until(lambda: ems(servers["goodwe"])[-1] == [11, 1200], "charging less")

            assert await hass.config_entries.async_unload(house.entry.entry_id)
            assert ems(servers["goodwe"])[-1] == [1, 0]
            await live(world, servers, 20)
            assert world.grid.power == pytest.approx(0, abs=20), "its own automatic again"
            assert house.repairs() == set()


async def test_an_export_limit_is_lifted_at_the_end(hass: HomeAssistant) -> None:
    world, faults = a_house(), FaultBoard()
    servers = {"goodwe": GoodweServer(world, faults)}
    with quiet_p1():
        async with serving(world, servers) as ports:
            house = await goodwe_house(hass, ports["goodwe"])
            assert float(house.state("number", "export_limit", GOODWE)) == 30_000
            assert house.entity_id("number", "output_limit", GOODWE) is None
            await house.control(GOODWE)
            await house.telegram()
            await house.act("number", "export_limit", GOODWE, "set_value", value=500)
            limits = [values for _, address, values in servers["goodwe"].writes if address == EXPORT_LIMIT]
            await until(lambda: servers["goodwe"].writes[-1][1:] == (EXPORT_LIMIT, [1, 500]), f"limited: {limits}")
            await hass.async_stop(force=True)
            assert servers["goodwe"].writes[-1][1:] == (EXPORT_LIMIT, [0])


async def test_a_limit_that_was_never_wished_is_never_touched(hass: HomeAssistant) -> None:
    """The installer may have limited the export by contract."""
    world, faults = a_house(), FaultBoard()
    servers = {"goodwe": GoodweServer(world, faults)}
    with quiet_p1():
        async with serving(world, servers) as ports:
            house = await goodwe_house(hass, ports["goodwe"])
            await house.control(GOODWE)
            await house.act("select", "battery_mode", GOODWE, "select_option", option="hold")
            await until(lambda: ems(servers["goodwe"]) == [[8, 0]], "holding")
            assert await hass.config_entries.async_unload(house.entry.entry_id)
            assert {address for _, address, _ in servers["goodwe"].writes} == {EMS}


async def test_a_sunspec_inverter_holds_limits_and_lets_go(hass: HomeAssistant) -> None:
    world, faults = a_house(sun=6000), FaultBoard()
    server = SunSpecServer(world, faults)
    servers: dict[str, ModbusServer] = {"sunspec": server}
    with quiet_p1():
        async with serving(world, servers) as ports:
            house = await set_up(hass, device("inverter", "sunspec", SUNSPEC, port=ports["sunspec"]))
            battery = world.battery
            assert battery is not None
            assert house.site.site.batteries[0].max_charge == pytest.approx(battery.spec.max_charge, abs=10)
            await house.control(SUNSPEC)
            await house.act("select", "battery_mode", SUNSPEC, "select_option", option="discharge")
            await house.act("number", "battery_power", SUNSPEC, "set_value", value=1000)
            await until(lambda: server.orders.storage_mode == 3, "discharging")
            await until(lambda: server.orders.charge_rate < 0 < server.orders.discharge_rate < 100, "with its power")
            await live(world, servers, 10)
            assert world.battery_power == pytest.approx(1000, abs=60)
            assert server.orders.storage_reverts == 60, "it lets go by itself when nobody repeats the order"

            await house.act("number", "output_limit", SUNSPEC, "set_value", value=4500)
            await until(lambda: server.orders.limit_enabled == 1, "output limited")
            await house.control(SUNSPEC, False)
            assert (server.orders.storage_mode, server.orders.limit_enabled) == (0, 0)


async def test_a_heat_pump_behind_two_relays(hass: HomeAssistant) -> None:
    plain = a_house().spec
    spec = HouseSpec(site=plain.site, grid=plain.grid, heat_pump=HeatPumpSpec())
    world, faults = World(spec, START), FaultBoard()
    server = WaveshareRelayServer(world, "relay", faults, rtu=False)
    pump = world.heat_pump
    assert pump is not None
    with quiet_p1():
        async with serving(world, {"relay": server}) as ports:
            house = await set_up(
                hass,
                device("heat_pump", "waveshare_relay", PUMP, serial_number="1", port=ports["relay"], wiring=CONTACTS),
            )
            assert house.state("sensor", "sg_ready", PUMP) == "2"
            await house.control(PUMP)
            await house.act("select", "sg_ready_mode", PUMP, "select_option", option="recommend")
            await until(lambda: pump.state is SgReady.RECOMMEND, "recommendation")
            assert house.state("sensor", "reason", PUMP) == "by_hand"
            await house.poll(PUMP)
            assert house.state("sensor", "sg_ready", PUMP) == "3"

            assert await hass.config_entries.async_unload(house.entry.entry_id)
            assert server.seen == [SgReady.NORMAL, SgReady.RECOMMEND, SgReady.NORMAL]


async def test_a_controller_boosts_and_the_boost_is_taken_back(hass: HomeAssistant) -> None:
    plain = a_house().spec
    spec = HouseSpec(site=plain.site, grid=plain.grid, battery=plain.battery, heat_pump=HeatPumpSpec())
    world, faults = World(spec, START), FaultBoard()
    server = HagerFlowServer(world, faults)
    servers = {"emc": server}
    part = f"{EMC}_charge_point_1"
    with quiet_p1():
        async with serving(world, servers) as ports:
            house = await set_up(hass, device("controller", "hager_flow", EMC, port=ports["emc"], unit_id=0))
            # Storage with an SG-Ready of its own brings its heat pump along.
            assert house.state("sensor", "sg_ready", f"{EMC}_heat_pump_1") == "2"
            assert house.site.snapshot.heat_pumps.keys() == {f"{house.id_of(EMC)}_heat_pump_1"}
            # One master: Overshot only looks until it is asked.
            assert house.state("select", "charging_mode", part) == "unavailable"
            await house.control(EMC)
            await house.poll(EMC)
            assert house.state("select", "charging_mode", part) == "controller"
            assert server.writes == []

            await house.act("select", "charging_mode", part, "select_option", option="boost")
            await until(lambda: server.boost, "boost")
            await house.poll(EMC)
            assert house.state("select", "charging_mode", part) == "boost", "shown before the controller shows it"
            await house.telegram()
            assert server.writes == [(1, BOOST, [1])], "and not written again meanwhile"

            assert await hass.config_entries.async_unload(house.entry.entry_id)
            assert server.writes == [(1, BOOST, [1]), (1, BOOST, [0])]
            assert not server.boost


async def test_an_inverter_that_is_gone_at_the_end_is_told_to_the_user_and_released_when_it_is_back(
    hass: HomeAssistant,
) -> None:
    """A forced charge would stay for ever: GoodWe knows no watchdog."""
    world, faults = a_house(), FaultBoard()
    servers = {"goodwe": GoodweServer(world, faults)}
    with quiet_p1():
        async with serving(world, servers) as ports:
            house = await goodwe_house(hass, ports["goodwe"])
            await house.control(GOODWE)
            await house.act("number", "battery_power", GOODWE, "set_value", value=2000)
            await house.act("select", "battery_mode", GOODWE, "select_option", option="charge")
            await until(lambda: ems(servers["goodwe"])[-1:] == [[11, 2000]], "charging")

            faults.begin(Fault(device=servers["goodwe"].name, kind=FaultKind.REFUSED, duration=1000), world.t)
            await live(world, servers, 1)
            await house.poll(GOODWE)
            await house.control(GOODWE, False)
            state = house.site.state
            assert await hass.config_entries.async_unload(house.entry.entry_id)
            assert house.repairs() == {"not_released"}
            assert state.unreleased == {house.id_of(GOODWE)}

            faults.clear()
            await live(world, servers, 1)
            assert await hass.config_entries.async_setup(house.entry.entry_id)
            await until(lambda: ems(servers["goodwe"])[-1] == [1, 0], "released", 30)
            await house.telegram()
            assert house.repairs() == set()
            assert house.state("switch", "control", GOODWE) == "off"
