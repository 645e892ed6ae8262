"""Entities show the house every second, and the house follows those that order it."""

import asyncio
from typing import Any

import pytest

from demo.bridge import EntityBridge
from demo.client import Client
from demo.play import Bridge, Play, Shown
from demo.states import States
from simulator.battery import EmsMode
from simulator.house import House


class _Written(Client):
    """A Home Assistant that keeps what is written to it."""

    def __init__(self) -> None:
        self.states: dict[str, Any] = {}
        self.count = 0

    async def post(self, path: str, **fields: Any) -> Any:
        """Keep a state."""
        self.states[path.removeprefix("/api/states/")] = fields
        self.count += 1


class _Said(States):
    """States that somebody else changes."""

    def say(self, entity_id: str, state: str) -> None:
        """Change a state, as Home Assistant tells it."""
        self._take({"data": {"entity_id": entity_id, "new_state": {"state": state}}})


async def test_entities_show_the_house_and_go_on_showing_it() -> None:
    house, client = House(Play.load("entities").scenario), _Written()
    house.world.step()
    shown = Bridge(
        shows={
            "sensor.sun": Shown(truth="solar.power", name="Sun", attributes={"unit_of_measurement": "W"}),
            "sensor.car": Shown(truth="stations.drive.pilot", name="Car"),
            "binary_sensor.plug": Shown(truth="stations.drive.plugged", name="Plug"),
        }
    )
    async with EntityBridge(shown, house, client, States()):
        assert client.states["sensor.sun"] == {
            "state": "6000.0",
            "attributes": {"friendly_name": "Sun", "unit_of_measurement": "W"},
        }
        assert client.states["sensor.car"]["state"] == "A1"
        assert client.states["binary_sensor.plug"]["state"] == "off"
        async with asyncio.timeout(5):
            while client.count < 6:
                await asyncio.sleep(0.05)


async def test_the_house_follows_the_entities() -> None:
    play = Play.load("entities")
    house, states = House(play.scenario), _Said()
    world = house.world
    assert world.battery is not None
    assert world.heat_pump is not None
    async with EntityBridge(Bridge(obeys=play.bridge.obeys), house, _Written(), states):
        states.say("input_number.charger_current", "9.0")
        states.say("input_boolean.charger_enabled", "off")
        states.say("input_number.battery_order", "1500.0")
        states.say("input_select.battery_mode", "discharge")
        states.say("input_boolean.heat_pump_sg2", "on")
        assert world.stations["drive"].setpoint == 9
        assert not world.stations["drive"].available
        assert (world.battery.mode, world.battery.set_power) == (EmsMode.DISCHARGE_BATTERY, 1500)
        assert world.heat_pump.contacts == (False, True)
        states.say("input_boolean.heat_pump_sg1", "on")
        assert world.heat_pump.contacts == (True, True)
        # What Home Assistant does not know is no order.
        states.say("input_select.battery_mode", "unavailable")
        assert world.battery.mode is EmsMode.DISCHARGE_BATTERY
        states.say("input_select.battery_mode", "automatic")
        assert int(world.battery.mode) == EmsMode.AUTO


async def test_a_station_follows_no_fancy() -> None:
    house, states = House(Play.load("entities").scenario), _Said()
    async with EntityBridge(Bridge(obeys={"input_text.x": "stations.drive.colour"}), house, _Written(), states):
        with pytest.raises(LookupError, match="colour"):
            states.say("input_text.x", "green")
