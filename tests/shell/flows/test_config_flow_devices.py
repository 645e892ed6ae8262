"""Setting up a site: what is chosen, who steers what, and which device measures the grid."""

from unittest.mock import AsyncMock

from homeassistant.core import HomeAssistant
import pytest

from .neighbourhood import (
    EMC,
    EMC_HOST,
    GOODWE_1,
    GOODWE_1_HOST,
    WITTY_1,
    WITTY_1_HOST,
    WITTY_2,
    WITTY_2_HOST,
    Neighbourhood,
)
from .site_walk import SEARCH, WIRING, at_search, roles, stored


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
    assert walk.placeholders == {"configured": "-", "unanswered": "-"}
    await walk.send_as_shown()
    assert walk.step == "one_master"
    await walk.pick("devices_done")
    assert walk.step == "charge_point"
    assert walk.placeholders["device"] == "Hager XVP1K22T2S"
    assert walk.placeholders["serial"] == WITTY_1
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
    assert walk.placeholders["serial"] == WITTY_2
    await walk.fill(**WIRING | {"rotation": "l3l1l2"})
    titles = [device.title for device in walk.result["result"].subentries.values()]
    assert titles == ["P1 meter", "Hager XVP1K22T2S", "Hager XVP1K22T2S (0002)"]
    assert stored(walk)[WITTY_2]["rotation"] == "l3l1l2"


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
