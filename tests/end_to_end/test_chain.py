"""The whole chain over real sockets: search, set up, read, steer, lose the meter, get it back, let go.

The simulated house lives in real time: these tests wait for it with their eyes on its physics, not on a stopwatch.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.overshot.const import DOMAIN
from simulator.faults import Fault, FaultKind
from simulator.house import House
from simulator.scenario import parse_scenario

SCENARIO: dict[str, Any] = {
    "name": "Noon",
    "site": {
        "connection": {"type": "three_phase", "fuse": 25, "derating": 0.8},
        "charge_points": [{"id": "garage", "name": "Garage", "rotation": "l1l2l3"}],
        "battery": {"capacity": 10000, "max_charge": 5000, "max_discharge": 5000, "soc": 100},
        "solar": {"peak": 9000},
    },
    "start": "2026-06-16T12:00:00+02:00",
    "duration": 3600,
    "step": 1,
    "series": {
        "load": {"step": 3600, "l1": [200, 200], "l2": [150, 150], "l3": [150, 150]},
        "solar": {"step": 3600, "power": [7400, 7400]},
    },
    "events": [
        {
            "at": 0,
            "type": "car_arrives",
            "charge_point": "garage",
            "car": {"name": "Car", "capacity": 60000, "soc": 30, "phases": 3, "max_current": 16, "delay": 2, "ramp": 4},
        }
    ],
}


@pytest.fixture
async def house(socket_enabled: None) -> AsyncIterator[House]:
    """Let a house live in real time."""
    async with House(parse_scenario(SCENARIO, Path(), "noon")) as house:
        yield house


async def until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until something holds and return how long it took (s)."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while not condition():
        assert loop.time() - begun < seconds, f"{what}: not within {seconds} s"
        await asyncio.sleep(0.1)
    return loop.time() - begun


async def add_site(hass: HomeAssistant, house: House) -> ConfigEntry:
    """Add the house through the config flow, as a user does."""
    flows = hass.config_entries.flow
    ports = house.ports
    result = await flows.async_init(DOMAIN, context={"source": "user"})
    answers: dict[str, dict[str, Any]] = {
        "user": {"name": "Home", "location": {"latitude": 51.0, "longitude": 3.7}, "country": "BE"},
        "connection": {"connection_type": "three_phase", "fuse": 25, "derating": 80},
        "grid_meter": {"next_step_id": "p1_tcp"},
        "p1_tcp": {"host": "127.0.0.1", "port": ports["p1"]},
        "search": {
            "networks": "127.0.0.1/32",
            "skip": False,
            "more": {"ports": ", ".join(str(port) for name, port in ports.items() if name != "p1")},
        },
        "one_master": {"next_step_id": "devices_done"},
        "charge_point": {"phases": "3", "rotation": "l1l2l3", "max_current": 16, "fallback_current": 6},
    }
    while result["type"] is not FlowResultType.CREATE_ENTRY:
        if result["type"] is FlowResultType.SHOW_PROGRESS:
            await asyncio.sleep(0.2)
            result = await flows.async_configure(result["flow_id"])
            continue
        assert not result.get("errors"), result
        step = result["step_id"]
        if step == "choose":
            form = result["data_schema"]
            assert form is not None
            options = form.schema["devices"].config["options"]
            assert len(options) == 3
            answer = {"devices": [option["value"] for option in options], "by_hand": False}
        else:
            answer = answers[step]
        result = await flows.async_configure(result["flow_id"], answer)
    entry: ConfigEntry = result["result"]
    await hass.async_block_till_done()
    return entry


class Eyes:
    """What Home Assistant shows of the house."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Look at the entities of an entry."""
        self.hass = hass
        self._entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)

    def id_of(self, key: str, subentry_type: str | None = None) -> str:
        """Return the entity with a translation key, of the device of a type where several have one."""
        entry = self.hass.config_entries.async_entries(DOMAIN)[0]
        (found,) = [
            entity.entity_id
            for entity in self._entities
            if entity.translation_key == key
            and (
                subentry_type is None
                or (
                    entity.config_subentry_id is not None
                    and entry.subentries[entity.config_subentry_id].subentry_type == subentry_type
                )
            )
        ]
        return found

    def see(self, key: str, subentry_type: str | None = None) -> str:
        """Return a state."""
        state = self.hass.states.get(self.id_of(key, subentry_type))
        assert state is not None
        return state.state


@pytest.mark.timeout(240)
async def test_from_the_search_to_the_car_and_back(hass: HomeAssistant, house: House) -> None:
    """A car gets the surplus, is held when the meter falls silent, returns by itself, and is left safe."""
    station = house.world.stations["garage"]
    untouched = (station.setpoint, station.fallback_current)
    entry = await add_site(hass, house)
    assert {subentry.subentry_type for subentry in entry.subentries.values()} == {
        "meter",
        "controller",
        "inverter",
        "charge_point",
    }
    await until(lambda: entry.runtime_data.site.data is not None, 5, "first decision")
    # Read: what Home Assistant shows is what the house does.
    await until(lambda: entry.runtime_data.site.data.state.surplus is not None, 5, "surplus")
    await asyncio.sleep(6)
    eyes = Eyes(hass, entry)
    assert float(eyes.see("grid_power", "meter")) == pytest.approx(house.world.grid.power, abs=300)
    assert float(eyes.see("solar_power", "inverter")) == pytest.approx(7400, rel=0.1)
    assert float(eyes.see("state_of_charge", "inverter")) == pytest.approx(100, abs=2)
    assert eyes.see("vehicle", "charge_point") == "on"
    assert (station.setpoint, station.fallback_current) == untouched, "nothing is written before control is on"

    # Steer: the surplus of about 6,900 W is some 10 A on three phases.
    await hass.services.async_call(
        "number", "set_value", {"entity_id": eyes.id_of("hold_time"), "value": 0.05}, blocking=True
    )
    await hass.services.async_call(
        DOMAIN, "set_control", {"entity_id": eyes.id_of("control", "charge_point"), "control": "active"}, blocking=True
    )
    await until(lambda: station.fallback_current == 6, 10, "fallback current in the station")
    await until(lambda: 9 < station.setpoint < 11 and abs(house.world.grid.power) < 250, 100, "car on surplus")
    assert eyes.see("reason", "charge_point") == "surplus"

    # Lose the meter: the current has fallen within ten seconds of the last telegram.
    house.fail(Fault(device="p1", kind=FaultKind.SILENT, duration=1000))
    took = await until(lambda: station.currents[0] <= 6.05, 12, "fallback current")
    assert took <= 10
    assert eyes.see("reason", "charge_point") == "meter_stale"
    house.faults.clear()
    await until(lambda: station.currents[0] > 9, 40, "car back on surplus")

    # A fuse that would blow: Boost with an oven and a kettle on L1.
    await hass.services.async_call(
        DOMAIN, "set_charging_mode", {"entity_id": eyes.id_of("charging_mode"), "mode": "boost"}, blocking=True
    )
    await until(lambda: station.currents[0] > 15, 15, "Boost")

    # Let go: unloading leaves the fallback current and no open connection.
    assert await hass.config_entries.async_unload(entry.entry_id)
    await until(lambda: station.setpoint == 6, 5, "released")
