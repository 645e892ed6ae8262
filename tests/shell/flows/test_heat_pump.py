"""Adding a heat pump: its board, how that is reached, and what its contacts say, while nothing is switched."""

from typing import Any

from homeassistant.core import HomeAssistant
from modbus_connection import GatewayTargetError, IllegalFunctionError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .conftest import AddSite, device_id, meter
from .neighbourhood import Neighbourhood
from .walk import Walk

DONE = "aborted: reconfigure_successful"
HOST = "192.0.2.40"
OTHER_HOST = "192.0.2.41"
PORT = "/dev/ttyUSB0"
RELAYS: dict[str, Any] = {
    "sg1": 3,
    "sg2": 4,
    "more": {"inverted": False, "writes_many": True, "read_count": 1},
}
BITS: dict[str, Any] = {"outputs": "register_bits_many", "sg1": 0, "sg2": 1, "register": 16, "inverted": False}
WIRING = {
    "kind": "coils",
    "sg1": 2,
    "sg2": 3,
    "sg1_inverted": False,
    "sg2_inverted": False,
    "writes_many": True,
    "read_count": 1,
}


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Store a site without a heat pump."""
    return add_site(meter())


def add_board(neighbourhood: Neighbourhood, host: str = HOST, coils: dict[int, bool] | None = None) -> Any:
    """Put a relay board with 8 coils in the network."""
    neighbourhood.add(host, 1, {})
    unit = neighbourhood.links[host, 502].for_unit(1)
    unit.coil.update(dict.fromkeys(range(8), False) | (coils or {}))
    return unit


def heat_pump(entry: MockConfigEntry) -> Any:
    """Return the heat pump of a site."""
    (device,) = entry.get_subentries_of_type("heat_pump")
    return device


async def added(hass: HomeAssistant, site: MockConfigEntry, **changes: Any) -> Walk:
    """Come to the check of a relay board in the network."""
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("relay_board")
    await walk.fill(**RELAYS | changes)
    assert walk.step == "reach"
    await walk.pick("reach_tcp")
    return await walk.send_as_shown(host=HOST)


async def test_a_relay_board_is_checked_and_added(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    unit = add_board(neighbourhood, coils={3: True})
    walk = await Walk.new_device(hass, site, "heat_pump")
    assert walk.options == ["relay_board", "htc320h", "entities", "own_map"]
    await walk.pick("relay_board")
    assert (walk.shown["sg1"], walk.shown["sg2"]) == (1, 2)
    await walk.fill(**RELAYS)
    await walk.pick("reach_tcp")
    assert walk.shown["port"] == 502
    await walk.send_as_shown(host=HOST)
    assert walk.step == "heat_pump"
    assert (walk.placeholders["contacts"], walk.placeholders["state"]) == ("0:1", "3")
    assert "contacts stay as they are" in walk.placeholders["notes"]
    # Somebody switches a relay at the board: what is read follows.
    unit.coil[2] = True
    await walk.send_as_shown(nominal_power=2500, again=True)
    assert walk.step == "heat_pump"
    assert walk.placeholders["contacts"] == "1:1"
    assert walk.shown["again"] is False
    await walk.send_as_shown(start_current=20)
    assert walk.step == "created"
    data = dict(heat_pump(site).data)
    assert heat_pump(site).title == "Heat pump"
    assert data == {
        "family": "waveshare_relay",
        "host": HOST,
        "port": 502,
        "unit_id": 1,
        "serial_number": "1",
        "manufacturer": "Waveshare",
        "model": "Modbus RTU Relay",
        "wiring": WIRING,
        "grid_role": False,
        "nominal_power": 2500,
        "phases": 1,
        "rotation": "l1",
        "start_current": 20,
    }


async def test_the_board_is_not_added_twice(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_board(neighbourhood)
    await (await added(hass, site)).send_as_shown()
    walk = await added(hass, site)
    assert (walk.step, walk.errors) == ("reach_tcp", {"base": "already_configured"})


@pytest.mark.parametrize(
    ("problem", "wiring", "errors"),
    [
        ("no such relay", {"sg1": 0}, {"sg1": "invalid_output"}),
        ("half a relay", {"sg2": 1.5}, {"sg2": "invalid_output"}),
        ("both on one", {"sg2": 3}, {"sg2": "same_output"}),
        ("no coils at all", {"more": {**RELAYS["more"], "read_count": 0}}, {"base": "invalid_read_count"}),
    ],
)
async def test_a_wiring_of_relays_that_cannot_be(
    hass: HomeAssistant, site: MockConfigEntry, problem: str, wiring: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("relay_board")
    await walk.fill(**RELAYS | wiring)
    assert (walk.step, walk.errors) == ("relay_board", errors), problem
    await walk.fill(**RELAYS)
    assert walk.step == "reach"
    await walk.pick("reach_back")
    assert walk.step == "user"


@pytest.mark.parametrize(
    ("problem", "wiring", "errors"),
    [
        ("a bit too many", {"sg2": 16}, {"sg2": "invalid_output"}),
        ("no register", {"register": None}, {"register": "invalid_register"}),
        ("a register too many", {"register": 65536}, {"register": "invalid_register"}),
    ],
)
async def test_outputs_that_cannot_be(
    hass: HomeAssistant, site: MockConfigEntry, problem: str, wiring: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("htc320h")
    await walk.fill(**{key: value for key, value in (BITS | wiring).items() if value is not None})
    assert (walk.step, walk.errors) == ("htc320h", errors), problem


@pytest.mark.parametrize(
    ("entered", "wiring"),
    [
        (BITS, {"kind": "register_bits", "sg1": 0, "sg2": 1, "register": 16, "writes_many": True}),
        (
            {**BITS, "outputs": "register_bits"},
            {"kind": "register_bits", "sg1": 0, "sg2": 1, "register": 16, "writes_many": False},
        ),
        ({**BITS, "outputs": "coils", "sg1": 4, "sg2": 20}, {"kind": "coils", "sg1": 4, "sg2": 20}),
    ],
)
async def test_a_hager_module_on_a_line(
    hass: HomeAssistant,
    site: MockConfigEntry,
    neighbourhood: Neighbourhood,
    entered: dict[str, Any],
    wiring: dict[str, Any],
) -> None:
    unit = neighbourhood.add_line(PORT, 19_200).for_unit(1)
    unit.holding[16] = 2
    unit.coil.update(dict.fromkeys(range(30), False) | {20: True})
    unit.on_write(neighbourhood.writes.append)
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("htc320h")
    await walk.fill(**entered)
    await walk.pick("reach_serial")
    await walk.fill(device=PORT, line={})
    assert walk.step == "heat_pump"
    assert walk.placeholders["state"] == "3"
    assert "Experimental" in walk.placeholders["notes"]
    await walk.send_as_shown()
    data = heat_pump(site).data
    assert data["wiring"] == {**wiring, "sg1_inverted": False, "sg2_inverted": False}
    assert (data["device"], data["baudrate"], data["line_format"]) == (PORT, 19_200, "8e1")


@pytest.mark.parametrize(
    ("problem", "option", "entered", "errors"),
    [
        ("nobody there", "reach_tcp", {"host": OTHER_HOST}, {"base": "cannot_connect"}),
        ("no outputs", "reach_tcp", {"host": OTHER_HOST}, {"base": "not_as_described"}),
        ("no relays there", "reach_tcp", {"host": OTHER_HOST}, {"base": "not_as_described"}),
        ("held by others", "reach_tcp", {"host": OTHER_HOST}, {"base": "link_in_use"}),
        ("no port", "reach_tcp", {"host": OTHER_HOST, "port": 0}, {"port": "invalid_port"}),
        ("no unit", "reach_tcp", {"host": OTHER_HOST, "unit_id": 256}, {"unit_id": "invalid_unit"}),
        ("no unit of a line", "reach_gateway", {"host": OTHER_HOST, "unit_id": 0}, {"unit_id": "invalid_line_unit"}),
        ("no gateway", "reach_gateway", {"host": OTHER_HOST, "port": 4196}, {"base": "cannot_connect"}),
        ("no serial port", "reach_serial", {"device": PORT, "line": {}}, {"base": "cannot_open"}),
        ("no speed", "reach_serial", {"device": PORT, "line": {"baudrate": 10}}, {"base": "invalid_baudrate"}),
    ],
)
async def test_a_board_that_is_not_reached(
    hass: HomeAssistant,
    site: MockConfigEntry,
    neighbourhood: Neighbourhood,
    problem: str,
    option: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    match problem:
        case "no outputs":
            neighbourhood.add(OTHER_HOST, 1, {})
            neighbourhood.links[OTHER_HOST, 502].for_unit(1).fail_requests(IllegalFunctionError())
        case "no relays there":
            neighbourhood.add(OTHER_HOST, 1, {})
            neighbourhood.links[OTHER_HOST, 502].for_unit(1).fail_requests(GatewayTargetError())
        case "held by others":
            neighbourhood.in_use.add((OTHER_HOST, 502))
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("relay_board")
    await walk.fill(**RELAYS)
    await walk.pick(option)
    await walk.fill(**entered)
    assert (walk.step, walk.errors) == (option, errors), problem
    await walk.fill(**({"device": "", "line": {}} if option == "reach_serial" else {"host": ""}))
    assert walk.step == "reach"


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"nominal_power": 99}, {"nominal_power": "invalid_nominal_power"}),
        ({"start_current": 301}, {"start_current": "invalid_start_current"}),
        ({"phases": "3", "rotation": "l1"}, {"rotation": "rotation_mismatch"}),
    ],
)
async def test_ratings_that_cannot_be(
    hass: HomeAssistant,
    site: MockConfigEntry,
    neighbourhood: Neighbourhood,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    add_board(neighbourhood)
    walk = await added(hass, site)
    await walk.send_as_shown(**entered)
    assert (walk.step, walk.errors) == ("heat_pump", errors)
    await walk.fill(again=False)
    assert walk.step == "created"


# Change


@pytest.fixture
async def with_board(hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood) -> MockConfigEntry:
    """Store a site with a relay board."""
    add_board(neighbourhood)
    await (await added(hass, site)).send_as_shown(nominal_power=2500)
    return site


async def test_the_contacts_are_looked_at_again(
    hass: HomeAssistant, with_board: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    walk = await Walk.change_device(hass, with_board, device_id(with_board, "Heat pump"))
    assert (walk.step, walk.options) == ("reconfigure", ["heat_pump", "relay_board", "reach"])
    await walk.pick("heat_pump")
    assert walk.placeholders["state"] == "2"
    assert walk.shown == {"nominal_power": 2500, "phases": "1", "rotation": "l1", "again": False}
    neighbourhood.links.clear()
    await walk.send_as_shown(again=True)
    assert walk.placeholders["state"] == "-"
    await walk.fill(start_current=15, again=False)
    assert walk.step == DONE
    data = heat_pump(with_board).data
    assert "nominal_power" not in data
    assert (data["start_current"], data["host"]) == (15, HOST)


async def test_other_relays_are_read_at_once(
    hass: HomeAssistant, with_board: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.links[HOST, 502].for_unit(1).coil[6] = True
    walk = await Walk.change_device(hass, with_board, device_id(with_board, "Heat pump"))
    await walk.pick("relay_board")
    assert walk.shown == RELAYS
    await walk.send_as_shown(sg1=7, sg2=8)
    assert (walk.step, walk.placeholders["contacts"]) == ("heat_pump", "1:0")
    await walk.send_as_shown()
    assert walk.step == DONE
    data = heat_pump(with_board).data
    assert data["wiring"] == {**WIRING, "sg1": 6, "sg2": 7}
    assert (data["nominal_power"], data["host"]) == (2500, HOST)


async def test_a_board_that_is_gone_is_asked_for_elsewhere(
    hass: HomeAssistant, with_board: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.links.clear()
    add_board(neighbourhood, OTHER_HOST)
    walk = await Walk.change_device(hass, with_board, device_id(with_board, "Heat pump"))
    await walk.pick("relay_board")
    await walk.send_as_shown(sg1=1, sg2=2)
    assert walk.step == "reach"
    await walk.pick("reach_back")
    assert walk.step == "reconfigure"
    await walk.pick("reach")
    await walk.pick("reach_tcp")
    assert walk.shown == {"host": HOST, "port": 502, "unit_id": 1}
    await walk.send_as_shown(host=OTHER_HOST)
    await walk.send_as_shown()
    assert walk.step == DONE
    assert heat_pump(with_board).data["host"] == OTHER_HOST


async def test_a_module_shows_its_outputs_again(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_board(neighbourhood).holding[16] = 0
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("htc320h")
    await walk.fill(**BITS)
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    await walk.send_as_shown()
    walk = await Walk.change_device(hass, site, device_id(site, "Heat pump"))
    assert walk.options == ["heat_pump", "htc320h", "reach"]
    await walk.pick("htc320h")
    assert walk.shown == BITS


# The way it is switched in the end


async def test_two_switches_are_offered_too(hass: HomeAssistant, site: MockConfigEntry) -> None:
    hass.states.async_set("switch.sg1", "off")
    hass.states.async_set("switch.sg2", "off")
    walk = await Walk.new_device(hass, site, "heat_pump")
    await walk.pick("entities")
    await walk.pick("contacts")
    await walk.send_as_shown(sg1_entity="switch.sg1", sg2_entity="switch.sg2")
    assert walk.step == "ratings"
    await walk.fill(nominal_power=2000)
    assert walk.step == "created"
    walk = await Walk.change_device(hass, site, heat_pump(site).subentry_id)
    assert walk.step == "entities"
    await walk.pick("contacts")
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert walk.step == DONE
