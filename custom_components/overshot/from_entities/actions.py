"""Call other integrations: one call with one way to fail."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State, split_entity_id
from homeassistant.exceptions import HomeAssistantError
import voluptuous as vol

from ..const import DOMAIN

CALL_TIMEOUT: Final = 10.0
"""An action that takes longer has failed (s)."""


async def async_act(hass: HomeAssistant, action: str, data: Mapping[str, Any]) -> None:
    """Call an action, `number.set_value`, and wait until it is done. Raises `HomeAssistantError`."""
    await _async_call(hass, action, data, answers=False)


async def async_ask(hass: HomeAssistant, action: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Call an action that answers. Raises `HomeAssistantError`."""
    return await _async_call(hass, action, data, answers=True) or {}


async def _async_call(
    hass: HomeAssistant, action: str, data: Mapping[str, Any], *, answers: bool
) -> Mapping[str, Any] | None:
    """Call an action."""
    domain, _, service = action.partition(".")
    try:
        async with asyncio.timeout(CALL_TIMEOUT):
            return await hass.services.async_call(domain, service, dict(data), blocking=True, return_response=answers)
    except (TimeoutError, ValueError, vol.Invalid) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="action_failed",
            translation_placeholders={"action": action, "error": str(err) or "timeout"},
        ) from err


def target_state(hass: HomeAssistant, entity: str) -> State:
    """Return the state of an entity that is to take an order.

    Raises `HomeAssistantError` where it is unavailable: Home Assistant would skip it without a word.
    """
    state = hass.states.get(entity)
    if state is None or state.state == STATE_UNAVAILABLE:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="entity_unavailable", translation_placeholders={"entity": entity}
        )
    return state


async def async_set_number(hass: HomeAssistant, entity: str, value: float) -> None:
    """Set a number. Raises `HomeAssistantError`."""
    target_state(hass, entity)
    domain = split_entity_id(entity)[0]
    await async_act(hass, f"{domain}.set_value", {ATTR_ENTITY_ID: entity, "value": value})


async def async_set_option(hass: HomeAssistant, entity: str, option: str) -> None:
    """Choose an option of a select, or switch something `on` or `off`. Raises `HomeAssistantError`."""
    domain = split_entity_id(entity)[0]
    if domain in ("select", "input_select"):
        target_state(hass, entity)
        await async_act(hass, f"{domain}.select_option", {ATTR_ENTITY_ID: entity, "option": option})
    else:
        await async_switch(hass, [entity], option == "on")


async def async_switch(hass: HomeAssistant, entities: list[str], active: bool) -> None:
    """Switch entities in one call. Raises `HomeAssistantError`."""
    for entity in entities:
        target_state(hass, entity)
    await async_act(hass, f"homeassistant.turn_{'on' if active else 'off'}", {ATTR_ENTITY_ID: entities})


async def async_press(hass: HomeAssistant, entity: str) -> None:
    """Press a button. Raises `HomeAssistantError`."""
    target_state(hass, entity)
    await async_act(hass, f"{split_entity_id(entity)[0]}.press", {ATTR_ENTITY_ID: entity})


def filled(data: Any, values: Mapping[str, float | str]) -> Any:
    """Return data with `{current}` and the like filled in; a text that is nothing else becomes the number itself."""
    if isinstance(data, Mapping):
        return {key: filled(value, values) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(value, values) for value in data]
    if not isinstance(data, str):
        return data
    for name, value in values.items():
        whole = _whole(value)
        if data.strip() == f"{{{name}}}":
            return whole
        data = data.replace(f"{{{name}}}", str(whole))
    return data


def mentions(data: Any, name: str) -> bool:
    """Whether `{name}` stands anywhere in the data."""
    if isinstance(data, Mapping):
        return any(mentions(value, name) for value in data.values())
    if isinstance(data, list):
        return any(mentions(value, name) for value in data)
    return isinstance(data, str) and f"{{{name}}}" in data


def _whole(value: float | str) -> float | int | str:
    """Return a whole number as such: many actions take no 16.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
