"""Where in the network a device is, as Home Assistant has noticed."""

from collections.abc import Iterator
import sys
from types import ModuleType
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
import pytest

from custom_components.overshot.addresses import as_mac, async_host_of, async_mac_at
from custom_components.overshot.const import DOMAIN
from custom_components.overshot.devices.driver import Identity
from custom_components.overshot.modbus_link import GatewayLink, LineFormat, Link, SerialLink, TcpLink
from custom_components.overshot.presence import async_note

from .conftest import STATION_SERIAL, House

MAC, OTHER_MAC = "aa:bb:cc:00:11:22", "aa:bb:cc:00:11:33"
HOST = "192.0.2.11"


@pytest.fixture
def dhcp(hass: HomeAssistant) -> Iterator[list[DhcpServiceInfo]]:
    """Return who was noticed by DHCP; its own libraries are installed only where it runs."""
    noticed: list[DhcpServiceInfo] = []
    component: Any = ModuleType("homeassistant.components.dhcp")
    component.async_discovered_service_info = lambda hass: noticed
    hass.config.components.add("dhcp")
    with patch.dict(sys.modules, {"homeassistant.components.dhcp": component}):
        yield noticed
    hass.config.components.remove("dhcp")


def notice(hass: HomeAssistant, mac: str | None = MAC, ip: str | None = HOST) -> None:
    """Let a device tracker know a device."""
    hass.states.async_set("device_tracker.garage", "home", {"mac": mac, "ip": ip})


@pytest.mark.parametrize(
    ("text", "mac"),
    [
        (MAC, MAC),
        (" AA-BB-CC-00-11-22 ", MAC),
        ("AABBCC001122", MAC),
        ("aabb.cc00.1122", MAC),
        ("192.0.2.11", None),
        ("garage.local", None),
        ("2001:db8::11", None),
        ("gg:bb:cc:00:11:22", None),
        ("", None),
    ],
)
def test_what_is_a_mac_address(text: str, mac: str | None) -> None:
    assert as_mac(text) == mac


async def test_a_device_tracker_knows_where_a_device_is(hass: HomeAssistant) -> None:
    assert async_host_of(hass, MAC) is None
    notice(hass, ip=None)
    assert async_host_of(hass, MAC) is None
    notice(hass, MAC.upper())
    assert async_host_of(hass, "AABBCC001122") == HOST
    assert async_mac_at(hass, HOST) == MAC
    assert async_mac_at(hass, "192.0.2.12") is None
    # What is no MAC address is taken as it is.
    assert async_host_of(hass, " garage.local ") == "garage.local"


async def test_dhcp_knows_it_too(hass: HomeAssistant, dhcp: list[DhcpServiceInfo]) -> None:
    notice(hass, ip="192.0.2.7")
    dhcp.append(DhcpServiceInfo(ip=HOST, hostname="garage", macaddress="aabbcc001122"))
    assert async_host_of(hass, MAC) == HOST


# The registry


def connections(house: House, owner: str = STATION_SERIAL) -> set[tuple[str, str]]:
    """Return what the registry knows a device by in the network."""
    device = dr.async_get(house.hass).async_get_device_by_identifier((DOMAIN, owner), house.entry.entry_id)
    assert device is not None
    return set(device.connections)


async def test_a_device_that_says_who_it_is_is_known_by_its_mac_address(house: House) -> None:
    assert connections(house) == set()
    notice(house.hass, ip="127.0.0.1")
    coordinator = house.entry.runtime_data.devices[house.station_id]
    coordinator._identified_at = None
    await house.poll()
    assert connections(house) == {("mac", MAC)}
    # Its communication module was replaced.
    notice(house.hass, OTHER_MAC, "127.0.0.1")
    coordinator._identified_at = None
    await house.poll()
    assert connections(house) == {("mac", OTHER_MAC)}


@pytest.mark.parametrize(
    ("link", "known"),
    [
        (TcpLink(HOST, 502), True),
        (GatewayLink(HOST, 4196), True),
        (TcpLink("192.0.2.12", 502), False),
        (SerialLink("/dev/ttyUSB0", 9600, LineFormat.NONE_1), False),
    ],
)
async def test_who_is_known_by_which_address(house: House, link: Link, known: bool) -> None:
    notice(house.hass)
    device_id = house.entry.runtime_data.devices[house.station_id].device_id
    identity = Identity(family="x", serial="x", manufacturer="x", model="x")
    async_note(house.hass, house.entry.entry_id, device_id, identity, link)
    assert connections(house) == ({("mac", MAC)} if known else set())


async def test_devices_behind_one_gateway_stay_two(house: House) -> None:
    """The registry takes two devices with one MAC address for one."""
    notice(house.hass)
    identity = Identity(family="x", serial="x", manufacturer="x", model="x", sw_version="2.0")
    registry = dr.async_get(house.hass)
    devices = [device.device_id for device in house.entry.runtime_data.devices.values()]
    for device_id in devices:
        async_note(house.hass, house.entry.entry_id, device_id, identity, GatewayLink(HOST, 4196))
    first, second = (registry.async_get(device_id) for device_id in devices)
    assert isinstance(first, dr.DeviceEntry)
    assert isinstance(second, dr.DeviceEntry)
    assert (first.connections, second.connections) == ({("mac", MAC)}, set())
    assert (first.sw_version, second.sw_version) == ("2.0", "2.0")
