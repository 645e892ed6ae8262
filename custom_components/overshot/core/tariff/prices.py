"""What a kWh costs and earns: at a moment, and over the hours ahead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from ..model.series import QUARTER, Series, Span, quarter_starts
from .contract import Contract, GridFees
from .energy_price import price_at
from .history import in_force

_INSTANT: Final = timedelta(microseconds=1)


class Lack(StrEnum):
    """What a price could not be told for the want of."""

    CONTRACT = "no_contract"
    """No contract applies yet."""

    MARKET = "no_market_price"
    """The day-ahead price is not known (yet)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """All that decides what energy costs at a site."""

    time_zone: str
    """Peak hours and first days are local."""

    contracts: tuple[Contract, ...] = ()
    """In order of their first day, as `history.added` leaves them."""

    grid: tuple[GridFees, ...] = ()
    """In order of their first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """One kWh and what it is made of (EUR/kWh): what is paid for an import, what is received for an export."""

    energy: float
    energy_vat: float = 0.0
    grid: float = 0.0
    grid_vat: float = 0.0
    levies: float = 0.0
    levies_vat: float = 0.0
    rate: str = ""
    """Name of the supplier's rate, on the bill."""

    @property
    def total(self) -> float:
        """Return the whole, VAT included (EUR/kWh)."""
        return self.energy + self.grid + self.levies + self.vat

    @property
    def vat(self) -> float:
        """Return the value-added tax (EUR/kWh)."""
        return self.energy_vat + self.grid_vat + self.levies_vat


def import_unit(
    contract: Contract, fees: GridFees | None, there: datetime, market: float | None, register: int | None = None
) -> UnitPrice | None:
    """Return what a kWh from the grid costs at a local time; None where the day-ahead price is needed and unknown."""
    energy = price_at(contract.import_price, there, market, register)
    if energy is None:
        return None
    grid = fees.distribution.rate(there, register)[1] if fees else 0.0
    return UnitPrice(
        rate=energy[0],
        energy=energy[1],
        energy_vat=energy[1] * contract.vat,
        grid=grid,
        grid_vat=grid * fees.vat if fees else 0.0,
        levies=sum(levy.per_kwh for levy in contract.levies),
        levies_vat=sum(levy.per_kwh for levy in contract.levies if levy.vat) * contract.vat,
    )


def feed_in_unit(
    contract: Contract, fees: GridFees | None, there: datetime, market: float | None, register: int | None = None
) -> UnitPrice | None:
    """Return what a kWh into the grid earns at a local time, net metering aside; None as for `import_unit`."""
    paid, rate = 0.0, ""
    for feed_in in contract.feed_in:
        energy = price_at(feed_in.price, there, market, register)
        if energy is None:
            return None
        rate = rate or energy[0]
        paid += feed_in.share * energy[1]
    fee = fees.export if fees else 0.0
    return UnitPrice(
        rate=rate,
        energy=paid,
        energy_vat=paid * contract.feed_in_vat,
        grid=-fee,
        grid_vat=-fee * fees.vat if fees else 0.0,
    )


def import_price(tariff: Tariff, moment: datetime, market: Series, register: int | None = None) -> UnitPrice | None:
    """Return what a kWh from the grid costs at a moment; None where it is not known (`lacking` tells why).

    A price holds for the clock quarter that begins in its hours, as that is what meters settle by.

    Args:
        tariff: of the site.
        moment: aware.
        market: day-ahead prices (EUR/kWh, without VAT).
        register: what the meter says of that moment (`MeterReading.tariff`), 1 by day; None: the contract's hours count.
    """
    (quarter,) = _quarters(tariff, market, moment, moment + _INSTANT)
    return quarter.buy(register)


def export_price(
    tariff: Tariff, moment: datetime, market: Series, register: int | None = None, *, nettable: bool = True
) -> UnitPrice | None:
    """Return what a kWh into the grid earns at a moment; negative where it costs; None where it is not known.

    Under net metering it saves what an import of that moment costs, unless more is exported in the year than imported
    (`nettable` false): then it earns the feed-in price.
    """
    (quarter,) = _quarters(tariff, market, moment, moment + _INSTANT)
    return quarter.sell(register, nettable=nettable)


def import_series(tariff: Tariff, market: Series, start: datetime, end: datetime) -> Series:
    """Return what a kWh from the grid costs in each quarter (EUR/kWh, all included); gaps where it is not known."""
    return _series((quarter.start, quarter.buy()) for quarter in _quarters(tariff, market, start, end))


def export_series(tariff: Tariff, market: Series, start: datetime, end: datetime, *, nettable: bool = True) -> Series:
    """Return what a kWh into the grid earns in each quarter (EUR/kWh); gaps where it is not known."""
    return _series(
        (quarter.start, quarter.sell(nettable=nettable)) for quarter in _quarters(tariff, market, start, end)
    )


def lacking(tariff: Tariff, market: Series, start: datetime, end: datetime) -> frozenset[Lack]:
    """Return why some quarters have no price; empty where all have one."""
    lacks: set[Lack] = set()
    for quarter in _quarters(tariff, market, start, end):
        if quarter.contract is None:
            lacks.add(Lack.CONTRACT)
        elif quarter.buy() is None or quarter.sell() is None:
            lacks.add(Lack.MARKET)
    return frozenset(lacks)


@dataclass(frozen=True, slots=True)
class _Quarter:
    """All that decides the prices of a quarter."""

    start: datetime
    there: datetime
    contract: Contract | None
    fees: GridFees | None
    market: float | None

    def buy(self, register: int | None = None) -> UnitPrice | None:
        """Return what an import costs."""
        if self.contract is None:
            return None
        return import_unit(self.contract, self.fees, self.there, self.market, register)

    def sell(self, register: int | None = None, *, nettable: bool = True) -> UnitPrice | None:
        """Return what an export earns."""
        if self.contract is None:
            return None
        if nettable and self.contract.nets(self.there.date()):
            return self.buy(register)
        return feed_in_unit(self.contract, self.fees, self.there, self.market, register)


def _quarters(tariff: Tariff, market: Series, start: datetime, end: datetime) -> Iterator[_Quarter]:
    """Return what decides the prices of the quarters from that of `start` to the last one before `end`."""
    zone = ZoneInfo(tariff.time_zone)
    starts = quarter_starts(start, end)
    day: date | None = None
    contract: Contract | None = None
    fees: GridFees | None = None
    for quarter, price in zip(starts, market.quarters(start, end), strict=True):
        there = quarter.astimezone(zone)
        if there.date() != day:
            day = there.date()
            contract, fees = in_force(tariff.contracts, day), in_force(tariff.grid, day)
        yield _Quarter(quarter, there, contract, fees, price)


def _series(prices: Iterable[tuple[datetime, UnitPrice | None]]) -> Series:
    """Return the totals as a series of quarters."""
    return Series(tuple(Span(start, start + QUARTER, price.total) for start, price in prices if price is not None))
