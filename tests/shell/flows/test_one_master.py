"""Two masters: on a serial line they spoil each other's answers, and a controller has only so many stations."""

import asyncio
import os
from typing import Any
from unittest.mock import patch

from homeassistant.components.modbus.connection import ModbusConnectionInfo
from homeassistant.core import HomeAssistant
from modbus_connection import ModbusTimeoutError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices.hager_flow import HagerFlow
from custom_components.overshot.devices.overhear import hears_frames

from ...devices.ecr_map import THREE_PHASE
from ...devices.emc_map import STATION as EMC_STATION, build_house
from ...devices.registers import spread
from .conftest import AddSite, device_id, meter
from .neighbourhood import EMC, EMC_HOST, Neighbourhood
from .walk import Walk

PORT = "/dev/ttyUSB0"
GATEWAY_HOST, GATEWAY_PORT = "192.0.2.80", 4196
SOCKET = 115_200
CONTROLLER: Any = {
    "subentry_type": "controller",
    "title": "Flow",
    "unique_id": EMC,
    "data": {"family": "hager_flow", "host": EMC_HOST, "port": 502, "unit_id": 0, "grid_role": False},
}


def add_heidelberg(neighbourhood: Neighbourhood, host: str = GATEWAY_HOST) -> None:
    """Put a station behind a gateway."""
    neighbourhood.add_heidelberg(f"socket://{host}:{GATEWAY_PORT}", SOCKET)


async def station_behind(hass: HomeAssistant, entry: MockConfigEntry, host: str = GATEWAY_HOST) -> Walk:
    """Ask for a station behind a gateway."""
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("by_line")
    await walk.pick("by_gateway")
    return await walk.fill(family="heidelberg_energy_control", host=host, port=GATEWAY_PORT)


async def test_a_controller_that_is_the_gateway_asks_on_its_line_itself(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), CONTROLLER)
    add_heidelberg(neighbourhood, EMC_HOST)
    walk = await station_behind(hass, entry, EMC_HOST)
    assert (walk.step, walk.options) == ("line_controller", ["line_understood", "user"])
    assert walk.placeholders == {"line": f"{EMC_HOST}:{GATEWAY_PORT}", "controllers": "Flow"}
    await walk.pick("line_understood")
    # That it steers its stations is another matter.
    assert walk.step == "one_master"


async def test_a_controller_elsewhere_is_none_of_the_line(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), CONTROLLER)
    add_heidelberg(neighbourhood)
    assert (await station_behind(hass, entry)).step == "one_master"


async def test_hager_meters_beside_a_controller_are_read_by_it(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter(), CONTROLLER)
    neighbourhood.add_line(PORT, 19_200).for_unit(1).holding.update(spread(THREE_PHASE))
    walk = await Walk.new_device(hass, entry, "meter")
    await walk.pick("modbus")
    await walk.pick("by_line")
    await walk.pick("by_serial")
    await walk.fill(family="hager_ecr", device=PORT, line={})
    assert (walk.step, walk.placeholders["controllers"]) == ("line_controller", "Flow")
    await walk.pick("user")
    assert walk.step == "user"


