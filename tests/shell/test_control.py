"""From a telegram to a register: what a site does with a station, and what it never does."""

from datetime import timedelta
from unittest.mock import MagicMock, patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from modbus_connection import ModbusConnectionError
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.core.model import BatteryReading, ChargingMode, SolarReading
from custom_components.overshot.devices.driver import DeviceReadings
from custom_components.overshot.snapshot import collect

from .conftest import FALLBACK, METER_SERIAL, SETPOINT, House


async def tick(house: House, freezer: FrozenDateTimeFactory, seconds: float = 1.0) -> None:
    """Let time pass."""
    freezer.tick(timedelta(seconds=seconds))
    async_fire_time_changed(house.hass)
    await house.settle()


async def sunshine(house: House, freezer: FrozenDateTimeFactory, seconds: int, power: float) -> None:
    """Let the sun shine for so many telegrams, the station following its setpoint at once."""
    for _ in range(seconds):
        current = house.station.setpoint if house.station.unit.holding[0x302B] != [0, 1 << 8] else 0.0
        house.station.plug(current)
        await house.poll()
        await house.telegram(power + 690 * current)
        await tick(house, freezer)


async def test_read_only_writes_nothing(house: House, freezer: FrozenDateTimeFactory) -> None:
    """A site looks until the user switches control on."""
    house.station.plug()
    await house.poll()
    for _ in range(5):
        await house.telegram(-9000)
        await tick(house, freezer)

    assert house.station.writes == []
    assert house.state("sensor", "reason") == "read_only"
    assert house.state("switch", "control") == "off"


