"""Persons, groups and vehicles are added and changed; nothing is stored that cannot be."""

from types import MappingProxyType
from typing import Any
from unittest.mock import AsyncMock

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.access.subentries import register_of
from custom_components.overshot.core.access import Group, Person, Register, Vehicle

from .conftest import AddSite, device_id, meter, station
from .walk import Walk


def of(kind: str, name: str, **data: Any) -> ConfigSubentryData:
    """Return something of the access list."""
    return ConfigSubentryData(
        data=MappingProxyType(data), subentry_type=kind, title=name, unique_id=f"{kind}_{name.casefold()}"
    )


def register(site: MockConfigEntry) -> Register:
    """Return the access list of a site."""
    return register_of(site, "secret")


async def test_a_group_and_a_person_in_it(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    walk = await Walk.new_device(hass, site, "group")
    await walk.fill(name=" Family ", priority=3)
    assert walk.step == "created"
    (group,) = register(site).groups.values()
    assert group == Group(id=group.id, name="Family", priority=3)
    walk = await Walk.new_device(hass, site, "person")
    await walk.fill(name="Anna", person_entity="person.anna", group=group.id, cost_centre="4711")
    assert walk.step == "created"
    (person,) = register(site).persons.values()
    assert person == Person(id=person.id, name="Anna", entity="person.anna", group=group.id, cost_centre="4711")


async def test_a_person_without_groups_is_not_asked_for_one(hass: HomeAssistant, add_site: AddSite) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "person")
    assert "group" not in {str(key) for key in walk.result["data_schema"].schema}
    await walk.fill(name="Anna")
    assert walk.step == "created"


@pytest.mark.parametrize("kind", ["person", "group"])
@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no name", {"name": " "}, {"name": "name_taken"}),
        ("a name that is taken", {"name": "ANNA"}, {"name": "name_taken"}),
        ("before the first", {"priority": -1}, {"priority": "invalid_priority"}),
        ("half a rank", {"priority": 1.5}, {"priority": "invalid_priority"}),
        ("no number", {"priority": float("nan")}, {"priority": "invalid_priority"}),
        ("after the last", {"priority": 100}, {"priority": "invalid_priority"}),
    ],
)
async def test_what_cannot_be_is_asked_again(
    hass: HomeAssistant, add_site: AddSite, kind: str, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await Walk.new_device(hass, add_site(meter(), of(kind, "Anna")), kind)
    await walk.fill(**{"name": "Ben", **entered})
    assert (walk.step, walk.errors) == ("user", errors), problem
    await walk.fill(name="Ben", priority=0)
    assert walk.step == "created"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("person", {"priority": 5.0, "cost_centre": "4711"}, {"priority": 6.0}),
        ("group", {"priority": 5.0}, {}),
    ],
)
async def test_a_change_keeps_the_key_and_forgets_what_was_emptied(
    hass: HomeAssistant, add_site: AddSite, kind: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    site = add_site(meter(), of(kind, "Anna", **before))
    walk = await Walk.change_device(hass, site, device_id(site, "Anna"))
    assert walk.shown == {"name": "Anna", **before}
    await walk.fill(name="Anna B.", **after)
    assert walk.step == "aborted: reconfigure_successful"
    (changed,) = site.get_subentries_of_type(kind)
    assert (changed.title, changed.unique_id, dict(changed.data)) == ("Anna B.", f"{kind}_anna", after)


async def test_a_site_that_runs_hears_of_a_change_and_decides_itself_whether_to_load_again(
    hass: HomeAssistant, add_site: AddSite, set_up: AsyncMock
) -> None:
    """Who may charge is taken over while the cars charge on."""
    site = add_site(meter(), of("person", "Anna", priority=5.0))
    await hass.config_entries.async_setup(site.entry_id)
    heard = AsyncMock()
    site.add_update_listener(heard)
    set_up.reset_mock()
    walk = await Walk.change_device(hass, site, device_id(site, "Anna"))
    await walk.fill(name="Anna", priority=2)
    assert walk.step == "aborted: reconfigure_successful"
    await hass.async_block_till_done()
    assert [person.priority for person in register(site).persons.values()] == [2]
    assert (heard.await_count, set_up.await_count) == (1, 0)


ZOE = {"name": "Zoe", "consumption": 16.5, "capacity": 52, "max_current": 32, "phases": "3"}


async def test_a_vehicle_in_three_steps(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), station(), of("person", "Anna"), of("card", "Hers", tag_hash="a hash"))
    point = device_id(site, "Garage")
    walk = await Walk.new_device(hass, site, "vehicle")
    await walk.fill(**ZOE)
    assert walk.step == "recognised"
    await walk.fill(
        owner="person_anna", cards=["card_hers"], charge_point=point, presence_entities=["binary_sensor.zoe_plugged"]
    )
    assert walk.step == "level"
    await walk.fill(soc_entity="sensor.zoe_level", target_soc=80)
    assert walk.step == "created"
    (vehicle,) = register(site).vehicles.values()
    assert vehicle == Vehicle(
        id=vehicle.id,
        name="Zoe",
        consumption=165.0,
        capacity=52_000.0,
        max_current=32,
        phases=3,
        owner="person_anna",
        cards=frozenset({"card_hers"}),
        charge_point=point,
        target_soc=80,
    )


