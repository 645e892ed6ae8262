"""Weather as other integrations tell it: temperature in any unit, clouds or what stands for them, hours that make sense."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.plans.temperatures import NO_WEATHER, WeatherTold

from .conftest import START, Sky

NOON = START.replace(second=0)


def lines(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return hours of weather from noon on."""
    return [{"datetime": (NOON + timedelta(hours=index)).isoformat(), **value} for index, value in enumerate(values)]


async def test_no_weather_entity_is_no_mistake(hass: HomeAssistant, sky: Sky, caplog: pytest.LogCaptureFixture) -> None:
    told = WeatherTold(hass, None)
    assert await told.async_ask(START) == NO_WEATHER
    assert (told.entity_id, told.now) == (None, None)
    assert "weather" not in caplog.text.lower().replace("components.weather", "")


async def test_temperatures_and_clouds_of_the_hours_ahead(hass: HomeAssistant, sky: Sky) -> None:
    entity = await sky.add_weather()
    entity.hours = lines(
        {"native_temperature": 18.0, "cloud_coverage": 25},
        {"native_temperature": 19.5, "cloud_coverage": 100},
        {"native_temperature": 21.0, "condition": "sunny"},
    )
    told = WeatherTold(hass, None)
    weather = await told.async_ask(START)
    assert weather.temperatures is not None
    assert weather.clouds is not None
    assert [weather.temperatures.at(NOON + timedelta(hours=hour, minutes=30)) for hour in range(4)] == [
        18.0,
        19.5,
        21.0,
        None,
    ]
    assert [weather.clouds.at(NOON + timedelta(hours=hour)) for hour in range(3)] == [0.25, 1.0, 0.05]
    assert told.entity_id == "weather.home"
    assert told.now == 18.0


async def test_fahrenheit_is_turned(hass: HomeAssistant, sky: Sky) -> None:
    from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM

    hass.config.units = US_CUSTOMARY_SYSTEM
    entity = await sky.add_weather()
    entity.hours = lines({"native_temperature": 25.0})
    told = WeatherTold(hass, None)
    weather = await told.async_ask(START)
    assert weather.temperatures is not None
    assert weather.temperatures.at(NOON) == pytest.approx(25.0, abs=0.3)
    assert told.now == pytest.approx(18.0, abs=0.3)


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        (None, "tells no hours"),
        ([], "tells no hours"),
        (lines({"native_temperature": None, "condition": None}), "tells no hours"),
        (lines({"native_temperature": 400.0, "condition": "odd"}), "tells no hours"),
        ([{"datetime": "later", "native_temperature": 20.0}], "tells no hours"),
        ([{"datetime": "2026-06-31T12:00:00+02:00", "native_temperature": 20.0}], "tells no hours"),
        (RuntimeError("no key"), "no key"),
    ],
    ids=["nothing", "no hours", "empty hours", "impossible", "no moment", "no such day", "an error"],
)
async def test_what_is_of_no_use_is_said_once(
    hass: HomeAssistant, sky: Sky, caplog: pytest.LogCaptureFixture, hours: Any, reason: str
) -> None:
    entity = await sky.add_weather()
    entity.hours = hours
    told = WeatherTold(hass, None)
    for _ in range(3):
        assert await told.async_ask(START) == NO_WEATHER
    assert caplog.text.count("The weather forecast of weather.home cannot be used") == 1
    assert reason in caplog.text


async def test_weather_that_falls_silent_counts_for_half_a_day(hass: HomeAssistant, sky: Sky) -> None:
    entity = await sky.add_weather()
    entity.hours = lines({"native_temperature": 18.0})
    told = WeatherTold(hass, None)
    heard = await told.async_ask(START)
    entity.hours = None
    assert await told.async_ask(START + timedelta(hours=11)) == heard
    assert await told.async_ask(START + timedelta(hours=13)) == NO_WEATHER


async def test_a_chosen_entity_that_is_gone_is_said(
    hass: HomeAssistant, sky: Sky, caplog: pytest.LogCaptureFixture
) -> None:
    await sky.add_weather()
    assert await WeatherTold(hass, "weather.gone").async_ask(START) == NO_WEATHER
    assert "weather.gone cannot be used: it does not exist" in caplog.text


async def test_hours_that_are_missing_are_not_made_up(hass: HomeAssistant, sky: Sky) -> None:
    entity = await sky.add_weather()
    first, *_, last = lines(*({"native_temperature": float(hour)} for hour in range(10)))
    entity.hours = [first, last]
    weather = await WeatherTold(hass, None).async_ask(START)
    assert weather.temperatures is not None
    assert weather.temperatures.at(NOON + timedelta(hours=2)) == 0.0
    assert weather.temperatures.at(NOON + timedelta(hours=5)) is None
