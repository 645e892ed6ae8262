"""What the limits remember from one step to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ...model import PhaseVector, ReasonKey
from ..stored import TRANSIENT
from ..windows import PhaseWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMemory:
    """What is remembered of the load that is not ours, on one circuit (A on each phase, windows oldest first)."""

    at: datetime | None = None
    """When the newest reading used was measured."""

    raw: PhaseVector | None = None
    """By the newest reading, unconfirmed."""

    suspected: PhaseWindow = ()
    """Confirmed by two readings; too high while a car ramps."""

    unmatched: PhaseWindow = ()
    """Currents measured whose surrounding draws are not all known yet."""

    matched: PhaseWindow = ()
    """Matched with the draws around them."""

    trend: PhaseWindow = ()
    """The last values of a meter that is too slow to see a rise among the suspected ones, unconfirmed."""

    foreseen: PhaseWindow = ()
    """Where a steady rise was seen to lead."""

    ceiling: PhaseVector = (float("inf"), float("inf"), float("inf"))
    """What the cars may draw because the newest reading exceeds the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A charge point that has its minimum, or waits for it."""

    charging: bool
    """Whether it has it."""

    since: datetime
    circuit: str | None = None
    """Of one that waits: the circuit it waits for; None: the grid connection, or a limit on power."""

    power_limit: ReasonKey | None = None
    """Of one that waits: the limit on power it waits for, as that one's reason says; None: a circuit, the connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A car that takes less than it was told."""

    since: datetime
    takes: float
    """What it takes, and some more to grow into (A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMemory:
    """What is remembered of how the room is shared."""

    places: Mapping[str, Place] = field(default_factory=dict)
    """By charge point, where it wishes to charge."""

    unused: Mapping[str, Unused] = field(default_factory=dict)
    """By charge point."""

    resumed: Mapping[str, datetime] = field(default_factory=dict, metadata=TRANSIENT)
    """When somebody last returned to a circuit after a pause, by its id ("" for the connection)."""
