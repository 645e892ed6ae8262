"""Changing a site: the house, the grid connection, and which device measures the grid."""

from typing import Any
from unittest.mock import AsyncMock

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.layout import connection_of

from .conftest import AddSite, device_id, meter, station
from .walk import Walk

DONE = "aborted: reconfigure_successful"
INVERTER = {
    "subentry_type": "inverter",
    "title": "Inverter",
    "unique_id": "9010KETU00000OVS",
    "data": {"family": "goodwe_et", "host": "192.0.2.13", "port": 502, "unit_id": 247, "grid_role": False},
}


async def test_the_house(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(meter(), description="Old")
    add_site(title="Cottage")
    walk = await Walk.change_site(hass, entry)
    assert walk.step == "reconfigure"
    assert walk.options == ["site", "connection", "grid_role", "forecast", "emissions", "search"]
    await walk.pick("site")
    assert walk.shown == {
        "name": "Home",
        "location": {"latitude": 51.05, "longitude": 3.72},
        "country": "BE",
        "description": "Old",
    }
    await walk.send_as_shown(name="Cottage")
    assert (walk.step, walk.errors) == ("site", {"name": "name_taken"})
    # Its own name is not taken.
    await walk.fill(name="home", location={"latitude": 52.1, "longitude": 4.3}, country="NL")
    assert walk.step == DONE
    assert entry.title == "home"
    assert entry.data == {
        "name": "home",
        "latitude": 52.1,
        "longitude": 4.3,
        "country": "NL",
        "connection_type": "three_phase",
        "fuse": 25.0,
        "derating": 80.0,
        "ct_ratio": 1.0,
    }
    # It was not loaded, so it is tried again.
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


async def test_the_connection(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(meter())
    walk = await Walk.change_site(hass, entry)
    await walk.pick("connection")
    assert walk.shown == {"connection_type": "three_phase", "fuse": 25.0, "derating": 80.0}
    await walk.send_as_shown(fuse=0)
    assert (walk.step, walk.errors) == ("connection", {"fuse": "invalid_fuse"})
    await walk.send_as_shown(fuse=100, derating=90)
    await walk.fill(confirm=False)
    assert walk.step == "connection"
    assert entry.data["fuse"] == 25
    await walk.send_as_shown()
    await walk.fill(confirm=True)
    assert (walk.step, walk.shown) == ("ct_ratio", {"ct_ratio": 1})
    await walk.fill(ct_ratio=20)
    assert walk.step == DONE
    assert (entry.data["fuse"], entry.data["derating"], entry.data["ct_ratio"]) == (100, 90, 20)
    assert entry.data["name"] == "Home"


async def test_what_may_be_fed_in(hass: HomeAssistant, add_site: AddSite) -> None:
    """Left empty, there is no limit any more."""
    entry = add_site(meter())
    for shown, sent, kept in (({}, {"export_limit": 5000}, 5000), ({"export_limit": 5000}, {}, 5000)):
        walk = await Walk.change_site(hass, entry)
        await walk.pick("connection")
        assert walk.shown == {"connection_type": "three_phase", "fuse": 25.0, "derating": 80.0, **shown}
        await walk.send_as_shown(**sent)
        assert walk.step == DONE
        assert entry.data["export_limit"] == kept
        assert connection_of(entry.data).export_limit == kept
    walk = await Walk.change_site(hass, entry)
    await walk.pick("connection")
    await walk.fill(connection_type="three_phase", fuse=25.0, derating=80.0)
    assert walk.step == DONE
    assert "export_limit" not in entry.data
    assert connection_of(entry.data).export_limit is None


async def test_a_loaded_site_hears_of_the_change(hass: HomeAssistant, add_site: AddSite, set_up: AsyncMock) -> None:
    """It loads again by itself; the flow must not do so too."""
    entry = add_site(meter())
    heard = AsyncMock()
    entry.add_update_listener(heard)
    walk = await Walk.change_site(hass, entry)
    await walk.pick("connection")
    await walk.send_as_shown(fuse=32)
    await hass.async_block_till_done()
    assert entry.data["fuse"] == 32
    heard.assert_awaited_once()
    set_up.assert_not_awaited()


@pytest.mark.parametrize(
    ("problem", "entered", "errors", "placeholders"),
    [
        (
            "too small for the fallback currents",
            {"fuse": 10},
            {"fuse": "fuse_too_small"},
            {"limit": "8", "shortfall": "4"},
        ),
        (
            "a three-phase station on one phase",
            {"connection_type": "single_phase"},
            {"connection_type": "charge_point_phases"},
            {"device": "Garage"},
        ),
    ],
)
async def test_a_connection_that_does_not_carry_the_stations(
    hass: HomeAssistant,
    add_site: AddSite,
    problem: str,
    entered: dict[str, Any],
    errors: dict[str, str],
    placeholders: dict[str, str],
) -> None:
    second = station("Carport", serial_number="OVS-WITTY-0002")
    entry = add_site(meter(), station(), second)
    walk = await Walk.change_site(hass, entry)
    await walk.pick("connection")
    await walk.send_as_shown(**entered)
    assert (walk.step, walk.errors, walk.placeholders) == ("connection", errors, placeholders), problem
    assert entry.data["fuse"] == 25
    await walk.send_as_shown(fuse=16, connection_type="three_phase")
    assert walk.step == DONE
    assert entry.data["fuse"] == 16


async def test_another_device_measures_the_grid(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(meter(), station(), INVERTER)
    walk = await Walk.change_site(hass, entry)
    await walk.pick("grid_role")
    p1, inverter = device_id(entry, "P1 meter"), device_id(entry, "Inverter")
    assert walk.options == [p1, inverter]
    assert walk.shown == {"device": p1}
    await walk.fill(device=inverter)
    assert walk.step == DONE
    roles = {device.title: device.data["grid_role"] for device in entry.subentries.values()}
    assert roles == {"P1 meter": False, "Garage": False, "Inverter": True}
    assert entry.subentries[inverter].data["host"] == "192.0.2.13"


async def test_the_only_device_is_given_a_role_that_nobody_has(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(INVERTER)
    walk = await Walk.change_site(hass, entry)
    await walk.pick("grid_role")
    await walk.send_as_shown()
    assert walk.step == DONE
    assert [device.data["grid_role"] for device in entry.subentries.values()] == [True]


async def test_there_is_no_other_device(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(meter(), station(), station("From the future", family="unheard_of", serial_number="X"))
    walk = await Walk.change_site(hass, entry)
    await walk.pick("grid_role")
    assert walk.step == "aborted: no_grid_candidates"
    assert next(iter(entry.subentries.values())).data["grid_role"] is True
