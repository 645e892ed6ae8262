"""What the monthly peak costs: the Flemish capacity tariff."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from .contract import CapacityTariff, GridFees
from .energy_price import single


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledPeak:
    """The peak a month is billed with."""

    demand: float
    """Mean of the monthly peaks, each at least the floor (W)."""

    known: int
    """Over how many months; 0 where none is known and the floor is billed."""


def month_of(day: date) -> date:
    """Return the first day of a month, by which peaks are kept."""
    return day.replace(day=1)


def months_before(month: date, count: int) -> date:
    """Return the first day of the month so many months earlier."""
    years, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, index + 1, 1)


def billed_peak(tariff: CapacityTariff, peaks: Mapping[date, float], month: date) -> BilledPeak:
    """Return the peak that a month is billed with (W).

    `peaks` are the highest quarters (W) by the first day of their month; what is not in it is not known and left out of
    the mean, as it is for somebody who moved in (ours: the published rule does not tell of meters that were silent).
    """
    if not tariff.measured:
        return BilledPeak(demand=tariff.floor, known=0)
    months = [months_before(month, count) for count in range(tariff.months)]
    known = [max(peaks[one], tariff.floor) for one in months if one in peaks]
    return BilledPeak(demand=sum(known) / len(known) if known else tariff.floor, known=len(known))


def month_cost(tariff: CapacityTariff, demand: float) -> float:
    """Return what a month costs that is billed with a peak (W), without VAT (EUR)."""
    return tariff.per_kw_year / 12 * demand / 1000


def cost_of_raise(fees: GridFees, month_peak: float, by: float = 1000.0, *, at_maximum: bool = False) -> float:
    """Return what it costs, VAT included, that the month's peak rises (EUR).

    A month counts for a twelfth in each of twelve monthly bills: together a twelfth of the price of a year. What rises
    below the floor is free, and so is everything while the maximum tariff caps the bill (`at_maximum`).

    Args:
        fees: of the grid operator.
        month_peak: highest quarter of the month so far (W).
        by: how much it rises (W).
        at_maximum: whether the maximum tariff holds anyhow.
    """
    tariff = fees.capacity
    if tariff is None or not tariff.measured or at_maximum:
        return 0.0
    rise = max(month_peak + by, tariff.floor) - max(month_peak, tariff.floor)
    return month_cost(tariff, rise) * (1 + fees.vat)


def over_maximum(fees: GridFees, distribution: float, capacity: float, imported: float) -> float:
    """Return by how much distribution and capacity (EUR, without VAT) exceed the maximum tariff of an import (Wh)."""
    if fees.maximum is None or fees.capacity is None:
        return 0.0
    return max(0.0, distribution + capacity - fees.maximum * imported / 1000)


def is_at_maximum(fees: GridFees, demand: float, imported: float) -> bool:
    """Return whether a year with a billed peak (W) and an import (Wh) is billed at the maximum tariff."""
    if fees.capacity is None:
        return False
    distribution = fees.distribution.otherwise * imported / 1000
    return over_maximum(fees, distribution, 12 * month_cost(fees.capacity, demand), imported) > 0


def at_maximum(fees: GridFees) -> GridFees:
    """Return what another kWh and another kW cost while the maximum tariff holds: the maximum, and nothing."""
    if fees.maximum is None:
        return fees
    return replace(fees, distribution=single(fees.maximum), capacity=None, maximum=None)
