"""Setting up a site: the search, what is chosen, and what the chosen devices still need to be asked."""

from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.core import HomeAssistant
from modbus_connection import ModbusProtocolError
import pytest

from .conftest import AddSite, station
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
from .test_config_flow_site import CONNECTION, HOUSE
from .walk import Walk

SEARCH = {"networks": EVERYBODY, "skip": False, "more": {"ports": "502"}}
WIRING = {"phases": "3", "rotation": "l2l3l1", "max_current": 32, "fallback_current": 6}


async def at_search(hass: HomeAssistant, meter: str = "p1_tcp", **connection: Any) -> Walk:
    """Walk to the search, with a P1 meter or without."""
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION | connection)
    await walk.pick(meter)
    if meter == "p1_tcp":
        await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "search", walk.step
    return walk


def stored(walk: Walk) -> dict[str, dict[str, Any]]:
    """Return the data of the devices of the site that was created, by serial number."""
    assert walk.step == "created", walk.step
    return {device.unique_id: dict(device.data) for device in walk.result["result"].subentries.values()}


def roles(walk: Walk) -> list[str]:
    """Return who measures the grid."""
    return [id_ for id_, data in stored(walk).items() if data["grid_role"]]


# The search


async def test_a_whole_house_is_found(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_emc()
    neighbourhood.add_goodwe()
    neighbourhood.add_witty()
    neighbourhood.add_stranger("192.0.2.14")
    walk = await at_search(hass)
    assert walk.shown == {"networks": "10.10.10.0/24", "skip": False, "more": {"ports": "502"}}
    await walk.fill(**SEARCH)
    assert walk.step == "choose"
    assert walk.options == [EMC, WITTY_1, GOODWE_1]
    assert walk.shown == {"devices": [EMC, WITTY_1, GOODWE_1], "by_hand": False}
    assert walk.placeholders == {"configured": "-"}
    await walk.send_as_shown()
    assert walk.step == "one_master"
    await walk.pick("devices_done")
    assert walk.step == "charge_point"
    assert walk.placeholders["device"] == f"Hager XVP1K22T2S ({WITTY_1}, {WITTY_1_HOST}:502)"
    await walk.fill(**WIRING)
    devices = stored(walk)
    assert devices[EMC] == {
        "family": "hager_flow",
        "host": EMC_HOST,
        "port": 502,
        "unit_id": 0,
        "serial_number": EMC,
        "manufacturer": "Hager",
        "model": "XEM470",
        "grid_role": False,
    }
    assert devices[GOODWE_1]["unit_id"] == 247
    assert devices[WITTY_1] == {
        "family": "hager_witty_plus",
        "host": WITTY_1_HOST,
        "port": 502,
        "unit_id": 1,
        "serial_number": WITTY_1,
        "manufacturer": "Hager",
        "model": "XVP1K22T2S",
        "grid_role": False,
        "phases": 3,
        "rotation": "l2l3l1",
        "max_current": 32.0,
        "fallback_current": 6.0,
    }
    kinds = [device.subentry_type for device in walk.result["result"].subentries.values()]
    assert kinds == ["meter", "controller", "charge_point", "inverter"]
    assert len(roles(walk)) == 1


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
    assert walk.options == ["search", "by_hand", "devices_done"]
    assert walk.placeholders == {"count": "6", "ports": "502", "networks": EVERYBODY, "configured": "-"}
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
    assert walk.placeholders == {"configured": "Hager XVP1K22T2S"}


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
    with patch("custom_components.overshot.discovery.scan.search", side_effect=RuntimeError("no more sockets")):
        await walk.fill(**SEARCH)
    assert (walk.step, walk.errors) == ("search", {"base": "unknown"})
    assert "no more sockets" in caplog.text
    await walk.send_as_shown()
    assert walk.step == "choose"


# What is chosen


async def test_a_declined_device_stays_out_and_can_be_taken_again(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_goodwe()
    neighbourhood.add_emc()
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    await walk.fill(devices=[EMC], by_hand=True)
    assert walk.step == "by_hand"
    await walk.send_as_shown()
    assert walk.step == "more_devices"
    assert EMC in walk.placeholders["devices"]
    assert GOODWE_1 not in walk.placeholders["devices"]
    await walk.pick("search")
    await walk.send_as_shown()
    assert walk.options == [EMC, GOODWE_1]
    assert walk.shown["devices"] == [EMC]
    # Given by hand, the declined one is wanted after all.
    await walk.fill(devices=[EMC], by_hand=True)
    await walk.send_as_shown(host=GOODWE_1_HOST)
    assert walk.step == "choose"
    assert walk.shown["devices"] == [EMC, GOODWE_1]
    await walk.send_as_shown()
    assert set(stored(walk)) > {EMC, GOODWE_1}


async def test_two_stations_of_one_model_are_told_apart(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_witty()
    neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    assert walk.step == "charge_point"
    assert WITTY_2 in walk.placeholders["device"]
    await walk.fill(**WIRING | {"rotation": "l3l1l2"})
    titles = [device.title for device in walk.result["result"].subentries.values()]
    assert titles == ["P1 meter", "Hager XVP1K22T2S", "Hager XVP1K22T2S (0002)"]
    assert stored(walk)[WITTY_2]["rotation"] == "l3l1l2"


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


# One master


async def test_a_station_that_has_a_master_already_is_left_out(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_emc()
    neighbourhood.add_witty()
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.step == "one_master"
    assert walk.placeholders["controllers"] == "Hager XEM470"
    assert WITTY_1 in walk.placeholders["stations"]
    await walk.pick("choose")
    await walk.fill(devices=[EMC], by_hand=False)
    assert set(stored(walk)) >= {EMC}
    assert WITTY_1 not in stored(walk)


# The grid meter among the devices


async def test_a_device_measures_the_grid(hass: HomeAssistant, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_emc()
    neighbourhood.add_goodwe()
    neighbourhood.add_witty()
    walk = await at_search(hass, "from_device")
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    await walk.pick("devices_done")
    assert walk.step == "grid_device"
    assert walk.options == [EMC, GOODWE_1]
    await walk.fill(device=GOODWE_1)
    await walk.fill(**WIRING)
    assert roles(walk) == [GOODWE_1]


async def test_no_device_measures_the_grid(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add_witty()
    walk = await at_search(hass, "from_device")
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.step == "no_grid_device"
    assert walk.options == ["search", "by_hand", "grid_meter"]
    assert WITTY_1 in walk.placeholders["devices"]
    # Another meter instead: the devices need not be searched again.
    await walk.pick("grid_meter")
    await walk.pick("p1_tcp")
    await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "charge_point"
    await walk.fill(**WIRING)
    assert len(roles(walk)) == 1
    assert roles(walk) != [WITTY_1]


@pytest.mark.parametrize("way", ["search", "by_hand"])
async def test_a_device_that_measures_the_grid_is_added(
    hass: HomeAssistant, neighbourhood: Neighbourhood, way: str
) -> None:
    walk = await at_search(hass, "from_device")
    await walk.fill(**SEARCH)
    await walk.pick("devices_done")
    assert walk.step == "no_grid_device"
    assert walk.placeholders == {"devices": "-"}
    neighbourhood.add_goodwe()
    await walk.pick(way)
    await walk.send_as_shown(**({"host": GOODWE_1_HOST} if way == "by_hand" else {}))
    await walk.send_as_shown()
    assert walk.step == "grid_device"
    await walk.send_as_shown()
    assert roles(walk) == [GOODWE_1]


# Charge points


async def at_charge_point(hass: HomeAssistant, neighbourhood: Neighbourhood, count: int, **connection: Any) -> Walk:
    """Walk to the first of some charge points."""
    neighbourhood.add_witty()
    if count > 1:
        neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    walk = await at_search(hass, **connection)
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.step == "charge_point"
    return walk


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no car takes 3 A", {"fallback_current": 3}, {"fallback_current": "fallback_too_low"}),
        ("nor less than none", {"fallback_current": -1}, {"fallback_current": "fallback_too_low"}),
        ("nor no number", {"fallback_current": float("nan")}, {"fallback_current": "fallback_too_low"}),
        (
            "more than the maximum",
            {"max_current": 10, "fallback_current": 16},
            {"fallback_current": "fallback_above_max"},
        ),
        ("more than the fuse", {"fallback_current": 21}, {"fallback_current": "fallback_too_high"}),
        ("a maximum below 6 A", {"max_current": 5, "fallback_current": 0}, {"max_current": "invalid_max_current"}),
        ("a maximum above 80 A", {"max_current": 81}, {"max_current": "invalid_max_current"}),
        ("one phase in three places", {"phases": "1"}, {"rotation": "rotation_mismatch"}),
        ("three phases in one place", {"rotation": "l2"}, {"rotation": "rotation_mismatch"}),
    ],
)
async def test_a_charge_point_that_cannot_be(
    hass: HomeAssistant,
    p1: AsyncMock,
    neighbourhood: Neighbourhood,
    problem: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    walk = await at_charge_point(hass, neighbourhood, 1)
    assert walk.shown == {"phases": "3", "rotation": "l1l2l3", "max_current": 16, "fallback_current": 6}
    await walk.fill(**WIRING | entered)
    assert (walk.step, walk.errors) == ("charge_point", errors), problem
    await walk.fill(**WIRING)
    assert walk.step == "created"


async def test_a_single_phase_station_on_l3(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    walk = await at_charge_point(hass, neighbourhood, 1)
    await walk.fill(phases="1", rotation="l3", max_current=32, fallback_current=0)
    assert stored(walk)[WITTY_1]["phases"] == 1
    assert stored(walk)[WITTY_1]["rotation"] == "l3"
    assert stored(walk)[WITTY_1]["fallback_current"] == 0


async def test_a_single_phase_house_is_not_asked_for_phases(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    p1.return_value = None
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION | {"connection_type": "single_phase"})
    await walk.pick("entities")
    hass.states.async_set("sensor.power", "100", {"unit_of_measurement": "W"})
    await walk.fill(power_entities=["sensor.power"])
    neighbourhood.add_witty()
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.shown == {"max_current": 16, "fallback_current": 6}
    await walk.send_as_shown()
    assert stored(walk)[WITTY_1]["phases"] == 1
    assert stored(walk)[WITTY_1]["rotation"] == "l1"


async def test_all_fallback_currents_together_have_to_fit(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    """16 A fuse, 80 %: 12.8 A. Two stations at 7 A and 6 A do not fit, 6 A and 6 A do."""
    walk = await at_charge_point(hass, neighbourhood, 2, fuse=16)
    await walk.fill(**WIRING | {"fallback_current": 7})
    # What is proposed to the second one fits.
    assert walk.shown["fallback_current"] == 0
    await walk.fill(**WIRING | {"fallback_current": 6})
    assert walk.errors == {"fallback_current": "fallback_too_high"}
    assert walk.placeholders["limit"] == "12.8"
    assert walk.placeholders["shortfall"] == "0.2"
    await walk.fill(**WIRING | {"fallback_current": 0})
    assert walk.step == "created"


async def test_fallback_currents_on_different_phases_do_not_add_up(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    walk = await at_charge_point(hass, neighbourhood, 2, fuse=16)
    await walk.fill(phases="1", rotation="l1", max_current=32, fallback_current=10)
    await walk.fill(phases="1", rotation="l2", max_current=32, fallback_current=10)
    assert walk.step == "created"
