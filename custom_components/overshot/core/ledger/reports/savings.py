"""What battery and control saved: the tariff's bill of what was, beside the bill of what would have been."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...model import Battery, Series
from ...tariff import Bill, Tariff
from ...tariff.capacity import month_of
from ..account import total
from ..quarter import QuarterRecord
from .billed import bill_of
from .counterfactual import Automatic, Meter, Stay, efficiency_of, replaced, without_battery, without_control
from .periods import Period
from .totals import add_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """Savings of a period (EUR, VAT and capacity tariff included); negative where it cost more."""

    period: Period
    paid: float
    """The bill as it was."""

    without_battery: float
    """The bill, had there been no battery."""

    without_control: float
    """The bill, had cars charged at once and batteries followed their own automatic."""

    by_battery: float
    by_control: float
    battery_at_offtake_price: float
    """The simple saving: what batteries gave to the house, at the price of an import of that moment."""

    held: float
    """By how much more the batteries hold at the end than they would without control (Wh): saved or spent, but not yet
    billed."""

    peak: float
    """The highest quarter of the period (W)."""

    peak_without_control: float
    complete: bool
    """Whether all sessions have ended and every quarter was measured."""


def savings(
    records: Sequence[QuarterRecord],
    period: Period,
    tariff: Tariff,
    market: Series,
    *,
    stays: Iterable[Stay] = (),
    batteries: Iterable[Battery] = (),
    peaks: Mapping[date, float] | None = None,
) -> Savings:
    """Return what was saved.

    All bills are made in the same way, from the same records: of the months of the period the peaks come from the quarters,
    as the meter can only tell those that were.

    Args:
        records: in order; those before the period tell the peak of its month, and what batteries held when it began.
        period: local days.
        tariff: of the site.
        market: day-ahead prices (EUR/kWh).
        stays: cars that were plugged in during the period.
        batteries: of the site; one of unknown capacity takes no part in `without_control`.
        peaks: of earlier months, as the meter tells them (W), by their first day.
    """
    start, end = period.start_at(tariff.time_zone), period.end_at(tariff.time_zone)
    within = [record for record in records if start <= record.start < end]
    # What comes from an earlier history was not steered by us: without control it is as it was.
    own = [record for record in within if not record.imported_from_history]
    earlier = {month: peak for month, peak in (peaks or {}).items() if month < month_of(period.first)}
    known = list(stays)
    facts = tuple(batteries)
    automatic = _automatic(records, own, facts)
    bare = [without_battery(record) for record in within]
    free, would_hold = without_control(own, known, automatic)

    def bill(of: Sequence[QuarterRecord]) -> Bill:
        """Return the bill of the period by some records."""
        return bill_of(of, tariff, market, period, earlier)

    paid = bill(records)
    no_battery, no_control = bill(replaced(records, bare)), bill(replaced(records, free))
    totals = add_up(within, start, end)
    holds = total(totals.stored.values()).total
    return Savings(
        period=period,
        paid=paid.total,
        without_battery=no_battery.total,
        without_control=no_control.total,
        by_battery=no_battery.total - paid.total,
        by_control=no_control.total - paid.total,
        battery_at_offtake_price=totals.battery_worth,
        held=holds - would_hold if automatic is not None else 0.0,
        peak=_highest([_meter(it) for it in within]),
        peak_without_control=_highest([*free, *(_meter(it) for it in within if it.imported_from_history)]),
        complete=not paid.unmeasured and all(stay.ended is not None for stay in known),
    )


def _meter(record: QuarterRecord) -> Meter:
    """Return what went through the meter."""
    return Meter(record.start, record.imported, record.exported)


def _automatic(
    records: Sequence[QuarterRecord], within: Sequence[QuarterRecord], batteries: Sequence[Battery]
) -> Automatic | None:
    """Return the batteries of a site as one, as they were when the period began."""
    known = [battery for battery in batteries if battery.capacity]
    if not known or not within:
        return None
    capacity = sum(battery.capacity or 0.0 for battery in known)
    before = [record for record in records if record.start < within[0].start]
    held = total(before[-1].stored.values()).total if before else _held_at_first(within[0])
    return Automatic(
        capacity=capacity,
        max_charge=sum(battery.max_charge for battery in known),
        max_discharge=sum(battery.max_discharge for battery in known),
        efficiency=efficiency_of(within, capacity),
        held=held,
    )


def _held_at_first(record: QuarterRecord) -> float:
    """Return what the batteries held when a quarter began, by what they held when it ended (Wh)."""
    charged = sum(share.total for share in record.charged.values())
    after = total(record.stored.values()).total
    return max(0.0, after - charged + sum(record.discharged.values()) + record.lost.total)


def _highest(meters: Sequence[Meter]) -> float:
    """Return the highest quarter-hour demand (W)."""
    return 4 * max((meter.imported for meter in meters), default=0.0)
