"""What the limits remember from one step to the next."""

from dataclasses import dataclass

from ...model import PhaseVector
from ..windows import PhaseWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMemory:
    """What is remembered of the load that is not ours (A on each phase, windows oldest first)."""

    raw: PhaseVector | None = None
    """By the newest grid reading, unconfirmed."""

    suspected: PhaseWindow = ()
    """Confirmed by two readings; too high while a car ramps."""

    unmatched: PhaseWindow = ()
    """Grid currents whose surrounding draws are not all known yet."""

    matched: PhaseWindow = ()
    """Matched with the draws around them."""

    foreseen: PhaseWindow = ()
    """Where a steady rise was seen to lead."""

    ceiling: PhaseVector = (float("inf"), float("inf"), float("inf"))
    """What the cars may draw because the newest grid reading exceeds the limit."""
