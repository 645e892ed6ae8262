"""Read what energy costs in a scenario: contracts, the fees of the grid operator, and day-ahead prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta
from math import ceil
from typing import Any, Final

from custom_components.overshot.core.model import Series
from custom_components.overshot.core.tariff import (
    CapacityTariff,
    Contract,
    DynamicPrice,
    EnergyPrice,
    FeedIn,
    GridFees,
    Levy,
    Tariff,
    TariffError,
    Window,
    single,
    two_rates,
)

from .scenario_series import Place, ScenarioError

HOUR: Final = timedelta(hours=1)
WORKDAYS: Final = Window(start=time(7), end=time(22), weekdays=frozenset(range(5)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioTariff:
    """What energy costs in a scenario."""

    tariff: Tariff | None = None
    market: Series = field(default_factory=Series)
    """Day-ahead prices (EUR/kWh)."""

    co2: float | None = None
    """Of the grid (g/kWh)."""


NO_TARIFF: Final = ScenarioTariff()


def read_tariff(data: Mapping[str, Any] | None, place: Place, time_zone: str) -> ScenarioTariff:
    """Return what energy costs, of what the schema has checked. Raises ScenarioError."""
    if data is None:
        return NO_TARIFF
    try:
        contracts = tuple(_contract(entry) for entry in data.get("contracts", []))
        grid = (_grid(data["grid"]),) if "grid" in data else ()
    except (TariffError, ValueError) as error:
        raise ScenarioError("tariff", str(error)) from error
    tariff = Tariff(time_zone=time_zone, contracts=tuple(sorted(contracts, key=lambda it: it.starts)), grid=grid)
    return ScenarioTariff(tariff=tariff, market=_market(data.get("market"), place), co2=data.get("co2"))


def _contract(entry: Mapping[str, Any]) -> Contract:
    """Return a contract."""
    levies = entry.get("levies", 0.0)
    return Contract(
        name=entry["starts"],
        starts=date.fromisoformat(entry["starts"]),
        import_price=_import_price(entry),
        feed_in=(FeedIn(price=_dynamic(entry["dynamic_feed_in"])),)
        if "dynamic_feed_in" in entry
        else (FeedIn(price=single(entry.get("feed_in", 0.0))),),
        monthly_fee=entry.get("monthly_fee", 0.0),
        levies=(Levy(name="levies", per_kwh=levies),) if levies else (),
        vat=entry.get("vat", 0.0),
    )


def _import_price(entry: Mapping[str, Any]) -> EnergyPrice:
    """Return what a kWh costs under a contract."""
    if "dynamic" in entry:
        return _dynamic(entry["dynamic"])
    price = entry.get("import_price", 0.0)
    return two_rates(entry["day_price"], price, WORKDAYS) if "day_price" in entry else single(price)


def _dynamic(formula: Mapping[str, Any]) -> DynamicPrice:
    """Return a formula on the day-ahead price."""
    return DynamicPrice(factor=formula.get("factor", 1.0), adder=formula.get("adder", 0.0))


def _grid(entry: Mapping[str, Any]) -> GridFees:
    """Return the fees of the grid operator."""
    capacity = entry.get("capacity")
    return GridFees(
        name="grid",
        starts=date(2000, 1, 1),
        distribution=single(entry.get("distribution", 0.0)),
        capacity=CapacityTariff(per_kw_year=capacity) if capacity is not None else None,
        vat=entry.get("vat", 0.0),
    )


def _market(prices: list[float] | None, place: Place) -> Series:
    """Return day-ahead prices for the scenario and the day after it."""
    if not prices:
        return Series()
    count = ceil(place.duration / HOUR.total_seconds()) + 25
    start = place.start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return Series.of(start, [prices[index % len(prices)] for index in range(count)], HOUR)
