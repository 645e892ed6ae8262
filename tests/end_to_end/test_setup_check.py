"""A wrongly wired station, over real sockets: found with a car, its watchdog proved, corrected and steered.

The simulated house lives in real time; its station really falls back when nobody speaks to it.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from simulator.house import House
from simulator.scenario import parse_scenario

SCENARIO: dict[str, Any] = {
    "name": "Wrongly wired",
    "site": {
        "connection": {"type": "three_phase", "fuse": 25, "derating": 0.8},
        "charge_points": [{"id": "garage", "name": "Garage", "rotation": "l2l3l1"}],
    },
    "start": "2026-06-16T22:00:00+02:00",
    "duration": 3600,
    "step": 1,
    "series": {"load": {"step": 3600, "l1": [300, 300], "l2": [200, 200], "l3": [250, 250]}},
    "events": [
        {
            "at": 0,
            "type": "car_arrives",
            "charge_point": "garage",
            "car": {"name": "Car", "capacity": 60000, "soc": 30, "phases": 1, "max_current": 16, "delay": 2, "ramp": 4},
        }
    ],
}


@pytest.fixture
async def house(socket_enabled: None) -> AsyncIterator[House]:
    """Let a house live in real time."""
    async with House(parse_scenario(SCENARIO, Path(), "wrongly_wired")) as house:
        yield house


async def add_site(hass: HomeAssistant, house: House) -> MockConfigEntry:
    """Set up the site as its owner told it: the rotation is the usual one, and wrong."""
    where = {"host": "127.0.0.1", "unit_id": 1}
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"name": "Home", "connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1},
        subentries_data=[
            {
                "data": {**where, "family": "p1", "port": house.ports["p1"], "serial_number": "1", "grid_role": True},
                "subentry_type": "meter",
                "title": "P1 meter",
                "unique_id": "1",
            },
            {
                "data": {
                    **where,
                    "family": "hager_witty_plus",
                    "port": house.ports["garage"],
                    "serial_number": "SIM000000000001",
                    "grid_role": False,
                    "phases": 3,
                    "rotation": "l1l2l3",
                    "max_current": 16,
                    "fallback_current": 6,
                },
                "subentry_type": "charge_point",
                "title": "Garage",
                "unique_id": "SIM000000000001",
            },
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


@pytest.mark.timeout(300)
async def test_a_wrongly_wired_station(hass: HomeAssistant, house: House) -> None:
    """The meter shows where its car hangs; left alone it falls back; a click corrects the wiring."""
    station = house.world.stations["garage"]
    entry = await add_site(hass, house)
    await asyncio.sleep(6)
    id_ = next(iter(entry.runtime_data.site.fleet.stations))
    flows = hass.config_entries.options
    shown: Any = await flows.async_init(entry.entry_id)
    shown = await flows.async_configure(shown["flow_id"], {"next_step_id": "check"})
    assert shown["data_schema"]({})["stations"] == [id_]
    shown = await flows.async_configure(shown["flow_id"], {"stations": [id_], "fallback_test": True})
    fell_back = False
    while shown["type"] is FlowResultType.SHOW_PROGRESS:
        await asyncio.sleep(0.5)
        fell_back = fell_back or station.fallen_back(house.world.t)
        assert max(house.world.grid.currents) <= 20, "within the derated fuse all the time"
        shown = await flows.async_configure(shown["flow_id"])
    assert shown["step_id"] == "init"
    report = shown["description_placeholders"]["report"]
    assert "❌ Phases not as set: L1L2L3 was told, but L2 followed the car. That fits L2L3L1." in report
    assert "✅ Fallback: left alone, the car was lowered to the fallback current" in report
    assert "✅ Sign of P1 meter: import rises when the car takes more." in report
    assert fell_back

    shown = await flows.async_configure(shown["flow_id"], {"next_step_id": "finish"})
    shown = await flows.async_configure(shown["flow_id"], shown["data_schema"]({}))
    assert shown["step_id"] == "control"
    shown = await flows.async_configure(shown["flow_id"], {"steered": [id_]})
    assert shown["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert entry.subentries[id_].data["rotation"] == "l2l3l1"
    assert entry.runtime_data.site.state.controlled(id_)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert station.setpoint <= 6
