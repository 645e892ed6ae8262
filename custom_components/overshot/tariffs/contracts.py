"""What is stored of contracts, read as the core reckons with it: every version that was ever entered is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_NAME, WEEKDAYS
from homeassistant.util import dt as dt_util

from ..const import LOGGER, SUBENTRY_CONTRACT
from ..core.tariff import (
    CapacityTariff,
    Contract,
    DynamicPrice,
    EnergyPrice,
    FeedIn,
    FixedPrice,
    GridFees,
    Levy,
    Rate,
    Tariff,
    TariffError,
    Window,
    single,
    two_rates,
)
from ..core.tariff.data import NET_METERING_UNTIL
from .sources import is_all_in

CONF_VERSIONS: Final = "versions"
"""Of a subentry: a list of what follows, oldest first. Nothing in it is ever changed, an edit adds to it."""

CONF_STARTS: Final = "starts"
"""First day (ISO 8601)."""
CONF_ENTERED: Final = "entered"
"""When it was entered (ISO 8601, UTC); of two that start on the same day the later one counts."""
CONF_KIND: Final = "kind"
"""A `ContractKind` value."""
CONF_VAT: Final = "vat"
"""On all that is paid (%)."""
CONF_MONTHLY_FEE: Final = "monthly_fee"
"""EUR."""
CONF_PRICE: Final = "price"
"""Around the clock, or in the hours that no window holds (EUR/kWh)."""
CONF_PEAK_PRICE: Final = "peak_price"
CONF_OFF_PEAK_PRICE: Final = "off_peak_price"
CONF_PEAK_START: Final = "peak_start"
CONF_PEAK_END: Final = "peak_end"
CONF_BY_METER: Final = "by_meter"
"""Whether the meter (P1 96.14.0) tells peak hours from the others."""
CONF_RATES: Final = "rates"
"""A list of prices, each with `CONF_PRICE`, start, end, and maybe weekdays and a name."""
CONF_START: Final = "start"
CONF_END: Final = "end"
CONF_WEEKDAYS: Final = "weekdays"
CONF_FACTOR: Final = "factor"
"""What the day-ahead price is multiplied with."""
CONF_ADDER: Final = "adder"
"""What is added to it (EUR/kWh)."""
CONF_FEED_IN: Final = "feed_in"
"""A list of prices that are paid for what is exported, each with `CONF_PRICE`, and maybe `CONF_OFF_PEAK_PRICE` or
`CONF_FACTOR` (then the price is what is added), `CONF_SHARE` and a name."""
CONF_SHARE: Final = "share"
"""Part of the export (%)."""
CONF_NET_METERING: Final = "net_metering"
"""Whether export is taken off import while the law allows it."""
CONF_SOURCE: Final = "source"
"""Who tells the day-ahead prices: `sources.Choice.key`."""
CONF_PRICE_ENTITY: Final = "price_entity"
CONF_PRICE_UNIT: Final = "price_unit"
"""A `core.tariff.PriceUnit` value; absent: as the source says."""
CONF_LEVIES: Final = "levies"
"""A list, each with a name, and `CONF_PER_KWH` or `CONF_PER_MONTH`."""
CONF_PER_KWH: Final = "per_kwh"
CONF_PER_MONTH: Final = "per_month"
CONF_WITHOUT_VAT: Final = "without_vat"
CONF_DISTRIBUTION: Final = "distribution"
"""EUR/kWh."""
CONF_DISTRIBUTION_RATES: Final = "distribution_rates"
"""As `CONF_RATES`."""
CONF_CAPACITY_PRICE: Final = "capacity_price"
"""EUR/kW a year; absent or 0: none."""
CONF_MAXIMUM_PRICE: Final = "maximum_price"
"""Flemish maximum tariff (EUR/kWh)."""
CONF_YEARLY_IMPORT: Final = "yearly_import"
"""kWh."""

DEFAULT_PEAK: Final = (time(7), time(22))
"""When Belgian meters count by day, on working days (ours where the contract does not say)."""

WORKING_DAYS: Final = frozenset(range(5))


class ContractKind(StrEnum):
    """How the price of a contract is made."""

    SINGLE = "single"
    TWO_RATES = "two_rates"
    WINDOWS = "windows"
    DYNAMIC = "dynamic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a contract."""

    starts: date
    entered: datetime
    subentry_id: str
    data: Mapping[str, Any]
    contract: Contract
    fees: GridFees

    @property
    def needs_market(self) -> bool:
        """Return whether day-ahead prices have to be known."""
        return needs_market(self.data)


