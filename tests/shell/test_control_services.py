"""Actions for automations: what they set, and that they say what is wrong with what they are given."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest
import voluptuous as vol

from custom_components.overshot.circuit_tables import read_table
from custom_components.overshot.core.control.appliances.settings import ScheduleEntry
from custom_components.overshot.core.control.batteries.settings import BatteryTimer
from custom_components.overshot.core.control.charging.settings import EnergyTarget, RangeWish
from custom_components.overshot.core.control.settings import GridLimit
from custom_components.overshot.core.model import BatteryMode, ChargingMode
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from .conftest import METER_SERIAL, STATION_SERIAL, House
from .ordered import CONTACTS, Memory, OrderedHouse, device, in_memory, set_up
from .test_orders_battery import EMS, SERIAL
from .test_orders_heat_pump import PUMP


async def call(house: House | OrderedHouse, service: str, *, answers: bool = False, **data: Any) -> Any:
    """Call an action."""
    answer = await house.hass.services.async_call("overshot", service, data, blocking=True, return_response=answers)
    await house.settle()
    return answer


async def call_on(house: House | OrderedHouse, service: str, key: str, owner: str, **data: Any) -> None:
    """Call an action on a select."""
    await call(house, service, entity_id=house.entity_id("select", key, owner), **data)


def limit_of(house: House) -> GridLimit | None:
    """Return what the grid operator allows."""
    return house.site.state.settings.grid_limit


@pytest.fixture
async def stored(hass: HomeAssistant) -> Any:
    """Return a site with a battery and a heat pump in memory."""
    memory = Memory()
    memory.unit(247).holding.update(spread({**GOODWE, 47509: [0, 0], EMS: [1, 0]}))
    memory.unit(1).coil.update(dict.fromkeys(range(8), False))
    with in_memory(memory):
        house = await set_up(
            hass,
            device("inverter", "goodwe_et", SERIAL, host="192.0.2.1", unit_id=247),
            device("heat_pump", "waveshare_relay", PUMP, serial_number="1", host="192.0.2.2", wiring=CONTACTS),
        )
        await house.poll(SERIAL)
        yield house


# The grid operator's limit


async def test_the_grid_operator_limits_and_lifts(house: House, freezer: FrozenDateTimeFactory) -> None:
    await house.telegram(0)
    answer = await call(house, "set_grid_limit", answers=True, power=4200, duration={"minutes": 30})
    until = dt_util.utcnow() + timedelta(minutes=30)
    assert limit_of(house) == GridLimit(power=4200, until=until)
    assert answer == {"power": 4200, "until": until.isoformat()}
    freezer.tick(timedelta(minutes=31))
    await house.telegram(0)
    assert limit_of(house) is None, "it ends by itself"
    await call(house, "set_grid_limit", power=0, config_entry_id=house.entry.entry_id)
    assert limit_of(house) == GridLimit(power=0)
    assert await call(house, "set_grid_limit", answers=True) == {"power": None, "until": None}
    assert limit_of(house) is None


async def test_the_limit_is_an_entity_too(house: House) -> None:
    """What an automation has set shows, and can be set by hand; at its maximum there is none."""
    await call(house, "set_grid_limit", power=4200)
    entity = house.entity_id("number", "grid_limit", house.entry.entry_id)
    assert float(house.state("number", "grid_limit", house.entry.entry_id)) == 4200
    for value, expected in ((5000, GridLimit(power=5000)), (250_000, None)):
        await house.hass.services.async_call(
            "number", "set_value", {"entity_id": entity, "value": value}, blocking=True
        )
        assert limit_of(house) == expected


async def test_the_limit_lowers_a_car(house: House, freezer: FrozenDateTimeFactory) -> None:
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await call(house, "set_grid_limit", power=4830)
    for _ in range(20):
        house.station.plug(house.station.setpoint)
        await house.poll()
        await house.telegram(690 * house.station.setpoint)
        freezer.tick(timedelta(seconds=1))
    assert 0 < house.station.setpoint <= 7
    assert house.state("sensor", "reason") == "grid_operator_limit"


async def test_a_moment_without_a_zone_is_local(house: House, freezer: FrozenDateTimeFactory) -> None:
    await house.hass.config.async_set_time_zone("Europe/Brussels")
    freezer.move_to("2026-11-21 10:00:00+00:00")
    await call(house, "set_grid_limit", power=4200, until="2026-11-21 20:00:00")
    limit = house.site.state.settings.grid_limit
    assert limit is not None
    assert limit.until == datetime(2026, 11, 21, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"power": 4200, "until": "2020-01-01 00:00:00"}, "moment_passed"),
        ({"power": 4200, "config_entry_id": "another"}, "no_such_site"),
    ],
)
async def test_limits_that_cannot_be(house: House, data: dict[str, Any], error: str) -> None:
    with pytest.raises(ServiceValidationError) as err:
        await call(house, "set_grid_limit", **data)
    assert err.value.translation_key == error
    assert house.site.state.settings.grid_limit is None


@pytest.mark.parametrize(
    "data", [{"power": -1}, {"power": "much"}, {"power": 1, "until": "2036-01-01 00:00:00", "duration": 60}]
)
async def test_limits_that_make_no_sense(house: House, data: dict[str, Any]) -> None:
    with pytest.raises(vol.Invalid):
        await call(house, "set_grid_limit", **data)


async def test_with_two_sites_one_has_to_be_named(hass: HomeAssistant) -> None:
    with in_memory(Memory()):
        first, second = await set_up(hass), await set_up(hass, name="Shed")
        with pytest.raises(ServiceValidationError) as err:
            await call(first, "set_grid_limit", power=1000)
        assert err.value.translation_key == "several_sites"
        await call(first, "set_grid_limit", power=1000, config_entry_id=second.entry.entry_id)
        assert second.site.state.settings.grid_limit == GridLimit(power=1000)
        assert first.site.state.settings.grid_limit is None


# The peak


async def test_the_wished_peak(house: House) -> None:
    answer = await call(house, "set_peak_limit", answers=True, power=4000, active=True)
    assert answer == {"power": 4000, "active": True}
    assert float(house.state("number", "wished_peak", house.entry.entry_id)) == 4
    await call(house, "set_peak_limit", active=False)
    peak = house.site.state.settings.peak
    assert (peak.wished, peak.active) == (4000, False)


async def test_a_peak_that_makes_no_sense(house: House) -> None:
    with pytest.raises(ServiceValidationError) as err:
        await call(house, "set_peak_limit")
    assert err.value.translation_key == "nothing_to_set"
    for power in (0, 499, 100_001, "high"):
        with pytest.raises(vol.Invalid):
            await call(house, "set_peak_limit", power=power)


# Charge points


async def test_phases(house: House) -> None:
    await call_on(house, "set_phase_mode", "charging_mode", STATION_SERIAL, mode="single_phase")
    assert house.state("select", "phase_management") == "single_phase"


async def test_energy_targets(house: House) -> None:
    """They are sorted as the week goes, and replaced as a whole."""
    targets = [
        {"weekday": "fri", "time": "17:00", "energy": 10},
        {"weekday": "mon", "time": "07:30:00", "energy": 22.5},
    ]
    await call_on(house, "set_energy_targets", "charging_mode", STATION_SERIAL, targets=targets)
    assert house.site.settings(house.station_id).targets == (
        EnergyTarget(weekday=0, at=time(7, 30), energy=22_500),
        EnergyTarget(weekday=4, at=time(17), energy=10_000),
    )
    await call_on(house, "set_energy_targets", "charging_mode", STATION_SERIAL, targets=[])
    assert house.site.settings(house.station_id).targets == ()


async def test_two_targets_at_one_moment(house: House) -> None:
    targets = [{"weekday": "mon", "time": "07:30", "energy": energy} for energy in (5, 10)]
    with pytest.raises(ServiceValidationError) as err:
        await call_on(house, "set_energy_targets", "charging_mode", STATION_SERIAL, targets=targets)
    assert err.value.translation_key == "target_twice"


@pytest.mark.parametrize(
    "entry",
    [
        {"weekday": "monday", "time": "07:30", "energy": 5},
        {"weekday": "mon", "time": "25:00", "energy": 5},
        {"weekday": "mon", "time": "07:30", "energy": 0},
        {"weekday": "mon", "time": "07:30"},
    ],
)
async def test_targets_that_make_no_sense(house: House, entry: dict[str, Any]) -> None:
    with pytest.raises(vol.Invalid):
        await call_on(house, "set_energy_targets", "charging_mode", STATION_SERIAL, targets=[entry])


async def test_a_range(house: House, freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-21 10:00:00+00:00")
    name = ("set_range_wish", "charging_mode", STATION_SERIAL)
    await call_on(house, *name, range=200, duration={"hours": 8}, eco_share=40)
    settings = house.site.settings(house.station_id)
    assert settings.range_wish == RangeWish(distance=200, until=datetime(2026, 11, 21, 18, tzinfo=UTC))
    assert settings.eco_share == pytest.approx(0.4)
    await call_on(house, *name, range=100)
    wish = house.site.settings(house.station_id).range_wish
    assert wish is not None
    assert dt_util.as_local(wish.until).hour == 7
    await call_on(house, *name)
    settings = house.site.settings(house.station_id)
    assert settings.range_wish is None
    assert settings.eco_share == pytest.approx(0.4)
    with pytest.raises(ServiceValidationError) as err:
        await call_on(house, *name, range=100, until="2026-11-21 09:00:00+00:00")
    assert err.value.translation_key == "moment_passed"


# Batteries and heat pumps


async def test_a_battery_is_ordered_for_a_while(stored: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    await call_on(stored, "set_battery_mode", "battery_mode", SERIAL, mode="charge", power=3000, duration={"hours": 1})
    wishes = stored.site.state.settings.batteries[stored.id_of(SERIAL)]
    assert (wishes.mode, wishes.power) == (BatteryMode.CHARGE, 3000)
    freezer.tick(timedelta(minutes=61))
    await stored.telegram()
    assert stored.state("select", "battery_mode", SERIAL) == "automatic"


async def test_a_battery_is_left_to_itself_at_once(stored: OrderedHouse) -> None:
    """A time tells when an order ends, and automatic is none."""
    for mode in ("hold", "automatic"):
        await call_on(stored, "set_battery_mode", "battery_mode", SERIAL, mode=mode, duration={"hours": 1})
    wishes = stored.site.state.settings.batteries[stored.id_of(SERIAL)]
    assert (wishes.mode, wishes.until) == (BatteryMode.AUTO, None)


async def test_a_heat_pump_is_ordered_for_a_while(stored: OrderedHouse, freezer: FrozenDateTimeFactory) -> None:
    """One that nobody takes the boost from would run until somebody notices."""
    await call_on(stored, "set_heat_pump_mode", "sg_ready_mode", PUMP, mode="force", duration={"minutes": 30})
    assert stored.state("select", "sg_ready_mode", PUMP) == "force"
    freezer.tick(timedelta(minutes=31))
    await stored.telegram()
    assert stored.state("select", "sg_ready_mode", PUMP) == "automatic"
    await call_on(stored, "set_heat_pump_mode", "sg_ready_mode", PUMP, mode="recommend", duration={"minutes": 30})
    entity = stored.entity_id("select", "sg_ready_mode", PUMP)
    await stored.hass.services.async_call(
        "select", "select_option", {"entity_id": entity, "option": "recommend"}, blocking=True
    )
    freezer.tick(timedelta(minutes=31))
    await stored.telegram()
    assert stored.state("select", "sg_ready_mode", PUMP) == "recommend", "chosen by hand, it lasts"


async def test_modes_a_device_does_not_take(stored: OrderedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    devices = stored.entry.runtime_data.devices
    pump = devices[stored.id_of(PUMP)].orders
    monkeypatch.setattr(type(pump), "states", frozenset({2, 3}))
    monkeypatch.setattr(type(devices[stored.id_of(SERIAL)].orders), "modes", frozenset({BatteryMode.AUTO}))
    for service, key, owner, error in (
        ("set_heat_pump_mode", "sg_ready_mode", PUMP, "heat_pump_mode_not_possible"),
        ("set_battery_mode", "battery_mode", SERIAL, "battery_mode_not_possible"),
    ):
        mode = "block" if owner == PUMP else "hold"
        with pytest.raises(ServiceValidationError) as err:
            await call_on(stored, service, key, owner, mode=mode)
        assert err.value.translation_key == error


async def test_battery_timers(stored: OrderedHouse) -> None:
    timers = [
        {"start": "02:00", "end": "05:00", "mode": "charge", "power": 3000, "weekdays": ["mon"], "until_soc": 80},
        {"start": "22:00", "end": "02:00", "mode": "hold"},
    ]
    await call_on(stored, "set_charge_timer", "battery_mode", SERIAL, timers=timers)
    assert stored.site.state.settings.batteries[stored.id_of(SERIAL)].timers == (
        BatteryTimer(
            start=time(2),
            end=time(5),
            mode=BatteryMode.CHARGE,
            power=3000,
            weekdays=frozenset({0}),
            until_soc=80,
        ),
        BatteryTimer(start=time(22), end=time(2), mode=BatteryMode.HOLD, power=0),
    )


async def test_timers_that_cannot_be(stored: OrderedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = stored.entry.runtime_data.devices[stored.id_of(SERIAL)].orders
    monkeypatch.setattr(type(orders), "modes", frozenset({BatteryMode.AUTO, BatteryMode.CHARGE}))
    for entry, error in (
        ({"start": "02:00", "end": "02:00", "mode": "charge", "power": 100}, "span_empty"),
        ({"start": "02:00", "end": "03:00", "mode": "charge"}, "timer_without_power"),
        ({"start": "02:00", "end": "03:00", "mode": "hold"}, "battery_mode_not_possible"),
    ):
        with pytest.raises(ServiceValidationError) as err:
            await call_on(stored, "set_charge_timer", "battery_mode", SERIAL, timers=[entry])
        assert err.value.translation_key == error
    assert stored.site.state.settings.batteries[stored.id_of(SERIAL)].timers == ()


async def test_a_heat_pump_schedule(stored: OrderedHouse) -> None:
    schedule = [{"start": "12:00", "end": "15:00", "state": "recommend", "weekdays": ["sat", "sun"]}]
    await call_on(stored, "set_heat_pump_schedule", "sg_ready_mode", PUMP, schedule=schedule)
    assert stored.site.state.settings.heat_pumps[stored.id_of(PUMP)].schedule == (
        ScheduleEntry(start=time(12), end=time(15), state=3, weekdays=frozenset({5, 6})),
    )
    empty = [{"start": "12:00", "end": "12:00", "state": "block"}]
    with pytest.raises(ServiceValidationError) as err:
        await call_on(stored, "set_heat_pump_schedule", "sg_ready_mode", PUMP, schedule=empty)
    assert err.value.translation_key == "span_empty"


async def test_full_charge_days(stored: OrderedHouse) -> None:
    entity = stored.entity_id("number", "full_charge_days", SERIAL)
    for value, expected in ((14, 14), (0, None)):
        await stored.hass.services.async_call(
            "number", "set_value", {"entity_id": entity, "value": value}, blocking=True
        )
        assert stored.site.state.settings.batteries[stored.id_of(SERIAL)].full_charge_days == expected


# Tables


async def test_tables_are_exported_and_can_be_imported(house: House) -> None:
    """What comes out goes in again."""
    answer = await call(house, "export_tables", answers=True)
    (row,) = read_table(answer["stations"])
    assert (row.name, row.limit) == ("Garage", 16)
    assert answer["circuits"] == "circuit,limit (A),connected to\n"
    assert METER_SERIAL not in answer["stations"]
