"""A whole house made of entities: from what they say to what they are told, and how everything is let go of."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import BatteryMode, ChargingMode
from custom_components.overshot.site import SiteCoordinator
from custom_components.overshot.wishes.places import Place

from .from_entities import WIRING, set_up_helpers, state

WATTS = {"unit_of_measurement": "W"}
PARTS: dict[str, dict[str, Any]] = {
    "meter": {"power_entities": ["sensor.grid_1", "sensor.grid_2", "sensor.grid_3"], "grid_role": True},
    "inverter": {
        "solar": {"power_entities": ["sensor.pv"]},
        "battery": {"power_entities": ["sensor.battery"], "soc_entity": "sensor.soc"},
        "orders": {
            "kind": "entities",
            "mode_entity": "input_select.mode",
            "power_entities": ["input_number.watts"],
            "option_auto": "auto",
            "option_hold": "hold",
            "option_charge": "charge",
            "option_discharge": "discharge",
        },
    },
    "charge_point": {
        "station": {"vehicle_entity": "sensor.vehicle", "power_entity": "sensor.car", "report_interval": 5},
        "orders": {
            "kind": "entities",
            "current_entity": "input_number.six",
            "pause_entity": "input_boolean.allow",
            "current_step": 1.0,
        },
        **WIRING,
    },
    "heat_pump": {"orders": {"kind": "contacts", "sg1_entity": "input_boolean.sg1", "sg2_entity": "input_boolean.sg2"}},
}


@dataclass
class House:
    """The house under test."""

    hass: HomeAssistant
    entry: MockConfigEntry
    freezer: FrozenDateTimeFactory

    @property
    def site(self) -> SiteCoordinator:
        """Return the control loop."""
        site: SiteCoordinator = self.entry.runtime_data.site
        return site

    def id_of(self, kind: str) -> str:
        """Return the subentry id of the only device of a kind."""
        (device,) = self.entry.get_subentries_of_type(kind)
        return device.subentry_id

    def say(self, grid: float = 0.0, pv: float = 0.0, battery: float = 0.0, car: float = 0.0) -> None:
        """Let the entities report powers (W), the grid's spread evenly."""
        for phase in (1, 2, 3):
            self.hass.states.async_set(f"sensor.grid_{phase}", str(grid / 3), WATTS)
        self.hass.states.async_set("sensor.pv", str(pv), WATTS)
        self.hass.states.async_set("sensor.battery", str(battery), WATTS)
        self.hass.states.async_set("sensor.soc", "50", {"unit_of_measurement": "%"})
        self.hass.states.async_set("sensor.car", str(car), WATTS)

    async def live(self, seconds: int, **powers: float) -> None:
        """Let time pass while the entities report the same."""
        for _ in range(seconds):
            self.freezer.tick(timedelta(seconds=1))
            self.say(**powers)
            async_fire_time_changed(self.hass)
            for _ in range(20):
                await asyncio.sleep(0)
            await self.hass.async_block_till_done()

    async def steer(self, kind: str) -> str:
        """Switch control on."""
        id_ = self.id_of(kind)
        await self.site.async_set_control(id_, True)
        return id_


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> House:
    """Set up the house."""
    await set_up_helpers(hass)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1, "country": "BE"},
        subentries_data=[
            {
                "data": {"family": "entities", "grid_role": False, **data},
                "subentry_type": kind,
                "title": kind,
                "unique_id": f"entities_{kind}",
            }
            for kind, data in PARTS.items()
        ],
    )
    house = House(hass, entry, freezer)
    house.say()
    hass.states.async_set("sensor.vehicle", "Charging")
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return house


async def test_nothing_is_touched_before_control_is_switched_on(hass: HomeAssistant, house: House) -> None:
    await house.live(5, grid=-6000, pv=6000)
    assert state(hass, "input_number.six") == "16.0"
    assert state(hass, "input_boolean.allow") == "on"
    assert state(hass, "input_select.mode") == "auto"


async def test_a_car_takes_what_the_fuse_leaves(hass: HomeAssistant, house: House) -> None:
    """20 A of derated fuse, 12 A of other loads: the car gets 8."""
    station = await house.steer("charge_point")
    house.site.async_wish(station, mode=ChargingMode.BOOST)
    await house.live(30, grid=3 * 230 * (12 + 8), car=3 * 230 * 8)
    assert state(hass, "input_number.six") == "8.0"
    assert state(hass, "input_boolean.allow") == "on"
    await house.live(30, grid=3 * 230 * 18, car=0)
    assert state(hass, "input_boolean.allow") == "off", "less than 6 A is a pause"


async def test_a_battery_and_a_heat_pump_obey(hass: HomeAssistant, house: House) -> None:
    inverter, heat_pump = await house.steer("inverter"), await house.steer("heat_pump")
    house.site.async_wish_battery(inverter, mode=BatteryMode.CHARGE, power=1500)
    house.site.async_wish_at(Place.HEAT_PUMPS, heat_pump, state=3)
    await house.live(5, grid=1500, battery=-1500)
    assert (state(hass, "input_select.mode"), state(hass, "input_number.watts")) == ("charge", "1500.0")
    assert (state(hass, "input_boolean.sg1"), state(hass, "input_boolean.sg2")) == ("off", "on")


async def test_everything_is_let_go_of_when_the_site_unloads(hass: HomeAssistant, house: House) -> None:
    station, inverter, heat_pump = [await house.steer(kind) for kind in ("charge_point", "inverter", "heat_pump")]
    house.site.async_wish(station, mode=ChargingMode.BOOST)
    house.site.async_wish_battery(inverter, mode=BatteryMode.DISCHARGE, power=1500)
    house.site.async_wish_at(Place.HEAT_PUMPS, heat_pump, state=4)
    await house.live(20, grid=0, battery=1500)
    assert state(hass, "input_select.mode") == "discharge"
    assert state(hass, "input_boolean.sg1") == "on"
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "input_number.six") == "6.0", "the fallback current"
    assert state(hass, "input_select.mode") == "auto"
    assert (state(hass, "input_boolean.sg1"), state(hass, "input_boolean.sg2")) == ("off", "off")


async def test_a_station_whose_entities_are_gone_is_booked(hass: HomeAssistant, house: House) -> None:
    """It may go on drawing: what it was told stays reserved, and nothing is ordered in vain."""
    station = await house.steer("charge_point")
    house.site.async_wish(station, mode=ChargingMode.BOOST)
    await house.live(30, grid=3 * 230 * 10, car=3 * 230 * 10)
    hass.states.async_set("sensor.vehicle", "unavailable")
    await house.live(20, grid=3 * 230 * 10, car=3 * 230 * 10)
    device = house.entry.runtime_data.devices[station]
    assert device.status.value == "failed"
    assert not device.writable
    assert house.site.data is not None
    assert house.site.data.setpoints[station].reason.key.value == "station_silent"
