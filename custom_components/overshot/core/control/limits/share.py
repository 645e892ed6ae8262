"""Share the room on the phases among the wishes: lower at once, raise only what others have really left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ...model import PHASE_NAMES, PhaseVector, Reason, ReasonKey
from ..charging.surplus import timer
from ..charging.view import View, round_down
from ..charging.wish import Wish
from ..windows import highest_since
from .allocation import Grant, Request, allocate
from .loads import OVERLAP

HYSTERESIS = 0.3
"""Room beyond what a charging car needs to be raised, so that noise at the edge does not lower it again (A)."""

_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Share:
    """What the laws leave of one wish."""

    current: float
    """As the station can be told it (A)."""

    reason: Reason
    fuse_paused: bool = False
    room_since: datetime | None = None


def share_room(
    views: Sequence[View],
    wishes: Mapping[str, Wish],
    most: PhaseVector,
    certain: PhaseVector,
    resume_delay: float,
    now: datetime,
) -> dict[str, Share]:
    """Return the share of each steered charge point.

    Together they get no more than `most` (A on each phase), and are raised only within what is `certain`. One that the
    fuse had paused resumes once it would have fitted for `resume_delay` seconds.
    """
    steered = [view for view in views if view.steered]
    requests = [Request(view.point.id, wishes[view.point.id].current, view.minimum, view.loads) for view in steered]
    waiting, room_since = _waiting(steered, requests, certain, resume_delay, now)
    if waiting:
        # Its room is anybody's until it resumes.
        requests = [request for request in requests if request.id not in waiting]
    grants = _grant(steered, requests, most, certain, now) | waiting

    shares: dict[str, Share] = {}
    for view in steered:
        id_ = view.point.id
        wish, grant = wishes[id_], grants[id_]
        current = round_down(grant.current, view.point.current_step)
        paused = wish.current >= view.minimum and current == 0 and (view.memory.fuse_paused or not grant.doubtful)
        since = room_since.get(id_) if paused else None
        shares[id_] = Share(current, _reason(view, wish, grant, current, since, resume_delay, now), paused, since)
    return shares


def _waiting(
    views: Sequence[View], requests: Sequence[Request], room: PhaseVector, resume_delay: float, now: datetime
) -> tuple[dict[str, Grant], dict[str, datetime]]:
    """Return what the cars paused by the fuse get that may not resume yet, and since when each would fit again."""
    paused = [view for view in views if view.memory.fuse_paused]
    if not paused:
        return {}, {}
    fits = allocate(requests, room)
    waiting: dict[str, Grant] = {}
    room_since: dict[str, datetime] = {}
    for view in paused:
        id_ = view.point.id
        if fits[id_].current == 0:
            waiting[id_] = fits[id_]
            continue
        since = room_since[id_] = timer(view.memory.room_since, now)
        if (now - since).total_seconds() < resume_delay:
            waiting[id_] = Grant(0.0)
    return waiting, room_since


def _grant(
    views: Sequence[View], requests: Sequence[Request], most: PhaseVector, certain: PhaseVector, now: datetime
) -> dict[str, Grant]:
    """Allocate the room. Who gets more than before gets it only from what is certain and what others have let go."""
    grants = allocate(requests, most)
    before = {view.point.id: view.memory.setpoint for view in views}
    rising = [request for request in requests if grants[request.id].current > before[request.id] + _EPSILON]
    if not rising:
        return grants
    margin = HYSTERESIS if any(before[request.id] > 0 for request in rising) else 0.0
    left = [amps - margin for amps in certain]
    climbing = {request.id for request in rising}
    for view in views:
        id_ = view.point.id
        if id_ in climbing:
            continue
        granted = grants[id_].current if id_ in grants else 0.0
        drawn = highest_since(view.draws, now - OVERLAP)
        for phase in range(3):
            left[phase] -= max(granted if view.loads[phase] else 0.0, drawn[phase])
    wishes = [replace(request, wish=grants[request.id].current) for request in rising]
    certain_grants = allocate(wishes, (left[0], left[1], left[2]))
    for id_, grant in certain_grants.items():
        if grant.current < grants[id_].current - _EPSILON:
            grants[id_] = Grant(max(grant.current, before[id_]), grant.limiting_phase, doubtful=True)
    return grants


def _reason(
    view: View,
    wish: Wish,
    grant: Grant,
    current: float,
    room_since: datetime | None,
    resume_delay: float,
    now: datetime,
) -> Reason:
    """Return the wish's own reason, or the fuse's where it lowered the wish by more than the station's rounding."""
    if wish.current - current < max(view.point.current_step, 0.1) - _EPSILON and (current > 0 or wish.current == 0):
        return wish.reason
    if grant.limiting_phase is not None:
        key = ReasonKey.FUSE_LIMITED if current > 0 else ReasonKey.FUSE_PAUSED
        return Reason(key, {"phase": PHASE_NAMES[grant.limiting_phase], "current": current})
    if room_since is not None and current == 0:
        left = resume_delay - (now - room_since).total_seconds()
        return Reason(ReasonKey.FUSE_RECOVERING, {"seconds": max(0, round(left))})
    return wish.reason
