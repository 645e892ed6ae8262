"""Adding heat pumps that are made of entities, and changing them."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from .conftest import AddSite, device_id, meter
from .walk import Walk

DONE = "aborted: reconfigure_successful"
CONTACTS = {"sg1_entity": "switch.sg1", "sg2_entity": "switch.sg2"}
OPTIONS = {"option_block": "off", "option_normal": "auto", "option_recommend": "eco+", "option_force": "boost"}


@pytest.fixture(autouse=True)
def _entities(hass: HomeAssistant) -> None:
    """Put the entities of a heat pump there."""
    for name in ("sg1", "sg2", "sg3"):
        hass.states.async_set(f"switch.{name}", "off")
    hass.states.async_set("select.sg", "auto", {"options": ["off", "auto", "eco+", "boost"]})


async def at_entities(hass: HomeAssistant, add_site: AddSite) -> tuple[Any, Walk]:
    """Begin to add a heat pump made of entities."""
    entry = add_site(meter())
    walk = await Walk.new_device(hass, entry, "heat_pump")
    await walk.pick("entities")
    assert walk.options == ["contacts", "sg_states"]
    return entry, walk


def made(entry: Any) -> dict[str, Any]:
    """Return the data of the only heat pump."""
    (device,) = entry.get_subentries_of_type("heat_pump")
    return dict(device.data)


async def test_two_switches(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_entities(hass, add_site)
    await walk.pick("contacts")
    await walk.send_as_shown(**CONTACTS, sg2_inverted=True)
    await walk.send_as_shown(nominal_power=2500, start_current=20)
    assert walk.step == "created"
    assert made(entry) == {
        "family": "entities",
        "grid_role": False,
        "nominal_power": 2500.0,
        "phases": 1,
        "rotation": "l1",
        "start_current": 20.0,
        "orders": {"kind": "contacts", **CONTACTS, "sg1_inverted": False, "sg2_inverted": True},
    }


async def test_one_select(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_entities(hass, add_site)
    await walk.pick("sg_states")
    await walk.fill(state_entity="select.sg")
    await walk.fill(**OPTIONS)
    await walk.send_as_shown()
    assert walk.step == "created"
    assert made(entry) == {
        "family": "entities",
        "grid_role": False,
        "phases": 1,
        "rotation": "l1",
        "orders": {"kind": "states", "state_entity": "select.sg", **OPTIONS},
    }


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("one switch", {"sg1_entity": "switch.sg1"}, {"base": "two_contacts"}),
        ("the same twice", {"sg1_entity": "switch.sg1", "sg2_entity": "switch.sg1"}, {"base": "two_contacts"}),
        ("nobody there", CONTACTS | {"sg2_entity": "switch.gone"}, {"sg2_entity": "entity_not_found"}),
    ],
)
async def test_contacts_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    _, walk = await at_entities(hass, add_site)
    await walk.pick("contacts")
    await walk.fill(sg1_inverted=False, sg2_inverted=False, **entered)
    assert (walk.step, walk.errors) == ("contacts", errors), problem
    await walk.fill(sg1_inverted=False, sg2_inverted=False, **CONTACTS)
    assert walk.step == "ratings"


@pytest.mark.parametrize(
    ("problem", "options", "errors"),
    [
        ("no normal", {"option_force": "boost"}, {"option_normal": "option_normal_missing"}),
        ("the same twice", {"option_normal": "auto", "option_force": "auto"}, {"base": "state_twice"}),
    ],
)
async def test_states_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, options: dict[str, str], errors: dict[str, str]
) -> None:
    _, walk = await at_entities(hass, add_site)
    await walk.pick("sg_states")
    await walk.fill(state_entity="select.gone")
    assert walk.errors == {"state_entity": "entity_not_found"}
    await walk.fill(state_entity="select.sg")
    await walk.fill(**options)
    assert (walk.step, walk.errors) == ("sg_options", errors), problem
    await walk.fill(option_normal="auto", option_force="boost")
    assert walk.step == "ratings"


async def test_ratings_that_cannot_be(hass: HomeAssistant, add_site: AddSite) -> None:
    _, walk = await at_entities(hass, add_site)
    await walk.pick("contacts")
    await walk.send_as_shown(**CONTACTS)
    await walk.fill(nominal_power=3)
    assert walk.errors == {"nominal_power": "invalid_nominal_power"}
    await walk.fill(start_current=9999)
    assert walk.errors == {"start_current": "invalid_start_current"}
    await walk.fill(phases="3", rotation="l2")
    assert walk.errors == {"rotation": "rotation_mismatch"}
    await walk.fill()
    assert walk.step == "created"


async def test_a_connection_of_one_phase_is_not_asked_for_phases(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(meter(), connection_type="single_phase")
    walk = await Walk.new_device(hass, entry, "heat_pump")
    await walk.pick("entities")
    await walk.pick("contacts")
    await walk.send_as_shown(**CONTACTS)
    assert {str(key) for key in walk.result["data_schema"].schema} == {"nominal_power", "start_current"}
    await walk.fill(nominal_power=2500)
    assert walk.step == "created"
    assert {"phases", "rotation"}.isdisjoint(made(entry))


async def test_the_same_contacts_are_not_added_twice(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_entities(hass, add_site)
    await walk.pick("contacts")
    await walk.send_as_shown(**CONTACTS)
    await walk.send_as_shown()
    walk = await Walk.new_device(hass, entry, "heat_pump")
    await walk.pick("entities")
    await walk.pick("contacts")
    await walk.send_as_shown(**CONTACTS)
    assert walk.errors == {"base": "already_configured"}


async def test_every_form_leads_back(hass: HomeAssistant, add_site: AddSite) -> None:
    _, walk = await at_entities(hass, add_site)
    for way in ("contacts", "sg_states"):
        await walk.pick(way)
        await walk.send_as_shown()
        assert walk.step == "entities"


async def test_contacts_become_a_select_and_the_id_stays(hass: HomeAssistant, add_site: AddSite) -> None:
    entry, walk = await at_entities(hass, add_site)
    await walk.pick("contacts")
    await walk.send_as_shown(**CONTACTS)
    await walk.send_as_shown(nominal_power=2500)
    (before,) = entry.get_subentries_of_type("heat_pump")
    walk = await Walk.change_device(hass, entry, device_id(entry, before.title))
    await walk.pick("contacts")
    assert walk.shown == {**CONTACTS, "sg1_inverted": False, "sg2_inverted": False}
    await walk.send_as_shown(sg2_entity="switch.sg3")
    assert walk.shown == {"nominal_power": 2500.0, "phases": "1", "rotation": "l1"}
    await walk.fill()
    assert walk.step == DONE
    assert made(entry)["orders"]["sg2_entity"] == "switch.sg3"
    assert "nominal_power" not in made(entry)
    walk = await Walk.change_device(hass, entry, device_id(entry, before.title))
    await walk.pick("sg_states")
    await walk.fill(state_entity="select.sg")
    await walk.fill(**OPTIONS)
    await walk.fill()
    (after,) = entry.get_subentries_of_type("heat_pump")
    assert after.unique_id == before.unique_id
    assert made(entry)["orders"] == {"kind": "states", "state_entity": "select.sg", **OPTIONS}
