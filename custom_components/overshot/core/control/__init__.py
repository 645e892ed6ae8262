"""Turn readings into setpoints, every cycle, as a pure function."""

from .appliances.settings import HeatPumpSettings, LoadSettings
from .batteries.settings import BatterySettings
from .charging.memory import ChargePointMemory
from .charging.settings import ChargePointSettings
from .decision import Decision, SiteState
from .memory import Memory
from .settings import SiteSettings
from .step import step

__all__ = [
    "BatterySettings",
    "ChargePointMemory",
    "ChargePointSettings",
    "Decision",
    "HeatPumpSettings",
    "LoadSettings",
    "Memory",
    "SiteSettings",
    "SiteState",
    "step",
]
