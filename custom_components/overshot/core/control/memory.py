"""What one control step hands to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .batteries.memory import ChargeOrder
from .charging.memory import ChargePointMemory
from .limits.memory import LoadMemory
from .peak.memory import QuarterMemory


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of a site."""

    grid_at: datetime | None = None
    """When the last grid reading used was measured."""

    surplus: float | None = None
    """Smoothed (W)."""

    loads: LoadMemory = field(default_factory=LoadMemory)
    battery_orders: Mapping[str, ChargeOrder] = field(default_factory=dict)

    quarter: QuarterMemory = field(default_factory=QuarterMemory)
    charge_points: Mapping[str, ChargePointMemory] = field(default_factory=dict)
