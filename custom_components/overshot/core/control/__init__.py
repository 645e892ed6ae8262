"""Turn readings into setpoints, every cycle, as a pure function."""

from .decision import Decision, SiteState
from .memory import ChargePointMemory, Memory
from .settings import BatterySettings, ChargePointSettings, HeatPumpSettings, SiteSettings
from .step import step

__all__ = [
    "BatterySettings",
    "ChargePointMemory",
    "ChargePointSettings",
    "Decision",
    "HeatPumpSettings",
    "Memory",
    "SiteSettings",
    "SiteState",
    "step",
]
