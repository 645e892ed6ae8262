"""Adding a device that is not there yet."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import CONF_FAMILY, DOMAIN
from ..modbus_link import Link
from .found import PlannedDevice

_ABSENT: Final = frozenset({"cannot_connect", "cannot_open", "hung_up", "silent_device", "silent_line"})
"""Errors that say that nobody is there yet, or that somebody else holds the device."""


def may_be_planned(errors: Mapping[str, str]) -> bool:
    """Whether what went wrong is that nobody is there; whoever is there must be the right one."""
    return errors.get("base") in _ABSENT


async def async_plan(hass: HomeAssistant, link: Link, unit_id: int, family: str) -> PlannedDevice:
    """Return a device that will be there, called after its family."""
    names = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    title = names.get(f"component.{DOMAIN}.selector.{CONF_FAMILY}.options.{family}", family)
    return PlannedDevice(link=link, unit_id=unit_id, family=family, title=title)
