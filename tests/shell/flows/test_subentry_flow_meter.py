"""Adding a meter to a site, and changing how it is read."""

from typing import Any
from unittest.mock import AsyncMock

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices.errors import SilentError
from custom_components.overshot.devices.p1_source import SerialFormat, SerialSource

from .conftest import METER, P1, AddSite, device_id, meter, station, telegram
from .walk import Walk

DONE = "aborted: reconfigure_successful"


def only_meter(entry: MockConfigEntry) -> dict[str, Any]:
    """Return the data of the only meter."""
    (device,) = entry.get_subentries_of_type("meter")
    return dict(device.data)


def number(text: str) -> Any:
    """Return the telegram of another meter."""
    other = telegram("be_three_phase")
    object.__setattr__(other, "meter_id", text)
    return other


# Add


async def test_the_first_meter_measures_the_grid(hass: HomeAssistant, add_site: AddSite, p1: AsyncMock) -> None:
    entry = add_site(station())
    walk = await Walk.new_device(hass, entry, "meter")
    assert walk.options == ["p1_tcp", "p1_serial", "p1_http", "modbus", "entities", "own_map"]
    await walk.pick("p1_tcp")
    p1.side_effect = SilentError("nothing")
    await walk.fill(host="192.0.2.2", port=23)
    assert (walk.step, walk.errors) == ("p1_tcp", {"base": "silent"})
    await walk.send_as_shown(host="")
    assert walk.step == "user"
    p1.side_effect = None
    await walk.pick("p1_tcp")
    await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "created"
    assert only_meter(entry) == P1


async def test_a_second_meter_moves_nothing(hass: HomeAssistant, add_site: AddSite, p1: AsyncMock) -> None:
    entry = add_site(meter())
    walk = await Walk.new_device(hass, entry, "meter")
    await walk.pick("p1_tcp")
    await walk.fill(host="192.0.2.2", port=23)
    assert walk.errors == {"base": "already_configured"}
    p1.return_value = number("1OVS0000000002")
    await walk.fill(host="192.0.2.3", port=23)
    assert walk.step == "created"
    roles = {device.title: device.data["grid_role"] for device in entry.subentries.values()}
    assert roles == {"P1 meter": True, "P1 meter (0002)": False}


