"""Setting up a site: the house and its grid connection."""

import math
from typing import Any
from unittest.mock import AsyncMock

from homeassistant.core import HomeAssistant
import pytest

from .conftest import METER, AddSite
from .walk import Walk

HOUSE = {"name": "Home", "location": {"latitude": 51.05, "longitude": 3.72}, "country": "BE"}
CONNECTION = {"connection_type": "three_phase", "fuse": 25, "derating": 80}


async def at_connection(hass: HomeAssistant) -> Walk:
    """Walk to the grid connection."""
    return await (await Walk.new_site(hass)).fill(**HOUSE)


async def finish(walk: Walk) -> Any:
    """Go the shortest way from the grid meter to the end; return the entry."""
    assert walk.step == "grid_meter"
    await walk.pick("p1_tcp")
    await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "search"
    await walk.send_as_shown(skip=True)
    assert walk.step == "more_devices"
    await walk.pick("devices_done")
    assert walk.step == "created", walk.step
    return walk.result["result"]


async def test_a_site_with_a_p1_meter(hass: HomeAssistant, p1: AsyncMock, set_up: AsyncMock) -> None:
    walk = await at_connection(hass)
    entry = await finish(await walk.fill(**CONNECTION))
    assert entry.title == "Home"
    assert entry.data == {
        "name": "Home",
        "latitude": 51.05,
        "longitude": 3.72,
        "country": "BE",
        "connection_type": "three_phase",
        "fuse": 25.0,
        "derating": 80.0,
        "ct_ratio": 1.0,
    }
    (meter,) = entry.subentries.values()
    assert (meter.subentry_type, meter.title, meter.unique_id) == ("meter", "P1 meter", METER)
    assert meter.data == {
        "family": "p1",
        "host": "192.0.2.2",
        "port": 23,
        "serial_number": METER,
        "model": "P1 e-MUCS",
        "grid_role": True,
    }
    set_up.assert_awaited_once()


async def test_the_house_is_proposed_as_home_assistant_knows_it(hass: HomeAssistant) -> None:
    await hass.config.async_update(location_name="Villa", latitude=50.9, longitude=4.4, country="NL")
    walk = await Walk.new_site(hass)
    assert walk.step == "user"
    assert walk.shown == {"name": "Villa", "location": {"latitude": 50.9, "longitude": 4.4}, "country": "NL"}


async def test_a_country_that_home_assistant_does_not_know_is_asked(hass: HomeAssistant) -> None:
    hass.config.country = None
    walk = await Walk.new_site(hass)
    assert "country" not in walk.shown
    await walk.fill(**HOUSE)
    assert walk.step == "connection"


async def test_a_description_is_kept_where_there_is_one(hass: HomeAssistant, p1: AsyncMock) -> None:
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE, description="  Behind the church ")
    entry = await finish(await walk.fill(**CONNECTION))
    assert entry.data["description"] == "Behind the church"


@pytest.mark.parametrize(
    ("problem", "name", "error"), [("empty", "  ", "name_missing"), ("taken", "HOME", "name_taken")]
)
async def test_a_name_that_will_not_do(
    hass: HomeAssistant, add_site: AddSite, p1: AsyncMock, problem: str, name: str, error: str
) -> None:
    add_site()
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE | {"name": name})
    assert (walk.step, walk.errors) == ("user", {"name": error}), problem
    await walk.fill(**HOUSE | {"name": "Cottage"})
    entry = await finish(await walk.fill(**CONNECTION))
    assert entry.title == "Cottage"


@pytest.mark.parametrize("fuse", [0, -25, 5.9, 631, math.nan, math.inf])
async def test_a_fuse_that_cannot_be(hass: HomeAssistant, p1: AsyncMock, fuse: float) -> None:
    walk = await at_connection(hass)
    await walk.fill(**CONNECTION | {"fuse": fuse})
    assert (walk.step, walk.errors) == ("connection", {"fuse": "invalid_fuse"})
    entry = await finish(await walk.fill(**CONNECTION | {"fuse": 40}))
    assert entry.data["fuse"] == 40


async def test_more_than_80_percent_is_confirmed(hass: HomeAssistant, p1: AsyncMock) -> None:
    walk = await at_connection(hass)
    await walk.fill(**CONNECTION | {"derating": 90, "fuse": 40})
    assert walk.step == "derating_confirm"
    assert walk.placeholders == {"derating": "90", "fuse": "40", "limit": "36"}
    await walk.fill(confirm=True)
    entry = await finish(walk)
    assert entry.data["derating"] == 90


async def test_more_than_80_percent_is_taken_back(hass: HomeAssistant, p1: AsyncMock) -> None:
    walk = await at_connection(hass)
    await walk.fill(**CONNECTION | {"derating": 100})
    await walk.fill(confirm=False)
    assert walk.step == "connection"
    assert walk.shown == CONNECTION | {"derating": 100}
    entry = await finish(await walk.fill(**CONNECTION))
    assert entry.data["derating"] == 80


async def test_above_63_a_the_ct_ratio_is_asked(hass: HomeAssistant, p1: AsyncMock) -> None:
    walk = await at_connection(hass)
    await walk.fill(**CONNECTION | {"fuse": 160, "derating": 85})
    await walk.fill(confirm=True)
    assert walk.step == "ct_ratio"
    assert walk.shown == {"ct_ratio": 1}
    for wrong in (0, 0.5, 1001, math.nan):
        await walk.fill(ct_ratio=wrong)
        assert (walk.step, walk.errors) == ("ct_ratio", {"ct_ratio": "invalid_ratio"})
    entry = await finish(await walk.fill(ct_ratio=40))
    assert entry.data["ct_ratio"] == 40


async def test_63_a_has_no_current_transformers(hass: HomeAssistant, p1: AsyncMock) -> None:
    walk = await at_connection(hass)
    entry = await finish(await walk.fill(**CONNECTION | {"fuse": 63}))
    assert entry.data["ct_ratio"] == 1


async def test_the_same_house_cannot_be_set_up_twice(hass: HomeAssistant, p1: AsyncMock) -> None:
    """Two people set up the same meter at the same time: the second one gets nothing."""
    first, second = await at_connection(hass), await Walk.new_site(hass)
    await second.fill(**HOUSE | {"name": "Same house"})
    for walk in (first, second):
        await walk.fill(**CONNECTION)
        await walk.pick("p1_tcp")
        await walk.fill(host="192.0.2.2", port=23)
        await walk.send_as_shown(skip=True)
    await first.pick("devices_done")
    await second.pick("devices_done")
    assert (first.step, second.step) == ("created", "aborted: already_configured")
    assert len(hass.config_entries.async_entries("overshot")) == 1
