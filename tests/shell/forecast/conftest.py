"""A house with a recorder, energy preferences, a solar forecast provider and a weather entity, all in Home Assistant."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import logging
from typing import Any, override

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.components.weather import Forecast, WeatherEntity, WeatherEntityFeature
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_component import EntityComponent
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    async_fire_time_changed,
    mock_integration,
    mock_platform,
)

from custom_components.overshot.plans.forecasts import ForecastCoordinator
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from ..ordered import Memory, OrderedHouse, device, in_memory, set_up

PROVIDER = "sun_prophet"
SERIAL = "9010KETU00000OVS"
START = datetime(2026, 6, 16, 9, 0, 2, tzinfo=UTC)
"""A Tuesday, 11:00 in Brussels."""

HERE = {"latitude": 50.85, "longitude": 4.35}


@pytest.fixture(autouse=True)
def _custom_integrations(recorder_mock: Recorder, enable_custom_integrations: None) -> None:
    """Let Home Assistant load the integration, with a recorder that keeps its words to itself."""
    for chatter in ("sqlalchemy.engine", "homeassistant.components.recorder"):
        logging.getLogger(chatter).setLevel(logging.WARNING)


class FakeProvider(MockPlatform):
    """The energy platform of another integration."""

    def __init__(self) -> None:
        """Tell nothing yet."""
        super().__init__()
        self.answer: Any = None
        """What it tells: a value, or an error that it raises."""

        self.asked: list[str] = []

    async def async_get_solar_forecast(self, hass: HomeAssistant, config_entry_id: str) -> Any:
        """Tell the solar forecast."""
        self.asked.append(config_entry_id)
        if isinstance(self.answer, Exception):
            raise self.answer
        if callable(self.answer):
            return await self.answer()
        return self.answer


class FakeWeather(WeatherEntity):
    """A weather entity with an hourly forecast."""

    _attr_name = "Home"
    _attr_native_temperature = 18.0
    _attr_native_temperature_unit = "°C"
    _attr_native_pressure_unit = "hPa"
    _attr_native_wind_speed_unit = "km/h"
    _attr_native_precipitation_unit = "mm"
    _attr_native_visibility_unit = "km"
    _attr_condition = "sunny"
    _attr_supported_features = WeatherEntityFeature.FORECAST_HOURLY

    def __init__(self) -> None:
        """Tell nothing yet."""
        self.hours: Any = None

    @override
    async def async_forecast_hourly(self) -> list[Forecast] | None:
        if isinstance(self.hours, Exception):
            raise self.hours
        return self.hours


@dataclass
class Sky:
    """Those who tell of sun and weather."""

    hass: HomeAssistant
    provider: FakeProvider
    entries: list[ConfigEntry] = field(default_factory=list)
    weather: FakeWeather | None = None

    async def prefer(self, *entry_ids: str, **counters: str) -> None:
        """Choose solar forecasts, and the counters of the house, in the Energy preferences."""
        from homeassistant.components.energy.data import async_get_manager

        manager = await async_get_manager(self.hass)
        sources: list[Any] = [
            {
                "type": "solar",
                "stat_energy_from": counters.get("solar", "sensor.sun"),
                "config_entry_solar_forecast": list(entry_ids),
            }
        ]
        if "imported" in counters:
            sources.append(
                {
                    "type": "grid",
                    "stat_energy_from": counters["imported"],
                    "stat_energy_to": counters.get("exported"),
                    "cost_adjustment_day": 0.0,
                }
            )
        if "charged" in counters:
            sources.append(
                {"type": "battery", "stat_energy_from": counters["discharged"], "stat_energy_to": counters["charged"]}
            )
        await manager.async_update({"energy_sources": sources})  # type: ignore[typeddict-item]

    def add_provider(self, title: str = "Roof") -> str:
        """Add a config entry of the provider; return its id."""
        entry = MockConfigEntry(domain=PROVIDER, title=title)
        entry.add_to_hass(self.hass)
        self.entries.append(entry)
        return entry.entry_id

    async def add_weather(self) -> FakeWeather:
        """Add a weather entity."""
        assert await async_setup_component(self.hass, "weather", {})
        self.weather = FakeWeather()
        component: EntityComponent[WeatherEntity] = self.hass.data["weather"]
        await component.async_add_entities([self.weather])
        await self.hass.async_block_till_done()
        return self.weather


@pytest.fixture
async def sky(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Sky:
    """Return who tells of sun and weather: nobody is chosen yet."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    provider = FakeProvider()
    mock_integration(hass, MockModule(PROVIDER))
    mock_platform(hass, f"{PROVIDER}.energy", provider)
    hass.config.components.add(PROVIDER)
    assert await async_setup_component(hass, "energy", {})
    await hass.async_block_till_done()
    return Sky(hass, provider)


