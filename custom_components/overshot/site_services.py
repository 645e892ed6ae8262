"""Actions for a site as a whole: the grid operator's limit, and its tables of circuits and stations."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .circuit_tables import write_table
from .circuits import circuit_subentries, circuits_of
from .const import CONF_LIMIT, CONF_PARENT, DOMAIN
from .core.control.settings import GridLimit
from .site import SiteCoordinator
from .wishes.places import Place

SERVICE_SET_GRID_LIMIT: Final = "set_grid_limit"
SERVICE_EXPORT_TABLES: Final = "export_tables"
ATTR_DURATION: Final = "duration"
ATTR_POWER: Final = "power"
ATTR_UNTIL: Final = "until"

CIRCUIT_COLUMNS: Final = ("circuit", "limit (A)", "connected to")
STATION_COLUMNS: Final = ("station", "serial number", "rotation", "limit (A)", "fallback (A)", "connected to")

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
SITE: dict[Any, Any] = {vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}
SITE_SCHEMA: Any = vol.Schema(SITE)
GRID_LIMIT_SCHEMA: Any = vol.Schema(
    {
        **SITE,
        vol.Optional(ATTR_POWER): vol.All(vol.Coerce(float), vol.Range(min=0, max=1_000_000)),
        vol.Exclusive(ATTR_DURATION, "end"): cv.positive_time_period,
        vol.Exclusive(ATTR_UNTIL, "end"): cv.datetime,
    }
)


@callback
def async_setup_site_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_SET_GRID_LIMIT,
        _async_set_grid_limit,
        schema=GRID_LIMIT_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_EXPORT_TABLES,
        _async_export_tables,
        schema=SITE_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )


@callback
def moment_of(until: datetime | None, duration: timedelta | None) -> datetime | None:
    """Return when something ends (UTC); None: never. Raises `ServiceValidationError` for a moment that has passed."""
    now = dt_util.utcnow()
    if duration is not None:
        return now + duration
    if until is None:
        return None
    moment = (until if until.tzinfo is not None else until.replace(tzinfo=dt_util.get_default_time_zone())).astimezone(
        UTC
    )
    if moment <= now:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="moment_passed")
    return moment


def site_of(call: ServiceCall) -> SiteCoordinator:
    """Return the site that is meant: the one that is named, or the only one. Raises `ServiceValidationError`."""
    sites = call.hass.config_entries.async_loaded_entries(DOMAIN)
    named = call.data.get(ATTR_CONFIG_ENTRY_ID)
    meant = [entry for entry in sites if named in (None, entry.entry_id)]
    if len(meant) != 1:
        key = "several_sites" if meant else "no_such_site"
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
    site: SiteCoordinator = meant[0].runtime_data.site
    return site


@callback
def _async_set_grid_limit(call: ServiceCall) -> ServiceResponse:
    """Note what the grid operator allows to import, or that it is no longer limited."""
    site = site_of(call)
    power = call.data.get(ATTR_POWER)
    until = moment_of(call.data.get(ATTR_UNTIL), call.data.get(ATTR_DURATION))
    limit = GridLimit(power=power, until=until) if power is not None else None
    site.async_wish_at(Place.SITE, grid_limit=limit)
    return {"power": power, "until": until.isoformat() if until is not None and limit is not None else None}


@callback
def _async_export_tables(call: ServiceCall) -> ServiceResponse:
    """Return the circuits and the stations as tables that can be imported again."""
    site = site_of(call)
    names = {circuit.id: circuit.name for circuit in circuits_of(site.config_entry)}
    circuits = write_table(
        CIRCUIT_COLUMNS,
        [
            (each.title, float(each.data[CONF_LIMIT]), names.get(each.data.get(CONF_PARENT) or "", ""))
            for each in circuit_subentries(site.config_entry)
        ],
    )
    stations = write_table(
        STATION_COLUMNS,
        [
            (
                point.name,
                site.devices[point.id].device_key,
                point.rotation.value.upper(),
                point.max_current,
                point.fallback_current,
                names.get(point.circuit or "", ""),
            )
            for point in site.site.charge_points
        ],
    )
    return {"circuits": circuits, "stations": stations}
