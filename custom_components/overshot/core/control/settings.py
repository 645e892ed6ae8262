"""What the user wishes: settings that change while the house runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import ChargingMode

DEFAULT_HOLD_TIME = 300.0
"""How long a changed surplus must last before charging starts or stops (s): the seeds' recommended 5 minutes."""

DEFAULT_RESUME_DELAY = 60.0
"""How long there must be room on the fuse before a paused car resumes (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointSettings:
    """The wishes for one charge point."""

    mode: ChargingMode = ChargingMode.PV_SURPLUS
    max_current: float = 16.0
    """Never more than this (A); the station's own maximum binds too."""

    controlled: bool = False
    """Whether Overshot may write to the station at all."""

    hold_time: float = DEFAULT_HOLD_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The wishes for a site."""

    charge_points: Mapping[str, ChargePointSettings] = field(default_factory=dict)
    resume_delay: float = DEFAULT_RESUME_DELAY
