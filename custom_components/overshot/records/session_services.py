"""Actions about charging sessions: list them, export and import them, and say what is paid back for a kWh."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..access.permission import async_require_admin
from ..const import DOMAIN
from ..coordinator import OvershotConfigEntry
from ..core.control.persistence import to_plain
from ..core.ledger.sessions.billing import Billing, SalePrice
from ..core.ledger.sessions.imported import Known, Problem, read_sessions
from ..core.ledger.sessions.words import words
from ..site import SiteCoordinator
from ..site_services import SITE, async_site_to_read, site_of
from .database import Batch, RecordsError
from .session_files import async_session_files
from .session_request import ATTR_CHARGE_POINT, ATTR_PERSON, EXPORT_FIELDS, LIST_FIELDS, id_of, period_of, query_of
from .session_words import told_session, told_totals

SERVICE_GET_SESSIONS: Final = "get_sessions"
SERVICE_EXPORT_SESSIONS: Final = "export_sessions"
SERVICE_IMPORT_SESSIONS: Final = "import_sessions"
SERVICE_SET_REIMBURSEMENT: Final = "set_reimbursement"
ATTR_CONTENT: Final = "content"
ATTR_MID_METERS: Final = "mid_meters"
ATTR_PRICES: Final = "prices"

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TOLD_PROBLEMS: Final = 10
"""So many lines are told of a table that cannot be read."""

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
GET_SCHEMA: Any = vol.Schema({**SITE, **LIST_FIELDS})
EXPORT_SCHEMA: Any = vol.Schema({**SITE, **EXPORT_FIELDS})
IMPORT_SCHEMA: Any = vol.Schema(
    {**SITE, vol.Required(ATTR_CONTENT): cv.string, vol.Optional(ATTR_CHARGE_POINT): cv.string}
)
PRICE_SCHEMA: Any = vol.Schema(
    {
        vol.Required("price"): vol.All(vol.Coerce(float), vol.Range(min=-10, max=10)),
        vol.Optional("person"): cv.string,
        vol.Optional("group"): cv.string,
        vol.Optional("cost_centre"): cv.string,
        vol.Optional("charge_point"): cv.string,
        vol.Optional("valid_from"): cv.date,
        vol.Optional("valid_until"): cv.date,
        vol.Optional("weekdays"): vol.All(cv.ensure_list, [vol.In(WEEKDAYS)]),
        vol.Inclusive("start", "hours"): cv.time,
        vol.Inclusive("end", "hours"): cv.time,
    }
)
REIMBURSEMENT_SCHEMA: Any = vol.Schema(
    {
        **SITE,
        vol.Optional(ATTR_PRICES): vol.All(cv.ensure_list, [PRICE_SCHEMA]),
        vol.Optional(ATTR_MID_METERS): vol.Schema({cv.string: cv.string}),
    }
)


@callback
def async_setup_session_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema, response in (
        (SERVICE_GET_SESSIONS, _async_get, GET_SCHEMA, SupportsResponse.ONLY),
        (SERVICE_EXPORT_SESSIONS, _async_export, EXPORT_SCHEMA, SupportsResponse.ONLY),
        (SERVICE_IMPORT_SESSIONS, _async_import, IMPORT_SCHEMA, SupportsResponse.OPTIONAL),
        (SERVICE_SET_REIMBURSEMENT, _async_set_reimbursement, REIMBURSEMENT_SCHEMA, SupportsResponse.OPTIONAL),
    ):
        hass.services.async_register(DOMAIN, name, action, schema=schema, supports_response=response)


async def async_list(entry: OvershotConfigEntry, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return sessions, the sums of all that are found, and how much of the time charge points were occupied.

    Raises `ServiceValidationError` and `RecordsError`.
    """
    data, now = entry.runtime_data, dt_util.utcnow()
    await data.sessions.async_flush()
    names = await data.ledger.database.async_session_names()
    query, period = query_of(data.site, asked, now, names), period_of(asked, now)
    page = await data.ledger.database.async_sessions(query, now)
    told: dict[str, Any] = {
        "sessions": [told_session(session, now) for session in page.sessions],
        "totals": told_totals(page.totals),
    }
    if period.start is not None:
        until = min(now, period.end or now)
        seconds = (until - period.start).total_seconds()
        occupied = await data.ledger.database.async_occupied(period.start, until, now) if seconds > 0 else {}
        told["occupancy"] = {
            point.name: round(100 * occupied.get(point.id, 0.0) / seconds, 1)
            for point in data.site.site.charge_points
            if seconds > 0
        }
    return told


async def _async_get(call: ServiceCall) -> ServiceResponse:
    """Return sessions that are asked for."""
    site = await async_site_to_read(call)
    try:
        return await async_list(site.config_entry, call.data)
    except RecordsError as err:
        raise _unreadable(err) from err


async def _async_export(call: ServiceCall) -> ServiceResponse:
    """Return sessions as files."""
    await async_require_admin(call.hass, call.context)
    try:
        files = await async_session_files(site_of(call).config_entry, call.data)
    except RecordsError as err:
        raise _unreadable(err) from err
    return {
        "files": [
            {
                "name": file.name,
                "media_type": file.media_type,
                "sessions": file.sessions,
                "energy": round(file.energy / 1000, 3),
                "content": file.content,
            }
            for file in files
        ]
    }


