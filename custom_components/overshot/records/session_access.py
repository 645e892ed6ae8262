"""Sessions for cards and browsers: a command that lists them, one that gives the address of a download, and the download.

Whoever may see the site may list its sessions; only administrators take them along.
"""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from aiohttp import web
from homeassistant.components import websocket_api
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import config_validation as cv
import voluptuous as vol
from yarl import URL

from ..access.permission import may_read
from ..const import DOMAIN
from ..coordinator import OvershotConfigEntry
from .database import RecordsError
from .session_files import HTML, SessionFile, async_session_files
from .session_request import EXPORT_FIELDS, LIST_FIELDS
from .session_services import async_list

ADDRESS: Final = f"/api/{DOMAIN}/sessions/{{entry_id}}"
VALID: Final = timedelta(minutes=5)
"""How long the address of a download works."""

ENTRY: Final[dict[Any, Any]] = {vol.Required("config_entry_id"): cv.string}
WS_LIST: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/sessions/list", **ENTRY, **LIST_FIELDS}
WS_EXPORT: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/sessions/export", **ENTRY, **EXPORT_FIELDS}
# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
EXPORT_SCHEMA: Any = vol.Schema(EXPORT_FIELDS)

NOTHING_RUNS: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""A report is text: a name in it that is a script stays a name."""


@callback
def async_setup_session_access(hass: HomeAssistant) -> None:
    """Register the commands and the download."""
    websocket_api.async_register_command(hass, ws_list)
    websocket_api.async_register_command(hass, ws_export)
    hass.http.register_view(SessionDownload())


@websocket_api.websocket_command(WS_LIST)
@websocket_api.async_response
async def ws_list(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """List sessions."""
    entry = _entry(hass, msg["config_entry_id"])
    if entry is None:
        connection.send_error(msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such site, or it is not loaded")
        return
    if not may_read(hass, connection.user, entry):
        raise Unauthorized
    try:
        connection.send_result(msg["id"], await async_list(entry, msg))
    except RecordsError as err:
        connection.send_error(msg["id"], websocket_api.ERR_HOME_ASSISTANT_ERROR, str(err))


@callback
@websocket_api.require_admin
@websocket_api.websocket_command(WS_EXPORT)
def ws_export(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell an address from which a browser can take sessions along, for some minutes."""
    if _entry(hass, msg["config_entry_id"]) is None:
        connection.send_error(msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such site, or it is not loaded")
        return
    asked = {key: msg[key] for key in _plain(EXPORT_FIELDS) if key in msg}
    path = ADDRESS.format(entry_id=msg["config_entry_id"])
    connection.send_result(msg["id"], {"url": async_sign_path(hass, str(URL(path).with_query(_query(asked))), VALID)})


class SessionDownload(HomeAssistantView):
    """Sessions as a file: several of them in a zip."""

    url = ADDRESS
    name = f"api:{DOMAIN}:sessions"

    async def get(self, request: web.Request, entry_id: str) -> web.Response:
        """Return the file. Raises `Unauthorized` for who is no administrator."""
        if not request[KEY_HASS_USER].is_admin:
            raise Unauthorized
        entry = _entry(request.app[KEY_HASS], entry_id)
        if entry is None:
            return self.json_message("There is no such site, or it is not loaded", HTTPStatus.NOT_FOUND)
        asked: dict[str, Any] = {}
        for key, value in request.query.items():
            if key in _plain(EXPORT_FIELDS):
                asked.setdefault(key, []).append(value)
        lists = {key for key in asked if key in ("charge_point", "person", "vehicle", "status")}
        try:
            valid = EXPORT_SCHEMA({key: value if key in lists else value[0] for key, value in asked.items()})
            files = await async_session_files(entry, valid)
        except (vol.Invalid, ServiceValidationError) as err:
            return self.json_message(str(err), HTTPStatus.BAD_REQUEST)
        except (RecordsError, HomeAssistantError) as err:
            return self.json_message(str(err), HTTPStatus.SERVICE_UNAVAILABLE)
        if len(files) == 1:
            return _answer(files[0].content.encode(), files[0].name, files[0].media_type)
        packed = await request.app[KEY_HASS].async_add_executor_job(_packed, files)
        return _answer(packed, f"{DOMAIN}-sessions.zip", "application/zip")


def _answer(body: bytes, name: str, media_type: str) -> web.Response:
    """Return a file; a report opens in the browser, to be printed."""
    how = "inline" if media_type == HTML else "attachment"
    return web.Response(
        body=body,
        content_type=media_type,
        charset=None if media_type == "application/zip" else "utf-8",
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "Content-Security-Policy": NOTHING_RUNS,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _packed(files: list[SessionFile]) -> bytes:
    """Return several files as one. Two persons may have one name: the second file gets a number."""
    packed, names = BytesIO(), set[str]()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            name = file.name if file.name not in names else f"{number}-{file.name}"
            names.add(name)
            archive.writestr(name, file.content.encode())
    return packed.getvalue()


def _entry(hass: HomeAssistant, entry_id: str) -> OvershotConfigEntry | None:
    """Return a site that is loaded."""
    entry: OvershotConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    loaded = entry is not None and entry.domain == DOMAIN and entry.state is ConfigEntryState.LOADED
    return entry if loaded else None


def _plain(fields: Mapping[Any, Any]) -> list[str]:
    """Return the names of fields."""
    return [str(field) for field in fields]


def _query(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is asked for as the query of an address."""
    return [
        (key, value.isoformat() if hasattr(value, "isoformat") else str(value))
        for key, values in asked.items()
        for value in (values if isinstance(values, list) else [values])
    ]
