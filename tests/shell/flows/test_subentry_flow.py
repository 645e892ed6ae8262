"""Adding a device to a site, and changing where it is or how it is wired."""

from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.config_flow import OvershotConfigFlow
from custom_components.overshot.devices.driver import DeviceKind

from .conftest import AddSite, device_id, meter, station
from .neighbourhood import (
    EMC,
    EMC_HOST,
    EVERYBODY,
    GOODWE_1,
    GOODWE_1_HOST,
    WITTY_1,
    WITTY_1_HOST,
    WITTY_2,
    WITTY_2_HOST,
    Neighbourhood,
)
from .walk import Walk

DONE = "aborted: reconfigure_successful"
SEARCH = {"networks": EVERYBODY, "more": {"ports": "502"}}
WIRING = {"phases": "3", "rotation": "l1l2l3", "max_current": 16, "fallback_current": 6}


def added(entry: MockConfigEntry, title: str) -> dict[str, Any]:
    """Return the data of a device."""
    return dict(entry.subentries[device_id(entry, title)].data)


# Add


async def test_a_station_is_found_and_added(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), station())
    neighbourhood.add_witty()
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    neighbourhood.add_goodwe()
    walk = await Walk.new_device(hass, entry, "charge_point")
    assert walk.options == ["search", "by_hand", "by_line", "entities", "own_map"]
    await walk.pick("search")
    await walk.fill(**SEARCH)
    assert walk.step == "choose"
    assert walk.options == [WITTY_2]
    assert walk.placeholders == {"configured": "Hager XVP1K22T2S", "unanswered": "-"}
    assert walk.progress[-1].data["progress"] == 1
    await walk.send_as_shown()
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    assert walk.step == "created"
    data = added(entry, "Hager XVP1K22T2S")
    assert data["serial_number"] == WITTY_2
    assert data["grid_role"] is False
    assert (data["phases"], data["rotation"], data["max_current"], data["fallback_current"]) == (3, "l1l2l3", 16, 6)


async def test_no_station_is_found(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site(meter())
    neighbourhood.add_goodwe()
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("search")
    await walk.fill(**SEARCH)
    assert walk.step == "nothing_found"
    assert walk.options == ["search", "by_hand", "by_line"]
    await walk.pick("by_hand")
    await walk.send_as_shown()
    assert walk.step == "user"


@pytest.mark.parametrize(
    ("kind", "serial", "host", "title"),
    [
        ("controller", EMC, EMC_HOST, "Hager XEM470"),
        ("inverter", GOODWE_1, GOODWE_1_HOST, "GoodWe GW10K-ET"),
    ],
)
@pytest.mark.parametrize("grid_role", [True, False])
async def test_a_device_may_take_a_grid_role_that_nobody_has(
    hass: HomeAssistant,
    add_site: AddSite,
    neighbourhood: Neighbourhood,
    kind: str,
    serial: str,
    host: str,
    title: str,
    grid_role: bool,
) -> None:
    entry = add_site()
    neighbourhood.add_emc()
    neighbourhood.add_goodwe()
    walk = await Walk.new_device(hass, entry, kind)
    await walk.pick("by_hand")
    await walk.send_as_shown(host=host)
    assert walk.step == "grid_role"
    assert walk.shown == {"grid_role": True}
    await walk.fill(grid_role=grid_role)
    if kind == "inverter":
        await walk.send_as_shown()
    assert walk.step == "created"
    assert added(entry, title)["serial_number"] == serial
    assert added(entry, title)["grid_role"] is grid_role


async def test_a_device_does_not_take_the_grid_role_away(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    neighbourhood.add_goodwe()
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("search")
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.step == "inverter"
    await walk.send_as_shown()
    assert walk.step == "created"
    assert added(entry, "GoodWe GW10K-ET")["grid_role"] is False
    assert added(entry, "P1 meter")["grid_role"] is True


async def test_a_second_station_of_a_model_gets_its_number(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), station("Hager XVP1K22T2S"))
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_2_HOST)
    await walk.fill(**WIRING)
    assert added(entry, "Hager XVP1K22T2S (0002)")["serial_number"] == WITTY_2


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        ("refused", "cannot_connect"),
        ("silent", "silent_device"),
        ("another kind", "unknown_device"),
        ("hangs up", "hung_up"),
        ("in use", "link_in_use"),
        ("mine already", "already_configured"),
    ],
)
async def test_a_station_by_hand_that_is_none(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, problem: str, error: str
) -> None:
    entry = add_site(meter(), station())
    match problem:
        case "silent":
            neighbourhood.add_silent(WITTY_2_HOST)
        case "another kind":
            neighbourhood.add_goodwe(WITTY_2_HOST)
        case "hangs up":
            neighbourhood.add_hanging_up(WITTY_2_HOST)
        case "in use":
            neighbourhood.in_use.add((WITTY_2_HOST, 502))
        case "mine already":
            neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_2_HOST)
    assert (walk.step, walk.errors) == ("by_hand", {"base": error}), problem
    neighbourhood.in_use.clear()
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    assert walk.step == "created"


async def test_the_fallback_of_a_new_station_fits_beside_the_others(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), station(fallback_current=16))
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_2_HOST)
    assert walk.shown["fallback_current"] == 0
    await walk.fill(**WIRING)
    assert walk.errors == {"fallback_current": "fallback_too_high"}
    assert walk.placeholders["shortfall"] == "2"
    await walk.fill(**WIRING | {"fallback_current": 0})
    assert walk.step == "created"


CONTROLLER: Any = {
    "subentry_type": "controller",
    "title": "Flow",
    "unique_id": EMC,
    "data": {"family": "hager_flow", "host": EMC_HOST, "port": 502, "unit_id": 0, "grid_role": False},
}


