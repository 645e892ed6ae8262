"""What devices made of entities read: units, scale, sign, words, ages, and never a number that nobody measured."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.core.model import BatteryReading, ChargePointReading, SolarReading, VehicleState
from custom_components.overshot.devices.driver import DeviceReadings
from custom_components.overshot.from_entities.points import Point, Quantity
from custom_components.overshot.from_entities.vehicle import proposed, vehicle_of

from .from_entities import WIRING, device_of

WATTS = {"unit_of_measurement": "W"}
STATION = {"vehicle_entity": "sensor.state", "power_entity": "sensor.power"}


@pytest.mark.parametrize(
    ("problem", "state", "attributes", "point", "expected"),
    [
        ("as it is", "230", WATTS, {}, 230.0),
        ("in kW", "1.5", {"unit_of_measurement": "kW"}, {}, 1500.0),
        ("without a unit", "12", {}, {}, 12.0),
        ("ten times too much", "100", WATTS, {"factor": 0.1}, 10.0),
        ("the other way round", "100", WATTS, {"factor": -1.0}, -100.0),
        ("in an attribute", "charging", {"power": 700, **WATTS}, {"attribute": "power"}, 700.0),
        ("as text in an attribute", "charging", {"power": "700"}, {"attribute": "power"}, 700.0),
        ("in an attribute that is not there", "charging", {}, {"attribute": "power"}, None),
        ("in an attribute that is a list", "charging", {"power": [1]}, {"attribute": "power"}, None),
        ("unavailable", "unavailable", WATTS, {}, None),
        ("unavailable with an attribute", "unavailable", {"power": 700}, {"attribute": "power"}, None),
        ("unknown", "unknown", WATTS, {}, None),
        ("a word", "many", WATTS, {}, None),
        ("no number", "nan", WATTS, {}, None),
        ("endless", "inf", WATTS, {}, None),
        ("no power", "12", {"unit_of_measurement": "V"}, {}, None),
    ],
)
async def test_a_point(
    hass: HomeAssistant,
    problem: str,
    state: str,
    attributes: dict[str, Any],
    point: dict[str, Any],
    expected: float | None,
) -> None:
    hass.states.async_set("sensor.x", state, attributes)
    measured = Point(entity="sensor.x", quantity=Quantity.POWER, **point).read(hass)
    assert (measured.value if measured else None) == pytest.approx(expected), problem


@pytest.mark.parametrize(
    ("quantity", "state", "unit", "expected"),
    [
        (Quantity.CURRENT, "5200", "mA", 5.2),
        (Quantity.ENERGY, "1.5", "kWh", 1500.0),
        (Quantity.ENERGY, "2", "MWh", 2_000_000.0),
        (Quantity.PERCENT, "63", "%", 63.0),
        (Quantity.PERCENT, "63", None, 63.0),
    ],
)
async def test_other_quantities(
    hass: HomeAssistant, quantity: Quantity, state: str, unit: str | None, expected: float
) -> None:
    hass.states.async_set("sensor.x", state, {"unit_of_measurement": unit} if unit else {})
    measured = Point(entity="sensor.x", quantity=quantity).read(hass)
    assert measured is not None
    assert measured.value == pytest.approx(expected)


async def test_nobody_there(hass: HomeAssistant) -> None:
    assert Point(entity="sensor.nobody", quantity=Quantity.POWER).read(hass) is None


# Vehicle


@pytest.mark.parametrize(
    ("said", "chosen", "charging", "expected"),
    [
        ("A", {}, None, VehicleState.A),
        ("C2", {}, None, VehicleState.C),
        ("C1", {}, None, VehicleState.B),
        ("SuspendedEVSE", {}, None, VehicleState.B),
        ("Suspended EVSE", {}, None, VehicleState.B),
        ("suspended_ev", {}, None, VehicleState.B),
        ("Charging", {}, None, VehicleState.C),
        ("Faulted", {}, None, VehicleState.F),
        ("no_ev_connected", {}, None, VehicleState.A),
        ("Fully charged", {}, None, VehicleState.B),
        ("on", {}, None, VehicleState.B),
        ("on", {}, True, VehicleState.C),
        ("on", {}, False, VehicleState.B),
        ("off", {}, True, VehicleState.A),
        ("connected", {}, True, VehicleState.C),
        ("error", {}, True, VehicleState.F),
        ("laden", {"laden": "c"}, None, VehicleState.C),
        ("ready", {"ready": "b"}, None, VehicleState.B),
        ("nobody explained this", {}, None, None),
    ],
)
def test_what_a_station_says(
    said: str, chosen: dict[str, str], charging: bool | None, expected: VehicleState | None
) -> None:
    assert vehicle_of(said, chosen, charging) is expected


def test_common_words_are_proposed() -> None:
    found = proposed(["Available", "Preparing", "Charging", "Faulted", "Sleeping"])
    assert found == {
        VehicleState.A: ["Available"],
        VehicleState.B: ["Preparing"],
        VehicleState.C: ["Charging"],
        VehicleState.F: ["Faulted"],
    }


# Solar and battery


async def test_solar_adds_strings_up(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.one", "1.2", {"unit_of_measurement": "kW"})
    hass.states.async_set("sensor.two", "300", WATTS)
    hass.states.async_set("sensor.energy", "12", {"unit_of_measurement": "MWh"})
    data = {"power_entities": ["sensor.one", "sensor.two"], "energy_entity": "sensor.energy"}
    device = await device_of(hass, "inverter", {"solar": data})
    # A counter is believed when it was read twice.
    hass.states.async_set("sensor.one", "1.3", {"unit_of_measurement": "kW"})
    await hass.async_block_till_done()
    assert device.data.solar == SolarReading(power=1600.0, energy=12_000_000.0)
    assert device.data.battery is None
    assert device.orders is None
    assert not device.writable


@pytest.mark.parametrize(
    ("problem", "states", "data", "expected"),
    [
        ("one sensor", {"one": "-700"}, {}, BatteryReading(power=-700.0, soc=55.0)),
        ("charging is positive", {"one": "700"}, {"power_factor": -1.0}, BatteryReading(power=-700.0, soc=55.0)),
        ("two sensors", {"one": "0", "two": "700"}, {}, BatteryReading(power=-700.0, soc=55.0)),
        ("two sensors, discharging", {"one": "300", "two": "0"}, {}, BatteryReading(power=300.0, soc=55.0)),
        ("an absurd charge", {"one": "0", "soc": "255"}, {}, BatteryReading(power=0.0, soc=None)),
        ("no charge known", {"one": "0", "soc": "unknown"}, {}, BatteryReading(power=0.0, soc=None)),
    ],
)
async def test_a_battery(
    hass: HomeAssistant, problem: str, states: dict[str, str], data: dict[str, Any], expected: BatteryReading
) -> None:
    hass.states.async_set("sensor.soc", states.pop("soc", "55"), {"unit_of_measurement": "%"})
    for name, state in states.items():
        hass.states.async_set(f"sensor.{name}", state, WATTS)
    powers = [f"sensor.{name}" for name in states]
    device = await device_of(
        hass, "inverter", {"battery": {"power_entities": powers, "soc_entity": "sensor.soc", **data}}
    )
    assert device.data.battery == expected, problem


async def test_an_inverter_that_sleeps_leaves_its_battery_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Neither unavailable panels nor panels that report nothing any more make the battery old."""
    hass.states.async_set("sensor.pv", "100", WATTS)
    hass.states.async_set("sensor.battery", "200", WATTS)
    parts = {"solar": {"power_entities": ["sensor.pv"]}, "battery": {"power_entities": ["sensor.battery"]}}
    device = await device_of(hass, "inverter", parts)
    assert device.data == DeviceReadings(solar=SolarReading(power=100.0), battery=BatteryReading(power=200.0))
    freezer.tick(timedelta(seconds=90))
    hass.states.async_set("sensor.battery", "300", WATTS)
    await hass.async_block_till_done()
    assert device.readings_at == dt_util.utcnow()
    assert device.data == DeviceReadings(battery=BatteryReading(power=300.0))
    hass.states.async_set("sensor.pv", "unavailable", WATTS)
    await hass.async_block_till_done()
    assert device.status.value == "connected"
    hass.states.async_set("sensor.battery", "unavailable", WATTS)
    await hass.async_block_till_done()
    assert device.status.value == "failed"


