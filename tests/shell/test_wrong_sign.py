"""A sign that is wrong for an hour becomes a repair, and the repair turns it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.repairs import RepairsFlowManager, repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot.const import CONF_INVERT, CONF_INVERT_METER, DOMAIN
from custom_components.overshot.core.checks.signs import Suspect
from custom_components.overshot.core.model.turn import Turn
from custom_components.overshot.repairs import TurnFlow

from .conftest import House

METER = {"family": "entities", "grid_role": True, "power_entities": ["sensor.grid"]}
SOLAR = {"family": "entities", "grid_role": False, "solar": {"power_entities": ["sensor.solar"]}}
BATTERY = {
    "family": "entities",
    "grid_role": False,
    "battery": {"power_entities": ["sensor.battery"]},
}


async def site_of(hass: HomeAssistant, *devices: Mapping[str, Any]) -> MockConfigEntry:
    """Set up a site made of entities."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1},
        subentries_data=[
            {
                "data": dict(data),
                "subentry_type": "meter" if data.get("grid_role") else "inverter",
                "title": next(name for name in ("Meter", "Solar", "Battery") if data is globals()[name.upper()]),
                "unique_id": f"device-{number}",
            }
            for number, data in enumerate(devices)
        ],
    )
    entry.add_to_hass(hass)
    assert await async_setup_component(hass, "repairs", {})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def live(hass: HomeAssistant, freezer: FrozenDateTimeFactory, minutes: int, **powers: float) -> None:
    """Let the entities report for so long; a watt more or less each time, as real ones do."""
    for step in range(2 * minutes):
        freezer.tick(timedelta(seconds=30))
        for name, power in powers.items():
            hass.states.async_set(f"sensor.{name}", str(power + step % 3), {"unit_of_measurement": "W"})
        async_fire_time_changed(hass)
        await hass.async_block_till_done()


