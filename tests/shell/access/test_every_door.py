"""Every action there is: those that change something refuse who may only read, those that tell secrets all but admins."""

from typing import Any

from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from ..conftest import House

TELLING = {
    "export_tables",
    "get_contracts",
    "get_energy_report",
    "get_forecast",
    "get_plan",
    "get_prices",
    "get_sessions",
    "what_if",
}
"""They change nothing, and tell nothing but what a dashboard shows."""

ADMINS: dict[str, dict[str, Any]] = {
    "export_sessions": {},
    "get_access_list": {},
    "import_access": {"persons": "name,group\nAnna,\n"},
    "import_sessions": {"content": "x"},
    "set_reimbursement": {},
}
"""With what each can be called."""

STEERING: dict[str, dict[str, Any]] = {
    "authorize": {},
    "block_charge_point": {},
    "release_charge_point": {},
    "set_control": {"control": "active"},
    "set_charging_mode": {"mode": "boost"},
    "set_energy_targets": {"targets": []},
    "set_phase_mode": {"mode": "automatic"},
    "set_range_wish": {"range": 100},
    "start_charging": {},
    "stop_charging": {},
}
"""Those for charge points; they are called for the station."""

OTHERS: dict[str, dict[str, Any]] = {
    "replan": {},
    "set_grid_limit": {"power": 1000},
    "set_peak_limit": {"power": 4000},
}
"""Those for the site."""

ELSEWHERE = {"set_battery_mode", "set_charge_timer", "set_heat_pump_mode", "set_heat_pump_schedule"}
"""Those for devices this site has none of: they find them as those for charge points do."""


def test_every_action_is_known_here(hass: HomeAssistant, house: House) -> None:
    """Whoever adds one says here who may call it."""
    known = TELLING | ADMINS.keys() | STEERING.keys() | OTHERS.keys() | ELSEWHERE
    assert set(hass.services.async_services()["overshot"]) == known


async def context_of(hass: HomeAssistant, group: str) -> Context:
    """Return the context of what a user of a group does."""
    found = await hass.auth.async_get_group(group)
    assert found is not None
    return Context(user_id=MockUser(name=group, groups=[found]).add_to_hass(hass).id)


async def call(house: House, service: str, data: dict[str, Any], context: Context) -> None:
    """Call an action."""
    answers = house.hass.services.supports_response("overshot", service).value == "only"
    await house.hass.services.async_call(
        "overshot", service, data, blocking=True, context=context, return_response=answers
    )


@pytest.mark.parametrize("service", [*STEERING, *OTHERS])
async def test_who_may_only_read_steers_nothing(hass: HomeAssistant, house: House, service: str) -> None:
    target = {"entity_id": house.entity_id("select", "charging_mode")}
    data = {**STEERING[service], **target} if service in STEERING else OTHERS[service]
    before = house.site.state.settings
    with pytest.raises(Unauthorized):
        await call(house, service, data, await context_of(hass, GROUP_ID_READ_ONLY))
    assert house.site.state.settings is before


@pytest.mark.parametrize("group", [GROUP_ID_USER, GROUP_ID_READ_ONLY])
@pytest.mark.parametrize("service", ADMINS)
async def test_secrets_and_money_are_the_administrators(
    hass: HomeAssistant, house: House, service: str, group: str
) -> None:
    with pytest.raises(Unauthorized):
        await call(house, service, ADMINS[service], await context_of(hass, group))
