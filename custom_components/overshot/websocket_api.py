"""What the cards ask for beside states and actions: which sites and devices there are, and the house as it is now.

Whoever may see the entities of a site may ask; nothing is changed here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .access.permission import may_control, may_read
from .const import (
    CONF_MANUFACTURER,
    CONF_MODEL,
    CONF_SERIAL_NUMBER,
    DOMAIN,
    LOGGER,
    NO_DEVICES,
    SUBENTRY_CONTRACT,
    SUBENTRY_PANELS,
)
from .coordinator import OvershotConfigEntry
from .core.control import Decision
from .live import told_live
from .plans.journal import told_past
from .records.database import RecordsError

EVERY: Final = timedelta(seconds=1)
"""How often a card is told something new at most."""

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
DASHBOARD: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/dashboard"}
PAST: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/plan/past", vol.Required("config_entry_id"): cv.string}
LIVE: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/live", vol.Required("config_entry_id"): cv.string}


@callback
def async_setup_websocket_api(hass: HomeAssistant) -> None:
    """Register the commands."""
    websocket_api.async_register_command(hass, ws_dashboard)
    websocket_api.async_register_command(hass, ws_live)
    websocket_api.async_register_command(hass, ws_past)


@callback
@websocket_api.websocket_command(DASHBOARD)
def ws_dashboard(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell which sites there are, as far as the user may see them, and what belongs to them."""
    user = connection.user
    sites = [
        {**_site(entry), "may_control": may_control(hass, user, entry)}
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        if may_read(hass, user, entry)
    ]
    connection.send_result(msg["id"], {"sites": sites})


def _site(entry: OvershotConfigEntry) -> dict[str, Any]:
    """Return a site and its devices."""
    data = entry.runtime_data
    site, fleet = data.site.site, data.site.fleet
    kinds = {subentry.subentry_type for subentry in entry.subentries.values()}
    roles: dict[str, Mapping[str, Any]] = {
        "charge_point": fleet.stations,
        "heat_pump": fleet.heat_pumps,
        "load": fleet.loads,
        "controller": fleet.controllers,
        "battery": data.site.snapshot.batteries,
        "solar": data.site.snapshot.solar,
    }
    return {
        "entry_id": entry.entry_id,
        "title": entry.title,
        "device_id": data.site_device_id,
        "phases": site.connection.type.phases,
        "limit": site.connection.limit,
        "panels": SUBENTRY_PANELS in kinds,
        "contract": SUBENTRY_CONTRACT in kinds,
        "devices": [
            {
                "id": id_,
                "device_id": device.device_id,
                "name": device.name,
                "type": device.subentry.subentry_type,
                "roles": [
                    *(["grid"] if device is data.site.grid_device else []),
                    *(role for role, ids in roles.items() if id_ in ids),
                ],
                "manufacturer": device.subentry.data.get(CONF_MANUFACTURER),
                "model": device.subentry.data.get(CONF_MODEL),
                "serial": device.subentry.data.get(CONF_SERIAL_NUMBER),
                "steered": data.site.state.controlled(id_) if id_ in fleet.writers else None,
            }
            for id_, device in data.devices.items()
            if device.subentry.subentry_type not in NO_DEVICES
        ],
    }


@callback
@websocket_api.websocket_command(LIVE)
def ws_live(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell the house as it is, at most once a second, and only after something was decided anew.

    It goes on while the site is loaded anew: the card is told that nothing is known meanwhile.
    """
    number, entry_id = msg["id"], msg["config_entry_id"]
    entry: OvershotConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN:
        connection.send_error(number, websocket_api.ERR_NOT_FOUND, "There is no such site")
        return
    if not may_read(hass, connection.user, entry):
        raise Unauthorized
    connection.send_result(number)
    teller = _Teller(entry, lambda told: connection.send_event(number, told))
    teller.tell(dt_util.utcnow())
    connection.subscriptions[number] = async_track_time_interval(
        hass, teller.tell, EVERY, name=f"overshot live {entry_id}", cancel_on_shutdown=True
    )


@websocket_api.websocket_command(PAST)
@websocket_api.async_response
async def ws_past(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell what was planned for the quarters of today that are over, and what was measured in them."""
    entry: OvershotConfigEntry | None = hass.config_entries.async_get_entry(msg["config_entry_id"])
    if entry is None or entry.domain != DOMAIN or entry.state is not ConfigEntryState.LOADED:
        connection.send_error(msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such site")
        return
    if not may_read(hass, connection.user, entry):
        raise Unauthorized
    data = entry.runtime_data
    start = dt_util.as_utc(dt_util.start_of_local_day())
    try:
        records = await data.ledger.database.async_quarters(start, dt_util.utcnow())
    except RecordsError as err:
        LOGGER.debug("%s: the plan is told without what was measured: %s", entry.title, err)
        records = []
    names = {id_: device.name for id_, device in data.devices.items()}
    connection.send_result(msg["id"], {"quarters": told_past(data.plans.journal, records, names, start)})


class _Teller:
    """Tells one card what has changed."""

    def __init__(self, entry: OvershotConfigEntry, send: Callable[[dict[str, Any]], None]) -> None:
        """Tell of a site by `send`."""
        self._entry = entry
        self._send = send
        self._told: Decision | None = None
        self._silent = False

    @callback
    def tell(self, _: datetime) -> None:
        """Tell what was decided since the last time, if anything."""
        if self._entry.state is not ConfigEntryState.LOADED:
            if not self._silent:
                self._send({"loaded": False})
            self._silent, self._told = True, None
            return
        site = self._entry.runtime_data.site
        if site.data is None or site.data is self._told:
            return
        self._silent, self._told = False, site.data
        self._send({"loaded": True, **told_live(site, dt_util.utcnow())})
