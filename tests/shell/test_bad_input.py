"""Bad input in a running site: what is not known is unknown, what is wrong is told, and everything once."""

from dataclasses import replace
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from modbus_connection import IllegalDataAddressError, ModbusConnectionError, ModbusProtocolError
import pytest

from custom_components.overshot.core.model import ChargingMode, MeterReading, Reading

from .conftest import CURRENTS, METER_SERIAL, SETPOINT, STATION_SERIAL, House
from .test_control import tick
from .test_repairs import repairs


def issue(hass: HomeAssistant, key: str) -> ir.IssueEntry:
    """Return the one open repair of a kind."""
    (found,) = [each for each in ir.async_get(hass).issues.values() if each.translation_key == key]
    return found


async def told(house: House, reading: MeterReading) -> None:
    """Send a telegram with this reading."""
    house.meter._async_take_telegram(Reading(reading, dt_util.utcnow(), "p1"))
    await house.settle()


def meter_stale(house: House) -> bool:
    """Return whether the controller takes the grid meter for silent."""
    decision = house.site.data
    assert decision is not None
    return decision.state.meter_stale


def lines(caplog: pytest.LogCaptureFixture, text: str) -> list[str]:
    """Return what was logged with these words, at a level the user sees."""
    return [r.getMessage() for r in caplog.records if text in r.getMessage() and r.levelno >= logging.INFO]


class TestValues:
    """Fantasy numbers never reach an entity."""

    async def test_an_absurd_power_is_unknown_and_the_meter_counts_as_silent(
        self, house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
    ) -> None:
        """655 kW on 3 x 25 A: no car is raised or stopped for it, and the log names it once."""
        await house.telegram(500)
        for _ in range(5):
            await tick(house, freezer)
            await told(house, MeterReading(power=655_350.0, currents=(6553.5, 0.0, 0.0)))
        assert house.state("sensor", "grid_power", METER_SERIAL) == "unknown"
        assert meter_stale(house)
        (line,) = lines(caplog, "told what cannot be")
        assert "grid.power" in line
        await house.telegram(500)
        assert float(house.state("sensor", "grid_power", METER_SERIAL)) == 500

    async def test_a_total_that_jumps_is_held_and_the_rest_goes_on(
        self, house: House, freezer: FrozenDateTimeFactory
    ) -> None:
        """200 kWh in a second, then the right number again."""
        for energy in (1e6, 1e6, 1.2e6, 1e6 + 5):
            await tick(house, freezer)
            await told(house, MeterReading(power=700.0, energy_import=energy))
            state = house.hass.states.get("sensor.p1_meter_energy_imported")
            assert float(house.state("sensor", "grid_power", METER_SERIAL)) == 700
            assert state is None or float(state.state) < 1001
        assert float(house.state("sensor", "energy_import", METER_SERIAL)) == pytest.approx(1000.005)

    async def test_totals_survive_a_reload(self, hass: HomeAssistant, house: House) -> None:
        """The mark is stored with the site: the first reading after a restart is held against it."""
        await house.telegram(500)
        await house.telegram(500)
        assert await hass.config_entries.async_reload(house.entry.entry_id)
        await told(house, MeterReading(power=500.0, energy_import=9e9))
        assert float(house.state("sensor", "energy_import", METER_SERIAL)) == 1000

    async def test_what_is_stored_of_a_removed_device_goes(self, hass: HomeAssistant, house: House) -> None:
        """A meter added later at its place starts its own count."""
        await house.telegram(500)
        await house.telegram(500)
        meter_id = house.meter.subentry.subentry_id
        assert house.site.state.totals[meter_id].to_dict()
        hass.config_entries.async_remove_subentry(house.entry, meter_id)
        await hass.async_block_till_done()
        assert set(house.site.state.totals) == set(house.entry.subentries)


