"""Turn requests into grants in two steps: lower at once, raise only what others have really let go.

Orders reach the stations one after the other, and a car answers seconds later. So whoever is lowered is counted as it was
told before, and as it may still draw, until it has let go; only what then is certainly left goes to those who rise. No
order of writes and no lag of a car can bring a circuit above its limit that way.
"""

from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Final

from ..charging.view import View, round_down
from .allocation import Grant, Rank, Request, allocate
from .cap import Cap
from .circuits import CircuitTree
from .loads import OVERLAP
from .rooms import Rooms

HYSTERESIS: Final = 0.3
"""Room beyond what a charging car needs to be raised, so that noise at the edge does not lower it again (A)."""

_LETTING_GO: Final = 0.5
"""A car that draws so much more than it is to be told has not let go yet (A)."""

_EPSILON = 1e-6


def request_of(view: View, node: int, wish: float, floor: float, takes: float) -> Request:
    """Return what a charge point asks for."""
    return Request(
        view.point.id,
        wish,
        view.minimum,
        view.loads,
        node,
        0.0,
        view.settings.priority,
        min(view.settings.reserved_current, view.maximum) if view.connected else 0.0,
        floor,
        takes,
    )


def grant(
    rooms: Rooms,
    views: Sequence[View],
    requests: Sequence[Request],
    caps: Sequence[Cap],
    rank: Rank | None,
    now: datetime,
) -> dict[str, Grant]:
    """Return the grants. Who gets more than before gets it only from what is certain and what others have let go."""
    tree = rooms.tree
    grants = allocate(tree, requests, rooms.most, caps, rank)
    rising: set[str] = set()
    charging = False
    for view in views:
        given = grants.get(view.point.id)
        before = view.memory.setpoint
        if given is not None and given.current > before + _EPSILON:
            # What the station cannot be told is no rise; and who still draws more was lowered just now.
            given.current = max(before, round_down(given.current, view.point.current_step))
            if before > 0 and max(view.could_draw(now - OVERLAP)) > given.current + _LETTING_GO:
                given.current, given.doubtful = before, True
            elif given.current > before + _EPSILON:
                rising.add(view.point.id)
                charging = charging or before > 0
    if not rising:
        return grants
    held, powers = _held(tree, views, grants, rising, caps, now)
    left = [room - each for room, each in zip(rooms.certain, held, strict=True)]
    if charging:
        # Noise lowers only where something is measured.
        left = [room - HYSTERESIS if rooms.is_measured(each) else room for each, room in enumerate(left)]
    narrower = [
        replace(cap, power=cap.power - power - (cap.margin if charging else 0.0))
        for cap, power in zip(caps, powers, strict=True)
    ]
    has = {view.point.id: view.memory.setpoint for view in views}
    wanted = [
        _up_to(request, grants[request.id].current, has[request.id]) for request in requests if request.id in rising
    ]
    sure = allocate(tree, wanted, left, narrower, rank)
    for view in views:
        id_ = view.point.id
        if id_ in rising and sure[id_].current < grants[id_].current - _EPSILON:
            grants[id_] = Grant(sure[id_].current, sure[id_].limit, doubtful=True)
    return grants


def _held(
    tree: CircuitTree,
    views: Sequence[View],
    grants: Mapping[str, Grant],
    rising: AbstractSet[str],
    caps: Sequence[Cap],
    now: datetime,
) -> tuple[list[float], list[float]]:
    """Return what is not there for those who rise, of each conductor (A) and of each cap (W).

    That is what the others hold, what a rising one has already, and what it draws beyond all it will be told.
    """
    own = tree.none()
    powers = [0.0] * len(caps)
    since = now - OVERLAP
    for view in views:
        id_ = view.point.id
        draw = view.could_draw(since)
        low = 3 * tree.point_nodes[id_]
        given = grants.get(id_)
        granted = given.current if given is not None else 0.0
        l1, l2, l3 = view.loads
        if id_ in rising:
            has = view.memory.setpoint if view.memory.setpoint >= view.minimum else 0.0
            held = (
                max(0.0, draw[0] - granted) + (has if l1 else 0.0),
                max(0.0, draw[1] - granted) + (has if l2 else 0.0),
                max(0.0, draw[2] - granted) + (has if l3 else 0.0),
            )
        else:
            # What it was told before may be in force until the order that lowers it is written.
            told = max(granted, view.memory.setpoint)
            held = (
                max(told, draw[0]) if l1 else draw[0],
                max(told, draw[1]) if l2 else draw[1],
                max(told, draw[2]) if l3 else draw[2],
            )
        own[low] += held[0]
        own[low + 1] += held[1]
        own[low + 2] += held[2]
        for number, cap in enumerate(caps):
            if id_ in cap.members:
                powers[number] += max(held) * view.power_per_ampere
    return tree.add_up(own), powers


def _up_to(request: Request, current: float, before: float) -> Request:
    """Return a request for no more than a current (A) of one that has some already."""
    return Request(
        request.id,
        current,
        request.minimum,
        request.loads,
        request.node,
        request.watts,
        request.priority,
        request.reserved,
        min(request.floor, current),
        request.takes,
        request.idle,
        before if before >= request.minimum else 0.0,
        request.pressing,
    )
