"""What the controller is asked for while somebody charges: the user's wishes, with what this session changes of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any, Final

from ..control.charging.settings import ChargePointSettings, PhaseManagement
from ..control.settings import SiteSettings
from ..model import ChargingMode
from .identify import NOBODY, Identity
from .register import Register, Vehicle
from .visits import NO_VISIT, Order, Visit

_MODES: Final[Mapping[Order, ChargingMode]] = {Order.TURBO: ChargingMode.TURBO, Order.BOOST: ChargingMode.BOOST}


def asked(
    settings: SiteSettings,
    register: Register,
    visits: Mapping[str, Visit],
    identities: Mapping[str, Identity],
    now: datetime,
    zone: tzinfo,
) -> SiteSettings:
    """Return the settings with which cards are allowed now, who charges, and what was said of each session.

    What the user set stays as it is; all of this ends with the session. `zone` is that of the site: cards end at its
    midnight.
    """
    points = {
        id_: _asked(
            point,
            register,
            visits.get(id_, NO_VISIT),
            identities.get(id_, NOBODY),
            register.allowed_tags(id_, now, zone),
        )
        for id_, point in settings.charge_points.items()
    }
    return replace(settings, charge_points=points)


def _asked(
    settings: ChargePointSettings, register: Register, visit: Visit, who: Identity, tags: frozenset[str]
) -> ChargePointSettings:
    """Return the settings of one charge point."""
    changes: dict[str, Any] = {"allowed_tags": tags, "tag_key": register.key}
    if visit.session is not None or visit.until is not None:
        changes["authorized"] = visit.authorized
    if visit.session is not None:
        changes["stopped"] = visit.order is Order.STOP
        told = _MODES.get(visit.order) if visit.order is not None else None
        if told is not None and visit.mode is settings.mode is not ChargingMode.BOOST:
            changes["mode"] = told
    if who.priority is not None:
        changes["priority"] = who.priority
    if (vehicle := register.vehicles.get(who.vehicle or "")) is not None:
        changes |= _of_vehicle(settings, vehicle)
    return replace(settings, **changes)


def _of_vehicle(settings: ChargePointSettings, vehicle: Vehicle) -> dict[str, Any]:
    """Return what a vehicle that is known changes: its own numbers instead of those of any car."""
    changes: dict[str, Any] = {}
    if vehicle.consumption is not None:
        changes["consumption"] = vehicle.consumption
    if vehicle.capacity is not None:
        changes["vehicle_capacity"] = vehicle.capacity
    if vehicle.max_current is not None:
        changes["max_current"] = min(settings.max_current, vehicle.max_current)
    if vehicle.phases == 1 and settings.phase_management is PhaseManagement.AUTOMATIC:
        # Three phases gain it nothing, and each change is a pause.
        changes["phase_management"] = PhaseManagement.SINGLE_PHASE
    return changes
