"""A small site with contracts, at a quarter to twelve on a Saturday in November."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot import tariffs
from custom_components.overshot.const import DOMAIN
from custom_components.overshot.tariffs import SitePrices

from ..conftest import House, Station, subentries
from .prices import BRUSSELS

NOW = "2026-11-21T11:45:00+01:00"


class Home(House):
    """A site whose prices are looked at."""

    freezer: FrozenDateTimeFactory

    @property
    def prices(self) -> SitePrices:
        """Return what the plan is told."""
        return tariffs.current(self.hass, self.entry)

    def price(self, key: str = "import_price") -> float | None:
        """Return what a sensor tells now."""
        state = self.state("sensor", key, self.entry.entry_id)
        return None if state == "unknown" else float(state)

    def issue(self, kind: str) -> ir.IssueEntry | None:
        """Return a repair, if there is one."""
        return ir.async_get(self.hass).async_get_issue(DOMAIN, f"{kind}_{self.entry.entry_id}")

    async def at(self, moment: str) -> None:
        """Let time go on to a local moment, by the timers that are due then."""
        self.freezer.move_to(moment)
        async_fire_time_changed(self.hass, dt_util.utcnow())
        await self.settle()
        await self.settle()

    async def each(self, *moments: str) -> None:
        """Let time go on in steps."""
        for moment in moments:
            await self.at(moment)


type MakeHome = Callable[..., Awaitable[Home]]


@pytest.fixture(autouse=True)
async def _now(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    await hass.config.async_set_time_zone(BRUSSELS)
    freezer.move_to(NOW)


@pytest.fixture
def make_home(hass: HomeAssistant, station: Station, links: None, freezer: FrozenDateTimeFactory) -> MakeHome:
    """Return how to set up a site with contracts."""

    async def make(*contracts: ConfigSubentryData, now: str | None = None, **data: Any) -> Home:
        if now is not None:
            freezer.move_to(now)
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="Home",
            data={
                "name": "Home",
                "connection_type": "three_phase",
                "fuse": 25,
                "derating": 80,
                "ct_ratio": 1,
                "country": "BE",
                **data,
            },
            subentries_data=[*subentries(), *contracts],
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        home = Home(hass, entry, station)
        home.freezer = freezer
        await home.settle()
        await home.settle()
        return home

    return make


def there(moment: str) -> datetime:
    """Return a moment."""
    return datetime.fromisoformat(moment)