# Charge point


async def station_of(hass: HomeAssistant, data: dict[str, Any], orders: dict[str, Any] | None = None) -> Any:
    """Set up a station."""
    parts = {"station": {**STATION, **data}, **WIRING}
    return await device_of(hass, "charge_point", {**parts, "orders": orders} if orders else parts)


def point(device: Any) -> ChargePointReading:
    """Return what the station reads."""
    reading: ChargePointReading = device.data.charge_points[1]
    return reading


async def test_a_station(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.state", "Charging")
    hass.states.async_set("sensor.power", "3.6", {"unit_of_measurement": "kW"})
    hass.states.async_set("sensor.session", "2.5", {"unit_of_measurement": "kWh"})
    hass.states.async_set("sensor.offered", "16", {"unit_of_measurement": "A"})
    for terminal in (1, 2, 3):
        hass.states.async_set(f"sensor.i{terminal}", "5.2", {"unit_of_measurement": "A"})
    device = await station_of(
        hass,
        {
            "session_entity": "sensor.session",
            "setpoint_entity": "sensor.offered",
            "current_entities": ["sensor.i1", "sensor.i2", "sensor.i3"],
            "report_interval": 20,
        },
    )
    assert point(device) == ChargePointReading(
        vehicle=VehicleState.C,
        power=3600.0,
        currents=(5.2, 5.2, 5.2),
        setpoint=16.0,
        session_energy=2500.0,
    )
    assert device.interval == 20
    assert device.orders is None


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("e408ea58", "e408ea58"),
        ("0000-0001", "0000-0001"),
        ("00000000", None),
        ("None", None),
        ("", None),
        ("unknown", None),
        ("unavailable", None),
    ],
)
async def test_a_station_tells_its_card(hass: HomeAssistant, said: str, tag: str | None) -> None:
    hass.states.async_set("sensor.state", "Charging")
    hass.states.async_set("sensor.power", "3.6", {"unit_of_measurement": "kW"})
    hass.states.async_set("sensor.card", said)
    device = await station_of(hass, {"tag_entity": "sensor.card"})
    assert point(device).tag == tag


