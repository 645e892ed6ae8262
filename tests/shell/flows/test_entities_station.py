"""Adding a charging station that is made of entities."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from ..entity_registry import Registry
from .conftest import AddSite, meter
from .entity_station import STATION, WIRING, at_control, at_station, fields, made
from .walk import Walk


async def test_a_number_sets_the_current(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_orders")
    await walk.send_as_shown(current_entity="number.box_limit")
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    assert walk.step == "created"
    assert made(entry) == {
        "family": "entities",
        "grid_role": False,
        "station": {**STATION, "power_factor": 1.0, "report_interval": 10},
        "orders": {
            "kind": "entities",
            "current_entity": "number.box_limit",
            "current_factor": 1.0,
            "current_step": 0.5,
        },
        **WIRING,
        "phases": 3,
    }


@pytest.mark.parametrize(
    ("problem", "entered", "phases", "orders"),
    [
        (
            "a select",
            {"current_entity": "select.box_limit"},
            None,
            {"current_entity": "select.box_limit", "current_step": 3.0},
        ),
        (
            "a switch that pauses",
            {"current_entity": "number.box_six", "pause_entity": "switch.box_charge"},
            None,
            {"current_entity": "number.box_six", "pause_entity": "switch.box_charge", "current_step": 1.0},
        ),
        (
            "two buttons",
            {
                "current_entity": "select.box_high",
                "pause_entity": "button.box_stop",
                "resume_entity": "button.box_start",
            },
            None,
            {
                "current_entity": "select.box_high",
                "pause_entity": "button.box_stop",
                "resume_entity": "button.box_start",
                "current_step": 6.0,
            },
        ),
        (
            "phases by a select",
            {"current_entity": "number.box_limit", "phases_entity": "select.box_phases"},
            {"option_1": "1 phase", "option_3": "3 phases"},
            {
                "current_entity": "number.box_limit",
                "phases_entity": "select.box_phases",
                "current_step": 0.5,
                "option_1": "1 phase",
                "option_3": "3 phases",
            },
        ),
        (
            "phases by a switch",
            {"current_entity": "number.box_limit", "phases_entity": "switch.box_single_phase"},
            {"option_1": "on", "option_3": "off"},
            {
                "current_entity": "number.box_limit",
                "phases_entity": "switch.box_single_phase",
                "current_step": 0.5,
                "option_1": "on",
                "option_3": "off",
            },
        ),
    ],
)
async def test_what_can_set_the_current(
    hass: HomeAssistant,
    add_site: AddSite,
    problem: str,
    entered: dict[str, Any],
    phases: dict[str, str] | None,
    orders: dict[str, Any],
) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_orders")
    await walk.send_as_shown(**entered)
    if phases is not None:
        assert walk.step == "station_phases", problem
        await walk.fill(option_1=phases["option_1"], option_3=phases["option_1"])
        assert walk.errors == {"base": "phases_missing"}
        await walk.fill(option_1=phases["option_1"])
        assert walk.errors == {"base": "phases_missing"}
        await walk.fill(**phases)
    assert walk.step == "charge_point", problem
    await walk.fill(**WIRING)
    assert made(entry)["orders"] == {"kind": "entities", "current_factor": 1.0, **orders}


async def test_an_action_sets_the_current(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_action")
    orders = {
        "action": "box.set_current",
        "data": {"device_id": "x", "current": "{current}"},
        "pause_action": "box.stop",
        "resume_action": "box.go",
    }
    await walk.send_as_shown(**orders)
    await walk.fill(**WIRING)
    assert made(entry)["orders"] == {"kind": "action", "action_step": 1.0, **orders}


async def test_profiles_through_ocpp(hass: HomeAssistant, add_site: AddSite) -> None:
    async def nothing(call: ServiceCall) -> None:
        """Take a call."""

    hass.services.async_register("ocpp", "set_charge_rate", nothing)
    entry, walk = await at_control(hass, add_site)
    assert walk.options == ["station_ocpp", "station_orders", "station_action", "station_read_only"]
    await walk.pick("station_ocpp")
    await walk.send_as_shown()
    assert walk.step == "station_control"
    await walk.pick("station_ocpp")
    await walk.send_as_shown(devid="garage", connector=1.5)
    assert walk.errors == {"connector": "invalid_connector"}
    await walk.send_as_shown(devid="garage", connector=2)
    await walk.fill(**WIRING)
    assert made(entry)["orders"] == {"kind": "ocpp", "devid": "garage", "connector": 2, "ocpp_version": "1_6"}


async def test_a_station_that_is_only_read(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION, adjust={"power_factor": -0.1, "power_attribute": ""})
    currents = [f"sensor.box_current_{terminal}" for terminal in (1, 2, 3)]
    await walk.send_as_shown(current_entities=currents, session_entity="sensor.box_session", report_interval=30)
    assert walk.options == ["station_orders", "station_action", "station_read_only"]
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    assert "orders" not in made(entry)
    assert made(entry)["station"] == {
        **STATION,
        "power_factor": -0.1,
        "current_entities": currents,
        "session_entity": "sensor.box_session",
        "report_interval": 30,
    }


async def test_words_that_nobody_knows_are_explained(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION | {"vehicle_entity": "sensor.box_words"})
    assert walk.step == "station_states"
    assert walk.shown == {"states_a": [], "states_b": [], "states_c": [], "states_f": []}
    await walk.fill(states_a=["vrij"], states_b=["wachten"])
    assert walk.errors == {"base": "states_missing"}
    await walk.fill(states_a=["vrij"], states_b=["laden"], states_c=["laden"])
    assert walk.errors == {"base": "state_twice"}
    await walk.fill(states_a=["vrij"], states_b=["wachten"], states_c=["laden"])
    assert walk.step == "station_more"
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    assert made(entry)["station"]["states"] == {"vrij": "a", "wachten": "b", "laden": "c"}


async def test_a_plug_and_whether_it_charges(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_station(hass, add_site)
    plug = {"vehicle_entity": "binary_sensor.box_plug", "charging_entity": "binary_sensor.box_charging"}
    await walk.send_as_shown(**STATION | plug)
    assert walk.step == "station_more"
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    assert made(entry)["station"] == {**STATION, **plug, "power_factor": 1.0, "report_interval": 10}


async def test_a_device_fills_everything_in(hass: HomeAssistant, add_site: AddSite) -> None:
    """A Peblar: its entities, how it pauses, and which way its switch of phases goes."""
    entry = add_site(meter())
    registry = Registry(hass, "peblar")
    device = registry.device(
        "Drive",
        "sensor:1_cp_state",
        "sensor:1_power_total",
        "sensor:1_energy_session",
        "number:1_charge_current_limit",
        "switch:1_charge",
        "switch:1_force_single_phase",
    )
    registry.show("sensor:1_cp_state", "no_ev_connected", options=["charging", "no_ev_connected", "suspended"])
    registry.show("sensor:1_power_total", "0", unit_of_measurement="W")
    registry.show("sensor:1_energy_session", "0", unit_of_measurement="Wh")
    registry.show("number:1_charge_current_limit", "16", min=6, max=16, step=1, unit_of_measurement="A")
    registry.show("switch:1_charge", "on")
    registry.show("switch:1_force_single_phase", "off")
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("entities")
    await walk.fill(source_device=device)
    for step in ("station_entities", "station_more"):
        assert walk.step == step
        await walk.send_as_shown()
    await walk.pick("station_orders")
    await walk.send_as_shown()
    assert walk.step == "station_phases"
    await walk.send_as_shown()
    assert walk.step == "charge_point"
    assert walk.placeholders["device"] == "Drive"
    await walk.fill(**WIRING)
    assert walk.step == "created"
    data = made(entry)
    assert (data["recipe"], data["manufacturer"], data["model"]) == ("peblar", "Maker", "Model")
    assert data["source_device"] == device
    assert data["orders"] == {
        "kind": "entities",
        "current_entity": registry.entity("number:1_charge_current_limit"),
        "current_factor": 1.0,
        "current_step": 1.0,
        "pause_entity": registry.entity("switch:1_charge"),
        "phases_entity": registry.entity("switch:1_force_single_phase"),
        "option_1": "on",
        "option_3": "off",
    }


async def test_an_entity_fills_in_where_there_are_no_devices(hass: HomeAssistant, add_site: AddSite) -> None:
    """KEBA's integration has none, and something to be said of its failsafe."""
    entry = add_site(meter())
    registry = Registry(hass, "keba")
    keys = ("binary_sensor:keba_wallbox_1_plug_state", "sensor:keba_wallbox_1_charging_power")
    for unique_id in keys:
        registry.add(unique_id)
    registry.show(keys[0], "off")
    registry.show(keys[1], "0", unit_of_measurement="kW")
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("entities")
    await walk.fill(source_entity=registry.entity(keys[1]))
    assert walk.step == "station_entities"
    assert fields(walk) == {"vehicle_entity": registry.entity(keys[0]), "power_entity": registry.entity(keys[1])}
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert "failsafe: true" in walk.placeholders["note"]
    await walk.pick("station_action")
    assert walk.shown["data"] == {"current": "{current}"}
