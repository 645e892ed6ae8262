"""What the user wishes of a charge point."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from ...model import ChargingMode

DEFAULT_HOLD_TIME = 300.0
"""How long a changed surplus must last before charging starts, stops or changes phases (s): the seeds' 5 minutes."""

DEFAULT_RESUME_DELAY = 60.0
"""How long there must be room on the fuse before a paused car resumes (s)."""


class PhaseManagement(StrEnum):
    """On how many phases a charge point charges."""

    AUTOMATIC = "automatic"
    SINGLE_PHASE = "single_phase"
    THREE_PHASE = "three_phase"


class Access(StrEnum):
    """Who may charge."""

    FREE = "free"
    KEY = "key"
    RFID = "rfid"


class EfficientStrategy(StrEnum):
    """Which quarters the efficient surplus mode takes where the sun does not suffice."""

    CHEAPEST = "cheapest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyTarget:
    """An amount of energy at a time, repeated every week."""

    weekday: int
    """0 is Monday, as `datetime.weekday` counts."""

    at: time
    """Local time of the site."""

    energy: float
    """Counted from plug-in (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeWish:
    """A range at a time."""

    distance: float
    """km, to be charged from plug-in on."""

    until: datetime
    """Aware UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointSettings:
    """The wishes for one charge point."""

    mode: ChargingMode = ChargingMode.PV_SURPLUS
    max_current: float = 16.0
    """Never more than this (A); the station's own maximum binds too."""

    controlled: bool = False
    """Whether Overshot may write to the station at all."""

    hold_time: float = DEFAULT_HOLD_TIME
    priority: int = 0
    """The lower, the earlier it is served; within one, the room is shared fairly."""

    reserved_current: float = 0.0
    """Kept free for it whatever others want (A), as long as a vehicle is connected."""

    phase_management: PhaseManagement = PhaseManagement.AUTOMATIC
    guaranteed_energy: float = 0.0
    """Of the safe surplus mode: given from plug-in on in any case (Wh)."""

    targets: tuple[EnergyTarget, ...] = ()
    """Of the efficient surplus mode."""

    efficient_strategy: EfficientStrategy = EfficientStrategy.CHEAPEST
    eco_share: float = 1.0
    """Share of the energy of a range wish that must come from the sun (0..1; 1: surplus only)."""

    range_wish: RangeWish | None = None
    consumption: float = 250.0
    """Of the vehicle (Wh/km)."""

    vehicle_capacity: float | None = None
    """Usable energy of the vehicle's battery (Wh)."""

    access: Access = Access.FREE
    unlocked: bool = False
    """Whether the key was turned (the user's switch), where access asks for it."""

    allowed_tags: frozenset[str] = frozenset()
    """Hashes of the RFID tags that may charge here now (see `charging.access`)."""

    tag_key: str = ""
    """Secret of this installation that the hashes were made with."""

    blocked: bool = False
    """Whether the user blocked it for everybody."""

    authorized: bool = False
    """Whether this session was let in by name, whatever access asks for (see `core.access`)."""

    stopped: bool = False
    """Whether this session was stopped by hand, until unplug."""
