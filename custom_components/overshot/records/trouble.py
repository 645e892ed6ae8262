"""Tell the user what is wrong with the file the records are kept in."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from .database import Database, Trouble

_KEYS: Final = {
    Trouble.DAMAGED: "records_damaged",
    Trouble.NEWER: "records_newer",
    Trouble.VOLATILE: "records_volatile",
}


@callback
def async_tell_trouble(hass: HomeAssistant, entry_id: str, site: str, database: Database) -> None:
    """Tell what was wrong with the file of a site. A file that was set aside stays told: nobody opens it by himself."""
    volatile = f"{_KEYS[Trouble.VOLATILE]}_{entry_id}"
    trouble = database.trouble
    if trouble is not Trouble.VOLATILE:
        ir.async_delete_issue(hass, DOMAIN, volatile)
    if trouble is None:
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        volatile if trouble is Trouble.VOLATILE else f"{_KEYS[trouble]}_{entry_id}",
        is_fixable=False,
        is_persistent=trouble is not Trouble.VOLATILE,
        severity=ir.IssueSeverity.ERROR if trouble is Trouble.VOLATILE else ir.IssueSeverity.WARNING,
        translation_key=_KEYS[trouble],
        translation_placeholders={
            "site": site,
            "file": str(database.path),
            "kept": database.set_aside.name if database.set_aside is not None else "",
        },
    )


@callback
def async_forget_trouble(hass: HomeAssistant, entry_id: str) -> None:
    """Tell nothing more of a site that is removed."""
    for key in _KEYS.values():
        ir.async_delete_issue(hass, DOMAIN, f"{key}_{entry_id}")
