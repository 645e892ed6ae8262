"""What energy costs at a site: its contracts, the day-ahead prices they need, and who wants to hear of a change."""

from collections.abc import Callable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..core.tariff import Lack
from .site_prices import SitePrices

__all__ = ["SitePrices", "current", "listen", "signal"]


def signal(entry: ConfigEntry) -> str:
    """Return the name of the signal that is sent when prices or contracts of a site changed."""
    return f"{DOMAIN}_prices_{entry.entry_id}"


def current(hass: HomeAssistant, entry: ConfigEntry) -> SitePrices:
    """Return what energy costs now and ahead; empty with a lack where there is no contract."""
    return SitePrices(lacks=(Lack.CONTRACT,))


def listen(hass: HomeAssistant, entry: ConfigEntry, changed: Callable[[], None]) -> CALLBACK_TYPE:
    """Call `changed` (in the event loop) whenever prices or contracts changed, not when time just goes on."""
    return async_dispatcher_connect(hass, signal(entry), changed)
