"""Actions that tell of prices: what the quarters of today and tomorrow cost, and the history of the contracts."""

from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback

from ..const import DOMAIN
from ..core.tariff import history_of
from ..site_services import SITE_SCHEMA, async_site_to_read
from .coordinator import PriceCoordinator
from .sensors import as_list

SERVICE_GET_PRICES: Final = "get_prices"
SERVICE_GET_CONTRACTS: Final = "get_contracts"


@callback
def async_setup_price_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for service, func in ((SERVICE_GET_PRICES, _async_get_prices), (SERVICE_GET_CONTRACTS, _async_get_contracts)):
        hass.services.async_register(DOMAIN, service, func, schema=SITE_SCHEMA, supports_response=SupportsResponse.ONLY)


async def _async_prices_of(call: ServiceCall) -> PriceCoordinator:
    """Return what keeps the prices of the site that is meant. Raises `ServiceValidationError`, `Unauthorized`."""
    prices: PriceCoordinator = (await async_site_to_read(call)).config_entry.runtime_data.prices
    return prices


async def _async_get_prices(call: ServiceCall) -> ServiceResponse:
    """Return prices in EUR/kWh, all included."""
    prices = (await _async_prices_of(call)).data
    return {
        "contract": prices.contract,
        "unit": "EUR/kWh",
        "known_until": prices.known_until.isoformat() if prices.known_until is not None else None,
        "import": [*as_list(prices.import_prices)],
        "feed_in": [*as_list(prices.export_prices)],
        "expected_import": [*as_list(prices.expected_import)],
        "expected_feed_in": [*as_list(prices.expected_export)],
        "capacity_per_kw_year": prices.capacity.per_kw_year if prices.capacity is not None else None,
        "lacks": [lack.value for lack in prices.lacks],
    }


async def _async_get_contracts(call: ServiceCall) -> ServiceResponse:
    """Return every version that was ever entered, oldest first, with the days it applied."""
    versions = (await _async_prices_of(call)).versions
    history: list[Any] = [
        {
            "name": entry.version.contract.name,
            "starts": entry.starts.isoformat(),
            "until": entry.until.isoformat() if entry.until is not None else None,
            "entered": entry.version.entered.isoformat(),
            "replaced": entry.until is not None and entry.until <= entry.starts,
            "contract": dict(entry.version.data),
        }
        for entry in history_of(versions)
    ]
    return {"history": history}
