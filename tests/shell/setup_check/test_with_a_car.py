"""A car goes slower and faster, and the meter shows where its station hangs."""

from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.overshot.core.model import Rotation

from ..conftest import SETPOINT
from .wired import Dialogue, Wired

pytestmark = pytest.mark.timeout(400)
"""Minutes of the house, second by second: a busy machine takes its time."""


async def test_a_station_on_other_phases_is_found_and_corrected(wired: Wired, user: Dialogue) -> None:
    """Wired L2L3L1, told L1L2L3: contradicted, corrected by a click, steered from then on."""
    wired.real = Rotation.L2L3L1
    report = await user.check()
    assert "❌ Phases not as set: L1L2L3 was told, but L2 followed the car. That fits L2L3L1." in report
    assert "✅ Sign of P1 meter" in report
    assert "**Garage**" in report

    form = await user.choose("finish")
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "finish")
    station = wired.house.station_id
    form = await user.answer({"corrections": [f"{station}:l2l3l1"]})
    assert form["step_id"] == "control"
    assert wired.house.entry.subentries[station].data["rotation"] == "l1l2l3", "nothing is stored before the end"
    done = await user.answer({"steered": [station]})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await wired.hass.async_block_till_done()
    data = wired.house.entry.subentries[station].data
    assert (data["rotation"], data["phases"]) == ("l2l3l1", 3)
    assert wired.house.state("switch", "control") == "on"
    assert wired.house.site.site_point(station).rotation is Rotation.L2L3L1


async def test_all_is_well_and_as_it_was(wired: Wired, user: Dialogue) -> None:
    """Confirmed; control stays off, and the station gets its own limit back."""
    found = wired.house.station.setpoint
    report = await user.check()
    assert "✅ Phases as set, as far as this car can show: L1" in report
    assert "❌" not in report
    assert wired.house.state("switch", "control") == "off"
    assert wired.house.station.setpoint == found == 16
    assert wired.house.site.trials == {}
    assert wired.house.site.state.settings.charge_points[wired.house.station_id].max_current == 16
    assert {value / 10 for value in wired.house.station.written_to(SETPOINT)} <= {0, 6, 12, 16}
    form = await user.choose("finish")
    assert form["step_id"] == "control", "nothing to correct"


async def test_a_car_on_three_phases_tells_no_order(wired: Wired, user: Dialogue) -> None:
    wired.terminals = 3
    wired.real = Rotation.L2L3L1
    assert "➖ Order of the phases not tested" in await user.check()


async def test_a_turned_clamp(wired: Wired, user: Dialogue) -> None:
    """No setting mends it: the user is told which clamp."""
    wired.flips = (1.0, -1.0, 1.0)
    wired.terminals = 3
    report = await user.check()
    assert "❌ L2 of the meter counts the wrong way round" in report
    assert (await user.choose("finish"))["step_id"] == "control"


async def test_the_meter_of_the_grid_operator_is_not_turned(wired: Wired, user: Dialogue) -> None:
    wired.flips = (-1.0, -1.0, -1.0)
    wired.terminals = 3
    wired.base = (0.0, 0.0, 0.0)
    report = await user.check()
    assert "❌ The meter counts the wrong way round: L1, L2, L3 fell" in report
    assert "The meter of the grid operator is right" in report
    assert (await user.choose("finish"))["step_id"] == "control"


async def test_too_noisy(wired: Wired, user: Dialogue) -> None:
    """An oven on L2 that is stronger than the car: said so, nothing is accused."""
    wired.oven = 14.0
    report = await user.check()
    assert "❌" not in report
    assert "Try again when oven, stove and heat pump are off." in report


async def test_a_full_car(wired: Wired, user: Dialogue) -> None:
    wired.hungry = False
    assert "➖ Not tested: the car takes nothing." in await user.check()
    assert wired.house.site.trials == {}


async def test_a_car_with_a_low_limit_of_its_own(wired: Wired, user: Dialogue) -> None:
    """It follows no rise: said so."""
    wired.most = 7.0
    assert "➖ Not tested: the car did not follow" in await user.check()


async def test_no_car(wired: Wired, user: Dialogue) -> None:
    wired.plugged = False
    await wired.live(1)
    await user.open()
    form = await user.choose("check")
    assert form["data_schema"]({})["stations"] == [], "only those with a car are proposed"
    form = await user.answer({"stations": [], "fallback_test": False})
    assert form["errors"] == {"stations": "nothing_chosen"}
    await user.answer({"stations": [wired.house.station_id], "fallback_test": False})
    await user.wait()
    assert "➖ Not tested: no car is plugged in." in user.report
    assert wired.house.station.writes == []


async def test_a_charge_point_that_may_hardly_vary_is_stopped_and_started(wired: Wired, user: Dialogue) -> None:
    """8 A at the most: off and on again shows the phase too."""
    wired.house.site.async_wish(wired.house.station_id, max_current=8)
    wired.real = Rotation.L3L1L2
    report = await user.check()
    assert "but L3 followed the car. That fits L3L1L2." in report
    assert 0 in wired.house.station.written_to(SETPOINT)
    assert max(wired.house.station.written_to(SETPOINT)[:-1]) <= 80, "the user's own limit holds"


async def test_closing_the_dialogue_ends_the_test(wired: Wired, user: Dialogue) -> None:
    """Whatever was tried out is taken back at once."""
    await user.open()
    await user.choose("check")
    await user.answer({"stations": [wired.house.station_id], "fallback_test": False})
    await wired.live(20)
    assert wired.house.site.trials
    assert wired.house.station.setpoint == 6
    wired.hass.config_entries.options.async_abort(user.result["flow_id"])
    await wired.live(2)
    assert wired.house.site.trials == {}
    assert wired.house.station.setpoint == 16


async def test_the_switch_of_the_user_ends_the_test(wired: Wired, user: Dialogue) -> None:
    await wired.house.control()
    await wired.live(5)
    await user.open()
    await user.choose("check")
    await user.answer({"stations": [wired.house.station_id], "fallback_test": False})
    await wired.live(20)
    await wired.house.control(False)
    await user.wait()
    assert "➖ Not tested: the check was interrupted." in user.report


async def test_a_site_that_is_unloaded_meanwhile(wired: Wired, user: Dialogue) -> None:
    """The station is left safe, and the dialogue says what happened."""
    await user.open()
    await user.choose("check")
    await user.answer({"stations": [wired.house.station_id], "fallback_test": False})
    await wired.live(20)
    assert await wired.hass.config_entries.async_unload(wired.house.entry.entry_id)
    await wired.hass.async_block_till_done()
    assert wired.house.station.setpoint == 6
    result = await wired.hass.config_entries.options.async_configure(user.result["flow_id"])
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_the_fuse_holds_during_a_test(wired: Wired, user: Dialogue) -> None:
    """16 A of the derated 20 are taken on L1: the car gets 4 at most, so it is paused, whatever the test wants."""
    wired.base = (16.0, 0.9, 0.7)
    report = await user.check()
    assert "➖ Not tested" in report
    assert all(value == 0 or value / 10 + 16 <= 20.5 for value in wired.house.station.written_to(SETPOINT)[:-1])
