"""What the user wishes of the site as a whole, and what the site tells: as entities, in plain sight."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from custom_components.overshot.core.control.batteries.settings import BatteryStrategy
from custom_components.overshot.core.control.peak.settings import PeakMeans
from custom_components.overshot.core.control.settings import SurplusPriority, TieBreak
from custom_components.overshot.core.model import ChargingMode
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from .conftest import House
from .ordered import Memory, OrderedHouse, device, in_memory, set_up, tick
from .test_orders_battery import EMS, SERIAL


async def act(house: House | OrderedHouse, platform: str, key: str, action: str, **data: Any) -> None:
    """Do something with an entity of the site, as a user does."""
    entity_id = house.entity_id(platform, key, house.entry.entry_id)
    await house.hass.services.async_call(platform, action, {"entity_id": entity_id, **data}, blocking=True)
    await house.settle()


def told(house: House | OrderedHouse, platform: str, key: str) -> str:
    """Return the state of an entity of the site."""
    return house.state(platform, key, house.entry.entry_id)


def attributes(house: House | OrderedHouse, platform: str, key: str) -> Any:
    """Return the attributes of an entity of the site."""
    state = house.hass.states.get(str(house.entity_id(platform, key, house.entry.entry_id)))
    assert state is not None
    return state.attributes


@pytest.fixture
async def stored(hass: HomeAssistant) -> Any:
    """Return a site with a battery in memory."""
    memory = Memory()
    memory.unit(247).holding.update(spread({**GOODWE, 47509: [0, 0], EMS: [1, 0]}))
    with in_memory(memory):
        house = await set_up(hass, device("inverter", "goodwe_et", SERIAL, host="192.0.2.1", unit_id=247))
        await house.poll(SERIAL)
        yield house


async def test_the_peak_is_wished(house: House) -> None:
    await house.telegram(0)
    assert told(house, "switch", "peak_control") == "off"
    await act(house, "switch", "peak_control", "turn_on")
    await act(house, "number", "wished_peak", "set_value", value=4.2)
    await act(house, "switch", "boost_obeys_peak", "turn_on")
    await act(house, "select", "peak_order", "select_option", option="cars_appliances_battery")
    peak = house.site.state.settings.peak
    assert (peak.active, peak.wished, peak.boost_obeys) == (True, 4200, True)
    assert peak.order == (PeakMeans.CARS, PeakMeans.APPLIANCES, PeakMeans.BATTERY)
    assert told(house, "number", "wished_peak") == "4.2"
    await act(house, "switch", "peak_control", "turn_off")
    assert not house.site.state.settings.peak.active
    assert len(attributes(house, "select", "peak_order")["options"]) == 6


async def test_a_peak_below_the_floor_gets_a_remark(house: House) -> None:
    """Below 2.5 kW the grid fee stays what it is; without such a tariff there is nothing to remark."""
    await house.telegram(0)
    assert attributes(house, "number", "wished_peak")["remark"] is None
    await act(house, "number", "wished_peak", "set_value", value=2)
    assert attributes(house, "number", "wished_peak")["remark"] == "no_extra_benefit"
    await act(house, "switch", "capacity_tariff", "turn_off")
    assert attributes(house, "number", "wished_peak")["remark"] is None


async def test_charging_as_a_whole(house: House) -> None:
    await house.telegram(0)
    await act(house, "select", "tie_break", "select_option", option="earliest_departure")
    await act(house, "number", "charging_limit", "set_value", value=7000)
    settings = house.site.state.settings
    assert (settings.tie_break, settings.charging_limit) == (TieBreak.EARLIEST_DEPARTURE, 7000)
    await act(house, "number", "charging_limit", "set_value", value=250_000)
    assert house.site.state.settings.charging_limit is None, "at its maximum there is none"


async def test_a_limit_of_all_charging_binds(house: House, freezer: FrozenDateTimeFactory) -> None:
    """3 x 230 V x 10 A is 6.9 kW: the car gets no more, and is told why."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await act(house, "number", "charging_limit", "set_value", value=6900)
    await house.control()
    for _ in range(20):
        house.station.plug(house.station.setpoint)
        await house.poll()
        await house.telegram(690 * house.station.setpoint)
        freezer.tick(timedelta(seconds=1))
    assert house.station.setpoint == 10
    assert house.state("sensor", "reason") == "charging_limit"


async def test_the_reserve_is_wished(stored: OrderedHouse) -> None:
    await act(stored, "select", "battery_strategy", "select_option", option="jullix")
    await act(stored, "select", "surplus_priority", "select_option", option="battery")
    await act(stored, "number", "surplus_priority_soc", "set_value", value=80)
    await act(stored, "number", "min_soc", "set_value", value=25)
    await act(stored, "number", "peak_buffer", "set_value", value=15)
    await act(stored, "number", "cheapest_hours", "set_value", value=5)
    await act(stored, "switch", "lock_battery", "turn_off")
    settings = stored.site.state.settings
    assert settings.storage.strategy is BatteryStrategy.JULLIX
    assert (settings.storage.min_soc, settings.storage.buffer, settings.storage.lock_while_charging) == (25, 15, False)
    assert settings.storage.cheapest_hours == 5
    assert (settings.surplus_priority, settings.surplus_priority_soc) == (SurplusPriority.BATTERY, 80)
    assert told(stored, "select", "battery_strategy") == "jullix"
    assert told(stored, "switch", "lock_battery") == "off"


