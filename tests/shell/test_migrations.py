"""What earlier versions stored is read by this one: a file for every version of every store, and one of a config entry.

The files were written by the versions they are named after. A new version of a store needs a new file; the old ones stay.
"""

import json
from pathlib import Path
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState, ConfigSubentryData
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.config_flow import OvershotConfigFlow
from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import BatteryMode, ChargingMode
from custom_components.overshot.storage import STORAGE_MINOR_VERSION, STORAGE_VERSION, SiteStore

from .full_house import everything

STORED = Path(__file__).parent / "stored"
SITES = sorted(STORED.glob("site_*.json"))
ENTRIES = sorted(STORED.glob("entry_*.json"))


def version_of(path: Path) -> tuple[int, int]:
    """Return the version in the name of a file."""
    major, minor = path.stem.rpartition("_")[2].split(".")
    return int(major), int(minor)


def test_every_version_has_its_file() -> None:
    assert version_of(SITES[-1]) == (STORAGE_VERSION, STORAGE_MINOR_VERSION)
    assert len(SITES) == STORAGE_MINOR_VERSION
    assert version_of(ENTRIES[-1]) == (OvershotConfigFlow.VERSION, OvershotConfigFlow.MINOR_VERSION)
    assert len(ENTRIES) == OvershotConfigFlow.MINOR_VERSION


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
async def test_the_wishes_of_a_site(hass: HomeAssistant, hass_storage: dict[str, Any], path: Path) -> None:
    """Whoever let Overshot steer goes on being steered, as he wished."""
    major, minor = version_of(path)
    hass_storage[f"{DOMAIN}.entry"] = {
        "version": major,
        "minor_version": minor,
        "key": f"{DOMAIN}.entry",
        "data": json.loads(path.read_text(encoding="utf-8")),
    }
    state = await SiteStore(hass, "entry").async_load()
    point = state.settings.charge_points["station"]
    assert (point.controlled, point.mode, point.max_current) == (True, ChargingMode.TURBO, 13.0)
    battery = state.settings.batteries["inverter"]
    assert (battery.controlled, battery.mode, battery.power) == (True, BatteryMode.CHARGE, 3000.0)
    pump = state.settings.heat_pumps["pump"]
    assert (pump.controlled, pump.state) == (False, 3)
    assert state.limits["inverter"].export == 5000.0
    assert state.controllers["emc"].boosted == (2,)
    assert state.unreleased == {"station"}
    assert state.memory.quarter.month_peak == pytest.approx(4321.0)


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
async def test_a_config_entry_is_set_up(hass: HomeAssistant, freezer: FrozenDateTimeFactory, path: Path) -> None:
    """With every device it has, and with what it was called."""
    freezer.move_to("2026-06-21 10:00:00+00:00")
    entry = entry_of(path)
    entry.add_to_hass(hass)
    with everything():
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert entry.state is ConfigEntryState.LOADED
        titles = {device.subentry.title for device in entry.runtime_data.devices.values()}
        assert titles == {"P1 meter", "Garage", "9010Ketu00000Ovs", "Pump", "Ovs-Emc-0001", "Boiler"}
        assert len(entry.runtime_data.site.fleet.stations) == 1
        assert await hass.config_entries.async_unload(entry.entry_id)


async def test_an_entry_of_a_later_version_is_left_alone(hass: HomeAssistant) -> None:
    """Whoever went back to an older Overshot is told so; nothing is guessed."""
    entry = entry_of(ENTRIES[-1], version=OvershotConfigFlow.VERSION + 1)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.MIGRATION_ERROR


def entry_of(path: Path, version: int | None = None) -> MockConfigEntry:
    """Return a config entry as it was stored."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    major, minor = version_of(path)
    return MockConfigEntry(
        domain=DOMAIN,
        title=stored["title"],
        data=stored["data"],
        version=version or major,
        minor_version=minor,
        subentries_data=[cast(ConfigSubentryData, subentry) for subentry in stored["subentries"]],
    )