async def test_a_station_beside_a_controller_is_told_to_have_one_master(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), CONTROLLER)
    neighbourhood.add_witty()
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_1_HOST)
    assert (walk.step, walk.options) == ("one_master", ["understood", "user"])
    assert walk.placeholders == {"controllers": "Flow", "stations": "Hager XVP1K22T2S"}
    await walk.pick("user")
    assert walk.step == "user"
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_1_HOST)
    await walk.pick("understood")
    assert walk.step == "charge_point"
    await walk.send_as_shown()
    assert walk.step == "created"


async def test_a_controller_beside_a_station_is_told_to_leave_it_alone(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(station())
    neighbourhood.add_emc()
    walk = await Walk.new_device(hass, entry, "controller")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=EMC_HOST)
    assert walk.step == "one_master"
    assert walk.placeholders == {"controllers": "Hager XEM470", "stations": "Garage"}
    await walk.pick("understood")
    assert walk.step == "grid_role"
    await walk.send_as_shown()
    assert walk.step == "created"


# Change


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Store a site with a station in the garage."""
    return add_site(meter(), station())


async def test_wiring_and_currents(hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood) -> None:
    walk = await Walk.change_device(hass, site, device_id(site, "Garage"))
    assert (walk.step, walk.options) == ("reconfigure", ["charge_point", "address"])
    await walk.pick("charge_point")
    assert walk.shown == WIRING
    # Its own fallback current is not counted twice: 20 A is all there is.
    await walk.send_as_shown(fallback_current=21, max_current=32)
    assert walk.errors == {"fallback_current": "fallback_too_high"}
    await walk.send_as_shown(fallback_current=20, max_current=32, rotation="l3l1l2")
    assert walk.step == DONE
    data = added(site, "Garage")
    assert (data["rotation"], data["max_current"], data["fallback_current"]) == ("l3l1l2", 32, 20)
    assert data["host"] == WITTY_1_HOST


@pytest.mark.parametrize(
    ("problem", "errors"),
    [
        ("refused", {"base": "cannot_connect"}),
        ("silent", {"base": "silent_device"}),
        ("another station", {"base": "wrong_device"}),
        ("another kind", {"base": "unknown_device"}),
        ("port", {"port": "invalid_port"}),
    ],
)
async def test_the_address(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood, problem: str, errors: dict[str, str]
) -> None:
    match problem:
        case "silent":
            neighbourhood.add_silent(WITTY_2_HOST)
        case "another station":
            neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
        case "another kind":
            neighbourhood.add_goodwe(WITTY_2_HOST)
    before = added(site, "Garage")
    walk = await Walk.change_device(hass, site, device_id(site, "Garage"))
    await walk.pick("address")
    assert walk.shown == {"host": WITTY_1_HOST, "port": 502, "unit_id": 1}
    await walk.send_as_shown(host=WITTY_2_HOST, **({"port": 0} if problem == "port" else {}))
    assert (walk.step, walk.errors) == ("address", errors), problem
    assert added(site, "Garage") == before
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    await walk.send_as_shown(port=502)
    assert walk.step == DONE
    assert added(site, "Garage") == before | {"host": WITTY_2_HOST}


async def test_an_inverter_moves(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site(meter())
    neighbourhood.add_goodwe()
    walk = await Walk.new_device(hass, entry, "inverter")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=GOODWE_1_HOST)
    await walk.send_as_shown()
    neighbourhood.add_goodwe("192.0.2.14")
    walk = await Walk.change_device(hass, entry, device_id(entry, "GoodWe GW10K-ET"))
    assert (walk.step, walk.options) == ("reconfigure", ["inverter", "address"])
    await walk.pick("address")
    await walk.send_as_shown(host="192.0.2.14")
    assert walk.step == DONE
    assert added(entry, "GoodWe GW10K-ET")["host"] == "192.0.2.14"


@pytest.mark.parametrize("loaded", [True, False])
async def test_the_site_loads_again_once(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood, set_up: AsyncMock, loaded: bool
) -> None:
    """A loaded site hears of the change and loads again by itself; one that failed to load is tried again."""
    heard = AsyncMock()
    if loaded:
        await hass.config_entries.async_setup(site.entry_id)
        assert site.state is ConfigEntryState.LOADED
        site.add_update_listener(heard)
        set_up.reset_mock()
    walk = await Walk.change_device(hass, site, device_id(site, "Garage"))
    await walk.pick("charge_point")
    await walk.send_as_shown(max_current=20)
    assert walk.step == DONE
    await hass.async_block_till_done()
    assert (heard.await_count, set_up.await_count) == ((1, 0) if loaded else (0, 1))


async def test_all_kinds_can_be_added(hass: HomeAssistant, site: MockConfigEntry) -> None:
    kinds = OvershotConfigFlow.async_get_supported_subentry_types(site)
    others = {"load", "circuit", "contract", "panels", "person", "group", "card", "vehicle"}
    assert set(site.supported_subentry_types) == set(kinds) == {kind.value for kind in DeviceKind} | others
    assert all(kind["supports_reconfigure"] for kind in site.supported_subentry_types.values())


async def test_a_search_that_breaks_leads_back(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_emc()
    walk = await Walk.new_device(hass, site, "controller")
    await walk.pick("search")
    with patch("custom_components.overshot.flows.discovery.scan.search", side_effect=RuntimeError("no more sockets")):
        await walk.fill(**SEARCH)
    assert (walk.step, walk.errors) == ("search", {"base": "unknown"})
    await walk.send_as_shown()
    assert walk.step == "choose"
