"""Somebody switches a kettle, and the meter shows where it hangs."""

from homeassistant.data_entry_flow import FlowResultType

from .wired import Dialogue, Wired


async def switched(wired: Wired, user: Dialogue, l1: float = 0.0, l2: float = 0.0) -> str:
    """Switch something on by hand (A); return what is told of it."""
    await user.open()
    form = await user.choose("hand")
    assert form["data_schema"]({}) == {}, "there is no load to choose from"
    await user.answer({})
    form = await user.wait()
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "hand_on")
    wired.extra = (l1, l2, 0.0)
    await user.answer({})
    await user.wait()
    return user.report


async def test_a_kettle(wired: Wired, user: Dialogue) -> None:
    wired.hungry = False
    assert "✅ Appliance: import rose by 2070 W, on L2." in await switched(wired, user, l2=9.0)


async def test_a_lamp_is_too_little(wired: Wired, user: Dialogue) -> None:
    assert "➖ Appliance: not tested: the house changed too much" in await switched(wired, user, l1=0.3)


async def test_import_that_falls(wired: Wired, user: Dialogue) -> None:
    """A meter that counts the other way round, or the sun."""
    wired.flips = (-1.0, -1.0, -1.0)
    assert "❌ Appliance: import fell by 2070 W on L1" in await switched(wired, user, l1=9.0)


async def test_going_on_without_any_test(wired: Wired, user: Dialogue) -> None:
    """Observe or control is asked all the same; taking out of the list lets go."""
    await wired.house.control()
    shown = await user.open()
    assert "Nothing has been tested yet." in user.report
    assert shown["menu_options"] == ["check", "hand", "finish"]
    form = await user.choose("finish")
    assert form["step_id"] == "control"
    assert form["data_schema"]({}) == {"steered": [wired.house.station_id]}
    done = await user.answer({"steered": []})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert wired.house.state("switch", "control") == "off"


async def test_a_site_that_is_not_loaded(wired: Wired, user: Dialogue) -> None:
    assert await wired.hass.config_entries.async_unload(wired.house.entry.entry_id)
    result = await user.open()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")
