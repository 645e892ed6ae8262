"""The secret of this installation: what is stored of a card is its HMAC with it, which tells nothing of the card."""

from asyncio import Lock
from secrets import token_hex
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, SUBENTRY_CARD

STORAGE_VERSION: Final = 1
ISSUE_CARDS_UNREADABLE: Final = "cards_unreadable"
_LENGTH: Final = 32
_KEY: Final = "key"

_SECRET: HassKey[str] = HassKey(f"{DOMAIN}_access_secret")
_LOCK: HassKey[Lock] = HassKey(f"{DOMAIN}_access_lock")


async def async_secret(hass: HomeAssistant) -> str:
    """Return the secret, made once for all sites; it is in a file of its own, and nowhere else."""
    async with hass.data.setdefault(_LOCK, Lock()):
        if _SECRET not in hass.data:
            hass.data[_SECRET] = await _async_read(hass)
        return hass.data[_SECRET]


async def _async_read(hass: HomeAssistant) -> str:
    """Return the stored secret; make one where there is none."""
    store = _store(hass)
    stored = await store.async_load() or {}
    if secret := stored.get(_KEY):
        return secret
    if any(entry.get_subentries_of_type(SUBENTRY_CARD) for entry in hass.config_entries.async_entries(DOMAIN)):
        # The file was lost, as by a backup that was put back in part: what is stored of the cards means nothing any more.
        ir.async_create_issue(
            hass,
            DOMAIN,
            ISSUE_CARDS_UNREADABLE,
            is_fixable=False,
            is_persistent=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key=ISSUE_CARDS_UNREADABLE,
        )
    secret = token_hex(_LENGTH)
    await store.async_save({_KEY: secret})
    return secret


async def async_forget_secret(hass: HomeAssistant) -> None:
    """Remove the secret with the last site."""
    async with hass.data.setdefault(_LOCK, Lock()):
        hass.data.pop(_SECRET, None)
        await _store(hass).async_remove()


def _store(hass: HomeAssistant) -> Store[dict[str, str]]:
    """Return where the secret is kept."""
    return Store(hass, STORAGE_VERSION, f"{DOMAIN}.access", private=True, atomic_writes=True)
