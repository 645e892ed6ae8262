"""Where the wishes of a site stand: for the site as a whole, or for one of its devices; changed by being replaced."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from ..core.control import SiteSettings


class Place(StrEnum):
    """A part of the settings; all but the first are fields of `SiteSettings`."""

    SITE = "site"
    PEAK = "peak"
    STORAGE = "storage"
    CHARGE_POINTS = "charge_points"
    BATTERIES = "batteries"
    HEAT_PUMPS = "heat_pumps"
    LOADS = "loads"


DEVICE_PLACES = (Place.CHARGE_POINTS, Place.BATTERIES, Place.HEAT_PUMPS, Place.LOADS)
"""Those with wishes for each device, by subentry id."""


def wishes_at(settings: SiteSettings, place: Place, id_: str | None = None) -> Any:
    """Return the wishes of a place; for one with wishes for each device, those of the device `id_`."""
    if place is Place.SITE:
        return settings
    found = getattr(settings, place)
    return found[id_] if place in DEVICE_PLACES else found


def with_wishes(settings: SiteSettings, place: Place, id_: str | None, **changes: Any) -> SiteSettings:
    """Return the settings with changed wishes of a place, or of one of its devices."""
    if place is Place.SITE:
        return replace(settings, **changes)
    changed = replace(wishes_at(settings, place, id_), **changes)
    field: dict[str, Any] = {place: {**getattr(settings, place), id_: changed} if place in DEVICE_PLACES else changed}
    return replace(settings, **field)


def with_device(settings: SiteSettings, place: Place, id_: str, wishes: Any) -> SiteSettings:
    """Return the settings with wishes for a device that has none yet."""
    known = getattr(settings, place)
    if id_ in known:
        return settings
    field: dict[str, Any] = {place: {**known, id_: wishes}}
    return replace(settings, **field)
