"""Follow the sessions of all charge points: each from plug-in to unplug, exactly once, whatever happens in between.

Only a station that says that no vehicle is there ends a session. Silence does not, nor a fault, nor a car that sleeps.
What was missed while nobody looked is made up for by the station's meter afterwards; when exactly it happened is then an
estimate, and marked so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ...model import Site, Snapshot
from ..account import Share
from .ending import PointStep, end
from .event import SessionEvent
from .memory import NOTHING_KNOWN, Circumstances, PointMemory, SessionsMemory
from .reading import read
from .session import Session, SessionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowStep:
    """What a cycle brought."""

    memory: SessionsMemory
    events: tuple[SessionEvent, ...] = ()
    changed: tuple[Session, ...] = ()
    """Sessions to be written, the newest state of each."""


def follow(
    memory: SessionsMemory,
    site: Site,
    snapshot: Snapshot,
    shares: Mapping[str, Share],
    circumstances: Mapping[str, Circumstances],
    now: datetime,
) -> FollowStep:
    """Return the sessions after one more cycle.

    Args:
        memory: of the last cycle.
        site: its charge points, with their ratings.
        snapshot: what is known now.
        shares: what the ledger counted for each consumer in this cycle.
        circumstances: who is there, and what may not be judged, by charge point.
        now: aware UTC.
    """
    points: dict[str, PointMemory] = {}
    events: list[SessionEvent] = []
    changed: dict[str, Session] = {}
    for point in site.charge_points:
        step = PointStep(memory.points.get(point.id, PointMemory()), events, changed)
        share = shares.get(point.id)
        if share is not None and share.energy:
            step.memory = replace(step.memory, share=step.memory.share + share)
        around = circumstances.get(point.id, NOTHING_KNOWN)
        measured = snapshot.charge_points.get(point.id)
        if measured is not None and measured.at != step.memory.at:
            read(step, site, point, measured, around)
        points[point.id] = step.memory
    for id_, left in memory.points.items():
        if id_ not in points and left.session is not None:
            # The charge point was taken away with a car at it.
            step = PointStep(left, events, changed)
            end(step, left.at or now, SessionStatus.INTERRUPTED)
    return FollowStep(memory=SessionsMemory(points=points), events=tuple(events), changed=tuple(changed.values()))