def needs_market(data: Mapping[str, Any]) -> bool:
    """Return whether a version, as it is stored, depends on day-ahead prices."""
    dynamic = data.get(CONF_KIND) == ContractKind.DYNAMIC
    return dynamic or any(each.get(CONF_FACTOR) is not None for each in data.get(CONF_FEED_IN, ()))


def versions_of(entry: ConfigEntry) -> tuple[Version, ...]:
    """Return every version of every contract of a site, in order of their first day.

    Of the same day the later entered is last, so that it is the one that counts. What cannot be read is left out.
    """
    found: list[Version] = []
    for subentry in entry.get_subentries_of_type(SUBENTRY_CONTRACT):
        for data in subentry.data.get(CONF_VERSIONS, ()):
            try:
                found.append(version_of(data, subentry.subentry_id))
            except (TariffError, KeyError, TypeError, ValueError) as err:
                LOGGER.warning(
                    "%s: a version of this contract cannot be read (%r); enter it again", subentry.title, err
                )
    return tuple(sorted(found, key=lambda version: (version.starts, version.entered)))


def tariff_of(versions: Iterable[Version], time_zone: str) -> Tariff:
    """Return what the core reckons with."""
    all_ = tuple(versions)
    return Tariff(
        time_zone=time_zone,
        contracts=tuple(version.contract for version in all_),
        grid=tuple(version.fees for version in all_),
    )


def version_of(data: Mapping[str, Any], subentry_id: str = "") -> Version:
    """Return a version out of what is stored.

    Raises:
        TariffError: numbers that cannot be meant.
        KeyError, TypeError, ValueError: something is missing or of another type.
    """
    starts = date.fromisoformat(data[CONF_STARTS])
    return Version(
        starts=starts,
        entered=datetime.fromisoformat(data[CONF_ENTERED]),
        subentry_id=subentry_id,
        data=data,
        contract=contract_of(data, starts),
        fees=fees_of(data, starts),
    )


def contract_of(data: Mapping[str, Any], starts: date) -> Contract:
    """Return what is agreed with the supplier. Raises as `version_of`."""
    feed_in: list[Mapping[str, Any]] = list(data.get(CONF_FEED_IN, ()))
    return Contract(
        name=data[CONF_NAME],
        starts=starts,
        import_price=import_price_of(data),
        feed_in=tuple(
            FeedIn(price=_feed_in_price(each, data), share=share)
            for each, share in zip(feed_in, _shares(feed_in), strict=True)
        ),
        monthly_fee=float(data.get(CONF_MONTHLY_FEE) or 0.0),
        # Prices with taxes have them already.
        vat=0.0 if is_all_in(data.get(CONF_SOURCE) or "") else _vat(data),
        levies=tuple(
            Levy(
                name=each[CONF_NAME],
                per_kwh=float(each.get(CONF_PER_KWH) or 0.0),
                per_month=float(each.get(CONF_PER_MONTH) or 0.0),
                vat=not each.get(CONF_WITHOUT_VAT),
            )
            for each in data.get(CONF_LEVIES, ())
        ),
        net_metering_until=NET_METERING_UNTIL.value if data.get(CONF_NET_METERING) else None,
    )