async def test_a_station_on_one_phase_tells_one_current(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.state", "Finished")
    hass.states.async_set("sensor.power", "0", WATTS)
    hass.states.async_set("sensor.i1", "7", {"unit_of_measurement": "A"})
    device = await station_of(hass, {"current_entities": ["sensor.i1"]})
    assert point(device).currents == (7.0, 0.0, 0.0)
    assert point(device).finished
    hass.states.async_set("sensor.i1", "unknown")
    await hass.async_block_till_done()
    assert point(device).currents is None


@pytest.mark.parametrize(
    ("problem", "entity", "state"),
    [
        ("no power", "sensor.power", "unavailable"),
        ("no state", "sensor.state", "unavailable"),
        ("a word that nobody explained", "sensor.state", "firmware_update"),
    ],
)
async def test_what_a_station_cannot_do_without(hass: HomeAssistant, problem: str, entity: str, state: str) -> None:
    hass.states.async_set("sensor.state", "Charging")
    hass.states.async_set("sensor.power", "3000", WATTS)
    device = await station_of(hass, {})
    at = device.readings_at
    hass.states.async_set(entity, state, WATTS if entity == "sensor.power" else {})
    await hass.async_block_till_done()
    assert (device.status.value, device.readings_at) == ("failed", at), problem


async def test_a_car_that_draws_is_as_old_as_its_power(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """One that draws nothing cannot change unheard: many integrations report nothing of it for hours."""
    hass.states.async_set("sensor.state", "Charging")
    hass.states.async_set("sensor.power", "3000", WATTS)
    device = await station_of(hass, {})
    started = device.readings_at
    freezer.tick(timedelta(seconds=30))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert device.readings_at == started
    hass.states.async_set("sensor.state", "Suspended EVSE")
    hass.states.async_set("sensor.power", "0", WATTS)
    await hass.async_block_till_done()
    freezer.tick(timedelta(hours=3))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert dt_util.utcnow() - device.readings_at <= timedelta(seconds=5)


async def test_entities_that_come_later_than_the_site(hass: HomeAssistant) -> None:
    device = await station_of(hass, {})
    assert device.status.value == "paired"
    hass.states.async_set("sensor.state", "on")
    hass.states.async_set("sensor.power", "0", WATTS)
    await hass.async_block_till_done()
    assert device.status.value == "connected"
    assert point(device).vehicle is VehicleState.B


async def test_what_another_integration_shows_is_not_shown_again(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.state", "on")
    hass.states.async_set("sensor.power", "0", WATTS)
    await station_of(hass, {"session_entity": "sensor.session"})
    shown = {entry.translation_key for entry in er.async_get(hass).entities.values() if entry.platform == "overshot"}
    assert {"connected", "connection_status"} <= shown
    assert not shown & {"charging_power", "session_energy", "vehicle", "charging_current_l1"}


async def test_a_meter_without_the_grid_role_measures_something_of_the_house(hass: HomeAssistant) -> None:
    hass.states.async_set("sensor.power", "250", WATTS)
    device = await device_of(hass, "meter", {"power_entities": ["sensor.power"], "power_factor": -1.0})
    assert device.data.grid is None
    assert device.data.meters[1].power == -250
