"""Orders to batteries that are made of entities: a mode, a power with its scale and sign, and the way back."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.overshot.core.model import BatteryMode
from custom_components.overshot.from_entities.battery_orders import EntityBatteryOrders
from custom_components.overshot.from_entities.coordinator import battery_orders

from .from_entities import calls_of, set_up_helpers, state, take_action

AUTO, HOLD, CHARGE, DISCHARGE = BatteryMode.AUTO, BatteryMode.HOLD, BatteryMode.CHARGE, BatteryMode.DISCHARGE
MODES = {
    "option_auto": "auto",
    "option_hold": "hold",
    "option_charge": "charge",
    "option_discharge": "discharge",
}
SELECT = {"mode_entity": "input_select.mode", **MODES}
SWITCH = {
    "mode_entity": "input_boolean.allow",
    "option_auto": "off",
    "option_hold": "on",
    "option_charge": "on",
    "option_discharge": "on",
}


@pytest.fixture(autouse=True)
async def _helpers(hass: HomeAssistant) -> None:
    """Set up the helpers the batteries are made of."""
    await set_up_helpers(hass)


def orders_of(hass: HomeAssistant, **orders: Any) -> EntityBatteryOrders:
    """Return orders to a battery."""
    made = battery_orders(hass, {"kind": "entities", **orders})
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("problem", "orders", "mode", "power", "expected"),
    [
        (
            "mode and power",
            {**SELECT, "power_entities": ["input_number.watts"]},
            CHARGE,
            2000.0,
            {"input_select.mode": "charge", "input_number.watts": "2000.0"},
        ),
        (
            "rounded towards less",
            {**SELECT, "power_entities": ["input_number.watts"]},
            DISCHARGE,
            1999.0,
            {"input_select.mode": "discharge", "input_number.watts": "1990.0"},
        ),
        (
            "no more than the number takes",
            {**SELECT, "power_entities": ["input_number.watts"]},
            CHARGE,
            9000.0,
            {"input_number.watts": "5000.0"},
        ),
        (
            "in kW",
            {**SELECT, "power_entities": ["input_number.kilowatts"]},
            CHARGE,
            2340.0,
            {"input_number.kilowatts": "2.3"},
        ),
        (
            "in % of 5000 W",
            {**SELECT, "power_entities": ["input_number.percent"], "power_factor": 50},
            CHARGE,
            2000.0,
            {"input_number.percent": "40.0"},
        ),
        (
            "one number each, charging",
            {**SELECT, "power_entities": ["input_number.watts", "input_number.kilowatts"]},
            CHARGE,
            2000.0,
            {"input_number.watts": "2000.0", "input_number.kilowatts": "0.0"},
        ),
        (
            "one number each, discharging",
            {**SELECT, "power_entities": ["input_number.watts", "input_number.kilowatts"]},
            DISCHARGE,
            2000.0,
            {"input_number.watts": "0.0", "input_number.kilowatts": "2.0"},
        ),
        (
            "a sign, discharging is positive",
            {**SWITCH, "power_entities": ["input_number.signed"], "power_sign": "discharge_positive"},
            CHARGE,
            1500.0,
            {"input_boolean.allow": "on", "input_number.signed": "-1500.0"},
        ),
        (
            "a sign, charging is positive",
            {**SWITCH, "power_entities": ["input_number.signed"], "power_sign": "charge_positive"},
            CHARGE,
            1500.0,
            {"input_number.signed": "1500.0"},
        ),
        (
            "a sign, charging is positive, discharging",
            {**SWITCH, "power_entities": ["input_number.signed"], "power_sign": "charge_positive"},
            DISCHARGE,
            1500.0,
            {"input_number.signed": "-1500.0"},
        ),
        (
            "to hold is to give nothing",
            {**SWITCH, "power_entities": ["input_number.signed"], "power_sign": "charge_positive"},
            HOLD,
            0.0,
            {"input_boolean.allow": "on", "input_number.signed": "0.0"},
        ),
        ("a mode alone", SELECT, HOLD, 0.0, {"input_select.mode": "hold"}),
    ],
)
async def test_an_order(
    hass: HomeAssistant,
    problem: str,
    orders: dict[str, Any],
    mode: BatteryMode,
    power: float,
    expected: dict[str, str],
) -> None:
    await orders_of(hass, **orders).set_battery(mode, power)
    assert {entity: state(hass, entity) for entity in expected} == expected, problem


async def test_the_power_goes_before_the_mode_and_the_mode_goes_once(hass: HomeAssistant) -> None:
    """No mode begins with the power of an older order, and memory that wears is not written twice."""
    battery = orders_of(hass, **SELECT, power_entities=["input_number.watts"])
    calls = calls_of(hass)
    await battery.set_battery(CHARGE, 1000)
    await battery.set_battery(CHARGE, 1500)
    await battery.release_battery()
    await battery.release_battery()
    await hass.async_block_till_done()
    assert [(action, data.get("option", data.get("value"))) for action, data in calls] == [
        ("input_number.set_value", 1000.0),
        ("input_select.select_option", "charge"),
        ("input_number.set_value", 1500.0),
        ("input_select.select_option", "auto"),
    ]


async def test_remote_control_is_switched_on_last_and_off_alone(hass: HomeAssistant) -> None:
    """As with SolarEdge: the command counts while the control mode is remote."""
    battery = orders_of(
        hass,
        mode_entity="input_select.mode",
        enable_entity="input_select.remote",
        option_enabled="remote",
        **{**MODES, "option_auto": "self"},
        heartbeat=3600.0,
    )
    calls = calls_of(hass)
    await battery.set_battery(HOLD)
    await battery.set_battery(HOLD)
    await battery.release_battery()
    await hass.async_block_till_done()
    assert [(data["entity_id"], data["option"]) for _, data in calls] == [
        ("input_select.mode", "hold"),
        ("input_select.remote", "remote"),
        ("input_select.mode", "hold"),
        ("input_select.remote", "remote"),
        ("input_select.remote", "self"),
    ], "an order that expires is given again although it shows"
    assert battery.capabilities.heartbeat == 3600
    assert battery.entities == ["input_select.mode", "input_select.remote"]


async def test_what_the_battery_cannot_do(hass: HomeAssistant) -> None:
    battery = orders_of(hass, mode_entity="input_select.mode", option_auto="auto", option_hold="hold")
    assert battery.modes == {AUTO, HOLD}
    assert battery.capabilities.controls_battery
    with pytest.raises(NotImplementedError):
        await battery.set_battery(CHARGE, 1000)
    assert state(hass, "input_select.mode") == "auto"


@pytest.mark.parametrize("power", [-1.0, float("nan"), float("inf")])
async def test_what_is_no_power(hass: HomeAssistant, power: float) -> None:
    battery = orders_of(hass, **SELECT, power_entities=["input_number.watts"])
    with pytest.raises(ValueError, match="no power"):
        await battery.set_battery(CHARGE, power)
    assert state(hass, "input_select.mode") == "auto"


@pytest.mark.parametrize(
    ("problem", "orders", "power"),
    [
        ("less than the number takes", {"power_entities": ["input_number.at_least"]}, 200.0),
        (
            "a number without a sign",
            {"power_entities": ["input_number.watts"], "power_sign": "discharge_positive"},
            200.0,
        ),
    ],
)
async def test_a_power_that_the_number_does_not_take(
    hass: HomeAssistant, problem: str, orders: dict[str, Any], power: float
) -> None:
    """Neither is a battery charged harder than ordered, nor the other way round."""
    with pytest.raises(ValueError, match="takes no"):
        await orders_of(hass, **SELECT, **orders).set_battery(CHARGE, power)
    assert state(hass, "input_select.mode") == "auto", problem


async def test_an_unavailable_entity_is_an_error(hass: HomeAssistant) -> None:
    battery = orders_of(hass, **SELECT, power_entities=["input_number.watts"])
    hass.states.async_set("input_number.watts", "unavailable")
    with pytest.raises(HomeAssistantError):
        await battery.set_battery(CHARGE, 1000)
    assert state(hass, "input_select.mode") == "auto"


async def test_an_action(hass: HomeAssistant) -> None:
    taken = take_action(hass, "box.command")
    battery = battery_orders(
        hass,
        {
            "kind": "action",
            "action": "box.command",
            "data": {"entity_id": "select.box", "mode": "{mode}", "kilowatt": "{power}"},
            "power_factor": 1000,
            **MODES,
        },
    )
    assert battery is not None
    await battery.set_battery(CHARGE, 2500)
    await battery.release_battery()
    assert taken == [
        {"entity_id": "select.box", "mode": "charge", "kilowatt": 2.5},
        {"entity_id": "select.box", "mode": "auto", "kilowatt": 0},
    ]
    assert battery.entities == []


def test_a_battery_without_orders(hass: HomeAssistant) -> None:
    assert battery_orders(hass, None) is None
