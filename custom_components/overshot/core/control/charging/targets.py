"""Amounts of energy at a time: which are open, and whether it is time to charge from the grid for them.

The sun comes first. What it does not give is taken in the quarters that cost least, or in the last ones that suffice
where no price is known for all the time until then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from ...model import QUARTER, Series
from ...model.series import quarter_start
from .memory import SessionMemory, TargetMemory
from .settings import ChargePointSettings, EnergyTarget

MARGIN: Final = 1.05
"""Charging is planned for so much longer than it takes at the expected power: a car ramps, and tapers."""

EARLY: Final = timedelta(minutes=5)
"""...and ends so much before the time."""

PLANNED_MARGIN: Final = 1.02
PLANNED_EARLY: Final = timedelta(minutes=2)
"""The same where a plan is followed: it is made anew each quarter from what was really charged, and is early itself."""

TOLERANCE: Final = 100.0
"""A target is reached within this (Wh): counters are no finer."""

_FARTHEST: Final = timedelta(days=4)
"""So far ahead prices are looked at."""


_NOTHING_LOST: Final = timedelta()


@dataclass(frozen=True, slots=True)
class Goal:
    """An amount of energy that is still open."""

    due: datetime
    """UTC."""

    energy: float
    """To be reached by then, counted from plug-in (Wh)."""

    missing: float
    """What is still to be given, from the grid if need be (Wh)."""


@dataclass(frozen=True, slots=True)
class Need:
    """What the open goals ask for now."""

    goal: Goal
    """The one that is charged for, else the next one."""

    until: datetime | None = None
    """To charge from the grid now, and until when at the least; None: there is time."""

    pressing: bool = False
    """Whether nothing less than all it can take will do."""

    short: float = 0.0
    """What will be missing when it is due, whatever is done (Wh)."""


def next_due(target: EnergyTarget, zone: ZoneInfo, now: datetime) -> datetime:
    """Return when a weekly target is due next (UTC), by the clock on the wall: after `now`, at most a week ahead.

    A time that a change to summer time leaves out is as late as it would be without; one that comes twice counts
    the first time.
    """
    first, second = _dues(target.weekday, target.at, zone, quarter_start(now))
    return first if first > now else second


@lru_cache(maxsize=1024)
def _dues(weekday: int, at: time, zone: ZoneInfo, since: datetime) -> tuple[datetime, datetime]:
    """Return the first two moments from a quarter on at which the clock on the wall shows this (UTC)."""
    today = since.astimezone(zone).date()
    found: list[datetime] = []
    for days in range((weekday - today.weekday()) % 7, 28, 7):
        due = datetime.combine(today + timedelta(days=days), at, tzinfo=zone).astimezone(UTC)
        if due >= since:
            found.append(due)
    return found[0], found[1]


def weekly_goals(
    targets: Iterable[EnergyTarget], session: SessionMemory, zone: ZoneInfo, now: datetime
) -> Iterable[Goal]:
    """Yield the weekly targets, each with the next time it is due, reached or not."""
    for target in targets:
        missing = max(0.0, target.energy - session.energy)
        yield Goal(next_due(target, zone, now), target.energy, missing)


def range_goal(settings: ChargePointSettings, session: SessionMemory, now: datetime) -> Goal | None:
    """Return what a wished range asks for, None where there is none or its time has passed.

    Of its energy, the eco share must come from the sun: the grid gives no more than the rest.
    """
    wish = settings.range_wish
    if wish is None or wish.until <= now:
        return None
    energy = wish.distance * settings.consumption
    from_grid = (1 - min(1.0, max(0.0, settings.eco_share))) * energy
    missing = max(0.0, min(energy - session.energy, from_grid - session.imported))
    return Goal(wish.until, session.energy + missing if missing else min(energy, session.energy), missing)


def need(
    goals: Iterable[Goal],
    most: float,
    expected: float,
    prices: Series,
    before: TargetMemory,
    now: datetime,
    lost: timedelta = _NOTHING_LOST,
    *,
    early: timedelta = EARLY,
    margin: float = MARGIN,
) -> Need | None:
    """Return what the goals ask for now; None without any open one.

    `most` is all the power the car can take (W), `expected` what it will get where a peak is to be kept (W). What was
    begun `before` goes on. Without prices the last quarters are taken. `lost` is time in which it cannot take all it can.
    """
    open_goals = sorted((goal for goal in goals if goal.missing > 0), key=lambda goal: goal.due)
    if not open_goals:
        return None
    chosen: Need | None = None
    for goal in open_goals:
        found = _need(goal, most, expected, prices, early + lost, margin, now)
        if chosen is None or _rank(found) > _rank(chosen):
            chosen = found
    assert chosen is not None
    if chosen.until is None and before.charging_until is not None and before.charging_until > now:
        begun = next((goal for goal in open_goals if goal.due == before.charging_for), None)
        if begun is not None:
            return Need(begun, before.charging_until)
    return chosen


def keep_score(
    before: TargetMemory, goals: Iterable[Goal], session: SessionMemory, now: datetime, *, full: bool = False
) -> TargetMemory:
    """Return what is remembered of the targets: the next one, and the last one that was missed.

    A vehicle that is `full` misses nothing, however little of it was charged here.
    """
    missed, missing = before.missed, before.missing
    if before.due is not None and before.due <= now:
        lacks = before.energy - session.energy
        if lacks > TOLERANCE and not full:
            missed, missing = before.due, lacks
    following = min(goals, key=lambda goal: (goal.due, -goal.energy), default=None)
    due = following.due if following is not None else None
    energy = following.energy if following is not None else 0.0
    return replace(before, due=due, energy=energy, missed=missed, missing=missing)


def _rank(found: Need) -> tuple[bool, bool, float]:
    """Return how much a need presses."""
    return (found.pressing, found.until is not None, found.short)


def _need(
    goal: Goal, most: float, expected: float, prices: Series, early: timedelta, margin: float, now: datetime
) -> Need:
    """Return what one open goal asks for."""
    left = goal.due - now
    if most <= 0:
        return Need(goal, goal.due, pressing=True, short=goal.missing)
    short = goal.missing - most * left.total_seconds() / 3600
    if short > TOLERANCE:
        return Need(goal, goal.due, pressing=True, short=short)
    if goal.due - early - _lasting(goal.missing, most, margin) <= now:
        return Need(goal, goal.due, pressing=True)
    lasting = _lasting(goal.missing, min(most, expected) if expected > 0 else most, margin)
    slices = _slices(prices, now, goal.due)
    if slices is None:
        start = quarter_start(goal.due - EARLY - lasting)
        return Need(goal, goal.due if start <= now else None)
    for start, end, _ in sorted(slices, key=lambda piece: (piece[2], -piece[0].timestamp())):
        lasting -= end - start
        if start <= now:
            return Need(goal, end)
        if lasting <= timedelta():
            break
    return Need(goal)


def _lasting(energy: float, power: float, margin: float) -> timedelta:
    """Return how long charging so much (Wh) is planned to take at a power (W)."""
    return min(timedelta(days=30), timedelta(hours=margin * energy / power))


def _slices(prices: Series, now: datetime, due: datetime) -> list[tuple[datetime, datetime, float]] | None:
    """Return the prices from now until a goal is due, by quarters; None where they do not cover all of that time."""
    if due - now > _FARTHEST or (prices.known_until(now) or now) < due:
        return None
    pieces: list[tuple[datetime, datetime, float]] = []
    at = now
    while at < due:
        following = min(due, quarter_start(at) + QUARTER)
        price = prices.mean(at, following)
        assert price is not None
        pieces.append((at, following, price))
        at = following
    return pieces
