"""Inverters that are held back, from the contract's price to the register and back, and let go of again."""

from collections.abc import Iterator
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.overshot.diagnostics import async_get_config_entry_diagnostics
from custom_components.overshot.plans.array import is_curtailed
from custom_components.overshot.plans.gather import gather
from custom_components.overshot.plans.inputs import current as forecasts_now
from custom_components.overshot.tariffs import current as prices_now
from simulator.faults import FaultBoard
from simulator.series import constant
from simulator.servers.modbus import ModbusServer
from simulator.servers.sunspec import Profile, SunSpecServer
from simulator.solar import SolarSpec
from simulator.world import HouseSpec, World
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread
from tests.devices.simulated_house import START, a_house

from .ordered import Memory, OrderedHouse, device, in_memory, live, quiet_p1, serving, set_up, tick, until
from .tariffs.prices import contract, version

SUNSPEC = "SIM-SUNSPEC-0001"
GOODWE_SERIAL = "9010KETU00000OVS"
EXPORT_LIMITED, EXPORT_LIMIT = 47509, 47510
COSTLY = version(feed_in=[{"price": -0.05}])
HELD = "solar_held_back"


def sunny_house() -> World:
    """Return a house that draws 600 W below panels that could give 6 kW, without a battery."""
    plain = a_house().spec
    spec = HouseSpec(site=plain.site, grid=plain.grid, solar=SolarSpec(peak=9000.0))
    load = (constant(300.0), constant(200.0), constant(100.0))
    return World(spec, START, load=load, sun=constant(6000.0))


async def allow(house: OrderedHouse, active: bool = True) -> None:
    """Allow the sun to be held back, or not."""
    await house.act("switch", "curtailment", house.entry.entry_id, f"turn_{'on' if active else 'off'}")


