"""Actions for a site as a whole: what it may import, the peak it is to hold, its tables of circuits and stations."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .access.permission import async_require_control, async_require_read
from .circuit_tables import write_table
from .circuits import circuit_subentries, circuits_of
from .const import CONF_LIMIT, CONF_PARENT, DOMAIN
from .core.control.settings import GridLimit
from .site import SiteCoordinator
from .targets import sites_of
from .wishes.places import Place

SERVICE_SET_GRID_LIMIT: Final = "set_grid_limit"
SERVICE_SET_PEAK_LIMIT: Final = "set_peak_limit"
SERVICE_EXPORT_TABLES: Final = "export_tables"
ATTR_ACTIVE: Final = "active"
ATTR_DURATION: Final = "duration"
ATTR_POWER: Final = "power"
ATTR_UNTIL: Final = "until"

LOWEST_PEAK: Final = 500
HIGHEST_PEAK: Final = 100_000
"""What the number of the wished peak takes (W)."""

CIRCUIT_COLUMNS: Final = ("circuit", "limit (A)", "connected to")
STATION_COLUMNS: Final = ("station", "serial number", "rotation", "limit (A)", "fallback (A)", "connected to")

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
SITE: dict[Any, Any] = {vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}
SITE_SCHEMA: Any = vol.Schema(SITE)
TARGETED_SITE: dict[Any, Any] = {**SITE, **cv.ENTITY_SERVICE_FIELDS}
"""A site by its id, by itself as a device, or by any device of it; none at all: the only one."""

END: dict[Any, Any] = {
    vol.Exclusive(ATTR_DURATION, "end"): cv.positive_time_period,
    vol.Exclusive(ATTR_UNTIL, "end"): cv.datetime,
}
GRID_LIMIT_SCHEMA: Any = vol.Schema(
    {**TARGETED_SITE, vol.Optional(ATTR_POWER): vol.All(vol.Coerce(float), vol.Range(min=0, max=1_000_000)), **END}
)
PEAK_LIMIT_SCHEMA: Any = vol.Schema(
    {
        **TARGETED_SITE,
        vol.Optional(ATTR_POWER): vol.All(vol.Coerce(float), vol.Range(min=LOWEST_PEAK, max=HIGHEST_PEAK)),
        vol.Optional(ATTR_ACTIVE): cv.boolean,
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
        SERVICE_SET_PEAK_LIMIT,
        _async_set_peak_limit,
        schema=PEAK_LIMIT_SCHEMA,
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
    """Return the site that is meant: the one that is named or targeted, or the only one. Raises `ServiceValidationError`."""
    sites: list[SiteCoordinator] = [
        entry.runtime_data.site for entry in call.hass.config_entries.async_loaded_entries(DOMAIN)
    ]
    named = call.data.get(ATTR_CONFIG_ENTRY_ID)
    if named is not None:
        meant = [site for site in sites if site.config_entry.entry_id == named]
    else:
        meant = list(sites_of(call)) or sites
    if len(meant) != 1:
        key = "several_sites" if meant else "no_such_site"
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
    return meant[0]


async def async_site_to_steer(call: ServiceCall) -> SiteCoordinator:
    """Return the site that is meant. Raises `ServiceValidationError`, and `Unauthorized` for who may not steer it."""
    site = site_of(call)
    await async_require_control(call.hass, call.context, site.config_entry)
    return site


async def async_site_to_read(call: ServiceCall) -> SiteCoordinator:
    """Return the site that is meant. Raises `ServiceValidationError`, and `Unauthorized` for who may not see it."""
    site = site_of(call)
    await async_require_read(call.hass, call.context, site.config_entry)
    return site


async def _async_set_grid_limit(call: ServiceCall) -> ServiceResponse:
    """Note what the grid operator allows to import, or that it is no longer limited."""
    site = await async_site_to_steer(call)
    power = call.data.get(ATTR_POWER)
    until = moment_of(call.data.get(ATTR_UNTIL), call.data.get(ATTR_DURATION))
    limit = GridLimit(power=power, until=until) if power is not None else None
    site.async_wish_at(Place.SITE, grid_limit=limit)
    return {"power": power, "until": until.isoformat() if until is not None and limit is not None else None}


async def _async_set_peak_limit(call: ServiceCall) -> ServiceResponse:
    """Set the wished peak, and whether it is held."""
    site = await async_site_to_steer(call)
    changes: dict[str, Any] = {}
    if (power := call.data.get(ATTR_POWER)) is not None:
        changes["wished"] = power
    if (active := call.data.get(ATTR_ACTIVE)) is not None:
        changes["active"] = active
    if not changes:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_to_set")
    site.async_wish_at(Place.PEAK, **changes)
    peak = site.state.settings.peak
    return {"power": peak.wished, "active": peak.active}


async def _async_export_tables(call: ServiceCall) -> ServiceResponse:
    """Return the circuits and the stations as tables that can be imported again."""
    site = await async_site_to_read(call)
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
