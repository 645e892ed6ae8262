"""How a heat pump is told: relays wear, and nobody leaves one blocked."""

import asyncio
from collections.abc import AsyncIterator

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from modbus_connection import ModbusTimeoutError
import pytest

from .ordered import CONTACTS, Memory, OrderedHouse, device, in_memory, set_up, tick

PUMP = "pump"
SG1, SG2 = 0, 1


@pytest.fixture
def memory() -> Memory:
    """Return a relay board at rest."""
    memory = Memory()
    memory.unit(1).coil.update(dict.fromkeys(range(8), False))
    memory.watch(1)
    return memory


@pytest.fixture
async def house(hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory) -> AsyncIterator[OrderedHouse]:
    """Return a site with the board under control."""
    with in_memory(memory):
        board = device("heat_pump", "waveshare_relay", PUMP, serial_number="1", host="192.0.2.1", wiring=CONTACTS)
        house = await set_up(hass, board)
        await house.control(PUMP)
        await tick(house, freezer)
        yield house


def contacts(memory: Memory) -> tuple[bool, bool]:
    """Return what the heat pump sees."""
    coils = memory.unit(1).coil
    return (bool(coils[SG1]), bool(coils[SG2]))


async def choose(house: OrderedHouse, state: str) -> None:
    """Choose an SG-Ready state."""
    await house.act("select", "sg_ready_mode", PUMP, "select_option", option=state)


async def test_normal_needs_no_order(house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    await tick(house, freezer, 30)
    assert memory.written == []
    assert house.state("sensor", "reason", PUMP) == "automatic"
    assert house.state("sensor", "writes", PUMP) == "0"


@pytest.mark.parametrize(
    ("option", "expected"),
    [("block", (True, False)), ("normal", (False, False)), ("recommend", (False, True)), ("force", (True, True))],
)
async def test_the_four_states(house: OrderedHouse, memory: Memory, option: str, expected: tuple[bool, bool]) -> None:
    await choose(house, option)
    assert contacts(memory) == expected
    await house.poll(PUMP)
    assert house.site.snapshot.heat_pumps.keys() == {house.id_of(PUMP)}


async def test_states_wait_for_the_interval_and_normal_does_not(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await choose(house, "force")
    await choose(house, "block")
    assert contacts(memory) == (True, True)
    await choose(house, "normal")
    assert contacts(memory) == (False, False)
    await choose(house, "recommend")
    assert contacts(memory) == (False, False)
    await tick(house, freezer, 11)
    assert contacts(memory) == (False, True)


async def test_a_board_that_lost_its_supply_is_told_again(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await choose(house, "force")
    memory.unit(1).coil.update({SG1: False, SG2: False})
    await tick(house, freezer, 11)
    await house.poll(PUMP)
    await tick(house, freezer, 2)
    assert contacts(memory) == (True, True)
    assert float(house.state("sensor", "writes", PUMP)) == 2


async def test_nobody_watches_the_fuse(house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    await choose(house, "block")
    for _ in range(12):
        freezer.tick(1)
        house.site.async_cycle()
        await house.settle()
    assert contacts(memory) == (False, False)
    assert house.state("sensor", "reason", PUMP) == "meter_stale"


@pytest.mark.parametrize("end", ["control", "unload", "stop"])
async def test_it_runs_normally_at_the_end(hass: HomeAssistant, house: OrderedHouse, memory: Memory, end: str) -> None:
    await choose(house, "block")
    assert contacts(memory) == (True, False)
    if end == "control":
        await house.control(PUMP, False)
    elif end == "unload":
        assert await hass.config_entries.async_unload(house.entry.entry_id)
    else:
        await hass.async_stop(force=True)
    assert contacts(memory) == (False, False)


async def test_a_release_that_fails_at_the_end_is_told(
    hass: HomeAssistant, house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    """A blocked heat pump in winter must not go unnoticed."""
    await choose(house, "block")
    memory.unit(1).fail_requests(ModbusTimeoutError("no answer"))
    unloading = hass.async_create_task(hass.config_entries.async_unload(house.entry.entry_id))
    while not unloading.done():
        freezer.tick(1)
        await asyncio.sleep(0)
    assert await unloading
    assert "not_released" in house.repairs()
    assert contacts(memory) == (True, False)


async def test_set_heat_pump_mode(house: OrderedHouse, memory: Memory) -> None:
    """Automations order a state, or hand it back."""
    entity = house.entity_id("select", "sg_ready_mode", PUMP)
    call = house.hass.services.async_call
    await call("overshot", "set_heat_pump_mode", {"entity_id": entity, "mode": "force"}, blocking=True)
    await house.settle()
    assert contacts(memory) == (True, True)
    await call("overshot", "set_heat_pump_mode", {"entity_id": entity, "mode": "automatic"}, blocking=True)
    await house.settle()
    assert contacts(memory) == (False, False)
    assert house.state("select", "sg_ready_mode", PUMP) == "automatic"


async def wish(house: OrderedHouse, platform: str, key: str, action: str, **data: object) -> None:
    """Wish something of the heat pump."""
    await house.act(platform, key, PUMP, action, **data)


async def test_the_sun_asks_for_comfort(house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    """From the switch-on power on, in the state that was chosen."""
    await wish(house, "number", "switch_on_power", "set_value", value=2500)
    await wish(house, "select", "surplus_state", "select_option", option="comfort")
    await wish(house, "switch", "surplus", "turn_on")
    await tick(house, freezer, 5)
    await house.poll(PUMP)
    for _ in range(15):
        await tick(house, freezer, 2, -5000)
        await house.poll(PUMP)
    assert house.state("sensor", "reason", PUMP) == "surplus"
    assert contacts(memory) == (False, True)


async def test_the_load_manager_blocks_it(house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    """Above its limit, which is kept while it is switched off."""
    await wish(house, "number", "block_limit", "set_value", value=4000)
    assert house.site.state.settings.heat_pumps[house.id_of(PUMP)].block_above is None
    await wish(house, "switch", "load_manager", "turn_on")
    assert house.site.state.settings.heat_pumps[house.id_of(PUMP)].block_above == 4000
    for _ in range(15):
        await tick(house, freezer, 2, 4500)
        await house.poll(PUMP)
    assert house.state("sensor", "reason", PUMP) == "load_manager"
    assert contacts(memory) == (True, False)
    await wish(house, "number", "block_limit", "set_value", value=3500)
    assert house.site.state.settings.heat_pumps[house.id_of(PUMP)].block_above == 3500
    await wish(house, "switch", "load_manager", "turn_off")
    assert house.site.state.settings.heat_pumps[house.id_of(PUMP)].block_above is None
    assert house.state("number", "block_limit", PUMP) == "3500.0"


async def test_its_priority_and_its_times(house: OrderedHouse) -> None:
    await wish(house, "number", "priority", "set_value", value=2)
    await wish(house, "number", "min_on_per_day", "set_value", value=120)
    assert house.site.state.settings.heat_pumps[house.id_of(PUMP)].priority == 2
    assert house.site.parameters(house.id_of(PUMP)).surplus.min_on_per_day == 7200
