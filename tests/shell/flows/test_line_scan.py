"""Walking the addresses of a serial line: in a flow, and against a server of another make that frames as a line does."""

import asyncio
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
from custom_components.overshot.flows import discovery
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


@pytest.fixture(autouse=True)
def _haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports in memory are closed at once."""
    monkeypatch.setattr(discovery, "REOPEN_DELAY", 0)


async def test_all_addresses_are_asked_at_each_speed_the_families_know(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    """Until somebody is recognised; the user then has the line at its speed."""
    speeds = {}
    for speed in (9600, 19_200, 57_600):
        link = speeds[speed] = neighbourhood.add_line(PORT, speed, bus_scan.ADDRESSES)
        await link.connect()
    neighbourhood.add_heidelberg(PORT, 57_600, unit_id=239)
    await neighbourhood.links[PORT, 57_600].connect()
    for unit_id in {*bus_scan.ADDRESSES} - {239}:
        neighbourhood.links[PORT, 57_600].for_unit(unit_id).fail_requests(ModbusTimeoutError())
    walk = await at_form(hass, add_site)
    await walk.fill(**BY_PORT)
    assert walk.step == "choose"
    assert {len(speeds[19_200].for_unit(unit_id).read_events) for unit_id in bus_scan.ADDRESSES} == {1}
    shares = [event.data["progress"] for event in walk.progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    data = next(iter(walk.hass.config_entries.async_entries("overshot")[0].get_subentries_of_type("charge_point"))).data
    assert (data["baudrate"], data["line_format"], data["unit_id"]) == (57_600, "8n2", 239)


async def test_a_speed_that_is_told_is_the_only_one(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    await neighbourhood.add_line(PORT, 19_200, bus_scan.ADDRESSES).connect()
    other = neighbourhood.add_line(PORT, 9600, bus_scan.ADDRESSES)
    walk = await at_form(hass, add_site)
    await walk.fill(**BY_PORT | {"line": {"baudrate": 19_200}})
    assert walk.errors == {"base": "nothing_on_line"}
    assert not any(other.for_unit(unit_id).read_events for unit_id in bus_scan.ADDRESSES)


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


async def test_a_walk_that_is_closed_is_given_up(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    begun, given_up = asyncio.Event(), asyncio.Event()

    async def endless(*args: Any, **kwargs: Any) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    walk = await at_form(hass, add_site)
    flow, flow_id = hass.config_entries.subentries, walk.result["flow_id"]
    with patch("custom_components.overshot.flows.discovery.bus_scan.scan_bus", endless):
        await flow.async_configure(flow_id, BY_PORT)
        await begun.wait()
        flow.async_abort(flow_id)
        await given_up.wait()
    assert async_get_connection_info(hass) == []
