"""RFID cards by their number: what is stored tells nobody the card, and a site has ten of them at most."""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.access.secret import async_secret
from custom_components.overshot.access.subentries import register_of
from custom_components.overshot.core.access import Card
from custom_components.overshot.core.control.charging.access import tag_hash

from .conftest import AddSite, device_id, meter, station
from .test_access_list import of
from .walk import Walk

NUMBER = "e408ea58"


async def card(hass: HomeAssistant, name: str, number: str, **data: Any) -> ConfigSubentryData:
    """Return a card that is stored."""
    tag = tag_hash(number, await async_secret(hass))
    return ConfigSubentryData(
        data=MappingProxyType({"tag_hash": tag, "hint": number[-2:].upper(), **data}),
        subentry_type="card",
        title=name,
        unique_id=f"card_{name.casefold()}",
    )


def cards(site: MockConfigEntry) -> list[Card]:
    """Return the cards of a site."""
    return list(register_of(site, "secret").cards.values())


async def test_a_card_is_typed(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), station(), of("person", "Anna"))
    walk = await Walk.new_device(hass, site, "card")
    await walk.pick("typed")
    await walk.fill(card_id="E4:08 ea-58")
    assert (walk.step, walk.placeholders) == ("card", {"hint": "58"})
    last = dt_util.now().date() + timedelta(days=30)
    point = device_id(site, "Garage")
    await walk.fill(
        name="Anna's card", person="person_anna", valid_until=last.isoformat(), charge_points=[point], priority=2
    )
    assert walk.step == "created"
    (stored,) = cards(site)
    assert stored == Card(
        id=stored.id,
        name="Anna's card",
        tag=tag_hash(NUMBER, await async_secret(hass)),
        hint="58",
        person="person_anna",
        priority=2,
        charge_points=frozenset({point}),
        valid_until=last,
    )
    assert "408" not in str([dict(each.data) for each in site.get_subentries_of_type("card")]).replace(stored.tag, "")


@pytest.mark.parametrize(
    ("problem", "number", "error"),
    [
        ("nothing", " : ", "card_id"),
        ("too short", "e40", "card_id"),
        ("too long", "e4" * 33, "card_id"),
        ("a card that is there", "E408EA58", "card_known"),
        ("the same, blocked or not", "AA:BB:CC:DD", "card_known"),
    ],
)
async def test_a_number_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, number: str, error: str
) -> None:
    site = add_site(meter(), await card(hass, "One", NUMBER), await card(hass, "Two", "aabbccdd", blocked=True))
    walk = await Walk.new_device(hass, site, "card")
    await walk.pick("typed")
    await walk.fill(card_id=number)
    assert (walk.step, walk.errors) == ("typed", {"card_id": error}), problem
    assert "card_id" not in walk.shown, "what was typed is not shown again"
    await walk.fill(card_id="12345678")
    assert walk.step == "card"


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no name", {"name": ""}, {"name": "name_taken"}),
        ("a name that is taken", {"name": "one"}, {"name": "name_taken"}),
        ("a day without its zeros", {"valid_until": "2030-1-5"}, {"valid_until": "card_date"}),
        ("never valid", {"valid_until": "2020-01-01"}, {"valid_until": "card_date_past"}),
        ("no priority", {"priority": -1}, {"priority": "invalid_priority"}),
    ],
)
async def test_rights_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, problem: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    site = add_site(meter(), await card(hass, "One", NUMBER))
    walk = await Walk.new_device(hass, site, "card")
    await walk.pick("typed")
    await walk.fill(card_id="12345678")
    await walk.fill(**{"name": "Two", **entered})
    assert (walk.step, walk.errors) == ("card", errors), problem
    await walk.fill(name="Two", valid_until=dt_util.now().date().isoformat())
    assert walk.step == "created"


async def test_ten_cards_are_enough(hass: HomeAssistant, add_site: AddSite) -> None:
    """As many as Hager's stations keep."""
    site = add_site(meter(), *[await card(hass, f"Card {n}", f"1000000{n}") for n in range(10)])
    assert (await Walk.new_device(hass, site, "card")).step == "aborted: cards_full"


async def test_a_card_is_blocked_and_used_again(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), await card(hass, "One", NUMBER, valid_until="2020-01-01", priority=3.0))
    walk = await Walk.change_device(hass, site, device_id(site, "One"))
    assert walk.options == ["card", "block", "replace"]
    await walk.pick("block")
    assert walk.step == "aborted: reconfigure_successful"
    assert (cards(site)[0].blocked, cards(site)[0].valid_until, cards(site)[0].priority) == (True, date(2020, 1, 1), 3)
    walk = await Walk.change_device(hass, site, device_id(site, "One"))
    assert walk.options == ["card", "unblock", "replace"]
    await walk.pick("unblock")
    assert not cards(site)[0].blocked


async def test_another_card_takes_the_place_of_one_that_was_lost(hass: HomeAssistant, add_site: AddSite) -> None:
    lost = await card(hass, "One", NUMBER, blocked=True, person="person_anna", priority=3.0)
    site = add_site(meter(), lost, await card(hass, "Two", "aabbccdd"))
    walk = await Walk.change_device(hass, site, device_id(site, "One"))
    await walk.pick("replace")
    await walk.pick("typed")
    await walk.fill(card_id="aabbccdd")
    assert walk.errors == {"card_id": "card_known"}
    await walk.fill(card_id="12345678")
    assert walk.step == "aborted: reconfigure_successful"
    one = next(each for each in cards(site) if each.name == "One")
    assert one.tag == tag_hash("12345678", await async_secret(hass))
    assert (one.id, one.hint, one.blocked, one.person, one.priority) == ("card_one", "78", False, "person_anna", 3)


async def test_rights_are_changed_and_the_card_stays(hass: HomeAssistant, add_site: AddSite) -> None:
    """One that has expired may stay so."""
    site = add_site(meter(), await card(hass, "One", NUMBER, valid_until="2020-01-01", blocked=True))
    before = cards(site)[0]
    walk = await Walk.change_device(hass, site, device_id(site, "One"))
    await walk.pick("card")
    assert walk.shown == {"name": "One", "valid_until": "2020-01-01"}
    await walk.send_as_shown(name="Uno")
    assert walk.step == "aborted: reconfigure_successful"
    after = cards(site)[0]
    assert (after.name, after.tag, after.blocked, after.hint) == ("Uno", before.tag, True, "58")


async def test_a_site_that_does_not_run_hears_no_station(hass: HomeAssistant, add_site: AddSite) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "card")
    await walk.pick("hold")
    assert walk.step == "not_held"
    await walk.pick("typed")
    assert walk.step == "typed"
