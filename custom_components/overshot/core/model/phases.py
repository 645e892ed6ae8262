"""Phases, rotations and connection types.

A phase vector is a 3-tuple in grid order L1, L2, L3. A charge point counts its own terminals 1, 2, 3; its rotation
says to which grid phase each terminal is wired.
"""

from enum import StrEnum
from math import sqrt
from typing import Final

type PhaseVector = tuple[float, float, float]
"""One value for each of L1, L2, L3 (or for each terminal of a charge point, where said)."""

type PhaseMask = tuple[bool, bool, bool]
"""Which of three phases or terminals are meant."""

NO_PHASES: Final[PhaseVector] = (0.0, 0.0, 0.0)
PHASE_NAMES: Final = ("L1", "L2", "L3")

NOMINAL_VOLTAGE: Final = 230.0
"""Between phase and neutral in a 400 V grid, between two phases in a 3 x 230 V grid (V)."""


class ConnectionType(StrEnum):
    """How the house is connected to the grid."""

    SINGLE_PHASE = "single_phase"
    """1 x 230 V."""

    THREE_PHASE = "three_phase"
    """3 x 400 V with neutral."""

    THREE_PHASE_DELTA = "three_phase_delta"
    """3 x 230 V without neutral, common in Flanders. Its meters report unsigned currents only."""

    @property
    def phases(self) -> int:
        """Return how many conductors carry a phase (1 or 3)."""
        return 1 if self is ConnectionType.SINGLE_PHASE else 3

    def power_per_ampere(self, phases: int, voltage: float = NOMINAL_VOLTAGE) -> float:
        """Return the power (W) of a load drawing 1 A on each of `phases` phases at `voltage` (V).

        In a 3 x 230 V grid a three-phase load draws sqrt(3) x U x I, and a single-phase load hangs between two
        conductors that carry the same current.
        """
        if self is ConnectionType.THREE_PHASE_DELTA and phases > 1:
            return voltage * (sqrt(3) if phases >= 3 else 1)
        return voltage * phases


class Rotation(StrEnum):
    """How the terminals of a charge point are wired to the grid's phases, terminal 1 first."""

    L1L2L3 = "l1l2l3"
    L1L3L2 = "l1l3l2"
    L2L3L1 = "l2l3l1"
    L2L1L3 = "l2l1l3"
    L3L1L2 = "l3l1l2"
    L3L2L1 = "l3l2l1"
    L1 = "l1"
    L2 = "l2"
    L3 = "l3"

    @property
    def terminals(self) -> tuple[int, ...]:
        """Return the grid phase (0..2) of each wired terminal."""
        return _TERMINALS[self]

    def to_grid(self, values: PhaseVector) -> PhaseVector:
        """Map one value a terminal to one value a grid phase; a phase without terminal gets 0."""
        if self is Rotation.L1L2L3:
            return values
        grid = [0.0, 0.0, 0.0]
        for terminal, phase in enumerate(self.terminals):
            grid[phase] = values[terminal]
        return (grid[0], grid[1], grid[2])

    def loaded_phases(self, connection: ConnectionType, mask: PhaseMask) -> PhaseMask:
        """Return which grid conductors carry the current of the terminals in `mask`.

        A single-phase car in a 3 x 230 V grid hangs between two conductors and loads both.
        """
        loaded = [False, False, False]
        for terminal, phase in enumerate(self.terminals):
            if mask[terminal]:
                loaded[phase] = True
        if connection is ConnectionType.THREE_PHASE_DELTA and sum(loaded) == 1:
            loaded[(loaded.index(True) + 1) % 3] = True
        return (loaded[0], loaded[1], loaded[2])


_TERMINALS: Final[dict[Rotation, tuple[int, ...]]] = {
    rotation: tuple(int(digit) - 1 for digit in rotation.value.split("l") if digit) for rotation in Rotation
}


def first_terminals(count: int) -> PhaseMask:
    """Return the mask of the first `count` terminals (a one-phase car uses terminal 1)."""
    return (count >= 1, count >= 2, count >= 3)
