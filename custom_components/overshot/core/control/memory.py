"""What one control step hands to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .appliances.memory import AppliancesMemory
from .batteries.memory import ChargeOrder, StorageMemory
from .charging.memory import ChargePointMemory, PriorityMemory
from .limits.memory import LoadMemory, ShareMemory
from .peak.memory import BudgetMemory, QuarterMemory
from .solar.memory import SolarMemory
from .stored import TRANSIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of a site."""

    grid_at: datetime | None = field(default=None, metadata=TRANSIENT)
    """When the last grid reading used was measured."""

    surplus: float | None = field(default=None, metadata=TRANSIENT)
    """Smoothed (W)."""

    priority: PriorityMemory = field(default_factory=PriorityMemory)
    loads: LoadMemory = field(default_factory=LoadMemory, metadata=TRANSIENT)
    circuits: Mapping[str, LoadMemory] = field(default_factory=dict, metadata=TRANSIENT)
    """The same of each metered circuit."""

    shares: ShareMemory = field(default_factory=ShareMemory)
    battery_orders: Mapping[str, ChargeOrder] = field(default_factory=dict, metadata=TRANSIENT)

    solar: SolarMemory = field(default_factory=SolarMemory, metadata=TRANSIENT)
    appliances: AppliancesMemory = field(default_factory=AppliancesMemory)
    storage: StorageMemory = field(default_factory=StorageMemory)
    quarter: QuarterMemory = field(default_factory=QuarterMemory)
    budget: BudgetMemory = field(default_factory=BudgetMemory)
    charge_points: Mapping[str, ChargePointMemory] = field(default_factory=dict)
