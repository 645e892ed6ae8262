"""What a weather entity says of the hours ahead: temperature for a house that feels the cold, clouds for the panels."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_ID, ATTR_SUPPORTED_FEATURES, UnitOfTemperature
from homeassistant.core import HomeAssistant, State
from homeassistant.util.unit_conversion import TemperatureConverter

from ..const import LOGGER
from ..core.model.series import Series, Span
from ..moments import read_moment

WEATHER: Final = "weather"
HOURLY: Final = 2
"""`WeatherEntityFeature.FORECAST_HOURLY`."""

TIMEOUT: Final = 10.0
"""A weather service that needs longer is passed over (s)."""

KEPT: Final = timedelta(hours=12)
"""What the weather was told to be counts so long when the entity falls silent."""

LONGEST: Final = timedelta(hours=3)
"""What is told holds at most so long."""

COLDEST, WARMEST = -60.0, 60.0
"""Beyond these (C) it is no outdoor temperature."""

CLOUDS: Final[Mapping[str, float]] = {
    "clear-night": 0.0,
    "sunny": 0.05,
    "windy": 0.4,
    "partlycloudy": 0.5,
    "windy-variant": 0.6,
    "cloudy": 0.9,
    "exceptional": 0.8,
    "fog": 0.95,
    "hail": 0.95,
    "lightning": 0.9,
    "lightning-rainy": 0.95,
    "pouring": 1.0,
    "rainy": 0.95,
    "snowy": 0.95,
    "snowy-rainy": 0.95,
}
"""Cloud cover (0..1) of a condition, where none is told (inferred from what the conditions mean)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What is told of the hours ahead; None: nothing."""

    temperatures: Series | None = None
    """Outdoors (C)."""

    clouds: Series | None = None
    """Cloud cover (0..1)."""


NO_WEATHER: Final = Weather()


class WeatherTold:
    """Asks a weather entity, and remembers what it told when it falls silent."""

    def __init__(self, hass: HomeAssistant, chosen: str | None) -> None:
        """Begin with nothing told; `chosen` is the user's entity, None the first one that tells hours."""
        self._hass = hass
        self._chosen = chosen
        self._told = NO_WEATHER
        self._heard_at: datetime | None = None
        self._silent = False

    @property
    def entity_id(self) -> str | None:
        """Return the entity that is asked, None where there is none."""
        if self._chosen is not None:
            return self._chosen
        states = sorted(self._hass.states.async_all(WEATHER), key=lambda state: state.entity_id)
        return next((state.entity_id for state in states if tells_hours(state)), None)

    @property
    def now(self) -> float | None:
        """Return the outdoor temperature that the entity tells now (C)."""
        entity_id = self.entity_id
        state = self._hass.states.get(entity_id) if entity_id is not None else None
        return None if state is None else _celsius(state.attributes.get("temperature"), state)

    async def async_ask(self, now: datetime) -> Weather:
        """Return what the entity says, or said lately."""
        entity_id = self.entity_id
        if entity_id is None:
            return NO_WEATHER
        heard, reason = await self._async_heard(entity_id)
        if heard.temperatures is not None or heard.clouds is not None:
            if self._silent:
                LOGGER.info("The weather forecast of %s can be used again", entity_id)
            self._silent = False
            self._told, self._heard_at = heard, now
            return heard
        if not self._silent:
            LOGGER.warning("The weather forecast of %s cannot be used: %s", entity_id, reason)
        self._silent = True
        fresh = self._heard_at is not None and timedelta() <= now - self._heard_at <= KEPT
        return self._told if fresh else NO_WEATHER

    async def _async_heard(self, entity_id: str) -> tuple[Weather, str]:
        """Return what the entity says now, or why that is of no use."""
        state = self._hass.states.get(entity_id)
        if state is None:
            return NO_WEATHER, "it does not exist"
        try:
            async with asyncio.timeout(TIMEOUT):
                answer = await self._hass.services.async_call(
                    WEATHER,
                    "get_forecasts",
                    {ATTR_ENTITY_ID: entity_id, "type": "hourly"},
                    blocking=True,
                    return_response=True,
                )
        except TimeoutError:
            return NO_WEATHER, "it does not answer"
        except Exception as err:  # noqa: BLE001  whatever goes wrong there must not stop the plan
            return NO_WEATHER, f"it failed ({type(err).__name__}: {err})"
        told = answer.get(entity_id) if isinstance(answer, Mapping) else None
        hours = told.get("forecast") if isinstance(told, Mapping) else None
        lines = [line for line in hours if isinstance(line, Mapping)] if isinstance(hours, list) else []
        return Weather(
            temperatures=_series(lines, lambda line: _celsius(line.get("temperature"), state)),
            clouds=_series(lines, _clouds),
        ), "it tells no hours"


def tells_hours(state: State) -> bool:
    """Return whether a weather entity has an hourly forecast."""
    features = state.attributes.get(ATTR_SUPPORTED_FEATURES)
    return isinstance(features, int) and bool(features & HOURLY)


def _celsius(value: object, state: State) -> float | None:
    """Return a temperature of a weather entity (C); None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    unit = state.attributes.get("temperature_unit", UnitOfTemperature.CELSIUS)
    if unit not in TemperatureConverter.VALID_UNITS:
        return None
    there = TemperatureConverter.convert(value, unit, UnitOfTemperature.CELSIUS)
    return there if COLDEST <= there <= WARMEST else None


def _clouds(line: Mapping[str, Any]) -> float | None:
    """Return the cloud cover of an hour (0..1): as told (%), else as its condition means."""
    cover = line.get("cloud_coverage")
    if isinstance(cover, int | float) and not isinstance(cover, bool) and 0 <= cover <= 100:
        return cover / 100
    condition = line.get("condition")
    return CLOUDS.get(condition) if isinstance(condition, str) else None


def _series(lines: Sequence[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], float | None]) -> Series | None:
    """Return what is read from each line as a series: it holds until the next one, for some hours at most."""
    found: dict[datetime, float] = {}
    for line in lines:
        moment, value = read_moment(line.get("datetime")), read(line)
        if moment is not None and value is not None:
            found[moment] = value
    starts = sorted(found)
    if not starts:
        return None
    ends = [min(after, start + LONGEST) for start, after in pairwise(starts)] + [starts[-1] + timedelta(hours=1)]
    return Series(tuple(Span(start, end, found[start]) for start, end in zip(starts, ends, strict=True)))
