"""What can be wrong with a contract, a fee or a list of prices, each with the key of its translated message."""

from enum import StrEnum


class TariffProblem(StrEnum):
    """Why something cannot be reckoned with."""

    NOT_FINITE = "tariff_not_finite"
    """A price that is no number."""

    PRICE_TOO_HIGH = "tariff_price_too_high"
    """A price per kWh that only makes sense in cents, or per MWh: it has to be given in EUR/kWh."""

    SHARES = "tariff_shares"
    """The shares of the feed-in prices do not add up to one."""

    VAT = "tariff_vat"
    """Value-added tax that is no fraction: 0.06 is 6 %."""

    WEEKDAY = "tariff_weekday"
    """A weekday that is not 0 (Monday) to 6."""

    METER_RATES = "tariff_meter_rates"
    """The meter tells day from night, which is one price and another: three cannot follow it."""

    FLOOR = "tariff_floor"
    """A capacity tariff with a negative price, floor or number of months."""

    NO_PRICES = "prices_none"
    """The list of prices is empty, or holds nothing that can be used."""

    NAIVE_TIME = "prices_naive_time"
    """A price without a time zone."""

    COUNT = "prices_count"
    """A day has neither as many prices as hours nor as quarters."""

    UNIT_UNKNOWN = "prices_unit_unknown"
    """A unit that is no euro or cent for an amount of energy."""

    UNIT_AMBIGUOUS = "prices_unit_ambiguous"
    """The prices make sense in two units: the user has to say which."""

    UNIT_WRONG = "prices_unit_wrong"
    """The prices make sense in no unit."""

    NEGATIVE_ENERGY = "bill_negative_energy"
    """Import and export are two amounts, neither of which is negative."""

    DOUBLE_QUARTER = "bill_double_quarter"
    """Two amounts for the same quarter."""

    NOT_A_QUARTER = "bill_not_a_quarter"
    """An amount whose time does not lie on the clock's quarters."""

    PERIOD = "bill_period"
    """A bill that ends before it begins."""


class TariffError(ValueError):
    """Something cannot be reckoned with; `key` is that of its message, `placeholders` go into it."""

    def __init__(self, key: TariffProblem, **placeholders: object) -> None:
        """Tell what is wrong, and with what."""
        self.key = key
        self.placeholders = {name: str(value) for name, value in placeholders.items()}
        super().__init__(" ".join((key, *(f"{name}={value}" for name, value in self.placeholders.items()))))
