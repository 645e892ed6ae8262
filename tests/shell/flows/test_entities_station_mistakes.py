"""What entities of a charging station cannot be, and that each mistake can be put right."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from .conftest import AddSite
from .entity_station import STATION, WIRING, at_control, at_station
from .walk import Walk


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("nobody there", {"vehicle_entity": "sensor.gone"}, {"vehicle_entity": "entity_not_found"}),
        ("no charging there", {"charging_entity": "binary_sensor.gone"}, {"charging_entity": "entity_not_found"}),
        ("no power", {"power_entity": None}, {"power_entity": "power_missing"}),
        ("a power that is a current", {"power_entity": "sensor.box_current_1"}, {"power_entity": "entity_unit_power"}),
        ("a power that is a word", {"power_entity": "sensor.box_state"}, {"power_entity": "entity_unit_power"}),
        ("all powers zero", {"adjust": {"power_factor": 0}}, {"base": "factor_zero"}),
        (
            "no such attribute",
            {"adjust": {"power_factor": 1, "power_attribute": "watt"}},
            {"power_entity": "entity_attribute"},
        ),
    ],
)
async def test_a_station_that_cannot_be_read(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_station(hass, add_site)
    form = {key: value for key, value in (walk.shown | STATION | entered).items() if value is not None}
    await walk.fill(**form)
    assert (walk.step, walk.errors) == ("station_entities", errors), problem
    await walk.fill(**{"adjust": {"power_factor": 1}, **STATION})
    assert walk.step == "station_more"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        (
            "two currents",
            {"current_entities": ["sensor.box_current_1", "sensor.box_current_2"]},
            {"current_entities": "station_current_count"},
        ),
        ("no current", {"current_entities": ["sensor.box_power"]}, {"current_entities": "entity_unit_current"}),
        ("no energy", {"session_entity": "sensor.box_power"}, {"session_entity": "entity_unit_energy"}),
        ("no limit", {"setpoint_entity": "sensor.gone"}, {"setpoint_entity": "entity_not_found"}),
        ("no card", {"tag_entity": "sensor.gone"}, {"tag_entity": "entity_not_found"}),
        ("never", {"report_interval": 0}, {"report_interval": "invalid_interval"}),
        ("once a day", {"report_interval": 86400}, {"report_interval": "invalid_interval"}),
    ],
)
async def test_what_it_cannot_tell_besides(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION)
    good = walk.shown
    await walk.send_as_shown(**entered)
    assert (walk.step, walk.errors) == ("station_more", errors), problem
    await walk.fill(**good)
    assert walk.step == "station_control"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("nobody there", {"current_entity": "number.gone"}, {"current_entity": "entity_not_found"}),
        ("volts", {"current_entity": "number.box_volts"}, {"current_entity": "entity_unit_current"}),
        ("words", {"current_entity": "select.box_words"}, {"current_entity": "options_no_current"}),
        ("a number that cannot pause", {"current_entity": "number.box_six"}, {"current_entity": "cannot_pause"}),
        ("a select that cannot pause", {"current_entity": "select.box_high"}, {"current_entity": "cannot_pause"}),
        (
            "a button alone",
            {"current_entity": "number.box_limit", "pause_entity": "button.box_stop"},
            {"resume_entity": "resume_button"},
        ),
        (
            "a button for a switch",
            {
                "current_entity": "number.box_limit",
                "pause_entity": "switch.box_charge",
                "resume_entity": "button.box_start",
            },
            {"resume_entity": "resume_button"},
        ),
        (
            "no such switch",
            {"current_entity": "number.box_limit", "pause_entity": "switch.gone"},
            {"pause_entity": "entity_not_found"},
        ),
        (
            "nothing for something",
            {"current_entity": "number.box_limit", "current_factor": 0},
            {"base": "factor_not_positive"},
        ),
    ],
)
async def test_orders_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_control(hass, add_site)
    await walk.pick("station_orders")
    good = walk.shown | {"current_entity": "number.box_limit"}
    await walk.send_as_shown(**entered)
    assert (walk.step, walk.errors) == ("station_orders", errors), problem
    await walk.fill(**good)
    assert walk.step == "charge_point"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no such action", {"action": "box.fly"}, {"action": "action_unknown"}),
        ("no such pause", {"pause_action": "box.fly", "resume_action": "box.go"}, {"pause_action": "action_unknown"}),
        ("a pause for ever", {"pause_action": "box.stop"}, {"resume_action": "resume_action"}),
        ("no data", {"data": None}, {"data": "data_no_mapping"}),
        ("a list", {"data": ["{current}"]}, {"data": "data_no_mapping"}),
        ("no current", {"data": {"current": 16}}, {"data": "data_no_placeholder"}),
        ("no step", {"action_step": 0}, {"action_step": "invalid_step"}),
    ],
)
async def test_actions_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_control(hass, add_site)
    await walk.pick("station_action")
    good = {"action": "box.set_current", "data": {"current": "{current}"}, "action_step": 1}
    await walk.fill(**{key: value for key, value in (good | entered).items() if value is not None})
    assert (walk.step, walk.errors) == ("station_action", errors), problem
    await walk.fill(**good)
    assert walk.step == "charge_point"


async def test_overshot_is_not_its_own_source(hass: HomeAssistant, add_site: AddSite) -> None:
    own = er.async_get(hass).async_get_or_create("sensor", "overshot", "x")
    hass.states.async_set(own.entity_id, "1", {"unit_of_measurement": "W"})
    _, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION | {"power_entity": own.entity_id})
    assert walk.errors == {"power_entity": "entity_own"}


async def test_what_sleeps_now_is_no_mistake(hass: HomeAssistant, add_site: AddSite) -> None:
    hass.states.async_set("sensor.box_state", "unavailable")
    hass.states.async_set("sensor.silent", "unknown")
    _, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION | {"power_entity": "sensor.box_asleep"})
    assert walk.step == "station_more"
    await walk.send_as_shown(session_entity="sensor.silent")
    assert walk.step == "station_control"


async def test_the_same_station_is_not_added_twice(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("entities")
    await walk.fill()
    await walk.send_as_shown(**STATION)
    assert walk.errors == {"base": "already_configured"}


async def test_every_form_leads_back(hass: HomeAssistant, add_site: AddSite) -> None:
    _, walk = await at_station(hass, add_site)
    await walk.fill(adjust={"power_factor": 1})
    assert walk.step == "entities"
    await walk.fill()
    await walk.send_as_shown(**STATION)
    await walk.send_as_shown()
    for way in ("station_orders", "station_action"):
        await walk.pick(way)
        await walk.send_as_shown()
        assert walk.step == "station_control"
