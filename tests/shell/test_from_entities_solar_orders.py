"""Limits of an inverter through a number of another integration: its unit, its step, its bounds, and the way back."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.overshot.core.model import BatteryMode, Series
from custom_components.overshot.devices.driver import BatteryOrders
from custom_components.overshot.from_entities.coordinator import inverter_orders

from .from_entities import set_up_helpers, state
from .ordered import device, quiet_p1, set_up, tick

WATTS = {"unit_of_measurement": "W", "device_class": "power"}
BATTERY = {"kind": "entities", "mode_entity": "input_select.mode", "option_auto": "auto", "option_hold": "hold"}


@pytest.fixture(autouse=True)
async def _helpers(hass: HomeAssistant) -> None:
    """Set up the helpers the inverters are made of."""
    await set_up_helpers(hass)


def orders_of(hass: HomeAssistant, limit_entity: str, **data: Any) -> BatteryOrders:
    """Return orders to an inverter."""
    solar = {"power_entities": ["sensor.pv"], "power_factor": 1.0, "limit_entity": limit_entity}
    made = inverter_orders(hass, {"solar": solar, **data})
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("problem", "entity", "limit", "expected"),
    [
        ("in W", "input_number.watts", 1500.0, "1500.0"),
        ("rounded towards less", "input_number.watts", 1509.0, "1500.0"),
        ("in kW", "input_number.kilowatts", 2340.0, "2.3"),
        ("a step that is no binary number", "input_number.kilowatts", 300.0, "0.3"),
        ("nothing", "input_number.watts", 0.0, "0.0"),
        ("more than it takes is all", "input_number.watts", 9000.0, "5000.0"),
        ("less than it takes is its least", "input_number.at_least", 100.0, "500.0"),
        ("none is all", "input_number.kilowatts", None, "5.0"),
    ],
)
async def test_a_limit(hass: HomeAssistant, problem: str, entity: str, limit: float | None, expected: str) -> None:
    await orders_of(hass, entity).set_output_limit(limit)
    assert state(hass, entity) == expected, problem


@pytest.mark.parametrize("limit", [-1.0, float("nan"), float("inf")])
async def test_what_is_no_limit(hass: HomeAssistant, limit: float) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        await orders_of(hass, "input_number.watts").set_output_limit(limit)


async def test_a_number_that_is_no_power(hass: HomeAssistant) -> None:
    with pytest.raises(ValueError, match="its unit is A"):
        await orders_of(hass, "input_number.amps").set_output_limit(1000)
    assert state(hass, "input_number.amps") == "16.0"


async def test_a_number_that_is_gone(hass: HomeAssistant) -> None:
    with pytest.raises(HomeAssistantError):
        await orders_of(hass, "input_number.gone").set_output_limit(1000)


async def test_without_a_battery_there_is_nothing_to_command(hass: HomeAssistant) -> None:
    orders = orders_of(hass, "input_number.watts")
    assert (orders.capabilities.limits_output, orders.capabilities.controls_battery) == (True, False)
    assert not orders.modes
    with pytest.raises(NotImplementedError):
        await orders.release_battery()


async def test_its_battery_takes_orders_as_before(hass: HomeAssistant) -> None:
    orders = orders_of(hass, "input_number.watts", orders=BATTERY)
    assert (orders.capabilities.limits_output, orders.capabilities.controls_battery) == (True, True)
    assert orders.modes == {BatteryMode.AUTO, BatteryMode.HOLD}
    await orders.set_battery(BatteryMode.HOLD)
    assert state(hass, "input_select.mode") == "hold"
    await orders.release_battery()
    assert state(hass, "input_select.mode") == "auto"


async def test_it_is_held_back_and_let_go_of(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """The panels give 3 kW, 2 kW of it flow to the grid, and that costs money."""
    hass.states.async_set("sensor.pv", "3000", WATTS)
    solar = {"power_entities": ["sensor.pv"], "power_factor": 1.0, "limit_entity": "input_number.watts"}
    with quiet_p1():
        house = await set_up(hass, device("inverter", "entities", "roof", solar=solar))
        site = house.site
        await tick(house, freezer, 2, power=-2000)
        assert house.state("switch", "control", "roof") == "off"
        await house.act("switch", "curtailment", house.entry.entry_id, "turn_on")
        await house.control("roof")
        await tick(house, freezer, 2, power=-2000)
        assert state(hass, "input_number.watts") == "0.0", "nothing is written without a reason"

        now = site.snapshot.grid.at if site.snapshot.grid is not None else None
        assert now is not None
        site.export_prices = Series.of(now - timedelta(minutes=5), [-0.05] * 4)
        hass.states.async_set("sensor.pv", "3001", WATTS)
        await tick(house, freezer, 2, power=-2000)
        assert house.state("sensor", "solar_held_back", "roof") == "export_costs"
        assert state(hass, "input_number.watts") == "1100.0"

        await house.control("roof", False)
        assert state(hass, "input_number.watts") == "5000.0"
