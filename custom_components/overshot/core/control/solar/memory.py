"""What is remembered of inverters that are held back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ...model import ReasonKey


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputMemory:
    """An inverter whose output can be limited."""

    output: float
    """What it gave on its AC side when it was read (W)..."""

    power: float
    """...what the grid gave then (W, + = import)..."""

    discharging: float
    """...and batteries elsewhere (W)."""

    read_at: datetime
    why: ReasonKey | None = None
    """Why its output is limited; None: it is not."""

    limit: float | None = None
    """As it was worked out last (W)."""

    raised: float | None = None
    """What is in force: that, and what the house has drawn from the grid since (W)."""

    changed_at: datetime | None = None
    """When it was worked out, or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarMemory:
    """What is remembered of all inverters of a site."""

    outputs: Mapping[str, OutputMemory] = field(default_factory=dict)
    exporting_since: datetime | None = None
    """Since when energy flows to the grid although somebody could take it."""

    refused: frozenset[str] = frozenset()
    """Who was offered the sun and did not take all of it."""

    refused_at: datetime | None = None
    """When the last of them was found."""
