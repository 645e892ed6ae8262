"""What flowed in an interval: who gave energy and who took it, in Wh, and always as much given as taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

HOUSE: Final = "house"
"""The consumer that nobody meters: what is left when all others are known."""


class Source(StrEnum):
    """Where a watt-hour came from. Stored under these values for years: they never change."""

    SOLAR = "solar"
    BATTERY_SOLAR = "battery_solar"
    """Stored when the sun shone."""

    BATTERY_GRID = "battery_grid"
    """Stored from the grid."""

    BATTERY_UNKNOWN = "battery_unknown"
    """Stored before the ledger knew it, or from what nobody measures."""

    UNMEASURED = "unmeasured"
    """Made by something that no meter tells of, such as panels without a meter."""

    GRID = "grid"


LOCAL: Final = (
    Source.SOLAR,
    Source.BATTERY_SOLAR,
    Source.BATTERY_GRID,
    Source.BATTERY_UNKNOWN,
    Source.UNMEASURED,
)
"""What comes from behind the meter: it alone can be exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """The energies of an interval (Wh, none negative).

    `imported + solar + all discharged + unmeasured = exported + all charged + all consumed`, to the rounding of floats.
    """

    start: datetime
    end: datetime
    imported: float = 0.0
    exported: float = 0.0
    solar: float = 0.0
    unmeasured: float = 0.0
    """What must have been made, as more was used than all meters gave."""

    charged: Mapping[str, float] = field(default_factory=dict)
    """Into each battery, by its id."""

    discharged: Mapping[str, float] = field(default_factory=dict)
    """Out of each battery, by its id."""

    consumed: Mapping[str, float] = field(default_factory=dict)
    """By each consumer's id; `HOUSE` is the rest."""

    estimated: bool = False
    """Whether a meter was silent within it, and only its counter told afterwards."""

    @property
    def given(self) -> float:
        """Return what all sources gave (Wh)."""
        return self.imported + self.solar + self.unmeasured + sum(self.discharged.values())

    @property
    def taken(self) -> float:
        """Return what was exported, charged and consumed (Wh)."""
        return self.exported + sum(self.charged.values()) + sum(self.consumed.values())
