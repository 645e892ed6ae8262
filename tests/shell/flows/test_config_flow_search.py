"""Setting up a site: the search of the network, and devices by their address."""

import asyncio
from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from modbus_connection import ModbusProtocolError
import pytest

from .conftest import AddSite, station
from .neighbourhood import EVERYBODY, GOODWE_1, GOODWE_1_HOST, WITTY_1, WITTY_1_HOST, WITTY_2_HOST, Neighbourhood
from .site_walk import SEARCH, at_search, stored


async def test_the_progress_bar_moves(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_goodwe()
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    shares = [event.data["progress"] for event in walk.progress]
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no network", {"networks": "living room"}, {"networks": "invalid_networks"}),
        ("an address too many", {"networks": "192.0.2.300"}, {"networks": "invalid_networks"}),
        ("the internet of tomorrow", {"networks": "2001:db8::/120"}, {"networks": "invalid_networks"}),
        ("nothing", {"networks": " , "}, {"networks": "invalid_networks"}),
        ("far too large", {"networks": "10.0.0.0/8"}, {"networks": "network_too_large"}),
        ("too large together", {"networks": "10.0.0.0/20, 10.1.0.0/30"}, {"networks": "network_too_large"}),
        ("no port", {"more": {"ports": "modbus"}}, {"base": "invalid_ports"}),
        ("port 0", {"more": {"ports": "502, 0"}}, {"base": "invalid_ports"}),
        ("port 65536", {"more": {"ports": "65536"}}, {"base": "invalid_ports"}),
    ],
)
async def test_a_search_that_makes_no_sense(
    hass: HomeAssistant,
    p1: AsyncMock,
    neighbourhood: Neighbourhood,
    problem: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    neighbourhood.add_goodwe()
    walk = await at_search(hass)
    await walk.fill(**SEARCH | entered)
    assert (walk.step, walk.errors) == ("search", errors), problem
    await walk.fill(**SEARCH)
    assert walk.step == "choose"


async def test_other_ports_are_searched_too(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_witty(port=1502)
    walk = await at_search(hass)
    await walk.fill(**SEARCH | {"more": {"ports": "502;1502"}})
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert stored(walk)[WITTY_1]["port"] == 1502


async def test_nothing_found_leads_on(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    assert walk.step == "nothing_found"
    assert walk.options == ["search", "by_hand", "by_line", "devices_done"]
    assert walk.placeholders == {
        "count": "6",
        "ports": "502",
        "networks": EVERYBODY,
        "configured": "-",
        "unanswered": "-",
    }
    neighbourhood.add_goodwe()
    await walk.pick("search")
    assert walk.shown["networks"] == EVERYBODY
    await walk.send_as_shown()
    assert walk.step == "choose"
    assert walk.options == [GOODWE_1]


async def test_what_is_set_up_elsewhere_is_left_out(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood, add_site: AddSite
) -> None:
    add_site(station(), title="Neighbour")
    neighbourhood.add_witty()
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    assert walk.step == "nothing_found"
    assert walk.placeholders["configured"] == "Hager XVP1K22T2S"
    neighbourhood.add_goodwe()
    await walk.pick("search")
    await walk.send_as_shown()
    assert walk.options == [GOODWE_1]
    assert walk.placeholders == {"configured": "Hager XVP1K22T2S", "unanswered": "-"}


@pytest.mark.parametrize("problem", ["silent", "hangs up"])
async def test_who_opens_and_says_nothing_is_named(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood, add_site: AddSite, problem: str
) -> None:
    """But for a device that is set up: it may be busy with its site."""
    add_site(station(), title="Neighbour")
    for host in (WITTY_1_HOST, WITTY_2_HOST):
        if problem == "silent":
            neighbourhood.add_silent(host)
        else:
            neighbourhood.add_hanging_up(host)
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    assert (walk.step, walk.placeholders["unanswered"]) == ("nothing_found", f"{WITTY_2_HOST}:502")


async def test_one_device_at_two_addresses_is_one_device(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_witty(WITTY_1_HOST)
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_1)
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    assert walk.options == [WITTY_1]


async def test_a_search_that_breaks_leads_back(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood, caplog: pytest.LogCaptureFixture
) -> None:
    neighbourhood.add_goodwe()
    walk = await at_search(hass)
    with patch("custom_components.overshot.flows.discovery.scan.search", side_effect=RuntimeError("no more sockets")):
        await walk.fill(**SEARCH)
    assert (walk.step, walk.errors) == ("search", {"base": "unknown"})
    assert "no more sockets" in caplog.text
    await walk.send_as_shown()
    assert walk.step == "choose"


async def test_a_search_that_is_closed_is_given_up(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    begun, given_up = asyncio.Event(), asyncio.Event()

    async def endless(*args: Any, **kwargs: Any) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    walk = await at_search(hass)
    flow, flow_id = hass.config_entries.flow, walk.result["flow_id"]
    with patch("custom_components.overshot.flows.discovery.scan.search", endless):
        result = await flow.async_configure(flow_id, SEARCH)
        assert result["type"] is FlowResultType.SHOW_PROGRESS
        await begun.wait()
        # Looking at the progress does not start a second search.
        assert (await flow.async_configure(flow_id))["type"] is FlowResultType.SHOW_PROGRESS
        flow.async_abort(flow_id)
        await given_up.wait()


# By hand


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        ("refused", "cannot_connect"),
        ("silent", "silent_device"),
        ("stranger", "unknown_device"),
        ("garbage", "not_modbus"),
        ("chatter", "not_modbus"),
        ("hangs up", "hung_up"),
        ("in use", "link_in_use"),
        ("another family", "unknown_device"),
    ],
)
async def test_a_device_by_hand_that_is_none(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood, problem: str, error: str
) -> None:
    address, host = (GOODWE_1_HOST, 502), GOODWE_1_HOST
    match problem:
        case "silent":
            neighbourhood.add_silent(host)
        case "stranger":
            neighbourhood.add_stranger(host)
        case "garbage":
            neighbourhood.add_broken(host, ModbusProtocolError("what is this"))
        case "hangs up":
            neighbourhood.add_hanging_up(host)
        case "chatter":
            neighbourhood.add_silent(host)
            neighbourhood.unasked.add(address)
        case "in use":
            neighbourhood.in_use.add(address)
        case "another family":
            neighbourhood.add_witty(host)
    walk = await at_search(hass)
    await walk.send_as_shown(skip=True)
    await walk.pick("by_hand")
    assert walk.shown == {"family": "auto", "port": 502}
    await walk.fill(family="goodwe_et", host=host, port=502)
    assert (walk.step, walk.errors) == ("by_hand", {"base": error}), problem
    assert walk.placeholders == {"address": f"{host}:502"}
    neighbourhood.in_use.clear()
    neighbourhood.unasked.clear()
    neighbourhood.add_goodwe()
    await walk.send_as_shown()
    assert walk.step == "choose"
    assert walk.shown["devices"] == [GOODWE_1]


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("port", {"port": 0}, {"port": "invalid_port"}),
        ("unit", {"unit_id": 256}, {"unit_id": "invalid_unit"}),
        ("half a unit", {"unit_id": 1.5}, {"unit_id": "invalid_unit"}),
    ],
)
async def test_a_number_by_hand_that_cannot_be(
    hass: HomeAssistant,
    p1: AsyncMock,
    neighbourhood: Neighbourhood,
    problem: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    neighbourhood.add_goodwe()
    walk = await at_search(hass)
    await walk.send_as_shown(skip=True)
    await walk.pick("by_hand")
    await walk.send_as_shown(host=GOODWE_1_HOST, **entered)
    assert walk.errors == errors, problem
    await walk.fill(family="auto", host=GOODWE_1_HOST, port=502, unit_id=247)
    assert walk.step == "choose"


async def test_a_device_on_an_unusual_unit(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_goodwe()
    link = neighbourhood.links[GOODWE_1_HOST, 502]
    link.for_unit(5).holding.update(link.for_unit(247).holding)
    link.for_unit(247).fail_requests(ModbusProtocolError("not here"))
    walk = await at_search(hass)
    await walk.send_as_shown(skip=True)
    await walk.pick("by_hand")
    await walk.send_as_shown(host=GOODWE_1_HOST, unit_id=5)
    await walk.send_as_shown()
    assert stored(walk)[GOODWE_1]["unit_id"] == 5


async def test_a_device_by_hand_that_another_site_has(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood, add_site: AddSite
) -> None:
    add_site(station(), title="Neighbour")
    neighbourhood.add_witty()
    walk = await at_search(hass)
    await walk.send_as_shown(skip=True)
    await walk.pick("by_hand")
    await walk.send_as_shown(host=WITTY_1_HOST)
    assert walk.errors == {"base": "already_configured"}
    await walk.fill(family="auto", port=502)
    assert walk.step == "more_devices"