async def test_a_vehicle_of_which_nothing_is_known(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    walk = await Walk.new_device(hass, site, "vehicle")
    await walk.fill(name="Guest")
    await walk.fill()
    await walk.fill()
    assert walk.step == "created"
    (vehicle,) = register(site).vehicles.values()
    assert vehicle == Vehicle(id=vehicle.id, name="Guest")


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("Wh/km", {"consumption": 165}, {"consumption": "invalid_vehicle_consumption"}),
        ("Wh", {"capacity": 52_000}, {"capacity": "invalid_vehicle_capacity"}),
        ("less than a car takes", {"max_current": 5}, {"max_current": "invalid_vehicle_max_current"}),
        ("no number", {"max_current": float("inf")}, {"max_current": "invalid_vehicle_max_current"}),
        ("no name", {"name": ""}, {"name": "name_taken"}),
    ],
)
async def test_a_vehicle_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "vehicle")
    await walk.fill(**(ZOE | entered))
    assert (walk.step, walk.errors) == ("user", errors), problem
    await walk.fill(**ZOE)
    assert walk.step == "recognised"


@pytest.mark.parametrize(
    ("problem", "details", "entered", "errors"),
    [
        ("too little", ZOE, {"soc_entity": "sensor.x", "target_soc": 5}, {"target_soc": "invalid_vehicle_target_soc"}),
        ("nobody tells the level", ZOE, {"target_soc": 80}, {"soc_entity": "soc_entity_needed"}),
        (
            "nobody knows the capacity",
            {"name": "Zoe"},
            {"soc_entity": "sensor.x", "target_soc": 80},
            {"target_soc": "capacity_needed"},
        ),
    ],
)
async def test_a_level_that_nobody_can_reach(
    hass: HomeAssistant,
    add_site: AddSite,
    problem: str,
    details: dict[str, Any],
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "vehicle")
    await walk.fill(**details)
    await walk.fill()
    await walk.fill(**entered)
    assert (walk.step, walk.errors) == ("level", errors), problem
    await walk.fill(soc_entity="sensor.x")
    assert walk.step == "created"


async def test_a_vehicle_is_changed(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), of("vehicle", "Zoe", consumption=16.5, presence_entities=["binary_sensor.zoe"]))
    walk = await Walk.change_device(hass, site, device_id(site, "Zoe"))
    assert walk.shown == {"name": "Zoe", "consumption": 16.5}
    await walk.fill(name="Zoe", consumption=18)
    assert walk.shown == {"presence_entities": ["binary_sensor.zoe"]}
    await walk.fill()
    await walk.fill()
    assert walk.step == "aborted: reconfigure_successful"
    (changed,) = site.get_subentries_of_type("vehicle")
    assert dict(changed.data) == {"consumption": 18}
