"""Devices on a serial line: through a port of this machine, and behind a gateway."""

from typing import Any

from homeassistant.core import HomeAssistant
from modbus_connection import GatewayTargetError, ModbusConnectionError, ModbusProtocolError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .conftest import AddSite, meter
from .neighbourhood import Neighbourhood
from .site_walk import SEARCH, WIRING, at_search, stored
from .walk import Walk

PORT, OTHER_PORT = "/dev/ttyUSB0", "/dev/ttyUSB1"
HOST = "192.0.2.30"
GATEWAY, OTHER_GATEWAY = f"socket://{HOST}:4196", "socket://192.0.2.31:4196"
SOCKET = 115_200
HEIDELBERG = "heidelberg_energy_control"
BY_PORT: dict[str, Any] = {"family": HEIDELBERG, "device": PORT, "line": {}}
BY_GATEWAY: dict[str, Any] = {"family": HEIDELBERG, "host": HOST, "port": 4196}
DONE = "aborted: reconfigure_successful"


async def at_form(hass: HomeAssistant, entry: MockConfigEntry, form: str) -> Walk:
    """Come to the form of a line while a station is added."""
    walk = await Walk.new_device(hass, entry, "charge_point")
    assert walk.options == ["search", "by_hand", "by_line", "entities", "own_map"]
    await walk.pick("by_line")
    return await walk.pick(form)


def the_station(entry: MockConfigEntry) -> Any:
    """Return the one station of a site."""
    return next(iter(entry.get_subentries_of_type("charge_point")))


@pytest.mark.parametrize(
    ("problem", "line", "baudrate", "format_"),
    [
        ("as it leaves the factory", {}, 19_200, "8e1"),
        ("set to another speed", {"baudrate": 9600}, 9600, "8e1"),
        ("set to another speed and parity", {"baudrate": 9600, "line_format": "8n2"}, 9600, "8n2"),
    ],
)
async def test_a_station_on_a_serial_port(
    hass: HomeAssistant,
    add_site: AddSite,
    neighbourhood: Neighbourhood,
    problem: str,
    line: dict[str, Any],
    baudrate: int,
    format_: str,
) -> None:
    entry = add_site(meter())
    neighbourhood.add_heidelberg(PORT, baudrate)
    walk = await at_form(hass, entry, "by_serial")
    await walk.fill(**BY_PORT | {"line": line})
    assert walk.step == "charge_point", problem
    await walk.fill(**WIRING)
    data = the_station(entry).data
    assert {key: data[key] for key in ("family", "device", "baudrate", "line_format", "unit_id")} == {
        "family": HEIDELBERG,
        "device": PORT,
        "baudrate": baudrate,
        "line_format": format_,
        "unit_id": 1,
    }
    assert "host" not in data


