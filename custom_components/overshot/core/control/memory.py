"""What one control step hands to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import NO_PHASES, PhaseMask, PhaseVector


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

    draws: tuple[tuple[datetime, PhaseVector], ...] = ()
    """The last measured currents on the grid's phases (A), oldest first."""

    @property
    def draw(self) -> PhaseVector:
        """Return the newest measured current on the grid's phases (A)."""
        return self.draws[-1][1] if self.draws else NO_PHASES


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of a site."""

    grid_at: datetime | None = None
    """When the last grid reading used was measured."""

    surplus: float | None = None
    raw_load: PhaseVector | None = None
    """Other load of the newest grid reading, before it is filtered (A)."""

    loads: tuple[tuple[datetime, PhaseVector], ...] = ()
    """Filtered other load over the last seconds (A), oldest first."""

    charge_points: Mapping[str, ChargePointMemory] = field(default_factory=dict)
