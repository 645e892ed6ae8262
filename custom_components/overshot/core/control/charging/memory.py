"""What is remembered of a charge point from one step to the next."""

from dataclasses import dataclass, field
from datetime import datetime

from ...model import NO_PHASES, ChargePointReading, PhaseMask, PhaseVector, Reading
from ..stored import TRANSIENT, checked, within
from ..windows import PhaseWindow
from .orders import Orders


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointMemory:
    """What is remembered of one charge point."""

    setpoint: float = field(default=0.0, metadata=within(0, 1000))
    """The current it was last told (A)."""

    charging: bool = False
    """Whether the surplus mode lets it charge."""

    changing_since: datetime | None = None
    """Since when the surplus asks for the opposite of `charging`."""

    fuse_paused: bool = False
    room_since: datetime | None = None
    """Since when a car paused by the fuse would fit again."""

    drawing: PhaseMask | None = field(default=None, metadata=checked(lambda mask: mask is None or any(mask)))
    """The terminals the connected vehicle was seen to draw from."""

    draws: PhaseWindow = field(default=(), metadata=TRANSIENT)
    """The last measured currents on the grid's phases (A), oldest first; not counting what exceeds its orders."""

    orders: Orders = field(default=(), metadata=TRANSIENT)
    """The setpoints it may still be following (A), oldest first."""

    heard: Reading[ChargePointReading] | None = field(default=None, metadata=TRANSIENT)
    """The last reading that told the state of the vehicle."""

    @property
    def draw(self) -> PhaseVector:
        """Return the newest measured current on the grid's phases (A)."""
        return self.draws[-1][1] if self.draws else NO_PHASES