async def test_a_minimum_below_ten_percent_is_refused(stored: OrderedHouse) -> None:
    """A battery that is emptied deeper wears out; the user is told so, not that a number is out of range."""
    with pytest.raises(ServiceValidationError) as err:
        await act(stored, "number", "min_soc", "set_value", value=9)
    assert err.value.translation_key == "min_soc_too_low"
    assert stored.site.state.settings.storage.min_soc == 10


async def test_a_minimum_that_the_inverter_takes_away_is_told(stored: OrderedHouse) -> None:
    """The inverter stops at 30 % by itself: a minimum of 25 % leaves nothing for peaks."""
    await stored.control(SERIAL)
    await act(stored, "number", "min_soc", "set_value", value=25)
    device_ = stored.entry.runtime_data.devices[stored.id_of(SERIAL)]
    device_.driver._own_min_soc, device_.driver._polls = 30.0, 1
    await stored.poll(SERIAL)
    await stored.telegram()
    assert "min_soc_too_low" in stored.repairs()
    await act(stored, "number", "min_soc", "set_value", value=31)
    assert "min_soc_too_low" not in stored.repairs()


async def test_a_site_without_batteries_has_no_word_of_them(house: House) -> None:
    entry_id = house.entry.entry_id
    states = {state.entity_id for state in house.hass.states.async_all()}
    assert states
    for platform, key in (("select", "battery_strategy"), ("number", "min_soc"), ("sensor", "storage_soc")):
        with pytest.raises(AssertionError):
            house.entity_id(platform, key, entry_id)


async def test_the_quarter_is_shown(house: House, freezer: FrozenDateTimeFactory) -> None:
    """What was imported in the running quarter, where it leads, and when it ends."""
    freezer.move_to("2026-11-21 10:00:00+00:00")
    for _ in range(6):
        await house.telegram(6000)
        freezer.tick(timedelta(seconds=10))
    await house.telegram(6000)
    assert float(told(house, "sensor", "quarter_energy")) == pytest.approx(100, abs=5)
    assert float(told(house, "sensor", "quarter_demand")) == pytest.approx(400, abs=20)
    assert float(told(house, "sensor", "quarter_forecast")) == pytest.approx(6000, rel=0.02)
    assert dt_util.parse_datetime(told(house, "sensor", "quarter_ends")) == dt_util.parse_datetime(
        "2026-11-21 10:15:00+00:00"
    )
    assert float(told(house, "sensor", "peak_hold_target")) == 2500
    assert float(told(house, "sensor", "month_peak")) == 0
    assert told(house, "sensor", "month_peak_at") == "unknown"


async def test_the_quarter_survives_a_reload(hass: HomeAssistant, house: House, freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-21 10:00:00+00:00")
    for _ in range(7):
        await house.telegram(6000)
        freezer.tick(timedelta(seconds=10))
    before = float(told(house, "sensor", "quarter_energy"))
    assert await hass.config_entries.async_reload(house.entry.entry_id)
    await house.telegram(6000)
    assert float(told(house, "sensor", "quarter_energy")) >= before


async def test_unbalance_is_shown_with_advice(house: House) -> None:
    """20 A may flow: 3 A of difference are 15 %, 6 A are 30 %."""
    await house.telegram(0, (5.0, 2.0, 3.0))
    assert float(told(house, "sensor", "unbalance")) == 15
    assert attributes(house, "sensor", "unbalance")["advice"] is None
    await house.telegram(0, (8.0, 2.0, 3.0))
    assert float(told(house, "sensor", "unbalance")) == 30
    assert float(told(house, "sensor", "unbalance_current")) == 6
    assert attributes(house, "sensor", "unbalance")["advice"] == "spread_loads"


async def test_the_site_knows_where_and_when_it_is(house: House) -> None:
    site = house.site.site
    assert site.time_zone == house.hass.config.time_zone
    assert (site.latitude, site.longitude) == (house.hass.config.latitude, house.hass.config.longitude)
    assert site.unbalance_limit == 20
    assert site.charge_points[0].switches_phases


async def test_the_reserve_is_shown(stored: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    await tick(stored, freezer)
    await stored.poll(SERIAL)
    await stored.telegram()
    assert 0 <= float(told(stored, "sensor", "storage_soc")) <= 100
    assert told(stored, "binary_sensor", "recharging") == "off"
    assert told(stored, "binary_sensor", "peak_limited") == "off"
