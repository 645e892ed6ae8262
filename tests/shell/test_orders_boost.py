"""How a controller is told to boost: once, then it has its time; it is the master and may end it."""

from collections.abc import AsyncIterator
import time

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from custom_components.overshot.coordinator import ModbusCoordinator
from custom_components.overshot.devices.hager_flow import HagerFlow
from tests.devices.emc_map import ALL_UNITS, build_house

from .ordered import Memory, OrderedHouse, device, in_memory, set_up, tick

EMC = "OVS-EMC-0001"
CARPORT = f"{EMC}_charge_point_1"
GARAGE = f"{EMC}_charge_point_2"
BOOST = 4631


@pytest.fixture
def memory() -> Memory:
    """Return a controller with two stations; the second one boosts already, by its own app."""
    memory = Memory()
    build_house(memory.connection)
    memory.watch(0, *ALL_UNITS)
    return memory


@pytest.fixture
async def house(hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory) -> AsyncIterator[OrderedHouse]:
    """Return a site with the controller under control."""
    with in_memory(memory):
        house = await set_up(hass, device("controller", "hager_flow", EMC, host="192.0.2.1", unit_id=0))
        controller = house.site.devices[house.id_of(EMC)]
        assert isinstance(controller, ModbusCoordinator)
        assert isinstance(controller.driver, HagerFlow)
        controller.driver._parts._clock = lambda: time.monotonic()  # the frozen one
        await house.control(EMC)
        yield house


async def choose(house: OrderedHouse, part: str, option: str) -> None:
    """Choose what a charge point does."""
    await house.act("select", "charging_mode", part, "select_option", option=option)


async def live(house: OrderedHouse, freezer: FrozenDateTimeFactory, seconds: int) -> None:
    """Live with a poll every five seconds."""
    for _ in range(seconds // 5):
        await tick(house, freezer, 5)
        await house.poll(EMC)


async def test_what_is_offered(house: OrderedHouse) -> None:
    """Its own, and boost: it steers its stations itself."""
    entity = house.entity_id("select", "charging_mode", CARPORT)
    state = house.hass.states.get(entity or "")
    assert state is not None
    assert state.attributes["options"] == ["controller", "boost"]
    assert (state.state, house.state("select", "charging_mode", GARAGE)) == ("controller", "boost")
    assert house.entity_id("number", "max_current", CARPORT) is None


async def test_a_slow_controller_is_told_once(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    unit = memory.unit(1)
    undo = unit.on_write(lambda _: unit.holding.update({BOOST: 0}))  # shows it later
    await choose(house, CARPORT, "boost")
    await live(house, freezer, 15)
    assert house.state("select", "charging_mode", CARPORT) == "boost"
    undo()
    unit.holding[BOOST] = 1
    await live(house, freezer, 60)
    assert house.state("select", "charging_mode", CARPORT) == "boost"
    assert memory.written == [(BOOST, 1)]
    assert house.state("sensor", "writes", EMC) == "1"


async def test_a_change_of_mind_waits_for_the_feedback(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await choose(house, CARPORT, "boost")
    await choose(house, CARPORT, "controller")
    await live(house, freezer, 15)
    assert memory.written == [(BOOST, 1)]
    await live(house, freezer, 10)
    assert memory.written == [(BOOST, 1), (BOOST, 0)]


async def test_a_boost_the_controller_ends_is_not_given_again(
    hass: HomeAssistant, house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    """The car is full: one master."""
    await choose(house, CARPORT, "boost")
    await live(house, freezer, 40)
    memory.unit(1).holding[BOOST] = 0
    await live(house, freezer, 60)
    assert house.state("select", "charging_mode", CARPORT) == "controller"
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert memory.written == [(BOOST, 1)]


async def test_a_boost_that_is_never_shown_is_told_to_the_user(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    unit = memory.unit(1)
    unit.on_write(lambda _: unit.holding.update({BOOST: 0}))
    await choose(house, CARPORT, "boost")
    await live(house, freezer, 100)
    assert "order_not_taken" not in house.repairs()
    await live(house, freezer, 60)
    assert memory.values(BOOST) == [1, 1, 1]
    assert "order_not_taken" in house.repairs()
    await live(house, freezer, 120)
    assert memory.values(BOOST) == [1, 1, 1], "no more of that"


@pytest.mark.parametrize("end", ["control", "unload", "stop"])
async def test_what_overshot_gave_is_taken_back_and_nothing_else(
    hass: HomeAssistant, house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory, end: str
) -> None:
    await choose(house, CARPORT, "boost")
    if end == "control":
        await house.control(EMC, False)
        assert house.state("select", "charging_mode", CARPORT) == "unavailable"
    elif end == "unload":
        assert await hass.config_entries.async_unload(house.entry.entry_id)
    else:
        await hass.async_stop(force=True)
    assert memory.written == [(BOOST, 1), (BOOST, 0)]
    assert memory.unit(2).holding[BOOST] == 1, "by its own app: not ours to end"


async def test_a_boost_of_before_a_crash_is_still_known(
    hass: HomeAssistant, house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await choose(house, CARPORT, "boost")
    await house.telegram()
    stored = house.site.state.as_dict()
    assert stored["controllers"] == {house.id_of(EMC): {"controlled": True, "boosted": [1]}}


async def test_read_only_until_control_is_on(house: OrderedHouse, memory: Memory) -> None:
    await house.control(EMC, False)
    entity = next(e for e in house.hass.data["entity_components"]["select"].entities if e.device.name == EMC.title())
    with pytest.raises(ServiceValidationError):
        await entity.async_select_option("boost")
    assert memory.written == []
