"""The circuits of a site as one tree, the grid connection at its root, worked out once.

A *conductor* is one phase of one circuit, numbered `3 * node + phase`. The charge points are found by their number in
`Site.charge_points`, the circuits by their node: 0 is the connection, parents come before their children.
"""

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from ...model import PHASE_NAMES, Battery, ChargePoint, Circuit, HeatPump, Load, PhaseMask, PhaseVector, Site
from ..once import once_a_site

ROOT: Final = 0
"""The node of the grid connection."""

_MASKS: Final[tuple[PhaseMask, ...]] = tuple((l1, l2, l3) for l1, l2, l3 in product((False, True), repeat=3))


class CircuitProblem(StrEnum):
    """What can be wrong with the circuits of a site."""

    DUPLICATE = "duplicate"
    """Two circuits have one id."""

    UNKNOWN_PARENT = "unknown_parent"
    """A circuit hangs on one that does not exist."""

    CYCLE = "cycle"
    """A circuit hangs on itself, by way of others."""

    UNKNOWN_CIRCUIT = "unknown_circuit"
    """A device hangs on a circuit that does not exist."""

    LIMIT = "limit"
    """A circuit has no limit above 0 A."""


class CircuitError(ValueError):
    """The circuits of a site are no tree below its connection."""

    def __init__(self, problem: CircuitProblem, name: str) -> None:
        """Name the circuit or the device that is wrong."""
        super().__init__(f"{problem}: {name}")
        self.problem = problem
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitTree:
    """The tree, ready to be added up."""

    site: Site
    circuits: tuple[Circuit | None, ...]
    """Of each node; None at the root."""

    nodes: Mapping[str | None, int]
    """By the id of the circuit; None is the root."""

    parents: tuple[int, ...]
    """Of each node; its own for the root."""

    limits: tuple[float, ...]
    """On each phase, the connection derated (A)."""

    paths: tuple[tuple[int, ...], ...]
    """From each node up to the root, both included."""

    conductors: tuple[Mapping[PhaseMask, tuple[int, ...]], ...]
    """Of each node: what a device on it loads that uses these phases of the grid."""

    point_nodes: Mapping[str, int]
    """The node of each charge point, by its id."""

    below: tuple[tuple[int, ...], ...]
    """The numbers of the charge points on each node or below it."""

    metered: tuple[int, ...]
    """The nodes below the root that have a meter."""

    unmetered: tuple[bool, ...]
    """Whether a node has no meter."""

    def node(self, circuit: str | None) -> int:
        """Return the node of a circuit. Raises `CircuitError` where it does not exist."""
        try:
            return self.nodes[circuit]
        except KeyError:
            raise CircuitError(CircuitProblem.UNKNOWN_CIRCUIT, str(circuit)) from None

    def phase(self, conductor: int) -> str:
        """Return the name of the phase of a conductor."""
        return PHASE_NAMES[conductor % 3]

    def circuit(self, conductor: int) -> Circuit | None:
        """Return the circuit of a conductor, None for the connection."""
        return self.circuits[conductor // 3]

    def add_up(self, own: list[float]) -> list[float]:
        """Turn what hangs on each conductor itself into what flows through it (A), in place."""
        parents = self.parents
        for node in range(len(parents) - 1, 0, -1):
            low, high = 3 * node, 3 * parents[node]
            own[high] += own[low]
            own[high + 1] += own[low + 1]
            own[high + 2] += own[low + 2]
        return own

    def none(self) -> list[float]:
        """Return 0 A on each conductor."""
        return [0.0] * (3 * len(self.parents))

    def tightest(self, left: Sequence[float], circuit: str | None) -> PhaseVector:
        """Return what is left on the way from a circuit to the grid, on each phase, given what each conductor has (A)."""
        l1 = l2 = l3 = float("inf")
        for node in self.paths[self.node(circuit)]:
            l1 = min(l1, left[3 * node])
            l2 = min(l2, left[3 * node + 1])
            l3 = min(l3, left[3 * node + 2])
        return (l1, l2, l3)


def compile_tree(site: Site, *, whole: bool = False) -> CircuitTree:
    """Return the tree of a site. Raises `CircuitError` where its circuits are none, or a device hangs on none of them.

    Circuits that concern nothing we decide about are left out, but for a `whole` tree.
    """
    ordered = _parents_first(site.circuits)
    known = {None, *(circuit.id for circuit in ordered)}
    devices: tuple[ChargePoint | Battery | HeatPump | Load, ...] = (
        *site.charge_points,
        *site.batteries,
        *site.heat_pumps,
        *site.loads,
    )
    for device in devices:
        if device.circuit not in known:
            raise CircuitError(CircuitProblem.UNKNOWN_CIRCUIT, device.name)
    if not whole:
        ordered = _concerned(ordered, {device.circuit for device in devices})
    nodes: dict[str | None, int] = {None: ROOT}
    parents = [ROOT]
    paths: list[tuple[int, ...]] = [(ROOT,)]
    for number, circuit in enumerate(ordered, 1):
        nodes[circuit.id] = number
        parents.append(nodes[circuit.parent])
        paths.append((number, *paths[parents[-1]]))
    below: list[list[int]] = [[] for _ in parents]
    for number, point in enumerate(site.charge_points):
        for node in paths[nodes[point.circuit]]:
            below[node].append(number)
    return CircuitTree(
        site=site,
        circuits=(None, *ordered),
        nodes=nodes,
        parents=tuple(parents),
        limits=(site.connection.limit, *(circuit.limit for circuit in ordered)),
        paths=tuple(paths),
        conductors=tuple(
            {mask: tuple(3 * node + phase for node in path for phase in range(3) if mask[phase]) for mask in _MASKS}
            for path in paths
        ),
        point_nodes={point.id: nodes[point.circuit] for point in site.charge_points},
        below=tuple(tuple(numbers) for numbers in below),
        metered=tuple(number for number, circuit in enumerate(ordered, 1) if circuit.metered),
        unmetered=(False, *(not circuit.metered for circuit in ordered)),
    )


@once_a_site
def tree_of(site: Site) -> CircuitTree:
    """Return the tree of a site, compiled when that very object is met first. Raises `CircuitError` as `compile_tree`."""
    return compile_tree(site)


def _parents_first(circuits: Iterable[Circuit]) -> list[Circuit]:
    """Return the circuits so that each stands behind the one it hangs on."""
    known: dict[str, Circuit] = {}
    for circuit in circuits:
        if circuit.id in known:
            raise CircuitError(CircuitProblem.DUPLICATE, circuit.name)
        if not 0 < circuit.limit < float("inf"):
            raise CircuitError(CircuitProblem.LIMIT, circuit.name)
        known[circuit.id] = circuit
    depth: dict[str | None, int] = {None: 0}
    for circuit in known.values():
        way: list[Circuit] = []
        walked: set[str] = set()
        at: str | None = circuit.id
        while at not in depth:
            if at not in known:
                raise CircuitError(CircuitProblem.UNKNOWN_PARENT, way[-1].name)
            if at in walked:
                raise CircuitError(CircuitProblem.CYCLE, known[at].name)
            walked.add(at)
            way.append(known[at])
            at = known[at].parent
        for above, each in enumerate(reversed(way), depth[at] + 1):
            depth[each.id] = above
    return sorted(known.values(), key=lambda circuit: depth[circuit.id])


def _concerned(ordered: Sequence[Circuit], used: AbstractSet[str | None]) -> list[Circuit]:
    """Return the circuits that lead to something of ours, and the metered ones on them: what those tell, they carry."""
    circuits = {circuit.id: circuit for circuit in ordered}
    kept: set[str] = set()
    for circuit_id in used:
        at = circuit_id
        while at is not None:
            kept.add(at)
            at = circuits[at].parent
    for circuit in ordered:
        way: list[str] = []
        at = circuit.id if circuit.metered else None
        while at is not None and at not in kept:
            way.append(at)
            at = circuits[at].parent
        if at is not None:
            kept.update(way)
    return [circuit for circuit in ordered if circuit.id in kept]


def fallbacks(tree: CircuitTree, points: Iterable[ChargePoint]) -> list[float]:
    """Return what the fallback currents of some charge points load each conductor with (A), on every phase they can."""
    connection = tree.site.connection.type
    own = tree.none()
    for point in points:
        node = tree.point_nodes[point.id]
        wired = point.rotation.loaded_phases(connection, (True, point.phases > 1, point.phases > 1))
        for phase in range(3):
            if wired[phase]:
                own[3 * node + phase] += point.fallback_current
    return tree.add_up(own)


def circuit_shortfalls(site: Site, base_loads: Mapping[str, float]) -> dict[str, float]:
    """Return by how much (A) fallback currents and base load exceed the limit of each circuit where they do, by its id.

    `base_loads` are the 99th percentiles of what else flows on the most loaded phase of metered circuits (A); the
    connection has `model.fallback_shortfall`. Raises `CircuitError` as `compile_tree`.
    """
    tree = tree_of(site)
    loads = fallbacks(tree, site.charge_points)
    short: dict[str, float] = {}
    for node, circuit in enumerate(tree.circuits):
        if circuit is not None:
            excess = max(loads[3 * node : 3 * node + 3]) + base_loads.get(circuit.id, 0.0) - circuit.limit
            if excess > 0:
                short[circuit.id] = excess
    return short