async def _async_import(call: ServiceCall) -> ServiceResponse:
    """Bring in the sessions of a table: all that are new, or none where a line cannot be read."""
    await async_require_admin(call.hass, call.context)
    site = site_of(call)
    known, data = _known(site, call.data.get(ATTR_CHARGE_POINT)), site.config_entry.runtime_data
    read = await call.hass.async_add_executor_job(read_sessions, call.data[ATTR_CONTENT], known)
    if read.problems:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="sessions_unreadable",
            translation_placeholders={
                "count": str(len(read.problems)),
                "problems": _told(read.problems, call.hass.config.language),
            },
        )
    sessions = [session for _, session in read.sessions]
    try:
        await data.sessions.async_flush()
        there = await data.ledger.database.async_known_sessions(sessions)
        new = [session for session, known_already in zip(sessions, there, strict=True) if not known_already]
        await data.ledger.database.async_write(Batch(sessions=[data.sessions.billed(session) for session in new]))
    except RecordsError as err:
        raise _unreadable(err) from err
    refused = [line for (line, _), known_already in zip(read.sessions, there, strict=True) if known_already]
    told: dict[str, Any] = {
        "imported": len(new),
        "energy": round(sum(each.energy for each in new) / 1000, 3),
        "refused": sorted(refused),
    }
    return told


async def _async_set_reimbursement(call: ServiceCall) -> ServiceResponse:
    """Take over what is paid back for a kWh, for the sessions that are kept too; return what was agreed on."""
    await async_require_admin(call.hass, call.context)
    site = site_of(call)
    data = site.config_entry.runtime_data
    billing: Billing = data.sessions.billing
    if ATTR_PRICES in call.data:
        prices = tuple(_price(site, each) for each in call.data[ATTR_PRICES])
        billing = replace(billing, prices=prices)
    if ATTR_MID_METERS in call.data:
        meters = call.data[ATTR_MID_METERS]
        billing = replace(
            billing, mid_meters={id_of(site, ATTR_CHARGE_POINT, name): meter for name, meter in meters.items()}
        )
    changed = 0
    if billing != data.sessions.billing:
        try:
            billed = data.sessions.async_bill(billing)
            await data.sessions.async_flush()
            changed = await data.ledger.database.async_revise(billed)
        except RecordsError as err:
            raise _unreadable(err) from err
    return {"changed_sessions": changed, **to_plain(billing)}


def _price(site: SiteCoordinator, told: Mapping[str, Any]) -> SalePrice:
    """Return an agreed price. Raises `ServiceValidationError`."""
    register = site.access.register
    group = told.get("group")
    groups = {each.name.casefold(): id_ for id_, each in register.groups.items()}
    if group is not None and group not in register.groups:
        if group.casefold() not in groups:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_such_group", translation_placeholders={"name": group}
            )
        group = groups[group.casefold()]
    start: time | None = told.get("start")
    return SalePrice(
        price=told["price"],
        person=_one(site, ATTR_PERSON, told.get("person")),
        group=group,
        cost_centre=told.get("cost_centre"),
        charge_point=_one(site, ATTR_CHARGE_POINT, told.get("charge_point")),
        valid_from=told.get("valid_from"),
        valid_until=told.get("valid_until"),
        weekdays=frozenset(WEEKDAYS.index(day) for day in told.get("weekdays", ())),
        start=start,
        end=told.get("end"),
    )


def _one(site: SiteCoordinator, what: str, name: str | None) -> str | None:
    """Return the id of what is named, if it is. Raises `ServiceValidationError`."""
    return None if name is None else id_of(site, what, name)


def _known(site: SiteCoordinator, default: str | None) -> Known:
    """Return what the lines of a table may name. Raises `ServiceValidationError`."""
    points = {point.name.casefold(): (point.id, point.name) for point in site.site.charge_points}
    usual = _one(site, ATTR_CHARGE_POINT, default)
    by_id = {id_: name for name, (id_, _) in points.items()}
    return Known(
        points=points,
        persons={each.name.casefold(): (id_, each.name) for id_, each in site.access.register.persons.items()},
        zone=dt_util.get_default_time_zone(),
        now=dt_util.utcnow(),
        point=by_id[usual] if usual is not None else next(iter(points)) if len(points) == 1 else None,
    )


def _told(problems: Iterable[Problem], language: str) -> str:
    """Return what is wrong with a table, line by line."""
    told, every = words(language), list(problems)
    lines = []
    for each in every[:TOLD_PROBLEMS]:
        found = f" ({each.text})" if each.text else ""
        lines.append(f"{told['line']} {each.line}: {told[f'problem_{each.key}']}{found}")
    return "; ".join(lines) + ("; ..." if len(every) > TOLD_PROBLEMS else "")


def _unreadable(err: RecordsError) -> HomeAssistantError:
    """Return the error for records that cannot be used."""
    return HomeAssistantError(
        translation_domain=DOMAIN, translation_key="records_unreadable", translation_placeholders={"error": str(err)}
    )
