"""Devices with a register map of the installer's own: taken, checked, reached, looked at, and replaced."""

from contextlib import contextmanager
import copy
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from homeassistant.core import HomeAssistant
from modbus_connection import IllegalDataAddressError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices.register_map_driver import RegisterMapDriver

from ...devices.registers import f32, i16, i32, u32
from .conftest import AddSite, device_id, meter
from .neighbourhood import Neighbourhood
from .walk import Walk

DONE = "aborted: reconfigure_successful"
HOST, OTHER_HOST = "192.0.2.50", "192.0.2.51"
TITLE = "Example Hybrid 5000"
HYBRID: dict[str, Any] = {
    "format": 1,
    "manufacturer": "Example",
    "model": "Hybrid 5000",
    "unit": 3,
    "identify": [{"register": 0, "type": "uint16", "equals": 5000}],
    "serial_number": {"register": 1, "type": "uint32"},
    "readings": {
        "grid_meter": {
            "power": {"register": 100, "type": "int32"},
            "currents": [{"register": 102 + phase, "type": "int16", "scale": 0.1} for phase in range(3)],
            "energy_import": {"register": 105, "type": "uint32", "scale": 0.1, "unit": "kWh"},
        },
        "solar": {"power": {"register": 110, "type": "float32", "unit": "kW"}},
        "battery": {
            "soc": {"register": 121, "type": "uint16", "scale": 0.1, "not_available": [65535]},
            "state": {"register": 122, "type": "uint16", "values": {"2": "discharging"}},
        },
    },
}
REGISTERS: dict[int, int | list[int]] = {
    0: 5000,
    1: u32(123456),
    100: i32(-2500),
    102: [i16(-35), i16(12), 0],
    105: u32(98765),
    110: f32(3.25),
    121: [65535, 2],
}
VALUES = """- `grid_meter.power`: -2500 W
- `grid_meter.currents`: -3.5 / 1.2 / 0 A
- `grid_meter.energy_import`: 9.8765e+06 Wh
- `solar.power`: 3250 W
- `battery.soc`: -
- `battery.state`: discharging"""


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Store a site with a grid meter."""
    return add_site(meter())


@contextmanager
def uploaded(content: bytes, tmp_path: Path) -> Any:
    """Upload a file as the user interface does."""
    path = tmp_path / "map.json"
    path.write_bytes(content)

    @contextmanager
    def process(hass: HomeAssistant, file_id: str) -> Any:
        yield path

    with patch("custom_components.overshot.flows.register_map.process_uploaded_file", process):
        yield str(uuid4())


def stored(entry: MockConfigEntry, title: str = TITLE) -> dict[str, Any]:
    """Return the data of the described device."""
    return dict(entry.subentries[device_id(entry, title)].data)


async def described(hass: HomeAssistant, site: MockConfigEntry, document: Any = None, kind: str = "inverter") -> Walk:
    """Come to the menu of how a described device is reached."""
    walk = await Walk.new_device(hass, site, kind)
    await walk.pick("own_map")
    return await walk.fill(text=json.dumps(document or HYBRID))


async def test_a_file_is_checked_looked_at_and_added(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood, tmp_path: Path
) -> None:
    neighbourhood.add(HOST, 3, REGISTERS)
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("own_map")
    with uploaded(json.dumps(HYBRID).encode(), tmp_path) as file_id:
        await walk.fill(file=file_id)
    assert (walk.step, walk.placeholders["device"]) == ("reach", TITLE)
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    assert walk.step == "map_check"
    assert walk.placeholders["values"] == VALUES
    await walk.pick("map_right")
    # It only reads: there is nothing else to ask.
    assert walk.step == "created"
    data = stored(site)
    assert data == {
        "family": "own_register_map",
        "host": HOST,
        "port": 502,
        "unit_id": 3,
        "serial_number": "123456",
        "manufacturer": "Example",
        "model": "Hybrid 5000",
        "register_map": HYBRID,
        "grid_role": False,
    }
    assert site.subentries[device_id(site, TITLE)].unique_id == "123456"


async def test_mistakes_are_told_with_their_places(hass: HomeAssistant, site: MockConfigEntry, tmp_path: Path) -> None:
    broken = copy.deepcopy(HYBRID)
    broken["readings"]["battery"]["soc"]["typ"] = broken["readings"]["battery"]["soc"].pop("type")
    broken["readings"]["solar"]["power"]["register"] = 70_000
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("own_map")
    with uploaded(json.dumps(broken).encode("utf-8-sig"), tmp_path) as file_id:
        await walk.fill(file=file_id)
    assert (walk.step, walk.errors) == ("own_map", {"base": "bad_register_map"})
    assert walk.placeholders["problems"].splitlines() == [
        "- `$.readings.solar.power.register`: must be between 0 and 65535, not 70000",
        "- `$.readings.battery.soc.typ`: unknown; did you mean 'type'?",
        "- `$.readings.battery.soc`: 'type' is missing",
    ]
    # The file is gone; its text is there to be mended.
    assert json.loads(walk.shown["text"]) == broken
    await walk.fill(text=json.dumps(HYBRID))
    assert walk.step == "reach"
    await walk.pick("reach_back")
    assert walk.step == "own_map"
    await walk.fill(text=" ")
    assert walk.step == "user"


@pytest.mark.parametrize(
    ("problem", "content", "told"),
    [
        ("no JSON", b"{", "`line 1, column 2`: no valid JSON"),
        ("no text", b"\xff\xfe\xfa", "the file cannot be read"),
        ("a film", b" " * 300_000, "the file is larger than 256 kB"),
        ("another format of more mistakes than are shown", json.dumps(dict.fromkeys("abcdefghij", 1)).encode(), "+ 6"),
    ],
)
async def test_a_file_that_is_no_map(
    hass: HomeAssistant, site: MockConfigEntry, tmp_path: Path, problem: str, content: bytes, told: str
) -> None:
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("own_map")
    with uploaded(content, tmp_path) as file_id:
        await walk.fill(file=file_id)
    assert walk.errors == {"base": "bad_register_map"}, problem
    assert told in walk.placeholders["problems"]


async def test_a_file_that_was_never_uploaded(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("own_map")
    await walk.fill(file=str(uuid4()))
    assert walk.errors == {"base": "bad_register_map"}
    assert "File does not exist" in walk.placeholders["problems"]


async def test_a_map_of_another_kind_is_sent_there(hass: HomeAssistant, site: MockConfigEntry) -> None:
    walk = await described(hass, site, kind="charge_point")
    assert (walk.step, walk.errors) == ("own_map", {"base": "map_of_another_kind"})
    assert walk.placeholders["kind"] == "inverter"
    await walk.fill()
    assert walk.step == "user"


@pytest.mark.parametrize(
    ("problem", "registers", "error"),
    [
        ("another model", {**REGISTERS, 0: 4000}, "not_as_described"),
        ("no serial number", {**REGISTERS, 1: [0, 0]}, "not_as_described"),
    ],
)
async def test_a_device_that_is_not_as_described(
    hass: HomeAssistant,
    site: MockConfigEntry,
    neighbourhood: Neighbourhood,
    problem: str,
    registers: dict[int, int | list[int]],
    error: str,
) -> None:
    neighbourhood.add(HOST, 3, registers)
    walk = await described(hass, site)
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    assert (walk.step, walk.errors) == ("reach_tcp", {"base": error}), problem


async def test_a_device_that_stops_to_answer_is_not_as_described(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    """It told its number, but refuses all that is read."""
    neighbourhood.add(HOST, 3, REGISTERS)
    walk = await described(hass, site)
    await walk.pick("reach_tcp")
    with patch.object(RegisterMapDriver, "poll", side_effect=IllegalDataAddressError()):
        await walk.send_as_shown(host=HOST)
    assert (walk.step, walk.errors) == ("reach_tcp", {"base": "not_as_described"})


# The kinds of devices


def orders(*modes: str) -> dict[str, Any]:
    """Return a hybrid inverter whose battery takes orders."""
    document = copy.deepcopy(HYBRID)
    write = [{"register": 200, "type": "uint16", "value": 0}]
    document["controls"] = {"battery": dict.fromkeys(modes, write)}
    return document


async def test_a_battery_that_takes_orders_has_ratings(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    site = add_site()
    neighbourhood.add(HOST, 3, REGISTERS)
    walk = await described(hass, site, orders("auto", "hold"))
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    await walk.pick("map_right")
    assert walk.step == "grid_role"
    await walk.fill(grid_role=True)
    assert walk.step == "inverter"
    assert "memory that wears" in walk.placeholders["notes"]
    assert "does not let go" in walk.placeholders["notes"]
    await walk.fill(capacity=0.1)
    assert walk.errors == {"capacity": "invalid_capacity"}
    await walk.fill(capacity=10, max_charge=5000)
    assert walk.step == "created"
    data = stored(site)
    assert (data["grid_role"], data["capacity"], data["max_charge"]) == (True, 10, 5000)
    assert "max_discharge" not in data


STATION: dict[str, Any] = {
    "format": 1,
    "manufacturer": "Example",
    "model": "Box",
    "readings": {"charge_point": {"setpoint": {"register": 10, "type": "uint16"}}},
    "controls": {"charge_point": {"current": {"register": 10, "type": "uint16", "minimum": 6, "maximum": 16}}},
}


async def test_a_station(hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add(HOST, 1, {10: 6})
    walk = await described(hass, site, STATION, "charge_point")
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    assert walk.placeholders["values"] == "- `charge_point.setpoint`: 6 A"
    await walk.pick("map_right")
    assert walk.step == "charge_point"
    assert "no fallback of its own" in walk.placeholders["notes"]
    await walk.fill(phases="3", rotation="l1l2l3", max_current=16, fallback_current=0)
    assert walk.step == "created"
    assert stored(site, "Example Box")["register_map"] == STATION
    walk = await Walk.change_device(hass, site, device_id(site, "Example Box"))
    assert walk.options == ["charge_point", "own_map", "reach"]
    await walk.pick("own_map")
    await walk.fill()
    assert walk.step == "reconfigure"
    await walk.pick("own_map")
    await walk.send_as_shown()
    await walk.pick("map_right")
    assert walk.step == DONE
    assert stored(site, "Example Box")["max_current"] == 16


async def test_a_heat_pump(hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood) -> None:
    neighbourhood.add(HOST, 1, {5: 20})
    state = {"register": 5, "type": "uint16", "values": {"10": "block", "20": "normal"}}
    document = {
        "format": 1,
        "manufacturer": "Example",
        "model": "Warm",
        "readings": {"heat_pump": {"state": state}},
        "controls": {"heat_pump": {"normal": [{"register": 5, "type": "uint16", "value": 20}]}},
    }
    walk = await described(hass, site, document, "heat_pump")
    await walk.pick("reach_back")
    assert walk.step == "own_map"
    await walk.fill()
    assert walk.step == "user"
    await walk.pick("own_map")
    await walk.fill(text=json.dumps(document))
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    assert walk.placeholders["values"] == "- `heat_pump.state`: normal"
    await walk.pick("map_right")
    assert (walk.step, walk.placeholders["state"]) == ("heat_pump", "2")
    await walk.send_as_shown(nominal_power=3000)
    assert stored(site, "Heat pump")["register_map"] == document
    walk = await Walk.change_device(hass, site, device_id(site, "Heat pump"))
    assert walk.options == ["heat_pump", "own_map", "reach"]
    await walk.pick("own_map")
    await walk.fill()
    assert walk.step == "reconfigure"


# Change


@pytest.fixture
async def hybrid(hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood) -> MockConfigEntry:
    """Store a site with a described inverter."""
    neighbourhood.add(HOST, 3, REGISTERS)
    walk = await described(hass, site)
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=HOST)
    await walk.pick("map_right")
    return site


async def test_the_map_is_replaced(hass: HomeAssistant, hybrid: MockConfigEntry) -> None:
    walk = await Walk.change_device(hass, hybrid, device_id(hybrid, TITLE))
    # It only reads: it has no options.
    assert walk.options == ["own_map", "reach"]
    await walk.pick("own_map")
    changed = json.loads(walk.shown["text"])
    assert changed == HYBRID
    del changed["readings"]["battery"]
    changed["readings"]["solar"]["power"]["sign"] = -1
    await walk.fill(text=json.dumps(changed))
    # It is looked at where it is.
    assert walk.step == "map_check"
    assert "`solar.power`: -3250 W" in walk.placeholders["values"]
    await walk.pick("own_map")
    await walk.send_as_shown(text=json.dumps(HYBRID | {"model": "Hybrid 6000"}))
    await walk.pick("map_right")
    assert walk.step == DONE
    assert stored(hybrid)["register_map"]["model"] == stored(hybrid)["model"] == "Hybrid 6000"


async def test_the_described_device_moves(
    hass: HomeAssistant, hybrid: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.links.clear()
    neighbourhood.add(OTHER_HOST, 3, {**REGISTERS, 1: u32(654321)})
    walk = await Walk.change_device(hass, hybrid, device_id(hybrid, TITLE))
    await walk.pick("reach")
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host=OTHER_HOST)
    assert (walk.step, walk.errors) == ("reach_tcp", {"base": "wrong_device"})
    assert "654321" in walk.placeholders["found"]
    neighbourhood.add(OTHER_HOST, 3, REGISTERS)
    await walk.send_as_shown()
    await walk.pick("map_right")
    assert walk.step == DONE
    assert stored(hybrid)["host"] == OTHER_HOST


async def test_a_replaced_map_of_a_device_that_is_gone(
    hass: HomeAssistant, hybrid: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.links.clear()
    walk = await Walk.change_device(hass, hybrid, device_id(hybrid, TITLE))
    await walk.pick("own_map")
    await walk.send_as_shown()
    assert walk.step == "reach"
    await walk.pick("reach_back")
    assert walk.step == "own_map"
    await walk.fill()
    assert walk.step == "reconfigure"
