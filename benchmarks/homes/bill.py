"""What a year costs: energy by the quarter, and the mean of the monthly peaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .home import HOURS, Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A bill (EUR) and the monthly peaks (kW) behind it."""

    energy: float
    """Import less export."""

    capacity: float
    peaks: Mapping[str, float] = field(default_factory=dict)
    """By local month, offtake alone, not yet lifted to the floor."""

    by_month: Mapping[str, float] = field(default_factory=dict)
    """Energy and its share of the capacity tariff, by local month."""

    @property
    def total(self) -> float:
        """Return what is to be paid."""
        return self.energy + self.capacity

    @property
    def mean_peak(self) -> float:
        """Return the mean of the monthly peaks (kW)."""
        return sum(self.peaks.values()) / len(self.peaks)

    @property
    def max_peak(self) -> float:
        """Return the highest quarter of all (kW)."""
        return max(self.peaks.values())


def bill_of(home: Home, grid: Sequence[float]) -> Bill:
    """Return what a course at the grid costs (kW by quarter, + = import).

    A month's peak costs a twelfth of the yearly price, so that twelve months cost what their mean does.
    """
    energy: dict[str, float] = {}
    peaks: dict[str, float] = {}
    for month, power, bought, sold in zip(home.months(), grid, home.import_prices, home.export_prices, strict=True):
        energy[month] = energy.get(month, 0.0) + power * HOURS * (bought if power > 0 else sold)
        peaks[month] = max(peaks.get(month, 0.0), power)
    price = home.tariff.capacity / 12
    capacity = {month: price * max(home.tariff.floor, peak) for month, peak in peaks.items()}
    return Bill(
        energy=sum(energy.values()),
        capacity=sum(capacity.values()),
        peaks=peaks,
        by_month={month: cost + capacity[month] for month, cost in energy.items()},
    )