async def test_safe_current_is_written_and_read_back_before_any_rise(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """A limit rises only once the station holds its fallback current."""
    house.station.plug()
    await house.poll()
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    house.station.unit.fail_write(FALLBACK, ModbusConnectionError("refused"))
    await house.control()
    await house.telegram(500)

    assert house.state("sensor", "reason") == "safe_current_pending"
    assert house.station.setpoint <= 16

    house.station.unit.fail_write(FALLBACK, None)
    house.station.unit.holding[SETPOINT] = 0
    for _ in range(8):
        await tick(house, freezer, 2)
        await house.poll()
        await house.telegram(500)

    assert house.station.fallback == 6
    assert house.state("sensor", "reason") == "boost"
    assert house.station.setpoint == 16
    first_rise = next(
        i for i, (register, value) in enumerate(house.station.writes) if register == SETPOINT and value > 0
    )
    assert (FALLBACK, 60) in house.station.writes[:first_rise]


async def test_surplus_reaches_the_car_after_the_hold_time(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Nothing is drawn before the surplus has lasted; then the current follows it."""
    house.site.async_wish(house.station_id, hold_time=20)
    await house.control()
    house.station.unit.holding[SETPOINT] = 0
    await sunshine(house, freezer, 10, -6900)
    assert house.station.setpoint == 0
    assert house.state("sensor", "reason") == "surplus_starting"
    assert house.state("sensor", "status") == "waiting_for_surplus"

    await sunshine(house, freezer, 25, -6900)
    assert house.station.setpoint == 10
    assert house.state("sensor", "status") == "charging_regulated"
    assert float(house.state("sensor", "setpoint")) == 10


async def test_silent_meter_brings_the_fallback_current(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Ten seconds after the last telegram the order is out, the car has had time to follow, and a repair tells why."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 0)
    assert house.station.setpoint == 16

    for _ in range(5):
        await tick(house, freezer)
        await house.poll()
    assert house.station.setpoint == 6
    assert house.state("sensor", "reason") == "meter_stale"

    for _ in range(12):
        await tick(house, freezer)
        await house.poll()
    assert house.state("binary_sensor", "problem", house.entry.entry_id) == "on"

    await sunshine(house, freezer, 3, 0)
    assert house.station.setpoint == 16
    assert house.state("binary_sensor", "problem", house.entry.entry_id) == "off"


async def test_an_oven_lowers_the_car_at_once(house: House, freezer: FrozenDateTimeFactory) -> None:
    """The measured excess over the derated 20 A is taken off the car in the same cycle."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 690)
    house.station.plug(16)
    await house.poll()

    await house.telegram(0, currents=(17, 25, 17))

    assert house.station.setpoint == 11
    assert house.state("sensor", "reason") == "fuse_limited"
    reason = house.hass.states.get(house.entity_id("sensor", "reason"))
    assert reason is not None
    assert reason.attributes["phase"] == "L2"


async def test_stop_leaves_the_station_at_its_fallback_current(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """When Home Assistant stops, nobody watches the fuse any more; the links are still up when the station hears it."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 0)
    assert house.station.setpoint == 16

    setpoints: list[float] = []
    hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, callback(lambda _: setpoints.append(house.station.setpoint)))
    await hass.async_stop(force=True)

    assert setpoints == [6]


async def test_unload_releases_and_reload_goes_on(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """A reload writes the fallback current, keeps the wishes and takes the car over again."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST, max_current=13)
    await house.control()
    await sunshine(house, freezer, 8, 0)
    assert house.station.setpoint == 13

    assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert house.station.setpoint == 6
    count = len(house.station.writes)
    await tick(house, freezer, 30)
    assert len(house.station.writes) == count

    assert await hass.config_entries.async_setup(house.entry.entry_id)
    await house.settle()
    await sunshine(house, freezer, 3, 0)
    assert house.site.settings(house.station_id).max_current == 13
    assert house.station.setpoint == 13


async def test_letting_go_leaves_the_fallback_current(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Back to read-only, the station holds a safe current and is left alone."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 0)

    await house.control(False)
    assert house.station.setpoint == 6
    count = len(house.station.writes)
    await sunshine(house, freezer, 5, 0)
    assert len(house.station.writes) == count


async def test_a_paused_car_stays_paused_on_unload(
    hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Unloading starts nothing: a car that waits for the sun does not get grid power."""
    await house.control()
    house.station.unit.holding[SETPOINT] = 0
    await sunshine(house, freezer, 5, 500)
    assert house.station.setpoint == 0

    assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert house.station.setpoint == 0


async def test_another_device_at_the_address_is_never_written_to(house: House, freezer: FrozenDateTimeFactory) -> None:
    """After a silence the station has to say again who it is."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 0)

    house.station.unit.fail_requests(ModbusConnectionError("gone"))
    await house.poll()
    house.station.unit.fail_requests(None)
    house.station.unit.holding[0x1013] = [0x5858] * 16
    count = len(house.station.writes)
    await house.poll()
    for _ in range(5):
        await tick(house, freezer)
        await house.telegram(0)

    assert len(house.station.writes) == count
    assert house.state("sensor", "connection_status") == "failed"
    assert house.state("binary_sensor", "connected") == "off"


async def test_the_setpoint_is_a_heartbeat(house: House, freezer: FrozenDateTimeFactory) -> None:
    """A station with a watchdog hears its setpoint again although it has not changed."""
    house.site.async_wish(house.station_id, mode=ChargingMode.OFF)
    await house.control()
    house.station.unit.holding[SETPOINT] = 0
    await sunshine(house, freezer, 2, 0)
    before = len(house.station.written_to(SETPOINT))
    await sunshine(house, freezer, 20, 0)
    beats = len(house.station.written_to(SETPOINT)) - before
    assert 2 <= beats <= 5
    assert house.station.fallback == 0


async def test_services_set_mode_and_control(hass: HomeAssistant, house: House) -> None:
    """Automations set the mode of a charge point and switch control on."""
    await hass.services.async_call(
        "overshot",
        "set_charging_mode",
        {"entity_id": house.entity_id("select", "charging_mode"), "mode": "boost"},
        blocking=True,
    )
    await hass.services.async_call(
        "overshot",
        "set_control",
        {"entity_id": house.entity_id("switch", "control"), "control": "active"},
        blocking=True,
    )
    settings = house.site.settings(house.station_id)
    assert settings.mode is ChargingMode.BOOST
    assert settings.controlled
    await hass.services.async_call(
        "overshot",
        "set_control",
        {"entity_id": house.entity_id("switch", "control"), "control": "read_only"},
        blocking=True,
    )
    assert not house.site.settings(house.station_id).controlled


async def test_the_meter_fills_the_energy_dashboard(house: House) -> None:
    """Counters in kWh with the classes the dashboard asks for, once a second telegram confirms the first."""
    await house.telegram(1234)
    await house.telegram(1234)
    state = house.hass.states.get(house.entity_id("sensor", "energy_import", METER_SERIAL))
    assert state is not None
    assert state.attributes["device_class"] == "energy"
    assert state.attributes["state_class"] == "total_increasing"
    assert state.attributes["unit_of_measurement"] == "kWh"
    assert float(state.state) == 1000
    assert float(house.state("sensor", "grid_power", METER_SERIAL)) == 1234


async def test_a_controller_does_not_count_a_battery_twice(house: House) -> None:
    """The energy controller repeats what the inverter says; the controller alone is believed."""
    await house.telegram(0)
    site = house.site
    inverter, controller = MagicMock(), MagicMock()
    for device, kind, power in ((inverter, "inverter", 1000.0), (controller, "controller", 990.0)):
        device.subentry.subentry_type = kind
        device.subentry.subentry_id = kind
        device.readings_at = dt_util.utcnow()
        device.data = DeviceReadings(battery=BatteryReading(power=power), solar=SolarReading(power=4 * power))

    both = collect([controller, inverter], site.grid_device, dt_util.utcnow())
    alone = collect([controller], site.grid_device, dt_util.utcnow())

    assert set(both.batteries) == set(both.solar) == {"inverter"}
    assert set(alone.batteries) == set(alone.solar) == {"controller"}


async def test_a_mistake_in_the_controller_brings_the_fallback_current(
    house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the core stumbles over, no car stays at a current that nobody watches; it is told once and mends itself."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 0)
    assert house.station.setpoint == 16

    with patch("custom_components.overshot.site.step", side_effect=RuntimeError("a mistake")):
        await sunshine(house, freezer, 4, 0)
    assert house.station.setpoint == 6
    assert house.state("sensor", "reason") == "control_failed"
    assert caplog.text.count("the controller failed") == 1

    await sunshine(house, freezer, 8, 0)
    assert house.station.setpoint == 16


async def test_a_fallback_current_the_station_refuses_does_not_keep_it_from_being_lowered(
    house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """A station that knows no fallback below 6 A can still be switched off, and it is told once."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await sunshine(house, freezer, 8, 0)
    assert house.station.setpoint == 16

    driver = house.site.fleet.stations[house.station_id]._orders
    with patch.object(driver, "set_fallback", side_effect=ValueError("no fallback below 6 A")):
        house.site.async_wish(house.station_id, mode=ChargingMode.OFF)
        await sunshine(house, freezer, 10, 0)
    assert house.station.setpoint == 0
    assert caplog.text.count("takes no fallback current like this") == 1
