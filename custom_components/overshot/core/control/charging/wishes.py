"""Turn what the user wants of each charge point into a wished current, before any law."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from ...model import ChargingMode, Reason, ReasonKey, VehicleState
from .minimum import takes
from .modes import FOLLOWING, MODES
from .outlook import Outlook
from .phases import choose_phases, forget_change
from .recovery import recover
from .view import View
from .wiring import changing
from .wish import Wish

GIVES_UP_AFTER: Final = 120.0
"""A car that takes nothing of its offer for so long leaves the surplus to the next (s)."""

_OUT_OF_ORDER = frozenset({VehicleState.E, VehicleState.F})
_UNJUDGED = frozenset({ReasonKey.READ_ONLY, ReasonKey.STATION_SILENT})
_KEEPS_STATE = frozenset({ReasonKey.STATION_SILENT, ReasonKey.SAFE_CURRENT_PENDING})
_KEEPS_TARGET = _KEEPS_STATE | {ReasonKey.STATION_FAULT, ReasonKey.ON_BACKUP}


def wish_all(views: Sequence[View], outlook: Outlook, now: datetime) -> dict[str, Wish]:
    """Return the wish for each charge point; the surplus goes by priority, and within one to the first one first.

    What a car does not take, for its own limit or because it has finished, is left to the next.
    """
    wishes: dict[str, Wish] = {}
    pool = outlook.surplus
    for view in sorted(views, key=lambda each: each.settings.priority):
        idle = idle_reason(view)
        if idle is not None:
            wish = _idle(view, idle)
        else:
            wish = MODES[view.settings.mode](view, outlook, pool)
            if pool is not None:
                pool -= _takes_of_surplus(view, wish)
            wish = _with_state_of_car(view, choose_phases(view, wish, outlook, now))
        wishes[view.point.id] = wish if idle in _UNJUDGED else recover(view, wish, now)
    return wishes


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
    if view.barred in (ReasonKey.BLOCKED, ReasonKey.LOCKED):
        return view.barred
    if view.on_backup:
        return ReasonKey.ON_BACKUP
    if reading.fault is not None or reading.vehicle in _OUT_OF_ORDER:
        return ReasonKey.STATION_FAULT
    if not view.connected:
        return ReasonKey.NO_VEHICLE
    if view.barred is not None:
        return view.barred
    if not view.fallback_confirmed:
        return ReasonKey.SAFE_CURRENT_PENDING
    return None


def _idle(view: View, key: ReasonKey) -> Wish:
    """Return the wish of a charge point of which nothing can be wished now."""
    current = 0.0
    if key is ReasonKey.STATION_SILENT:
        current = view.safe
    elif key is ReasonKey.SAFE_CURRENT_PENDING:
        # Nothing rises before the station holds a safe fallback; what it holds already, stays.
        current = view.held
    # A station may seem empty while it changes phases.
    blink = key is ReasonKey.NO_VEHICLE and changing(view.memory.phases, view.now)
    return Wish(
        current=current,
        reason=Reason(key),
        charging=view.memory.charging and (blink or key in _KEEPS_STATE),
        target=view.memory.target if blink or key in _KEEPS_TARGET else None,
        phases=forget_change(view.memory.phases, blink or view.connected or view.reading is None),
    )


def _takes_of_surplus(view: View, wish: Wish) -> float:
    """Return what is to be taken from the surplus for a car (W)."""
    if wish.current <= 0 or view.reading is None or view.settings.mode not in FOLLOWING:
        return 0.0
    if not view.charging and (view.reading.finished or view.idle_for >= GIVES_UP_AFTER):
        return 0.0
    return takes(view, wish.from_surplus) * view.power_per_ampere


def _with_state_of_car(view: View, wish: Wish) -> Wish:
    """Return the wish, with what is tried where the car takes nothing of its minimum."""
    if wish.current > 0 and view.memory.minimum.learned and view.idle_for > 0:
        return replace(wish, reason=Reason(ReasonKey.RELEARNING_MINIMUM, {"current": view.minimum}))
    return wish
