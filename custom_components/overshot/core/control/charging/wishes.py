"""Turn what the user wants of each charge point into a wished current, before any law."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ...model import ChargingMode, Reason, ReasonKey, VehicleState
from .surplus import follow_surplus, settle
from .view import View
from .wish import BoundBy, Wish

_OUT_OF_ORDER = frozenset({VehicleState.E, VehicleState.F})


def wish_all(views: Iterable[View], surplus: float | None, now: datetime) -> dict[str, Wish]:
    """Return the wish for each charge point; the `surplus` (W) goes to the first one first.

    One whose vehicle has finished is offered it all the same, and leaves it to the next.
    """
    wishes: dict[str, Wish] = {}
    pool = surplus
    for view in views:
        wish = _wish(view, pool, now)
        wishes[view.point.id] = wish
        if pool is not None and _takes_surplus(view) and wish.current > 0:
            pool -= wish.current * view.power_per_ampere
    return wishes


def _takes_surplus(view: View) -> bool:
    """Whether what a charge point wishes is to be taken from the surplus."""
    if view.reading is None or not view.steered or view.settings.mode is not ChargingMode.PV_SURPLUS:
        return False
    return view.charging or not view.reading.finished


def _wish(view: View, pool: float | None, now: datetime) -> Wish:
    """Return the current the user's mode asks for, and why."""
    memory, minimum, maximum = view.memory, view.minimum, view.maximum
    idle = idle_reason(view)
    if idle is not None:
        keeps_state = idle in (ReasonKey.STATION_SILENT, ReasonKey.SAFE_CURRENT_PENDING)
        current = 0.0
        if idle is ReasonKey.STATION_SILENT:
            current = view.safe
        elif idle is ReasonKey.SAFE_CURRENT_PENDING:
            # Nothing rises before the station holds a safe fallback; what it holds already, stays.
            current = view.held
        return Wish(current=current, reason=Reason(idle), charging=memory.charging and keeps_state)
    if view.settings.mode is ChargingMode.BOOST:
        return Wish(current=maximum, reason=Reason(ReasonKey.BOOST), charging=view.charging, bound=BoundBy.LAWS)
    if pool is None:
        return Wish(
            current=minimum if memory.charging else 0.0,
            reason=Reason(ReasonKey.SURPLUS_WAITING),
            charging=memory.charging,
            changing_since=memory.changing_since,
        )
    available = pool / view.power_per_ampere
    wish = follow_surplus(memory, available, minimum, maximum, view.settings.hold_time, now)
    if not wish.charging or wish.current <= minimum:
        return wish
    current = min(maximum, settle(wish.current, memory.setpoint, view.point.current_step))
    return replace(wish, current=current, from_surplus=current)


def idle_reason(view: View) -> ReasonKey | None:
    """Return why nothing can be wished of a charge point now, or None."""
    reading = view.reading
    if not view.settings.controlled:
        return ReasonKey.READ_ONLY
    if reading is None:
        return ReasonKey.STATION_SILENT
    if view.settings.mode is ChargingMode.OFF or view.maximum < view.minimum:
        # Limited to less than a car takes is switched off as well.
        return ReasonKey.OFF
    if view.on_backup:
        return ReasonKey.ON_BACKUP
    if reading.fault is not None or reading.vehicle in _OUT_OF_ORDER:
        return ReasonKey.STATION_FAULT
    if not view.connected:
        return ReasonKey.NO_VEHICLE
    if not view.fallback_confirmed:
        return ReasonKey.SAFE_CURRENT_PENDING
    return None
