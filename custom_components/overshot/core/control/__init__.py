"""Turn readings into setpoints, every cycle, as a pure function."""

from .decision import Decision, SiteState
from .memory import ChargePointMemory, Memory
from .settings import ChargePointSettings, SiteSettings
from .step import step

__all__ = [
    "ChargePointMemory",
    "ChargePointSettings",
    "Decision",
    "Memory",
    "SiteSettings",
    "SiteState",
    "step",
]
