"""A device that another integration holds takes nothing else down, and is taken up once it is free."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import ConnectionStatus

from .conftest import House, Station, subentries
from .test_repairs import repairs


class Elsewhere:
    """Another integration that holds the link, for a while."""

    def __init__(self, station: Station) -> None:
        """Hold it."""
        self.holds = True
        self.station = station
        self.asked = 0

    def unit(self, *_: object) -> Any:
        """Hand out the unit, unless the link is held."""
        self.asked += 1
        if self.holds:
            raise HomeAssistantError("the endpoint is used with other settings")
        return self.station.unit

    async def __aenter__(self) -> Any:
        """Lend it for a moment."""
        return self.unit()

    async def __aexit__(self, *_: object) -> None:
        """Take it back."""


@pytest.fixture
def elsewhere(station: Station, links: None) -> Iterator[Elsewhere]:
    """Let another integration hold the link of the station."""
    elsewhere = Elsewhere(station)
    with (
        patch("custom_components.overshot.links.async_get_unit", elsewhere.unit),
        patch("custom_components.overshot.occupied.async_get_temporary_unit", lambda *_: elsewhere),
    ):
        yield elsewhere


async def test_a_station_that_is_in_use_elsewhere(
    hass: HomeAssistant, elsewhere: Elsewhere, freezer: FrozenDateTimeFactory
) -> None:
    """The site loads without it and says why; a minute after it was given free it is there."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1, "country": "BE"},
        subentries_data=subentries(),
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house = House(hass, entry, elsewhere.station)
    await house.telegram(500)
    assert entry.state is ConfigEntryState.LOADED
    assert repairs(hass) == {"device_in_use"}
    assert house.site.fleet.stations == {}
    assert house.site.watch.problem
    station = next(d for d in entry.runtime_data.devices.values() if d.name == "Garage")
    assert station.status is ConnectionStatus.FAILED
    assert station.gateway == "127.0.0.1"

    before = elsewhere.asked
    freezer.tick(timedelta(seconds=61))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert elsewhere.asked > before
    assert repairs(hass) == {"device_in_use"}, "told once, and tried again"

    elsewhere.holds = False
    freezer.tick(timedelta(seconds=61))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    await house.telegram(500)
    assert list(house.site.fleet.stations) == [station.subentry.subentry_id]
    assert repairs(hass) == set()
