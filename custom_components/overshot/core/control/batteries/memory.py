"""What is remembered of batteries from one step to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """With what a battery was told to charge (W; 0 where it was told something else), and since when."""

    power: float
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageMemory:
    """What is remembered of all batteries of a site."""

    recharging: bool = False
    """Whether they are recharged up to minimum and buffer: begun below, it goes on until there."""

    full_at: Mapping[str, datetime] = field(default_factory=dict)
    """When each was last full."""
