"""What each circuit leaves for the charge points, on each phase.

A metered circuit (and the connection) leaves its limit less the measured load that is not ours (dynamic), any other its
whole limit (static). Off either goes what silent stations may still draw, and what is booked for things that are about
to start. What is not steered by us and no meter sees, a station only observed say, is taken off a static one as measured.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...model import NO_PHASES, ConnectionType, PhaseVector, Snapshot
from ..charging.lag import longest_lag
from ..charging.view import View
from ..windows import PhaseWindow, higher, highest, highest_since
from .booking import Booking, appliances_draw, book, total
from .circuits import ROOT, CircuitTree
from .currents import drawn_current, grid_currents
from .loads import OVERLAP, learn, match, recent_matched, rooms
from .memory import LoadMemory

_UNLIMITED = float("inf")
_NOTICED = 0.1
"""A car that draws so much more than it was told is taken at its draw (A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The room on every conductor of the tree, for all steered charge points together (A)."""

    tree: CircuitTree
    most: Sequence[float]
    """Nobody gets more."""

    certain: Sequence[float]
    """Beyond any doubt: raised only within this."""

    spare: Sequence[float]
    """Limit less the newest measured current; where no meter is, less what the things on it tell, if there are batteries
    that need to know."""

    silent: frozenset[int]
    """The circuits whose meter is silent."""

    other_load: PhaseVector | None
    """Import on each phase without the controlled charge points, the highest of the last seconds; None: unknown."""

    usual_load: PhaseVector | None
    """The mean of the same; None: unknown."""

    other_power: float
    """The import that this means, export of one phase taken off another's import (W), the highest of the last seconds."""

    def is_measured(self, conductor: int) -> bool:
        """Whether the room on a conductor comes from a meter, and moves with its noise."""
        node = conductor // 3
        return not self.tree.unmetered[node] and node not in self.silent


def learn_circuits(
    tree: CircuitTree, memory: Mapping[str, LoadMemory], views: Sequence[View], snapshot: Snapshot, now: datetime
) -> tuple[dict[str, LoadMemory], frozenset[int]]:
    """Return what the meters of the circuits taught, by circuit, and the nodes of those that are silent."""
    learned: dict[str, LoadMemory] = {}
    silent: set[int] = set()
    lag = longest_lag(tree.site) if tree.metered else timedelta()
    for node in tree.metered:
        circuit = tree.circuits[node]
        assert circuit is not None
        known = memory.get(circuit.id, LoadMemory())
        behind = [views[number] for number in tree.below[node]]
        reading = snapshot.circuits.get(circuit.id)
        if reading is None or abs(reading.age(now)) >= circuit.act_after:
            silent.add(node)
        elif known.at != reading.at or known.raw is None:
            currents = grid_currents(tree.site, reading.value, steered_cars(behind, reading.at))
            if currents is None:
                silent.add(node)
            else:
                known = learn(
                    known,
                    behind,
                    circuit.limit,
                    reading.at,
                    currents,
                    interval=circuit.interval,
                    delta=tree.site.connection.type is ConnectionType.THREE_PHASE_DELTA,
                )
        learned[circuit.id] = match(known, behind, lag, now)
    return learned, frozenset(silent)


def steered_cars(views: Iterable[View], at: datetime) -> Iterable[tuple[float, PhaseVector]]:
    """Yield the power (W) and the currents (A) of every steered car, as high as they may be."""
    for view in views:
        if view.steered:
            draw = view.could_draw(at - OVERLAP)
            yield max(draw) * view.power_per_ampere, draw


def find_rooms(
    tree: CircuitTree,
    connection: LoadMemory | None,
    circuits: Mapping[str, LoadMemory],
    silent: frozenset[int],
    views: Sequence[View],
    bookings: Iterable[Booking],
    snapshot: Snapshot,
) -> Rooms:
    """Return the rooms. Without a `connection` its meter is silent, and its limit is all that is known of it."""
    booked = tree.none()
    for view in views:
        if view.settings.controlled and view.reading is None:
            _add(booked, tree.point_nodes[view.point.id], _where(view, view.reserved))
    tree.add_up(booked)
    booked = [each + more for each, more in zip(booked, total(tree, bookings), strict=True)]
    # What hangs on each circuit that we do not steer; from a meter on, what that meter tells of it.
    unseen = _unsteered(tree, views, snapshot) if len(tree.parents) > 1 else tree.none()
    doubted = list(unseen)

    drawn = _drawn(tree, views) if tree.site.batteries else None
    most, certain, spare = tree.none(), tree.none(), [_UNLIMITED] * len(booked)
    other_load: PhaseVector | None = None
    for node in reversed(range(len(tree.parents))):
        circuit, limit, low = tree.circuits[node], tree.limits[node], 3 * node
        memory = connection if circuit is None else circuits.get(circuit.id)
        if memory is None or memory.raw is None or tree.unmetered[node] or node in silent:
            for each in range(low, low + 3):
                most[each] = limit - booked[each] - unseen[each]
                certain[each] = min(most[each], limit - booked[each] - doubted[each])
                if drawn is not None and node != ROOT:
                    spare[each] = limit - unseen[each] - drawn[each]
        else:
            reserved = (booked[low], booked[low + 1], booked[low + 2])
            most[low : low + 3], certain[low : low + 3], other = rooms(memory, limit, reserved)
            newest = memory.unmatched[-1][1] if memory.unmatched else other
            spare[low : low + 3] = (limit - newest[0], limit - newest[1], limit - newest[2])
            unseen[low : low + 3] = higher(NO_PHASES, other)
            doubted[low : low + 3] = higher(NO_PHASES, highest(memory.suspected))
            if node == ROOT:
                other_load = other
        if node != ROOT:
            above = 3 * tree.parents[node]
            for phase in range(3):
                unseen[above + phase] += unseen[low + phase]
                doubted[above + phase] += doubted[low + phase]
    return Rooms(
        tree=tree,
        most=most,
        certain=certain,
        spare=spare,
        silent=silent,
        other_load=other_load,
        usual_load=_mean(recent_matched(connection)) if connection is not None else None,
        other_power=_other_power(tree, connection) if connection is not None else 0.0,
    )


def left_by_cars(
    rooms: Rooms, views: Sequence[View], told: Mapping[str, float], bookings: Iterable[Booking], now: datetime
) -> list[float]:
    """Return what the steered cars leave of the certain room on each conductor (A), each as told or as it still draws.

    `bookings` are given back: they are their owners' to take.
    """
    tree = rooms.tree
    used = tree.none()
    for view in views:
        if view.steered:
            current = told[view.point.id]
            drawn = highest_since(view.draws, now - OVERLAP)
            low = 3 * tree.point_nodes[view.point.id]
            for phase in range(3):
                used[low + phase] += max(current if view.loads[phase] else 0.0, drawn[phase])
    tree.add_up(used)
    given = total(tree, bookings)
    return [room - each + back for room, each, back in zip(rooms.certain, used, given, strict=True)]


def _unsteered(tree: CircuitTree, views: Iterable[View], snapshot: Snapshot) -> list[float]:
    """Return what each circuit itself carries that we do not steer, as the things on it tell (A)."""
    own = tree.none()
    for view in views:
        node = tree.point_nodes[view.point.id]
        if node == ROOT:
            continue
        if not view.settings.controlled:
            drawn = (
                view.draws[-1][1] if view.reading is not None and view.draws else _where(view, view.point.max_current)
            )
            _add(own, node, drawn)
        elif view.charging and view.reading is not None and view.reading.currents is not None:
            counted = view.draws[-1][1] if view.draws else (0.0, 0.0, 0.0)
            if max(view.reading.currents) > max(counted) + _NOTICED:
                drawn = drawn_current(tree.site, view.point, view.reading.currents)
                over = [max(0.0, drawn[phase] - counted[phase]) for phase in range(3)]
                _add(own, node, (over[0], over[1], over[2]))
    book(tree, own, appliances_draw(tree.site, snapshot))
    return own


def _drawn(tree: CircuitTree, views: Iterable[View]) -> list[float]:
    """Return what the controlled charge points draw through each conductor by their newest readings (A)."""
    own = tree.none()
    for view in views:
        if view.settings.controlled and view.draws:
            _add(own, tree.point_nodes[view.point.id], view.draws[-1][1])
    return tree.add_up(own)


def _where(view: View, current: float) -> PhaseVector:
    """Return a current on the phases a charge point loads (A)."""
    l1, l2, l3 = view.loads
    return (current if l1 else 0.0, current if l2 else 0.0, current if l3 else 0.0)


def _add(own: list[float], node: int, currents: PhaseVector) -> None:
    """Add currents to what hangs on a node itself, in place."""
    low = 3 * node
    own[low] += currents[0]
    own[low + 1] += currents[1]
    own[low + 2] += currents[2]


def _mean(window: PhaseWindow) -> PhaseVector | None:
    """Return the mean on each phase (A)."""
    if not window:
        return None
    l1, l2, l3 = (sum(phase) / len(window) for phase in zip(*(load for _, load in window), strict=True))
    return (l1, l2, l3)


def _other_power(tree: CircuitTree, memory: LoadMemory) -> float:
    """Return the highest power that the load of the house meant in the last seconds (W)."""
    connection = tree.site.connection
    window: PhaseWindow = recent_matched(memory)
    highest = max((sum(load) for _, load in window), default=0.0)
    if connection.type is ConnectionType.THREE_PHASE_DELTA:
        return highest / 3 * connection.type.power_per_ampere(3, connection.voltage)
    return highest * connection.voltage
