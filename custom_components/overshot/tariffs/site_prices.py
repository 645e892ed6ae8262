"""What energy costs a site over the hours ahead, as the plan and the entities read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..core.model.series import QUARTER, Series, Span, local_midnight, quarter_start
from ..core.tariff import (
    CapacityTariff,
    GridFees,
    Lack,
    Tariff,
    at_maximum,
    billed_peak,
    export_price,
    export_series,
    import_price,
    import_series,
    in_force,
    is_at_maximum,
    lacking,
    with_last_known,
)
from .contracts import CONF_YEARLY_IMPORT, Version, tariff_of

_AHEAD = 2
"""Local days, today among them: further ahead nothing is told of contracts and prices."""


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

    at_maximum: bool = False
    """Whether the Flemish maximum tariff holds: then a peak costs nothing, and a kWh more."""

    tariff: Tariff | None = None
    """All contracts and fees with their history, for bills."""

    def same_as(self, other: SitePrices, now: datetime) -> bool:
        """Return whether nothing has changed that matters from now on, but for the time."""
        return (
            self.capacity == other.capacity
            and self.lacks == other.lacks
            and self.tariff == other.tariff
            and all(
                _after(getattr(self, name), now) == _after(getattr(other, name), now)
                for name in ("import_prices", "export_prices", "expected_import", "expected_export")
            )
        )


def site_prices(
    versions: Sequence[Version],
    market: Series,
    now: datetime,
    time_zone: str,
    *,
    register: int | None = None,
    peaks: Mapping[date, float] | None = None,
) -> SitePrices:
    """Return what energy costs.

    Args:
        versions: of the contracts, in order.
        market: day-ahead prices of some days (EUR/kWh).
        now: aware.
        time_zone: of the site.
        register: what the meter says of now, 1 by day; it counts for the running quarter.
        peaks: highest quarters (W) by the first day of their month, as far as they are known.
    """
    billed = tariff_of(versions, time_zone)
    today = now.astimezone(ZoneInfo(time_zone)).date()
    start, end = local_midnight(today, time_zone), local_midnight(today + timedelta(days=_AHEAD), time_zone)
    fees, contract = in_force(billed.grid, today), in_force(billed.contracts, today)
    capped = fees is not None and _is_capped(fees, versions, today, peaks or {})
    # What another kWh costs, which at the maximum tariff is not what the bill says of its parts.
    tariff = replace(billed, grid=tuple(map(at_maximum, billed.grid))) if capped else billed
    expected, _ = with_last_known(market, start, end, time_zone)
    bought, sold = import_series(tariff, market, start, end), export_series(tariff, market, start, end)
    likely_bought, likely_sold = (
        import_series(tariff, expected, start, end),
        export_series(tariff, expected, start, end),
    )
    if register is not None:
        buy, sell = import_price(tariff, now, market, register), export_price(tariff, now, market, register)
        bought, likely_bought = (_with(each, now, buy.total if buy else None) for each in (bought, likely_bought))
        sold, likely_sold = (_with(each, now, sell.total if sell else None) for each in (sold, likely_sold))
    return SitePrices(
        import_prices=bought,
        export_prices=sold,
        expected_import=likely_bought,
        expected_export=likely_sold,
        known_until=_earlier(bought.known_until(now), sold.known_until(now)),
        capacity=None if capped or fees is None else _with_vat(fees),
        lacks=tuple(sorted(lacking(tariff, market, quarter_start(now), end))),
        contract=contract.name if contract is not None else None,
        at_maximum=capped,
        tariff=billed,
    )


def _is_capped(fees: GridFees, versions: Sequence[Version], today: date, peaks: Mapping[date, float]) -> bool:
    """Return whether the bill of a year will be at the maximum tariff, by the import the user expects."""
    version = next(each for each in reversed(versions) if each.starts <= today)
    expected: Any = version.data.get(CONF_YEARLY_IMPORT)
    if not expected or fees.capacity is None:
        return False
    peak = billed_peak(fees.capacity, peaks, today.replace(day=1))
    return is_at_maximum(fees, peak.demand, 1000 * float(expected))


def _with_vat(fees: GridFees) -> CapacityTariff | None:
    """Return the capacity tariff as it is paid."""
    if fees.capacity is None or not fees.capacity.measured:
        return None
    return replace(fees.capacity, per_kw_year=fees.capacity.per_kw_year * (1 + fees.vat))


def _with(series: Series, now: datetime, price: float | None) -> Series:
    """Return prices with another one for the running quarter."""
    if price is None:
        return series
    start = quarter_start(now)
    return Series((Span(start, start + QUARTER, price),)).filled_by(series)


def _earlier(*moments: datetime | None) -> datetime | None:
    """Return the earliest moment; None if there is none for one of them."""
    return min((moment for moment in moments if moment is not None), default=None) if all(moments) else None


def _after(series: Series, now: datetime) -> Series:
    """Return what is left of it, in quarters, as one does not know how long it was."""
    there = quarter_start(now.astimezone(UTC))
    return Series(tuple(span for span in series.spans if span.end > there))
