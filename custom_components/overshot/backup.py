"""Home Assistant's backup platform: the records are copied as they were at one moment.

Before a backup, what is in the write-ahead log goes to the file; until it is over the file itself stays as it is, and
what is written meanwhile goes to the log.
"""

import asyncio

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN, LOGGER
from .records.database import Database, RecordsError


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Leave the files of all sites as they are. Raises `HomeAssistantError` where one cannot be."""
    try:
        await asyncio.gather(*(each.async_hold() for each in _databases(hass)))
    except RecordsError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="records_unreadable",
            translation_placeholders={"error": str(err)},
        ) from err


async def async_post_backup(hass: HomeAssistant) -> None:
    """Write to the files again."""
    for each in _databases(hass):
        try:
            await each.async_release()
        except RecordsError as err:
            LOGGER.warning("The records stay in their write-ahead log until they are opened again: %s", err)


def _databases(hass: HomeAssistant) -> list[Database]:
    """Return the records of all sites that are loaded."""
    return [entry.runtime_data.ledger.database for entry in hass.config_entries.async_loaded_entries(DOMAIN)]
