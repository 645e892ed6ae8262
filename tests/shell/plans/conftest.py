"""A house with a battery that plans: prices and forecasts are what the test says, all else is real."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.core.forecast.home import HomeForecastSettings, HomeForecastState
from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.model import Series
from custom_components.overshot.core.tariff import CapacityTariff
from custom_components.overshot.plans.coordinator import PlanCoordinator
from custom_components.overshot.plans.inputs import ForecastInputs
from custom_components.overshot.tariffs import SitePrices
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from ..conftest import Station, subentries
from ..ordered import Memory, OrderedHouse, device, in_memory, set_up

SERIAL = "9010KETU00000OVS"
STATION = "WITTY-0001"
START = datetime(2026, 11, 17, 9, 3, tzinfo=UTC)
"""A Tuesday morning, 10:03 in Brussels."""

MIDNIGHT = datetime(2026, 11, 16, 23, tzinfo=UTC)
"""In Brussels."""

CHEAP, DEAR = 0.1, 0.5

AT_REST = {35105: [0, 0], 35109: [0, 0], 35182: [0, 0], 47509: [0, 0], 47511: [1, 0]}
"""A GoodWe without sun, whose battery does nothing."""


def prices(*, hours: int = 48, dear: tuple[int, int] = (17, 20), start: datetime = MIDNIGHT) -> SitePrices:
    """Return prices that are dear between two hours of each local day."""
    bought = Series.of(
        start, [DEAR if dear[0] <= hour % 24 < dear[1] else CHEAP for hour in range(hours)], timedelta(hours=1)
    ).resampled(timedelta(minutes=15))
    sold = bought.map(lambda _: 0.04)
    return SitePrices(
        import_prices=bought,
        export_prices=sold,
        expected_import=bought,
        expected_export=sold,
        known_until=bought.until,
        capacity=CapacityTariff(per_kw_year=50.0),
    )


@dataclass
class Told:
    """What prices and forecasts say."""

    prices: SitePrices = field(default_factory=prices)
    solar: Series | None = None
    no_array: bool = False

    def forecasts(self) -> ForecastInputs:
        """Return what the forecast shell would hand over."""
        return ForecastInputs(
            state=HomeForecastState(),
            settings=HomeForecastSettings(
                time_zone="Europe/Brussels",
                place=Location(latitude=50.85, longitude=4.35),
                yearly_energy=3_500_000,
                solar=not self.no_array,
            ),
            solar_told=self.solar,
        )


@dataclass
class PlanningHouse(OrderedHouse):
    """The site under test."""

    freezer: FrozenDateTimeFactory
    told: Told
    memory: Memory
    station: Station
    drawn: float = 600.0
    """At the grid (W)."""

    @property
    def plans(self) -> PlanCoordinator:
        """Return the planner."""
        plans: PlanCoordinator = self.entry.runtime_data.plans
        return plans

    async def wait(self, seconds: float) -> None:
        """Let time pass, second by second near its end; plans are made meanwhile."""
        target = dt_util.utcnow() + timedelta(seconds=seconds)
        while (left := (target - dt_util.utcnow()).total_seconds()) > 0:
            self.freezer.tick(min(left, 10.0))
            async_fire_time_changed(self.hass)
            await self.poll(SERIAL)
            # A meter that always tells the same is taken for dead.
            await self.telegram(self.drawn + dt_util.utcnow().second / 10)
            await self.planned()

    async def planned(self) -> None:
        """Wait for the plan that is being made."""
        while self.plans._task is not None and not self.plans._task.done():
            await self.plans._task
        await self.settle()

    async def act_on_site(self, platform: str, key: str, action: str, **data: Any) -> None:
        """Do something with an entity of the site."""
        await self.act(platform, key, self.entry.entry_id, action, **data)

    def told_by(self, key: str, owner: str | None = None) -> str:
        """Return the state of a sensor."""
        return self.state("sensor", key, owner or self.entry.entry_id)

    def attributes(self, key: str, owner: str | None = None) -> Any:
        """Return the attributes of a sensor."""
        state = self.hass.states.get(str(self.entity_id("sensor", key, owner or self.entry.entry_id)))
        assert state is not None
        return state.attributes

    async def ask(self, action: str, **data: Any) -> Any:
        """Call an action and return its response."""
        return await self.hass.services.async_call("overshot", action, data, blocking=True, return_response=True)

    def announce(self, what: str) -> None:
        """Tell that `prices` or `forecast` changed."""
        async_dispatcher_send(self.hass, f"overshot_{what}_{self.entry.entry_id}")


@pytest.fixture
def told() -> Iterator[Told]:
    """Return what prices and forecasts say; change it at will."""
    told = Told()
    with (
        patch("custom_components.overshot.tariffs.current", lambda hass, entry: told.prices),
        patch("custom_components.overshot.plans.inputs.current", lambda hass, entry: told.forecasts()),
    ):
        yield told


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory, told: Told) -> Any:
    """Return a site with a battery of 10 kWh that holds 71 %, and a station, both under control."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    memory = Memory()
    memory.unit(247).holding.update(spread({**GOODWE, **AT_REST}))
    station = Station(memory.unit(1))
    with in_memory(memory):
        made = await set_up(
            hass,
            device("inverter", "goodwe_et", SERIAL, host="192.0.2.1", unit_id=247, capacity=10.0, max_charge=5000),
            subentries()[1],
        )
        house = PlanningHouse(hass, made.entry, freezer, told, memory, station)
        await house.poll(SERIAL, STATION)
        await house.control(SERIAL)
        await house.control(STATION)
        await house.wait(1)
        yield house
