"""What heat pumps and loads are decided by: the sun, the import, the room on the phases, the peak."""

from collections.abc import Callable
from dataclasses import dataclass

from ...model import PhaseVector
from ..planned.follow import Followed

type RoomOf = Callable[[str | None], PhaseVector]
"""What a circuit (None: the connection) and all it hangs on leave on each phase (A), cars and batteries as they were told
or still draw; negative where a limit is exceeded. What is booked for heat pumps and loads is not taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The site around the heat pumps and loads, at one moment."""

    surplus: float | None
    """What neither the house nor those before them in priority use (W); what they take themselves included. None: not
    known."""

    imported: float | None
    """Net import, smoothed (W); negative is export. None: not known."""

    room: RoomOf | None
    """None while the grid meter is silent."""

    wait: bool = False
    """Whether the quarter's budget lets nothing start for the sake of surplus."""

    block: bool = False
    """Whether the quarter's budget asks heat pumps to be blocked."""

    goals_fail: bool = False
    """Whether a car would miss what is guaranteed to it because a limit binds."""

    followed: Followed | None = None
    """The plan, where it is followed."""

    on_backup: bool = False
