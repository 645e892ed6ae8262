"""What energy would cost under another contract of the site, with what is known of the house and of the market."""

from datetime import date
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from custom_components.overshot.core.model import MeterReading, MonthPeak, Reading
from custom_components.overshot.plans.other_contract import prices_under
from custom_components.overshot.tariffs import PriceCoordinator

from .conftest import Home, MakeHome, there
from .prices import contract, dynamic, nordpool, tibber, version

TODAY = date(2026, 11, 21)


def prices_of(home: Home) -> PriceCoordinator:
    """Return what keeps the prices."""
    prices: PriceCoordinator = home.entry.runtime_data.prices
    return prices


async def test_the_peaks_of_the_house_count_under_any_contract(make_home: MakeHome) -> None:
    """The running contract beside itself saves nothing: at the maximum tariff by its peaks it is so in both."""
    costs: dict[str, Any] = {"capacity_price": 40.0, "distribution": 0.05, "maximum_price": 0.22}
    home = await make_home(contract(version(**costs, yearly_import=2000.0)))
    closed = MonthPeak(demand=22_000, at=there("2026-10-03T10:00:00Z"), month=there("2026-10-01T00:00:00+02:00"))
    reading = MeterReading(month_peak=MonthPeak(demand=18_000, at=None), peak_history=(closed,))
    home.site.snapshot = home.site.snapshot.__class__(grid=Reading(reading, there("2026-11-21T10:45:00Z"), "p1"))
    prices_of(home)._async_update()
    assert home.prices.at_maximum
    other = prices_under(prices_of(home), "fixed", dt_util.utcnow())
    assert other.at_maximum
    assert other.import_prices.at(dt_util.utcnow()) == home.prices.import_prices.at(dt_util.utcnow())


async def test_prices_with_taxes_are_none_of_the_market(hass: HomeAssistant, make_home: MakeHome) -> None:
    """Those of Tibber would get VAT and levies once more."""
    paid, market = tibber(hass), nordpool(hass)
    paid.days = market.days = {TODAY}
    bare = {**dynamic(market.key), "name": "Bare", "starts": "2027-01-01"}
    home = await make_home(contract(dynamic(paid.key)), contract(bare))
    with pytest.raises(ServiceValidationError, match="Bare needs day-ahead prices"):
        prices_under(prices_of(home), "Bare", dt_util.utcnow())


async def test_another_dynamic_contract_has_the_same_market(hass: HomeAssistant, make_home: MakeHome) -> None:
    market = nordpool(hass)
    market.days = {TODAY}
    dearer = {**dynamic(market.key), "name": "Dearer", "starts": "2027-01-01", "adder": 0.1}
    home = await make_home(contract(dynamic(market.key)), contract(dearer))
    now = dt_util.utcnow()
    mine, theirs = home.prices.import_prices.at(now), prices_under(prices_of(home), "dearer", now).import_prices.at(now)
    assert mine is not None
    assert theirs is not None
    assert theirs > mine
