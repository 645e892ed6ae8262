"""A dongle that serves the raw telegram at a web address: asked through Home Assistant's own web session."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from unittest.mock import patch

from aiohttp import web
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.devices.p1_framing import MAX_TELEGRAM
from custom_components.overshot.p1_link import http_fetch

from ...devices.telegram_files import telegram_bytes
from .conftest import METER, AddSite, device_id, meter
from .test_config_flow_meter import at_grid_meter, finish
from .walk import Walk

GOOD = telegram_bytes("be_three_phase")
DONE = "aborted: reconfigure_successful"

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture(autouse=True)
def _short_patience() -> object:
    """Do not wait 15 s for what will not come."""
    with patch("custom_components.overshot.flows.meter.PROBE_TIMEOUT", 0.5):
        yield


@asynccontextmanager
async def dongle(answer: Callable[[], web.StreamResponse]) -> AsyncIterator[str]:
    """Serve an answer at the address of a HomeWizard; give that address."""

    async def serve(request: web.Request) -> web.StreamResponse:
        return answer()

    app = web.Application()
    app.router.add_get("/api/v1/telegram", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v1/telegram"
    finally:
        await runner.cleanup()


def telegram() -> web.Response:
    """Answer a telegram."""
    return web.Response(body=GOOD)


async def test_a_dongle_as_grid_meter_of_a_new_site(hass: HomeAssistant) -> None:
    walk = await at_grid_meter(hass)
    await walk.pick("p1_http")
    async with dongle(telegram) as url:
        await walk.fill(url=f" {url} ")
        entry = await finish(walk)
    (device,) = entry.subentries.values()
    assert (device.unique_id, device.data["url"], device.data["grid_role"]) == (METER, url, True)


@pytest.mark.parametrize(
    ("problem", "answer", "error"),
    [
        ("the local API is off", lambda: web.Response(status=403), "cannot_connect"),
        ("another page", lambda: web.Response(text="<html>" * 100), "garbage"),
        ("a film", lambda: web.Response(body=b"\0" * (MAX_TELEGRAM + 2)), "garbage"),
        ("somewhere else", lambda: web.Response(status=302, headers={"Location": "/login"}), "cannot_connect"),
        ("a damaged telegram", lambda: web.Response(body=telegram_bytes("be_bad_checksum")), "bad_checksum"),
        ("nothing", lambda: web.Response(body=b""), "silent"),
    ],
)
async def test_a_dongle_and_what_is_wrong_with_it(
    hass: HomeAssistant, add_site: AddSite, problem: str, answer: Callable[[], web.StreamResponse], error: str
) -> None:
    walk = await Walk.new_device(hass, add_site(), "meter")
    await walk.pick("p1_http")
    async with dongle(answer) as url:
        await walk.fill(url=url)
    assert (walk.step, walk.errors) == ("p1_http", {"base": error}), problem
    async with dongle(telegram) as url:
        await walk.send_as_shown(url=url)
    assert walk.step == "created"


@pytest.mark.parametrize(
    "url", ["192.0.2.2", "ftp://192.0.2.2/telegram", "http://", "http://192.0.2.2:70000/", "http://[::1", "http://a:0/"]
)
async def test_what_is_no_web_address(hass: HomeAssistant, add_site: AddSite, url: str) -> None:
    walk = await Walk.new_device(hass, add_site(), "meter")
    await walk.pick("p1_http")
    await walk.fill(url=url)
    assert walk.errors == {"url": "invalid_url"}
    await walk.send_as_shown(url="")
    assert walk.step == "user"


async def test_a_meter_moves_from_a_bridge_to_a_dongle(hass: HomeAssistant, add_site: AddSite) -> None:
    entry = add_site(meter())
    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    await walk.pick("p1_http")
    async with dongle(telegram) as url:
        await walk.fill(url=url)
        assert walk.step == DONE
        (device,) = entry.subentries.values()
        assert device.data["url"] == url
        assert "host" not in device.data
        # It is added once.
        walk = await Walk.new_device(hass, entry, "meter")
        await walk.pick("p1_http")
        await walk.fill(url=url)
        assert walk.errors == {"base": "already_configured"}


async def test_a_site_goes_on_reading_while_a_dongle_is_tried(hass: HomeAssistant, add_site: AddSite) -> None:
    """A web address serves as many readers as there are."""
    entry = add_site(meter())
    await hass.config_entries.async_setup(entry.entry_id)
    states: list[ConfigEntryState] = []

    def noted() -> web.Response:
        states.append(entry.state)
        return telegram()

    walk = await Walk.change_device(hass, entry, device_id(entry, "P1 meter"))
    await walk.pick("p1_http")
    async with dongle(noted) as url:
        await walk.fill(url=url)
    assert walk.step == DONE
    assert set(states) == {ConfigEntryState.LOADED}


async def test_no_more_is_taken_than_a_telegram(hass: HomeAssistant) -> None:
    async with dongle(lambda: web.Response(body=b"x" * 10 * MAX_TELEGRAM)) as url:
        status, body = await http_fetch(hass)(url)
    assert status == 200
    assert MAX_TELEGRAM < len(body) < 10 * MAX_TELEGRAM
