"""What a kWh costs or earns: one price, prices by the hour of the day, or a formula on the day-ahead price."""

from dataclasses import dataclass
from datetime import datetime, time
from math import isfinite
from typing import Final

from .errors import TariffError, TariffProblem

ALL_WEEK: Final = frozenset(range(7))

METER_DAY: Final = 1
"""`MeterReading.tariff` by day. Drivers number it as Belgian meters do; in 96.14.0 of a Dutch telegram day is 2."""

HIGHEST: Final = 2.0
"""No household pays more for a kWh (EUR/kWh): above it a price was given in cents or per MWh."""

HIGHEST_ADDER: Final = 0.5
"""What comes on top of a day-ahead price is less (EUR/kWh): tariff cards print it in cents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time of day on some weekdays, by the local wall clock; both times 00:00 is the whole day.

    Raises:
        TariffError: a weekday that does not exist.
    """

    start: time
    end: time
    """Before or equal to `start`: on the next day, which belongs to the weekday it began on."""

    weekdays: frozenset[int] = ALL_WEEK
    """On which days it begins; 0 is Monday."""

    def __post_init__(self) -> None:
        """Check the weekdays."""
        if not self.weekdays <= ALL_WEEK:
            raise TariffError(TariffProblem.WEEKDAY, weekdays=sorted(self.weekdays))

    def holds(self, there: datetime) -> bool:
        """Return whether a local time lies in it."""
        clock, today = there.time(), there.weekday()
        if self.start < self.end:
            return self.start <= clock < self.end and today in self.weekdays
        evening = clock >= self.start and today in self.weekdays
        return evening or (clock < self.end and (today - 1) % 7 in self.weekdays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A price in some hours of the week."""

    price: float
    """EUR/kWh."""

    windows: tuple[Window, ...]
    name: str = ""
    """On the bill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice:
    """Prices that are known beforehand: a fixed contract, or a variable one until its next change.

    Raises:
        TariffError: a price that is no number or not in EUR/kWh; three prices by a meter that knows two.
    """

    otherwise: float
    """In all hours that no rate holds (EUR/kWh); the only price where there are no rates."""

    rates: tuple[Rate, ...] = ()
    """The first that holds counts."""

    name: str = ""
    """Of the other hours, on the bill."""

    by_meter: bool = False
    """Whether the meter (P1 96.14.0) decides between the rate and the other hours, wherever it was heard.

    The windows tell what it will do in the hours to come.
    """

    def __post_init__(self) -> None:
        """Check the prices."""
        for price in (self.otherwise, *(rate.price for rate in self.rates)):
            check_price(price)
        if self.by_meter and len(self.rates) != 1:
            raise TariffError(TariffProblem.METER_RATES, rates=len(self.rates))

    def rate(self, there: datetime, register: int | None = None) -> tuple[str, float]:
        """Return the name and the price (EUR/kWh) of a local time; `register` is the meter's tariff, 1 by day."""
        if self.by_meter and register is not None:
            day = self.rates[0]
            return (day.name, day.price) if register == METER_DAY else (self.name, self.otherwise)
        for rate in self.rates:
            if any(window.holds(there) for window in rate.windows):
                return rate.name, rate.price
        return self.name, self.otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicPrice:
    """The day-ahead price times a factor, and something on top, all in EUR/kWh.

    Raises:
        TariffError: a factor or an adder that is no number, or an adder that is in cents.
    """

    factor: float = 1.0
    adder: float = 0.0
    """EUR/kWh; negative where the supplier keeps a part of what is fed in."""

    def __post_init__(self) -> None:
        """Check the formula."""
        if not isfinite(self.factor):
            raise TariffError(TariffProblem.NOT_FINITE, price=self.factor)
        check_price(self.adder, HIGHEST_ADDER)

    @classmethod
    def of_tariff_card(cls, factor: float, adder: float) -> DynamicPrice:
        """Return the price of a formula as tariff cards print it: cents per kWh out of EUR/MWh (`0.1 x price + 1.2`)."""
        return cls(factor=10 * factor, adder=adder / 100)


type EnergyPrice = FixedPrice | DynamicPrice


def check_price(price: float, highest: float = HIGHEST) -> None:
    """Refuse what is no price in EUR/kWh.

    Raises:
        TariffError: not a number, or so high that it is in cents or per MWh.
    """
    if not isfinite(price):
        raise TariffError(TariffProblem.NOT_FINITE, price=price)
    if abs(price) > highest:
        raise TariffError(TariffProblem.PRICE_TOO_HIGH, price=price)


def single(price: float) -> FixedPrice:
    """Return one price around the clock (EUR/kWh)."""
    return FixedPrice(otherwise=price)


def two_rates(peak: float, off_peak: float, *windows: Window, by_meter: bool = False) -> FixedPrice:
    """Return prices of peak hours, which the windows (or the meter) tell, and of the others (EUR/kWh)."""
    return FixedPrice(
        rates=(Rate(price=peak, windows=windows, name="peak"),), otherwise=off_peak, name="off_peak", by_meter=by_meter
    )


def price_at(
    price: EnergyPrice, there: datetime, market: float | None, register: int | None = None
) -> tuple[str, float] | None:
    """Return the name and the price (EUR/kWh) of a local time; None where the day-ahead price is needed and unknown."""
    if isinstance(price, FixedPrice):
        return price.rate(there, register)
    return None if market is None else ("", price.factor * market + price.adder)