@dataclass
class SunnyHouse(OrderedHouse):
    """A house with an inverter and a battery."""

    freezer: FrozenDateTimeFactory
    sky: Sky
    memory: Memory
    drawn: float = 600.0
    """At the grid (W)."""

    @property
    def forecasts(self) -> ForecastCoordinator:
        """Return the forecast."""
        forecasts: ForecastCoordinator = self.entry.runtime_data.forecasts
        return forecasts

    async def wait(self, seconds: float, step: float = 45.0) -> None:
        """Let time pass, with a telegram and a poll each step."""
        until = dt_util.utcnow() + timedelta(seconds=seconds)
        while (left := (until - dt_util.utcnow()).total_seconds()) > 0:
            self.freezer.tick(min(left, step))
            async_fire_time_changed(self.hass)
            await self.poll(SERIAL)
            # A meter that always tells the same is taken for dead.
            await self.telegram(self.drawn + dt_util.utcnow().timestamp() % 7 / 10)
            await self.told()

    async def told(self) -> None:
        """Wait for the forecast that is being made."""
        while (task := self.forecasts._task) is not None and not task.done():
            await task
        await self.settle()

    async def next_quarter(self) -> None:
        """Go to a few seconds after the next quarter has begun."""
        now = dt_util.utcnow()
        await self.wait(900 - now.timestamp() % 900 + 3)

    def told_by(self, key: str) -> str:
        """Return the state of a sensor of the site."""
        return self.state("sensor", key, self.entry.entry_id)

    def attributes(self, key: str) -> Any:
        """Return the attributes of a sensor of the site."""
        state = self.hass.states.get(str(self.entity_id("sensor", key, self.entry.entry_id)))
        assert state is not None
        return state.attributes


type MakeHouse = Callable[..., Awaitable[SunnyHouse]]


@pytest.fixture
def make_house(hass: HomeAssistant, freezer: FrozenDateTimeFactory, sky: Sky) -> Any:
    """Return how to set up the house, when all else is there."""
    memory = Memory()
    memory.unit(247).holding.update(spread(GOODWE))

    async def make(*more: Any, **site: Any) -> SunnyHouse:
        inverter = device("inverter", "goodwe_et", SERIAL, host="192.0.2.1", unit_id=247, capacity=10.0)
        made = await set_up(hass, inverter, *more, **HERE, **site)
        house = SunnyHouse(hass, made.entry, freezer, sky, memory)
        await house.poll(SERIAL)
        await house.wait(2, 1)
        return house

    with in_memory(memory):
        yield make


@pytest.fixture
async def house(make_house: MakeHouse) -> SunnyHouse:
    """Return the house, with nobody to tell of sun or weather."""
    return await make_house()


def hours(start: datetime, energies: list[float]) -> dict[str, Any]:
    """Return a solar forecast as providers tell it."""
    return {"wh_hours": {(start + timedelta(hours=index)).isoformat(): value for index, value in enumerate(energies)}}
