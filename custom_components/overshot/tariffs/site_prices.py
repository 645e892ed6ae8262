"""What energy costs a site over the hours ahead, as the plan and the entities read it."""

from dataclasses import dataclass, field
from datetime import datetime

from ..core.model.series import Series
from ..core.tariff import CapacityTariff, Lack, Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePrices:
    """Prices of a site from the local midnight of today on.

    All of them are what is really paid or received for a kWh: VAT, distribution and levies included.
    """

    import_prices: Series = field(default_factory=Series)
    """EUR/kWh in quarters, as far as they are known."""

    export_prices: Series = field(default_factory=Series)
    """EUR/kWh in quarters, as far as they are known; negative where feeding in costs."""

    expected_import: Series = field(default_factory=Series)
    """`import_prices`, and where they are not known yet what they were on the last known day, until tomorrow's end."""

    expected_export: Series = field(default_factory=Series)
    """`export_prices`, completed in the same way."""

    known_until: datetime | None = None
    """Until when import and export prices follow each other without a gap; None where this quarter has none."""

    capacity: CapacityTariff | None = None
    """What the month's peak costs, VAT included; None where a peak costs nothing, whatever it is."""

    lacks: tuple[Lack, ...] = ()
    """Why some quarter until tomorrow's end has no price."""

    contract: str | None = None
    """Name of the contract that applies today."""

    tariff: Tariff | None = None
    """All contracts and fees with their history, for bills."""
