"""What entities of an inverter or battery cannot be, and that each mistake can be put right."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from .conftest import AddSite
from .entity_inverter import BATTERY, OPTIONS, at_control, at_parts, finish, made
from .walk import Walk


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
