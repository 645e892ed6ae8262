"""Finding devices: what is searched by default, what can be written there, and who answers on real sockets."""

from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import patch

from homeassistant.components.modbus.connection import (
    DATA_MODBUS_CONNECTIONS,
    async_get_connection_info,
    async_get_unit,
)
from homeassistant.core import HomeAssistant
from modbus_connection import GatewayTargetError, ModbusError, ModbusTimeoutError
from modbus_connection.mock import MockModbusConnection
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices.driver import DeviceKind, Driver
from custom_components.overshot.devices.errors import CannotConnectError, DeviceError, NotModbusError, SilentError
from custom_components.overshot.devices.registry import FAMILIES
from custom_components.overshot.flows.discovery import SearchResult, UnknownDeviceError, async_identify, async_search
from custom_components.overshot.flows.networks import (
    NotANetworkError,
    TooManyAddressesError,
    async_default_networks,
    parse_networks,
    parse_ports,
)
from custom_components.overshot.modbus_link import TcpLink

from ...devices.emc_map import HOUSE
from ...devices.goodwe_map import GOODWE
from ...devices.modbus_server import modbus_server
from ...devices.p1_server import keep_saying, p1_bridge
from ...devices.registers import spread
from ...devices.sunspec_map import COMMON, INVERTER, sunspec
from ...devices.telegram_files import telegram_bytes
from ...devices.witty_map import WITTY
from .neighbourhood import ASKED_UNITS, EMC, GOODWE_1, WITTY_1, Neighbourhood

LOCAL = "127.0.0.1"
GOODWE_SERIAL = 35003

# What is searched


def adapter(*addresses: str, enabled: bool = True) -> dict[str, Any]:
    """Return a network adapter as Home Assistant describes it."""
    pairs = [address.split("/") for address in addresses]
    return {
        "name": "eth0",
        "index": 1,
        "enabled": enabled,
        "auto": True,
        "default": True,
        "ipv6": [],
        "ipv4": [{"address": host, "network_prefix": int(prefix)} for host, prefix in pairs],
    }


@pytest.mark.parametrize(
    ("problem", "adapters", "networks"),
    [
        ("a home", [adapter("192.168.1.20/24")], "192.168.1.0/24"),
        ("two networks", [adapter("192.168.1.20/24"), adapter("10.0.4.2/22")], "192.168.1.0/24, 10.0.4.0/22"),
        ("two addresses in one", [adapter("192.168.1.20/24", "192.168.1.21/24")], "192.168.1.0/24"),
        ("a network too large to search", [adapter("10.1.2.3/8")], "10.1.2.0/24"),
        ("switched off", [adapter("192.168.1.20/24", enabled=False)], ""),
        ("the internet", [adapter("8.8.8.8/24")], ""),
        ("itself", [adapter("127.0.0.1/8")], ""),
        ("no router", [adapter("169.254.3.4/16")], ""),
    ],
)
async def test_the_private_networks_are_proposed(
    hass: HomeAssistant, problem: str, adapters: list[dict[str, Any]], networks: str
) -> None:
    with patch("custom_components.overshot.flows.networks.network.async_get_adapters", return_value=adapters):
        assert await async_default_networks(hass) == networks, problem


@pytest.mark.parametrize(
    ("problem", "text", "addresses"),
    [
        ("an address", "192.168.1.9", ["192.168.1.9"]),
        ("an address, spelled as a network", "192.168.1.9/32", ["192.168.1.9"]),
        ("a network, named by one of its hosts", "192.168.1.9/30", ["192.168.1.9", "192.168.1.10"]),
        ("both, the same", "192.168.1.8/30; 192.168.1.9", ["192.168.1.9", "192.168.1.10"]),
        ("a list", "192.168.1.9,192.168.2.9  192.168.3.9", ["192.168.1.9", "192.168.2.9", "192.168.3.9"]),
    ],
)
def test_networks_can_be_written(problem: str, text: str, addresses: list[str]) -> None:
    assert parse_networks(text) == addresses, problem


def test_a_slash_20_is_the_largest_network() -> None:
    assert len(parse_networks("10.0.0.0/20")) == 4094
    with pytest.raises(TooManyAddressesError):
        parse_networks("10.0.0.0/19")


