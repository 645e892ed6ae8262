"""The action that takes tables of persons, vehicles and cards into the access list, for administrators.

Home Assistant tells everybody on its bus, and its recorder, what an action is called with. So cards come in a file.
"""

from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
import voluptuous as vol

from ..const import DOMAIN
from ..core.access.tables import AccessTableError, Table
from ..site_services import SITE, site_of
from .importing import async_store, plan_import
from .secret import async_secret

SERVICE_IMPORT_ACCESS: Final = "import_access"
LARGEST: Final = 1_000_000
"""Of a file (bytes)."""

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
IMPORT_SCHEMA: Any = vol.Schema({**SITE, **{vol.Optional(table.value): cv.string for table in Table}})


@callback
def async_setup_import_services(hass: HomeAssistant) -> None:
    """Register the action."""
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_IMPORT_ACCESS,
        _async_import,
        schema=IMPORT_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_import(call: ServiceCall) -> ServiceResponse:
    """Take in all tables, or nothing."""
    site = site_of(call)
    hass, entry = call.hass, site.config_entry
    texts = {table: await _async_text(hass, table, call.data[table]) for table in Table if table in call.data}
    if not texts:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="access_no_table")
    try:
        planned = plan_import(entry, texts, await async_secret(hass))
    except AccessTableError as err:
        raise _told(err) from err
    added, changed = async_store(hass, entry, planned)
    return {"added": added, "changed": changed} if call.return_response else None


async def _async_text(hass: HomeAssistant, table: Table, given: str) -> str:
    """Return the text of a table, or of the file that is named."""
    if "\n" in given.strip():
        if table is Table.CARDS:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="access_cards_as_file")
        return given
    if (text := await hass.async_add_executor_job(_read, Path(hass.config.config_dir), given.strip())) is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="access_no_file", translation_placeholders={"table": table.value}
        )
    return text


def _read(folder: Path, name: str) -> str | None:
    """Return the text of a CSV file in the configuration folder; None where there is none that can be read."""
    folder = folder.resolve()
    path = (folder / name).resolve()
    if path.suffix.casefold() != ".csv" or not path.is_relative_to(folder):
        return None
    try:
        if path.stat().st_size > LARGEST:
            return None
        return path.read_text(encoding="utf-8-sig")
    except OSError, UnicodeDecodeError:
        return None


def _told(err: AccessTableError) -> ServiceValidationError:
    """Return the first mistake in words, and the rows of the others."""
    first, *rest = err.wrong
    others = ", ".join(dict.fromkeys(f"{it.table.value} {it.row}" for it in rest))
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=f"access_{first.mistake.value}",
        translation_placeholders={
            "table": first.table.value,
            "row": str(first.row),
            "column": first.column,
            "value": first.value,
            "others": others or "-",
        },
    )
