"""Raise some currents equally until each has its wish or stands before something full.

This is max-min fairness (water-filling), done from event to event instead of by repeated scans: everybody's level rises
together from its own start, and what happens next (somebody joins, has its wish, something is full) is looked up. In all
n log n for n currents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import attrgetter

_EPSILON = 1e-9


@dataclass(slots=True)
class Climber:
    """A current that rises with the others: `start` + level, from where it stands up to its target (A)."""

    number: int
    start: float
    current: float
    target: float
    watts: float
    """Power of one ampere (W/A): what it takes from caps."""

    conductors: tuple[int, ...]
    """What it loads with each ampere."""

    caps: tuple[int, ...]
    """What it loads with each of its watts."""

    limit: int | None = None
    """What was full first (answer)."""

    climbing: bool = False

    @property
    def joins_at(self) -> float:
        """Return the level from which on it rises."""
        return self.current - self.start

    @property
    def ends_at(self) -> float:
        """Return the level at which it has its wish."""
        return self.target - self.start


def climb(climbers: Sequence[Climber], left: Mapping[int, float]) -> None:
    """Raise the climbers within what is left on each conductor (A) and under each cap (W); they hold the answer."""
    joining = sorted(climbers, key=attrgetter("joins_at"))
    ending = sorted(climbers, key=attrgetter("ends_at"))
    joins = [climber.joins_at for climber in joining]
    ends = [climber.ends_at for climber in ending]
    count = len(climbers)

    # Of each conductor and cap: at level t, `slack - load * t` is left while nobody joins or stops.
    slack = dict(left)
    load = dict.fromkeys(left, 0.0)
    users: dict[int, list[Climber]] = {each: [] for each in left}
    full: list[tuple[float, int]] = []

    def stop(climber: Climber, level: float) -> None:
        climber.climbing = False
        for each in climber.conductors:
            load[each] -= 1.0
            slack[each] -= level
        for each in climber.caps:
            load[each] -= climber.watts
            slack[each] -= climber.watts * level

    joined = ended = 0
    while True:
        # Who stops only makes the others last longer: an entry that is out of date comes too early, never too late.
        while full:
            due, at = full[0]
            level = slack[at] / load[at] if load[at] > _EPSILON else float("inf")
            if level <= due + _EPSILON:
                break
            heappop(full)
            if level < float("inf"):
                heappush(full, (level, at))
        while ended < count and not ending[ended].climbing and ending[ended].limit is not None:
            ended += 1
        next_full = full[0][0] if full else float("inf")
        next_end = ends[ended] if ended < count else float("inf")
        if joined < count and joins[joined] <= min(next_full, next_end):
            touched: set[int] = set()
            level = joins[joined]
            while joined < count and joins[joined] <= level:
                climber = joining[joined]
                joined += 1
                climber.climbing = True
                for each in climber.conductors:
                    load[each] += 1.0
                    slack[each] += level
                    users[each].append(climber)
                for each in climber.caps:
                    load[each] += climber.watts
                    slack[each] += climber.watts * level
                    users[each].append(climber)
                touched.update(climber.conductors, climber.caps)
            for each in touched:
                if load[each] > _EPSILON:
                    heappush(full, (slack[each] / load[each], each))
        elif next_full < next_end:
            at = full[0][1]
            heappop(full)
            for climber in users[at]:
                if climber.climbing:
                    climber.current = max(climber.current, climber.start + next_full)
                    climber.limit = at
                    stop(climber, climber.current - climber.start)
        elif ended < count:
            climber = ending[ended]
            ended += 1
            if climber.climbing:
                climber.current = climber.target
                stop(climber, next_end)
        else:
            return
