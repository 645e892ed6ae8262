"""Make the bill of a month, a year, or any local days: measured quarters times the prices that applied to them."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..model.series import QUARTER, Series, day_quarters, local_midnight, quarter_start
from .bill import Bill, ItemKey, Ledger, QuarterEnergy, Remark, Unit
from .capacity import billed_peak, month_cost, month_of, months_before, over_maximum
from .contract import Contract, GridFees
from .errors import TariffError, TariffProblem
from .history import in_force
from .prices import Tariff, UnitPrice, feed_in_unit, import_unit

_YEAR = timedelta(days=365)


def month_bill(
    tariff: Tariff,
    energies: Iterable[QuarterEnergy],
    market: Series,
    month: date,
    peaks: Mapping[date, float] | None = None,
) -> Bill:
    """Return the bill of a local month; see `make_bill`."""
    first = month_of(month)
    return make_bill(tariff, energies, market, first, months_before(first, -1), peaks)


def make_bill(
    tariff: Tariff,
    energies: Iterable[QuarterEnergy],
    market: Series,
    first: date,
    end: date,
    peaks: Mapping[date, float] | None = None,
) -> Bill:
    """Return what the local days from `first` to before `end` cost.

    What is asked by the month is asked by the day, so that contracts can change within it. Export under net metering is
    taken off import over all these days, as the supplier does over a year; what exceeds it earns the feed-in price.

    Args:
        tariff: of the site.
        energies: of every quarter that was measured; those of other days serve for the peaks only.
        market: day-ahead prices (EUR/kWh).
        first: first day.
        end: the day after the last.
        peaks: highest quarters (W) by the first day of their month, as the meter tells; else they are taken from energies.

    Raises:
        TariffError: `end` is before `first`, or energies that are negative, doubled or not of a quarter.
    """
    if end < first:
        raise TariffError(TariffProblem.PERIOD, start=first, end=end)
    measured = _by_quarter(energies)
    known = {**month_peaks(measured.values(), tariff.time_zone), **(peaks or {})}
    days = _Days(tariff, measured, market, known)
    for count in range((end - first).days):
        days.add(first + timedelta(days=count))
    return days.bill(first, end)


def month_peaks(energies: Iterable[QuarterEnergy], time_zone: str) -> dict[date, float]:
    """Return the highest quarter-hour demand (W) of each local month that anything was measured in."""
    zone = ZoneInfo(time_zone)
    peaks: dict[date, float] = {}
    for energy in energies:
        month = month_of(energy.start.astimezone(zone).date())
        peaks[month] = max(peaks.get(month, 0.0), energy.imported * (timedelta(hours=1) / QUARTER))
    return peaks


class _Days:
    """A bill in the making."""

    def __init__(
        self, tariff: Tariff, measured: dict[datetime, QuarterEnergy], market: Series, peaks: dict[date, float]
    ) -> None:
        """Start with nothing."""
        self.tariff, self.measured, self.market, self.peaks = tariff, measured, market, peaks
        self.zone = ZoneInfo(tariff.time_zone)
        self.lines = Ledger()
        self.grid: dict[GridFees, tuple[Ledger, float]] = {}
        self.netted, self.surplus = Ledger(), Ledger()
        self.netted_import = self.netted_export = 0.0
        self.imported = self.exported = self.unpriced_import = self.unpriced_export = 0.0
        self.unmeasured = 0
        self.remarks: set[Remark] = set()

    def add(self, day: date) -> None:
        """Add a local day."""
        contract, fees = in_force(self.tariff.contracts, day), in_force(self.tariff.grid, day)
        of_month = 1 / monthrange(day.year, day.month)[1]
        grid, imported = (self.grid.get(fees) if fees else None) or (Ledger(), 0.0)
        if contract:
            _fees_of_supplier(self.lines, contract, of_month)
        if fees:
            self._fees_of_grid(grid, fees, day, of_month)
        starts = day_quarters(day, self.tariff.time_zone)
        prices = self.market.quarters(starts[0], starts[-1] + QUARTER)
        for start, price in zip(starts, prices, strict=True):
            energy = self.measured.get(start)
            if energy is None:
                self.unmeasured += 1
                continue
            self.imported += energy.imported
            self.exported += energy.exported
            imported += energy.imported
            there = start.astimezone(self.zone)
            buy = import_unit(contract, fees, there, price, energy.register) if contract else None
            sell = feed_in_unit(contract, fees, there, price, energy.register) if contract else None
            self._import(grid, contract, fees, energy, buy)
            self._export(contract, day, energy, buy, sell)
        if fees:
            self.grid[fees] = (grid, imported)

    def bill(self, first: date, end: date) -> Bill:
        """Return the sum of the days that were added."""
        for fees, (grid, imported) in self.grid.items():
            excess = over_maximum(fees, grid.amount(ItemKey.DISTRIBUTION), grid.amount(ItemKey.CAPACITY), imported)
            if excess:
                grid.add(ItemKey.MAXIMUM_TARIFF, imported, Unit.WATT_HOUR, -excess, -excess * fees.vat)
            self.lines.take(grid)
        if self.netted_export:
            part = min(1.0, self.netted_import / self.netted_export)
            self.lines.take(self.netted.scaled(part))
            self.lines.take(self.surplus.scaled(1 - part))
            if end - first < _YEAR:
                self.remarks.add(Remark.NETTED_HERE)
        if self.unmeasured:
            self.remarks.add(Remark.UNMEASURED)
        if self.unpriced_import or self.unpriced_export:
            self.remarks.add(Remark.UNPRICED)
        return Bill(
            start=local_midnight(first, self.tariff.time_zone),
            end=local_midnight(end, self.tariff.time_zone),
            items=self.lines.items(),
            remarks=frozenset(self.remarks),
            imported=self.imported,
            exported=self.exported,
            unmeasured=self.unmeasured,
            unpriced_import=self.unpriced_import,
            unpriced_export=self.unpriced_export,
            peaks=self.peaks,
        )

    def _fees_of_grid(self, grid: Ledger, fees: GridFees, day: date, of_month: float) -> None:
        """Add a day of what the grid operator asks by the month."""
        grid.add(
            ItemKey.GRID_FEE, of_month, Unit.MONTH, fees.per_month * of_month, fees.per_month * of_month * fees.vat
        )
        if fees.capacity is None:
            return
        peak = billed_peak(fees.capacity, self.peaks, month_of(day))
        if fees.capacity.measured and peak.known < fees.capacity.months:
            self.remarks.add(Remark.PEAKS_UNKNOWN)
        cost = month_cost(fees.capacity, peak.demand) * of_month
        grid.add(ItemKey.CAPACITY, peak.demand * of_month, Unit.WATT_MONTH, cost, cost * fees.vat)

    def _import(
        self,
        grid: Ledger,
        contract: Contract | None,
        fees: GridFees | None,
        energy: QuarterEnergy,
        buy: UnitPrice | None,
    ) -> None:
        """Add what was imported in a quarter."""
        kwh = energy.imported / 1000
        if not kwh:
            return
        if fees:
            # The grid operator's price is known, whatever the supplier's is.
            name, price = fees.distribution.rate(energy.start.astimezone(self.zone), energy.register)
            amount = kwh * price
            grid.add(ItemKey.DISTRIBUTION, energy.imported, Unit.WATT_HOUR, amount, amount * fees.vat, name)
        if contract is None or buy is None:
            self.unpriced_import += energy.imported
            return
        self.lines.add(
            ItemKey.ENERGY_IMPORT,
            energy.imported,
            Unit.WATT_HOUR,
            kwh * buy.energy,
            kwh * buy.energy_vat,
            buy.rate,
        )
        for levy in contract.levies:
            amount = kwh * levy.per_kwh
            vat = amount * contract.vat if levy.vat else 0.0
            self.lines.add(ItemKey.LEVY, energy.imported, Unit.WATT_HOUR, amount, vat, levy.name)

    def _export(
        self, contract: Contract | None, day: date, energy: QuarterEnergy, buy: UnitPrice | None, sell: UnitPrice | None
    ) -> None:
        """Add what was exported in a quarter."""
        nets = contract is not None and contract.nets(day)
        if buy is None or sell is None:
            # Net metering needs both prices, feed-in alone only its own.
            if nets or sell is None:
                self.unpriced_export += energy.exported
                return
        elif nets:
            kwh = energy.exported / 1000
            self.netted_import += energy.imported
            self.netted_export += energy.exported
            worth = -kwh * (buy.total - buy.vat)
            self.netted.add(ItemKey.NET_METERING, energy.exported, Unit.WATT_HOUR, worth, -kwh * buy.vat)
        if energy.exported and sell is not None:
            _sell(self.surplus if nets else self.lines, energy.exported, sell)


def _sell(lines: Ledger, exported: float, sell: UnitPrice) -> None:
    """Add what is earned by an export (Wh), and what the grid operator asks for it."""
    kwh = exported / 1000
    lines.add(ItemKey.ENERGY_EXPORT, exported, Unit.WATT_HOUR, -kwh * sell.energy, -kwh * sell.energy_vat, sell.rate)
    if sell.grid:
        lines.add(ItemKey.EXPORT_FEE, exported, Unit.WATT_HOUR, -kwh * sell.grid, -kwh * sell.grid_vat)


def _fees_of_supplier(lines: Ledger, contract: Contract, of_month: float) -> None:
    """Add a day of what supplier and state ask by the month."""
    fee = contract.monthly_fee * of_month
    if fee:
        lines.add(ItemKey.MONTHLY_FEE, of_month, Unit.MONTH, fee, fee * contract.vat)
    for levy in contract.levies:
        if levy.per_month:
            fee = levy.per_month * of_month
            vat = fee * contract.vat if levy.vat else 0.0
            lines.add(ItemKey.LEVY_FEE, of_month, Unit.MONTH, fee, vat, levy.name)


def _by_quarter(energies: Iterable[QuarterEnergy]) -> dict[datetime, QuarterEnergy]:
    """Return the energies by the start of their quarter."""
    measured: dict[datetime, QuarterEnergy] = {}
    for energy in energies:
        start = quarter_start(energy.start)
        if start != energy.start:
            raise TariffError(TariffProblem.NOT_A_QUARTER, time=energy.start.isoformat())
        if not (energy.imported >= 0 and energy.exported >= 0):
            raise TariffError(TariffProblem.NEGATIVE_ENERGY, time=energy.start.isoformat())
        if start in measured:
            raise TariffError(TariffProblem.DOUBLE_QUARTER, time=energy.start.isoformat())
        measured[start] = energy
    return measured
