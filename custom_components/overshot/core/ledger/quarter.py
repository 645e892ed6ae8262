"""The account of a clock quarter: what the ledger keeps for years, and all reports are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..tariff import QuarterEnergy
from .account import NOTHING, Share
from .flows import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterRecord:
    """A clock quarter (UTC). Energies in Wh, money in EUR, CO2 in g.

    Conserved: `imported + solar + all discharged + unmeasured = all shares + all charged + all exported`, and what was
    paid for the import is in the costs of the shares, in what the batteries hold more than before, and in what they lost.
    """

    start: datetime
    imported: float = 0.0
    exported: float = 0.0
    solar: float = 0.0
    unmeasured: float = 0.0
    discharged: Mapping[str, float] = field(default_factory=dict)
    """Out of each battery."""

    charged: Mapping[str, Share] = field(default_factory=dict)
    """Into each battery, by source."""

    shares: Mapping[str, Share] = field(default_factory=dict)
    """What each consumer took, by its id; `flows.HOUSE` is what nobody meters."""

    export: Share = NOTHING
    """What was exported, by source; its cost is what was paid for stored energy that was sold again."""

    lost: Share = NOTHING
    """What batteries lost, with what was paid for it."""

    found: float = 0.0
    """What batteries turned out to hold more than was known (Wh)."""

    stored: Mapping[str, Share] = field(default_factory=dict)
    """What each battery holds at the end, by origin (`battery_*`), and what was paid for it."""

    import_cost: float = 0.0
    """Of what was imported, as far as its price is known."""

    revenue: float = 0.0
    """For what was exported."""

    import_price: float | None = None
    """EUR/kWh, all included; None where it was not known."""

    export_price: float | None = None
    """EUR/kWh."""

    co2: float = 0.0
    """Of what was imported, as far as it is known (g)."""

    co2_intensity: float | None = None
    """Of the grid (g/kWh); None where it was not known."""

    register: int | None = None
    """What the meter said of the tariff (`MeterReading.tariff`)."""

    heat: Mapping[str, float] = field(default_factory=dict)
    """What loads that heat water stored (Wh of heat), where their volume and temperature are known."""

    known: float = 0.0
    """So many seconds of it were measured; the rest is what counters told afterwards."""

    estimated: bool = False
    """Whether a part of it is what counters told after a silence."""

    imported_from_history: bool = False
    """Whether it comes from statistics older than the ledger."""

    @property
    def consumed(self) -> float:
        """Return what all consumers took (Wh)."""
        return sum(share.total for share in self.shares.values())

    @property
    def solar_used(self) -> float:
        """Return the production that was not exported as it was made (Wh)."""
        return self.solar - self.export.energy.get(Source.SOLAR, 0.0)

    def at_meter(self) -> QuarterEnergy:
        """Return what a bill is made of."""
        return QuarterEnergy(start=self.start, imported=self.imported, exported=self.exported, register=self.register)
