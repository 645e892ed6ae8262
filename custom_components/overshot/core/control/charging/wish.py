"""What a charge point asks for, before any limit."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ...model import Reason, RecoveryAction
from .memory import PhaseMemory, PlanMemory, RecoveryMemory, TargetMemory


class BoundBy(StrEnum):
    """Up to which authority a wish reaches."""

    LAWS = "laws"
    """The laws alone bound it (Boost)."""

    HOLD = "hold"
    """It must not raise the month's peak."""

    WISHED = "wished"
    """It keeps below the wished peak (Turbo, charging from the grid for an amount of energy)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a charge point asks for."""

    current: float
    """A on each phase it uses; 0 or at least its minimum."""

    reason: Reason
    charging: bool
    """Whether its mode lets it charge (remembered)."""

    changing_since: datetime | None = None
    """Since when the surplus asks for the opposite of `charging` (remembered)."""

    floor: float = 0.0
    """Of `current`, what is guaranteed: only laws lower it (A)."""

    pressing: bool = False
    """Whether nothing less than all of it is in time for what was told: it comes before the minimum of others."""

    bound: BoundBy = BoundBy.HOLD
    from_surplus: float = 0.0
    """Of `current`, what the surplus covers (A): it imports nothing."""

    available: float = 0.0
    """The power there is for it, on however many phases (W): by this the phases are chosen."""

    sure: bool = False
    """Whether `available` will last: a plan asks for more than one phase gives, so a change need not wait to see."""

    keeps_phases: bool = False
    """Whether a target leaves no time to go to one phase and back."""

    action: RecoveryAction | None = None
    """What to try besides, because the station does not do as it is told."""

    target: TargetMemory | None = None
    """What it charges for (remembered); None: nothing."""

    plan: PlanMemory | None = None
    """How far it has come with what is planned (remembered); None: it follows no plan."""

    phases: PhaseMemory | None = None
    """How the change of phases stands (remembered); None: as it was."""

    recovery: RecoveryMemory | None = None
    """How the attempts to bring the station back stand (remembered); None: as they were."""
