"""Which sessions somebody asks for: the words of actions, websocket commands and downloads, and what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import DOMAIN
from ..core.ledger.sessions.csv_text import Separator
from ..core.ledger.sessions.query import SessionNames, SessionQuery, SortKey
from ..core.ledger.sessions.session import SessionStatus
from ..moments import read_moment
from ..site import SiteCoordinator

ATTR_BY: Final = "by"
ATTR_CHARGE_POINT: Final = "charge_point"
ATTR_DESCENDING: Final = "descending"
ATTR_END: Final = "end"
ATTR_FORMAT: Final = "format"
ATTR_LANGUAGE: Final = "language"
ATTR_LIMIT: Final = "limit"
ATTR_OFFSET: Final = "offset"
ATTR_PERIOD: Final = "period"
ATTR_PERSON: Final = "person"
ATTR_SEPARATOR: Final = "separator"
ATTR_SORT: Final = "sort"
ATTR_START: Final = "start"
ATTR_STATUS: Final = "status"
ATTR_VEHICLE: Final = "vehicle"

NOBODY: Final = "unknown"
"""Asks for sessions of nobody who is known."""

PERIODS: Final = ("this_month", "last_month", "this_year", "last_year", "all")
BY: Final = ("address", "location", "owner")
"""As the seeds name them: the whole site, each charge point, each person."""

FORMATS: Final = ("csv", "monthly_csv", "html")
MOST: Final = 1000
"""Sessions on a page at most."""


def _names(*known: str) -> Any:
    """Return the validator of one or several names."""
    return vol.All(cv.ensure_list, [vol.In(known) if known else cv.string])


def _day_or_moment(told: Any) -> date | datetime:
    """Return a day, or an aware moment. Raises `vol.Invalid`."""
    if isinstance(told, str) and len(told.strip()) <= len("2026-11-21"):
        return cv.date(told.strip())
    if isinstance(told, date) and not isinstance(told, datetime):
        return told
    if (moment := read_moment(told)) is None:
        raise vol.Invalid(f"{told} is no moment")
    return moment


PERIOD_FIELDS: Final[dict[Any, Any]] = {
    vol.Optional(ATTR_PERIOD): vol.In(PERIODS),
    vol.Optional(ATTR_START): _day_or_moment,
    vol.Optional(ATTR_END): _day_or_moment,
}
WHICH_FIELDS: Final[dict[Any, Any]] = {
    **PERIOD_FIELDS,
    vol.Optional(ATTR_CHARGE_POINT): _names(),
    vol.Optional(ATTR_PERSON): _names(),
    vol.Optional(ATTR_VEHICLE): _names(),
    vol.Optional(ATTR_STATUS): _names(*(status.value for status in SessionStatus)),
}
LIST_FIELDS: Final[dict[Any, Any]] = {
    **WHICH_FIELDS,
    vol.Optional(ATTR_SORT, default=SortKey.STARTED.value): vol.In([key.value for key in SortKey]),
    vol.Optional(ATTR_DESCENDING, default=True): cv.boolean,
    vol.Optional(ATTR_OFFSET, default=0): vol.All(vol.Coerce(int), vol.Range(min=0, max=10_000_000)),
    vol.Optional(ATTR_LIMIT, default=100): vol.All(vol.Coerce(int), vol.Range(min=0, max=MOST)),
}
EXPORT_FIELDS: Final[dict[Any, Any]] = {
    **WHICH_FIELDS,
    vol.Optional(ATTR_BY, default="address"): vol.In(BY),
    vol.Optional(ATTR_FORMAT, default="csv"): vol.In(FORMATS),
    vol.Optional(ATTR_SEPARATOR): vol.In([each.value for each in Separator]),
    vol.Optional(ATTR_LANGUAGE): cv.string,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A period (UTC), as far as it has bounds."""

    start: datetime | None
    end: datetime | None


