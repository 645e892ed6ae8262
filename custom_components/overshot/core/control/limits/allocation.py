"""Share the room on the circuits among charge points.

What is reserved comes first, then the minimum of everybody in order of rank, then what is guaranteed, then the rest: by
priority, and within one by raising all equally until each has its wish or stands before something full (max-min
fairness, see `climb`). Within a priority, all that one asks for who would be late with less comes before the minimum of
those who have time. What a car is known not to take comes last, and so does the minimum of one that takes nothing.
"""

from collections.abc import Callable, Iterable, Sequence, Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from ...model import PhaseMask
from .cap import Cap
from .circuits import CircuitTree
from .climb import Climber, climb

_EPSILON = 1e-9
_UNLIMITED = float("inf")


@dataclass(slots=True)
class Request:
    """What a charge point asks for: a current (A), at least `minimum`, on the phases it loads."""

    id: str
    wish: float
    minimum: float
    loads: PhaseMask
    node: int = 0
    """Where it hangs in the tree."""

    watts: float = 0.0
    """Power of one ampere (W/A), for caps."""

    priority: int = 0
    reserved: float = 0.0
    """Kept free for it, whatever it wishes (A)."""

    floor: float = 0.0
    """Of the wish, what only laws lower (A)."""

    takes: float = _UNLIMITED
    """What it takes at present, and some more to grow into (A)."""

    idle: bool = False
    """Whether it is known to take nothing at all."""

    held: float = 0.0
    """What it has in any case: 0 or at least its minimum. That is not in the room any more (A)."""

    pressing: bool = False
    """Whether less than its wish would be too late."""


@dataclass(slots=True)
class Grant:
    """What it gets (A), and what kept it from more: a conductor, or a cap, counted from the last conductor on."""

    current: float
    limit: int | None = None
    doubtful: bool = False
    """Whether more would fit if others had let go, or if what looks like a load of the house is the ramp of a car."""


type Rank = Callable[[Request], Any]
"""The order in which the minimum is given where not everybody can have it, lowest first."""


def allocate(
    tree: CircuitTree,
    requests: Sequence[Request],
    room: Sequence[float],
    caps: Sequence[Cap] = (),
    rank: Rank | None = None,
) -> dict[str, Grant]:
    """Return a grant for each request such that no conductor carries more than its `room` (A), and no cap is exceeded.

    A grant is 0 or at least the minimum. Without a `rank`, the requests stand in order of rank.
    """
    sharing = _Sharing(tree, requests, room, caps)
    sharing.reserve()
    sharing.give_minima(rank)
    if sharing.guaranteed:
        sharing.raise_to(lambda request: min(request.floor, request.wish), guaranteeing=True)
    sharing.raise_to(lambda request: min(request.takes, request.wish))
    sharing.give_minimum(rank, idle=True)
    # One that takes nothing needs no more to show that it wakes, and holds up nobody who rises.
    sharing.raise_to(lambda request: request.minimum if request.idle else request.wish)
    return sharing.grants()


def places(
    tree: CircuitTree,
    requests: Sequence[Request],
    room: Sequence[float],
    caps: Sequence[Cap] = (),
    rank: Rank | None = None,
) -> dict[str, Grant]:
    """Return who gets its minimum, and what keeps the others from it."""
    sharing = _Sharing(tree, requests, room, caps)
    sharing.reserve()
    sharing.give_minima(rank)
    sharing.give_minimum(rank, idle=True)
    return sharing.grants()


