"""How a battery is told: on change, no oftener than its inverter likes, and given back whatever happens."""

import asyncio
from collections.abc import Iterator
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from modbus_connection import ModbusConnectionError, ModbusTimeoutError
import pytest

from custom_components.overshot.core.model import BatteryMode
from custom_components.overshot.layout import battery_orders
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import i16, spread
from tests.devices.sunspec_map import HYBRID, offset_of, sunspec

from .ordered import Memory, OrderedHouse, device, in_memory, set_up, tick

SERIAL = "9010KETU00000OVS"
EMS = 47511
SUNSPEC_SERIAL = "OVS-34119999"
OUT_RATE = offset_of(HYBRID, 124) + 12
STORAGE_MODE = offset_of(HYBRID, 124) + 5
GAP = 60
"""A GoodWe is written to no oftener than this (s)."""


@pytest.fixture
def memory() -> Memory:
    """Return a GoodWe on its own automatic, with 71 % and little power."""
    memory = Memory()
    memory.unit(247).holding.update(spread({**GOODWE, 47509: [0, 0], EMS: [1, 0]}))
    memory.unit(1).holding.update(sunspec(HYBRID))
    memory.watch(1, 247)
    return memory


@pytest.fixture(autouse=True)
def _links(memory: Memory) -> Iterator[None]:
    """Reach it without wires."""
    with in_memory(memory):
        yield


@pytest.fixture
async def house(hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory) -> OrderedHouse:
    """Return a site with the GoodWe under control."""
    house = await set_up(hass, device("inverter", "goodwe_et", SERIAL, unit_id=247, host="192.0.2.1"))
    await house.control(SERIAL)
    await tick(house, freezer)
    return house


def modes(memory: Memory) -> list[int | bool]:
    """Return the EMS modes that were written."""
    return memory.values(EMS)


async def choose(house: OrderedHouse, mode: str) -> None:
    """Choose a battery mode."""
    await house.act("select", "battery_mode", SERIAL, "select_option", option=mode)


async def power(house: OrderedHouse, watts: float) -> None:
    """Set the power."""
    await house.act("number", "battery_power", SERIAL, "set_value", value=watts)


