"""What is remembered of heat pumps and loads from one step to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..stored import TRANSIENT, within


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplianceMemory:
    """What is remembered of one heat pump or load."""

    on: bool = False
    """Whether the surplus, or its minimum of the day, has switched it on."""

    changed_at: datetime | None = None
    """When it was last switched on or off."""

    wanted_since: datetime | None = field(default=None, metadata=TRANSIENT)
    """Since when there is enough surplus to switch it on."""

    starting_since: datetime | None = field(default=None, metadata=TRANSIENT)
    """Since when room is booked for it to start."""

    day: str | None = None
    """The local day `on_today` belongs to, `2026-11-21`."""

    on_today: float = field(default=0.0, metadata=within(0, 100_000))
    """How long it was on that day (s)."""

    over_since: datetime | None = field(default=None, metadata=TRANSIENT)
    """Since when its circuit, or the load manager's limit, is exceeded."""

    blocked_since: datetime | None = None
    """Since when the load manager blocks it."""

    rests_until: datetime | None = None
    """Until when it is not blocked again."""

    too_warm: bool = False
    """Whether what it heats has reached its limit, and has not cooled down yet."""

    stepped_at: datetime | None = field(default=None, metadata=TRANSIENT)
    """When it was last looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliancesMemory:
    """What is remembered of all of them."""

    heat_pumps: Mapping[str, ApplianceMemory] = field(default_factory=dict)
    loads: Mapping[str, ApplianceMemory] = field(default_factory=dict)
