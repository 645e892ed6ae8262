"""What sensors tell of today, yesterday and this month: sums, the bill so far, and what battery and control saved.

All of it is made anew at the end of each quarter, in a thread of its own, from what is recorded: nothing is summed up
beside the records that could come to differ from them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ..core.ledger.quarter import QuarterRecord
from ..core.ledger.reports.billed import bill_of
from ..core.ledger.reports.counterfactual import Stay
from ..core.ledger.reports.periods import Period, Step, local_day, period
from ..core.ledger.reports.savings import Savings, savings
from ..core.ledger.reports.totals import Totals, add_up
from ..core.ledger.sessions.session import Session
from ..core.model import ChargePoint, MonthPeak, Series, Site
from ..core.tariff import Tariff, TariffError

UNPRICED: Final = 0.05
"""Money that lacks more than this share of the import is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureInputs:
    """All that figures are made of; none of it ever changes, so that they can be made in another thread."""

    records: Sequence[QuarterRecord]
    """Of the quarters that are over, from `first_day` on, oldest first."""

    now: datetime
    site: Site
    tariff: Tariff
    market: Series
    peaks: Mapping[date, MonthPeak]
    stays: Sequence[Stay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What sensors tell."""

    today: Totals
    yesterday: Totals
    month: Totals
    co2_saved: float | None
    """Of today (g): what consumers took, had all of it come from the grid at its moment, less what it really caused."""

    to_pay: float | None
    """For this month so far, VAT and what is asked by the month included (EUR)."""

    saved_today: Savings | None
    saved_month: Savings | None


def first_day(now: datetime, time_zone: str) -> date:
    """Return the first local day that figures need."""
    today = local_day(now, time_zone)
    return min(today.replace(day=1), today - timedelta(days=1))


def make_figures(inputs: FigureInputs) -> Figures:
    """Return the figures."""
    zone = inputs.site.time_zone
    today = local_day(inputs.now, zone)
    of_today, of_month = period(Step.DAY, today), Period(today.replace(day=1), today + timedelta(days=1))
    totals = {
        each: add_up(inputs.records, each.start_at(zone), each.end_at(zone))
        for each in (of_today, period(Step.DAY, today - timedelta(days=1)), of_month)
    }
    day, yesterday, month = totals.values()
    priced = bool(inputs.tariff.contracts)
    return Figures(
        today=day,
        yesterday=yesterday,
        month=month,
        co2_saved=_co2_saved(inputs.records, day),
        to_pay=_to_pay(inputs, of_month) if priced and is_priced(month) else None,
        saved_today=_saved(inputs, of_today) if priced and is_priced(day) else None,
        saved_month=_saved(inputs, of_month) if priced and is_priced(month) else None,
    )


def is_priced(totals: Totals) -> bool:
    """Return whether money can be told of a time."""
    return totals.unpriced <= UNPRICED * totals.imported


def stays_of(sessions: Iterable[Session], points: Iterable[ChargePoint], voltage: float) -> tuple[Stay, ...]:
    """Return sessions as the comparison with a house without control needs them: full power is what the station gives."""
    full = {point.id: point.max_current * voltage * point.phases for point in points}
    return tuple(
        Stay(
            charge_point=session.charge_point,
            started=session.started,
            ended=session.ended,
            power=max(full[session.charge_point], session.max_power or 0.0),
        )
        for session in sessions
        if session.charge_point in full
    )


def _to_pay(inputs: FigureInputs, of: Period) -> float | None:
    """Return the bill of the month so far (EUR)."""
    try:
        bill = bill_of(inputs.records, inputs.tariff, inputs.market, of, _demands(inputs.peaks))
    except TariffError:
        return None
    return bill.total if bill.unpriced_import <= UNPRICED * bill.imported else None


def _saved(inputs: FigureInputs, of: Period) -> Savings | None:
    """Return what was saved."""
    try:
        return savings(
            inputs.records,
            of,
            inputs.tariff,
            inputs.market,
            stays=inputs.stays,
            batteries=inputs.site.batteries,
            peaks=_demands(inputs.peaks),
        )
    except TariffError:
        return None


def _demands(peaks: Mapping[date, MonthPeak]) -> dict[date, float]:
    """Return peaks as bills take them (W)."""
    return {month: peak.demand for month, peak in peaks.items()}


def _co2_saved(records: Iterable[QuarterRecord], day: Totals) -> float | None:
    """Return what was saved in a day (g); None where the CO2 of the grid was not known for most of it."""
    saved = known = 0.0
    for record in records:
        if record.start < day.start or record.co2_intensity is None:
            continue
        consumed = record.consumed
        known += consumed
        saved += consumed / 1000 * record.co2_intensity - sum(share.co2 for share in record.shares.values())
    return saved if known > 0 and known >= (1 - UNPRICED) * day.consumed else None