def fees_of(data: Mapping[str, Any], starts: date) -> GridFees:
    """Return what the grid operator asks. Raises as `version_of`."""
    capacity = float(data.get(CONF_CAPACITY_PRICE) or 0.0)
    maximum = data.get(CONF_MAXIMUM_PRICE)
    return GridFees(
        name=data[CONF_NAME],
        starts=starts,
        distribution=FixedPrice(
            otherwise=float(data.get(CONF_DISTRIBUTION) or 0.0),
            rates=rates_of(data.get(CONF_DISTRIBUTION_RATES, ())),
        ),
        capacity=CapacityTariff(per_kw_year=capacity) if capacity else None,
        maximum=float(maximum) if maximum else None,
        vat=_vat(data),
    )


def import_price_of(data: Mapping[str, Any]) -> EnergyPrice:
    """Return the price of what is imported. Raises as `version_of`."""
    match ContractKind(data[CONF_KIND]):
        case ContractKind.SINGLE:
            return single(float(data[CONF_PRICE]))
        case ContractKind.TWO_RATES:
            return _two_rates(float(data[CONF_PEAK_PRICE]), float(data[CONF_OFF_PEAK_PRICE]), data)
        case ContractKind.WINDOWS:
            return FixedPrice(otherwise=float(data[CONF_PRICE]), rates=rates_of(data[CONF_RATES]))
        case ContractKind.DYNAMIC:
            return DynamicPrice(factor=float(data[CONF_FACTOR]), adder=float(data.get(CONF_ADDER) or 0.0))


def rates_of(rates: Iterable[Mapping[str, Any]]) -> tuple[Rate, ...]:
    """Return prices that hold in some hours. Raises as `version_of`."""
    return tuple(
        Rate(
            price=float(rate[CONF_PRICE]),
            name=rate.get(CONF_NAME, ""),
            windows=(
                Window(
                    start=_time(rate[CONF_START]),
                    end=_time(rate[CONF_END]),
                    weekdays=frozenset(WEEKDAYS.index(day) for day in rate.get(CONF_WEEKDAYS) or WEEKDAYS),
                ),
            ),
        )
        for rate in rates
    )


def _time(told: object) -> time:
    """Return a time of the day as Home Assistant takes it, 7:00 as well. Raises `ValueError` for what is none."""
    found = dt_util.parse_time(told) if isinstance(told, str) else None
    if found is None:
        raise ValueError(f"{told} is no time")
    return found


def _two_rates(peak: float, off_peak: float, data: Mapping[str, Any]) -> FixedPrice:
    """Return prices of peak hours and of the others."""
    start, end = data.get(CONF_PEAK_START), data.get(CONF_PEAK_END)
    window = Window(
        start=_time(start) if start else DEFAULT_PEAK[0],
        end=_time(end) if end else DEFAULT_PEAK[1],
        weekdays=WORKING_DAYS,
    )
    return two_rates(peak, off_peak, window, by_meter=bool(data.get(CONF_BY_METER)))


def _feed_in_price(each: Mapping[str, Any], data: Mapping[str, Any]) -> EnergyPrice:
    """Return one of the feed-in prices."""
    price, off_peak = float(each[CONF_PRICE]), each.get(CONF_OFF_PEAK_PRICE)
    if (factor := each.get(CONF_FACTOR)) is not None:
        return DynamicPrice(factor=float(factor), adder=price)
    return single(price) if off_peak is None else _two_rates(price, float(off_peak), data)


def _shares(feed_in: Iterable[Mapping[str, Any]]) -> list[float]:
    """Return the part of the export that each price is paid for; those that say nothing share the rest alike."""
    told = [each.get(CONF_SHARE) for each in feed_in]
    rest = 100.0 - sum(float(share) for share in told if share is not None)
    silent = told.count(None)
    return [(rest / silent if share is None else float(share)) / 100 for share in told]


def _vat(data: Mapping[str, Any]) -> float:
    """Return the value-added tax as a fraction."""
    return float(data.get(CONF_VAT) or 0.0) / 100
