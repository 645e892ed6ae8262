"""What is remembered of each charge point from one cycle to the next, so that a session is counted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ...access import NOBODY, Identity
from ...control.stored import within
from ..account import NOTHING, Share
from .session import Session

_ENERGY = within(0, 1e12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a charge point beside its readings and the ledger."""

    identity: Identity = NOBODY
    consumption: float | None = None
    """Of the usual vehicle (Wh/km), where that of the identity is not known."""

    changing_phases: bool = False
    """Whether the station changes phases now: it may seem to have no vehicle for a moment."""


NOTHING_KNOWN = Circumstances()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterMemory:
    """How far the energy of a charge point is accounted for."""

    counter: float | None = field(default=None, metadata=_ENERGY)
    """The station's meter, as far as sessions have it (Wh)."""

    counter_at: datetime | None = None
    """When that was last heard."""

    told: float | None = field(default=None, metadata=_ENERGY)
    """The station's own count of the session when it was last read (Wh)."""

    owed: float = field(default=0.0, metadata=_ENERGY)
    """What the ledger counted since meter or count last moved (Wh): the estimate where neither comes back."""

    booked: float = field(default=0.0, metadata=_ENERGY)
    """Of that, what a session got already: the meter will tell it once more (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointMemory:
    """What is remembered of one charge point."""

    session: Session | None = None
    """The one that runs."""

    last: Session | None = None
    """The one before: a meter may show its last watt-hours late."""

    at: datetime | None = None
    """Of the last reading that told whether a vehicle is there."""

    gone_since: datetime | None = None
    """Since when the station says that there is none; a moment of that ends nothing."""

    meter: MeterMemory = field(default_factory=MeterMemory)
    share: Share = NOTHING
    """What the ledger counted for it since plug-in, or since it was last seen to be empty."""

    counted: float = field(default=0.0, metadata=_ENERGY)
    """Of that, what was there at the last reading (Wh)."""

    unassigned: float = field(default=0.0, metadata=_ENERGY)
    """What the meter counted while no vehicle was there (Wh): the station itself, or a step that came very late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsMemory:
    """What is remembered of all charge points, by id."""

    points: Mapping[str, PointMemory] = field(default_factory=dict)
