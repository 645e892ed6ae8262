"""What the user signed with a supplier, and what the grid operator asks: each from a date on."""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final

from .energy_price import EnergyPrice, FixedPrice, check_price, single
from .errors import TariffError, TariffProblem

FLOOR: Final = 2500.0
"""A lower monthly peak costs as much as this one under the Flemish capacity tariff (W; VREG)."""

_FREE: Final = single(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levy:
    """What the state asks, without VAT. Negative where it gives back, as the Dutch tax credit does."""

    name: str
    per_kwh: float = 0.0
    """On what is imported (EUR/kWh)."""

    per_month: float = 0.0
    """EUR."""

    vat: bool = True
    """Whether value-added tax comes on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedIn:
    """One of the prices that are paid for what is exported."""

    price: EnergyPrice
    share: float = 1.0
    """Part of the export it is paid for: arrays of different years can have prices of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What is agreed with a supplier from a day on.

    All prices are without VAT where `vat` is given, and as they stand on the bill where it is 0.

    Raises:
        TariffError: VAT that is no fraction, or feed-in prices for more or less than all that is exported.
    """

    name: str
    starts: date
    """Applies from this local midnight."""

    import_price: EnergyPrice
    feed_in: tuple[FeedIn, ...] = ()
    """None: nothing is paid for what is exported."""

    monthly_fee: float = 0.0
    """EUR a month."""

    vat: float = 0.0
    """On energy, fee and levies: 0.06 is 6 %."""

    feed_in_vat: float = 0.0
    """Households are paid without it."""

    levies: tuple[Levy, ...] = ()

    net_metering_until: date | None = None
    """Until this local midnight what is exported is taken off what is imported; None: it is not."""

    def __post_init__(self) -> None:
        """Check VAT, fees and shares."""
        check_vat(self.vat, self.feed_in_vat)
        check_finite(self.monthly_fee, *(levy.per_month for levy in self.levies))
        for levy in self.levies:
            check_price(levy.per_kwh)
        shares = sum(feed_in.share for feed_in in self.feed_in)
        if self.feed_in and (not abs(shares - 1) < 1e-6 or min(feed_in.share for feed_in in self.feed_in) < 0):
            raise TariffError(TariffProblem.SHARES, sum=shares)

    def nets(self, day: date) -> bool:
        """Return whether export is taken off import on a local day."""
        return self.net_metering_until is not None and day < self.net_metering_until


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityTariff:
    """What the highest quarter of the months costs.

    Source: VREG on the Flemish tariff: the mean of the last 12 monthly peaks, each of them at least 2.5 kW.

    Raises:
        TariffError: a negative price or floor, or a mean over no months.
    """

    per_kw_year: float
    """EUR/kW a year, without VAT where `GridFees.vat` is given."""

    floor: float = FLOOR
    """Of each month's peak (W)."""

    months: int = 12
    """Over how many months the mean is taken."""

    measured: bool = True
    """Whether quarters are measured; a classic meter pays the floor."""

    def __post_init__(self) -> None:
        """Check the numbers."""
        check_finite(self.per_kw_year, self.floor)
        if self.per_kw_year < 0 or self.floor < 0 or self.months < 1:
            raise TariffError(TariffProblem.FLOOR, price=self.per_kw_year, floor=self.floor, months=self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFees:
    """What the grid operator asks from a day on.

    Raises:
        TariffError: VAT that is no fraction, or prices that are not in EUR/kWh.
    """

    name: str
    starts: date
    distribution: FixedPrice = _FREE
    """On what is imported."""

    export: float = 0.0
    """On what is exported (EUR/kWh)."""

    per_month: float = 0.0
    """Whatever is used: metering, data (EUR)."""

    capacity: CapacityTariff | None = None
    maximum: float | None = None
    """Flemish maximum tariff: capacity tariff and distribution together cost no more than this a kWh (EUR/kWh)."""

    vat: float = 0.0

    def __post_init__(self) -> None:
        """Check VAT and fees."""
        check_vat(self.vat)
        check_finite(self.per_month)
        check_price(self.export)
        if self.maximum is not None:
            check_price(self.maximum)


def check_vat(*rates: float) -> None:
    """Refuse percentages that should be fractions.

    Raises:
        TariffError: below 0 or from 1 on.
    """
    for rate in rates:
        if not 0 <= rate < 1:
            raise TariffError(TariffProblem.VAT, vat=rate)


def check_finite(*amounts: float) -> None:
    """Refuse what is no number.

    Raises:
        TariffError: not finite.
    """
    for amount in amounts:
        if not isfinite(amount):
            raise TariffError(TariffProblem.NOT_FINITE, price=amount)
