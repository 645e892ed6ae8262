"""Walking the addresses of a serial line: in a flow, and against a server of another make that frames as a line does."""

from typing import Any
from unittest.mock import PropertyMock, patch

from homeassistant.components.modbus.connection import async_get_connection_info, async_get_unit
from homeassistant.core import HomeAssistant
from modbus_connection import ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices import bus_scan
from custom_components.overshot.devices.errors import CannotConnectError
from custom_components.overshot.flows.discovery import async_scan_line
from custom_components.overshot.modbus_link import GatewayLink
from simulator.faults import FaultBoard
from simulator.servers.heidelberg import HeidelbergServer

from ...devices.simulated import GARAGE, a_world
from .conftest import AddSite, meter
from .neighbourhood import Neighbourhood
from .site_walk import WIRING
from .walk import Walk

PORT = "/dev/ttyUSB0"
BY_PORT: dict[str, Any] = {"family": "auto", "device": PORT, "line": {}}


async def at_form(hass: HomeAssistant, add_site: AddSite, form: str = "by_serial") -> Walk:
    """Come to the form of a line while a station is added."""
    walk = await Walk.new_device(hass, add_site(meter()), "charge_point")
    await walk.pick("by_line")
    return await walk.pick(form)


async def test_a_station_at_an_unknown_address_is_found(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_heidelberg(PORT, unit_id=3)
    link = neighbourhood.links[PORT, 19_200]
    for unit_id in {*bus_scan.ADDRESSES} - {3}:
        link.for_unit(unit_id).fail_requests(ModbusTimeoutError())
    walk = await at_form(hass, add_site)
    assert walk.shown["family"] == "auto"
    await link.connect()
    await walk.fill(**BY_PORT)
    assert walk.step == "choose"
    assert walk.progress[-1].data["progress"] == 1
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    assert walk.step == "created"


@pytest.mark.parametrize(
    ("problem", "error"), [("no such port", "cannot_open"), ("in use", "link_in_use"), ("nobody", "nothing_on_line")]
)
async def test_a_walk_that_finds_nobody_leads_back(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, problem: str, error: str
) -> None:
    if problem == "in use":
        neighbourhood.in_use.update((PORT, speed) for speed in (9600, 19_200, 57_600))
    elif problem == "nobody":
        await neighbourhood.add_line(PORT, 19_200, {3}).connect()
    walk = await at_form(hass, add_site)
    await walk.fill(**BY_PORT | {"unit_id": 3})
    assert (walk.step, walk.errors) == ("by_serial", {"base": error}), problem
    neighbourhood.in_use.clear()
    neighbourhood.add_heidelberg(PORT, unit_id=3)
    await walk.send_as_shown()
    assert walk.step == "choose"


async def test_silence_of_a_closed_line_is_not_silence_of_a_unit() -> None:
    unit = MockModbusConnection().for_unit(1)
    unit.fail_requests(ModbusTimeoutError())
    with patch.object(type(unit), "connected", PropertyMock(return_value=True)):
        assert not await bus_scan.answers(unit)
    with patch.object(type(unit), "connected", PropertyMock(return_value=False)), pytest.raises(CannotConnectError):
        await bus_scan.answers(unit)


async def test_a_real_line_is_walked(hass: HomeAssistant, socket_enabled: None) -> None:
    """Behind a gateway, with a short list of addresses: each silent one costs its whole timeout."""
    server = HeidelbergServer(a_world(), GARAGE, FaultBoard())
    await server.start()
    told: list[float] = []
    try:
        link = GatewayLink("127.0.0.1", server.port)
        found = await async_scan_line(hass, [link], ["heidelberg_energy_control"], range(1, 5), told.append)
    finally:
        await server.stop()
    assert [(device.identity.family, device.unit_id) for device in found] == [("heidelberg_energy_control", 1)]
    assert told == sorted(told)
    assert told[-1] == 1
    assert async_get_connection_info(hass) == []


async def test_a_unit_that_is_read_already_is_left_alone(hass: HomeAssistant, socket_enabled: None) -> None:
    server = HeidelbergServer(a_world(), GARAGE, FaultBoard())
    await server.start()
    entry = MockConfigEntry()
    entry.add_to_hass(hass)
    try:
        link = GatewayLink("127.0.0.1", server.port)
        async_get_unit(hass, entry, link.params, 1)
        found = await async_scan_line(hass, [link], ["heidelberg_energy_control"], range(1, 3), lambda share: None)
        assert found == []
        assert [info.units for info in async_get_connection_info(hass)] == [{entry.entry_id: [1]}]
    finally:
        await entry._async_process_on_unload(hass)
        await server.stop()
