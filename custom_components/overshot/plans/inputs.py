"""What the plan is told of the hours ahead, as the forecast coordinator hands it over."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..core.forecast.home import HomeForecastSettings, HomeForecastState
from ..core.model.series import Series

if TYPE_CHECKING:
    from ..coordinator import OvershotConfigEntry


class ForecastLack(StrEnum):
    """Why a forecast knows less than it could."""

    NO_SOLAR_FORECAST = "no_solar_forecast"
    """No provider is chosen, neither for Overshot nor in the Energy preferences: panels or habit speak."""

    SOLAR_FORECAST_SILENT = "solar_forecast_silent"
    """A provider is chosen and tells nothing that can be used."""

    NO_WEATHER = "no_weather"
    """There is no weather entity."""

    WEATHER_SILENT = "weather_silent"
    """The weather entity tells no hourly forecast."""

    SOLAR_AT_NIGHT = "solar_at_night"
    """The array reports power at night: nothing is learnt from it."""

    NO_HISTORY = "no_history"
    """Less than a week of the house is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastInputs:
    """What is learnt of the house and what others tell of the hours ahead.

    All that `core.forecast.home.forecast` takes, besides the moment.
    """

    state: HomeForecastState
    settings: HomeForecastSettings
    solar_told: Series | None = None
    """What the providers say of all arrays together (W, production positive); None: nobody tells."""

    temperatures: Series | None = None
    """Outdoors, as forecast (C)."""

    clouds: Series | None = None
    """Cloud cover, as forecast (0..1)."""

    lacks: tuple[ForecastLack, ...] = ()


def current(hass: HomeAssistant, entry: OvershotConfigEntry) -> ForecastInputs:
    """Return what is known now; at once, nothing is fetched for it."""
    return entry.runtime_data.forecasts.inputs()


def signal(entry: ConfigEntry) -> str:
    """Return the name of the signal that is sent when what others tell has changed."""
    return f"{DOMAIN}_forecast_{entry.entry_id}"


def listen(hass: HomeAssistant, entry: ConfigEntry, changed: Callable[[], None]) -> CALLBACK_TYPE:
    """Call `changed` (in the event loop) whenever providers tell something else of the hours ahead."""
    return async_dispatcher_connect(hass, signal(entry), changed)