async def test_a_station_behind_a_gateway(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site(meter())
    neighbourhood.add_heidelberg(GATEWAY, SOCKET, unit_id=3)
    walk = await at_form(hass, entry, "by_gateway")
    await walk.fill(**BY_GATEWAY | {"unit_id": 3})
    await walk.fill(**WIRING)
    data = the_station(entry).data
    assert (data["host"], data["port"], data["framer"], data["unit_id"]) == (HOST, 4196, "rtu", 3)


async def test_stations_without_a_serial_number_are_told_apart_by_their_line(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site(meter())
    neighbourhood.add_heidelberg(PORT)
    neighbourhood.add_heidelberg(OTHER_PORT)
    for port in (PORT, OTHER_PORT):
        walk = await at_form(hass, entry, "by_serial")
        await walk.fill(**BY_PORT | {"device": port})
        await walk.send_as_shown(fallback_current=0)
        assert walk.step == "created"
    stations = entry.get_subentries_of_type("charge_point")
    assert len({subentry.unique_id for subentry in stations}) == 2
    assert len({subentry.data["serial_number"] for subentry in stations}) == 1
    walk = await at_form(hass, entry, "by_serial")
    await walk.fill(**BY_PORT)
    assert walk.errors == {"base": "already_configured"}
    await walk.send_as_shown(device="")
    assert walk.step == "by_line"


@pytest.mark.parametrize(
    ("problem", "form", "error"),
    [
        ("no such port", "by_serial", "cannot_open"),
        ("silent", "by_serial", "silent_line"),
        ("noise", "by_serial", "silent_line"),
        ("another kind", "by_serial", "unknown_device"),
        ("in use", "by_serial", "link_in_use"),
        ("refused", "by_gateway", "cannot_connect"),
        ("silent", "by_gateway", "silent_line"),
        ("hangs up", "by_gateway", "hung_up"),
        ("in use", "by_gateway", "link_in_use"),
    ],
)
async def test_what_goes_wrong_on_a_line_can_be_put_right(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, problem: str, form: str, error: str
) -> None:
    entry = add_site(meter())
    link, speed = (PORT, 19_200) if form == "by_serial" else (GATEWAY, SOCKET)
    match problem:
        case "silent":
            neighbourhood.add_line(link, speed, {1})
        case "noise":
            neighbourhood.add_line(link, speed).for_unit(1).fail_requests(ModbusProtocolError("crc"))
        case "another kind":
            neighbourhood.add_line(link, speed).for_unit(1).fail_requests(GatewayTargetError())
        case "in use":
            neighbourhood.in_use.add((link, speed))
        case "hangs up":
            broken = neighbourhood.add_line(link, speed)

            def hang_up() -> int:
                broken.simulate_connection_lost()
                raise ModbusConnectionError("connection lost")

            for address in range(300):
                broken.for_unit(1).input[address] = hang_up
                broken.for_unit(1).holding[address] = hang_up
    walk = await at_form(hass, entry, form)
    await walk.fill(**(BY_PORT if form == "by_serial" else BY_GATEWAY))
    assert (walk.step, walk.errors) == (form, {"base": error}), problem
    neighbourhood.in_use.clear()
    neighbourhood.add_heidelberg(link, speed)
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    assert walk.step == "created"


@pytest.mark.parametrize(
    ("form", "entered", "errors"),
    [
        ("by_serial", {"unit_id": 0}, {"unit_id": "invalid_line_unit"}),
        ("by_serial", {"unit_id": 248}, {"unit_id": "invalid_line_unit"}),
        ("by_serial", {"line": {"baudrate": 19_200.5}}, {"base": "invalid_baudrate"}),
        ("by_serial", {"line": {"baudrate": 1}}, {"base": "invalid_baudrate"}),
        ("by_gateway", {"unit_id": 1.5}, {"unit_id": "invalid_line_unit"}),
        ("by_gateway", {"port": 0}, {"port": "invalid_port"}),
    ],
)
async def test_what_cannot_be(
    hass: HomeAssistant,
    add_site: AddSite,
    neighbourhood: Neighbourhood,
    form: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    walk = await at_form(hass, add_site(meter()), form)
    await walk.fill(**(BY_PORT if form == "by_serial" else BY_GATEWAY) | entered)
    assert (walk.step, walk.errors) == (form, errors)
    await walk.send_as_shown(**({"device": ""} if form == "by_serial" else {"host": " "}))
    assert walk.step == "by_line"


async def test_a_new_site_with_a_station_on_a_line(
    hass: HomeAssistant, p1: object, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_heidelberg(PORT)
    walk = await at_search(hass)
    await walk.fill(**SEARCH)
    assert (walk.step, walk.options) == ("nothing_found", ["search", "by_hand", "by_line", "devices_done"])
    await walk.pick("by_line")
    await walk.pick("by_serial")
    await walk.fill(**BY_PORT)
    assert walk.step == "choose"
    await walk.send_as_shown()
    await walk.fill(**WIRING)
    assert [data["device"] for data in stored(walk).values() if "device" in data] == [PORT]


# Change


@pytest.fixture
async def site(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> MockConfigEntry:
    """Store a site with a station on a serial port."""
    entry = add_site(meter())
    neighbourhood.add_heidelberg(PORT)
    walk = await at_form(hass, entry, "by_serial")
    await walk.fill(**BY_PORT)
    await walk.fill(**WIRING)
    return entry


async def change_line(hass: HomeAssistant, entry: MockConfigEntry) -> Walk:
    """Come to the menu of lines while the station is changed."""
    walk = await Walk.change_device(hass, entry, the_station(entry).subentry_id)
    await walk.pick("address")
    assert (walk.step, walk.options) == ("by_line", ["by_serial", "by_gateway"])
    return walk


async def test_a_station_moves_to_another_unit_and_another_port(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    before = the_station(site)
    walk = await change_line(hass, site)
    await walk.pick("by_serial")
    assert walk.shown == {"device": PORT, "unit_id": 1, "line": {"baudrate": 19_200, "line_format": "8e1"}}
    await walk.send_as_shown(device=OTHER_PORT)
    assert walk.errors == {"base": "cannot_open"}
    neighbourhood.add_heidelberg(OTHER_PORT, 9600)
    await walk.send_as_shown(line={"baudrate": 9600})
    assert walk.step == DONE
    after = the_station(site)
    assert dict(after.data) == {**before.data, "device": OTHER_PORT, "baudrate": 9600}
    assert after.unique_id == before.unique_id


async def test_a_station_moves_behind_a_gateway(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_heidelberg(OTHER_GATEWAY, SOCKET)
    walk = await change_line(hass, site)
    await walk.pick("by_gateway")
    await walk.send_as_shown(host="192.0.2.31", port=4196)
    assert walk.step == DONE
    data = the_station(site).data
    assert (data["host"], data["port"], data["framer"]) == ("192.0.2.31", 4196, "rtu")
    assert not {"device", "baudrate", "line_format"} & set(data)


async def test_another_station_is_not_taken_for_it(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    before = dict(the_station(site).data)
    neighbourhood.add_heidelberg(OTHER_PORT, unit_id=2)
    walk = await change_line(hass, site)
    await walk.pick("by_serial")
    await walk.send_as_shown(device=OTHER_PORT, unit_id=2)
    assert (walk.step, walk.errors) == ("by_serial", {"base": "wrong_device"})
    assert dict(the_station(site).data) == before
    await walk.send_as_shown(device=PORT, unit_id=1)
    assert walk.step == DONE


async def test_a_controller_has_no_serial_line(hass: HomeAssistant, add_site: AddSite) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "controller")
    assert walk.options == ["search", "by_hand"]