class TestFrozenMeter:
    """A link that is up but dead."""

    async def test_a_meter_that_repeats_itself(
        self, hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Told after ten minutes as what it is, not as silence; over with the first new value."""
        for _ in range(61):
            await tick(house, freezer, 10)
            await house.telegram(500)
        assert repairs(hass) == {"frozen_readings"}
        assert issue(hass, "frozen_readings").translation_placeholders["meter"] == "P1 meter"  # type: ignore[index]
        assert meter_stale(house)
        assert house.state("sensor", "grid_power", METER_SERIAL) == "unavailable"
        for _ in range(6):
            await tick(house, freezer, 10)
            await house.telegram(500)
        assert repairs(hass) == {"frozen_readings"}
        await house.telegram(501)
        assert repairs(hass) == set()
        assert not meter_stale(house)
        assert len(lines(caplog, "told exactly the same")) == 1
        assert len(lines(caplog, "change again")) == 1


class TestTwoMasters:
    """Somebody else talks on the line."""

    async def test_damaged_answers_above_a_rate(
        self, hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
    ) -> None:
        """Told with the line and the numbers; over ten minutes after the last of them."""
        for number in range(40):
            await tick(house, freezer, 5)
            broken = number % 4 == 0
            house.station.unit.fail_requests(ModbusProtocolError("CRC check failed") if broken else None)
            await house.poll()
            await house.telegram(500 + number)
        assert "two_masters" in repairs(hass)
        told = issue(hass, "two_masters").translation_placeholders
        assert told is not None
        assert told["line"] == "127.0.0.1"
        assert told["devices"] == "Garage"
        assert int(told["damaged"]) >= 10
        house.station.unit.fail_requests(None)
        for number in range(63):
            await tick(house, freezer, 10)
            await house.poll()
            await house.telegram(500 + number)
        assert repairs(hass) == set()

    async def test_silence_is_none_of_it(
        self, hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory
    ) -> None:
        """A station that is switched off answers nothing, and nothing wrong."""
        house.station.unit.fail_requests(ModbusConnectionError("gone"))
        for number in range(60):
            await tick(house, freezer, 5)
            await house.poll()
            await house.telegram(500 + number)
        assert repairs(hass) == set()
        assert house.entry.runtime_data.devices[house.station_id].answers.damaged == 0


class TestOtherController:
    """Somebody else sets the station's current."""

    @pytest.mark.parametrize(("every", "steered", "expected"), [(40, True, True), (0, True, False), (40, False, False)])
    async def test_a_setpoint_nobody_here_wrote(
        self, house: House, freezer: FrozenDateTimeFactory, every: int, steered: bool, expected: bool
    ) -> None:
        """10 A written over our 16 A, again and again; where Overshot only looks on, that is its good right."""
        house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
        if steered:
            await house.control()
        house.station.plug(16)
        for second in range(260):
            if every and second % every == every - 1:
                house.station.unit.holding[SETPOINT] = 100
            elif not steered and second % every == 5:
                house.station.unit.holding[SETPOINT] = 160
            await house.poll()
            await house.telegram(1000 + second % 7 + 690 * 16)
            await tick(house, freezer)
        assert ("other_controller" in repairs(house.hass)) is expected
        if expected:
            placeholders = issue(house.hass, "other_controller").translation_placeholders
            assert placeholders == {"device": "Garage", "told": "16", "found": "10"}


class TestLog:
    """Silence is logged once, recovery is logged once."""

    async def test_a_station_that_falls_silent(
        self, house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Ten polls without an answer: one line, and one when it is back."""
        await house.poll()
        caplog.clear()
        house.station.unit.fail_requests(ModbusConnectionError("gone"))
        for _ in range(10):
            await tick(house, freezer)
            await house.poll()
        assert len(lines(caplog, "Garage")) == 1
        caplog.clear()
        house.station.unit.fail_requests(None)
        for _ in range(3):
            await tick(house, freezer)
            await house.poll()
        assert len(lines(caplog, "Garage")) == 1

    async def test_a_meter_that_falls_silent(
        self, house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A stream that breaks again and again is one silence."""
        await house.telegram(500)
        caplog.clear()
        for _ in range(5):
            house.meter.async_lose("connection lost")
            await tick(house, freezer)
        assert len(lines(caplog, "P1 meter")) == 1
        caplog.clear()
        for number in range(5):
            await house.telegram(500 + number)
        assert len(lines(caplog, "P1 meter")) == 1

    async def test_a_block_that_is_refused(
        self, house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Its values are unknown, the others stand; told once, and once when it is back."""
        house.station.plug(8)
        await house.poll()
        device = house.entry.runtime_data.devices[house.station_id]
        known = device.data
        caplog.clear()
        for _ in range(5):
            await _poll_with(house, failed=frozenset({"measurements"}))
        (line,) = lines(caplog, "could not be read in part")
        assert line == "Garage: could not be read in part: measurements"
        assert device.last_update_success
        for _ in range(5):
            await _poll_with(house, failed=frozenset())
        assert len(lines(caplog, "can be read again")) == 1
        assert device.data.charge_points == known.charge_points

    async def test_a_real_block_that_is_refused(self, house: House) -> None:
        """The registers of the currents answer with an exception; the station goes on with what it still tells."""
        house.station.plug(8)
        await house.poll()
        house.station.unit.fail_read(CURRENTS, IllegalDataAddressError())
        await house.poll()
        device = house.entry.runtime_data.devices[house.station_id]
        assert device.last_update_success
        assert device.data.failed == {"measurements"}
        assert device.data.charge_points[1].currents is None
        assert device.data.charge_points[1].setpoint == 16
        house.station.unit.fail_read(CURRENTS, None)
        await house.poll()
        assert not device.data.failed
        assert house.state("sensor", "status", STATION_SERIAL) != "unavailable"


async def _poll_with(house: House, **changes: Any) -> None:
    """Poll the station, whose driver tells this as well."""
    device = house.entry.runtime_data.devices[house.station_id]
    poll = device.driver.poll

    async def changed() -> Any:
        return replace(await poll(), **changes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(device.driver, "poll", changed)
        await house.poll()
