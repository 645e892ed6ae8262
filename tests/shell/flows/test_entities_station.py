"""Adding a charging station that is made of entities, and changing it."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
import pytest

from ..entity_registry import Registry
from .conftest import AddSite, device_id, meter
from .walk import Walk

DONE = "aborted: reconfigure_successful"

STATION = {"vehicle_entity": "sensor.box_state", "power_entity": "sensor.box_power"}
WIRING = {"phases": "3", "rotation": "l1l2l3", "max_current": 16, "fallback_current": 6}


@pytest.fixture
def box(hass: HomeAssistant) -> None:
    """Put the entities of a charging station there."""
    set_state = hass.states.async_set
    set_state("sensor.box_state", "Charging", {"options": ["Available", "Preparing", "Charging", "Faulted"]})
    set_state("sensor.box_words", "laden", {"options": ["vrij", "wachten", "laden", "stuk"]})
    set_state("binary_sensor.box_plug", "on", {"device_class": "plug"})
    set_state("binary_sensor.box_charging", "off")
    set_state("sensor.box_power", "3.6", {"unit_of_measurement": "kW"})
    set_state("sensor.box_asleep", "unavailable", {"unit_of_measurement": "W"})
    set_state("sensor.box_session", "1.2", {"unit_of_measurement": "kWh"})
    for terminal in (1, 2, 3):
        set_state(f"sensor.box_current_{terminal}", "5.2", {"unit_of_measurement": "A"})
    amps = {"unit_of_measurement": "A", "min": 0, "max": 32, "step": 0.5}
    set_state("number.box_limit", "16", amps)
    set_state("number.box_six", "16", {**amps, "min": 6, "step": 1})
    set_state("number.box_volts", "16", {**amps, "unit_of_measurement": "V"})
    set_state("select.box_limit", "10 A", {"options": ["Off 0 A", "6 A", "10 A", "13 A", "16 A"]})
    set_state("select.box_high", "10 A", {"options": ["10 A", "16 A"]})
    set_state("select.box_words", "low", {"options": ["low", "high"]})
    set_state("select.box_phases", "3 phases", {"options": ["1 phase", "3 phases"]})
    set_state("switch.box_charge", "on")
    set_state("switch.box_single_phase", "off")
    set_state("button.box_stop", "unknown")
    set_state("button.box_start", "unknown")

    async def nothing(call: ServiceCall) -> None:
        """Take a call."""

    for name in ("set_current", "stop", "go"):
        hass.services.async_register("box", name, nothing)


async def at_station(hass: HomeAssistant, add_site: AddSite, *others: Any) -> tuple[Any, Walk]:
    """Begin to add a station made of entities."""
    entry = add_site(meter(), *others)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("entities")
    await walk.fill()
    return entry, walk


async def at_control(hass: HomeAssistant, add_site: AddSite) -> tuple[Any, Walk]:
    """Go on to how the station takes orders."""
    entry, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION)
    await walk.send_as_shown()
    assert walk.step == "station_control"
    return entry, walk


def made(entry: Any) -> dict[str, Any]:
    """Return the data of the only station."""
    (device,) = entry.get_subentries_of_type("charge_point")
    return dict(device.data)


def fields(walk: Walk) -> dict[str, Any]:
    """Return what the form proposes, without its section."""
    return {key: value for key, value in walk.shown.items() if key != "adjust"}


# Add


@pytest.mark.usefixtures("box")
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
@pytest.mark.usefixtures("box")
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


@pytest.mark.usefixtures("box")
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


@pytest.mark.usefixtures("box")
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


@pytest.mark.usefixtures("box")
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


@pytest.mark.usefixtures("box")
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


@pytest.mark.usefixtures("box")
async def test_a_plug_and_whether_it_charges(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_station(hass, add_site)
    plug = {"vehicle_entity": "binary_sensor.box_plug", "charging_entity": "binary_sensor.box_charging"}
    await walk.send_as_shown(**STATION | plug)
    assert walk.step == "station_more"
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    assert made(entry)["station"] == {**STATION, **plug, "power_factor": 1.0, "report_interval": 10}


@pytest.mark.usefixtures("box")
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


# What cannot be


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
@pytest.mark.usefixtures("box")
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
        ("never", {"report_interval": 0}, {"report_interval": "invalid_interval"}),
        ("once a day", {"report_interval": 86400}, {"report_interval": "invalid_interval"}),
    ],
)
@pytest.mark.usefixtures("box")
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
@pytest.mark.usefixtures("box")
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
@pytest.mark.usefixtures("box")
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


@pytest.mark.usefixtures("box")
async def test_overshot_is_not_its_own_source(hass: HomeAssistant, add_site: AddSite) -> None:
    own = er.async_get(hass).async_get_or_create("sensor", "overshot", "x")
    hass.states.async_set(own.entity_id, "1", {"unit_of_measurement": "W"})
    _, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION | {"power_entity": own.entity_id})
    assert walk.errors == {"power_entity": "entity_own"}


@pytest.mark.usefixtures("box")
async def test_what_sleeps_now_is_no_mistake(hass: HomeAssistant, add_site: AddSite) -> None:
    hass.states.async_set("sensor.box_state", "unavailable")
    hass.states.async_set("sensor.silent", "unknown")
    _, walk = await at_station(hass, add_site)
    await walk.send_as_shown(**STATION | {"power_entity": "sensor.box_asleep"})
    assert walk.step == "station_more"
    await walk.send_as_shown(session_entity="sensor.silent")
    assert walk.step == "station_control"


@pytest.mark.usefixtures("box")
async def test_the_same_station_is_not_added_twice(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("entities")
    await walk.fill()
    await walk.send_as_shown(**STATION)
    assert walk.errors == {"base": "already_configured"}


@pytest.mark.usefixtures("box")
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


# Change


@pytest.mark.usefixtures("box")
async def test_entities_are_exchanged_and_the_id_stays(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_action")
    await walk.send_as_shown(action="box.set_current", data={"current": "{current}"})
    await walk.fill(**WIRING)
    (before,) = entry.get_subentries_of_type("charge_point")
    walk = await Walk.change_device(hass, entry, device_id(entry, before.title))
    assert walk.options == ["charge_point", "station_change"]
    await walk.pick("station_change")
    assert fields(walk) == STATION
    await walk.fill(adjust={"power_factor": 1})
    assert walk.step == "reconfigure"
    await walk.pick("station_change")
    await walk.send_as_shown(vehicle_entity="sensor.box_words")
    await walk.fill(states_a=["vrij"], states_c=["laden"])
    await walk.send_as_shown()
    await walk.pick("station_orders")
    await walk.send_as_shown(current_entity="number.box_limit")
    assert walk.step == DONE
    (after,) = entry.get_subentries_of_type("charge_point")
    assert after.unique_id == before.unique_id
    assert made(entry) == {
        **before.data,
        "station": {
            **STATION,
            "vehicle_entity": "sensor.box_words",
            "power_factor": 1.0,
            "states": {"vrij": "a", "laden": "c"},
            "report_interval": 10,
        },
        "orders": {
            "kind": "entities",
            "current_entity": "number.box_limit",
            "current_factor": 1.0,
            "current_step": 0.5,
        },
    }


@pytest.mark.usefixtures("box")
async def test_the_words_are_asked_again_when_they_are_changed(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("station_read_only")
    await walk.fill(**WIRING)
    walk = await Walk.change_device(hass, entry, device_id(entry, "Charging station"))
    await walk.pick("station_change")
    await walk.send_as_shown()
    assert walk.step == "station_states"
    assert walk.shown == {
        "states_a": ["Available"],
        "states_b": ["Preparing"],
        "states_c": ["Charging"],
        "states_f": ["Faulted"],
    }
    await walk.send_as_shown(states_b=[], states_c=["Charging", "Preparing"])
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    assert walk.step == DONE
    assert made(entry)["station"]["states"] == {
        "Available": "a",
        "Charging": "c",
        "Preparing": "c",
        "Faulted": "f",
    }


@pytest.mark.usefixtures("box")
async def test_a_station_of_entities_may_belong_to_a_controller_too(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_station(
        hass,
        add_site,
        {
            "subentry_type": "controller",
            "title": "Flow",
            "unique_id": "EMC",
            "data": {"family": "hager_flow", "host": "192.0.2.9", "port": 502, "unit_id": 1, "serial_number": "EMC"},
        },
    )
    await walk.send_as_shown(**STATION)
    await walk.send_as_shown()
    await walk.pick("station_read_only")
    assert walk.step == "one_master"
    await walk.pick("understood")
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    assert len(entry.get_subentries_of_type("charge_point")) == 1
