"""Which phases a charge point hangs on, told by what the grid meter shows while its car changes its current.

Each change is a step: by how much the terminals of the station changed, and by how much the phases of the meter. Every
way to wire the station predicts the second from the first, so the ways are compared by what they leave unexplained. A car
that takes the same from three phases moves them all alike: that tells nothing of their order. One that charges on one
phase tells where terminal 1 hangs and leaves the other two open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import sqrt
from typing import Final

from ..model import NO_PHASES, ChargePoint, PhaseVector, Rotation
from .sample import Draw

LEAST_STEP = 2.5
"""A terminal must change by so much to be worth a comparison (A)."""

LEAST_STEPS = 2
"""So many changes at the least."""

EXPLAINS = 0.5
"""A way to wire explains what was seen where it leaves this share of the steps unexplained at the most (rms)."""

AS_GOOD = 0.2
"""Ways that differ by less than this are as good as each other."""

MOVED = 0.5
"""A phase has moved where it shows this share of the strongest change."""

type Flips = tuple[int, int, int]
_STRAIGHT: Final[Flips] = (1, 1, 1)
_FLIPS: Final[tuple[Flips, ...]] = tuple((l1, l2, l3) for l1, l2, l3 in product((1, -1), repeat=3))
_BY_PHASES: Final = {
    1: (Rotation.L1, Rotation.L2, Rotation.L3),
    # Turned in a circle comes first: a station whose fuses are shifted is met more often than one with two swapped.
    3: (
        Rotation.L1L2L3,
        Rotation.L2L3L1,
        Rotation.L3L1L2,
        Rotation.L1L3L2,
        Rotation.L2L1L3,
        Rotation.L3L2L1,
    ),
}


class Verdict(StrEnum):
    """What the comparison says of a charge point's wiring."""

    CONFIRMED = "confirmed"
    """As it was told, and in no other way."""

    AGREES = "agrees"
    """As it was told, as far as this car can show."""

    BALANCED = "balanced"
    """All three phases moved alike: the order cannot be told."""

    CONTRADICTED = "contradicted"
    """Not as it was told."""

    CLAMP_TURNED = "clamp_turned"
    """A phase that moved counts the other way round; where others did not move, they may as well."""

    METER_TURNED = "meter_turned"
    """All three phases count the other way round."""

    UNCLEAR = "unclear"
    """Something else in the house changed too much meanwhile."""

    TOO_SMALL = "too_small"
    """The car changed too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of a charge point's current."""

    terminals: PhaseVector
    """By how much its terminals changed (A)."""

    phases: PhaseVector
    """By how much the phases of the grid meter changed (A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What the steps tell of the wiring of a charge point."""

    verdict: Verdict
    seen: PhaseVector = NO_PHASES
    """By how much the phases moved while the strongest terminal rose by 1 A, on average."""

    suggested: Rotation | None = None
    """What would explain it, where it is not what was told."""

    turned: tuple[int, ...] = ()
    """Phases (0..2) that count the other way round."""

    @property
    def moved(self) -> tuple[int, ...]:
        """Return the phases (0..2) that moved with the car."""
        strongest = max(abs(share) for share in self.seen)
        return tuple(phase for phase, share in enumerate(self.seen) if strongest and abs(share) >= MOVED * strongest)


def terminals_changed(before: Draw, after: Draw, phases: PhaseVector, voltage: float) -> PhaseVector | None:
    """Return by how much the terminals changed (A), or None where the station tells nothing of its draw.

    A station that measures power alone is taken to use as many of its terminals, from the first on, as phases moved.
    """
    if before.currents is not None and after.currents is not None:
        l1, l2, l3 = (now - then for then, now in zip(before.currents, after.currents, strict=True))
        return (l1, l2, l3)
    if before.power is None or after.power is None:
        return None
    strongest = max(abs(change) for change in phases)
    used = max(1, sum(abs(change) >= MOVED * strongest for change in phases)) if strongest else 1
    change = (after.power - before.power) / (voltage * used)
    return (change, change if used > 1 else 0.0, change if used > 2 else 0.0)


def judge(point: ChargePoint, steps: Iterable[Step]) -> Wiring:
    """Return what the steps tell of how a charge point is wired."""
    clear = [step for step in steps if max(abs(change) for change in step.terminals) >= LEAST_STEP]
    if len(clear) < LEAST_STEPS:
        return Wiring(verdict=Verdict.TOO_SMALL)
    seen = _seen(clear)
    # More terminals that carry current than were told: it is wired to three phases.
    phases = 3 if point.phases > 1 or _terminals_used(clear) > 1 else 1
    told = point.rotation if len(point.rotation.terminals) == phases else None
    left = {
        (rotation, flips): _unexplained(rotation, flips, clear) for rotation in _BY_PHASES[phases] for flips in _FLIPS
    }
    straight = {rotation: rest for (rotation, flips), rest in left.items() if flips == _STRAIGHT}
    best = min(straight.values())
    if best <= EXPLAINS:
        good = [rotation for rotation, rest in straight.items() if rest <= min(EXPLAINS, best + AS_GOOD)]
        if told not in good:
            return Wiring(verdict=Verdict.CONTRADICTED, seen=seen, suggested=good[0])
        if len(good) == len(straight):
            return Wiring(verdict=Verdict.BALANCED, seen=seen)
        return Wiring(verdict=Verdict.CONFIRMED if len(good) == 1 else Verdict.AGREES, seen=seen)
    return _turned_round(told, left, seen)


def _turned_round(told: Rotation | None, left: dict[tuple[Rotation, Flips], float], seen: PhaseVector) -> Wiring:
    """Return what explains the steps once phases of the meter may count the other way round."""
    least = min(left.values())
    if least > EXPLAINS:
        return Wiring(verdict=Verdict.UNCLEAR, seen=seen)
    good = {way for way, rest in left.items() if rest <= min(EXPLAINS, least + AS_GOOD)}
    rotations = list(dict.fromkeys(rotation for rotation, _ in left if any(way[0] is rotation for way in good)))
    moved = Wiring(verdict=Verdict.UNCLEAR, seen=seen).moved
    turned = tuple(phase for phase in moved if seen[phase] < 0)
    return Wiring(
        verdict=Verdict.METER_TURNED if len(turned) == len(moved) == 3 else Verdict.CLAMP_TURNED,
        seen=seen,
        suggested=None if told in rotations else rotations[0],
        turned=turned,
    )


def _terminals_used(steps: Sequence[Step]) -> int:
    """Return how many terminals changed together."""
    return max(
        sum(abs(change) >= MOVED * max(abs(each) for each in step.terminals) for change in step.terminals)
        for step in steps
    )


def _seen(steps: Sequence[Step]) -> PhaseVector:
    """Return by how much each phase moved for an ampere of the strongest terminal."""
    sums, weight = [0.0, 0.0, 0.0], 0.0
    for step in steps:
        strongest = max(step.terminals, key=abs)
        weight += strongest * strongest
        for phase in range(3):
            sums[phase] += strongest * step.phases[phase]
    return (sums[0] / weight, sums[1] / weight, sums[2] / weight)


def _unexplained(rotation: Rotation, flips: Flips, steps: Sequence[Step]) -> float:
    """Return which share of the steps a way to wire leaves unexplained (root mean square; 0: nothing)."""
    rest = size = 0.0
    for step in steps:
        told = rotation.to_grid(step.terminals)
        for phase in range(3):
            rest += (step.phases[phase] - flips[phase] * told[phase]) ** 2
            size += step.terminals[phase] ** 2
    return sqrt(rest / size)
