"""Contracts, fees and quarters that the tests of tariffs share."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.overshot.core.model.series import QUARTER, Series, day_quarters
from custom_components.overshot.core.tariff import (
    CapacityTariff,
    Contract,
    DynamicPrice,
    FeedIn,
    GridFees,
    QuarterEnergy,
    Tariff,
    Window,
    single,
)

BRUSSELS = "Europe/Brussels"
AMSTERDAM = "Europe/Amsterdam"
LONG_AGO = date(2020, 1, 1)
NOTHING = Series()

WORKDAYS = frozenset(range(5))
DAY = Window(start=time(7), end=time(22), weekdays=WORKDAYS)


def local(text: str, fold: int = 0, zone: str = BRUSSELS) -> datetime:
    """Return a local time, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def contract(**terms: Any) -> Contract:
    """Return a contract: 0.30 EUR/kWh, and nothing for what is exported, unless told."""
    return Contract(**{"name": "ours", "starts": LONG_AGO, "import_price": single(0.30), **terms})


def dynamic(**terms: Any) -> Contract:
    """Return a contract on the day-ahead price itself, both ways."""
    return contract(**{"import_price": DynamicPrice(), "feed_in": (FeedIn(price=DynamicPrice()),), **terms})


def fees(**terms: Any) -> GridFees:
    """Return fees with a capacity tariff of 60 EUR/kW a year, unless told."""
    return GridFees(**{"name": "grid", "starts": LONG_AGO, "capacity": CapacityTariff(per_kw_year=60.0), **terms})


def tariff(*contracts: Contract, grid: tuple[GridFees, ...] = (), time_zone: str = BRUSSELS) -> Tariff:
    """Return a tariff."""
    return Tariff(time_zone=time_zone, contracts=contracts or (contract(),), grid=grid)


def day_of(
    day: date, imported: float = 0.0, exported: float = 0.0, zone: str = BRUSSELS, **more: Any
) -> list[QuarterEnergy]:
    """Return the same energy (Wh) in each quarter of a local day."""
    return [
        QuarterEnergy(start=start, imported=imported, exported=exported, **more) for start in day_quarters(day, zone)
    ]


def days_of(first: date, count: int, imported: float, exported: float = 0.0) -> list[QuarterEnergy]:
    """Return the same energy (Wh) in each quarter of some local days."""
    return [energy for index in range(count) for energy in day_of(first + timedelta(days=index), imported, exported)]


def prices(start: datetime, *values: float | None, step: timedelta = QUARTER) -> Series:
    """Return a series of prices."""
    return Series.of(start, values, step)


def peaks(last: date, demands: Iterable[float]) -> dict[date, float]:
    """Return monthly peaks (W), oldest first, of which the last one is of that month."""
    values = list(demands)
    result: dict[date, float] = {}
    for back, demand in enumerate(reversed(values)):
        years, index = divmod(last.year * 12 + last.month - 1 - back, 12)
        result[date(years, index + 1, 1)] = demand
    return result
