"""What is asked of the sessions that are kept, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..flows import Source
from .session import Session, SessionStatus


class SortKey(StrEnum):
    """What sessions can be sorted by."""

    STARTED = "started"
    ENERGY = "energy"
    COST = "cost"
    DURATION = "duration"
    SOLAR_SHARE = "solar_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionQuery:
    """Which sessions, in what order. What is left empty does not matter."""

    charge_points: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    """Ids of persons, names of those who are in no access list; an empty text asks for sessions of nobody who is known."""

    vehicles: tuple[str, ...] = ()
    statuses: tuple[SessionStatus, ...] = ()
    start: datetime | None = None
    """A session belongs to the period in which it began: to one only."""

    end: datetime | None = None
    """Exclusive."""

    sort: SortKey = SortKey.STARTED
    descending: bool = True
    offset: int = 0
    limit: int | None = None
    """So many at most; None: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNames:
    """What there are sessions of, as a query asks for it."""

    charge_points: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    vehicles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTotals:
    """The sums of all sessions that a query finds, not only of the page that is shown."""

    count: int = 0
    energy: float = 0.0
    estimated: float = 0.0
    sources: Mapping[Source, float] = field(default_factory=dict)
    cost: float = 0.0
    """Of the sessions whose cost is known."""

    unpriced: int = 0
    """Sessions that charged something whose cost is not known."""

    co2: float = 0.0
    distance: float = 0.0
    charging_time: float = 0.0
    plugged_time: float = 0.0
    reimbursement: float = 0.0
    max_power: float | None = None

    @property
    def solar_share(self) -> float | None:
        """Return the part of what is known that came from the sun (0..1)."""
        known = sum(self.sources.values())
        if known <= 0:
            return None
        return (self.sources.get(Source.SOLAR, 0.0) + self.sources.get(Source.BATTERY_SOLAR, 0.0)) / known


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """What a query finds."""

    sessions: tuple[Session, ...]
    totals: SessionTotals
