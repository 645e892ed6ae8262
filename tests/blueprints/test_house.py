"""Blueprints for the house: a warning before the quarter is over, and a heat pump that stores surplus."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from ..shell.conftest import House
from ..shell.ordered import CONTACTS, Memory, OrderedHouse, device, in_memory, set_up
from .conftest import Automate

PUMP = "pump"
QUARTER = "2026-11-21 10:00:00+00:00"
WARN = [
    {
        "action": "notify.family",
        "data": {"title": "{{ title }}", "message": "{{ message }}", "data": {"limit": "{{ limit }}"}},
    }
]


async def live(house: House | OrderedHouse, freezer: FrozenDateTimeFactory, seconds: int, power: float) -> None:
    """Let seconds pass with a telegram (W) every five."""
    for _ in range(seconds // 5):
        freezer.tick(timedelta(seconds=5))
        await house.telegram(power)
        async_fire_time_changed(house.hass)
        await house.hass.async_block_till_done()


@pytest.fixture
async def warning(house: House, automate: Automate, freezer: FrozenDateTimeFactory) -> House:
    """Return a house that holds 4 kW, and warns."""
    freezer.move_to(QUARTER)
    await house.hass.services.async_call("overshot", "set_peak_limit", {"power": 4000, "active": True}, blocking=True)
    await house.telegram(500)
    own = house.entry.entry_id
    await automate(
        "peak_warning",
        forecast=house.entity_id("sensor", "quarter_forecast", own),
        target=house.entity_id("sensor", "peak_hold_target", own),
        warn=WARN,
    )
    return house


async def test_a_quarter_that_becomes_too_high(
    warning: House, told: list[dict[str, Any]], freezer: FrozenDateTimeFactory
) -> None:
    """Once a quarter, and again in the next one where it lasts."""
    await live(warning, freezer, 120, 1000)
    assert told == []
    await live(warning, freezer, 400, 9000)
    assert len(told) == 1
    assert told[0]["data"]["limit"] == 4.0
    assert "above the 4.0 kW" in told[0]["message"]
    await live(warning, freezer, 370, 9000)
    assert len(told) == 1, "still the same quarter"
    await live(warning, freezer, 320, 9000)
    assert len(told) == 2


async def test_a_kettle_is_no_peak(warning: House, told: list[dict[str, Any]], freezer: FrozenDateTimeFactory) -> None:
    await live(warning, freezer, 400, 1000)
    await live(warning, freezer, 20, 9000)
    await live(warning, freezer, 120, 1000)
    assert told == []


@pytest.fixture
async def heated(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> AsyncIterator[OrderedHouse]:
    """Return a house with a heat pump under control."""
    memory = Memory()
    memory.unit(1).coil.update(dict.fromkeys(range(8), False))
    with in_memory(memory):
        board = device("heat_pump", "waveshare_relay", PUMP, serial_number="1", host="192.0.2.1", wiring=CONTACTS)
        house = await set_up(hass, board)
        await house.control(PUMP)
        yield house


async def boost(house: OrderedHouse, automate: Automate, **inputs: Any) -> None:
    """Make the automation."""
    await automate(
        "heat_pump_boost",
        heat_pump=house.entity_id("select", "sg_ready_mode", PUMP),
        surplus=house.entity_id("sensor", "surplus", house.entry.entry_id),
        lasting={"minutes": 2},
        **inputs,
    )


async def test_surplus_is_stored_while_it_lasts(
    heated: OrderedHouse, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    await boost(heated, automate)
    await live(heated, freezer, 90, -5000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "automatic", "not for a minute of sun"
    await live(heated, freezer, 180, -5000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "force"
    await live(heated, freezer, 240, 4000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "automatic"


async def test_a_boost_ends_though_the_sun_goes_on(
    heated: OrderedHouse, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    await boost(heated, automate, mode="recommend", longest={"minutes": 5})
    await live(heated, freezer, 180, -5000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "recommend"
    await live(heated, freezer, 300, -5000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "automatic"


async def test_what_somebody_ordered_stands(
    heated: OrderedHouse, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    await boost(heated, automate)
    await live(heated, freezer, 180, -5000)
    await heated.act("select", "sg_ready_mode", PUMP, "select_option", option="block")
    await live(heated, freezer, 240, 4000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "block"


async def test_conditions_of_its_own(heated: OrderedHouse, automate: Automate, freezer: FrozenDateTimeFactory) -> None:
    """A boiler that is hot enough."""
    heated.hass.states.async_set("sensor.boiler", "70")
    cool = [{"condition": "numeric_state", "entity_id": "sensor.boiler", "below": 60}]
    await boost(heated, automate, conditions=cool)
    await live(heated, freezer, 180, -5000)
    assert heated.state("select", "sg_ready_mode", PUMP) == "automatic"
