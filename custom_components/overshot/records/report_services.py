"""Who may ask for reports, and how: an action for automations, two commands for cards. Whoever may look may ask."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import DOMAIN
from ..coordinator import OvershotConfigEntry
from ..core.ledger.reports.periods import Step
from ..site_services import SITE, async_site_to_read
from .database import RecordsError
from .report import async_peaks, async_report

SERVICE_GET_ENERGY_REPORT: Final = "get_energy_report"
ATTR_PERIOD: Final = "period"
ATTR_AT: Final = "at"
ATTR_SAVINGS: Final = "savings"

PERIODS: Final = [step.value for step in Step]
EARLIEST: Final = date(2000, 1, 1)
"""Nothing is older."""


def _moment(told: Any) -> datetime:
    """Return a moment out of a date or a date with a time, local unless it says otherwise. Raises `vol.Invalid`."""
    if isinstance(told, str) and len(told) <= len("2026-11-21"):
        told = cv.date(told)
    if isinstance(told, date) and not isinstance(told, datetime):
        told = datetime.combine(told, time(12))
    moment: datetime = cv.datetime(told)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt_util.get_default_time_zone())
    if not EARLIEST <= moment.date() < date(2200, 1, 1):
        raise vol.Invalid("Nothing is recorded of that time")
    return dt_util.as_utc(moment)


ASKED: Final[dict[Any, Any]] = {
    vol.Optional(ATTR_PERIOD, default=Step.DAY.value): vol.In(PERIODS),
    vol.Optional(ATTR_AT): _moment,
    vol.Optional(ATTR_SAVINGS): cv.boolean,
}
# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
REPORT_SCHEMA: Any = vol.Schema({**SITE, **ASKED})
WS_ENTRY: Final[dict[Any, Any]] = {vol.Required("config_entry_id"): cv.string}
WS_REPORT: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/energy/report", **WS_ENTRY, **ASKED}
WS_PEAKS: Final[dict[Any, Any]] = {vol.Required("type"): f"{DOMAIN}/energy/peaks", **WS_ENTRY}


@callback
def async_setup_report_services(hass: HomeAssistant) -> None:
    """Register the action and the commands."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_ENERGY_REPORT,
        _async_get_energy_report,
        schema=REPORT_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    websocket_api.async_register_command(hass, ws_report)
    websocket_api.async_register_command(hass, ws_peaks)


async def _async_get_energy_report(call: ServiceCall) -> ServiceResponse:
    """Return a report, and the capacity page with it."""
    entry: OvershotConfigEntry = (await async_site_to_read(call)).config_entry
    try:
        return {**await _async_asked(entry, call.data), "peaks": await async_peaks(entry)}
    except RecordsError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="records_unreadable",
            translation_placeholders={"error": str(err)},
        ) from err


async def _async_asked(entry: OvershotConfigEntry, asked: Any) -> dict[str, Any]:
    """Return the report that is asked for. A year's savings take seconds: they are told only to who asks for them."""
    step = Step(asked[ATTR_PERIOD])
    with_savings = asked.get(ATTR_SAVINGS, step is not Step.YEAR)
    return await async_report(entry, step, asked.get(ATTR_AT) or dt_util.utcnow(), with_savings=with_savings)


@websocket_api.websocket_command(WS_REPORT)
@websocket_api.async_response
async def ws_report(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell the report of a time."""
    await _async_answer(hass, connection, msg, lambda entry: _async_asked(entry, msg))


@websocket_api.websocket_command(WS_PEAKS)
@websocket_api.async_response
async def ws_peaks(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
    """Tell the capacity page."""
    await _async_answer(hass, connection, msg, async_peaks)


async def _async_answer(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
    answer: Callable[[OvershotConfigEntry], Awaitable[dict[str, Any]]],
) -> None:
    """Answer for the site that is named, if it is loaded."""
    entry: OvershotConfigEntry | None = hass.config_entries.async_get_entry(msg["config_entry_id"])
    if entry is None or entry.domain != DOMAIN or entry.state is not ConfigEntryState.LOADED:
        connection.send_error(msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such site, or it is not loaded")
        return
    try:
        told = await answer(entry)
    except RecordsError as err:
        connection.send_error(msg["id"], websocket_api.ERR_HOME_ASSISTANT_ERROR, str(err))
        return
    connection.send_result(msg["id"], told)
