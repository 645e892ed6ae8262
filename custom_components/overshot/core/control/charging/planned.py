"""Charge as planned: the mean of each step is reached by current, phases and time within it.

A car takes its minimum current or nothing, so a small mean is energy that is given early in the step, then nothing. What
later quarters can no longer give until a target is due is a minimum demand: no plan and no peak puts that off.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ...model import QUARTER, Reason, ReasonKey
from ...model.series import quarter_start
from ..planned.follow import SOME, Followed, wall
from .lateness import lost_on_one_phase
from .memory import PlanMemory
from .phases import minimum_power
from .surplus import settle
from .targets import PLANNED_EARLY, PLANNED_MARGIN, Goal
from .view import View
from .wish import BoundBy, Wish

LEAST: Final = timedelta(minutes=2)
"""A car is not started for less than so much time at its minimum; what is left is planned anew."""

FRESH: Final = timedelta(seconds=30)
"""A new plan is on its way so long when a quarter begins or a car came: nothing is begun meanwhile that can wait."""

WORTH_A_CHANGE: Final = timedelta(minutes=3)
"""A change of phases takes a minute and more: it is not begun for less than so much time."""

CHANGES: Final = timedelta(seconds=90)
"""So long a change of phases takes until the car charges as before."""

CATCH_UP: Final = timedelta(minutes=1)
"""What a step still lacks is given over so long at least."""

_HOUR = timedelta(hours=1)
_NOTHING = PlanMemory()


def by_plan(view: View, followed: Followed, wish: Wish, goals: Sequence[Goal], most: float, pool: float | None) -> Wish:
    """Return the wish of a car that follows a plan, from what it would wish for the sun alone.

    `most` is the most it can take (W), `pool` the surplus there is for it (W, None: not known).
    """
    now = view.now
    memory = _begun(view, followed)
    planned = followed.load(view.point.id) or 0.0
    given = max(0.0, view.session.energy - memory.energy)
    left = planned * ((followed.end - followed.start) / _HOUR) - given
    end = _step_end(followed, now)
    lasts = max(CATCH_UP, end - now) / _HOUR
    goal, floor_power = _firm(goals, most, end, PLANNED_EARLY + lost_on_one_phase(view, most, now), now)
    if not goals and followed.presses(view.point.id):
        floor_power = max(0.0, left) / lasts
    power = max(left / lasts, floor_power)
    least = view.minimum * view.power_per_ampere
    coming = followed.index > 0 and now - followed.start < FRESH
    runs = _runs(view, memory, power * lasts, floor_power > 0, least, coming)
    if runs is not memory.running:
        memory = replace(memory, running=runs, since=now)
    ahead = _ahead(view, followed, planned, floor_power)
    sure = _needs_more(view, followed, planned)
    if view.on > 1 and left > view.maximum / view.minimum * minimum_power(view, 1) * max(0.0, lasts - CHANGES / _HOUR):
        # One phase could not give the rest of the step any more: these can, by pausing.
        ahead = max(ahead, minimum_power(view, view.on))
    if not runs:
        reason = wish.reason
        if wish.current <= 0 and reason.key is not ReasonKey.SURPLUS_STARTING:
            reason = followed.waiting(view.site, view.point.id) or reason
        return replace(wish, reason=reason, plan=memory, available=max(wish.available, ahead), sure=sure)
    current = min(view.maximum, max(view.minimum, power / view.power_per_ampere))
    if current > view.minimum:
        current = min(
            view.maximum,
            max(view.minimum, settle(current, view.memory.setpoint, view.point.current_step, view.ramping_unseen)),
        )
    floor = 0.0
    if floor_power > 0:
        floor = min(view.maximum, max(view.minimum, floor_power / view.power_per_ampere))
    if wish.current >= current and floor <= wish.floor:
        return replace(wish, plan=memory, available=max(wish.available, ahead), sure=sure)
    if goal is not None:
        reason = Reason(ReasonKey.PLAN_DEADLINE, {"due": wall(view.site, goal.due)})
    else:
        reason = followed.reason(view.site, view.point.id)
    current = max(current, wish.current, floor)
    covered = max(0.0, min(current, pool / view.power_per_ampere)) if pool is not None else 0.0
    return Wish(
        current=current,
        reason=reason,
        charging=True,
        floor=max(floor, wish.floor),
        bound=BoundBy.HOLD,
        from_surplus=covered,
        available=max(wish.available, ahead),
        sure=sure,
        plan=memory,
    )


def pressed(view: View, followed: Followed) -> PlanMemory:
    """Return the memory of a car that has to run whatever is planned: no sun let it charge."""
    memory = _begun(view, followed)
    return memory if memory.running else replace(memory, running=True, since=view.now)


def just_came(view: View) -> bool:
    """Whether a car was plugged in so lately that a plan for it is on its way."""
    since = view.session.since
    return since is not None and timedelta() <= view.now - since < FRESH


def without_plan(view: View) -> View:
    """Return the view of a car as if no plan or target had ever let it charge: no surplus was there that is held on to."""
    if not view.memory.plan.running and view.memory.target.charging_for is None:
        return view
    return replace(view, memory=replace(view.memory, charging=False, changing_since=None))


def _begun(view: View, followed: Followed) -> PlanMemory:
    """Return the memory for the running step: from its beginning its energy counts."""
    memory = view.memory.plan
    if memory.start == followed.start:
        return memory
    return replace(memory, start=followed.start, energy=view.session.energy)


def _firm(
    goals: Sequence[Goal], most: float, end: datetime, early: timedelta, now: datetime
) -> tuple[Goal | None, float]:
    """Return the target that presses most, and the power it needs until `end`: what cannot be given later (W).

    Whatever happens `early` before it is due counts for nothing.
    """
    pressing: Goal | None = None
    highest = 0.0
    for goal in goals:
        ready = goal.due - early
        energy = PLANNED_MARGIN * goal.missing - most * max(timedelta(), ready - end) / _HOUR
        power = energy / (max(CATCH_UP, min(end, ready) - now) / _HOUR)
        if goal.missing > 0 and power > highest:
            pressing, highest = goal, power
    return pressing, highest


def _step_end(followed: Followed, now: datetime) -> datetime:
    """Return when the running quarter ends, or the running step where that is sooner."""
    return min(followed.end, quarter_start(now) + QUARTER)


def _runs(view: View, memory: PlanMemory, left: float, pressing: bool, least: float, coming: bool) -> bool:
    """Whether it charges by the plan now: what was begun or ended lasts for the hold time, unless a target presses.

    `coming` tells that a new plan is on its way.
    """
    held = timedelta(seconds=view.settings.hold_time)
    lasted = view.now - memory.since if memory.since is not None and memory.since <= view.now else None
    if memory.running:
        return left > 0 or (lasted is not None and lasted < held)
    if left <= 0 or (not pressing and left < least * (LEAST / _HOUR)):
        return False
    return pressing or (not coming and (lasted is None or lasted >= held))


def _needs_more(view: View, followed: Followed, planned: float) -> bool:
    """Whether the plan needs more than one phase gives, for so long that a change of phases is worth its time."""
    if view.on > 1 or planned < SOME:
        return False
    one = view.maximum / view.minimum * minimum_power(view, 1)
    if planned <= one:
        return False
    if followed.end - view.now >= WORTH_A_CHANGE:
        return True
    following = followed.runs_at(view.point.id)
    return following is not None and following[0] == followed.end and following[1] > one


def _ahead(view: View, followed: Followed, planned: float, floor: float) -> float:
    """Return the power to choose phases by (W): planned now, or soon enough that a change must begin now."""
    if max(planned, floor) >= SOME:
        return max(planned, floor, minimum_power(view, 1))
    following = followed.runs_at(view.point.id)
    if following is None or following[0] - view.now > timedelta(seconds=view.settings.hold_time):
        return 0.0
    return following[1]
