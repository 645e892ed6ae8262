"""What the user wishes of a site: settings that change while the house runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .appliances.settings import HeatPumpSettings, LoadSettings
from .batteries.settings import BatterySettings, StorageSettings
from .charging.settings import DEFAULT_RESUME_DELAY, ChargePointSettings
from .peak.settings import PeakSettings


class TieBreak(StrEnum):
    """Who is served first among charge points of one priority."""

    FAIR = "fair"
    LOWEST_SOC = "lowest_soc"
    EARLIEST_DEPARTURE = "earliest_departure"


class SurplusPriority(StrEnum):
    """Who gets the surplus first."""

    CHARGE_POINT = "charge_point"
    BATTERY = "battery"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLimit:
    """What the grid operator allows to import."""

    power: float
    """W."""

    until: datetime | None = None
    """When it ends (aware UTC); None: when it is lifted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The wishes for a site."""

    charge_points: Mapping[str, ChargePointSettings] = field(default_factory=dict)
    batteries: Mapping[str, BatterySettings] = field(default_factory=dict)
    heat_pumps: Mapping[str, HeatPumpSettings] = field(default_factory=dict)
    loads: Mapping[str, LoadSettings] = field(default_factory=dict)
    resume_delay: float = DEFAULT_RESUME_DELAY
    grid_limit: GridLimit | None = None
    charging_limit: float | None = None
    """What all charge points together may draw, always (W)."""

    tie_break: TieBreak = TieBreak.FAIR
    surplus_priority: SurplusPriority = SurplusPriority.CHARGE_POINT
    surplus_priority_soc: float = 100.0
    """With `BATTERY`: the batteries come first up to here (%)."""

    curtailment: bool = False
    """Whether inverters may be told to give less than the sun offers while feeding in costs money."""

    peak: PeakSettings = field(default_factory=PeakSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
