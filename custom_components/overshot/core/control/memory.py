"""What one control step hands to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import NO_PHASES, ChargePointReading, PhaseMask, PhaseVector, Reading
from .charging.orders import Orders
from .windows import PhaseWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointMemory:
    """What is remembered of one charge point."""

    setpoint: float = 0.0
    """The current it was last told (A)."""

    charging: bool = False
    """Whether the surplus mode lets it charge."""

    changing_since: datetime | None = None
    """Since when the surplus asks for the opposite of `charging`."""

    fuse_paused: bool = False
    room_since: datetime | None = None
    """Since when a car paused by the fuse would fit again."""

    drawing: PhaseMask | None = None
    """The terminals the connected vehicle was seen to draw from."""

    draws: PhaseWindow = ()
    """The last measured currents on the grid's phases (A), oldest first; not counting what exceeds its orders."""

    orders: Orders = ()
    """The setpoints it may still be following (A), oldest first."""

    heard: Reading[ChargePointReading] | None = None
    """The last reading that told the state of the vehicle."""

    @property
    def draw(self) -> PhaseVector:
        """Return the newest measured current on the grid's phases (A)."""
        return self.draws[-1][1] if self.draws else NO_PHASES


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


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """With what a battery was told to charge (W; 0 where it was told something else), and since when."""

    power: float
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of a site."""

    grid_at: datetime | None = None
    """When the last grid reading used was measured."""

    surplus: float | None = None
    """Smoothed (W)."""

    loads: LoadMemory = LoadMemory()
    battery_orders: Mapping[str, ChargeOrder] = field(default_factory=dict)

    charge_points: Mapping[str, ChargePointMemory] = field(default_factory=dict)
