"""What energy costs at a site: its contracts, the day-ahead prices they need, and who wants to hear of a change."""

from collections.abc import Callable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..core.tariff import Lack
from .coordinator import PriceCoordinator, signal, store_of
from .site_prices import SitePrices

__all__ = ["PriceCoordinator", "SitePrices", "current", "forget", "listen"]


def current(hass: HomeAssistant, entry: ConfigEntry) -> SitePrices:
    """Return what energy costs now and ahead; empty with a lack where there is no contract, or the site is not loaded."""
    runtime = getattr(entry, "runtime_data", None)
    prices: PriceCoordinator | None = getattr(runtime, "prices", None)
    return prices.data if prices is not None else SitePrices(lacks=(Lack.CONTRACT,))


def listen(hass: HomeAssistant, entry: ConfigEntry, changed: Callable[[], None]) -> CALLBACK_TYPE:
    """Call `changed` (in the event loop) whenever prices or contracts changed, not when time just goes on."""
    return async_dispatcher_connect(hass, signal(entry.entry_id), changed)


async def forget(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what was kept of the prices of a site."""
    await store_of(hass, entry_id).async_remove()
