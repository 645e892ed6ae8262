"""Repairs that mend: each asks, changes one thing, and is gone; what cannot be mended says why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.repairs import RepairsFlowManager, repairs_flow_manager
from homeassistant.components.repairs.const import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from modbus_connection import ModbusConnectionError
import pytest

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.checks.phase_mapping import Verdict, Wiring
from custom_components.overshot.core.model import ChargingMode, Rotation
from custom_components.overshot.repairs import async_create_fix_flow

from .conftest import FALLBACK, House
from .test_control import sunshine, tick
from .test_repairs import repairs


@pytest.fixture(autouse=True)
async def _repairs(hass: HomeAssistant) -> None:
    """Let fix flows run."""
    assert await async_setup_component(hass, "repairs", {})


def flows(hass: HomeAssistant) -> RepairsFlowManager:
    """Return what runs fix flows."""
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return manager


def issue_of(hass: HomeAssistant, key: str) -> ir.IssueEntry:
    """Return the one open repair of a kind."""
    (issue,) = [each for each in ir.async_get(hass).issues.values() if each.translation_key == key]
    return issue


async def agree(hass: HomeAssistant, key: str) -> Mapping[str, Any]:
    """Open the fix flow of a repair and agree; return how it ended."""
    issue = issue_of(hass, key)
    assert issue.is_fixable
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    assert (asked["type"], asked["step_id"]) == (FlowResultType.FORM, "confirm")
    assert asked["description_placeholders"] == issue.translation_placeholders
    done: Mapping[str, Any] = await flows(hass).async_configure(asked["flow_id"], {})
    await hass.async_block_till_done()
    return done


async def contradict(house: House, rotation: Rotation = Rotation.L2L3L1) -> None:
    """Let the site have learnt that the station hangs on other phases."""
    watch = house.site.watch._installation._phases
    watch._found[house.station_id] = Wiring(verdict=Verdict.CONTRADICTED, suggested=rotation, seen=(0.0, 1.0, 0.0))
    await house.telegram(500)


async def test_phases_that_charging_contradicts(hass: HomeAssistant, house: House) -> None:
    """Told with what was seen, changed by a click, and gone."""
    await contradict(house)
    issue = issue_of(hass, "phase_mapping")
    assert issue.translation_placeholders == {
        "device": "Garage",
        "told": "L1L2L3",
        "suggested": "L2L3L1",
        "phases": "L2",
    }
    assert (await agree(hass, "phase_mapping"))["type"] is FlowResultType.CREATE_ENTRY
    assert house.entry.subentries[house.station_id].data["rotation"] == "l2l3l1"
    assert repairs(hass) == set()
    assert house.site.site_point(house.station_id).rotation is Rotation.L2L3L1


async def test_a_station_that_was_removed_meanwhile(hass: HomeAssistant, house: House) -> None:
    await contradict(house)
    issue = issue_of(hass, "phase_mapping")
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    hass.config_entries.async_remove_subentry(house.entry, house.station_id)
    done = await flows(hass).async_configure(asked["flow_id"], {})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "gone")
    await hass.async_block_till_done()


async def test_a_site_that_was_removed_meanwhile(hass: HomeAssistant, house: House) -> None:
    await contradict(house)
    issue = issue_of(hass, "phase_mapping")
    flow = await async_create_fix_flow(hass, issue.issue_id, {**(issue.data or {}), "entry_id": "gone"})
    flow.hass, flow.handler, flow.flow_id = hass, DOMAIN, "1"
    flow.context = {"issue_id": issue.issue_id}
    flow.data = {**(issue.data or {}), "entry_id": "gone"}
    done = await flow.async_step_confirm({})  # type: ignore[attr-defined]
    assert done["reason"] == "gone"


async def another_fallback(house: House, freezer: FrozenDateTimeFactory, deciamps: int) -> None:
    """Let the station keep another fallback current than it is told."""
    house.station.unit.on_write(lambda _: house.station.unit.holding.__setitem__(FALLBACK, deciamps))
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 70, 0)


async def test_another_fallback_current_is_accepted(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """10 A fit: Overshot reckons with them from now on."""
    await another_fallback(house, freezer, 100)
    assert repairs(hass) == {"fallback_other"}
    assert (await agree(hass, "fallback_other"))["type"] is FlowResultType.CREATE_ENTRY
    assert house.entry.subentries[house.station_id].data["fallback_current"] == 10
    assert repairs(hass) == set()


async def test_another_fallback_current_that_does_not_fit(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """32 A are more than the charge point may draw: refused, and the repair stays."""
    await another_fallback(house, freezer, 320)
    done = await agree(hass, "fallback_other")
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "does_not_fit")
    assert house.entry.subentries[house.station_id].data["fallback_current"] == 6
    assert repairs(hass) == {"fallback_other"}


async def base_load(house: House, freezer: FrozenDateTimeFactory, amperes: float) -> None:
    """Let the house have taken so much for long (A)."""
    house.site.state.base_load.add(amperes, 7200)
    await house.telegram(500)
    await tick(house, freezer, 960)
    await house.telegram(500)


async def test_fallback_currents_that_do_not_fit_are_lowered(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """6 A beside 17 A of the derated 20: only 0 fits."""
    await base_load(house, freezer, 17)
    issue = issue_of(hass, "fallback_does_not_fit")
    assert (issue.translation_placeholders or {})["fitting"] == "0"
    assert (await agree(hass, "fallback_does_not_fit"))["type"] is FlowResultType.CREATE_ENTRY
    assert house.entry.subentries[house.station_id].data["fallback_current"] == 0
    assert "fallback_does_not_fit" not in repairs(hass)


async def test_a_house_that_takes_more_than_its_limit(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """One repair for one cause: that fallback currents do not fit either is no news."""
    await base_load(house, freezer, 22)
    assert "limit_below_base_load" in repairs(hass)
    assert "fallback_does_not_fit" not in repairs(hass)
    done = await agree(hass, "limit_below_base_load")
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "go_on")
    kind, flow_id = done["next_flow"]
    assert kind is FlowType.CONFIG_FLOW
    assert hass.config_entries.flow.async_get(flow_id)["step_id"] == "reconfigure"
    assert "limit_below_base_load" in repairs(hass), "it goes away once the limit is changed"


async def test_a_device_that_has_moved(hass: HomeAssistant, house: House) -> None:
    """The fix flow goes on with the form in which the new address is told."""
    house.station.unit.fail_requests(ModbusConnectionError("gone"))
    await house.poll()
    house.station.unit.fail_requests(None)
    own = house.station.unit.holding[0x1013]
    house.station.unit.holding[0x1013] = [0x5858] * 16
    await house.poll()
    done = await agree(hass, "wrong_device")
    kind, flow_id = done["next_flow"]
    assert kind is FlowType.CONFIG_SUBENTRIES_FLOW
    assert hass.config_entries.subentries.async_get(flow_id)["step_id"] == "reconfigure"
    assert repairs(hass) == {"wrong_device"}
    house.station.unit.holding[0x1013] = own
    await house.poll()
    assert repairs(hass) == set()


async def test_a_device_that_was_removed_before_it_could_move(hass: HomeAssistant, house: House) -> None:
    house.station.unit.fail_requests(ModbusConnectionError("gone"))
    await house.poll()
    house.station.unit.fail_requests(None)
    house.station.unit.holding[0x1013] = [0x5858] * 16
    await house.poll()
    issue = issue_of(hass, "wrong_device")
    asked = await flows(hass).async_init(DOMAIN, context={"issue_id": issue.issue_id})
    hass.config_entries.async_remove_subentry(house.entry, house.station_id)
    done = await flows(hass).async_configure(asked["flow_id"], {})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "gone")
    await hass.async_block_till_done()


@pytest.mark.parametrize(("active", "told"), [(True, True), (False, False)])
async def test_a_meter_without_peaks(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory, active: bool, told: bool
) -> None:
    """Told to those who hold the peak, after five minutes of telegrams."""
    settings = house.site.state.settings
    house.site.state.settings = replace(settings, peak=replace(settings.peak, active=active))
    await house.telegram(500)
    await tick(house, freezer, 200)
    await house.telegram(500)
    assert "p1_without_peaks" not in repairs(hass)
    await tick(house, freezer, 120)
    await house.telegram(500)
    assert ("p1_without_peaks" in repairs(hass)) is told


async def test_what_was_ignored_stays_ignored(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """A reload is no reason to tell it again."""
    await contradict(house)
    issue = issue_of(hass, "phase_mapping")
    ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, ignore=True)
    assert await hass.config_entries.async_reload(house.entry.entry_id)
    await hass.async_block_till_done()
    await contradict(house)
    assert issue_of(hass, "phase_mapping").dismissed_version is not None
    house.site.watch._installation._phases._found.clear()
    await house.telegram(500)
    assert repairs(hass) == set(), "what is over is forgotten all the same"
