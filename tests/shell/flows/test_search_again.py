"""Searching the network again: who is new joins the site, who has moved is reached where it is now."""

from typing import Any
from unittest.mock import AsyncMock

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .conftest import STATION, AddSite, device_id, meter, station
from .neighbourhood import (
    EMC,
    EVERYBODY,
    GOODWE_1,
    GOODWE_1_HOST,
    WITTY_1,
    WITTY_1_HOST,
    WITTY_2,
    WITTY_2_HOST,
    Neighbourhood,
)
from .site_walk import WIRING
from .walk import Walk

SEARCH = {"networks": EVERYBODY, "more": {"ports": "502"}}
DONE = "aborted: reconfigure_successful"


async def search(hass: HomeAssistant, entry: MockConfigEntry) -> Walk:
    """Search the network from the menu of a site."""
    walk = await Walk.change_site(hass, entry)
    assert "search" in walk.options
    await walk.pick("search")
    assert "skip" not in walk.shown
    return await walk.fill(**SEARCH)


async def test_new_devices_join_the_site(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site(meter(), station("Hager XVP1K22T2S"))
    neighbourhood.add_witty()
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    neighbourhood.add_goodwe()
    walk = await search(hass, entry)
    assert (walk.step, walk.placeholders["configured"]) == ("choose_again", "Hager XVP1K22T2S")
    assert walk.shown == {"devices": [WITTY_2, GOODWE_1]}
    await walk.send_as_shown()
    # A station is asked for its wiring, and its fallback current has to fit beside the others.
    assert walk.step == "charge_point"
    await walk.fill(**WIRING | {"fallback_current": 16})
    assert walk.errors == {"fallback_current": "fallback_too_high"}
    await walk.send_as_shown(fallback_current=6)
    assert walk.step == DONE
    added = {device.unique_id: device for device in entry.subentries.values()}
    assert set(added) >= {WITTY_1, WITTY_2, GOODWE_1}
    assert added[WITTY_2].title == "Hager XVP1K22T2S (0002)"
    assert added[WITTY_2].data["rotation"] == "l2l3l1"
    assert (added[GOODWE_1].subentry_type, added[GOODWE_1].data["grid_role"]) == ("inverter", False)
    assert [device.title for device in added.values() if device.data["grid_role"]] == ["P1 meter"]


async def test_who_is_not_chosen_stays_out(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    neighbourhood.add_goodwe()
    walk = await search(hass, entry)
    await walk.fill(devices=[])
    assert walk.step == DONE
    assert len(entry.subentries) == 1


@pytest.mark.parametrize("follow", [True, False])
async def test_a_device_has_moved(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, follow: bool
) -> None:
    entry = add_site(meter(), station())
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    walk = await search(hass, entry)
    garage = device_id(entry, "Garage")
    assert walk.shown == {"moved": [garage]}
    assert [option["label"] for option in walk.result["data_schema"].schema["moved"].config["options"]] == [
        f"Garage: {WITTY_1_HOST}:502 → {WITTY_2_HOST}:502"
    ]
    await walk.fill(moved=[garage] if follow else [])
    assert walk.step == DONE
    assert dict(entry.subentries[garage].data) == STATION | {"host": WITTY_2_HOST if follow else WITTY_1_HOST}


@pytest.mark.parametrize("problem", ["where it was", "where it was, and elsewhere", "in another site", "on a line"])
async def test_who_has_not_moved(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, problem: str
) -> None:
    line: dict[str, Any] = {"device": "/dev/ttyUSB0", "baudrate": 9600, "line_format": "8n1"}
    entry = add_site(meter(), *([] if problem == "in another site" else [station(**line if "line" in problem else {})]))
    match problem:
        case "where it was":
            neighbourhood.add_witty()
        case "where it was, and elsewhere":
            neighbourhood.add_witty(GOODWE_1_HOST, WITTY_1)
            neighbourhood.add_witty()
        case "in another site":
            add_site(station(), title="Neighbour")
            neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
        case "on a line":
            neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    walk = await search(hass, entry)
    assert (walk.step, walk.options) == ("nothing_found", ["search", "reconfigure"]), problem
    assert walk.placeholders["configured"] == "Hager XVP1K22T2S"
    await walk.pick("reconfigure")
    assert walk.step == "reconfigure"


async def test_a_new_controller_and_the_station_there_is(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), station())
    neighbourhood.add_emc()
    walk = await search(hass, entry)
    await walk.send_as_shown()
    assert (walk.step, walk.placeholders["stations"]) == ("one_master", "Garage")
    await walk.pick("choose")
    assert walk.step == "choose_again"
    await walk.send_as_shown()
    assert walk.step == DONE
    assert EMC in {device.unique_id for device in entry.subentries.values()}


async def test_who_was_added_elsewhere_meanwhile_is_not_added_twice(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    neighbourhood.add_witty()
    walk = await search(hass, entry)
    await walk.send_as_shown()
    add_site(station(), title="Neighbour")
    await walk.fill(**WIRING)
    assert walk.step == DONE
    assert len(entry.subentries) == 1


async def test_a_loaded_site_hears_of_all_changes_together(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, set_up: AsyncMock
) -> None:
    entry = add_site(meter(), station())
    heard = AsyncMock()
    entry.add_update_listener(heard)
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    neighbourhood.add_goodwe()
    neighbourhood.add_emc()
    walk = await search(hass, entry)
    await walk.send_as_shown()
    await walk.pick("devices_done")
    await hass.async_block_till_done()
    assert len(entry.subentries) == 4
    assert heard.await_count == 3
    set_up.assert_not_awaited()
