"""Adding solar panels and batteries that are made of entities, and changing them."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from ..entity_registry import Registry
from .conftest import AddSite, device_id, meter
from .walk import Walk

DONE = "aborted: reconfigure_successful"
WATTS = {"unit_of_measurement": "W"}
BATTERY = {"power_entities": ["sensor.battery"], "soc_entity": "sensor.soc"}
OPTIONS = {"option_auto": "auto", "option_hold": "hold", "option_charge": "charge", "option_discharge": "discharge"}


@pytest.fixture(autouse=True)
def _entities(hass: HomeAssistant) -> None:
    """Put the entities of an inverter there."""
    set_state = hass.states.async_set
    set_state("sensor.pv", "1200", WATTS)
    set_state("sensor.pv_2", "unavailable", WATTS)
    set_state("sensor.energy", "12", {"unit_of_measurement": "MWh"})
    set_state("sensor.battery", "-300", WATTS)
    set_state("sensor.charging", "300", WATTS)
    set_state("sensor.soc", "55", {"unit_of_measurement": "%"})
    set_state("sensor.word", "sunny")
    set_state("select.mode", "auto", {"options": ["auto", "hold", "charge", "discharge"]})
    set_state("switch.remote", "off")
    for name in ("power", "charge", "discharge"):
        set_state(f"number.{name}", "0", {**WATTS, "min": 0, "max": 5000, "step": 10})

    async def nothing(call: ServiceCall) -> None:
        """Take a call."""

    hass.services.async_register("box", "command", nothing)


async def at_parts(hass: HomeAssistant, add_site: AddSite, *parts: str, **source: str) -> tuple[Any, Walk]:
    """Begin to add an inverter made of entities."""
    entry = add_site(meter())
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("entities")
    await walk.fill(parts=list(parts), **source)
    return entry, walk


async def at_control(hass: HomeAssistant, add_site: AddSite) -> tuple[Any, Walk]:
    """Go on to how the battery takes orders."""
    entry, walk = await at_parts(hass, add_site, "battery")
    await walk.send_as_shown(**BATTERY)
    assert walk.step == "battery_control"
    return entry, walk


async def finish(walk: Walk) -> None:
    """Leave the ratings of the battery open."""
    if walk.step == "inverter":
        await walk.fill()
    assert walk.step in ("created", DONE)


def made(entry: Any) -> dict[str, Any]:
    """Return the data of the only inverter."""
    (device,) = entry.get_subentries_of_type("inverter")
    return dict(device.data)


# Add


async def test_solar_alone(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_parts(hass, add_site, "solar")
    chosen = {"power_entities": ["sensor.pv", "sensor.pv_2"], "energy_entity": "sensor.energy"}
    await walk.send_as_shown(**chosen)
    assert walk.step == "created"
    assert made(entry) == {"family": "entities", "grid_role": False, "solar": {**chosen, "power_factor": 1.0}}


async def test_both_with_a_battery_that_is_only_read(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_parts(hass, add_site, "solar", "battery")
    await walk.send_as_shown(power_entities=["sensor.pv"])
    assert walk.step == "battery_entities"
    await walk.send_as_shown(power_entities=["sensor.battery", "sensor.charging"])
    assert walk.options == ["battery_orders", "battery_action", "battery_read_only"]
    await walk.pick("battery_read_only")
    await finish(walk)
    assert made(entry) == {
        "family": "entities",
        "grid_role": False,
        "solar": {"power_entities": ["sensor.pv"], "power_factor": 1.0},
        "battery": {"power_entities": ["sensor.battery", "sensor.charging"], "power_factor": 1.0},
    }


async def test_a_battery_takes_orders_through_entities(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("battery_orders")
    await walk.send_as_shown(mode_entity="select.mode", power_entities=["number.charge", "number.discharge"])
    assert walk.step == "battery_options"
    await walk.fill(**OPTIONS)
    await finish(walk)
    assert made(entry)["orders"] == {
        "kind": "entities",
        "mode_entity": "select.mode",
        "power_entities": ["number.charge", "number.discharge"],
        "power_factor": 1.0,
        "power_sign": "unsigned",
        **OPTIONS,
    }


async def test_a_switch_and_a_number_with_a_sign(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("battery_orders")
    await walk.send_as_shown(
        mode_entity="switch.remote",
        power_entities=["number.power"],
        adjust={"power_factor": 1, "power_sign": "charge_positive"},
    )
    options = {"option_auto": "off", "option_charge": "on", "option_discharge": "on"}
    await walk.fill(**options)
    await finish(walk)
    orders = made(entry)["orders"]
    assert {key: orders[key] for key in options} == options
    assert orders["power_sign"] == "charge_positive"
    assert "option_hold" not in orders


async def test_remote_control_needs_an_option_of_its_own(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("battery_orders")
    await walk.send_as_shown(mode_entity="select.mode", enable_entity="switch.remote", power_entities=["number.power"])
    await walk.fill(**OPTIONS | {"option_auto": "off"})
    assert walk.errors == {"option_enabled": "option_enabled_missing"}
    await walk.fill(**OPTIONS | {"option_auto": "off", "option_enabled": "on"})
    await finish(walk)
    assert made(entry)["orders"]["option_enabled"] == "on"


async def test_a_battery_takes_orders_through_an_action(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("battery_action")
    orders = {"action": "box.command", "data": {"mode": "{mode}", "power": "{power}"}, "power_factor": 1000}
    await walk.fill(**orders)
    await walk.fill(**OPTIONS)
    await finish(walk)
    assert made(entry)["orders"] == {"kind": "action", **orders, **OPTIONS}


async def test_a_device_fills_everything_in(hass: HomeAssistant, add_site: AddSite) -> None:
    """A SolarEdge: what charging is called, the sign of its battery, and that an order of its own expires."""
    registry = Registry(hass, "solaredge_modbus")
    device = registry.device(
        "Roof",
        "sensor:7E1_ac_power",
        "sensor:7E1_battery_B9_dc_power",
        "sensor:7E1_battery_B9_state_of_energy",
        "select:7E1_storage_command_mode",
        "select:7E1_storage_control_mode",
        "number:7E1_charge_limit",
        "number:7E1_discharge_limit",
    )
    for unique_id in ("sensor:7E1_ac_power", "sensor:7E1_battery_B9_dc_power"):
        registry.show(unique_id, "100", unit_of_measurement="W")
    registry.show("sensor:7E1_battery_B9_state_of_energy", "40", unit_of_measurement="%")
    modes = ["solar_only", "charge_from_solar_and_grid", "discharge_to_maximize_export"]
    registry.show("select:7E1_storage_command_mode", "solar_only", options=modes)
    controls = ["maximize_self_consumption", "remote_control"]
    registry.show("select:7E1_storage_control_mode", "remote_control", options=controls)
    for unique_id in ("number:7E1_charge_limit", "number:7E1_discharge_limit"):
        registry.show(unique_id, "0", unit_of_measurement="W", min=0, max=5000, step=1)
    entry, walk = await at_parts(hass, add_site, "solar", "battery", source_device=device)
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert "charge policy" in walk.placeholders["note"]
    await walk.pick("battery_orders")
    await walk.send_as_shown()
    await walk.send_as_shown()
    await finish(walk)
    data = registry.unique_ids(made(entry))
    assert data["recipe"] == "solaredge_modbus"
    assert data["battery"] == {
        "power_entities": ["7E1_battery_B9_dc_power"],
        "soc_entity": "7E1_battery_B9_state_of_energy",
        "power_factor": -1.0,
    }
    assert data["orders"]["heartbeat"] == 3600
    assert data["orders"]["option_enabled"] == "remote_control"
    (made_of,) = entry.get_subentries_of_type("inverter")
    assert made_of.title == "Roof"


# What cannot be


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("nobody there", {"power_entities": ["sensor.gone"]}, {"power_entities": "entity_not_found"}),
        ("no power", {"power_entities": ["sensor.soc"]}, {"power_entities": "entity_unit_power"}),
        ("no energy", {"energy_entity": "sensor.pv"}, {"energy_entity": "entity_unit_energy"}),
        ("never anything", {"adjust": {"power_factor": 0}}, {"base": "factor_zero"}),
        (
            "no such attribute",
            {"adjust": {"power_factor": 1, "power_attribute": "x"}},
            {"power_entities": "entity_attribute"},
        ),
    ],
)
async def test_solar_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_parts(hass, add_site, "solar")
    good = walk.shown | {"power_entities": ["sensor.pv"]}
    await walk.fill(**good | entered)
    assert (walk.step, walk.errors) == ("solar_entities", errors), problem
    await walk.fill(**good)
    assert walk.step == "created"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        (
            "three powers",
            {"power_entities": ["sensor.pv", "sensor.battery", "sensor.charging"]},
            {"power_entities": "battery_power_count"},
        ),
        ("no charge", {"soc_entity": "sensor.battery"}, {"soc_entity": "entity_unit_percent"}),
        ("a charge that is a word", {"soc_entity": "sensor.word"}, {"soc_entity": "entity_not_numeric"}),
    ],
)
async def test_a_battery_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_parts(hass, add_site, "battery")
    good = walk.shown | BATTERY
    await walk.fill(**good | entered)
    assert (walk.step, walk.errors) == ("battery_entities", errors), problem
    await walk.fill(**good)
    assert walk.step == "battery_control"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("nobody there", {"mode_entity": "select.gone"}, {"mode_entity": "entity_not_found"}),
        ("no remote there", {"enable_entity": "switch.gone"}, {"enable_entity": "entity_not_found"}),
        ("no number there", {"power_entities": ["number.gone"]}, {"power_entities": "entity_not_found"}),
        (
            "three numbers",
            {"power_entities": ["number.power", "number.charge", "number.discharge"]},
            {"power_entities": "order_power_count"},
        ),
        (
            "the other way round by a factor",
            {"adjust": {"power_factor": -1, "power_sign": "unsigned"}},
            {"base": "factor_not_positive"},
        ),
    ],
)
async def test_orders_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_control(hass, add_site)
    await walk.pick("battery_orders")
    good = walk.shown | {"mode_entity": "select.mode"}
    await walk.fill(**good | entered)
    assert (walk.step, walk.errors) == ("battery_orders", errors), problem
    await walk.fill(**good)
    assert walk.step == "battery_options"


@pytest.mark.parametrize(
    ("problem", "powers", "options", "errors"),
    [
        ("no way back", ["number.power"], {"option_charge": "charge"}, {"option_auto": "option_auto_missing"}),
        (
            "charging with who knows how much",
            [],
            {"option_auto": "auto", "option_charge": "charge"},
            {"option_charge": "option_without_power"},
        ),
        (
            "discharging with who knows how much",
            [],
            {"option_auto": "auto", "option_discharge": "discharge"},
            {"option_discharge": "option_without_power"},
        ),
    ],
)
async def test_modes_that_cannot_be(
    hass: HomeAssistant,
    add_site: AddSite,
    problem: str,
    powers: list[str],
    options: dict[str, str],
    errors: dict[str, str],
) -> None:
    """GoodWe's modes charge with full power: that is no order Overshot gives."""
    entry, walk = await at_control(hass, add_site)
    await walk.pick("battery_orders")
    await walk.send_as_shown(mode_entity="select.mode", power_entities=powers)
    await walk.fill(**options)
    assert (walk.step, walk.errors) == ("battery_options", errors), problem
    await walk.fill(option_auto="auto", option_hold="hold")
    await finish(walk)
    assert made(entry)["orders"]["option_hold"] == "hold"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no such action", {"action": "box.fly"}, {"action": "action_unknown"}),
        ("no mode", {"data": {"power": "{power}"}}, {"data": "data_no_placeholder"}),
        ("no data", {"data": "x"}, {"data": "data_no_mapping"}),
        ("nothing for something", {"power_factor": 0}, {"base": "factor_not_positive"}),
    ],
)
async def test_actions_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_control(hass, add_site)
    await walk.pick("battery_action")
    good = {"action": "box.command", "data": {"mode": "{mode}"}, "power_factor": 1}
    await walk.fill(**good | entered)
    assert (walk.step, walk.errors) == ("battery_action", errors), problem
    await walk.fill(**good)
    await walk.fill(**OPTIONS)
    assert walk.errors == {"option_charge": "option_without_power"}


