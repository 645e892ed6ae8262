"""A year of a real garage, replayed with the production controller.

Who plugged in when, and how much energy the car took, was measured (`data/README.md`). The cars share a connection of
3 x 100 A with the house above them, behind sub-circuits, with rotations and loads drawn by lot. The controller decides
once a minute while somebody is plugged in, and once a second in the busiest hours. What is delivered by departure is
compared with what somebody could have delivered who knew everything in advance (`replay.bound`).

All charge as fast as there is room. Each driver tells at plug-in how far and when to drive, as the app of a garage asks;
`--untold` shows what is delivered where nobody does: nobody can know then who has no time to wait.
"""

from collections.abc import Iterable
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from .measurement import Measurement
from .replay.bound import deliverable
from .replay.house import build
from .replay.sessions import Session, cars, park, read
from .replay.world import World, busiest_hours, replay

SESSIONS: Final = Path(__file__).parent / "data" / "garage_sessions.csv"
SEED: Final = 2024
BUSIEST_HOURS: Final = 20
LEAST_DELIVERED: Final = 0.98


def measure(rounds: int | None = None, sessions: Path | None = None, *, untold: bool = False) -> Iterable[Measurement]:
    """Return what a replay of a file tells; it is the same in every round."""
    return results(read(sessions or SESSIONS), BUSIEST_HOURS, told=not untold)


def results(sessions: list[Session], busiest: int, *, told: bool = True) -> list[Measurement]:
    """Return what a replay of some sessions tells."""
    begun = perf_counter()
    places = park(sessions)
    types = cars(sessions, Random(SEED))
    own = [types[session.user] for session in sessions]
    house = build(max(places) + 1, SEED)
    world = World(house, sessions, places, own, told=told)
    replay(world, busiest_hours(sessions, own, busiest))
    delivered = sum(world.delivered)
    best = deliverable(house, sessions, places, own)
    return [
        Measurement(name="sessions", value=len(sessions), unit="", key="sessions"),
        Measurement(name="places", value=max(places) + 1, unit="", key="places"),
        Measurement(name="steps of the controller", value=world.steps, unit="", key="steps"),
        Measurement(
            name="overload beyond 10 s", value=world.overload_seconds, unit="s", most=0, key="overload_seconds"
        ),
        Measurement(name="delivered by departure", value=delivered / 1e6, unit="MWh", key="delivered_mwh"),
        Measurement(name="possible at best", value=best / 1e6, unit="MWh", key="possible_mwh"),
        Measurement(
            name="delivered / possible",
            value=delivered / best,
            unit="",
            least=LEAST_DELIVERED if told else None,
            key="delivered_ratio",
        ),
        Measurement(name="took", value=perf_counter() - begun, unit="s", key="seconds"),
    ]