def period_of(asked: Mapping[str, Any], now: datetime) -> Period:
    """Return the period that is asked for, in local days; a last day is part of it. Raises `ServiceValidationError`."""
    named = asked.get(ATTR_PERIOD)
    if named is not None and (ATTR_START in asked or ATTR_END in asked):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="period_twice")
    if named is not None:
        return _named(named, dt_util.as_local(now).date())
    start, end = asked.get(ATTR_START), asked.get(ATTR_END)
    if isinstance(end, date) and not isinstance(end, datetime):
        end += timedelta(days=1)
    period = Period(_begin(start), _begin(end))
    if period.start is not None and period.end is not None and period.start >= period.end:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="period_backwards")
    return period


def query_of(site: SiteCoordinator, asked: Mapping[str, Any], now: datetime, kept: SessionNames) -> SessionQuery:
    """Return what is asked for; `kept` is what there are sessions of.

    Raises `ServiceValidationError` for a charge point, person or vehicle that nobody knows.
    """
    period = period_of(asked, now)
    return SessionQuery(
        charge_points=_wanted(site, ATTR_CHARGE_POINT, asked, kept.charge_points),
        persons=_wanted(site, ATTR_PERSON, asked, kept.persons),
        vehicles=_wanted(site, ATTR_VEHICLE, asked, kept.vehicles),
        statuses=tuple(SessionStatus(each) for each in asked.get(ATTR_STATUS, ())),
        start=period.start,
        end=period.end,
        sort=SortKey(asked.get(ATTR_SORT, SortKey.STARTED)),
        descending=asked.get(ATTR_DESCENDING, True),
        offset=asked.get(ATTR_OFFSET, 0),
        limit=asked.get(ATTR_LIMIT),
    )


def id_of(site: SiteCoordinator, what: str, name: str) -> str:
    """Return the id of a charge point, person or vehicle that is there now, by its id or name.

    Raises `ServiceValidationError` for one that nobody knows.
    """
    known = _known(site, what)
    if name in known.values():
        return name
    if (found := known.get(name) or known.get(name.casefold())) is None:
        raise _unknown(what, name)
    return found


def _wanted(site: SiteCoordinator, what: str, asked: Mapping[str, Any], kept: frozenset[str]) -> tuple[str, ...]:
    """Return what is asked for of one kind, as sessions have it: who is in no access list is known by name."""
    known = _known(site, what)
    wanted: list[str] = []
    for each in asked.get(what, ()):
        if each == NOBODY and what != ATTR_CHARGE_POINT:
            wanted.append("")
            continue
        found = {id_ for name, id_ in known.items() if each == id_ or name in (each, each.casefold())}
        found |= {name for name in kept if name.casefold() == each.casefold()}
        if not found:
            raise _unknown(what, each)
        wanted += sorted(found)
    return tuple(wanted)


def _known(site: SiteCoordinator, what: str) -> dict[str, str]:
    """Return the ids of all there are of one kind, by name in small letters; charge points by their device too."""
    register = site.access.register
    if what == ATTR_PERSON:
        return {person.name.casefold(): id_ for id_, person in register.persons.items()}
    if what == ATTR_VEHICLE:
        return {vehicle.name.casefold(): id_ for id_, vehicle in register.vehicles.items()}
    found: dict[str, str] = {}
    for point in site.site.charge_points:
        found[point.name.casefold()] = point.id
        if (device := site.devices.get(point.id)) is not None:
            found[device.device_id] = point.id
    return found


def _unknown(what: str, name: str) -> ServiceValidationError:
    """Return the error for what nobody knows."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=f"no_such_{what}", translation_placeholders={"name": name}
    )


def _named(name: str, today: date) -> Period:
    """Return a period by its name."""
    if name == "all":
        return Period(None, None)
    first = today.replace(day=1)
    if name == "this_month":
        return Period(_begin(first), _begin((first + timedelta(days=32)).replace(day=1)))
    if name == "last_month":
        return Period(_begin((first - timedelta(days=1)).replace(day=1)), _begin(first))
    year = today.year if name == "this_year" else today.year - 1
    return Period(_begin(date(year, 1, 1)), _begin(date(year + 1, 1, 1)))


def _begin(told: date | datetime | None) -> datetime | None:
    """Return when a day begins here, or the moment itself (UTC)."""
    if told is None or isinstance(told, datetime):
        return told
    return dt_util.as_utc(datetime.combine(told, time(), dt_util.get_default_time_zone()))
