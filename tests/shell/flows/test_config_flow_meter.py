"""Setting up a site: what measures the grid."""

from typing import Any
from unittest.mock import AsyncMock

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.devices.errors import (
    CannotConnectError,
    ChecksumError,
    DeviceError,
    GarbageError,
    MissingChecksumError,
    SilentError,
    TelegramError,
)
from custom_components.overshot.devices.p1_source import SerialFormat, SerialSource, TcpSource

from .conftest import METER, AddSite, meter, telegram
from .test_config_flow_site import CONNECTION, HOUSE
from .walk import Walk


async def at_grid_meter(hass: HomeAssistant, **connection: Any) -> Walk:
    """Walk to the choice of the grid meter."""
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION | connection)
    assert walk.step == "grid_meter"
    assert walk.options == ["p1_tcp", "p1_serial", "p1_http", "from_device", "entities"]
    return walk


async def finish(walk: Walk) -> Any:
    """Go the shortest way from the search to the end; return the entry."""
    assert walk.step == "search"
    await walk.send_as_shown(skip=True)
    await walk.pick("devices_done")
    assert walk.step == "created"
    return walk.result["result"]


# P1

FAILURES: list[tuple[str, type[DeviceError], str]] = [
    ("nobody opens", CannotConnectError, "cannot_connect"),
    ("nothing is said", SilentError, "silent"),
    ("bytes, but no telegram", GarbageError, "garbage"),
    ("bytes get lost", ChecksumError, "bad_checksum"),
    ("the adapter strips the checksum", MissingChecksumError, "missing_checksum"),
    ("no power in it", TelegramError, "bad_telegram"),
]


@pytest.mark.parametrize(("problem", "failure", "error"), FAILURES)
async def test_a_p1_adapter_that_fails_is_tried_again(
    hass: HomeAssistant, p1: AsyncMock, problem: str, failure: type[DeviceError], error: str
) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    assert walk.shown == {"port": 23}
    p1.side_effect = failure("so")
    await walk.fill(host="192.0.2.2", port=8088)
    assert (walk.step, walk.errors) == ("p1_tcp", {"base": error}), problem
    assert walk.shown == {"host": "192.0.2.2", "port": 8088}
    p1.side_effect = None
    await walk.send_as_shown()
    assert p1.await_args_list[-1].args[0] == TcpSource("192.0.2.2", 8088)
    await finish(walk)


@pytest.mark.parametrize(("problem", "failure", "error"), FAILURES)
async def test_a_p1_cable_that_fails_is_tried_again(
    hass: HomeAssistant, p1: AsyncMock, problem: str, failure: type[DeviceError], error: str
) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("p1_serial")
    assert walk.shown == {"serial_format": "115200_8n1"}
    p1.side_effect = failure("so")
    await walk.fill(device="/dev/ttyUSB0", serial_format="9600_7e1")
    assert (walk.step, walk.errors) == ("p1_serial", {"base": error}), problem
    p1.side_effect = None
    await walk.send_as_shown(serial_format="115200_8n1")
    assert p1.await_args_list[-1].args[0] == SerialSource("/dev/ttyUSB0", SerialFormat.V5)
    entry = await finish(walk)
    (device,) = entry.subentries.values()
    assert device.data["device"] == "/dev/ttyUSB0"
    assert device.data["serial_format"] == "115200_8n1"
    assert "host" not in device.data


@pytest.mark.parametrize("port", [0, 65536, 23.5])
async def test_a_port_that_cannot_be(hass: HomeAssistant, p1: AsyncMock, port: float) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    await walk.fill(host="192.0.2.2", port=port)
    assert (walk.step, walk.errors) == ("p1_tcp", {"port": "invalid_port"})
    p1.assert_not_awaited()
    await finish(await walk.fill(host="192.0.2.2", port=23))


async def test_a_meter_without_a_number_is_known_by_its_address(hass: HomeAssistant, p1: AsyncMock) -> None:
    silent_about_itself = telegram("nl_2_2_no_checksum")
    object.__setattr__(silent_about_itself, "meter_id", None)
    p1.return_value = silent_about_itself
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    entry = await finish(await walk.fill(host="192.0.2.2", port=23))
    (device,) = entry.subentries.values()
    assert device.unique_id.startswith("p1_")
    assert "serial_number" not in device.data
    assert device.data["model"] == "P1 DSMR 2"


async def test_a_meter_of_another_site_is_refused(hass: HomeAssistant, p1: AsyncMock, add_site: AddSite) -> None:
    add_site(meter(), title="Neighbour")
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    # The port itself is taken: it is not even asked, which could throw out its reader.
    await walk.fill(host="192.0.2.2", port=23)
    assert walk.errors == {"base": "already_configured"}
    p1.assert_not_awaited()
    # Another way to the same meter.
    await walk.fill(host="192.0.2.3", port=23)
    assert walk.errors == {"base": "already_configured"}
    p1.return_value = telegram("be_night_tariff")
    object.__setattr__(p1.return_value, "meter_id", "1OVS0000000099")
    await finish(await walk.fill(host="192.0.2.3", port=23))


async def test_every_meter_form_leads_back_when_left_empty(hass: HomeAssistant, p1: AsyncMock) -> None:
    walk = await at_grid_meter(hass)
    for option, rest in (("p1_tcp", {"port": 23}), ("p1_serial", {"serial_format": "115200_8n1"}), ("entities", {})):
        await walk.pick(option)
        assert walk.step == option
        await walk.fill(**rest)
        assert walk.step == "grid_meter"
    p1.assert_not_awaited()


@pytest.mark.parametrize(
    ("problem", "name", "chosen", "told"),
    [
        ("no neutral", "be_delta_named", "three_phase", "three_phase_delta"),
        ("a neutral", "be_three_phase", "three_phase_delta", "three_phase"),
        ("one phase", "be_single_phase_empty_history", "three_phase", "single_phase"),
        ("three phases", "be_three_phase", "single_phase", "three_phase"),
    ],
)
@pytest.mark.parametrize("use_meter", [True, False])
async def test_a_meter_that_contradicts_is_heard(
    hass: HomeAssistant, p1: AsyncMock, problem: str, name: str, chosen: str, told: str, use_meter: bool
) -> None:
    p1.return_value = telegram(name)
    walk = await at_grid_meter(hass, connection_type=chosen)
    await walk.pick("p1_tcp")
    await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "connection_differs", problem
    assert walk.shown == {"use_meter": True}
    entry = await finish(await walk.fill(use_meter=use_meter))
    assert entry.data["connection_type"] == (told if use_meter else chosen)


async def test_a_meter_that_does_not_speak_of_phases_contradicts_nothing(hass: HomeAssistant, p1: AsyncMock) -> None:
    p1.return_value = telegram("nl_2_2_no_checksum")
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    await finish(await walk.fill(host="192.0.2.2", port=23))


def test_the_telegram_is_the_one_of_the_meter() -> None:
    assert telegram("be_three_phase").meter_id == METER
