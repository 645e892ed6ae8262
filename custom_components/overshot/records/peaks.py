"""The capacity page: the running quarter, the month's peak, thirteen months of them, their mean and what it costs a year.

Peaks come from the meter where it tells them (P1 `1.6.0` and `98.1.0`), else from the quarters that were recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from ..core.control.peak.state import QuarterState
from ..core.model import MeterReading, MonthPeak
from ..core.tariff import CapacityTariff, billed_peak
from ..core.tariff.capacity import month_of, months_before

MONTHS: Final = 13
"""So many are shown: this one, and the twelve before it."""

MEAN_OF: Final = 12
"""Months, where no tariff says how many count."""


class PeakSource(StrEnum):
    """Who told a month's peak."""

    METER = "meter"
    RECORDS = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPeak:
    """The peak of a month."""

    month: date
    """Its first day."""

    demand: float
    """W."""

    at: datetime | None
    """When that quarter ended; None where nobody knows."""

    source: PeakSource


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityPage:
    """All there is to say of peaks."""

    quarter: QuarterState | None
    """As it stands; None while the meter is silent."""

    months: tuple[ShownPeak, ...]
    """Oldest first; months of which nothing is known are left out."""

    mean: float | None
    """Over the twelve months that end with this one, as far as they are known, none below the floor of the tariff (W)."""

    known: int
    """Over how many months."""

    cost: float | None
    """Of a year with that mean, VAT included (EUR); None where a peak costs nothing."""

    at_maximum: bool
    """Whether the Flemish maximum tariff holds, and a peak costs nothing for that."""


def told_by_meter(reading: MeterReading | None, now: datetime, time_zone: str) -> dict[date, ShownPeak]:
    """Return the peaks that the meter tells, by the first day of their local month."""
    if reading is None:
        return {}
    zone = ZoneInfo(time_zone)
    told = {peak.month.astimezone(zone).date().replace(day=1): peak for peak in reading.peak_history if peak.month}
    if reading.month_peak is not None:
        told[month_of(now.astimezone(zone).date())] = reading.month_peak
    return {month: _shown(month, peak, PeakSource.METER) for month, peak in told.items()}


def capacity_page(
    *,
    now: datetime,
    time_zone: str,
    quarter: QuarterState | None,
    meter: MeterReading | None,
    recorded: Mapping[date, MonthPeak],
    capacity: CapacityTariff | None,
    at_maximum: bool = False,
) -> CapacityPage:
    """Return the page.

    Args:
        now: aware.
        time_zone: months are local.
        quarter: the running one.
        meter: what the grid meter told last.
        recorded: the peaks of the quarters that were recorded, by the first day of their month.
        capacity: what a peak costs, VAT included; None: nothing.
        at_maximum: whether it costs nothing because of the maximum tariff.
    """
    this = month_of(now.astimezone(ZoneInfo(time_zone)).date())
    known = {month: _shown(month, peak, PeakSource.RECORDS) for month, peak in recorded.items()}
    if quarter is not None and quarter.month_peak > 0:
        counted = MonthPeak(demand=quarter.month_peak, at=quarter.month_peak_at)
        if this not in known or known[this].demand < counted.demand:
            known[this] = _shown(this, counted, PeakSource.RECORDS)
    known |= told_by_meter(meter, now, time_zone)
    months = [months_before(this, count) for count in reversed(range(MONTHS))]
    shown = tuple(known[month] for month in months if month in known)
    demands = {peak.month: peak.demand for peak in shown}
    mean, over = _mean(demands, this, capacity)
    return CapacityPage(
        quarter=quarter,
        months=shown,
        mean=mean,
        known=over,
        cost=None if capacity is None or mean is None else capacity.per_kw_year * mean / 1000,
        at_maximum=at_maximum,
    )


def told_page(page: CapacityPage) -> dict[str, Any]:
    """Return the page as plain data: powers in W, energies in Wh, costs in EUR, moments in UTC."""
    quarter = page.quarter
    return {
        "quarter": None
        if quarter is None
        else {
            "ends_at": quarter.ends_at.isoformat(),
            "energy": round(quarter.used, 1),
            "demand": round(quarter.demand, 1),
            "forecast": round(quarter.forecast, 1),
            "target": round(quarter.hold_target, 1),
        },
        "months": [
            {
                "month": f"{peak.month:%Y-%m}",
                "demand": round(peak.demand, 1),
                "at": peak.at.isoformat() if peak.at is not None else None,
                "source": peak.source.value,
            }
            for peak in page.months
        ],
        "mean": None if page.mean is None else round(page.mean, 1),
        "mean_of": page.known,
        "cost_per_year": None if page.cost is None else round(page.cost, 2),
        "at_maximum": page.at_maximum,
    }


def _shown(month: date, peak: MonthPeak, source: PeakSource) -> ShownPeak:
    """Return a peak as it is shown."""
    return ShownPeak(month=month, demand=peak.demand, at=peak.at, source=source)


def _mean(demands: Mapping[date, float], this: date, capacity: CapacityTariff | None) -> tuple[float | None, int]:
    """Return the mean of twelve months (W), and of how many of them it is; None of none."""
    if capacity is not None:
        billed = billed_peak(capacity, demands, this)
        return (billed.demand if billed.known else None), billed.known
    known = [demands[month] for count in range(MEAN_OF) if (month := months_before(this, count)) in demands]
    return (sum(known) / len(known) if known else None), len(known)