async def test_who_talks_unasked_is_another_master(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    add_heidelberg(neighbourhood)
    neighbourhood.unasked.add((GATEWAY_HOST, GATEWAY_PORT))
    walk = await station_behind(hass, entry)
    assert (walk.step, walk.options) == ("line_busy", ["line_understood", "user"])
    assert walk.placeholders == {"line": f"{GATEWAY_HOST}:{GATEWAY_PORT}"}
    await walk.pick("line_understood")
    assert walk.step == "charge_point"


async def test_a_line_that_is_read_already_is_not_listened_to(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    """What is heard there may be answers to our own questions."""
    entry = add_site(meter())
    add_heidelberg(neighbourhood)
    neighbourhood.unasked.add((GATEWAY_HOST, GATEWAY_PORT))
    endpoint = ("serial", f"socket://{GATEWAY_HOST}:{GATEWAY_PORT}")
    held = ModbusConnectionInfo(endpoint=endpoint, connected=True, units={"other": [1]})
    with patch("custom_components.overshot.flows.other_master.async_get_connection_info", return_value=[held]):
        walk = await station_behind(hass, entry)
    assert walk.step == "charge_point"


@pytest.mark.parametrize(("hears", "step"), [(True, "line_busy"), (False, "charge_point")])
async def test_a_serial_port_is_listened_to(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, hears: bool, step: str
) -> None:
    entry = add_site(meter())
    neighbourhood.add_heidelberg(PORT)
    walk = await Walk.new_device(hass, entry, "charge_point")
    await walk.pick("by_line")
    await walk.pick("by_serial")
    with patch("custom_components.overshot.devices.overhear.hears_frames", return_value=hears) as listen:
        await walk.fill(family="heidelberg_energy_control", device=PORT, line={})
    assert walk.step == step
    listen.assert_awaited_once_with(PORT, 19_200, "E", 1, 6.0)


# Listening


@pytest.fixture
def line() -> Any:
    """Return a serial line: what others send, and the port that hears it."""
    leader, follower = os.openpty()
    yield leader, os.ttyname(follower)
    os.close(leader)
    os.close(follower)


@pytest.mark.parametrize(
    ("problem", "sent", "heard"),
    [
        ("a question of another master", bytes.fromhex("010300000001840a"), True),
        ("noise of the plug", b"\x00\xff", False),
        ("nobody", b"", False),
    ],
)
async def test_what_is_heard_on_a_line(line: Any, problem: str, sent: bytes, heard: bool) -> None:
    leader, port = line

    async def talk() -> None:
        await asyncio.sleep(0.05)
        if sent:
            os.write(leader, sent)

    talking = asyncio.create_task(talk())
    assert await hears_frames(port, 9600, "N", 2, 0.4) is heard, problem
    await talking


async def test_a_port_that_is_not_there_hears_nothing() -> None:
    assert await hears_frames("/dev/overshot-none", 9600, "N", 1, 0.4) is False


# Stations behind a controller


def add_controller(neighbourhood: Neighbourhood, stations: int) -> None:
    """Put a controller with so many stations in the network."""
    neighbourhood.add(EMC_HOST, 0, {})
    link = neighbourhood.links[EMC_HOST, 502]
    for unit_id in (0, 1):
        link.for_unit(unit_id).fail_requests(None)
    build_house(link)
    for unit_id in range(1, stations + 1):
        link.for_unit(unit_id).fail_requests(None)
        link.for_unit(unit_id).holding.update(spread(EMC_STATION))


@pytest.mark.parametrize(("stations", "step"), [(3, "created"), (4, "many_stations")])
async def test_a_controller_has_three_stations_at_most(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, stations: int, step: str
) -> None:
    entry = add_site(meter())
    add_controller(neighbourhood, stations)
    walk = await Walk.new_device(hass, entry, "controller")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=EMC_HOST)
    assert walk.step == step
    if step == "many_stations":
        assert walk.placeholders == {"count": "4", "most": "3"}
        await walk.pick("many_understood")
    assert walk.step == "created"


async def test_a_controller_that_does_not_answer_when_looked_at_is_added_all_the_same(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    add_controller(neighbourhood, 4)
    walk = await Walk.new_device(hass, entry, "controller")
    await walk.pick("by_hand")
    with patch.object(HagerFlow, "poll", side_effect=ModbusTimeoutError()):
        await walk.send_as_shown(host=EMC_HOST)
    assert walk.step == "created"


async def test_a_controller_moves(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site(meter(), CONTROLLER)
    neighbourhood.add_emc("192.0.2.81")
    walk = await Walk.change_device(hass, entry, device_id(entry, "Flow"))
    assert walk.step == "address"
    await walk.send_as_shown(host="192.0.2.81")
    assert walk.step == "aborted: reconfigure_successful"
    assert entry.subentries[device_id(entry, "Flow")].data["host"] == "192.0.2.81"


async def test_a_planned_controller_has_none_yet(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "controller")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=EMC_HOST, family="hager_flow")
    await walk.send_as_shown(plan=True)
    assert walk.step == "created"
