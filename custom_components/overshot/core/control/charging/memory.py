"""What is remembered of a charge point from one step to the next."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ...model import NO_PHASES, ChargePointReading, PhaseMask, PhaseVector, Reading
from ..stored import TRANSIENT, checked, within
from ..windows import PhaseWindow
from .orders import Orders

_CURRENT = within(0, 1000)
_ENERGY = within(0, 1e9)
_PHASES = checked(lambda phases: phases is None or phases in (1, 2, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMemory:
    """What happened since a vehicle was plugged in."""

    since: datetime | None = None
    """When it was plugged in, or first seen."""

    energy: float = field(default=0.0, metadata=_ENERGY)
    """Given to it so far (Wh)."""

    imported: float = field(default=0.0, metadata=_ENERGY)
    """Of that, what no surplus covered (Wh)."""

    offset: float = field(default=0.0, metadata=_ENERGY)
    """Given before the station's own count of the session began anew (Wh)."""

    told: float | None = field(default=None, metadata=_ENERGY)
    """The station's own count when it was last read (Wh)."""

    counter: float | None = field(default=None, metadata=_ENERGY)
    """The station's meter when it was last read (Wh)."""

    at: datetime | None = None
    """Of the reading that was last counted."""

    power: float = field(default=0.0, metadata=_ENERGY)
    """By that reading (W)."""

    tag: str | None = None
    """Hash of the RFID tag held to the station for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetMemory:
    """The next amount of energy at a time, and whether the last one was reached."""

    due: datetime | None = None
    """Of the next target."""

    energy: float = field(default=0.0, metadata=_ENERGY)
    """To be reached by then, counted from plug-in (Wh)."""

    charging_for: datetime | None = None
    """When the target is due that it charges from the grid for."""

    charging_until: datetime | None = None
    """It goes on so until then, or until that target is reached."""

    missed: datetime | None = None
    """The target that was not reached in time, when it was due; a new one here is an event."""

    missing: float = field(default=0.0, metadata=_ENERGY)
    """What it lacked (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMemory:
    """How far a charge point has come with what is planned for it."""

    start: datetime | None = None
    """When the step of the plan began that it follows."""

    energy: float = field(default=0.0, metadata=_ENERGY)
    """Of the session, when it was first followed (Wh)."""

    running: bool = False
    """Whether it charges because that is planned."""

    since: datetime | None = None
    """When that last began or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseMemory:
    """How a charge point came to charge on the phases it charges on."""

    ordered: int | None = field(default=None, metadata=_PHASES)
    """Phases the station was told to use; None where it was told nothing yet."""

    wanted: int | None = field(default=None, metadata=_PHASES)
    """A change that is considered or under way."""

    since: datetime | None = None
    """Since when it is wanted without a break."""

    lowering_since: datetime | None = None
    """Since when the car is brought down to 0 for the change."""

    switched: tuple[datetime, ...] = ()
    """The changes of the last day, oldest first."""

    squeezed: bool = False
    """Whether a limit that only a single phase fits in made it leave three phases, in this session."""

    car: int | None = field(default=None, metadata=_PHASES)
    """Phases the vehicle was seen to use while the station offered all."""

    refused: bool = False
    """Whether the station did not change phases whatever was tried; not asked again in this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumMemory:
    """What was learned of the lowest current the vehicle takes."""

    learned: float = field(default=0.0, metadata=_CURRENT)
    """The lowest current it is offered now (A); 0: what the charge point is configured with."""

    known: float = field(default=0.0, metadata=_CURRENT)
    """What an earlier vehicle, or this one before, needed (A); 0: nothing known."""

    proven: float | None = field(default=None, metadata=_CURRENT)
    """The lowest offer it was seen to take in this session (A)."""

    limit: float | None = field(default=None, metadata=_CURRENT)
    """The most it was seen to take where more was offered (A): its own limit."""

    exhausted: bool = False
    """Whether every minimum was tried in vain: it does not want to charge."""

    idle_since: datetime | None = None
    """Since when it takes nothing of what it is offered."""

    trying_since: datetime | None = None
    """Since when it is offered the present minimum in vain."""

    interrupted: bool = False
    """Whether it was charging well when Overshot paused it, and has not charged since."""


class Problem(StrEnum):
    """How a station does not do as it is told."""

    IGNORES_CURRENT = "ignores_current"
    """It allows, or the car draws, something else than it was told."""

    REJECTS_PHASES = "rejects_phases"
    """It does not charge on the phases it was told."""

    HANGS = "hangs"
    """It is starting without end, or a car that charged well before a pause does not charge again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryMemory:
    """How far the attempts to bring a station back have come, and the evidence."""

    problem: Problem | None = None
    since: datetime | None = None
    """Since when it does not do as told."""

    rung: int = field(default=0, metadata=within(0, 4))
    """The attempts made of the ladder (`RecoveryAction`, in its order)."""

    acted_at: datetime | None = None
    """When the last of them began."""

    obeying_since: datetime | None = None
    """Since when it does as it is told again."""

    runs: tuple[datetime, ...] = ()
    """When the ladders of the last day began, oldest first: each makes the next one wait longer."""

    told: float = field(default=0.0, metadata=_CURRENT)
    """Evidence: what it was told (A, or phases)..."""

    seen: float = field(default=0.0, metadata=within(0, 1e6))
    """...and what was measured or read back instead (A, or phases)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityMemory:
    """Whether cars or batteries get the surplus first."""

    batteries_first: bool | None = None
    """None where that was not asked yet."""

    takes: float | None = field(default=None, metadata=TRANSIENT)
    """With how much the batteries charge at most (W), as seen while the house exported beside them."""

    exporting_since: datetime | None = field(default=None, metadata=TRANSIENT)
    """Since when it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointMemory:
    """What is remembered of one charge point."""

    setpoint: float = field(default=0.0, metadata=_CURRENT)
    """The current it was last told (A)."""

    charging: bool = False
    """Whether its mode lets it charge."""

    changing_since: datetime | None = None
    """Since when the surplus asks for the opposite of `charging`."""

    fuse_paused: bool = False
    room_since: datetime | None = None
    """Since when a car paused by the fuse would fit again."""

    starved_since: datetime | None = None
    """Since when it gets nothing of what it asks for."""

    solar_share: float = field(default=0.0, metadata=within(0, 1))
    """Share of its setpoint that the surplus covers (0..1)."""

    session: SessionMemory = field(default_factory=SessionMemory)
    target: TargetMemory = field(default_factory=TargetMemory)
    plan: PlanMemory = field(default_factory=PlanMemory)
    phases: PhaseMemory = field(default_factory=PhaseMemory)
    minimum: MinimumMemory = field(default_factory=MinimumMemory)
    recovery: RecoveryMemory = field(default_factory=RecoveryMemory)

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
