"""Circuits behind the connection: what flows in each, and whether its fuse holds.

Powers are those of each phase (W, + towards the loads); in a 3 x 230 V grid of the loads between two conductors.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from custom_components.overshot.core.model import ConnectionType, PhaseVector

from .fuse import Fuse, Watch
from .grid import conductor_currents
from .series import NOTHING, PhaseSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitSpec:
    """A circuit and its fuse."""

    id: str
    limit: float
    """What it may carry on each phase (A)."""

    parent: str | None = None
    """The circuit it hangs on; None: on the connection."""

    metered: bool = False
    fuse: float | None = None
    """Nominal current of its fuse (A); None: its limit."""

    fuse_time_constant: float = 120.0
    load: PhaseSeries = NOTHING
    """What hangs on it besides the things of the scenario."""


class Circuit:
    """One circuit."""

    __slots__ = ("currents", "fuse", "p1", "p2", "p3", "parent", "spec", "watch")

    def __init__(self, spec: CircuitSpec, parent: Circuit | None) -> None:
        """Close its fuse."""
        self.spec = spec
        self.parent = parent
        self.fuse = Fuse(spec.fuse or spec.limit, spec.fuse_time_constant)
        self.watch = Watch(spec.limit)
        self.p1 = self.p2 = self.p3 = 0.0
        self.currents: PhaseVector = (0.0, 0.0, 0.0)
        """In each conductor (A), + towards the loads; unsigned in a 3 x 230 V grid."""

    @property
    def power(self) -> float:
        """Return the total (W)."""
        return self.p1 + self.p2 + self.p3

    @property
    def dark(self) -> bool:
        """Whether its own fuse, or one above it, is open."""
        return self.fuse.tripped or (self.parent is not None and self.parent.dark)


class Circuits:
    """The tree of circuits of a house."""

    __slots__ = ("_by_id", "_kind", "_leaves_first")

    def __init__(self, specs: Sequence[CircuitSpec], kind: ConnectionType) -> None:
        """Build the tree. Raises ValueError for a parent that is not there, or for a circle."""
        self._kind = kind
        self._by_id: dict[str, Circuit] = {}
        left = list(specs)
        while left:
            ready = [spec for spec in left if spec.parent is None or spec.parent in self._by_id]
            if not ready:
                raise ValueError(f"circuit {left[0].id!r} hangs on {left[0].parent!r}, which leads to no connection")
            for spec in ready:
                self._by_id[spec.id] = Circuit(spec, self._by_id[spec.parent] if spec.parent is not None else None)
            left = [spec for spec in left if spec.id not in self._by_id]
        self._leaves_first = tuple(self._by_id.values())[::-1]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._by_id)

    @property
    def all(self) -> Sequence[Circuit]:
        """Return all circuits, each before what it hangs on."""
        return self._leaves_first

    def __getitem__(self, id_: str) -> Circuit:
        """Return a circuit. Raises KeyError."""
        return self._by_id[id_]

    def dark(self, id_: str | None) -> bool:
        """Whether there is no supply on a circuit (None: the connection) because a fuse in it is open."""
        return id_ is not None and self._by_id[id_].dark

    def begin(self, scenario_time: float) -> PhaseVector:
        """Begin a step with the circuits' own loads, and return their sum (W)."""
        sum1 = sum2 = sum3 = 0.0
        for circuit in self._leaves_first:
            if circuit.dark:
                circuit.p1 = circuit.p2 = circuit.p3 = 0.0
                continue
            load = circuit.spec.load
            circuit.p1, circuit.p2, circuit.p3 = (series.at(scenario_time) for series in load)
            sum1, sum2, sum3 = sum1 + circuit.p1, sum2 + circuit.p2, sum3 + circuit.p3
        return (sum1, sum2, sum3)

    def add(self, id_: str | None, p1: float, p2: float, p3: float) -> None:
        """Let something on a circuit draw (W)."""
        if id_ is not None:
            circuit = self._by_id[id_]
            circuit.p1 += p1
            circuit.p2 += p2
            circuit.p3 += p3

    def end(self, t: float, dt: float, voltages: PhaseVector) -> None:
        """Carry it all up the tree, for `dt` seconds that end at `t`, at the grid's voltages (V)."""
        v1, v2, v3 = voltages
        for circuit in self._leaves_first:
            parent = circuit.parent
            if parent is not None:
                parent.p1 += circuit.p1
                parent.p2 += circuit.p2
                parent.p3 += circuit.p3
            i1, i2, i3 = conductor_currents(self._kind, (circuit.p1 / v1, circuit.p2 / v2, circuit.p3 / v3))
            circuit.currents = (i1, i2, i3)
            circuit.fuse.step(t, dt, i1, i2, i3)
            circuit.watch.step(t, dt, i1, i2, i3)

    def silence(self, t: float, dt: float) -> None:
        """Live on without supply."""
        for circuit in self._leaves_first:
            circuit.p1 = circuit.p2 = circuit.p3 = 0.0
            circuit.currents = (0.0, 0.0, 0.0)
            circuit.fuse.step(t, dt, 0.0, 0.0, 0.0)
            circuit.watch.step(t, dt, 0.0, 0.0, 0.0)
