"""Adding solar panels and changing them: nothing is stored that no roof can be."""

from types import MappingProxyType
from typing import Any
from unittest.mock import AsyncMock

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.core.forecast.panels import PanelGroup
from custom_components.overshot.plans.array import panel_groups

from .conftest import AddSite, device_id, meter
from .walk import Walk

SOUTH = {"panel_count": 12, "panel_power": 430, "azimuth": 180, "tilt": 35}


def panels(name: str, **data: Any) -> ConfigSubentryData:
    """Return panels."""
    return ConfigSubentryData(
        data=MappingProxyType(SOUTH | data), subentry_type="panels", title=name, unique_id=f"panels_{name}"
    )


def groups(site: MockConfigEntry) -> list[PanelGroup]:
    """Return the panel groups of a site."""
    return list(panel_groups(site.subentries.values()))


async def test_panels_are_added_one_direction_at_a_time(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), panels("East", azimuth=90))
    walk = await Walk.new_device(hass, site, "panels")
    await walk.fill(name=" South roof ", **SOUTH)
    assert walk.step == "created"
    assert groups(site) == [
        PanelGroup(count=12, watt_peak=430, azimuth=90, tilt=35),
        PanelGroup(count=12, watt_peak=430, azimuth=180, tilt=35),
    ]
    assert [each.title for each in site.get_subentries_of_type("panels")] == ["East", "South roof"]


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({"panel_count": 0}, {"panel_count": "invalid_panel_count"}),
        ({"panel_count": 2.5}, {"panel_count": "invalid_panel_count"}),
        ({"panel_count": float("nan")}, {"panel_count": "invalid_panel_count"}),
        ({"panel_power": 5160}, {"panel_power": "invalid_panel_power"}),
        ({"panel_power": 0.43}, {"panel_power": "invalid_panel_power"}),
        ({"azimuth": -10}, {"azimuth": "invalid_azimuth"}),
        ({"azimuth": 361}, {"azimuth": "invalid_azimuth"}),
        ({"tilt": 91}, {"tilt": "invalid_tilt"}),
        ({"name": " "}, {"name": "panels_name"}),
        ({"name": "east"}, {"name": "panels_name"}),
    ],
    ids=[
        "none",
        "half a panel",
        "no number",
        "all panels together",
        "kilowatts",
        "from the south",
        "once around",
        "overhanging",
        "no name",
        "a name that another one has",
    ],
)
async def test_what_cannot_be_is_asked_again(
    hass: HomeAssistant, add_site: AddSite, entered: dict[str, Any], error: dict[str, str]
) -> None:
    site = add_site(meter(), panels("East"))
    walk = await Walk.new_device(hass, site, "panels")
    await walk.fill(**{"name": "South", **SOUTH, **entered})
    assert (walk.step, walk.errors) == ("user", error)
    await walk.fill(name="South", **SOUTH)
    assert walk.step == "created"


async def test_panels_are_changed(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), panels("Roof"))
    walk = await Walk.change_device(hass, site, device_id(site, "Roof"))
    assert walk.shown == {"name": "Roof", **SOUTH}
    await walk.send_as_shown(tilt=95)
    assert walk.errors == {"tilt": "invalid_tilt"}
    await walk.send_as_shown(name="Barn", tilt=20)
    assert walk.step == "aborted: reconfigure_successful"
    assert groups(site) == [PanelGroup(count=12, watt_peak=430, azimuth=180, tilt=20)]
    (barn,) = site.get_subentries_of_type("panels")
    assert barn.title == "Barn"


async def test_a_site_that_runs_hears_of_its_other_panels_once(
    hass: HomeAssistant, add_site: AddSite, set_up: AsyncMock
) -> None:
    site = add_site(meter(), panels("Roof"))
    await hass.config_entries.async_setup(site.entry_id)
    heard = AsyncMock()
    site.add_update_listener(heard)
    set_up.reset_mock()
    walk = await Walk.change_device(hass, site, device_id(site, "Roof"))
    await walk.send_as_shown(panel_count=14)
    assert walk.step == "aborted: reconfigure_successful"
    await hass.async_block_till_done()
    assert groups(site) == [PanelGroup(count=14, watt_peak=430, azimuth=180, tilt=35)]
    assert (heard.await_count, set_up.await_count) == (1, 0)
