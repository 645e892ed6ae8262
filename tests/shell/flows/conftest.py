"""What the tests of the flows share: a network of devices, and a site that is stored but not run."""

from collections.abc import AsyncIterator, Callable, Iterator
from types import MappingProxyType
from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.devices.p1 import P1Telegram, parse_telegram

from ...devices.telegram_files import telegram_text
from .neighbourhood import WITTY_1, WITTY_1_HOST, Neighbourhood

METER = "1OVS0000000001"
"""Who sends the telegram `be_three_phase`."""

P1 = {"family": "p1", "host": "192.0.2.2", "port": 23, "serial_number": METER, "model": "P1 e-MUCS", "grid_role": True}
STATION = {
    "family": "hager_witty_plus",
    "host": WITTY_1_HOST,
    "port": 502,
    "unit_id": 1,
    "serial_number": WITTY_1,
    "manufacturer": "Hager",
    "model": "XVP1K22T2S",
    "grid_role": False,
    "phases": 3,
    "rotation": "l1l2l3",
    "max_current": 16.0,
    "fallback_current": 6.0,
}


@pytest.fixture(autouse=True)
async def set_up(hass: HomeAssistant) -> AsyncIterator[AsyncMock]:
    """Store sites without running them: these tests are about what is stored."""
    with (
        patch("custom_components.overshot.async_setup_entry", return_value=True) as set_up,
        patch("custom_components.overshot.async_unload_entry", return_value=True),
    ):
        yield set_up
        # A site that was changed loads again a moment later, which must not happen for real.
        await hass.async_block_till_done()
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
def neighbourhood() -> Iterator[Neighbourhood]:
    """Return the network the flows search; nothing in it was written to."""
    network = Neighbourhood()
    with network.reachable():
        yield network
    assert network.writes == []


@pytest.fixture
def p1() -> Iterator[AsyncMock]:
    """Return what a P1 port answers: the telegram of a Belgian meter, unless told otherwise."""
    with patch("custom_components.overshot.flows.meter.probe", return_value=telegram("be_three_phase")) as probe:
        yield probe


def telegram(name: str) -> P1Telegram:
    """Return a telegram of the collection."""
    return parse_telegram(telegram_text(name))


def meter(**changes: Any) -> ConfigSubentryData:
    """Return a P1 meter that measures the grid."""
    data: dict[str, Any] = P1 | changes
    return ConfigSubentryData(
        data=MappingProxyType(data), subentry_type="meter", title="P1 meter", unique_id=data["serial_number"]
    )


def station(title: str = "Garage", **changes: Any) -> ConfigSubentryData:
    """Return a charging station."""
    data: dict[str, Any] = STATION | changes
    return ConfigSubentryData(
        data=MappingProxyType(data), subentry_type="charge_point", title=title, unique_id=data["serial_number"]
    )


type AddSite = Callable[..., MockConfigEntry]


@pytest.fixture
def add_site(hass: HomeAssistant) -> AddSite:
    """Return how to store a site with some devices."""

    def add(*devices: ConfigSubentryData, title: str = "Home", **changes: Any) -> MockConfigEntry:
        entry = MockConfigEntry(
            domain=DOMAIN,
            title=title,
            data={
                "name": title,
                "latitude": 51.05,
                "longitude": 3.72,
                "country": "BE",
                "connection_type": "three_phase",
                "fuse": 25.0,
                "derating": 80.0,
                "ct_ratio": 1.0,
                **changes,
            },
            subentries_data=devices,
        )
        entry.add_to_hass(hass)
        return entry

    return add


def device_id(entry: MockConfigEntry, title: str) -> str:
    """Return the subentry id of a device."""
    return next(id_ for id_, device in entry.subentries.items() if device.title == title)
