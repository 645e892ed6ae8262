"""Orders to charging stations that are made of entities: numbers, selects, switches, buttons and actions, real ones."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.overshot.devices.driver import ChargePointOrders
from custom_components.overshot.from_entities.charge_point_orders import EntityChargePointOrders
from custom_components.overshot.from_entities.coordinator import charge_point_orders

from .from_entities import calls_of, set_up_helpers, state, take_action


@pytest.fixture(autouse=True)
async def _helpers(hass: HomeAssistant) -> None:
    """Set up the helpers the stations are made of."""
    await set_up_helpers(hass)


def orders_of(hass: HomeAssistant, station: dict[str, Any] | None = None, **orders: Any) -> EntityChargePointOrders:
    """Return orders through entities."""
    made = charge_point_orders(hass, {"station": station or {}, "orders": {"kind": "entities", **orders}})
    assert made is not None
    return made


# Numbers


@pytest.mark.parametrize(
    ("problem", "orders", "current", "entity", "expected", "read_back"),
    [
        ("whole amperes", {"current_entity": "input_number.amps"}, 10.0, "input_number.amps", "10.0", 10.0),
        ("rounded down", {"current_entity": "input_number.amps"}, 10.9, "input_number.amps", "10.0", 10.0),
        ("not above the highest", {"current_entity": "input_number.six"}, 32.0, "input_number.six", "16.0", 16.0),
        ("zero pauses", {"current_entity": "input_number.amps"}, 0.0, "input_number.amps", "0.0", 0.0),
        ("milliampere", {"current_entity": "input_number.milliamps"}, 9.8, "input_number.milliamps", "9500.0", 9.5),
        (
            "percent of 32 A",
            {"current_entity": "input_number.percent", "current_factor": 0.32},
            10.0,
            "input_number.percent",
            "31.0",
            9.92,
        ),
    ],
)
async def test_a_number(
    hass: HomeAssistant,
    problem: str,
    orders: dict[str, Any],
    current: float,
    entity: str,
    expected: str,
    read_back: float,
) -> None:
    station = orders_of(hass, **orders)
    await station.set_current(current)
    assert state(hass, entity) == expected, problem
    assert station.setpoint() == pytest.approx(read_back), problem


async def test_a_number_that_cannot_pause_is_an_error(hass: HomeAssistant) -> None:
    station = orders_of(hass, current_entity="input_number.six")
    with pytest.raises(ValueError, match="cannot pause"):
        await station.set_current(0)
    assert state(hass, "input_number.six") == "16.0"


async def test_a_number_that_begins_higher_pauses_below(hass: HomeAssistant) -> None:
    """An order is never exceeded: 6 A for a number from 10 A on is a pause."""
    hass.states.async_set("input_number.six", "16", {"min": 10, "max": 16, "step": 1, "unit_of_measurement": "A"})
    station = orders_of(hass, current_entity="input_number.six", pause_entity="input_boolean.allow")
    await station.set_current(6)
    assert state(hass, "input_boolean.allow") == "off"
    assert station.setpoint() == 0


@pytest.mark.parametrize("current", [-1.0, 3.0, 5.9, float("nan"), float("inf")])
async def test_what_no_station_is_told(hass: HomeAssistant, current: float) -> None:
    calls = calls_of(hass)
    take_action(hass, "box.set")
    stations = (
        orders_of(hass, current_entity="input_number.amps"),
        orders_of(hass, current_entity="input_select.amps"),
        charge_point_orders(
            hass, {"station": {}, "orders": {"kind": "action", "action": "box.set", "data": {"amps": "{current}"}}}
        ),
    )
    for station in stations:
        assert station is not None
        with pytest.raises(ValueError, match="neither 0 nor"):
            await station.set_current(current)
    await hass.async_block_till_done()
    assert calls == []


# Selects


@pytest.mark.parametrize(
    ("problem", "current", "expected", "read_back"),
    [
        ("the very option", 10.0, "10 A", 10.0),
        ("the nearest lower one", 13.0, "10 A", 10.0),
        ("halves", 13.5, "13.5 A", 13.5),
        ("the highest", 32.0, "16 A", 16.0),
        ("nothing", 0.0, "0 A", 0.0),
    ],
)
async def test_a_select(hass: HomeAssistant, problem: str, current: float, expected: str, read_back: float) -> None:
    station = orders_of(hass, current_entity="input_select.amps")
    await station.set_current(current)
    assert state(hass, "input_select.amps") == expected, problem
    assert station.setpoint() == read_back


async def test_a_select_without_a_low_option(hass: HomeAssistant) -> None:
    station = orders_of(hass, current_entity="input_select.high")
    with pytest.raises(ValueError, match="no option for 6 A"):
        await station.set_current(6)
    station = orders_of(hass, current_entity="input_select.high", pause_entity="input_boolean.allow")
    await station.set_current(6)
    assert state(hass, "input_boolean.allow") == "off"
    await station.set_current(12)
    assert (state(hass, "input_select.high"), state(hass, "input_boolean.allow")) == ("10 A", "on")


async def test_a_select_that_shows_no_current_reads_back_nothing(hass: HomeAssistant) -> None:
    hass.states.async_set("input_select.amps", "unknown")
    assert orders_of(hass, current_entity="input_select.amps").setpoint() is None
    hass.states.async_set("input_select.amps", "Off")
    assert orders_of(hass, current_entity="input_select.amps").setpoint() is None


# Pauses


async def test_a_switch_pauses_and_the_limit_goes_before_it_ends_the_pause(hass: HomeAssistant) -> None:
    """Peblar keeps its last limit while it pauses: nobody may charge at that one, be it for a second."""
    station = orders_of(hass, current_entity="input_number.six", pause_entity="input_boolean.allow")
    calls = calls_of(hass)
    await station.set_current(0)
    await station.set_current(0)
    await station.set_current(8)
    await station.set_current(7)
    await hass.async_block_till_done()
    said = [(action, data.get("value")) for action, data in calls if not action.startswith("input_boolean")]
    assert said == [
        ("homeassistant.turn_off", None),
        ("homeassistant.turn_off", None),
        ("input_number.set_value", 8.0),
        ("homeassistant.turn_on", None),
        ("input_number.set_value", 7.0),
    ]
    assert station.setpoint() == 7


async def test_two_buttons_pause_and_resume(hass: HomeAssistant) -> None:
    station = orders_of(
        hass,
        current_entity="input_number.six",
        pause_entity="input_button.stop",
        resume_entity="input_button.go",
    )
    calls = calls_of(hass)
    await station.set_current(10)
    assert station.setpoint() == 10
    await station.set_current(0)
    assert station.setpoint() is None, "a button shows nothing"
    await station.set_current(10)
    await hass.async_block_till_done()
    assert [(action, data["entity_id"]) for action, data in calls] == [
        ("input_number.set_value", "input_number.six"),
        ("input_button.press", "input_button.stop"),
        ("input_number.set_value", "input_number.six"),
        ("input_button.press", "input_button.go"),
    ]


# Phases


async def test_a_select_switches_phases(hass: HomeAssistant) -> None:
    station = orders_of(
        hass,
        current_entity="input_number.amps",
        phases_entity="input_select.phases",
        option_1="1 phase",
        option_3="3 phases",
    )
    assert station.capabilities.switches_phases
    assert station.phases() == 3
    await station.set_phases(1)
    assert (state(hass, "input_select.phases"), station.phases()) == ("1 phase", 1)
    with pytest.raises(ValueError, match="1 or 3"):
        await station.set_phases(2)


async def test_a_switch_forces_one_phase(hass: HomeAssistant) -> None:
    station = orders_of(
        hass,
        current_entity="input_number.amps",
        phases_entity="input_boolean.sg1",
        option_1="on",
        option_3="off",
    )
    await station.set_phases(1)
    assert (state(hass, "input_boolean.sg1"), station.phases()) == ("on", 1)
    await station.set_phases(3)
    assert (state(hass, "input_boolean.sg1"), station.phases()) == ("off", 3)


async def test_what_a_station_without_phases_and_fallback_cannot(hass: HomeAssistant) -> None:
    station: ChargePointOrders = orders_of(hass, current_entity="input_number.amps")
    with pytest.raises(NotImplementedError):
        await station.set_phases(1)
    with pytest.raises(NotImplementedError):
        await station.set_fallback(6)
    can = station.capabilities
    assert (can.sets_current, can.switches_phases, can.has_fallback) == (True, False, False)


# What is not there


async def test_an_unavailable_entity_takes_no_order_in_silence(hass: HomeAssistant) -> None:
    """Home Assistant skips unavailable entities without a word: the order would be taken for given."""
    station = orders_of(hass, current_entity="input_number.amps", pause_entity="input_boolean.allow")
    hass.states.async_set("input_number.amps", "unavailable")
    with pytest.raises(HomeAssistantError) as caught:
        await station.set_current(10)
    assert caught.value.translation_key == "entity_unavailable"
    assert station.setpoint() is None
    hass.states.async_remove("input_number.amps")
    with pytest.raises(HomeAssistantError):
        await station.set_current(10)


async def test_a_refused_value_is_an_error(hass: HomeAssistant) -> None:
    hass.states.async_set("input_number.amps", "16", {"min": 0, "max": 80, "step": 1, "unit_of_measurement": "A"})
    station = orders_of(hass, current_entity="input_number.amps")
    with pytest.raises((HomeAssistantError, ValueError)):
        await station.set_current(60)
    assert station.setpoint() == 16


async def test_a_sensor_of_the_limit_in_force_counts_more(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.limit", "13", {"unit_of_measurement": "A"})
    station = orders_of(hass, {"setpoint_entity": "sensor.limit"}, current_entity="input_number.amps")
    assert station.setpoint() == 13
    assert station.entities == ["input_number.amps"]


# Actions


def by_action(hass: HomeAssistant, **orders: Any) -> ChargePointOrders:
    """Return orders through an action."""
    data = {"kind": "action", "action": "box.set_current", **orders}
    made = charge_point_orders(hass, {"station": {"setpoint_entity": "sensor.limit"}, "orders": data})
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("problem", "data", "step", "current", "expected"),
    [
        ("a number", {"current": "{current}"}, 1.0, 10.9, {"current": 10}),
        ("with its step", {"current": "{current}"}, 0.5, 10.9, {"current": 10.5}),
        ("inside a text", {"command": "curr {current} now"}, 1.0, 8.0, {"command": "curr 8 now"}),
        ("deeper", {"a": {"b": ["{current}", 3]}}, 1.0, 8.0, {"a": {"b": [8, 3]}}),
        ("with a target", {"device_id": "x", "amps": " {current} "}, 1.0, 0.0, {"device_id": "x", "amps": 0}),
        ("with phases", {"amps": "{current}", "phases": "{phases}"}, 1.0, 8.0, {"amps": 8, "phases": 3}),
        ("with braces of its own", {"amps": "{current}", "x": "{other}"}, 1.0, 8.0, {"amps": 8, "x": "{other}"}),
    ],
)
async def test_an_action(
    hass: HomeAssistant, problem: str, data: dict[str, Any], step: float, current: float, expected: dict[str, Any]
) -> None:
    taken = take_action(hass, "box.set_current")
    await by_action(hass, data=data, action_step=step).set_current(current)
    assert taken == [expected], problem


async def test_an_action_pauses_and_another_resumes(hass: HomeAssistant) -> None:
    """As with KEBA: 0 A is no current that its action takes."""
    said = {name: take_action(hass, f"box.{name}") for name in ("set_current", "disable", "enable")}
    hass.states.async_set("sensor.limit", "16", {"unit_of_measurement": "A"})
    station = by_action(
        hass,
        data={"current": "{current}", "device_id": "x"},
        pause_action="box.disable",
        resume_action="box.enable",
    )
    assert isinstance(station, EntityChargePointOrders)
    assert station.setpoint() == 16
    await station.set_current(0)
    assert station.setpoint() is None, "nothing shows that it pauses"
    await station.set_current(8)
    await station.set_current(9)
    assert said == {
        "disable": [{"device_id": "x"}],
        "enable": [{"device_id": "x"}],
        "set_current": [{"current": 8, "device_id": "x"}, {"current": 9, "device_id": "x"}],
    }
    assert station.setpoint() == 16


async def test_an_action_with_phases(hass: HomeAssistant) -> None:
    taken = take_action(hass, "box.set_current")
    station = by_action(hass, data={"amps": "{current}", "phases": "{phases}"})
    assert station.capabilities.switches_phases
    await station.set_current(8)
    await station.set_phases(1)
    await station.set_current(9)
    assert taken == [{"amps": 8, "phases": 3}, {"amps": 8, "phases": 1}, {"amps": 9, "phases": 1}]
    with pytest.raises(ValueError, match="1 or 3"):
        await station.set_phases(0)
    station = by_action(hass, data={"amps": "{current}"})
    with pytest.raises(NotImplementedError):
        await station.set_phases(1)


async def test_an_action_that_fails(hass: HomeAssistant) -> None:
    station = by_action(hass, data={"current": "{current}"})
    with pytest.raises(HomeAssistantError):
        await station.set_current(8)

    async def refuse(call: object) -> None:
        raise ValueError("no")

    hass.services.async_register("box", "set_current", refuse)
    with pytest.raises(HomeAssistantError) as caught:
        await station.set_current(8)
    assert caught.value.translation_placeholders == {"action": "box.set_current", "error": "no"}
