"""Meters that speak Modbus, and what a meter measures: the grid, solar panels, a heat pump, another consumer."""

import json
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from modbus_connection import ModbusTimeoutError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.devices.hager_ecr import HagerEcr

from ...devices.ecr_map import SINGLE_PHASE, THREE_IN_ONE, THREE_PHASE
from ...devices.registers import spread
from ...devices.sunspec_map import COMMON, INVERTER, METER, sunspec
from .conftest import AddSite, device_id, meter
from .neighbourhood import GOODWE_1_HOST, Neighbourhood
from .walk import Walk

DONE = "aborted: reconfigure_successful"
PORT, GATEWAY_HOST = "/dev/ttyUSB0", "192.0.2.60"
GATEWAY = f"socket://{GATEWAY_HOST}:4196"
SOCKET = 115_200
SUNSPEC_HOST = "192.0.2.61"
SERIAL = "OVSECR0001"


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Store a site with a grid meter."""
    return add_site(meter())


def add_meter(
    neighbourhood: Neighbourhood, registers: Any = THREE_PHASE, unit_id: int = 1, device: str = PORT, speed: int = 19200
) -> None:
    """Put a Hager meter on a line."""
    unit = neighbourhood.add_line(device, speed, {1, 2, 3, 10, 247} - {unit_id}).for_unit(unit_id)
    unit.holding.update(spread(registers))
    unit.on_write(neighbourhood.writes.append)


async def on_line(hass: HomeAssistant, site: MockConfigEntry, **entered: Any) -> Walk:
    """Come to what a Hager meter on a serial port measures."""
    walk = await Walk.new_device(hass, site, "meter")
    await walk.pick("modbus")
    await walk.pick("by_line")
    await walk.pick("by_serial")
    return await walk.fill(**{"family": "hager_ecr", "device": PORT, "line": {}} | entered)


def stored(entry: MockConfigEntry, title: str) -> dict[str, Any]:
    """Return the data of a meter."""
    return dict(entry.subentries[device_id(entry, title)].data)


async def test_a_hager_meter_of_a_heat_pump(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_meter(neighbourhood, SINGLE_PHASE)
    walk = await on_line(hass, site)
    assert walk.step == "meter_role"
    assert walk.placeholders == {"device": "Hager ECA180D", "power": "870 W", "notes": ""}
    # Unit 1 is Hager's own choice for the heat pump.
    assert walk.shown == {"meter_role": "heat_pump", "invert_meter": False}
    await walk.send_as_shown(peak_power=5000)
    assert walk.step == "created"
    data = stored(site, "Hager ECA180D")
    assert (data["family"], data["device"], data["unit_id"], data["serial_number"]) == ("hager_ecr", PORT, 1, SERIAL)
    assert (data["meter_role"], data["grid_role"], data["invert_meter"]) == ("heat_pump", False, False)
    # A heat pump has no peak power.
    assert "peak_power" not in data


async def test_a_hager_meter_of_solar_panels(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_meter(neighbourhood, unit_id=10)
    walk = await on_line(hass, site, unit_id=10)
    assert walk.shown["meter_role"] == "solar"
    await walk.send_as_shown(peak_power=50)
    assert walk.errors == {"peak_power": "invalid_peak_power"}
    await walk.send_as_shown(peak_power=5000, invert_meter=True)
    assert walk.step == "created"
    data = stored(site, "Hager ECR380D")
    assert (data["meter_role"], data["peak_power"], data["invert_meter"]) == ("solar", 5000, True)


@pytest.mark.parametrize(("unit_id", "role"), [(2, "consumer"), (3, "consumer")])
async def test_other_addresses_are_other_consumers(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood, unit_id: int, role: str
) -> None:
    add_meter(neighbourhood, THREE_IN_ONE, unit_id)
    walk = await on_line(hass, site, unit_id=unit_id)
    assert walk.shown["meter_role"] == role
    await walk.send_as_shown()
    assert stored(site, "Hager ECR180T")["meter_role"] == role


@pytest.mark.parametrize(("has_meter", "grid_role"), [(True, False), (False, True)])
async def test_a_hager_meter_behind_a_gateway_as_grid_meter(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood, has_meter: bool, grid_role: bool
) -> None:
    """There is one grid meter: a second one is a spare."""
    entry = add_site(*([meter()] if has_meter else []))
    add_meter(neighbourhood, device=GATEWAY, speed=SOCKET)
    walk = await Walk.new_device(hass, entry, "meter")
    await walk.pick("modbus")
    await walk.pick("by_line")
    await walk.pick("by_gateway")
    await walk.fill(family="hager_ecr", host=GATEWAY_HOST, port=4196)
    await walk.send_as_shown(meter_role="grid")
    assert walk.step == "created"
    assert stored(entry, "Hager ECR380D")["grid_role"] is grid_role


async def test_a_meter_that_does_not_answer_when_looked_at_is_added_all_the_same(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_meter(neighbourhood)
    with patch.object(HagerEcr, "poll", side_effect=ModbusTimeoutError()):
        walk = await on_line(hass, site)
    assert (walk.step, walk.placeholders["power"]) == ("meter_role", "-")
    await walk.send_as_shown()
    assert walk.step == "created"


# SunSpec


def add_sunspec(neighbourhood: Neighbourhood, *models: Any, host: str = SUNSPEC_HOST) -> None:
    """Put a SunSpec device in the network."""
    neighbourhood.add(host, 1, dict(sunspec(models)))


async def test_a_sunspec_meter_is_found(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_sunspec(neighbourhood, COMMON, METER)
    neighbourhood.add_goodwe()
    walk = await Walk.new_device(hass, site, "meter")
    await walk.pick("modbus")
    assert walk.options == ["search", "by_hand", "by_line", "user"]
    await walk.pick("search")
    await walk.fill(networks=f"{SUNSPEC_HOST}, {GOODWE_1_HOST}", more={"ports": "502"})
    # The inverter is none.
    assert walk.options == ["OVS-34119999"]
    await walk.send_as_shown()
    assert walk.step == "meter_role"
    assert walk.shown == {"meter_role": "consumer", "invert_meter": False}
    await walk.send_as_shown(meter_role="solar", invert_meter=True)
    (added,) = (each for each in site.get_subentries_of_type("meter") if each.title != "P1 meter")
    assert (added.data["family"], added.data["meter_role"], added.data["invert_meter"]) == ("sunspec", "solar", True)


async def test_an_inverter_without_a_meter_is_none(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_sunspec(neighbourhood, COMMON, INVERTER)
    walk = await Walk.new_device(hass, site, "meter")
    await walk.pick("modbus")
    await walk.pick("by_hand")
    await walk.send_as_shown(host=SUNSPEC_HOST)
    assert (walk.step, walk.options) == ("not_a_meter", ["modbus", "user"])
    await walk.pick("modbus")
    await walk.pick("by_hand")
    await walk.send_as_shown(host="")
    assert walk.step == "modbus"
    await walk.pick("user")
    assert walk.step == "user"


# Entities and own register maps


async def test_entities_beside_a_grid_meter_measure_something_else(hass: HomeAssistant, site: MockConfigEntry) -> None:
    hass.states.async_set("sensor.power", "100", {"unit_of_measurement": "W"})
    walk = await Walk.new_device(hass, site, "meter")
    await walk.pick("entities")
    await walk.fill(power_entities=["sensor.power"])
    assert walk.step == "meter_role"
    assert walk.shown == {"meter_role": "consumer"}
    await walk.fill(meter_role="solar", peak_power=4000)
    assert walk.step == "created"
    data = stored(site, "Grid meter")
    assert (data["meter_role"], data["grid_role"], data["peak_power"]) == ("solar", False, 4000)
    walk = await Walk.change_device(hass, site, device_id(site, "Grid meter"))
    await walk.pick("meter_role")
    assert walk.shown == {"meter_role": "solar", "peak_power": 4000}
    await walk.fill(meter_role="heat_pump")
    assert walk.step == DONE
    assert stored(site, "Grid meter")["meter_role"] == "heat_pump"
    walk = await Walk.change_device(hass, site, device_id(site, "Grid meter"))
    await walk.pick("entities")
    await walk.send_as_shown()
    assert walk.step == DONE
    assert stored(site, "Grid meter")["meter_role"] == "heat_pump"


async def test_an_own_register_map_of_a_meter(
    hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood
) -> None:
    entry = add_site()
    neighbourhood.add("192.0.2.62", 1, {7: 1500})
    document = {
        "format": 1,
        "manufacturer": "Example",
        "model": "Meter",
        "readings": {"meter": {"power": {"register": 7, "type": "int16"}}},
    }
    walk = await Walk.new_device(hass, entry, "meter")
    await walk.pick("own_map")
    await walk.fill()
    assert walk.step == "user"
    await walk.pick("own_map")
    await walk.fill(text=json.dumps(document))
    await walk.pick("reach_tcp")
    await walk.send_as_shown(host="192.0.2.62")
    await walk.pick("map_right")
    assert (walk.step, walk.placeholders["power"]) == ("meter_role", "1500 W")
    assert walk.shown == {"meter_role": "grid"}
    assert "Experimental" in walk.placeholders["notes"]
    await walk.send_as_shown()
    assert stored(entry, "Example Meter")["grid_role"] is True
    walk = await Walk.change_device(hass, entry, device_id(entry, "Example Meter"))
    assert walk.options == ["meter_role", "own_map", "reach"]
    await walk.pick("own_map")
    await walk.send_as_shown()
    await walk.pick("map_right")
    assert walk.step == DONE
    assert stored(entry, "Example Meter")["meter_role"] == "grid"


# Change


async def test_a_meter_gets_another_role_and_another_port(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_meter(neighbourhood)
    await (await on_line(hass, site)).send_as_shown()
    walk = await Walk.change_device(hass, site, device_id(site, "Hager ECR380D"))
    assert walk.options == ["meter_role", "address"]
    await walk.pick("meter_role")
    assert walk.placeholders["power"] == "-1900 W"
    await walk.send_as_shown(meter_role="consumer", invert_meter=True)
    assert walk.step == DONE
    data = stored(site, "Hager ECR380D")
    assert (data["meter_role"], data["invert_meter"], data["device"]) == ("consumer", True, PORT)
    add_meter(neighbourhood, device="/dev/ttyUSB1")
    walk = await Walk.change_device(hass, site, device_id(site, "Hager ECR380D"))
    await walk.pick("address")
    await walk.pick("by_serial")
    await walk.send_as_shown(device="/dev/ttyUSB1")
    assert walk.step == DONE
    data = stored(site, "Hager ECR380D")
    assert (data["meter_role"], data["device"]) == ("consumer", "/dev/ttyUSB1")


async def test_the_grid_meter_stays_it(hass: HomeAssistant, add_site: AddSite, neighbourhood: Neighbourhood) -> None:
    entry = add_site()
    add_meter(neighbourhood)
    await (await on_line(hass, entry)).send_as_shown(meter_role="grid")
    neighbourhood.links.clear()
    walk = await Walk.change_device(hass, entry, device_id(entry, "Hager ECR380D"))
    await walk.pick("meter_role")
    # It does not answer now; what is stored can be changed all the same.
    assert walk.placeholders["power"] == "-"
    await walk.send_as_shown(meter_role="solar")
    assert walk.errors == {"meter_role": "is_grid_meter"}
    await walk.send_as_shown(meter_role="grid", invert_meter=True)
    assert walk.step == DONE
    data = stored(entry, "Hager ECR380D")
    assert (data["grid_role"], data["invert_meter"]) == (True, True)


async def test_a_planned_meter_has_a_role_already(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    walk = await Walk.new_device(hass, site, "meter")
    await walk.pick("modbus")
    await walk.pick("by_line")
    await walk.pick("by_gateway")
    await walk.fill(family="hager_ecr", host=GATEWAY_HOST, port=4196)
    assert walk.errors == {"base": "cannot_connect"}
    await walk.send_as_shown(plan=True)
    assert (walk.step, walk.placeholders["power"]) == ("meter_role", "-")
    await walk.send_as_shown()
    assert walk.step == "created"


# The grid role


async def test_a_sub_meter_cannot_take_the_grid_role(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    add_meter(neighbourhood)
    await (await on_line(hass, site)).send_as_shown()
    walk = await Walk.change_site(hass, site)
    await walk.pick("grid_role")
    assert walk.step == "aborted: no_grid_candidates"
    walk = await Walk.change_device(hass, site, device_id(site, "Hager ECR380D"))
    await walk.pick("meter_role")
    await walk.send_as_shown(meter_role="grid")
    walk = await Walk.change_site(hass, site)
    await walk.pick("grid_role")
    assert set(walk.options) == set(site.subentries)
