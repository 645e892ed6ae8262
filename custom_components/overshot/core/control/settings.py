"""What the user wishes: settings that change while the house runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import BatteryMode, ChargingMode

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
class BatterySettings:
    """The wishes for one battery."""

    controlled: bool = False
    """Whether Overshot may write to it at all."""

    mode: BatteryMode = BatteryMode.AUTO
    """What the user orders; automatic leaves it to the controller."""

    power: float = 0.0
    """With what power it charges or discharges by order (W, never negative)."""

    until: datetime | None = None
    """When the order ends (aware UTC); None: when the user ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPumpSettings:
    """The wishes for one heat pump."""

    controlled: bool = False
    """Whether Overshot may write to it at all."""

    state: int | None = None
    """The SG-Ready state (1..4) the user orders; None leaves it to the controller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The wishes for a site."""

    charge_points: Mapping[str, ChargePointSettings] = field(default_factory=dict)
    batteries: Mapping[str, BatterySettings] = field(default_factory=dict)
    heat_pumps: Mapping[str, HeatPumpSettings] = field(default_factory=dict)
    resume_delay: float = DEFAULT_RESUME_DELAY
