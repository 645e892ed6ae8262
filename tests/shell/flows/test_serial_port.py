"""Devices on a serial port, through a real terminal: two pseudo-terminals, and a server of another make behind them."""

from typing import Any

from homeassistant.components.modbus.connection import async_get_connection_info, async_get_unit
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices import bus_scan
from custom_components.overshot.devices.driver import SerialSettings
from custom_components.overshot.devices.errors import CannotConnectError, SilentError
from custom_components.overshot.flows.discovery import LinkInUseError, async_identify, async_scan_line
from custom_components.overshot.modbus_link import LineFormat, SerialLink

from ...devices.ecr_map import SINGLE_PHASE, THREE_PHASE
from ...devices.registers import text
from ...devices.serial_line import SerialLine, serial_line

FACTORY = SerialSettings(baudrate=19_200)
"""Without the parity that they have: a pseudo-terminal takes none."""

SLOW = SerialSettings(baudrate=9600)
METERS: dict[int, Any] = {2: THREE_PHASE, 4: {**SINGLE_PHASE, 0x1064: text("OVSECR0002", 16)}}


PATIENCE = 2.0
"""Who is on the line answers in this time, however much the machine has to do (s)."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_scan, "KNOCK_TIMEOUT", PATIENCE)


def at(line: SerialLine, *settings: SerialSettings) -> list[SerialLink]:
    """Return the port of a line at some settings."""
    return [SerialLink(line.port, each.baudrate, LineFormat.of(each)) for each in settings]


async def scan(hass: HomeAssistant, links: list[SerialLink], told: list[float]) -> list[tuple[int, str, int]]:
    """Walk a few addresses: each silent one costs its whole timeout."""
    found = await async_scan_line(hass, links, ["hager_ecr"], range(2, 5), told.append)
    return [
        (device.unit_id, device.serial, device.link.baudrate) for device in found if isinstance(device.link, SerialLink)
    ]


async def test_a_line_is_walked(hass: HomeAssistant) -> None:
    told: list[float] = []
    async with serial_line(FACTORY, METERS) as line:
        found = await scan(hass, at(line, FACTORY), told)
    assert found == [(2, "OVSECR0001", 19_200), (4, "OVSECR0002", 19_200)]
    assert line.garbled == 0
    assert told == sorted(told)
    assert told[-1] == 1
    assert async_get_connection_info(hass) == []


async def test_each_speed_is_tried_until_somebody_understands(hass: HomeAssistant) -> None:
    told: list[float] = []
    async with serial_line(SLOW, METERS) as line:
        even_slower = SerialSettings(baudrate=57_600, stopbits=2)
        found = await scan(hass, at(line, FACTORY, SLOW, even_slower), told)
    assert [(unit_id, speed) for unit_id, _, speed in found] == [(2, 9600), (4, 9600)]
    # Three requests at the first speed; at the third one nobody asked any more.
    assert line.garbled == 3 * 8
    assert told == sorted(told)
    assert told[-1] == 1


async def test_nobody_understands_at_any_speed(hass: HomeAssistant) -> None:
    async with serial_line(SLOW, METERS) as line:
        assert await scan(hass, at(line, FACTORY), []) == []
        assert line.heard == []


async def test_only_the_speed_that_others_use_is_tried(hass: HomeAssistant) -> None:
    """The line is Home Assistant's, and cannot have two speeds at once."""
    entry = MockConfigEntry()
    entry.add_to_hass(hass)
    async with serial_line(SLOW, METERS) as line:
        factory, slow = at(line, FACTORY, SLOW)
        unit = async_get_unit(hass, entry, slow.params, 2)
        unit.require_timeout(PATIENCE)
        assert await unit.read_holding_registers(0xB000, 1) == [23_180]
        found = await scan(hass, [factory, slow], [])
        # The one that is read already is left alone.
        assert [unit_id for unit_id, *_ in found] == [4]
        assert line.garbled == 0
        with pytest.raises(LinkInUseError):
            await scan(hass, [factory], [])
        await entry._async_process_on_unload(hass)


async def test_one_device_by_its_address(hass: HomeAssistant) -> None:
    async with serial_line(FACTORY, METERS) as line:
        (link,) = at(line, FACTORY)
        device = await async_identify(hass, link, families=["hager_ecr"], unit_id=4)
        assert (device.identity.model, device.unit_id) == ("ECA180D", 4)
        with pytest.raises(SilentError):
            await async_identify(hass, link, families=["hager_ecr"], unit_id=3)


async def test_no_such_port(hass: HomeAssistant) -> None:
    link = SerialLink("/dev/nothing-here", 19_200, LineFormat.NONE_1)
    with pytest.raises(CannotConnectError):
        await async_scan_line(hass, [link], ["hager_ecr"], range(1, 3), lambda share: None)
