"""Adding solar panels and batteries that are made of entities, and changing them."""

from homeassistant.core import HomeAssistant

from ..entity_registry import Registry
from .conftest import AddSite, device_id, meter
from .entity_inverter import BATTERY, OPTIONS, at_control, at_parts, finish, made, put_inverter
from .walk import Walk


async def test_solar_alone(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_parts(hass, add_site, "solar")
    chosen = {"power_entities": ["sensor.pv", "sensor.pv_2"], "energy_entity": "sensor.energy"}
    await walk.send_as_shown(**chosen)
    assert walk.step == "created"
    assert made(entry) == {"family": "entities", "grid_role": False, "solar": {**chosen, "power_factor": 1.0}}


async def test_panels_that_can_be_held_back(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_parts(hass, add_site, "solar")
    hass.states.async_set("number.limit", "100", {"unit_of_measurement": "%", "min": 0, "max": 100})
    await walk.send_as_shown(power_entities=["sensor.pv"], limit_entity="number.limit")
    assert (walk.step, walk.errors) == ("solar_entities", {"limit_entity": "entity_unit_power"})
    hass.states.async_set("number.limit", "5", {"unit_of_measurement": "kW", "min": 0, "max": 5})
    await walk.send_as_shown()
    assert walk.step == "created"
    assert made(entry)["solar"]["limit_entity"] == "number.limit"


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
    put_inverter(hass)
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
