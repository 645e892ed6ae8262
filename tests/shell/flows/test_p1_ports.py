"""Trying a real port in the flow: what comes over the line decides what the user is told."""

from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from ...devices.p1_server import Script, fall_silent, keep_saying, p1_bridge, say
from ...devices.telegram_files import telegram_bytes
from .conftest import METER
from .test_config_flow_meter import at_grid_meter, finish

GOOD = telegram_bytes("be_three_phase")


@pytest.fixture(autouse=True)
def _short_patience() -> object:
    """Do not wait 15 s for what will not come."""
    with patch("custom_components.overshot.flows.meter.PROBE_TIMEOUT", 0.5):
        yield


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("problem", "script", "error"),
    [
        ("port not opened at the grid operator", fall_silent(), "silent"),
        ("wrong speed", keep_saying(b"\xf0\x81\x00\xfe" * 50), "garbage"),
        ("a bad cable", keep_saying(telegram_bytes("be_bad_checksum")), "bad_checksum"),
        ("an adapter that strips", keep_saying(telegram_bytes("be_no_checksum")), "missing_checksum"),
        ("hangs up at once", say(), "cannot_connect"),
    ],
)
async def test_a_port_and_what_is_wrong_with_it(hass: HomeAssistant, problem: str, script: Script, error: str) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    async with p1_bridge(script) as broken:
        await walk.fill(host=broken.host, port=broken.port)
    assert (walk.step, walk.errors) == ("p1_tcp", {"base": error}), problem
    async with p1_bridge(keep_saying(GOOD)) as mended:
        await walk.fill(host=mended.host, port=mended.port)
    entry = await finish(walk)
    assert [device.unique_id for device in entry.subentries.values()] == [METER]


@pytest.mark.usefixtures("socket_enabled")
async def test_a_closed_port(hass: HomeAssistant) -> None:
    async with p1_bridge(say()) as gone:
        pass
    walk = await at_grid_meter(hass)
    await walk.pick("p1_tcp")
    await walk.fill(host=gone.host, port=gone.port)
    assert walk.errors == {"base": "cannot_connect"}
    assert walk.placeholders["address"] == f"{gone.host}:{gone.port}"


async def test_a_serial_port_that_is_not_there(hass: HomeAssistant) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("p1_serial")
    await walk.fill(device="/dev/overshot-none", serial_format="115200_8n1")
    assert (walk.step, walk.errors) == ("p1_serial", {"base": "cannot_connect"})
