"""Charge on one phase or on three: by the power there is, seldom enough to spare the contactors, and never in a hurry.

A change pauses the car first, orders the station, and lets both settle at the minimum before anything is judged.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from typing import Final

from ...model import ConnectionType, Reason, ReasonKey, first_terminals
from ..limits.currents import drawing_terminals, power_per_ampere
from .memory import PhaseMemory
from .outlook import Outlook
from .settings import PhaseManagement
from .surplus import timer
from .view import View
from .wiring import changing, most_phases
from .wish import Wish

INTERVAL: Final = timedelta(minutes=7)
"""Between two changes, at the least (openWB's 7 minutes)."""

PER_HOUR: Final = 2
"""Changes within any hour."""

LEAST_HOLD: Final = 60.0
"""No contactor moves for what lasts less, however short the hold time (s)."""

PER_DAY: Final = 10
"""Changes within any 24 hours; the last one is kept for the way down."""

LOWERING: Final = timedelta(seconds=20)
"""A car that still draws so long after it was paused is switched under load: the station knows how."""

STOPPED: Final = 1.0
"""Below this a car has stopped (A)."""

PAUSE: Final = timedelta(seconds=10)
"""A station that does not tell its phases has changed them after so long."""

PATIENCE: Final = timedelta(seconds=30)
"""One that tells them, and has not changed them after so long, charges on as it is."""

SQUEEZED: Final = timedelta(hours=1)
"""Before three phases are tried again that a limit left too little for, where nobody tells what it leaves."""

STARVED: Final = 60.0
"""A limit must have left a car nothing for so long, however short the hold time (s)."""

ROOM: Final = 0.5
"""Room beyond the minimum on each phase before three phases are used again (A)."""

FLOOR: Final = {ConnectionType.THREE_PHASE: 4100.0, ConnectionType.THREE_PHASE_DELTA: 2390.0}
"""The least power for three phases (W), by connection: the seed's 4.1 kW, and 6 A in a 3 x 230 V grid."""


def can_switch(view: View) -> bool:
    """Whether the phases of a charge point can be changed at all."""
    return view.point.switches_phases and most_phases(view.point) > 1 and not view.memory.phases.refused


def minimum_power(view: View, phases: int) -> float:
    """Return the least power its car takes when so many phases are switched on (W)."""
    if not view.point.switches_phases or phases == view.on:
        used = view.mask
    else:
        car = view.memory.phases.car
        used = first_terminals(phases if car is None else min(phases, car))
    least = view.minimum * power_per_ampere(view.site, view.reading, used)
    return max(least, FLOOR.get(view.site.connection.type, 0.0)) if sum(used) == 3 else least


def lowest_power(view: View, now: datetime) -> float:
    """Return the least power it can charge with (W): on the phases that are on, or on one if that may be chosen soon."""
    on = view.on
    here = view.minimum * view.power_per_ampere
    if on == 1 or not can_switch(view) or view.settings.phase_management is PhaseManagement.THREE_PHASE:
        return here
    by = now + timedelta(seconds=view.settings.hold_time) if view.memory.charging else now
    # A change under way is as good as done.
    soon = view.memory.phases.lowering_since is not None or _allowed(view.memory.phases, 1, by)
    return min(here, minimum_power(view, 1)) if soon else here


def full_power(view: View) -> float:
    """Return the most its car can take (W), by its own limit where that was seen."""
    phases = most_phases(view.point) if can_switch(view) else view.on
    if can_switch(view) and view.settings.phase_management is PhaseManagement.SINGLE_PHASE:
        phases = 1
    car = view.memory.phases.car
    used = view.mask if phases == view.on else first_terminals(phases if car is None else min(phases, car))
    limit = view.memory.minimum.limit
    current = view.maximum if limit is None else min(view.maximum, max(limit, view.minimum))
    return current * power_per_ampere(view.site, view.reading, used)


def choose_phases(view: View, wish: Wish, outlook: Outlook, now: datetime) -> Wish:
    """Return the wish with the phases to charge on, and paused or at its minimum while they change."""
    memory = view.memory.phases
    if not can_switch(view):
        return wish if memory.ordered is None else replace(wish, phases=memory)
    if changing(memory, now):
        return _negotiate(view, wish, memory, now)
    on = view.on
    memory = _learn_car(view, on, memory)
    if memory.lowering_since is not None and memory.wanted is not None and wish.current > 0:
        return _lower(view, wish, memory, memory.lowering_since, now)
    wanted, hold = _wanted(view, wish, memory, on, outlook, now)
    if wanted == on:
        if memory.wanted is not None:
            memory = replace(memory, wanted=None, since=None, lowering_since=None)
        return replace(wish, phases=memory)
    since = timer(memory.since if memory.wanted == wanted else None, now)
    if memory.wanted != wanted or memory.since != since or memory.lowering_since is not None:
        memory = replace(memory, wanted=wanted, since=since, lowering_since=None)
    left = hold - (now - since).total_seconds()
    starting = wanted < on and not view.memory.charging
    if wish.current > 0 and (left <= 0 or starting) and _allowed(memory, wanted, now):
        return _lower(view, wish, memory, now, now)
    if wish.reason.key is ReasonKey.SURPLUS_HOLD and wish.changing_since is None:
        wish = replace(wish, reason=Reason(ReasonKey.SURPLUS_HOLD, {"seconds": max(0, round(left))}))
    return replace(wish, phases=memory)


def forget_change(memory: PhaseMemory, connected: bool) -> PhaseMemory:
    """Return the memory without a change that nobody waits for any more; without the car where it has left."""
    if not connected and (memory.car is not None or memory.refused or memory.squeezed):
        memory = replace(memory, car=None, refused=False, squeezed=False)
    if memory.wanted is None and memory.lowering_since is None:
        return memory
    return replace(memory, wanted=None, since=None, lowering_since=None)


def _allowed(memory: PhaseMemory, wanted: int, at: datetime) -> bool:
    """Whether the contactors may be moved again at a moment."""
    past = [moment for moment in memory.switched if at - timedelta(days=1) < moment <= at]
    if not past:
        return True
    if at - past[-1] < INTERVAL or len(past) >= (PER_DAY if wanted == 1 else PER_DAY - 1):
        return False
    return sum(1 for moment in past if moment > at - timedelta(hours=1)) < PER_HOUR


def _wanted(view: View, wish: Wish, memory: PhaseMemory, on: int, outlook: Outlook, now: datetime) -> tuple[int, float]:
    """Return the phases to charge on, and how long (s) that must be so before they are changed."""
    management, hold = view.settings.phase_management, max(view.settings.hold_time, LEAST_HOLD)
    most = most_phases(view.point)
    if management is PhaseManagement.SINGLE_PHASE:
        return 1, 0.0
    if management is PhaseManagement.THREE_PHASE:
        return most, 0.0
    if memory.car == 1 or _takes_nothing(view):
        return on, hold
    if on > 1:
        if wish.keeps_phases:
            return on, hold
        if _starved(view, now) and _fits(view, 1, outlook):
            return 1, 0.0
        less = minimum_power(view, 1) <= wish.available < minimum_power(view, on)
        return (1 if less else on), hold
    if wish.available < minimum_power(view, most) or not _fits(view, most, outlook):
        return on, hold
    hurry = wish.available == inf or wish.sure
    if memory.squeezed:
        if outlook.limit is None or outlook.room is None:
            return most, max(hold, SQUEEZED.total_seconds())
        # There is room again: only a target that presses is a reason not to see whether it lasts.
        hurry = hurry and wish.pressing
    return most, 0.0 if hurry else hold


def _takes_nothing(view: View) -> bool:
    """Whether it leaves what it is offered: no contactor moves for a car that is full or asleep."""
    if view.charging or view.reading is None:
        return False
    return view.reading.finished or (view.memory.setpoint >= view.minimum and view.settled)


def _starved(view: View, now: datetime) -> bool:
    """Whether a limit has left it nothing for the hold time."""
    since = view.memory.starved_since
    return since is not None and (now - since).total_seconds() >= max(view.settings.hold_time, STARVED)


def _fits(view: View, phases: int, outlook: Outlook) -> bool:
    """Whether the minimum fits on so many phases, as far as anybody tells."""
    if outlook.limit is not None and outlook.limit(view) < minimum_power(view, phases):
        return False
    if outlook.room is None:
        return True
    mask = first_terminals(min(phases, view.memory.phases.car or phases))
    loads = view.point.rotation.loaded_phases(view.site.connection.type, mask)
    room = outlook.room(view)
    spare = ROOM if phases > 1 else 0.0
    return all(room[phase] >= view.minimum + spare for phase in range(3) if loads[phase])


def _lower(view: View, wish: Wish, memory: PhaseMemory, since: datetime, now: datetime) -> Wish:
    """Pause the car; once it has stopped, order the change."""
    assert memory.wanted is not None
    if view.drawn >= STOPPED and timedelta() <= now - since < LOWERING:
        memory = replace(memory, lowering_since=since)
    else:
        day = now - timedelta(days=1)
        memory = replace(
            memory,
            ordered=memory.wanted,
            wanted=None,
            since=None,
            lowering_since=None,
            switched=(*(moment for moment in memory.switched if day < moment <= now), now),
            squeezed=memory.squeezed or (memory.wanted == 1 and view.memory.starved_since is not None),
        )
    phases = memory.wanted or memory.ordered or 1
    return _paused(wish, memory, phases, 0.0)


def _negotiate(view: View, wish: Wish, memory: PhaseMemory, now: datetime) -> Wish:
    """Return the wish while station and car get used to other phases: nothing, then the minimum."""
    assert memory.ordered is not None
    told = view.reading.phases if view.reading is not None else None
    waited = now - memory.switched[-1]
    done = told == memory.ordered or waited >= (PAUSE if told is None else PATIENCE)
    current = view.minimum if done and wish.current > 0 else 0.0
    wish = replace(wish, charging=view.memory.charging, changing_since=None)
    return _paused(wish, memory, memory.ordered, current)


def _paused(wish: Wish, memory: PhaseMemory, phases: int, current: float) -> Wish:
    """Return the wish lowered to a current (A) while the phases change."""
    return replace(
        wish,
        current=current,
        floor=min(wish.floor, current),
        from_surplus=min(wish.from_surplus, current),
        reason=Reason(ReasonKey.PHASE_SWITCHING, {"phases": phases}) if wish.current > 0 else wish.reason,
        phases=memory,
    )


def _learn_car(view: View, on: int, memory: PhaseMemory) -> PhaseMemory:
    """Return the memory with the most phases the vehicle was seen to use while all were on."""
    if on < most_phases(view.point) or not view.charging or not view.settled or view.reading is None:
        return memory
    drawing = drawing_terminals(view.reading.currents)
    if drawing is None or sum(drawing) <= (memory.car or 0):
        return memory
    return replace(memory, car=sum(drawing))
