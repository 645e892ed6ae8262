"""What the ledger hands from one cycle to the next. Stored each minute: a crash loses no more, and counters bring it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .account import Share
from .quarter import QuarterRecord


@dataclass(frozen=True, slots=True)
class Track:
    """One direction of one meter."""

    power: float = 0.0
    """Last known, in this direction (W, never negative)."""

    at: datetime | None = None
    """When it was last read (UTC)."""

    counter: float | None = None
    """As last shown (Wh)."""

    lead: float = 0.0
    """By how much what was counted here is ahead of the counter (Wh)."""

    over: float = 0.0
    """Part of it that was counted too much, as the counter showed when it moved: it is taken off what follows (Wh)."""

    anchored: bool = False
    """Whether the counter has moved since it is known: one that shows 0.1 kWh tells its place only when it moves."""

    interval: float = 0.0
    """Between two readings, lately (s)."""

    awaited: bool = False
    """Whether it fell silent while something flowed, and its counter may soon tell what."""

    lost: bool = False
    """Whether that is so, though nobody waits for it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMemory:
    """What is remembered of a site."""

    at: datetime | None = None
    """Until when energies are measured (UTC)."""

    told_until: datetime | None = None
    """Until when they were told: earlier than `at` while a meter that fell silent is waited for (UTC)."""

    waiting_since: datetime | None = None
    """Since when (UTC)."""

    tracks: Mapping[str, Track] = field(default_factory=dict)
    """By meter: `import`, `export`, `solar:<id>`, `charged:<id>`, `discharged:<id>`, `consumed:<id>`."""

    owed: Mapping[str, float] = field(default_factory=dict)
    """Measured, but not told yet, by meter (Wh)."""

    late: float = 0.0
    """How much of what is owed flowed during a silence, and is in the account of the house meanwhile (Wh)."""

    estimated: bool = False
    """Whether what is owed was partly told by counters after a silence."""

    stored: Mapping[str, Share] = field(default_factory=dict)
    """What each battery holds, by origin."""

    temperatures: Mapping[str, float] = field(default_factory=dict)
    """Of each load that heats water, when the quarter began (degrees Celsius)."""

    running: QuarterRecord | None = None
    """The quarter that has not ended."""
