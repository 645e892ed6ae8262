"""Setting up a site: wiring and currents of the charge points."""

from typing import Any
from unittest.mock import AsyncMock

from homeassistant.core import HomeAssistant
import pytest

from .neighbourhood import WITTY_1, WITTY_2, WITTY_2_HOST, Neighbourhood
from .site_walk import SEARCH, WIRING, at_search, stored
from .test_config_flow_site import CONNECTION, HOUSE
from .walk import Walk


async def at_charge_point(hass: HomeAssistant, neighbourhood: Neighbourhood, count: int, **connection: Any) -> Walk:
    """Walk to the first of some charge points."""
    neighbourhood.add_witty()
    if count > 1:
        neighbourhood.add_witty(WITTY_2_HOST, WITTY_2)
    walk = await at_search(hass, **connection)
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.step == "charge_point"
    return walk


@pytest.mark.parametrize(
    ("problem", "entered", "errors"),
    [
        ("no car takes 3 A", {"fallback_current": 3}, {"fallback_current": "fallback_too_low"}),
        ("nor less than none", {"fallback_current": -1}, {"fallback_current": "fallback_too_low"}),
        ("nor no number", {"fallback_current": float("nan")}, {"fallback_current": "fallback_too_low"}),
        (
            "more than the maximum",
            {"max_current": 10, "fallback_current": 16},
            {"fallback_current": "fallback_above_max"},
        ),
        ("more than the fuse", {"fallback_current": 21}, {"fallback_current": "fallback_too_high"}),
        ("a maximum below 6 A", {"max_current": 5, "fallback_current": 0}, {"max_current": "invalid_max_current"}),
        ("a maximum above 80 A", {"max_current": 81}, {"max_current": "invalid_max_current"}),
        ("one phase in three places", {"phases": "1"}, {"rotation": "rotation_mismatch"}),
        ("three phases in one place", {"rotation": "l2"}, {"rotation": "rotation_mismatch"}),
    ],
)
async def test_a_charge_point_that_cannot_be(
    hass: HomeAssistant,
    p1: AsyncMock,
    neighbourhood: Neighbourhood,
    problem: str,
    entered: dict[str, Any],
    errors: dict[str, str],
) -> None:
    walk = await at_charge_point(hass, neighbourhood, 1)
    assert walk.shown == {"phases": "3", "rotation": "l1l2l3", "max_current": 16, "fallback_current": 6}
    await walk.fill(**WIRING | entered)
    assert (walk.step, walk.errors) == ("charge_point", errors), problem
    await walk.fill(**WIRING)
    assert walk.step == "created"


async def test_a_single_phase_station_on_l3(hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood) -> None:
    walk = await at_charge_point(hass, neighbourhood, 1)
    await walk.fill(phases="1", rotation="l3", max_current=32, fallback_current=0)
    assert stored(walk)[WITTY_1]["phases"] == 1
    assert stored(walk)[WITTY_1]["rotation"] == "l3"
    assert stored(walk)[WITTY_1]["fallback_current"] == 0


async def test_a_single_phase_house_is_not_asked_for_phases(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    p1.return_value = None
    walk = await Walk.new_site(hass)
    await walk.fill(**HOUSE)
    await walk.fill(**CONNECTION | {"connection_type": "single_phase"})
    await walk.pick("entities")
    hass.states.async_set("sensor.power", "100", {"unit_of_measurement": "W"})
    await walk.fill(power_entities=["sensor.power"])
    neighbourhood.add_witty()
    await walk.fill(**SEARCH)
    await walk.send_as_shown()
    assert walk.shown == {"max_current": 16, "fallback_current": 6}
    await walk.send_as_shown()
    assert stored(walk)[WITTY_1]["phases"] == 1
    assert stored(walk)[WITTY_1]["rotation"] == "l1"


async def test_all_fallback_currents_together_have_to_fit(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    """16 A fuse, 80 %: 12.8 A. Two stations at 7 A and 6 A do not fit, 6 A and 6 A do."""
    walk = await at_charge_point(hass, neighbourhood, 2, fuse=16)
    await walk.fill(**WIRING | {"fallback_current": 7})
    # What is proposed to the second one fits.
    assert walk.shown["fallback_current"] == 0
    await walk.fill(**WIRING | {"fallback_current": 6})
    assert walk.errors == {"fallback_current": "fallback_too_high"}
    assert walk.placeholders["limit"] == "12.8"
    assert walk.placeholders["shortfall"] == "0.2"
    await walk.fill(**WIRING | {"fallback_current": 0})
    assert walk.step == "created"


async def test_fallback_currents_on_different_phases_do_not_add_up(
    hass: HomeAssistant, p1: AsyncMock, neighbourhood: Neighbourhood
) -> None:
    walk = await at_charge_point(hass, neighbourhood, 2, fuse=16)
    await walk.fill(phases="1", rotation="l1", max_current=32, fallback_current=10)
    await walk.fill(phases="1", rotation="l2", max_current=32, fallback_current=10)
    assert walk.step == "created"
