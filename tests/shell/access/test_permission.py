"""Who may only read changes nothing, through whichever door: real users, over a real websocket."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.auth.permissions.models import PermissionLookup
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockUser

from custom_components.overshot.access.permission import (
    async_require_admin,
    async_require_control,
    may_control,
    may_read,
)

from ..conftest import House

STEERING: list[tuple[str, str, dict[str, Any]]] = [
    ("overshot", "authorize", {}),
    ("overshot", "start_charging", {}),
    ("overshot", "stop_charging", {}),
    ("overshot", "block_charge_point", {}),
    ("overshot", "release_charge_point", {}),
    ("overshot", "set_charging_mode", {"mode": "boost"}),
    ("select", "select_option", {"option": "boost"}),
]
"""All of them are called for the select of the charging mode."""

type As = Callable[[User], Awaitable[Any]]


@pytest.fixture
async def as_user(hass: HomeAssistant, hass_ws_client: Any) -> As:
    """Return what opens a websocket for a user."""
    assert await async_setup_component(hass, "websocket_api", {})

    async def open_(user: User) -> Any:
        await async_setup_component(hass, "auth", {})
        token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
        return await hass_ws_client(hass, hass.auth.async_create_access_token(token))

    return open_


async def user_in(hass: HomeAssistant, group: str) -> User:
    """Return a user of one of Home Assistant's own groups."""
    found = await hass.auth.async_get_group(group)
    assert found is not None
    return MockUser(name=group, groups=[found]).add_to_hass(hass)


async def answer(client: Any, house: House, domain: str, service: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return what a websocket answers to an action for the station."""
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": domain,
            "service": service,
            "service_data": data,
            "target": {"entity_id": house.entity_id("select", "charging_mode")},
        }
    )
    got: dict[str, Any] = await client.receive_json()
    return got


@pytest.mark.parametrize(("domain", "service", "data"), STEERING, ids=[f"{it[0]}.{it[1]}" for it in STEERING])
async def test_who_may_only_read_changes_nothing(
    hass: HomeAssistant, house: House, as_user: As, domain: str, service: str, data: dict[str, Any]
) -> None:
    await house.control()
    house.station.plug()
    await house.poll()
    await house.telegram(500)
    before = (house.site.state.settings, house.site.access.state)
    client = await as_user(await user_in(hass, GROUP_ID_READ_ONLY))
    got = await answer(client, house, domain, service, data)
    assert got["success"] is False
    assert got["error"]["message"] == "Unauthorized"
    assert (house.site.state.settings, house.site.access.state) == before


async def test_who_may_control_does(hass: HomeAssistant, house: House, as_user: As) -> None:
    await house.control()
    house.station.plug()
    await house.poll()
    await house.telegram(500)
    client = await as_user(await user_in(hass, GROUP_ID_USER))
    for domain, service, data in STEERING:
        assert (await answer(client, house, domain, service, data))["success"], service


async def test_cards_are_the_administrators(hass: HomeAssistant, house: House, as_user: As, hass_client: Any) -> None:
    """The flows that add or change them are Home Assistant's, which lets nobody else in."""
    user = await user_in(hass, GROUP_ID_USER)
    token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    assert await async_setup_component(hass, "config", {})
    client = await hass_client(hass.auth.async_create_access_token(token))
    made = await client.post(
        "/api/config/config_entries/subentries/flow", json={"handler": [house.entry.entry_id, "card"]}
    )
    assert made.status in (401, 403)


@pytest.mark.parametrize(
    ("problem", "policy", "steers", "sees"),
    [
        ("nothing at all", {}, False, False),
        ("everything", {"entities": True}, True, True),
        ("everything may be seen", {"entities": {"all": {"read": True}}}, False, True),
        ("selects alone are not all of a station", {"entities": {"domains": {"select": True}}}, False, False),
    ],
)
async def test_what_a_policy_means(
    hass: HomeAssistant, house: House, problem: str, policy: dict[str, Any], steers: bool, sees: bool
) -> None:
    user = MockUser(name="somebody", groups=[]).add_to_hass(hass)
    user.mock_policy(policy)
    for device in (None, house.station_id):
        assert may_control(hass, user, house.entry, device) is steers, problem
    assert may_read(hass, user, house.entry) is sees, problem


async def test_a_user_may_be_given_one_station(hass: HomeAssistant, house: House) -> None:
    device = house.entry.runtime_data.devices[house.station_id].device_id
    user = MockUser(name="guest", groups=[]).add_to_hass(hass)
    user.perm_lookup = PermissionLookup(er.async_get(hass), dr.async_get(hass))
    user.mock_policy({"entities": {"device_ids": {device: True}}})
    assert may_control(hass, user, house.entry, house.station_id)
    assert not may_control(hass, user, house.entry)


async def test_what_home_assistant_does_by_itself_may(hass: HomeAssistant, house: House) -> None:
    await async_require_control(hass, Context(), house.entry)
    await async_require_admin(hass, Context())


async def test_who_is_no_administrator_gets_no_secrets(hass: HomeAssistant) -> None:
    user = await user_in(hass, GROUP_ID_USER)
    with pytest.raises(Unauthorized):
        await async_require_admin(hass, Context(user_id=user.id))
    admin = await user_in(hass, GROUP_ID_ADMIN)
    await async_require_admin(hass, Context(user_id=admin.id))


async def test_a_user_who_was_removed_is_nobody(hass: HomeAssistant, house: House) -> None:
    with pytest.raises(UnknownUser):
        await async_require_control(hass, Context(user_id="gone"), house.entry)