async def test_every_form_leads_back(hass: HomeAssistant, add_site: AddSite) -> None:
    _, walk = await at_parts(hass, add_site)
    assert walk.step == "user"
    await walk.pick("entities")
    await walk.fill(parts=["solar", "battery"])
    await walk.send_as_shown()
    assert walk.step == "entities"
    await walk.fill(parts=["battery"])
    await walk.send_as_shown()
    assert walk.step == "entities"
    await walk.fill(parts=["battery"])
    await walk.send_as_shown(**BATTERY)
    for way in ("battery_orders", "battery_action"):
        await walk.pick(way)
        await walk.send_as_shown()
        assert walk.step == "battery_control"


async def test_the_same_inverter_is_not_added_twice(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_parts(hass, add_site, "solar")
    await walk.send_as_shown(power_entities=["sensor.pv"])
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("entities")
    await walk.fill(parts=["solar"])
    await walk.send_as_shown(power_entities=["sensor.pv"])
    assert walk.errors == {"base": "already_configured"}
    await walk.send_as_shown(power_entities=["sensor.pv_2"])
    assert walk.step == "created"


# Change


async def test_entities_are_exchanged_and_the_id_stays(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_control(hass, add_site)
    await walk.pick("battery_orders")
    await walk.send_as_shown(mode_entity="select.mode", power_entities=["number.power"])
    await walk.fill(**OPTIONS)
    await finish(walk)
    (before,) = entry.get_subentries_of_type("inverter")
    walk = await Walk.change_device(hass, entry, device_id(entry, before.title))
    assert walk.step == "battery_entities"
    await walk.send_as_shown(power_entities=["sensor.charging"], adjust={"power_factor": -1})
    await walk.pick("battery_action")
    await walk.fill(action="box.command", data={"mode": "{mode}"}, power_factor=1)
    await walk.fill(option_auto="auto", option_hold="hold")
    await finish(walk)
    (after,) = entry.get_subentries_of_type("inverter")
    assert after.unique_id == before.unique_id
    assert made(entry) == {
        "family": "entities",
        "grid_role": False,
        "battery": {"power_entities": ["sensor.charging"], "soc_entity": "sensor.soc", "power_factor": -1},
        "orders": {
            "kind": "action",
            "action": "box.command",
            "data": {"mode": "{mode}"},
            "power_factor": 1,
            "option_auto": "auto",
            "option_hold": "hold",
        },
    }


async def test_a_stored_expiry_stays_with_its_mode(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(
        meter(),
        {
            "subentry_type": "inverter",
            "title": "Roof",
            "unique_id": "entities_1",
            "data": {
                "family": "entities",
                "grid_role": False,
                "solar": {"power_entities": ["sensor.pv"], "power_factor": 1.0},
                "battery": BATTERY,
                "orders": {"kind": "entities", "mode_entity": "select.mode", "heartbeat": 3600.0, **OPTIONS},
            },
        },
    )
    for mode, expected in (("select.mode", 3600.0), ("switch.remote", None)):
        walk = await Walk.change_device(hass, entry, device_id(entry, "Roof"))
        await walk.send_as_shown()
        await walk.send_as_shown()
        await walk.pick("battery_orders")
        await walk.send_as_shown(mode_entity=mode, power_entities=["number.power"])
        await walk.send_as_shown()
        await finish(walk)
        assert made(entry)["orders"].get("heartbeat") == expected