class _Sharing:
    """One allocation under way. Requests are known by their number; caps are counted from the last conductor on."""

    def __init__(
        self, tree: CircuitTree, requests: Sequence[Request], room: Sequence[float], caps: Sequence[Cap]
    ) -> None:
        """Begin with all of the room."""
        self.tree = tree
        self.requests = requests
        self.left = [*room, *(cap.power for cap in caps)]
        self.conductors = len(room)
        self.current = [0.0] * len(requests)
        self.limit: list[int | None] = [None] * len(requests)
        self.placed: list[int] = []
        self.guaranteed: set[int] = set()
        """Who has a floor. It takes nothing from caps that are no law: that is taken off before."""

        self.caps: Sequence[tuple[int, ...]] = ()
        """Those that bind each request; nothing where there are none."""

        self.laws: Sequence[tuple[int, ...]] = ()
        if caps:
            numbered = list(enumerate(caps, self.conductors))
            self.caps = [tuple(n for n, cap in numbered if request.id in cap.members) for request in requests]
            self.laws = [tuple(n for n in bound if caps[n - self.conductors].law) for bound in self.caps]
            self._set_aside()

    def _set_aside(self) -> None:
        """Take what is guaranteed off the caps that do not lower it, so that others leave it."""
        for number, request in enumerate(self.requests):
            if min(request.floor, request.wish) >= request.minimum:
                self.guaranteed.add(number)
                for cap in self.caps[number]:
                    if cap not in self.laws[number]:
                        self.left[cap] -= max(0.0, min(request.floor, request.wish) - request.held) * request.watts

    def grants(self) -> dict[str, Grant]:
        """Return what each request got."""
        return {
            request.id: Grant(current, limit)
            for request, current, limit in zip(self.requests, self.current, self.limit, strict=True)
        }

    def reserve(self) -> None:
        """Keep free what is reserved, as far as there is room, and give of it what is wished; by priority."""
        reserving = [number for number, request in enumerate(self.requests) if request.reserved > 0]
        left = self.left
        for number in sorted(reserving, key=lambda number: self.requests[number].priority):
            request = self.requests[number]
            conductors = self.tree.conductors[request.node][request.loads]
            held = request.held
            kept = held + min([max(request.reserved, request.minimum) - held, *(left[each] for each in conductors)])
            # Less than the minimum would be of no use.
            if kept + _EPSILON < max(request.minimum, held):
                continue
            for each in conductors:
                left[each] -= kept - held
            if request.wish < request.minimum:
                continue
            current = max(held, min(kept, request.wish))
            for cap in self._caps_of(number):
                fits = held + self._aside(number, cap) + max(0.0, left[cap]) / request.watts
                if fits + _EPSILON < current:
                    current, self.limit[number] = fits, cap
            if current + _EPSILON < request.minimum:
                continue
            for cap in self._caps_of(number):
                left[cap] -= max(0.0, current - held - self._aside(number, cap)) * request.watts
            self.current[number] = current
            self.placed.append(number)

    def _aside(self, number: int, cap: int) -> float:
        """Return what was set aside of a cap for a request (A)."""
        if number not in self.guaranteed or cap in self.laws[number]:
            return 0.0
        request = self.requests[number]
        return max(0.0, min(request.floor, request.wish) - request.held)

    def give_minima(self, rank: Rank | None) -> None:
        """Give everybody its minimum; within a priority, all they can take goes to those who press before the others."""
        if not any(request.pressing for request in self.requests):
            self.give_minimum(rank)
            return
        for priority in sorted({request.priority for request in self.requests}):
            for pressing in (True, False):
                members = {
                    number
                    for number, request in enumerate(self.requests)
                    if request.priority == priority and request.pressing is pressing
                }
                self.give_minimum(rank, among=members)
                if pressing:
                    # First what no soft limit lowers, or such a limit would end its climb below.
                    self.raise_to(lambda request: min(request.floor, request.wish), guaranteeing=True, among=members)
                    self.raise_to(lambda request: min(request.takes, request.wish), among=members)

    def give_minimum(self, rank: Rank | None, *, idle: bool = False, among: AbstractSet[int] | None = None) -> None:
        """Give everybody who wishes as much (and is idle or not) its minimum; where it does not suffice, by rank."""
        requests, limit = self.requests, self.limit
        done = set(self.placed)
        asking = [
            number
            for number, request in enumerate(requests)
            if request.idle is idle
            and request.wish >= request.minimum
            and limit[number] is None
            and number not in done
            and (among is None or number in among)
        ]
        if not asking:
            return
        amounts = [max(0.0, requests[number].minimum - requests[number].held) for number in asking]
        tight = self._tight(asking, amounts, guaranteeing=True)
        if tight:
            asking = self._give_in_order(asking, tight, rank)
            amounts = [max(0.0, requests[number].minimum - requests[number].held) for number in asking]
        for number in asking:
            self.current[number] = max(requests[number].minimum, requests[number].held)
        self._take(asking, amounts, guaranteeing=True)
        self.placed = sorted((*self.placed, *asking)) if self.placed else asking

    def _give_in_order(self, asking: Sequence[int], tight: Iterable[int], rank: Rank | None) -> list[int]:
        """Return who gets its minimum where not everybody can, and note what keeps the others from it."""
        order = asking
        if rank is not None:
            order = sorted(asking, key=lambda number: rank(self.requests[number]))
        ties = self._ties(tight)
        left = list(self.left)
        given: list[int] = []
        for number in order:
            request = self.requests[number]
            if request.held >= request.minimum:
                given.append(number)
                continue
            conductors, caps = ties(number, True)
            short = min(conductors, key=left.__getitem__, default=None)
            if short is not None and left[short] + _EPSILON < request.minimum:
                self.limit[number] = short
                continue
            power = request.minimum * request.watts
            over = next((cap for cap in caps if left[cap] + _EPSILON < power), None)
            if over is not None:
                self.limit[number] = over
                continue
            for each in conductors:
                left[each] -= request.minimum
            for each in caps:
                left[each] -= power
            given.append(number)
        given.sort()
        return given

    def raise_to(
        self,
        target_of: Callable[[Request], float],
        *,
        guaranteeing: bool = False,
        among: AbstractSet[int] | None = None,
    ) -> None:
        """Raise who has its minimum up to a target, by priority and equally within one."""
        growing: dict[int, list[tuple[int, float]]] = {}
        for number in self.placed:
            if self.limit[number] is None and (among is None or number in among):
                request = self.requests[number]
                target = target_of(request)
                if target > self.current[number] + _EPSILON:
                    growing.setdefault(request.priority, []).append((number, target))
        for priority in sorted(growing):
            self._raise(growing[priority], guaranteeing)

    def _raise(self, growing: Sequence[tuple[int, float]], guaranteeing: bool) -> None:
        """Raise those of one priority."""
        current = self.current
        numbers = [number for number, _ in growing]
        wanted = [target - current[number] for number, target in growing]
        tight = self._tight(numbers, wanted, guaranteeing)
        if not tight:
            for number, target in growing:
                current[number] = target
            self._take(numbers, wanted, guaranteeing)
            return
        before = [current[number] for number in numbers]
        ties = self._ties(tight)
        climbers: list[Climber] = []
        for number, target in growing:
            conductors, caps = ties(number, guaranteeing)
            if conductors or caps:
                request = self.requests[number]
                climbers.append(
                    Climber(number, request.minimum, current[number], target, request.watts, conductors, caps)
                )
            else:
                current[number] = target
        climb(climbers, {each: self.left[each] for each in tight})
        for climber in climbers:
            current[climber.number] = climber.current
            self.limit[climber.number] = climber.limit
        self._take(
            numbers, [current[number] - each for number, each in zip(numbers, before, strict=True)], guaranteeing
        )

    def _caps_of(self, number: int, guaranteeing: bool = False) -> tuple[int, ...]:
        """Return the caps that bind a request."""
        if not self.caps:
            return ()
        return self.laws[number] if guaranteeing and number in self.guaranteed else self.caps[number]

    def _ties(self, tight: Iterable[int]) -> Callable[[int, bool], tuple[tuple[int, ...], tuple[int, ...]]]:
        """Return a function that tells which of the tight conductors and caps bind a request."""
        watched = set(tight)
        known: dict[tuple[int, PhaseMask], tuple[int, ...]] = {}

        def of(number: int, guaranteeing: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
            request = self.requests[number]
            place = (request.node, request.loads)
            conductors = known.get(place)
            if conductors is None:
                loaded = self.tree.conductors[request.node][request.loads]
                conductors = known[place] = tuple(each for each in loaded if each in watched)
            if not self.caps:
                return conductors, ()
            return conductors, tuple(cap for cap in self._caps_of(number, guaranteeing) if cap in watched)

        return of

    def _tight(self, numbers: Sequence[int], amounts: Sequence[float], guaranteeing: bool) -> list[int]:
        """Return the conductors and caps that cannot carry so much more (A each)."""
        wanted = self._added_up(numbers, amounts, guaranteeing)
        return [each for each, (want, left) in enumerate(zip(wanted, self.left, strict=True)) if want > left + _EPSILON]

    def _take(self, numbers: Sequence[int], amounts: Sequence[float], guaranteeing: bool) -> None:
        """Take so much more (A each) from what is left."""
        taken = self._added_up(numbers, amounts, guaranteeing)
        self.left = [left - each for left, each in zip(self.left, taken, strict=True)]

    def _added_up(self, numbers: Sequence[int], amounts: Sequence[float], guaranteeing: bool) -> list[float]:
        """Return what amounts (A) make on each conductor and, as power, on each cap."""
        own = self.tree.none()
        requests = self.requests
        for number, amount in zip(numbers, amounts, strict=True):
            request = requests[number]
            low = 3 * request.node
            l1, l2, l3 = request.loads
            if l1:
                own[low] += amount
            if l2:
                own[low + 1] += amount
            if l3:
                own[low + 2] += amount
        self.tree.add_up(own)
        if len(own) < len(self.left):
            own += [0.0] * (len(self.left) - len(own))
            for number, amount in zip(numbers, amounts, strict=True):
                power = amount * requests[number].watts
                for cap in self._caps_of(number, guaranteeing):
                    own[cap] += power
        return own
