"""The house of the garage: its circuits, its stations with their rotations, and what else flows, drawn by lot from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi
from random import Random
from typing import Final

from custom_components.overshot.core.control.limits.circuits import CircuitTree, compile_tree
from custom_components.overshot.core.model import (
    NO_PHASES,
    ChargePoint,
    Circuit,
    ConnectionType,
    GridConnection,
    PhaseVector,
    Rotation,
    Site,
)

FUSE: Final = 100.0

ROWS: Final = (
    # circuit, limit (A), hangs on, metered, stations (share)
    ("hall", 80.0, None, True, 1),
    ("row 1", 50.0, "hall", False, 3),
    ("row 2", 40.0, "hall", False, 2),
    ("yard", 63.0, None, False, 2),
    ("row 3", 32.0, "yard", False, 2),
)

EVERY: Final = 60.0
"""The load of the house is drawn anew so often (s)."""

_MEAN: Final = 12.0
_EVENING: Final = 8.0
_DRIFT: Final = 4.0
_NOISE: Final = 1.0
_APPLIANCES: Final = 0.2
_COOKING: Final = 6
"""So long an appliance runs (min)."""

_HIGHEST: Final = 60.0
"""The house alone stays below the limit (A)."""

_HALL: Final = 3.0
"""Light and fans of the hall, on one of its phases (A)."""


@dataclass(frozen=True, slots=True)
class House:
    """The garage and its house."""

    site: Site
    tree: CircuitTree
    seed: int

    def load(self, t: float) -> tuple[PhaseVector, PhaseVector]:
        """Return what the house, and what the hall draws besides cars in the minute of a moment (A on each phase)."""
        minute = int(t // EVERY)
        evening = 0.5 * (1 + cos(2 * pi * (t / 86_400 - 19 / 24)))
        usual = _MEAN + _EVENING * evening**3
        noise = Random(self.seed * 1_000_003 + minute)
        l1, l2, l3 = (
            max(0.0, min(_HIGHEST, usual + drift + appliance + noise.gauss(0, _NOISE)))
            for drift, appliance in zip(self._drift(minute), self._appliances(minute // _COOKING), strict=True)
        )
        light = Random(self.seed * 7_919 + minute // 60).random() < 0.5
        return (l1, l2, l3), ((_HALL, 0.0, 0.0) if light else NO_PHASES)

    def _drift(self, minute: int) -> Iterator[float]:
        """Yield by how much each phase is off what is usual, hour by hour (A)."""
        hour, part = divmod(minute, 60)
        before, after = (Random(self.seed * 104_729 + each) for each in (hour, hour + 1))
        for _ in range(3):
            start, end = before.gauss(0, _DRIFT), after.gauss(0, _DRIFT)
            yield start + (end - start) * part / 60

    def _appliances(self, block: int) -> Iterator[float]:
        """Yield what kettles and ovens draw on each phase for some minutes (A)."""
        random = Random(self.seed * 15_485_863 + block)
        for _ in range(3):
            yield random.choice((8.0, 13.0)) if random.random() < _APPLIANCES else 0.0


def build(places: int, seed: int) -> House:
    """Return a house with so many stations."""
    random = Random(seed)
    circuits = tuple(
        Circuit(id=name, name=name.title(), limit=limit, parent=parent, metered=metered)
        for name, limit, parent, metered, _ in ROWS
    )
    slots = [name for name, _, _, _, share in ROWS for _ in range(share)]
    points = tuple(
        ChargePoint(
            id=f"place {place}",
            name=f"Place {place}",
            rotation=random.choice([Rotation.L1L2L3, Rotation.L2L3L1, Rotation.L3L1L2]),
            max_current=32.0,
            fallback_current=0.0,
            circuit=slots[place % len(slots)],
        )
        for place in range(places)
    )
    connection = GridConnection(type=ConnectionType.THREE_PHASE, fuse=FUSE)
    site = Site(connection=connection, charge_points=points, circuits=circuits)
    return House(site, compile_tree(site, whole=True), seed)
