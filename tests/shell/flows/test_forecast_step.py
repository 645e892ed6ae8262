"""From whom the forecast of a site hears of sun and weather: everything may stay empty, and nothing useless is stored."""

from typing import Any
from unittest.mock import patch

from homeassistant.components.weather import WeatherEntityFeature
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .conftest import AddSite, meter
from .walk import Walk


@pytest.fixture
def roof(hass: HomeAssistant) -> MockConfigEntry:
    """Return the config entry of a solar forecast."""
    entry = MockConfigEntry(domain="sun_prophet", title="My roof")
    entry.add_to_hass(hass)
    return entry


async def begin(hass: HomeAssistant, site: MockConfigEntry, *providers: MockConfigEntry) -> Walk:
    """Begin to change the forecast, while some providers are loaded."""
    known = {provider.entry_id: provider.title for provider in providers}
    with patch("custom_components.overshot.flows.forecast.async_providers", return_value=known):
        return await (await Walk.change_site(hass, site)).pick("forecast")


async def fill(walk: Walk, *providers: MockConfigEntry, **entered: Any) -> Walk:
    """Fill in the form while some providers are loaded."""
    known = {provider.entry_id: provider.title for provider in providers}
    with patch("custom_components.overshot.flows.forecast.async_providers", return_value=known):
        return await walk.fill(**entered)


async def test_everything_may_stay_empty(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    before = dict(site.data)
    walk = await begin(hass, site)
    assert "solar_forecasts" not in {str(key) for key, _ in walk._fields()}
    await fill(walk)
    assert walk.step == "aborted: reconfigure_successful"
    assert dict(site.data) == before


async def test_what_is_chosen_is_kept_and_can_be_taken_back(
    hass: HomeAssistant, add_site: AddSite, roof: MockConfigEntry
) -> None:
    site = add_site(meter())
    hass.states.async_set("weather.home", "sunny", {"supported_features": WeatherEntityFeature.FORECAST_HOURLY})
    chosen = {"solar_forecasts": [roof.entry_id], "weather_entity": "weather.home", "yearly_consumption": 4200}
    await fill(await begin(hass, site, roof), roof, **chosen)
    assert {key: site.data[key] for key in chosen} == chosen
    walk = await begin(hass, site)
    assert walk.shown == chosen, "a provider that is not loaded just now stays chosen"
    await fill(walk, roof, yearly_consumption=4200)
    assert "solar_forecasts" not in site.data
    assert "weather_entity" not in site.data
    assert site.data["yearly_consumption"] == 4200


async def test_a_provider_that_was_removed_is_not_shown(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), solar_forecasts=["gone"])
    walk = await begin(hass, site)
    assert walk.shown.get("solar_forecasts") in (None, [])


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({"weather_entity": "weather.daily"}, {"weather_entity": "weather_no_hours"}),
        ({"weather_entity": "weather.gone"}, {"weather_entity": "weather_no_hours"}),
        ({"weather_entity": "weather.odd"}, {"weather_entity": "weather_no_hours"}),
        ({"yearly_consumption": 4.2}, {"yearly_consumption": "invalid_yearly_consumption"}),
        ({"yearly_consumption": float("nan")}, {"yearly_consumption": "invalid_yearly_consumption"}),
    ],
    ids=["days only", "gone", "of a template that says nothing", "in MWh", "no number"],
)
async def test_what_is_of_no_use_is_asked_again(
    hass: HomeAssistant, add_site: AddSite, entered: dict[str, Any], error: dict[str, str]
) -> None:
    site = add_site(meter())
    hass.states.async_set("weather.daily", "sunny", {"supported_features": WeatherEntityFeature.FORECAST_DAILY})
    hass.states.async_set("weather.odd", "sunny", {"supported_features": None})
    walk = await begin(hass, site)
    await fill(walk, **entered)
    assert (walk.step, walk.errors) == ("forecast", error)
    await fill(walk, yearly_consumption=3500)
    assert site.data["yearly_consumption"] == 3500
