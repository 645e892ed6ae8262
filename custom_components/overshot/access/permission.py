"""What a user of Home Assistant may do here: who may only read changes nothing, and secrets are the administrators'.

Actions that target entities through Home Assistant's own entity services, and its entities themselves, are checked by
Home Assistant. Everything else (actions for a site or a charge point, websocket commands, views) asks here.
"""

from collections.abc import Iterable
from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er

STEERING: Final = frozenset({Platform.DATETIME, Platform.NUMBER, Platform.SELECT, Platform.SWITCH})
"""Entities of these kinds change what Overshot does."""


async def async_require_control(
    hass: HomeAssistant, context: Context, entry: ConfigEntry, device: str | None = None
) -> None:
    """Go on only for who may steer a site, or one of its devices (by the id of its subentry).

    What Home Assistant does by itself, as an automation, may. Raises `Unauthorized`.
    """
    user = await async_user_of(hass, context)
    if not may_control(hass, user, entry, device):
        raise Unauthorized(context=context, config_entry_id=entry.entry_id, permission=POLICY_CONTROL)


async def async_require_read(hass: HomeAssistant, context: Context, entry: ConfigEntry) -> None:
    """Go on only for who may see what a site does. Raises `Unauthorized`."""
    user = await async_user_of(hass, context)
    if not may_read(hass, user, entry):
        raise Unauthorized(context=context, config_entry_id=entry.entry_id, permission=POLICY_READ)


async def async_require_admin(hass: HomeAssistant, context: Context) -> None:
    """Go on only for administrators, and for what Home Assistant does by itself. Raises `Unauthorized`."""
    user = await async_user_of(hass, context)
    if user is not None and not user.is_admin:
        raise Unauthorized(context=context)


async def async_user_of(hass: HomeAssistant, context: Context) -> User | None:
    """Return who asks, None where Home Assistant itself does. Raises `UnknownUser`."""
    if context.user_id is None:
        return None
    if (user := await hass.auth.async_get_user(context.user_id)) is None:
        raise UnknownUser(context=context)
    return user


def may_control(hass: HomeAssistant, user: User | None, entry: ConfigEntry, device: str | None = None) -> bool:
    """Whether a user (of a websocket connection: `connection.user`) may steer a site or one of its devices.

    That takes the right to control every entity that steers it.
    """
    if user is None or user.is_admin or user.permissions.access_all_entities(POLICY_CONTROL):
        return True
    entities = list(_steering(hass, entry, device))
    return bool(entities) and all(user.permissions.check_entity(entity, POLICY_CONTROL) for entity in entities)


def may_read(hass: HomeAssistant, user: User | None, entry: ConfigEntry) -> bool:
    """Whether a user may see what a site does: the right to read every entity of the site as a whole."""
    if user is None or user.is_admin or user.permissions.access_all_entities(POLICY_READ):
        return True
    registry = er.async_get(hass)
    entities = [
        each.entity_id
        for each in er.async_entries_for_config_entry(registry, entry.entry_id)
        if each.config_subentry_id is None
    ]
    return bool(entities) and all(user.permissions.check_entity(entity, POLICY_READ) for entity in entities)


def _steering(hass: HomeAssistant, entry: ConfigEntry, device: str | None) -> Iterable[str]:
    """Yield the entities that steer a device, or the site as a whole."""
    for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        if each.domain in STEERING and each.config_subentry_id == device:
            yield each.entity_id
