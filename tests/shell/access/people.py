"""An access list for the tests: persons, groups, cards and vehicles as Home Assistant stores them."""

from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from custom_components.overshot.access.secret import async_secret
from custom_components.overshot.core.control.charging.access import tag_hash

CARD = "04A22B91"
"""What is printed on the card of Anna."""


async def add(hass: HomeAssistant, entry: ConfigEntry, kind: str, name: str, **data: Any) -> str:
    """Add something to the access list of a site; return its key."""
    key = f"{kind}_{name.casefold()}"
    subentry = ConfigSubentry(data=MappingProxyType(data), subentry_type=kind, title=name, unique_id=key)
    hass.config_entries.async_add_subentry(entry, subentry)
    await hass.async_block_till_done()
    return key


async def add_card(hass: HomeAssistant, entry: ConfigEntry, name: str, id_: str, **data: Any) -> str:
    """Add a card."""
    tag = tag_hash(id_, await async_secret(hass))
    return await add(hass, entry, "card", name, tag_hash=tag, hint=id_[-2:], **data)
