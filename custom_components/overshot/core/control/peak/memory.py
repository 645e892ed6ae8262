"""What is remembered of the running quarter and of the month's peak."""

from dataclasses import dataclass, field
from datetime import datetime

from ..stored import TRANSIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterMemory:
    """The running quarter and the month so far."""

    start: datetime | None = None
    """Of the running quarter (UTC)."""

    used: float = 0.0
    """Imported in it so far (Wh)."""

    complete: bool = False
    """Whether it was observed from its start, or the meter told; else a part of `used` is assumed."""

    measured_at: datetime | None = None
    """Of the reading that `used` was worked out from."""

    counter: float | None = None
    """What the import counter showed then (Wh)."""

    power: float = 0.0
    """What was imported then (W, never negative)."""

    month: str | None = None
    """Local month the peak belongs to, `2026-11`."""

    month_peak: float = 0.0
    """The highest demand of a closed quarter of that month (W)."""

    month_peak_at: datetime | None = None
    """When that quarter ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetMemory:
    """The load of the house without steered cars and batteries, averaged (W)."""

    load: float | None = field(default=None, metadata=TRANSIENT)
    at: datetime | None = field(default=None, metadata=TRANSIENT)
