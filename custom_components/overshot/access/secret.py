"""The secret of this installation: what is stored of a card is its HMAC with it, which tells nothing of the card."""

from asyncio import Lock
from secrets import token_hex
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

STORAGE_VERSION: Final = 1
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
    store: Store[dict[str, str]] = Store(hass, STORAGE_VERSION, f"{DOMAIN}.access", private=True, atomic_writes=True)
    stored = await store.async_load() or {}
    if secret := stored.get(_KEY):
        return secret
    secret = token_hex(_LENGTH)
    await store.async_save({_KEY: secret})
    return secret
