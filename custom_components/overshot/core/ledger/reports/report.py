"""The report of a day, a week, a month or a year: its sums, its bars, its charts and its bill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...model import Series
from ...tariff import Bill, Tariff
from ..quarter import QuarterRecord
from .billed import bill_of
from .charts import Charts, Use, charts
from .periods import PARTS, Period, Step, parts, period
from .totals import Totals, add_up, by_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of the time a report is about."""

    totals: Totals
    charts: Charts


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All there is to say of a time."""

    step: Step
    period: Period
    totals: Totals
    charts: Charts
    bars: tuple[Bar, ...]
    """Hours of a day, days of a week or month, months of a year; also those of which nothing was recorded."""

    bill: Bill | None
    """None where there is no contract."""


def report(
    records: Sequence[QuarterRecord],
    step: Step,
    day: date,
    time_zone: str,
    *,
    uses: Mapping[str, Use] | None = None,
    tariff: Tariff | None = None,
    market: Series | None = None,
    peaks: Mapping[date, float] | None = None,
) -> Report:
    """Return the report of the day, week, month or year that a day lies in.

    Args:
        records: in order; those outside serve for the peaks of the bill.
        step: of what, not of an hour.
        day: any local day of it.
        time_zone: of the site.
        uses: what each consumer is, by its id.
        tariff: of the site, for the bill.
        market: day-ahead prices (EUR/kWh), for the bill.
        peaks: of months, as the meter tells them (W), by their first day.
    """
    whole = period(step, day)
    told = by_part(records, parts(whole, PARTS[step], time_zone))
    totals = add_up(records, whole.start_at(time_zone), whole.end_at(time_zone))
    of = uses or {}
    return Report(
        step=step,
        period=whole,
        totals=totals,
        charts=charts(totals, of),
        bars=tuple(Bar(totals=each, charts=charts(each, of)) for each in told),
        bill=None
        if tariff is None or not tariff.contracts
        else bill_of(records, tariff, market or Series(), whole, peaks),
    )
