"""What a plan is made from: the house as it stands, what is expected of it, what energy costs, and what nobody measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...control.memory import Memory
from ...control.peak.state import QuarterState
from ...control.settings import SiteSettings
from ...forecast.home import HomeOutlook, Measured
from ...model import Site, Snapshot
from ...model.series import Series
from ...tariff.contract import CapacityTariff
from ..horizon import COARSE, FINE
from ..problem import PlanWeights

SUGGESTED_WEAR = 0.09
"""What a kWh given costs a battery of which nobody told the price (EUR/kWh): what the seeds suggest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryDetails:
    """What no driver tells of a battery."""

    capacity: float | None = None
    """Usable (Wh); None: what `model.Battery` says."""

    charge_efficiency: float = 0.95
    discharge_efficiency: float = 0.95
    """AC to the cells and back (0..1]."""

    wear: float | None = None
    """What a kWh given costs in lifetime (EUR/kWh), see `planning.wear_cost`; None: nobody told, `SUGGESTED_WEAR`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarDetails:
    """What somebody tells of the session of a plugged-in car; it goes before targets, wishes and habits."""

    energy: float | None = None
    """Wanted from plug-in to departure (Wh); None: by mode, targets and habits."""

    departure: datetime | None = None
    """When it leaves (aware); None: by targets and habits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblySettings:
    """How a problem is put together: each part can be left out, to learn what it is good for."""

    twin: bool = True
    """Whether a pessimistic outlook stands beside the expected one."""

    twin_load: float = 0.5
    """How far its load lies from the mean towards the 0.9 quantile (0..1): not every quarter is a bad one."""

    twin_solar: float = 0.25
    """How far its sun lies from the mean towards the 0.1 quantile (0..1)."""

    twin_weight: float = 0.25
    """How much it counts of the whole."""

    reserve: float = 1.0
    """How much of the user's buffer (% of the capacity) is kept for peaks that no forecast knows; 0: nothing."""

    margin: timedelta = timedelta(hours=2)
    """A car should be ready so much before its deadline; 0: in time is enough."""

    arrivals: bool = True
    """Whether cars that are away are expected as they use to come."""

    learnt_needs: bool = True
    """Whether a car that charges for targets, but has none, is given what it usually takes until it usually leaves."""

    steady_cars: bool = True
    """Whether a car is planned with at least its least power in each of the next quarters, or not at all."""

    beyond_prices: bool = True
    """Whether to plan on for a car that leaves after the last known price, with those of the last known day."""

    appliances: bool = True
    """Whether heat pumps and loads that Overshot switches are planned; else they count as what they draw."""

    fine: timedelta = FINE
    coarse: timedelta = COARSE
    weights: PlanWeights = field(default_factory=PlanWeights)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """Everything a plan is made from."""

    now: datetime
    site: Site
    settings: SiteSettings
    snapshot: Snapshot
    outlook: HomeOutlook
    import_prices: Series
    """All in (EUR/kWh), as far as they are known."""

    export_prices: Series
    """What is paid for a kWh fed in (EUR/kWh), as far as it is known."""

    memory: Memory = field(default_factory=Memory)
    quarter: QuarterState | None = None
    """The open quarter and the month's peak; None where nothing is known of them."""

    capacity: CapacityTariff | None = None
    """What the month's peak costs, VAT included; None: nothing."""

    measured: Measured | None = None
    """What flows now; None: the forecast speaks for the first step too."""

    batteries: Mapping[str, BatteryDetails] = field(default_factory=dict)
    cars: Mapping[str, CarDetails] = field(default_factory=dict)
    """By charge point."""

    export_limit: float | None = None
    """What may be fed in (W); None: there is no limit."""

    curtailable: bool = False
    """Whether the inverter can be told to give less."""
