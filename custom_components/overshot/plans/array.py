"""The house and its array as the forecast sees them: what the user told, and whether the sun is held back now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentry

from ..const import (
    CONF_AZIMUTH,
    CONF_PANEL_COUNT,
    CONF_PANEL_POWER,
    CONF_TILT,
    CONF_YEARLY_CONSUMPTION,
    LOGGER,
    SUBENTRY_PANELS,
)
from ..coordinator import DeviceCoordinator, OvershotConfigEntry
from ..core.control.solar.order import margin_of
from ..core.forecast.home import HomeForecastSettings, HomeForecastState
from ..core.forecast.panels import PanelGroup
from ..core.forecast.sun import Location
from ..devices.driver import DeviceKind
from ..fleet import lowest
from ..meter_role import MeterRole, role_of
from ..site import SiteCoordinator
from ..storage import LimitSettings

NEAR: Final = 100.0
"""So near its limit (W) an array is taken to be held back by it."""


_TELLING: Final = frozenset({DeviceKind.INVERTER, DeviceKind.CONTROLLER})


def forecast_settings(
    entry: OvershotConfigEntry, site: SiteCoordinator, known: HomeForecastState | None = None
) -> HomeForecastSettings:
    """Return what the forecast is told of the house; there is an array where panels, a device or its past say so."""
    groups = tuple(panel_groups(entry.subentries.values()))
    where = site.site
    yearly = entry.data.get(CONF_YEARLY_CONSUMPTION)
    shown = known is not None and known.solar.highest > 0
    return HomeForecastSettings(
        time_zone=where.time_zone,
        place=Location(latitude=where.latitude or 0.0, longitude=where.longitude or 0.0),
        solar=bool(groups or shown or site.snapshot.solar),
        groups=groups,
        yearly_energy=None if yearly is None else 1000 * float(yearly),
    )


def panel_groups(subentries: Iterable[ConfigSubentry]) -> Iterable[PanelGroup]:
    """Yield the panel groups of a site, without those that make no sense."""
    for subentry in subentries:
        if subentry.subentry_type == SUBENTRY_PANELS:
            try:
                yield panel_group(subentry.data)
            except (KeyError, TypeError, ValueError) as err:
                LOGGER.warning("Solar panels %s are left out of the forecast: %s", subentry.title, err)


def panel_group(data: Mapping[str, Any]) -> PanelGroup:
    """Return a panel group by the data of its subentry. Raises `ValueError` for panels that cannot be."""
    return PanelGroup(
        count=int(data[CONF_PANEL_COUNT]),
        watt_peak=float(data[CONF_PANEL_POWER]),
        azimuth=float(data[CONF_AZIMUTH]),
        tilt=float(data[CONF_TILT]),
    )


def is_silent(devices: Iterable[DeviceCoordinator]) -> bool:
    """Whether an inverter, what hangs on a controller, or a meter before panels has told nothing since the start.

    What it gives or takes is not known then, nor is what the house draws.
    """
    return any(
        device.readings_at is None
        and (device.subentry.subentry_type in _TELLING or role_of(device.subentry.data) is MeterRole.SOLAR)
        for device in devices
    )


def is_curtailed(site: SiteCoordinator, now: datetime) -> bool:
    """Whether the sun is, or may be, held back now: by a limit that is reached, or by the plan."""
    plan = site.plan
    step = None if plan is None else plan.index(now)
    if plan is not None and step is not None and plan.curtailed[step] > NEAR:
        return True
    grid = site.snapshot.grid
    feeding = None if grid is None or grid.value.power is None else -grid.value.power
    told = site.data.solar if site.data is not None else {}
    for id_ in {*site.state.limits, *told}:
        if not site.state.controlled(id_):
            continue
        own, order = site.state.limits.get(id_, LimitSettings()), told.get(id_)
        export = lowest(own.export, order.export_limit if order is not None else None)
        output = lowest(own.output, order.output_limit if order is not None else None)
        if export is not None and feeding is not None and feeding >= export - NEAR:
            return True
        solar = site.snapshot.solar.get(id_)
        power = None if solar is None else solar.value.power
        near = max(NEAR, *(margin_of(inverter) for inverter in site.site.inverters if inverter.id == id_), 0.0)
        if output is not None and power is not None and isfinite(power) and power >= output - near:
            return True
    return False