def held(house: OrderedHouse, serial: str) -> tuple[str, float | None, float | None]:
    """Return why the sun is held back, and the limits of export and output."""
    state = house.hass.states.get(str(house.entity_id("sensor", HELD, serial)))
    assert state is not None
    return state.state, state.attributes["export_limit"], state.attributes["output_limit"]


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.timeout(120)
async def test_from_a_contract_to_the_panels_and_back(hass: HomeAssistant) -> None:
    """Feeding in costs 5 cents: allowed and under control, the inverter gives what the house draws."""
    world = sunny_house()
    server = SunSpecServer(world, FaultBoard(), profile=Profile.SOLAR)
    servers: dict[str, ModbusServer] = {"sunspec": server}
    with quiet_p1():
        async with serving(world, servers) as ports:
            inverter = device("inverter", "sunspec", SUNSPEC, port=ports["sunspec"])
            house = await set_up(hass, inverter, contract(COSTLY))

            async def pass_by(seconds: int = 5) -> None:
                """Let the house live, and be read."""
                await live(world, servers, seconds)
                await house.poll(SUNSPEC)
                await house.telegram(world.grid.power)

            await pass_by()
            await until(lambda: house.site.export_prices.at(dt_util.utcnow()) == -0.05, "the price is known")
            await pass_by()
            assert held(house, SUNSPEC) == ("read_only", None, None)
            assert house.state("switch", "curtailment", house.entry.entry_id) == "off"

            await house.control(SUNSPEC)
            await pass_by()
            assert held(house, SUNSPEC) == ("automatic", None, None)
            assert server.writes == [], "nothing is written before it is allowed"
            assert not is_curtailed(house.site, dt_util.utcnow())

            await allow(house)
            await pass_by()
            await until(lambda: server.orders.limit_enabled == 1, "held back")
            assert server.orders.limit_reverts == 60, "the inverter lets go by itself when nobody repeats the order"
            await pass_by()
            assert 0 >= world.grid.power >= -250, "what the house draws, and a margin"
            why, export_limit, output_limit = held(house, SUNSPEC)
            assert (why, export_limit) == ("export_costs", None)
            assert output_limit is not None
            assert 650 <= output_limit <= 720
            now = dt_util.utcnow()
            assert is_curtailed(house.site, now), "the forecast must not learn from it"
            entry = house.entry
            made = gather(house.site, prices_now(hass, entry), forecasts_now(hass, entry), None, now)
            assert made.curtailable

            await allow(house, False)
            await until(lambda: server.orders.limit_enabled == 0, "let go")
            await allow(house)
            await pass_by()
            await until(lambda: server.orders.limit_enabled == 1, "held back again")
            assert await hass.config_entries.async_unload(house.entry.entry_id)
            assert server.orders.limit_enabled == 0
            await live(world, servers, 5)
            assert world.solar_power == 6000


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Return the links, a GoodWe that gives 3 kW among them."""
    memory = Memory()
    quiet = {EXPORT_LIMITED: [0, 0], 47511: [1, 0]}
    memory.unit(247).holding.update(spread({**GOODWE, **quiet}))
    memory.watch(247)
    with in_memory(memory):
        yield memory


async def goodwe(hass: HomeAssistant, freezer: FrozenDateTimeFactory, **site: float) -> OrderedHouse:
    """Set up a house with a GoodWe under control, whose contract asks money for what is fed in."""
    freezer.move_to("2026-06-16T10:00:00+00:00")
    inverter = device("inverter", "goodwe_et", GOODWE_SERIAL, host="192.0.2.1", unit_id=247)
    house = await set_up(hass, inverter, contract(COSTLY), **site)
    await house.poll(GOODWE_SERIAL)
    await house.control(GOODWE_SERIAL)
    await tick(house, freezer, 10, power=-2000)
    return house


def limited(memory: Memory) -> tuple[int, int]:
    """Return whether the inverter limits its export, and to what (W)."""
    holding = memory.unit(247).holding
    return holding[EXPORT_LIMITED], holding[EXPORT_LIMIT]


async def test_an_inverter_with_a_meter_of_its_own_is_told_what_may_flow(
    hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    house = await goodwe(hass, freezer)
    assert limited(memory)[0] == 0
    await allow(house)
    await tick(house, freezer, 5, power=-2000)
    assert limited(memory) == (1, 0)
    assert held(house, GOODWE_SERIAL) == ("export_costs", 0, None)
    told = await async_get_config_entry_diagnostics(hass, house.entry)
    assert told["decision"]["solar"][house.id_of(GOODWE_SERIAL)]["export_limit"] == 0
    writes = len(memory.written)
    await tick(house, freezer, 90, power=-10)
    assert len(memory.written) == writes, "it remembers by itself"


async def test_a_limit_of_the_user_binds_beside_it(
    hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    house = await goodwe(hass, freezer, export_limit=1500)
    assert limited(memory) == (1, 1500)
    assert held(house, GOODWE_SERIAL) == ("export_limit", 1500, None)
    await house.act("number", "export_limit", GOODWE_SERIAL, "set_value", value=700)
    await tick(house, freezer, 70, power=-700)
    assert limited(memory) == (1, 700)
    await house.act("number", "export_limit", GOODWE_SERIAL, "set_value", value=5000)
    await tick(house, freezer, 70, power=-700)
    assert limited(memory) == (1, 1500), "the law stays"


async def test_a_silent_meter_ends_what_was_for_the_price_and_nothing_else(
    hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    house = await goodwe(hass, freezer, export_limit=1500)
    await allow(house)
    await tick(house, freezer, 70, power=-1500)
    assert limited(memory) == (1, 0)
    with patch.object(type(house), "telegram", OrderedHouse.settle):
        for _ in range(80):
            await tick_silently(house, freezer)
    assert limited(memory) == (1, 1500)


async def tick_silently(house: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    """Let a second pass without a telegram."""
    freezer.tick(1)
    house.site.async_cycle()
    await house.poll(GOODWE_SERIAL)


async def test_a_mistake_of_the_controller_lets_go(
    hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    house = await goodwe(hass, freezer)
    await allow(house)
    await tick(house, freezer, 5, power=-2000)
    assert limited(memory) == (1, 0)
    with patch("custom_components.overshot.site.step", side_effect=RuntimeError("a mistake")):
        await tick(house, freezer, 5, power=-10)
        assert limited(memory)[0] == 0
        assert held(house, GOODWE_SERIAL) == ("control_failed", None, None)


async def test_control_that_ends_lets_go(hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    house = await goodwe(hass, freezer)
    await allow(house)
    await tick(house, freezer, 5, power=-2000)
    await house.control(GOODWE_SERIAL, False)
    assert limited(memory)[0] == 0
    await tick(house, freezer, 5, power=-2000)
    assert held(house, GOODWE_SERIAL) == ("read_only", None, None)
    assert limited(memory)[0] == 0
