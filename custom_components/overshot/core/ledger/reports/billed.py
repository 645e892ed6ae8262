"""The bill of a time out of its records, by the tariff's own calculation, and the months' peaks that belong to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ...model import QUARTER, MonthPeak, Series
from ...model.series import local_midnight
from ...tariff import Bill, Tariff, make_bill
from ...tariff.capacity import month_of
from ..quarter import QuarterRecord
from .periods import Period, local_day

PER_HOUR = timedelta(hours=1) / QUARTER


def bill_of(
    records: Iterable[QuarterRecord],
    tariff: Tariff,
    market: Series,
    period: Period,
    peaks: Mapping[date, float] | None = None,
) -> Bill:
    """Return the bill of a period; see `make_bill`.

    Args:
        records: of the period; those of other days serve for the peaks of their months.
        tariff: of the site.
        market: day-ahead prices (EUR/kWh).
        period: local days.
        peaks: of months, as the meter tells them (W), by their first day; else they are taken from the records.
    """
    return make_bill(tariff, [record.at_meter() for record in records], market, period.first, period.end, peaks)


def recorded_peaks(records: Iterable[QuarterRecord], time_zone: str) -> dict[date, MonthPeak]:
    """Return the highest quarter of each local month that was measured, by its first day.

    Quarters of which a part is estimated count like any other: their energy is right, or the next one's is. Those that come
    from the hours of a history do not: an hour says nothing of its quarters.
    """
    peaks: dict[date, MonthPeak] = {}
    for record in records:
        if record.imported_from_history:
            continue
        month = month_of(local_day(record.start, time_zone))
        demand = record.imported * PER_HOUR
        known = peaks.get(month)
        if known is None or demand > known.demand:
            peaks[month] = MonthPeak(demand=demand, at=record.start + QUARTER, month=local_midnight(month, time_zone))
    return peaks


def demands(
    peaks: Mapping[date, MonthPeak], meter: Sequence[MonthPeak] = (), time_zone: str = "UTC"
) -> dict[date, float]:
    """Return the peaks (W) that a bill is made with: what the meter tells of its closed months counts before records."""
    known = {month: peak.demand for month, peak in peaks.items()}
    known |= {month_of(local_day(peak.month, time_zone)): peak.demand for peak in meter if peak.month is not None}
    return known
