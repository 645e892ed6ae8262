"""Bring back a station that does not do as it is told: a short ladder of safe attempts, then a word to the user.

Each ladder of a day waits longer before it begins, and the station is restarted at most a few times a day; so nothing
here goes round in circles. A car that draws less than it may, for its own limit or because it is full, is no problem of
the station. Nor is one that does not ask for current after a pause: it may be asleep, so it is woken, but it may have
become full as well, so nobody is called.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ...model import ChargePointFault, Reason, ReasonKey, RecoveryAction, VehicleState
from ..limits.currents import drawing_terminals
from .lag import order_window
from .memory import Problem, RecoveryMemory
from .orders import highest_order
from .surplus import timer
from .view import View
from .wiring import changing
from .wish import Wish

TOLERATED: Final = timedelta(seconds=30)
"""A station may be late for so long before the first attempt; doubled with every ladder of the day."""

HANGING: Final = timedelta(minutes=5)
"""A station that starts, or a car that was paused, may take so long."""

AWAKE: Final = 60.0
"""...and a car that did not come back in that time, so long after each attempt (s)."""

OBEYED: Final = timedelta(seconds=60)
"""It is back once it has done as it is told for so long."""

LADDER: Final = (
    (RecoveryAction.REPEAT, timedelta(), timedelta(seconds=30)),
    (RecoveryAction.PAUSE, timedelta(seconds=20), timedelta(seconds=90)),
    (RecoveryAction.RESTART, timedelta(seconds=30), timedelta(seconds=180)),
)
"""Each attempt, how long the car is paused for it, and how long it is given to help."""

RESTARTS: Final = 3
"""Ladders of a day that may restart the station."""

GIVEN_UP: Final = len(LADDER) + 1
"""The rung above the ladder."""

OVERDRAW: Final = 1.1
"""Cars draw a little more than they are offered, and stations measure that."""

TOLERANCE: Final = 1.5
"""...and so many amperes of error beside."""

_MOST_DOUBLINGS: Final = 6


@dataclass(frozen=True, slots=True)
class Trouble:
    """Evidence that a station does not do as it is told."""

    problem: Problem
    told: float
    """A, or phases."""

    seen: float
    """A, or phases; of one that hangs, for how long (s)."""


def recover(view: View, wish: Wish, now: datetime) -> Wish:
    """Return the wish with the attempt that is due, if any, and how the attempts stand."""
    memory = view.memory.recovery
    can_tell = judged(view, now)
    trouble = find_trouble(view, now) if can_tell else None
    if trouble is None:
        return wish if memory.problem is None else _while_it_obeys(view, wish, memory, can_tell, now)
    if memory.problem is not trouble.problem:
        memory = RecoveryMemory(problem=trouble.problem, since=now, runs=memory.runs)
    memory = replace(memory, since=timer(memory.since, now), obeying_since=None, told=trouble.told, seen=trouble.seen)
    memory = _climb(memory, now)
    wish = _attempt(view, wish, memory, now)
    if memory.rung >= GIVEN_UP and memory.problem is Problem.REJECTS_PHASES:
        return replace(wish, phases=replace(wish.phases or view.memory.phases, refused=True))
    return wish


def judged(view: View, now: datetime) -> bool:
    """Whether what the station does now can be held against what it should do."""
    reading = view.reading
    if reading is None or reading.boost or changing(view.memory.phases, now):
        return False
    if reading.fault is not None:
        return reading.fault is ChargePointFault.STARTING
    if view.memory.recovery.problem is Problem.HANGS and view.memory.minimum.interrupted:
        # A car that was paused again is given time again.
        return view.idle_for >= AWAKE
    return view.connected


def find_trouble(view: View, now: datetime) -> Trouble | None:
    """Return how a station that can be judged does otherwise than it was told; None where it obeys."""
    reading = view.reading
    assert reading is not None
    if reading.fault is not None:
        since = view.memory.recovery.since
        return Trouble(Problem.HANGS, 0.0, max(0.0, (now - since).total_seconds()) if since is not None else 0.0)
    ordered = view.memory.phases.ordered
    if ordered is not None and view.point.switches_phases:
        drawing = drawing_terminals(reading.currents)
        on = reading.phases or max(ordered, sum(drawing) if drawing is not None else 0)
        if on != ordered:
            return Trouble(Problem.REJECTS_PHASES, ordered, on)
    allowed = reading.setpoint
    most = highest_order(view.memory.orders, now, order_window(view.point))
    if allowed is not None and allowed > most + max(view.point.current_step, TOLERANCE):
        return Trouble(Problem.IGNORES_CURRENT, most, allowed)
    if allowed is not None and view.settled and allowed < view.minimum <= view.memory.setpoint:
        return Trouble(Problem.IGNORES_CURRENT, view.memory.setpoint, allowed)
    if reading.currents is not None and max(reading.currents) > most * OVERDRAW + TOLERANCE:
        return Trouble(Problem.IGNORES_CURRENT, most, max(reading.currents))
    known = view.memory.recovery.problem is Problem.HANGS
    if reading.finished:
        return None
    if view.memory.minimum.interrupted and view.idle_for >= (AWAKE if known else HANGING.total_seconds()):
        return Trouble(Problem.HANGS, view.memory.setpoint, view.idle_for)
    return None


def _asks(view: View) -> bool:
    """Whether the vehicle asks for current, or its station is at fault."""
    reading = view.reading
    return reading is None or reading.fault is not None or reading.vehicle is not VehicleState.B


def tolerated(memory: RecoveryMemory) -> timedelta:
    """Return how long a problem is watched before the first attempt."""
    least = HANGING if memory.problem is Problem.HANGS else TOLERATED
    return least * (1 << min(len(memory.runs), _MOST_DOUBLINGS))


def _climb(memory: RecoveryMemory, now: datetime) -> RecoveryMemory:
    """Return the memory one rung further where that is due."""
    if memory.rung >= GIVEN_UP:
        return memory
    if memory.rung == 0:
        assert memory.since is not None
        if now - memory.since < tolerated(memory):
            return memory
        day = now - timedelta(days=1)
        runs = (*(run for run in memory.runs if day < run <= now), now)
        return replace(memory, rung=1, acted_at=now, runs=runs)
    acted_at = timer(memory.acted_at, now)
    if now - acted_at < LADDER[memory.rung - 1][2]:
        return memory
    rung = memory.rung + 1
    if rung == len(LADDER) and len(memory.runs) > RESTARTS:
        rung += 1
    return replace(memory, rung=rung, acted_at=now)


def _attempt(view: View, wish: Wish, memory: RecoveryMemory, now: datetime) -> Wish:
    """Return the wish with the attempt of the rung that was reached."""
    if memory.rung == 0 or memory.acted_at is None:
        return replace(wish, recovery=memory)
    if memory.rung >= GIVEN_UP and memory.problem is Problem.HANGS and not _asks(view):
        return replace(wish, recovery=memory, reason=Reason(ReasonKey.VEHICLE_NOT_ASKING))
    if memory.rung >= GIVEN_UP:
        details = {"told": round(memory.told, 1), "seen": round(memory.seen, 1)}
        reason = Reason(ReasonKey.DISOBEYING, details)
        return replace(wish, recovery=memory, action=RecoveryAction.GIVE_UP, reason=reason)
    action, pause, _ = LADDER[memory.rung - 1]
    since = now - memory.acted_at
    reason = Reason(ReasonKey.RECOVERING, {"attempt": memory.rung})
    if since < pause:
        return replace(wish, recovery=memory, action=action, reason=reason, current=0.0, floor=0.0, from_surplus=0.0)
    return replace(wish, recovery=memory, action=action if since <= timedelta() else None, reason=reason)


def _while_it_obeys(view: View, wish: Wish, memory: RecoveryMemory, can_tell: bool, now: datetime) -> Wish:
    """Return the wish of a station that does as it is told again, or of which that cannot be told now."""
    if not can_tell:
        if view.reading is not None and not view.connected and memory.problem is Problem.HANGS:
            # The car that did not come back has left, or the station has started.
            return replace(wish, recovery=RecoveryMemory(runs=memory.runs))
        return _attempt(view, wish, replace(memory, obeying_since=None), now)
    since = timer(memory.obeying_since, now)
    if memory.rung == 0 or now - since >= OBEYED:
        return replace(wish, recovery=RecoveryMemory(runs=memory.runs))
    return _attempt(view, wish, replace(memory, obeying_since=since), now)
