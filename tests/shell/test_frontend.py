"""Browsers get the cards, and the cards are told of the house."""

from http import HTTPStatus
from typing import Any

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed, mock_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.frontend import MODULE
from custom_components.overshot.live import told_live

from .conftest import METER_SERIAL, House


def _module_url(hass: HomeAssistant) -> str:
    return next(url for url in hass.data[DATA_EXTRA_MODULE_URL].urls if url.startswith("/overshot/"))


async def test_every_page_loads_the_module_at_an_address_of_its_content(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    hass.data[DATA_EXTRA_MODULE_URL] = UrlManager(lambda *_: None, [])
    mock_component(hass, "frontend")
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()

    response = await (await hass_client()).get(_module_url(hass))

    assert response.status == HTTPStatus.OK
    assert "javascript" in response.headers["Content-Type"]
    assert "max-age" in response.headers["Cache-Control"]
    assert await response.read() == MODULE.read_bytes()


async def test_without_a_web_interface_nothing_is_amiss(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    assert DATA_EXTRA_MODULE_URL not in hass.data


async def test_a_missing_module_does_not_keep_the_house_from_running(
    hass: HomeAssistant, monkeypatch: Any, caplog: Any, tmp_path: Any
) -> None:
    monkeypatch.setattr("custom_components.overshot.frontend.MODULE", tmp_path / "gone.js")
    assert await async_setup_component(hass, DOMAIN, {})
    assert "install Overshot again" in caplog.text


async def test_the_cards_are_told_which_devices_there_are(house: House, hass_ws_client: WebSocketGenerator) -> None:
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id({"type": "overshot/dashboard"})
    answer = await client.receive_json()

    (site,) = answer["result"]["sites"]
    assert (site["entry_id"], site["title"], site["phases"]) == (house.entry.entry_id, house.entry.title, 3)
    roles = {device["serial"]: device["roles"] for device in site["devices"]}
    assert roles[METER_SERIAL] == ["grid"]
    assert roles["WITTY-0001"] == ["charge_point"]
    assert all(device["device_id"] for device in site["devices"])


async def test_the_house_is_told_once_a_decision_and_after_a_reload_again(
    house: House, hass_ws_client: WebSocketGenerator, freezer: Any
) -> None:
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id({"type": "overshot/live", "config_entry_id": house.entry.entry_id})
    assert (await client.receive_json())["success"]
    first = (await client.receive_json())["event"]
    assert first["loaded"]
    assert first["consumers"][0]["kind"] == "car"

    await house.hass.config_entries.async_unload(house.entry.entry_id)
    freezer.tick(1)
    async_fire_time_changed(house.hass)
    await house.hass.async_block_till_done()
    assert (await client.receive_json())["event"] == {"loaded": False}


async def test_before_the_first_decision_nothing_is_claimed(house: House) -> None:
    """Cards that are open while the site starts see the car, but no grid power and no reason yet."""
    await house.telegram(1_000)
    house.site.data = None
    told = told_live(house.site, dt_util.utcnow())
    assert (told["stale"], told["grid"], told["quarter"], told["held_back"]) == (True, None, None, [])
    (car,) = told["consumers"]
    assert (car["kind"], car["status"], car["reason"]) == ("car", None, None)


async def test_nobody_is_told_of_a_site_that_is_not_there(house: House, hass_ws_client: WebSocketGenerator) -> None:
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id({"type": "overshot/live", "config_entry_id": "elsewhere"})
    answer = await client.receive_json()
    assert (answer["success"], answer["error"]["code"]) == (False, "not_found")


async def test_who_may_not_see_the_site_is_told_nothing_of_it(
    house: House, hass_ws_client: WebSocketGenerator, hass_read_only_access_token: str, hass_read_only_user: Any
) -> None:
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {"sensor.elsewhere": True}}})
    client = await hass_ws_client(house.hass, hass_read_only_access_token)
    await client.send_json_auto_id({"type": "overshot/dashboard"})
    assert (await client.receive_json())["result"] == {"sites": []}
    for command in ("overshot/live", "overshot/plan/past"):
        await client.send_json_auto_id({"type": command, "config_entry_id": house.entry.entry_id})
        assert (await client.receive_json())["error"]["code"] == "unauthorized"


async def test_who_may_only_look_is_told_so(
    house: House, hass_ws_client: WebSocketGenerator, hass_read_only_access_token: str
) -> None:
    client = await hass_ws_client(house.hass, hass_read_only_access_token)
    await client.send_json_auto_id({"type": "overshot/dashboard"})
    (site,) = (await client.receive_json())["result"]["sites"]
    assert site["may_control"] is False


async def test_what_was_measured_today_is_told_beside_what_was_planned(
    house: House, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id({"type": "overshot/plan/past", "config_entry_id": house.entry.entry_id})
    answer = await client.receive_json()
    assert answer["success"]
    assert all(quarter.keys() == {"start", "planned", "measured", "soc"} for quarter in answer["result"]["quarters"])