@pytest.mark.parametrize("text", ["", " ,; ", "home", "192.168.1", "192.168.1.0/33", "::1", "192.168.1.1-9"])
def test_what_is_no_network(text: str) -> None:
    with pytest.raises(NotANetworkError) as caught:
        parse_networks(text)
    assert caught.value.part == (text if text.strip(" ,;") else "-")


@pytest.mark.parametrize(("text", "ports"), [("502", [502]), ("502, 1502;502", [502, 1502]), (" ", [502])])
def test_ports_can_be_written(text: str, ports: list[int]) -> None:
    assert parse_ports(text) == ports


@pytest.mark.parametrize("text", ["0", "65536", "-1", "5o2", "502.0", "²"])
def test_what_is_no_port(text: str) -> None:
    with pytest.raises(NotANetworkError):
        parse_ports(text)


# Who answers


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no answer longer than a test should."""
    for driver in (Driver, *FAMILIES.values()):
        monkeypatch.setattr(driver, "timeout", 0.3)


@pytest.fixture
async def ports(socket_enabled: None, hurry: None) -> AsyncIterator[dict[str, int]]:
    """Serve an energy controller, an inverter and a station, each on a port of its own."""
    async with (
        modbus_server({0: HOUSE}) as controller,
        modbus_server({247: dict.fromkeys(range(35000, 35016), 0) | spread(GOODWE)}) as inverter,
        modbus_server({1: WITTY}) as station,
    ):
        yield {EMC: controller, GOODWE_1: inverter, WITTY_1: station}


@pytest.mark.parametrize(
    ("serial", "kind", "unit_id", "measures_grid", "title"),
    [
        (EMC, DeviceKind.CONTROLLER, 0, True, "Hager XEM470"),
        (GOODWE_1, DeviceKind.INVERTER, 247, True, "GoodWe GW10K-ET"),
        (WITTY_1, DeviceKind.CHARGE_POINT, 1, False, "Hager XVP1K22T2S"),
    ],
)
async def test_a_device_says_who_it_is(
    hass: HomeAssistant,
    ports: dict[str, int],
    serial: str,
    kind: DeviceKind,
    unit_id: int,
    measures_grid: bool,
    title: str,
) -> None:
    device = await async_identify(hass, TcpLink(LOCAL, ports[serial]))
    assert (device.serial, device.kind, device.unit_id) == (serial, kind, unit_id)
    assert device.measures_grid is measures_grid
    assert device.title == title
    assert device.label == f"{title} ({serial}, {LOCAL}:{ports[serial]})"
    # Nothing is held on to.
    assert async_get_connection_info(hass) == []


async def test_only_who_was_asked_for_counts(hass: HomeAssistant, ports: dict[str, int]) -> None:
    with pytest.raises(UnknownDeviceError):
        await async_identify(hass, TcpLink(LOCAL, ports[WITTY_1]), families=["goodwe_et"])


async def test_a_search_finds_them_all_and_tells_how_far_it_is(hass: HomeAssistant, ports: dict[str, int]) -> None:
    told: list[float] = []
    async with p1_bridge(keep_saying(telegram_bytes("be_three_phase"))) as p1:
        result = await async_search(hass, [LOCAL], [*ports.values(), p1.port], told.append)
    assert {device.serial: device.link for device in result.devices} == {
        id_: TcpLink(LOCAL, port) for id_, port in ports.items()
    }
    assert result.unanswered == [TcpLink(LOCAL, p1.port)]
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) <= 100
    assert async_get_connection_info(hass) == []


async def test_a_closed_port(hass: HomeAssistant, socket_enabled: None, hurry: None) -> None:
    async with modbus_server({1: WITTY}) as port:
        pass
    with pytest.raises(CannotConnectError):
        await async_identify(hass, TcpLink(LOCAL, port))
    assert await async_search(hass, [LOCAL], [port], lambda share: None) == SearchResult([], [])


async def test_a_p1_port_is_no_modbus_device(hass: HomeAssistant, socket_enabled: None, hurry: None) -> None:
    async with p1_bridge(keep_saying(telegram_bytes("be_three_phase"))) as p1:
        with pytest.raises(DeviceError) as caught:
            await async_identify(hass, TcpLink(p1.host, p1.port))
    assert type(caught.value) is NotModbusError


# SunSpec is found on many a unit


def sunspec_on(link: MockModbusConnection, unit_id: int, others: ModbusError) -> None:
    """Put a SunSpec inverter on one unit, and let the others answer so."""
    for other in ASKED_UNITS:
        link.for_unit(other).fail_requests(others)
    link.for_unit(unit_id).fail_requests(None)
    link.for_unit(unit_id).holding.update(sunspec((COMMON, INVERTER)))


@pytest.mark.parametrize("others", [ModbusTimeoutError(), GatewayTargetError()])
@pytest.mark.parametrize("unit_id", [1, 2, 3, 126, 247])
async def test_sunspec_on_its_usual_units(
    hass: HomeAssistant, neighbourhood: Neighbourhood, unit_id: int, others: ModbusError
) -> None:
    link = neighbourhood.add_line("192.0.2.9", 502)
    sunspec_on(link, unit_id, others)
    result = await async_search(hass, ["192.0.2.9"], [502], lambda share: None)
    assert [(device.family, device.unit_id) for device in result.devices] == [("sunspec", unit_id)]
    # By hand too, where it is what is looked for.
    device = await async_identify(hass, TcpLink("192.0.2.9", 502), families=["sunspec"])
    assert device.unit_id == unit_id
    assert max(len(link.for_unit(asked).read_events) for asked in ASKED_UNITS) < 200


async def test_by_hand_a_silent_device_is_not_asked_on_every_unit_there_is(
    hass: HomeAssistant, neighbourhood: Neighbourhood
) -> None:
    """Each unit costs the whole patience of a form that shows no progress."""
    neighbourhood.add_silent("192.0.2.9")
    with pytest.raises(SilentError):
        await async_identify(hass, TcpLink("192.0.2.9", 502))
    link = neighbourhood.links["192.0.2.9", 502]
    assert [len(link.for_unit(unit_id).read_events) for unit_id in (2, 3, 126)] == [0, 0, 0]
    with pytest.raises(SilentError):
        await async_identify(hass, TcpLink("192.0.2.9", 502), families=["sunspec"])
    assert [len(link.for_unit(unit_id).read_events) for unit_id in (2, 3, 126)] == [1, 1, 1]


async def test_a_search_asks_a_silent_unit_once_in_haste_and_once_patiently(
    hass: HomeAssistant, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_silent("192.0.2.9")
    result = await async_search(hass, ["192.0.2.9"], [502], lambda share: None)
    assert result == SearchResult([], [TcpLink("192.0.2.9", 502)])
    link = neighbourhood.links["192.0.2.9", 502]
    assert {len(link.for_unit(unit_id).read_events) for unit_id in ASKED_UNITS} == {2}


async def test_a_device_that_is_slow_on_its_unit_gets_its_second_chance(
    hass: HomeAssistant, neighbourhood: Neighbourhood
) -> None:
    """Though the other units refuse at once."""
    neighbourhood.add_goodwe("192.0.2.9")
    unit = neighbourhood.links["192.0.2.9", 502].for_unit(247)
    asked = iter([ModbusTimeoutError()])
    told = unit.holding[GOODWE_SERIAL]
    assert isinstance(told, int)

    def slow() -> int:
        if (late := next(asked, None)) is not None:
            raise late
        return told

    unit.holding[GOODWE_SERIAL] = slow
    result = await async_search(hass, ["192.0.2.9"], [502], lambda share: None)
    assert [device.serial for device in result.devices] == [GOODWE_1]


async def test_a_reader_goes_on_waiting_as_long_as_it_did(hass: HomeAssistant, ports: dict[str, int]) -> None:
    """The link is Home Assistant's, and others read over it."""
    entry = MockConfigEntry()
    entry.add_to_hass(hass)
    link = TcpLink(LOCAL, ports[WITTY_1])
    unit = async_get_unit(hass, entry, link.params, 1)
    unit.require_timeout(7.0)
    await async_search(hass, [LOCAL], [ports[WITTY_1]], lambda share: None)
    shared = next(iter(hass.data[DATA_MODBUS_CONNECTIONS].values()))
    assert shared.connection._unit_timeouts == {1: 7.0}
    await entry._async_process_on_unload(hass)