async def test_the_same_order_is_written_once(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    """Its memory wears."""
    assert modes(memory) == []
    await choose(house, "hold")
    for _ in range(30):
        await house.poll(SERIAL)
        await tick(house, freezer, 5)
    assert modes(memory) == [8]


async def test_more_waits_for_the_interval_and_less_does_not(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await power(house, 2000)
    await choose(house, "charge")
    assert memory.values(EMS + 1) == [2000]
    await power(house, 3000)
    await tick(house, freezer, GAP - 2)
    await house.poll(SERIAL)
    assert memory.values(EMS + 1) == [2000]
    await tick(house, freezer, 3)
    assert memory.values(EMS + 1) == [2000, 3000]
    await power(house, 500)
    assert memory.values(EMS + 1) == [2000, 3000, 500]
    await choose(house, "hold")
    assert modes(memory) == [11, 11, 11, 8]
    await choose(house, "charge")
    assert modes(memory) == [11, 11, 11, 8], "more again: that waits"


async def test_an_oven_lowers_a_charge_at_once(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    """The battery's place is not known: it yields whatever phase is above its limit."""
    memory.unit(247).holding[35182] = 0
    memory.unit(247).holding[35183] = 0
    await house.poll(SERIAL)
    await power(house, 3000)
    await choose(house, "charge")
    memory.unit(247).holding.update({35182: 0xFFFF, 35183: i16(-3000)})
    await house.poll(SERIAL)
    freezer.tick(1)
    await house.telegram(currents=(3.0, 24.0, 3.0))
    assert memory.values(EMS + 1) == [3000, 2000]
    assert house.state("sensor", "reason", SERIAL) == "fuse_limited"


async def test_a_silent_meter_gives_the_battery_back(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await choose(house, "discharge")
    assert modes(memory) == [12]
    for _ in range(12):
        freezer.tick(1)
        house.site.async_cycle()
        await house.settle()
    assert modes(memory) == [12, 1]
    assert house.state("sensor", "reason", SERIAL) == "meter_stale"
    assert house.state("select", "battery_mode", SERIAL) == "discharge", "the wish stays"
    # Back with the meter, though not more often than the inverter likes.
    await tick(house, freezer, GAP)
    await house.poll(SERIAL)
    await tick(house, freezer, 2)
    assert modes(memory) == [12, 1, 12]


async def test_a_mistake_in_the_controller_gives_the_battery_back(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    await choose(house, "hold")
    with patch("custom_components.overshot.site.step", side_effect=RuntimeError("a mistake")):
        await tick(house, freezer)
        assert house.state("sensor", "reason", SERIAL) == "control_failed"
    assert modes(memory) == [8, 1]


async def test_letting_go_restores_mode_1(house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    await choose(house, "hold")
    await house.control(SERIAL, False)
    assert modes(memory) == [8, 1]
    await choose(house, "charge")
    await tick(house, freezer, 5)
    assert modes(memory) == [8, 1], "read-only again"


async def test_an_order_in_flight_is_finished_and_then_released(
    hass: HomeAssistant, house: OrderedHouse, memory: Memory
) -> None:
    """Whatever is under way when Home Assistant stops, mode 1 is the last word."""
    orders = battery_orders(house.site.devices[house.id_of(SERIAL)])
    assert orders is not None
    carry, on_its_way, goes_on = orders.set_battery, asyncio.Event(), asyncio.Event()

    async def slowly(mode: BatteryMode, power: float = 0.0) -> None:
        on_its_way.set()
        await goes_on.wait()
        await carry(mode, power)

    with patch.object(orders, "set_battery", slowly):
        house.site.async_wish_battery(house.id_of(SERIAL), mode=BatteryMode.HOLD)
        await on_its_way.wait()
        stopping = hass.async_create_task(house.site.async_stop())
        await asyncio.sleep(0)
        goes_on.set()
        await stopping
    assert modes(memory) == [8, 1]


async def test_a_failing_order_is_told_once_and_carried_in_the_end(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    memory.unit(247).fail_write(EMS, ModbusTimeoutError("no answer"))
    await choose(house, "hold")
    await tick(house, freezer, 20)
    assert caplog.text.count("an order was not accepted") == 1
    assert modes(memory) == []
    memory.unit(247).fail_write(EMS, None)
    await tick(house, freezer, 70)
    assert modes(memory) == [8]
    assert caplog.text.count("orders are accepted again") == 1
    assert "order_not_taken" not in house.repairs()


async def test_an_inverter_that_acknowledges_and_does_not_obey(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    """Tried again as seldom as its memory wants, then told to the user, and taken back once it obeys."""
    unit = memory.unit(247)
    undo = unit.on_write(lambda _: unit.holding.update({EMS: 1, EMS + 1: 0}))
    await choose(house, "hold")
    await tick(house, freezer, 2 * GAP - 5)
    assert modes(memory) == [8, 8]
    assert "order_not_taken" not in house.repairs()
    await tick(house, freezer, 10)
    assert modes(memory) == [8, 8, 8]
    assert "order_not_taken" in house.repairs()
    undo()
    await tick(house, freezer, GAP + 1)
    assert "order_not_taken" not in house.repairs()
    assert modes(memory) == [8] * 4


async def test_a_release_that_fails_is_tried_again_and_told(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    await choose(house, "hold")
    memory.unit(247).fail_write(EMS, ModbusTimeoutError("no answer"))
    await house.control(SERIAL, False)
    assert caplog.text.count("could not be let go of") == 1
    await tick(house, freezer, 2)
    assert "not_released" not in house.repairs()
    await tick(house, freezer, 10)
    assert "not_released" in house.repairs()
    memory.unit(247).fail_write(EMS, None)
    await tick(house, freezer, 61)
    assert modes(memory)[-1] == 1
    assert "not_released" not in house.repairs()


async def test_another_device_at_the_address_is_never_written_to(
    house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    unit = memory.unit(247)
    unit.fail_requests(ModbusConnectionError("gone"))
    await house.poll(SERIAL)
    unit.fail_requests(None)
    unit.holding.update(spread({35003: [0x5858] * 8}))
    await choose(house, "hold")
    await house.poll(SERIAL)
    await tick(house, freezer, 5)
    await house.control(SERIAL, False)
    await tick(house, freezer, 5)
    assert memory.written == []


async def test_an_order_with_an_end(house: OrderedHouse, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    """An automation charges for an hour; the order survives a reload, and ends by itself."""
    hass = house.hass
    await hass.services.async_call(
        "overshot",
        "set_battery_mode",
        {
            "entity_id": house.entity_id("select", "battery_mode", SERIAL),
            "mode": "charge",
            "power": 1500,
            "duration": {"minutes": 2},
        },
        blocking=True,
    )
    await house.settle()
    assert memory.written == [(EMS, 11), (EMS + 1, 1500)]
    assert await hass.config_entries.async_reload(house.entry.entry_id)
    await house.settle()
    await tick(house, freezer, 2)
    assert house.state("select", "battery_mode", SERIAL) == "charge"
    assert memory.written[2:] == [(EMS, 1), (EMS + 1, 0), (EMS, 11), (EMS + 1, 1500)]
    await house.poll(SERIAL)
    await tick(house, freezer, 120)
    assert house.state("select", "battery_mode", SERIAL) == "automatic"
    assert modes(memory)[-1] == 1


async def test_services_say_what_is_wrong(house: OrderedHouse) -> None:
    hass = house.hass
    select = house.entity_id("select", "battery_mode", SERIAL)
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "overshot", "set_heat_pump_mode", {"entity_id": select, "mode": "normal"}, blocking=True
        )


async def test_wishes_survive_what_cannot_be_read(hass: HomeAssistant, house: OrderedHouse) -> None:
    """A spoilt file costs a wish, not the start: the device is read-only then."""
    store = house.site.store._store
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    data = await store.async_load()
    assert data is not None
    id_ = house.id_of(SERIAL)
    data["settings"]["batteries"][id_]["mode"] = "turbo"
    data["limits"] = {id_: {"export": "much", "output": None}}
    await store.async_save(data)
    assert await hass.config_entries.async_setup(house.entry.entry_id)
    await house.settle()
    assert house.state("switch", "control", SERIAL) == "off"
    assert house.site.state.limits == {}


async def test_a_watchdog_is_kept_calm(hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory) -> None:
    """SunSpec reverts an order after a minute: it is repeated before, and its own automatic is not."""
    house = await set_up(hass, device("inverter", "sunspec", SUNSPEC_SERIAL, host="192.0.2.2"))
    await house.control(SUNSPEC_SERIAL)
    await tick(house, freezer)
    memory.written.clear()
    await tick(house, freezer, 40)
    assert memory.written == []
    await house.act("select", "battery_mode", SUNSPEC_SERIAL, "select_option", option="hold")
    await tick(house, freezer, 60)
    beats = len(memory.values(OUT_RATE))
    assert 6 <= beats <= 8, "every 10 s, a third of the time it has"
    assert memory.unit(1).holding[STORAGE_MODE] == 2
    await house.control(SUNSPEC_SERIAL, False)
    assert memory.unit(1).holding[STORAGE_MODE] == 0


async def test_a_limit_that_is_refused_does_not_end_the_heartbeat_of_the_battery(
    hass: HomeAssistant, memory: Memory, freezer: FrozenDateTimeFactory
) -> None:
    """One order of an inverter that fails must not cost another one its watchdog."""
    house = await set_up(hass, device("inverter", "sunspec", SUNSPEC_SERIAL, host="192.0.2.2"))
    await house.control(SUNSPEC_SERIAL)
    await house.act("select", "battery_mode", SUNSPEC_SERIAL, "select_option", option="hold")
    memory.unit(1).fail_write(offset_of(HYBRID, 123) + 5, ModbusTimeoutError("no answer"))
    await house.act("number", "output_limit", SUNSPEC_SERIAL, "set_value", value=3000)
    await tick(house, freezer, 120)
    memory.written.clear()
    await tick(house, freezer, 60)
    assert 5 <= len(memory.values(OUT_RATE)) <= 8
