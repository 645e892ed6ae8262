"""Tables into the access list: all of it or nothing, and never a card on Home Assistant's bus."""

from pathlib import Path
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.overshot.access.secret import async_secret
from custom_components.overshot.core.access import Card, Group, Person, Register, Vehicle
from custom_components.overshot.core.control.charging.access import tag_hash

from ...packaging.repository import INTEGRATION, load_json
from ..conftest import House
from .people import CARD, add, add_card

PERSONS = "name;group;priority;cost centre\nAnna;Family;1;4711\nBen;family;;\n"
VEHICLES = "name;owner;consumption;capacity;max current;phases;charge point\nZoe;Anna;16,5;52;32;3;Garage\nVan;;;;;;\n"
CARDS = f"name;id;person;valid until;priority;charge points;blocked\nHers;{CARD};anna;31/12/2026;2;Garage;\nLost;12345678;;;;;x\n"


@pytest.fixture
def folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Return the configuration folder."""
    hass.config.config_dir = str(tmp_path)
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    return tmp_path


async def take(house: House, **tables: str) -> Any:
    """Import tables."""
    answer = await house.hass.services.async_call(
        "overshot", "import_access", tables, blocking=True, return_response=True
    )
    await house.settle()
    return answer


async def refused(house: House, **tables: str) -> tuple[str | None, dict[str, str]]:
    """Return the error that tables end with; nothing of them is stored."""
    before = {id_: (it.title, dict(it.data)) for id_, it in house.entry.subentries.items()}
    with pytest.raises(ServiceValidationError) as err:
        await take(house, **tables)
    assert {id_: (it.title, dict(it.data)) for id_, it in house.entry.subentries.items()} == before
    said = load_json(INTEGRATION / "translations" / "en.json")["exceptions"][str(err.value.translation_key)]["message"]
    assert said.format(**(err.value.translation_placeholders or {}))
    return err.value.translation_key, dict(err.value.translation_placeholders or {})


def register(house: House) -> Register:
    """Return the access list as the running site has it."""
    found: Register = house.site.access.register
    return found


async def test_three_tables_at_once(hass: HomeAssistant, house: House, folder: Path) -> None:
    """Of each other they know all names, and the site goes on running."""
    running = house.entry.runtime_data
    answer = await take(house, persons=PERSONS, vehicles=VEHICLES, cards="cards.csv")
    assert answer == {"added": 7, "changed": 0}
    assert house.entry.runtime_data is running
    (family,) = register(house).groups.values()
    anna, ben = register(house).persons.values()
    zoe, van = register(house).vehicles.values()
    hers, lost = register(house).cards.values()
    secret = await async_secret(hass)
    assert family == Group(id=family.id, name="Family")
    assert anna == Person(id=anna.id, name="Anna", group=family.id, priority=1, cost_centre="4711")
    assert ben == Person(id=ben.id, name="Ben", group=family.id)
    assert zoe == Vehicle(
        id=zoe.id,
        name="Zoe",
        owner=anna.id,
        consumption=165.0,
        capacity=52_000.0,
        max_current=32.0,
        phases=3,
        charge_point=house.station_id,
    )
    assert van == Vehicle(id=van.id, name="Van")
    assert (hers.tag, hers.hint, hers.person, hers.priority) == (tag_hash(CARD, secret), "91", anna.id, 2)
    assert (str(hers.valid_until), hers.charge_points) == ("2026-12-31", frozenset({house.station_id}))
    assert lost == Card(id=lost.id, name="Lost", tag=tag_hash("12345678", secret), hint="78", blocked=True)


async def test_a_name_that_is_there_is_changed_by_what_its_line_tells(house: House, folder: Path) -> None:
    anna = await add(house.hass, house.entry, "person", "Anna", priority=5, cost_centre="1")
    card = await add_card(house.hass, house.entry, "Hers", "FFFFFFFF", blocked=True)
    answer = await take(house, persons="name,cost centre\nANNA,2\n", cards="cards.csv")
    assert answer == {"added": 1, "changed": 2}
    assert register(house).persons == {anna: Person(id=anna, name="ANNA", priority=5, cost_centre="2")}
    assert register(house).cards[card].hint == "91"
    assert register(house).cards[card].blocked, "its line said nothing of that"
    again = await take(house, persons="name,cost centre\nANNA,2\n", cards="cards.csv")
    assert again == {"added": 0, "changed": 0}


@pytest.mark.parametrize(
    ("problem", "tables", "key", "told"),
    [
        ("nothing at all", {}, "access_no_table", {}),
        ("no such file", {"persons": "gone.csv"}, "access_no_file", {"table": "persons"}),
        ("not a table", {"persons": "secrets.yaml"}, "access_no_file", {"table": "persons"}),
        ("outside of the folder", {"persons": "../x.csv"}, "access_no_file", {"table": "persons"}),
        ("cards on the bus", {"cards": CARDS}, "access_cards_as_file", {}),
        (
            "an owner that nobody knows",
            {"vehicles": "name,owner\nZoe,Anna\nVan,Ben\n"},
            "access_unknown",
            {"table": "vehicles", "row": "2", "column": "owner", "value": "Anna", "others": "vehicles 3"},
        ),
        (
            "a charge point that nobody knows",
            {"vehicles": "name,charge point\nZoe,Street\n"},
            "access_unknown",
            {"table": "vehicles", "row": "2", "column": "charge_point", "value": "Street", "others": "-"},
        ),
        (
            "mistakes in two tables",
            {"persons": "name,priority\nAnna,x\n", "vehicles": "name,phases\nZoe,9\n"},
            "access_value",
            {"table": "persons", "row": "2", "column": "priority", "value": "x", "others": "vehicles 2"},
        ),
        (
            "a good table beside a bad one",
            {"persons": PERSONS, "vehicles": "name,phases\n,\n"},
            "access_empty",
            {"table": "vehicles", "row": "0", "column": "", "value": "", "others": "-"},
        ),
    ],
)
async def test_what_cannot_be_imported(
    house: House, folder: Path, problem: str, tables: dict[str, str], key: str, told: dict[str, str]
) -> None:
    (folder / "secrets.yaml").write_text("name\nx\n")
    (folder.parent / "x.csv").write_text("name\nx\n")
    assert await refused(house, **tables) == (key, told), problem


async def test_cards_that_are_there_twice_or_too_many(house: House, folder: Path) -> None:
    await add_card(house.hass, house.entry, "Other", CARD)
    key, told = await refused(house, cards="cards.csv", persons=PERSONS)
    assert (key, told["row"], told["value"]) == ("access_card_known", "2", "...91")
    many = "name,id\n" + "".join(f"Card {n},1000000{n}\n" for n in range(10))
    (folder / "many.csv").write_text(many)
    key, told = await refused(house, cards="many.csv")
    assert (key, told["row"], told["value"]) == ("access_cards_full", "11", "10")
    (folder / "twice.csv").write_text("name,id\nA,AAAA0000\nB,aa:aa:00:00\n")
    assert (await refused(house, cards="twice.csv"))[0] == "access_card_known"


async def test_only_administrators_import(hass: HomeAssistant, house: House) -> None:
    user = MockUser(name="somebody").add_to_hass(hass)
    user.mock_policy({"entities": True})
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "overshot", "import_access", {"persons": PERSONS}, blocking=True, context=Context(user_id=user.id)
        )
    assert register(house).persons == {}


async def test_the_list_is_told_in_names(hass: HomeAssistant, house: House, folder: Path) -> None:
    await take(house, persons=PERSONS, vehicles=VEHICLES, cards="cards.csv")
    told = await hass.services.async_call("overshot", "get_access_list", {}, blocking=True, return_response=True)
    assert told is not None
    assert told["cards"] == [
        {
            "name": "Hers",
            "ends_in": "91",
            "person": "Anna",
            "priority": 2,
            "charge_points": ["Garage"],
            "valid_until": "2026-12-31",
            "state": "active",
        },
        {
            "name": "Lost",
            "ends_in": "78",
            "person": None,
            "priority": None,
            "charge_points": [],
            "valid_until": None,
            "state": "blocked",
        },
    ]
    assert told["persons"][0] == {  # type: ignore[index]
        "name": "Anna",
        "home_assistant": None,
        "group": "Family",
        "priority": 1,
        "cost_centre": "4711",
    }
    assert told["vehicles"][0]["consumption"] == 16.5  # type: ignore[index, call-overload]
    assert told["charging"] == {}
    secret = await async_secret(hass)
    assert secret not in str(told)
    assert tag_hash(CARD, secret) not in str(told)
