"""Phases and targets: a car that is on one phase when it needs three is late, and contactors may not move at will."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from .phases import INTERVAL, PER_DAY, PER_HOUR, can_switch, minimum_power
from .targets import EARLY, MARGIN, Goal
from .view import View

_HOUR = timedelta(hours=1)


def lost_on_one_phase(view: View, most: float, now: datetime) -> timedelta:
    """Return the time at full power (`most`, W) that is lost until the contactors may be moved for three phases again."""
    if view.on > 1 or not can_switch(view) or view.memory.phases.car == 1 or most <= 0:
        return timedelta()
    past = [moment for moment in view.memory.phases.switched if moment <= now]
    until = max((past[-1] + INTERVAL, *(moment + timedelta(hours=1) for moment in past[-PER_HOUR:-1]))) if past else now
    here = view.maximum * view.power_per_ampere
    return max(timedelta(), until - now) * max(0.0, 1 - here / most)


def keeps_phases(view: View, goals: Sequence[Goal], most: float, now: datetime) -> bool:
    """Whether the targets of a car leave no time to go to one phase, and back to three when that has to be."""
    missing = [goal for goal in goals if goal.missing > 0]
    if view.on == 1 or not missing or most <= 0 or not can_switch(view):
        return False
    back = _return_after(view, now)
    if back is None:
        return True
    one = view.maximum / view.minimum * minimum_power(view, 1)
    lost = back * max(0.0, 1 - one / most) + INTERVAL
    return any(goal.due - EARLY - now - MARGIN * goal.missing / most * _HOUR <= lost for goal in missing)


def _return_after(view: View, now: datetime) -> timedelta | None:
    """Return after how long a car that goes to one phase now may go back to three; None: not today."""
    past = [moment for moment in view.memory.phases.switched if now - timedelta(days=1) < moment <= now]
    if len(past) + 1 >= PER_DAY - 1:
        return None
    lately = [moment for moment in past if moment > now - timedelta(hours=1)]
    # With the change down, so many of the hour must have passed by then.
    waits = lately[len(lately) - (PER_HOUR - 1) :] if len(lately) >= PER_HOUR - 1 else []
    return max((INTERVAL, *(moment + timedelta(hours=1) - now for moment in waits)))
