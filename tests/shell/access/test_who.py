"""Who charges at a station that tells cards: known at once when the list changes, and never by the card itself."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.json import ExtendedJSONEncoder
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.access.keeper import AccessKeeper
from custom_components.overshot.access.secret import async_secret
from custom_components.overshot.access.subentries import register_of
from custom_components.overshot.coordinator import OvershotConfigEntry
from custom_components.overshot.core.access.level import EFFICIENCY
from custom_components.overshot.core.access.visits import Visit
from custom_components.overshot.core.model import ChargingMode
from custom_components.overshot.diagnostics import async_get_config_entry_diagnostics

from .conftest import Told
from .people import CARD, add, add_card


def keeper(entry: OvershotConfigEntry) -> AccessKeeper:
    """Return what follows who comes and goes."""
    return entry.runtime_data.site.access


def station(entry: OvershotConfigEntry) -> str:
    """Return the id of the station."""
    return entry.runtime_data.site.site.charge_points[0].id


def who(entry: OvershotConfigEntry) -> tuple[str, str, str]:
    """Return the names of card, person and vehicle that charge now."""
    found = keeper(entry).who(station(entry))
    return found.card_name, found.person_name, found.vehicle_name


async def test_a_card_tells_person_vehicle_and_priority(
    hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told
) -> None:
    """The list changes while the site runs, and the site is not loaded again for it."""
    running = entry.runtime_data
    group = await add(hass, entry, "group", "Family", priority=4)
    anna = await add(hass, entry, "person", "Anna", group=group, cost_centre="4711")
    await add_card(hass, entry, "Anna's card", CARD, person=anna)
    await add(hass, entry, "vehicle", "Zoe", owner=anna, consumption=16, capacity=52, max_current=10)
    assert entry.runtime_data is running
    assert running.outdated is False
    await tell("connected")
    assert who(entry) == ("", "", "")
    await tell("connected", "04:a2:2b:91")
    assert who(entry) == ("Anna's card", "Anna", "Zoe")
    asked = running.site.asked.charge_points[station(entry)]
    assert (asked.priority, asked.max_current, asked.consumption, asked.vehicle_capacity) == (4, 10, 160, 52_000)
    kept = running.site.state.settings.charge_points[station(entry)]
    assert (kept.priority, kept.max_current, kept.allowed_tags, kept.tag_key) == (0, 16, frozenset(), "")
    await tell("disconnected")
    assert who(entry) == ("", "", "")


@pytest.mark.parametrize(
    ("states", "known"),
    [
        ({"binary_sensor.plugged": "on", "device_tracker.zoe": "home"}, "Zoe"),
        ({"binary_sensor.plugged": "on", "device_tracker.zoe": "not_home"}, ""),
        ({"binary_sensor.plugged": "off", "device_tracker.zoe": "home"}, ""),
        ({"binary_sensor.plugged": "on"}, ""),
    ],
    ids=["plugged in at home", "plugged in elsewhere", "on the drive", "nobody knows where"],
)
async def test_a_car_says_itself_that_it_is_here(
    hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told, states: dict[str, str], known: str
) -> None:
    for entity, state in states.items():
        hass.states.async_set(entity, state)
    presence = ["binary_sensor.plugged", "device_tracker.zoe"]
    await add(hass, entry, "vehicle", "Zoe", presence_entities=presence)
    await tell("connected")
    assert keeper(entry).who(station(entry)).vehicle_name == known


async def test_a_car_tells_how_full_it_is(hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told) -> None:
    """The controller and the plan go by it; a car that says it is elsewhere is not the one that always charges here."""
    hass.states.async_set("binary_sensor.plugged", "on")
    hass.states.async_set("sensor.level", "50")
    site, id_ = entry.runtime_data.site, station(entry)
    await site.async_set_control(id_, True)
    site.async_wish(id_, mode=ChargingMode.EFFICIENT_PV_SURPLUS)
    await add(
        hass,
        entry,
        "vehicle",
        "Zoe",
        capacity=50,
        charge_point=id_,
        presence_entities=["binary_sensor.plugged"],
        soc_entity="sensor.level",
        target_soc=80,
    )
    await tell("disconnected")
    await tell("connected")
    await tell("connected")
    assert site.snapshot.charge_points[id_].value.vehicle_soc == 50
    needed = keeper(entry).needs(site.asked, site.state.memory, dt_util.utcnow())
    assert needed[id_].energy == pytest.approx(15_000 / EFFICIENCY)
    hass.states.async_set("binary_sensor.plugged", "unavailable")
    await tell("connected")
    assert who(entry) == ("", "", "Zoe"), "silence is no answer"
    hass.states.async_set("binary_sensor.plugged", "off")
    await tell("connected")
    assert who(entry) == ("", "", "")


async def test_a_list_that_changes_with_something_else_loads_the_site_again(
    hass: HomeAssistant, entry: OvershotConfigEntry
) -> None:
    running = entry.runtime_data
    hass.config_entries.async_update_entry(entry, data={**entry.data, "fuse": 40})
    await hass.async_block_till_done()
    assert entry.runtime_data is not running


async def test_the_card_itself_is_nowhere(
    hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told, hass_storage: dict[str, Any], caplog: Any
) -> None:
    """Not in what is stored, told, logged, shown or downloaded; and its hash is not in what is downloaded."""
    caplog.set_level("DEBUG")
    events: list[Any] = []
    hass.bus.async_listen("*", lambda event: events.append((event.event_type, dict(event.data))))
    await add_card(hass, entry, "Anna's card", CARD)
    await tell("connected", CARD)
    await tell("connected", "DEADBEEF")
    site = entry.runtime_data.site
    await site.store.async_save(site.state)
    told = json.dumps(await async_get_config_entry_diagnostics(hass, entry), cls=ExtendedJSONEncoder)
    own = [state.as_dict() for state in hass.states.async_all() if "sensor.card" not in state.entity_id]
    stored = {key: value for key, value in hass_storage.items() if key.startswith("overshot")}
    data = [dict(subentry.data) for subentry in entry.subentries.values()]
    others = [(kind, it) for kind, it in events if "sensor.card" not in str(it)]
    logged = "\n".join(line for line in caplog.text.splitlines() if "sensor.card" not in line)
    for place in (told, str(own), json.dumps(stored, default=str), str(data), str(others), logged):
        for secret in (CARD, "DEADBEEF"):
            assert secret not in place
    assert site.access.session(station(entry)).tag is not None
    assert str(site.access.session(station(entry)).tag) not in told
    assert await async_secret(hass) not in told


async def test_the_secret_is_made_once_for_all_sites(hass: HomeAssistant, hass_storage: dict[str, Any]) -> None:
    secret = await async_secret(hass)
    assert len(secret) == 64
    assert await async_secret(hass) == secret
    assert hass_storage["overshot.access"]["data"] == {"key": secret}


async def test_cards_whose_secret_was_lost_have_to_be_added_again(hass: HomeAssistant) -> None:
    """The list is there, and opens nothing: whoever put half a backup back is told."""
    card = {"data": {"tag_hash": "of another secret"}, "subentry_type": "card", "title": "Old", "unique_id": "card_1"}
    MockConfigEntry(domain="overshot", title="Home", subentries_data=[card]).add_to_hass(hass)
    await async_secret(hass)
    issue = ir.async_get(hass).async_get_issue("overshot", "cards_unreadable")
    assert issue is not None
    assert issue.is_persistent


async def test_a_new_installation_has_lost_nothing(hass: HomeAssistant, entry: OvershotConfigEntry) -> None:
    assert ir.async_get(hass).async_get_issue("overshot", "cards_unreadable") is None


async def test_the_secret_goes_with_the_last_site(
    hass: HomeAssistant, entry: OvershotConfigEntry, hass_storage: dict[str, Any]
) -> None:
    other = MockConfigEntry(domain="overshot", title="Garage")
    other.add_to_hass(hass)
    await hass.config_entries.async_remove(other.entry_id)
    assert "overshot.access" in hass_storage
    before = await async_secret(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert "overshot.access" not in hass_storage
    assert await async_secret(hass) != before


async def test_what_was_said_of_a_session_survives_a_restart(
    hass: HomeAssistant, entry: OvershotConfigEntry, tell: Told
) -> None:
    anna = await add(hass, entry, "person", "Anna")
    await tell("connected")
    since = keeper(entry).session(station(entry)).since
    keeper(entry).async_authorize(station(entry), person=anna)
    entry.runtime_data.site.async_access_changed()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await tell("connected")
    assert keeper(entry).visit(station(entry)) == Visit(session=since, authorized=True, person=anna)
    assert who(entry) == ("", "Anna", "")
    await tell("disconnected")
    assert keeper(entry).visit(station(entry)) == Visit()


async def test_an_empty_list_knows_nobody(entry: OvershotConfigEntry) -> None:
    register = register_of(entry, "secret")
    assert (register.cards, register.persons, register.groups, register.vehicles) == ({}, {}, {}, {})
