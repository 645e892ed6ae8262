"""Share the room on the circuits among the wishes, and say why each gets what it gets.

Laws only lower. What they lower below the minimum pauses: it waits in a queue, and returns once there was room for it
for a while, one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ...model import NO_PHASES, ConnectionType, Reason, ReasonKey
from ..charging.surplus import timer
from ..charging.view import View, round_down
from ..charging.wish import Wish
from ..settings import SiteSettings
from .allocation import Grant, Rank, Request, places
from .cap import Cap
from .grants import grant, request_of
from .memory import Place, ShareMemory
from .queue import STAGE, next_place, notice_unused, ranking, takes, takes_nothing
from .rooms import Rooms
from .unbalance import ceilings

_EPSILON = 1e-6
_CONNECTION: Final = ""
"""The connection among the circuits to which somebody returned."""


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
    rooms: Rooms,
    caps: Sequence[Cap],
    settings: SiteSettings,
    memory: ShareMemory,
    now: datetime,
) -> tuple[dict[str, Share], ShareMemory]:
    """Return the share of each steered charge point, and what to remember of the sharing.

    Together they get no more than the rooms and the caps leave, and are raised only within what is certain. One that was
    paused resumes once it would have fitted for the site's resume delay.
    """
    return _Sharing(views, wishes, rooms, caps, settings, memory, now).shares()


def within_limits(
    views: Sequence[View], wanted: Mapping[str, tuple[float, Reason]], rooms: Rooms, now: datetime
) -> dict[str, tuple[float, Reason]]:
    """Return the currents (A) of the steered charge points as the circuits allow them, with the circuit's reason if less.

    For orders that need no sharing, only to be safe: in order of priority, and raised only into what others have let go.
    """
    steered = [view for view in views if view.steered]
    requests = [
        request_of(view, rooms.tree.point_nodes[view.point.id], wanted[view.point.id][0], 0.0, float("inf"))
        for view in steered
    ]
    grants = grant(rooms, steered, requests, (), None, now)
    told: dict[str, tuple[float, Reason]] = {}
    for view, request in zip(steered, requests, strict=True):
        given = grants[view.point.id]
        current, reason = wanted[view.point.id]
        if given.current < current - _EPSILON:
            current = round_down(given.current, view.point.current_step)
            if given.limit is not None:
                reason = limit_reason(rooms, (), request, given.limit, current)
        told[view.point.id] = current, reason
    return told


def limit_reason(rooms: Rooms, caps: Sequence[Cap], request: Request, limit: int, current: float) -> Reason:
    """Return what a conductor or a cap that is full gives as reason."""
    if limit >= len(rooms.most):
        reason = caps[limit - len(rooms.most)].reason
        return Reason(reason.key, {**reason.details, "current": current})
    circuit = rooms.tree.circuit(limit)
    details: dict[str, str | float] = {"phase": rooms.tree.phase(limit), "current": current}
    if circuit is not None:
        details["circuit"] = circuit.name
    if current > 0:
        return Reason(ReasonKey.FUSE_LIMITED if circuit is None else ReasonKey.CIRCUIT_LIMITED, details)
    if rooms.most[limit] + _EPSILON >= request.minimum:
        # It would fit, were it not for others that charge in its place.
        return Reason(ReasonKey.QUEUE_WAITING, details)
    return Reason(ReasonKey.FUSE_PAUSED if circuit is None else ReasonKey.CIRCUIT_PAUSED, details)


def recovering(place: Place | None) -> ReasonKey:
    """Return what leaves room again to one that waits to resume."""
    if place is None or place.charging:
        return ReasonKey.FUSE_RECOVERING
    if place.power_limit is not None:
        peak = place.power_limit is ReasonKey.PEAK_LIMITED
        return ReasonKey.PEAK_RECOVERING if peak else ReasonKey.LIMIT_RECOVERING
    return ReasonKey.FUSE_RECOVERING if place.circuit is None else ReasonKey.CIRCUIT_RECOVERING


class _Sharing:
    """The wishes of one moment, being shared out."""

    def __init__(
        self,
        views: Sequence[View],
        wishes: Mapping[str, Wish],
        rooms: Rooms,
        caps: Sequence[Cap],
        settings: SiteSettings,
        memory: ShareMemory,
        now: datetime,
    ) -> None:
        """Turn the wishes into requests."""
        self.wishes, self.rooms, self.caps = wishes, rooms, caps
        self.settings, self.memory, self.now = settings, memory, now
        self.views: list[View] = []
        self.bystanders: list[View] = []
        """Who wishes nothing, has nothing reserved, and has nothing to let go of."""

        for view in views:
            if view.steered:
                (self.views if self._takes_part(view) else self.bystanders).append(view)
        self.unused = notice_unused(memory.unused, memory.places, self.views, now)
        by_id = {view.point.id: view for view in self.views}
        self.rank: Rank = ranking(by_id, memory, settings.tie_break, now)
        self.blind: dict[str, int] = {}
        """Behind which silent circuit a charge point is that this lowers."""

        self.softened: set[str] = set()
        """Who was lowered for the balance of the phases."""

        self.requests = [self._request(view) for view in self.views]

    def _takes_part(self, view: View) -> bool:
        """Whether a charge point wishes something, keeps something for itself, or may still draw."""
        memory = view.memory
        return (
            self.wishes[view.point.id].current > 0
            or memory.setpoint > 0
            or len(memory.orders) > 1
            or view.connected
            or (bool(view.draws) and view.draws[-1][1] != NO_PHASES)
        )

    def _request(self, view: View) -> Request:
        """Return what a charge point asks for; no more than its fallback current behind a meter that is silent."""
        tree, wish = self.rooms.tree, self.wishes[view.point.id]
        node = tree.point_nodes[view.point.id]
        current, floor = wish.current, wish.floor
        if self.rooms.silent:
            dark = next((each for each in tree.paths[node] if each in self.rooms.silent), None)
            if dark is not None and current > view.fallback:
                current = view.fallback if view.fallback >= view.minimum else 0.0
                floor = min(floor, current)
                self.blind[view.point.id] = dark
        unused = self.unused.get(view.point.id)
        request = request_of(view, node, current, floor, takes(unused, view.minimum, self.now))
        if unused is not None:
            request.idle = takes_nothing(view, unused, self.memory.places.get(view.point.id), self.now)
        request.pressing = wish.pressing
        if self.caps:
            request.watts = view.power_per_ampere
        return request

    def shares(self) -> tuple[dict[str, Share], ShareMemory]:
        """Return the shares and the memory."""
        waiting, room_since = self._waiting()
        requests = self.requests
        if waiting:
            # Its room is anybody's until it resumes.
            requests = [request for request in requests if request.id not in waiting]
        grants = grant(self.rooms, self.views, requests, self.caps, self.rank, self.now)
        grants = self._soften(requests, grants) | waiting

        shares = {view.point.id: Share(0.0, self.wishes[view.point.id].reason) for view in self.bystanders}
        held: dict[str, Place] = {}
        resumed = {circuit: at for circuit, at in self.memory.resumed.items() if at <= self.now < at + STAGE}
        for view, request in zip(self.views, self.requests, strict=True):
            id_ = view.point.id
            given, before = grants[id_], self.memory.places.get(id_)
            current = round_down(given.current, view.point.current_step)
            wished = request.wish >= view.minimum
            paused = wished and current == 0 and (view.memory.fuse_paused or not given.doubtful)
            since = room_since.get(id_) if paused else None
            shares[id_] = Share(current, self._reason(view, request, given, current, since), paused, since)
            if wished and (current > 0 or paused):
                place = Place(charging=True, since=self.now) if current > 0 else self._waits_for(given, before)
                held[id_] = next_place(before, place)
                if current > 0 and view.memory.fuse_paused:
                    resumed[(before.circuit if before is not None else None) or _CONNECTION] = self.now
        return shares, ShareMemory(places=held, unused=self.unused, resumed=resumed)

    def _waiting(self) -> tuple[dict[str, Grant], dict[str, datetime]]:
        """Return what the paused ones get that may not resume yet, and since when each would fit again."""
        paused = [view for view in self.views if view.memory.fuse_paused]
        if not paused:
            return {}, {}
        fits = places(self.rooms.tree, self.requests, self.rooms.certain, self.caps, self.rank)
        waiting: dict[str, Grant] = {}
        room_since: dict[str, datetime] = {}
        ready: dict[str, list[str]] = {}
        for view in paused:
            id_ = view.point.id
            if fits[id_].current == 0:
                waiting[id_] = fits[id_]
                continue
            since = room_since[id_] = timer(view.memory.room_since, self.now)
            if (self.now - since).total_seconds() < self.settings.resume_delay:
                waiting[id_] = Grant(0.0)
            else:
                place = self.memory.places.get(id_)
                ready.setdefault((place.circuit if place is not None else None) or _CONNECTION, []).append(id_)
        if sum(map(len, ready.values())) > len(ready) or self.memory.resumed:
            waiting |= self._staged(ready)
        return waiting, room_since

    def _staged(self, ready: Mapping[str, Sequence[str]]) -> dict[str, Grant]:
        """Return who waits for another one to return to its circuit first."""
        requests = {request.id: request for request in self.requests}
        waiting: dict[str, Grant] = {}
        for circuit, ids in ready.items():
            last = self.memory.resumed.get(circuit)
            taken = last is not None and last <= self.now < last + STAGE
            for id_ in sorted(ids, key=lambda each: self.rank(requests[each])):
                if taken:
                    waiting[id_] = Grant(0.0)
                taken = True
        return waiting

    def _soften(self, requests: Sequence[Request], grants: dict[str, Grant]) -> dict[str, Grant]:
        """Return the grants with the phases balanced, as far as that can be without pausing anybody."""
        site = self.rooms.tree.site
        load = self.rooms.usual_load
        if site.unbalance_limit is None or load is None or site.connection.type is ConnectionType.SINGLE_PHASE:
            return grants
        before = {view.point.id: view.memory.setpoint for view in self.views}
        lowered = ceilings(requests, grants, before, load, site.unbalance_limit)
        for id_, ceiling in lowered.items():
            if ceiling < grants[id_].current - _EPSILON:
                grants[id_].current = ceiling
                grants[id_].limit = None
                self.softened.add(id_)
        return grants

    def _waits_for(self, given: Grant, before: Place | None) -> Place:
        """Return the place of a paused one: what keeps it from its minimum, or kept it until now."""
        if given.limit is None:
            before = before or Place(charging=False, since=self.now)
            return replace(before, charging=False, since=self.now)
        conductors = len(self.rooms.most)
        if given.limit >= conductors:
            key = self.caps[given.limit - conductors].reason.key
            return Place(charging=False, since=self.now, power_limit=key)
        circuit = self.rooms.tree.circuit(given.limit)
        return Place(charging=False, since=self.now, circuit=circuit.id if circuit is not None else None)

    def _reason(
        self, view: View, request: Request, given: Grant, current: float, room_since: datetime | None
    ) -> Reason:
        """Return the wish's own reason, or the law's where it lowered the wish by more than the station's rounding."""
        wish = self.wishes[view.point.id]
        if wish.current - current < max(view.point.current_step, 0.1) - _EPSILON and (current > 0 or wish.current == 0):
            return wish.reason
        if given.limit is not None:
            return limit_reason(self.rooms, self.caps, request, given.limit, current)
        if room_since is not None and current == 0:
            left = self.settings.resume_delay - (self.now - room_since).total_seconds()
            place = self.memory.places.get(view.point.id)
            return Reason(recovering(place), {"seconds": max(0, round(left))})
        if view.point.id in self.softened:
            return Reason(ReasonKey.UNBALANCE, {"current": current})
        if view.point.id in self.blind:
            circuit = self.rooms.tree.circuits[self.blind[view.point.id]]
            assert circuit is not None
            return Reason(ReasonKey.METER_STALE, {"current": current, "circuit": circuit.name})
        return wish.reason
