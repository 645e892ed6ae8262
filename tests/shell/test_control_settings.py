"""What the user wishes survives a restart: one place for all of it, and what was stored before it was one."""

from datetime import time
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.control.batteries.settings import BatteryStrategy
from custom_components.overshot.core.control.charging.settings import EnergyTarget
from custom_components.overshot.core.model import BatteryMode, ChargingMode
from custom_components.overshot.storage import SiteStore
from custom_components.overshot.wishes.places import Place

from .conftest import House, Station, subentries

OLD: dict[str, Any] = {
    "charge_points": {"garage": {"mode": "boost", "max_current": 13.0, "controlled": True, "hold_time": 60.0}},
    "batteries": {"house": {"controlled": True, "mode": "charge", "power": 1500.0, "until": None}},
    "limits": {"house": {"export": 5000.0, "output": None}},
    "heat_pumps": {"pump": {"controlled": True, "state": 4}},
    "controllers": {"emc": {"controlled": True, "boosted": [1]}},
    "unreleased": ["house"],
    "memory": {},
    "base_load": {},
    "totals": {},
}


def stored(data: dict[str, Any], minor: int) -> dict[str, Any]:
    """Return a file as Home Assistant keeps it."""
    return {"version": 1, "minor_version": minor, "key": "overshot.entry", "data": data}


async def test_what_an_older_version_stored_is_kept(hass: HomeAssistant, hass_storage: dict[str, Any]) -> None:
    """Nobody sets a house up twice because of an update."""
    hass_storage["overshot.entry"] = stored(OLD, 1)
    state = await SiteStore(hass, "entry").async_load()
    point = state.settings.charge_points["garage"]
    assert (point.mode, point.max_current, point.controlled, point.hold_time) == (ChargingMode.BOOST, 13, True, 60)
    assert state.settings.batteries["house"].mode is BatteryMode.CHARGE
    assert state.settings.heat_pumps["pump"].state == 4
    assert state.controllers["emc"].boosted == (1,)
    assert state.limits["house"].export == 5000
    assert state.controlled("pump")
    assert state.controlled("emc")
    assert state.unreleased == {"house"}


async def test_a_file_of_a_later_minor_version_is_read(hass: HomeAssistant, hass_storage: dict[str, Any]) -> None:
    hass_storage["overshot.entry"] = stored({"settings": {"charging_limit": 7000.0}}, 9)
    assert (await SiteStore(hass, "entry").async_load()).settings.charging_limit == 7000


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("nothing", 0),
        ({"charge_points": "none"}, 0),
        ({"charge_points": {"garage": {"mode": "warp"}}}, 0),
        ({"charge_points": {"garage": {"mode": "turbo"}, "carport": {"mode": "warp"}}}, 1),
    ],
    ids=["no object", "no points", "a mode that is none", "one spoilt of two"],
)
async def test_a_spoilt_file_costs_a_wish(
    hass: HomeAssistant, hass_storage: dict[str, Any], settings: Any, expected: int
) -> None:
    """A device whose wishes cannot be read starts read-only; the others keep theirs."""
    hass_storage["overshot.entry"] = stored({"settings": settings}, 2)
    state = await SiteStore(hass, "entry").async_load()
    assert len(state.settings.charge_points) == expected
    assert not state.controlled("carport")


async def test_wishes_survive_a_reload(hass: HomeAssistant, house: House) -> None:
    site, id_ = house.site, house.station_id
    targets = (EnergyTarget(weekday=4, at=time(7), energy=20_000),)
    site.async_wish(id_, mode=ChargingMode.EFFICIENT_PV_SURPLUS, targets=targets, priority=2)
    site.async_wish_at(Place.STORAGE, strategy=BatteryStrategy.JULLIX, min_soc=20.0)
    site.async_wish_at(Place.PEAK, active=True, wished=4000.0)
    site.async_wish_at(Place.SITE, charging_limit=9000.0)
    before = site.state.settings
    assert await hass.config_entries.async_reload(house.entry.entry_id)
    await house.settle()
    assert house.site is not site
    assert house.site.state.settings == before


async def test_settings_are_replaced_not_changed(house: House) -> None:
    """The controller may keep what it was given: nobody changes it behind its back."""
    before = house.site.state.settings
    house.site.async_wish(house.station_id, priority=3)
    assert before.charge_points[house.station_id].priority == 0
    assert house.site.state.settings.charge_points[house.station_id].priority == 3


async def test_a_new_site_has_wishes_for_its_devices(hass: HomeAssistant, station: Station, links: None) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"name": "Home", "connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1},
        subentries_data=subentries(),
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    site = entry.runtime_data.site
    assert {point.controlled for point in site.state.settings.charge_points.values()} == {False}