def wrong_signs(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """Return the open repairs about signs."""
    return [
        issue for issue in ir.async_get(hass).issues.values() if str(issue.translation_key).startswith("wrong_sign")
    ]


def flows(hass: HomeAssistant) -> RepairsFlowManager:
    """Return what runs fix flows."""
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return manager


def data_of(entry: MockConfigEntry, title: str) -> Mapping[str, Any]:
    """Return the data of a device."""
    return next(subentry.data for subentry in entry.subentries.values() if subentry.title == title)


def power(hass: HomeAssistant, entry: MockConfigEntry) -> float | None:
    """Return what the grid meter reads (W)."""
    grid = entry.runtime_data.site.snapshot.grid
    return grid.value.power if grid is not None else None


async def test_a_meter_that_exports_by_night_is_turned(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Told after an hour, explained, mended by a click, and not told again."""
    hass.states.async_set("sensor.grid", "-800", {"unit_of_measurement": "W"})
    hass.states.async_set("sensor.solar", "0", {"unit_of_measurement": "W"})
    entry = await site_of(hass, METER, SOLAR)
    await live(hass, freezer, 55, grid=-800, solar=0)
    assert wrong_signs(hass) == []
    await live(hass, freezer, 10, grid=-800, solar=0)
    (issue,) = wrong_signs(hass)
    assert issue.translation_key == "wrong_sign_grid"
    assert issue.is_fixable
    assert issue.translation_placeholders == {"device": "Meter"}

    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    assert (asked["type"], asked["step_id"]) == (FlowResultType.FORM, "confirm")
    assert asked["description_placeholders"] == {"device": "Meter", "grid": "Meter", "solar": "-", "battery": "-"}
    done = await flows(hass).async_configure(asked["flow_id"], {})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()

    assert data_of(entry, "Meter")[CONF_INVERT] == ["grid"]
    assert wrong_signs(hass) == []
    await live(hass, freezer, 80, grid=-800, solar=0)
    assert power(hass, entry) is not None
    assert 797 <= (power(hass, entry) or 0) <= 800
    assert wrong_signs(hass) == []


async def test_an_inverter_that_takes_at_noon(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Named among the three; the meter keeps its sign."""
    for name, watts in (("grid", -2000), ("solar", -3000), ("battery", 100)):
        hass.states.async_set(f"sensor.{name}", str(watts), {"unit_of_measurement": "W"})
    entry = await site_of(hass, METER, SOLAR, BATTERY)
    await live(hass, freezer, 65, grid=-2000, solar=-3000, battery=100)
    (issue,) = wrong_signs(hass)
    assert issue.translation_key == "wrong_sign_solar"
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    await flows(hass).async_configure(asked["flow_id"], {})
    await hass.async_block_till_done()
    assert data_of(entry, "Solar")[CONF_INVERT] == ["solar"]
    assert CONF_INVERT not in data_of(entry, "Meter")


async def test_grid_or_battery_is_for_the_user_to_say(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Either would explain it: a menu with both, each by its name."""
    for name, watts in (("grid", -700), ("battery", -700)):
        hass.states.async_set(f"sensor.{name}", str(watts), {"unit_of_measurement": "W"})
    entry = await site_of(hass, METER, BATTERY)
    await live(hass, freezer, 65, grid=-700, battery=-700)
    (issue,) = wrong_signs(hass)
    assert issue.translation_key == "wrong_sign_unclear"
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    assert asked["type"] is FlowResultType.MENU
    assert asked["menu_options"] == ["grid", "battery"]
    placeholders = asked["description_placeholders"]
    assert placeholders is not None
    assert (placeholders["grid"], placeholders["battery"]) == ("Meter", "Battery")
    done = await flows(hass).async_configure(asked["flow_id"], {"next_step_id": "battery"})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert data_of(entry, "Battery")[CONF_INVERT] == ["battery"]


async def test_turned_twice_is_as_it_was(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """The user put the transformers right: the turned sign is the wrong one now."""
    hass.states.async_set("sensor.grid", "500", {"unit_of_measurement": "W"})
    entry = await site_of(hass, METER)
    (subentry,) = entry.subentries.values()
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, CONF_INVERT: ["grid"]})
    await hass.async_block_till_done()
    await live(hass, freezer, 65, grid=500)
    (issue,) = wrong_signs(hass)
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    await flows(hass).async_configure(asked["flow_id"], {})
    await hass.async_block_till_done()
    assert data_of(entry, "Meter")[CONF_INVERT] == []
    assert wrong_signs(hass) == []


async def test_a_device_removed_meanwhile(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """The repair page was open; there is nothing left to turn."""
    hass.states.async_set("sensor.grid", "-800", {"unit_of_measurement": "W"})
    entry = await site_of(hass, METER)
    await live(hass, freezer, 65, grid=-800)
    (issue,) = wrong_signs(hass)
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    (subentry_id,) = entry.subentries
    hass.config_entries.async_remove_subentry(entry, subentry_id)
    await hass.async_block_till_done()
    done = await flows(hass).async_configure(asked["flow_id"], {})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "gone")


async def test_the_operators_own_meter_is_not_accused(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Its export is of solar panels that Overshot was not told of."""
    for step in range(140):
        freezer.tick(timedelta(seconds=30))
        await house.telegram(-3000 - step % 3)
    assert wrong_signs(house.hass) == []


@pytest.mark.parametrize(
    ("turns_meter", "expected"), [(True, {CONF_INVERT_METER: True}), (False, {CONF_INVERT: ["grid"]})]
)
async def test_a_meter_whose_driver_turns_it_keeps_one_place_to_look(
    hass: HomeAssistant, house: House, turns_meter: bool, expected: dict[str, Any]
) -> None:
    """The form of the device has a field for it; two that undo each other would be no help."""
    device = house.entry.runtime_data.devices[house.station_id]
    can = device.driver.capabilities
    flow = TurnFlow()
    flow.hass = hass
    flow.data = {"entry_id": house.entry.entry_id, "suspects": f"{house.station_id}:grid"}
    assert flow._suspects == [Suspect(house.station_id, Turn.GRID)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(device.driver, "capabilities", type(can)(roles=can.roles, turns_meter=turns_meter))
        flow.handler, flow.flow_id, flow.context = DOMAIN, "1", {"issue_id": "x"}
        await flow.async_step_confirm({})
    stored = house.entry.subentries[house.station_id].data
    assert {key: stored[key] for key in expected} == expected
    await hass.async_block_till_done()
