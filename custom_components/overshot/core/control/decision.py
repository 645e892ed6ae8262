"""What one control step answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import BatterySetpoint, ChargePointSetpoint, HeatPumpSetpoint, LoadSetpoint, PhaseVector, SolarSetpoint
from .memory import Memory
from .peak.state import QuarterState


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """What the controller made of the readings, for people to look at."""

    meter_stale: bool
    surplus: float | None
    """Solar power that neither the house nor a boosting car uses (W), smoothed; negative where the house imports."""

    other_load: PhaseVector | None
    """Import on each phase without the controlled charge points (A), the highest of the last seconds."""

    headroom: PhaseVector | None
    """Derated limit minus measured import on each phase (A)."""

    quarter: QuarterState | None = None
    """The running quarter; None where nothing is known of it."""

    storage_soc: float | None = None
    """Of all batteries together, weighted by capacity (%)."""

    full_charge_due: tuple[str, ...] = ()
    """Batteries that have to be charged fully."""

    follows_plan: bool = False
    """Whether a plan is followed; else rules decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Setpoints with their reasons, and the memory for the next step."""

    setpoints: Mapping[str, ChargePointSetpoint]
    memory: Memory
    state: SiteState
    batteries: Mapping[str, BatterySetpoint] = field(default_factory=dict)
    heat_pumps: Mapping[str, HeatPumpSetpoint] = field(default_factory=dict)
    loads: Mapping[str, LoadSetpoint] = field(default_factory=dict)
    solar: Mapping[str, SolarSetpoint] = field(default_factory=dict)
    """Of inverters that can be told to give less."""