async def test_entities_as_a_meter(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(station())
    hass.states.async_set("sensor.power", "100", {"unit_of_measurement": "W"})
    walk = await Walk.new_device(hass, entry, "meter")
    await walk.pick("entities")
    await walk.fill(power_entities=["sensor.nobody"])
    assert walk.errors == {"power_entities": "entity_not_found"}
    await walk.fill(power_entities=["sensor.power"])
    assert walk.step == "created"
    assert only_meter(entry) == {"family": "entities", "power_entities": ["sensor.power"], "grid_role": True}


# Change


async def test_a_meter_gets_another_adapter(hass: HomeAssistant, add_site: AddSite, p1: AsyncMock) -> None:
    entry = add_site(meter())
    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    assert (walk.step, walk.options) == ("reconfigure", ["p1_tcp", "p1_serial", "p1_http"])
    await walk.pick("p1_tcp")
    assert walk.shown == {"host": "192.0.2.2", "port": 23}
    await walk.send_as_shown(host="")
    assert walk.step == "reconfigure"
    await walk.pick("p1_tcp")
    p1.return_value = number("1OVS0000000002")
    await walk.send_as_shown(host="192.0.2.3")
    assert (walk.step, walk.errors) == ("p1_tcp", {"base": "wrong_device"})
    assert walk.placeholders["found"] == "1OVS0000000002"
    p1.return_value = number("")
    await walk.send_as_shown()
    assert walk.errors == {"base": "wrong_device"}
    assert walk.placeholders["found"] == "?"
    assert only_meter(entry) == P1
    p1.return_value = telegram("be_three_phase")
    await walk.send_as_shown()
    assert walk.step == DONE
    assert only_meter(entry) == P1 | {"host": "192.0.2.3"}


async def test_a_meter_moves_from_adapter_to_cable(hass: HomeAssistant, add_site: AddSite, p1: AsyncMock) -> None:
    entry = add_site(meter())
    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    await walk.pick("p1_serial")
    await walk.send_as_shown(device="/dev/ttyUSB0")
    assert walk.step == DONE
    data = only_meter(entry)
    assert data["device"] == "/dev/ttyUSB0"
    assert data["grid_role"] is True
    assert "host" not in data
    assert next(iter(entry.subentries.values())).unique_id == METER


async def test_a_meter_that_told_no_number_keeps_its_id(hass: HomeAssistant, add_site: AddSite, p1: AsyncMock) -> None:
    """Its entities hang on that id."""
    entry = add_site(
        {
            "subentry_type": "meter",
            "title": "P1 meter",
            "unique_id": "p1_0123456789abcdef",
            "data": {"family": "p1", "host": "192.0.2.2", "port": 23, "grid_role": False},
        }
    )
    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    await walk.pick("p1_tcp")
    await walk.send_as_shown(port=8088)
    assert walk.step == DONE
    assert next(iter(entry.subentries.values())).unique_id == "p1_0123456789abcdef"
    assert only_meter(entry)["port"] == 8088
    assert only_meter(entry)["grid_role"] is False


async def test_entities_are_exchanged(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(
        {
            "subentry_type": "meter",
            "title": "Grid meter",
            "unique_id": "entities_0123456789abcdef",
            "data": {"family": "entities", "power_entities": ["sensor.old"], "grid_role": True},
        }
    )
    hass.states.async_set("sensor.new", "100", {"unit_of_measurement": "W"})
    walk = await Walk.change_device(hass, entry, device_id(entry, "Grid meter"))
    assert (walk.step, walk.options) == ("reconfigure", ["entities", "meter_role"])
    await walk.pick("entities")
    assert walk.shown == {"power_entities": ["sensor.old"], "power_factor": 1.0}
    await walk.send_as_shown()
    assert walk.errors == {"power_entities": "entity_not_found"}
    await walk.send_as_shown(power_entities=["sensor.new"])
    assert walk.step == DONE
    assert only_meter(entry) == {"family": "entities", "power_entities": ["sensor.new"], "grid_role": True}


# A port that this site reads itself


def cable(**changes: Any) -> Any:
    """Return a P1 meter on a cable."""
    data = {key: value for key, value in P1.items() if key not in ("host", "port")}
    data |= {"device": "/dev/ttyUSB0", "serial_format": "9600_7e1", **changes}
    return {"subentry_type": "meter", "title": "P1 meter", "unique_id": METER, "data": data}


@pytest.mark.parametrize("works", [True, False])
async def test_a_cable_is_let_go_of_while_it_is_tried(
    hass: HomeAssistant, add_site: AddSite, p1: AsyncMock, set_up: AsyncMock, works: bool
) -> None:
    entry = add_site(cable())
    await hass.config_entries.async_setup(entry.entry_id)
    set_up.reset_mock()
    states: list[ConfigEntryState] = []

    async def probe(source: SerialSource, timeout: float) -> Any:
        states.append(entry.state)
        assert source == SerialSource("/dev/ttyUSB0", SerialFormat.V5)
        if works:
            return telegram("be_three_phase")
        raise SilentError("nothing")

    p1.side_effect = probe
    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    await walk.pick("p1_serial")
    await walk.send_as_shown(serial_format="115200_8n1")
    await hass.async_block_till_done()
    assert states == [ConfigEntryState.NOT_LOADED]
    assert entry.state is ConfigEntryState.LOADED
    assert walk.step == (DONE if works else "p1_serial")
    assert only_meter(entry)["serial_format"] == ("115200_8n1" if works else "9600_7e1")


@pytest.mark.parametrize(
    ("problem", "device", "option", "entered", "state"),
    [
        ("the same adapter", meter(), "p1_tcp", {}, ConfigEntryState.NOT_LOADED),
        ("another port of it", meter(), "p1_tcp", {"port": 24}, ConfigEntryState.LOADED),
        ("another cable", cable(), "p1_serial", {"device": "/dev/ttyUSB1"}, ConfigEntryState.LOADED),
        ("a cable instead", meter(), "p1_serial", {"device": "/dev/ttyUSB1"}, ConfigEntryState.LOADED),
    ],
)
async def test_the_site_goes_on_while_another_port_is_tried(
    hass: HomeAssistant,
    add_site: AddSite,
    p1: AsyncMock,
    problem: str,
    device: Any,
    option: str,
    entered: dict[str, Any],
    state: ConfigEntryState,
) -> None:
    entry = add_site(device)
    await hass.config_entries.async_setup(entry.entry_id)
    states: list[ConfigEntryState] = []

    async def probe(source: object, timeout: float) -> Any:
        states.append(entry.state)
        return telegram("be_three_phase")

    p1.side_effect = probe
    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    await walk.pick(option)
    await walk.send_as_shown(**entered)
    await hass.async_block_till_done()
    assert walk.step == DONE
    assert states == [state], problem
    assert entry.state is ConfigEntryState.LOADED
