"""Adding a device before it is there, and what the flows make of it afterwards."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .conftest import AddSite, meter, station
from .neighbourhood import EMC_HOST, EVERYBODY, WITTY_1, WITTY_1_HOST, WITTY_2_HOST, Neighbourhood
from .site_walk import SEARCH, WIRING, at_search, stored
from .test_line import BY_GATEWAY, BY_PORT, GATEWAY, HEIDELBERG, PORT, SOCKET, at_form
from .walk import Walk

FAMILY = "hager_witty_plus"
DONE = "aborted: reconfigure_successful"
BY_HAND: dict[str, Any] = {"family": FAMILY, "host": WITTY_1_HOST, "port": 502}


async def by_hand(hass: HomeAssistant, entry: MockConfigEntry, kind: str = "charge_point") -> Walk:
    """Come to the form of an address."""
    walk = await Walk.new_device(hass, entry, kind)
    return await walk.pick("by_hand")


async def plan(hass: HomeAssistant, entry: MockConfigEntry, **changes: Any) -> Walk:
    """Plan a station."""
    walk = await by_hand(hass, entry)
    await walk.fill(**BY_HAND | changes)
    await walk.send_as_shown(plan=True)
    return await walk.send_as_shown(fallback_current=0)


def the_station(entry: MockConfigEntry) -> Any:
    """Return the one station of a site."""
    return next(iter(entry.get_subentries_of_type("charge_point")))


async def test_a_station_that_is_not_there_yet(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    walk = await by_hand(hass, entry)
    assert "plan" not in walk.shown
    await walk.fill(**BY_HAND | {"family": "auto"})
    assert (walk.errors, walk.shown["plan"]) == ({"base": "cannot_connect"}, False)
    # Nobody is there who could say what it is.
    await walk.send_as_shown(plan=True)
    assert (walk.step, walk.errors) == ("by_hand", {"family": "family_for_plan"})
    await walk.send_as_shown(family=FAMILY)
    assert walk.step == "charge_point"
    assert walk.placeholders["device"] == "Hager witty plus charging station"
    assert walk.placeholders["serial"] == "-"
    await walk.fill(**WIRING)
    assert walk.step == "created"
    planned = the_station(entry)
    assert planned.title == "Hager witty plus charging station"
    assert planned.unique_id.startswith("planned_")
    assert dict(planned.data) == {
        "family": FAMILY,
        "host": WITTY_1_HOST,
        "port": 502,
        "unit_id": 1,
        "manufacturer": "Hager",
        "planned": True,
        "grid_role": False,
        "phases": 3,
        "rotation": "l2l3l1",
        "max_current": 32.0,
        "fallback_current": 6.0,
    }


async def test_who_is_there_is_not_planned(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    walk = await by_hand(hass, entry)
    await walk.fill(**BY_HAND)
    neighbourhood.add_witty()
    await walk.send_as_shown(plan=True)
    await walk.fill(**WIRING)
    assert the_station(entry).unique_id == WITTY_1
    assert "planned" not in the_station(entry).data


@pytest.mark.parametrize("problem", ["a stranger", "another kind"])
async def test_who_is_in_the_way_is_not_planned_away(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, problem: str
) -> None:
    if problem == "a stranger":
        neighbourhood.add_stranger(WITTY_1_HOST)
    else:
        neighbourhood.add_goodwe(WITTY_1_HOST)
    walk = await by_hand(hass, add_site(meter()))
    await walk.fill(**BY_HAND)
    assert walk.errors == {"base": "unknown_device"}
    assert "plan" not in walk.shown


async def test_one_plan_for_one_address(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site(meter())
    await plan(hass, entry)
    walk = await by_hand(hass, entry)
    await walk.fill(**BY_HAND)
    await walk.send_as_shown(plan=True)
    assert walk.errors == {"base": "already_configured"}
    # What appears there is the planned one; its site takes it in by itself.
    neighbourhood.add_witty()
    await walk.send_as_shown()
    assert walk.errors == {"base": "already_configured"}
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("search")
    await walk.fill(networks=EVERYBODY, more={"ports": "502"})
    assert (walk.step, walk.placeholders["configured"]) == ("nothing_found", "Hager XVP1K22T2S")


async def test_a_planned_controller_is_not_asked_to_measure_the_grid(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site()
    walk = await by_hand(hass, entry, "controller")
    await walk.fill(family="hager_flow", host=EMC_HOST, port=502)
    await walk.send_as_shown(plan=True)
    assert walk.step == "created"
    walk = await Walk.change_site(hass, entry)
    await walk.pick("grid_role")
    assert walk.step == "aborted: no_grid_candidates"


async def test_a_new_site_with_a_planned_station(hass: HomeAssistant, p1: object, neighbourhood: Neighbourhood) -> None:
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    await walk.pick("by_hand")
    await walk.fill(**BY_HAND)
    await walk.send_as_shown(plan=True)
    assert walk.step == "choose"
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    assert [data["family"] for data in stored(walk).values() if data.get("planned")] == [FAMILY]


async def test_what_is_not_there_does_not_measure_the_grid(hass: HomeAssistant, neighbourhood: Neighbourhood) -> None:
    walk = await at_search(hass, "from_device")
    await walk.send_as_shown(skip=True)
    await walk.pick("by_hand")
    await walk.fill(family="hager_flow", host=EMC_HOST, port=502)
    await walk.send_as_shown(plan=True)
    await walk.send_as_shown()
    assert walk.step == "no_grid_device"


# On a line


@pytest.mark.parametrize(
    ("form", "entered", "where"),
    [
        ("by_serial", BY_PORT, {"device": PORT, "baudrate": 19_200, "line_format": "8e1", "unit_id": 1}),
        ("by_gateway", BY_GATEWAY | {"unit_id": 4}, {"host": "192.0.2.30", "framer": "rtu", "unit_id": 4}),
    ],
)
async def test_a_station_on_a_line_that_is_not_there_yet(
    hass: HomeAssistant,
    add_site: AddSite,
    neighbourhood: Neighbourhood,
    form: str,
    entered: dict[str, Any],
    where: dict[str, Any],
) -> None:
    entry = add_site(meter())
    walk = await at_form(hass, entry, form)
    await walk.fill(**entered)
    assert walk.shown["plan"] is False
    await walk.send_as_shown(plan=True)
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    data = dict(the_station(entry).data)
    assert where.items() <= data.items()
    assert (data["family"], data["planned"]) == (HEIDELBERG, True)


async def test_a_planned_station_on_a_line_is_rewired(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    walk = await at_form(hass, entry, "by_serial")
    await walk.fill(**BY_PORT)
    await walk.send_as_shown(plan=True)
    await walk.fill(**WIRING)
    before = the_station(entry).unique_id
    for appears in (False, True):
        if appears:
            neighbourhood.add_heidelberg(GATEWAY, SOCKET)
        walk = await Walk.change_device(hass, entry, the_station(entry).subentry_id)
        await walk.pick("address")
        await walk.pick("by_gateway")
        await walk.fill(host="192.0.2.30", port=4196)
        if not appears:
            assert walk.errors == {"base": "cannot_connect"}
            await walk.send_as_shown(plan=True)
        assert walk.step == DONE
        data = the_station(entry).data
        assert (data["framer"], data.get("planned", False)) == ("rtu", not appears)
        assert "device" not in data
    assert data["serial_number"]
    assert the_station(entry).unique_id == before
    # It is known again by its line, though it tells no serial number.
    walk = await at_form(hass, entry, "by_gateway")
    await walk.fill(**BY_GATEWAY)
    assert walk.errors == {"base": "already_configured"}


# Change


async def test_a_planned_station_gets_another_address_and_appears_there(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    await plan(hass, entry)
    before = the_station(entry).unique_id
    walk = await Walk.change_device(hass, entry, the_station(entry).subentry_id)
    assert walk.options == ["charge_point", "address"]
    await walk.pick("address")
    await walk.send_as_shown(host=WITTY_2_HOST)
    assert (walk.errors, walk.shown["plan"]) == ({"base": "cannot_connect"}, False)
    await walk.send_as_shown(plan=True)
    assert walk.step == DONE
    assert (the_station(entry).data["host"], the_station(entry).data["planned"]) == (WITTY_2_HOST, True)
    neighbourhood.add_witty(WITTY_2_HOST)
    walk = await Walk.change_device(hass, entry, the_station(entry).subentry_id)
    await walk.pick("address")
    await walk.send_as_shown()
    assert walk.step == DONE
    data = the_station(entry).data
    assert (data["serial_number"], data["model"], data["phases"]) == (WITTY_1, "XVP1K22T2S", 3)
    assert "planned" not in data
    # Its entities are called what they were called from the start.
    assert the_station(entry).unique_id == before
    # By its serial number it is known wherever it goes.
    neighbourhood.add_witty(WITTY_1_HOST, WITTY_1)
    walk = await by_hand(hass, entry)
    await walk.fill(**BY_HAND)
    assert walk.errors == {"base": "already_configured"}


async def test_a_planned_station_is_not_one_that_is_there_already(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    add_site(station(), title="Neighbour")
    await plan(hass, entry, host=WITTY_2_HOST)
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    walk = await Walk.change_device(hass, entry, the_station(entry).subentry_id)
    await walk.pick("address")
    await walk.send_as_shown()
    assert walk.errors == {"base": "already_configured"}
    assert the_station(entry).data["planned"] is True


async def test_a_known_station_is_not_planned_anew(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), station())
    walk = await Walk.change_device(hass, entry, the_station(entry).subentry_id)
    await walk.pick("address")
    await walk.send_as_shown(host=WITTY_2_HOST)
    assert walk.errors == {"base": "cannot_connect"}
    assert "plan" not in walk.shown
