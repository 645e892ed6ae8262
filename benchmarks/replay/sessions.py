"""Charging sessions as they were measured, each given a place in the garage and a car."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from math import ceil
from pathlib import Path
from random import Random
from typing import Final

VOLTAGE: Final = 230.0
MINUTE: Final = 60.0

_SMALL: Final = 16 * VOLTAGE
_LARGE: Final = 32 * VOLTAGE
"""Power of a car of 1 x 16 A, and of 1 x 32 A (W); a little more was measured than this."""

_TOLERANCE: Final = 1.02


@dataclass(frozen=True, slots=True)
class Session:
    """One car at one place, from plug-in to plug-out."""

    user: str
    start: float
    """Seconds since the epoch."""

    end: float
    energy: float
    """Wh."""


@dataclass(frozen=True, slots=True)
class CarType:
    """What a car can take."""

    phases: int
    current: float
    """A on each phase."""

    @property
    def power(self) -> float:
        """Return what it takes at most (W)."""
        return self.phases * self.current * VOLTAGE


def read(path: Path) -> list[Session]:
    """Return the sessions of a file in order of their start. Raises `ValueError` where a column is missing or garbage."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"user", "plugin_utc", "plugout_utc", "energy_kwh"} - set(rows.fieldnames or ())
        if missing:
            raise ValueError(f"{path} has no column {', '.join(sorted(missing))}")
        sessions = [
            Session(
                row["user"], _seconds(row["plugin_utc"]), _seconds(row["plugout_utc"]), 1000 * float(row["energy_kwh"])
            )
            for row in rows
        ]
    if not sessions:
        raise ValueError(f"{path} holds no sessions")
    return sorted((each for each in sessions if each.end > each.start), key=lambda each: (each.start, each.user))


def _seconds(moment: str) -> float:
    """Return a moment as seconds since the epoch; one without zone is UTC."""
    parsed = datetime.fromisoformat(moment)
    return (parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)).timestamp()


def park(sessions: Sequence[Session]) -> list[int]:
    """Return the place of each session, the lowest free one; there are as many places as cars were ever there at once.

    A place is taken again in the minute after it was left at the earliest: nobody swaps cars unseen by the station.
    """
    free: list[int] = []
    leaving: list[tuple[float, int]] = []
    places: list[int] = []
    built = 0
    for session in sessions:
        while leaving and ceil(leaving[0][0] / MINUTE) < ceil(session.start / MINUTE):
            heappush(free, heappop(leaving)[1])
        if free:
            place = heappop(free)
        else:
            place, built = built, built + 1
        heappush(leaving, (session.end, place))
        places.append(place)
    return places


def cars(sessions: Iterable[Session], random: Random) -> Mapping[str, CarType]:
    """Return the car of each user: the smallest that can have done what was measured, or now and then a larger one."""
    fastest: dict[str, float] = defaultdict(float)
    for session in sessions:
        power = session.energy / ((session.end - session.start) / 3600)
        fastest[session.user] = max(fastest[session.user], power)
    chosen: dict[str, CarType] = {}
    for user in sorted(fastest):
        dice = random.random()
        if fastest[user] <= _SMALL * _TOLERANCE and dice < 0.8:
            chosen[user] = CarType(1, 16.0)
        elif fastest[user] <= _LARGE * _TOLERANCE and dice < 0.5:
            chosen[user] = CarType(1, 32.0)
        else:
            chosen[user] = CarType(3, 16.0)
    return chosen
