"""The ledger of a running site: what its sensors tell, at what pace, and what survives a crash or a silent meter."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
import shutil
import threading
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Event, EventStateChangedData, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.ledger.flows import Source
from custom_components.overshot.records.database import database_path

from ..ordered import Memory, in_memory
from .household import INVERTER, METER, START, STATION, Household, World, make_household, until


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Return devices in memory."""
    memory = Memory()
    with in_memory(memory):
        yield memory


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory) -> Household:
    """Return a house at ten in the morning."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    return await make_household(hass, freezer, memory)


async def test_a_quarter_is_told_where_it_came_from_and_what_it_cost(house: Household) -> None:
    """1.5 kW in the house, a car of 6.9 kW, 2.4 kW of sun: the sun is the house's first, the rest of it the car's."""
    house.world.load, house.world.solar, house.world.car = 1500.0, 2400.0, 10.0
    await house.quarters()
    before = house.keeper.figures
    assert before is not None
    await house.quarters()
    figures = house.keeper.figures
    assert figures is not None
    hour = 0.25
    today = figures.today
    assert today.imported - before.today.imported == pytest.approx(6000 * hour, rel=0.02)
    assert today.solar - before.today.solar == pytest.approx(2400 * hour, abs=110), "its counter has steps of 100 Wh"
    car = house.id_of(STATION)
    share, had = today.shares[car], before.today.shares[car]
    assert share.total - had.total == pytest.approx(6900 * hour, rel=0.02)
    sunny = share.energy[Source.SOLAR] - had.energy[Source.SOLAR]
    assert sunny == pytest.approx(900 * hour, abs=110)
    assert share.cost - had.cost == pytest.approx(0.30 * 6 * hour, rel=0.05)
    assert house.number("cost_today") == pytest.approx(today.import_cost, abs=0.01)
    assert house.number("autarky") == pytest.approx(100 * 2400 / 8400, abs=1.5)
    assert house.number("self_consumption") == 100
    solar, grid = (house.number(f"energy_from_{kind}", STATION) for kind in ("solar", "grid"))
    assert solar + grid == pytest.approx(share.total / 1000, rel=0.02)


async def test_sensors_are_of_the_right_kind(house: Household) -> None:
    await house.quarters()
    registry = er.async_get(house.hass)
    told = {
        entry.unique_id.removeprefix(f"{house.entry.entry_id}_"): house.hass.states.get(entry.entity_id)
        for entry in registry.entities.values()
        if entry.platform == DOMAIN and entry.domain == "sensor"
    }
    cost, energy = told["cost_today"], told[f"{STATION}_energy_from_grid"]
    assert cost is not None
    assert energy is not None
    midnight = dt_util.start_of_local_day()
    assert {key: cost.attributes[key] for key in ("device_class", "state_class", "unit_of_measurement")} == {
        "device_class": "monetary",
        "state_class": "total",
        "unit_of_measurement": "EUR",
    }
    assert datetime.fromisoformat(cost.attributes["last_reset"]) == midnight
    assert {key: energy.attributes[key] for key in ("device_class", "state_class", "unit_of_measurement")} == {
        "device_class": "energy",
        "state_class": "total_increasing",
        "unit_of_measurement": "kWh",
    }
    # Nobody told the CO2 of the grid, and meter, sun and battery have counters of their own; this station has none.
    assert [key for key in told if "co2" in key or "counted" in key] == [f"{STATION}_counted_energy"]
    assert registry.entities[house.entity_id("sensor", "house_from_grid", house.entry.entry_id) or ""].disabled


async def test_sensors_are_calm(house: Household) -> None:
    """A minute of telegrams each second: counters are told once, money not at all."""
    house.world.load = 3000.0
    await house.quarters()
    changes: list[str] = []

    def heard(event: Event[EventStateChangedData]) -> None:
        changes.append(event.data["entity_id"])

    house.hass.bus.async_listen("state_changed", heard)
    await house.live(60, 1)
    ours = {
        str(house.entity_id("sensor", key, owner))
        for key, owner in (
            ("battery_stored", house.entry.entry_id),
            ("cost_today", house.entry.entry_id),
            ("to_pay", house.entry.entry_id),
            ("energy_from_grid", STATION),
        )
    }
    counts = {entity_id: changes.count(entity_id) for entity_id in ours}
    assert max(counts.values()) <= 2, counts
    assert counts[str(house.entity_id("sensor", "cost_today", house.entry.entry_id))] == 0


async def test_a_new_day_begins_at_nothing(house: Household, freezer: FrozenDateTimeFactory) -> None:
    house.world.load = 2000.0
    freezer.move_to(datetime(2026, 11, 17, 22, 40, tzinfo=UTC))
    await house.measure()
    await house.quarters()
    spent = house.number("cost_today")
    assert spent == pytest.approx(0.30 * 2 * 5 / 60, abs=0.01)
    # 23:45 to 0:00 in Brussels.
    await house.quarters()
    state = house.shown("cost_today")
    assert state is not None
    assert float(state.state) == 0
    assert datetime.fromisoformat(state.attributes["last_reset"]) == datetime(2026, 11, 17, 23, tzinfo=UTC)
    assert house.number("import_yesterday") == pytest.approx(house.world.imported / 1000 - 1000, rel=0.1)
    assert house.number("cost_month") > spent


async def test_what_a_battery_holds_and_saves(house: Household) -> None:
    """It charges from the sun for half an hour and gives that back when it is dark."""
    house.world.load, house.world.solar, house.world.battery = 500.0, 4500.0, -4000.0
    await house.quarters(2)
    assert house.number("battery_stored") > 5
    charged = house.number("battery_charged_today")
    assert charged == pytest.approx(2, abs=0.2)
    house.world.solar, house.world.battery = 0.0, 500.0
    await house.quarters(2)
    worth = house.number("battery_worth_today")
    assert worth == pytest.approx(0.30 * 0.25, rel=0.2)
    # What it took could have been sold for 0.05.
    assert house.number("battery_saved_today") < worth
    assert house.number("energy_from_battery", STATION) == 0


async def test_co2_of_import_and_what_is_saved(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    hass.states.async_set("sensor.grid_co2", "200", {"unit_of_measurement": "gCO2eq/kWh"})
    world = World(load=3000.0, solar=2000.0)
    house = await make_household(hass, freezer, memory, world=world, co2_entity="sensor.grid_co2")
    await house.live(30, 2)
    assert house.number("co2_now") == pytest.approx(200, abs=15)
    assert house.number("co2_saved_now") == pytest.approx(400, abs=15)
    await house.quarters(2)
    assert house.number("co2_saved_today") == pytest.approx(0.4 * 0.5, abs=0.05)
    # Unknown is unknown: a silent meter causes no CO2 that anybody knows of.
    await house.tick(40)
    await house.tick(20)
    assert house.shown("co2_now").state == "unknown"  # type: ignore[union-attr]


async def test_a_silent_meter_is_counted_when_it_speaks_again(house: Household) -> None:
    house.world.load = 2000.0
    await house.quarters()
    counted, meter = house.keeper.figures, house.world.imported
    assert counted is not None
    for _ in range(20):
        await house.tick(30)
        # The others go on.
        await house.poll(INVERTER, STATION)
    await house.quarters()
    figures = house.keeper.figures
    assert figures is not None
    assert figures.today.imported - counted.today.imported == pytest.approx(house.world.imported - meter, rel=0.02)
    assert figures.today.estimated >= 1


def records_of(hass: HomeAssistant, house: Household) -> list[Path]:
    """Return the files of the records."""
    path = database_path(hass.config.config_dir, house.entry.entry_id)
    return [each for each in (path, path.with_name(path.name + "-wal")) if each.exists()]


async def test_a_crash_loses_no_energy_and_a_minute_at_most(
    hass: HomeAssistant, house: Household, tmp_path: Path
) -> None:
    """Files as they lay on the disk at some moment, then a start from them ten minutes later."""
    house.world.load, house.world.car = 1000.0, 6.0
    await house.quarters()
    await house.live(200)
    await until(house.hass, lambda: house.keeper._writer._task is None or house.keeper._writer._task.done())
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for file in records_of(hass, house):
        shutil.copy(file, crashed / file.name)
    shown = house.number("energy_from_grid", STATION)
    had = house.world.imported
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    for file in records_of(hass, house):
        file.unlink()
    for file in crashed.iterdir():
        shutil.copy(file, database_path(hass.config.config_dir, house.entry.entry_id).parent / file.name)
    house.world.live(600)
    house.freezer.tick(600)
    assert await hass.config_entries.async_setup(house.entry.entry_id)
    await house.measure()
    await house.live(2, 1)
    assert house.keeper.memory.running is not None
    assert house.number("energy_from_grid", STATION) >= shown, "a counter never falls"
    await house.quarters()
    figures = house.keeper.figures
    assert figures is not None
    assert figures.today.imported == pytest.approx(house.world.imported - 1_000_000, abs=60), had
    assert house.keeper.since == pytest.approx(START, abs=timedelta(seconds=10))


async def test_loading_again_leaves_nothing_behind(hass: HomeAssistant, house: Household) -> None:
    await house.quarters()
    first = house.number("cost_today")
    listeners = len(house.site._listeners)
    for _ in range(2):
        assert await hass.config_entries.async_reload(house.entry.entry_id)
        await house.measure()
        await house.live(2, 1)
        await house.summed()
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("overshot-records")]
    assert len(threads) == 1
    assert len(house.site._listeners) == listeners
    assert house.number("cost_today") == first
    assert await hass.config_entries.async_unload(house.entry.entry_id)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("overshot-records")]
    files = records_of(hass, house)
    assert files
    assert await hass.config_entries.async_remove(house.entry.entry_id)
    assert not files[0].exists(), "a site that is removed leaves no books"


async def test_a_mistake_in_the_ledger_does_not_stop_the_controller(
    house: Household, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("custom_components.overshot.records.keeper.step", broken)
        await house.live(30, 2)
        assert house.site.data is not None
        assert not house.site.data.state.meter_stale
    assert caplog.text.count("the ledger failed") == 1
    await house.quarters()
    assert house.keeper.figures is not None
    assert house.keeper.figures.today.quarters >= 1


async def test_a_full_disk_is_told_once_and_mends_itself(
    house: Household, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.world.load = 2000.0
    from custom_components.overshot.records.database import Database, RecordsError

    async def full(self: Database, batch: object) -> None:
        raise RecordsError("disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "async_write", full)
        await house.quarters(2)
    assert caplog.text.count("cannot be written") == 1
    caplog.clear()
    await house.live(70)
    await until(house.hass, lambda: not house.keeper._unwritten)
    figures = house.keeper.figures
    assert figures is not None
    assert figures.today.imported == pytest.approx(house.world.imported - 1_000_000, rel=0.1)


async def test_a_meter_without_counters_gets_them_from_the_ledger(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An inverter that tells power alone: what it made is counted, after a minute in which no counter came."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    from custom_components.overshot.devices.goodwe_et import GoodweEt

    poll = GoodweEt.poll

    async def without_counters(self: GoodweEt) -> Any:
        from dataclasses import replace

        readings = await poll(self)
        return replace(readings, solar=replace(readings.solar, energy=None) if readings.solar is not None else None)

    monkeypatch.setattr(GoodweEt, "poll", without_counters)
    house = await make_household(hass, freezer, memory, world=World(solar=3600.0), station=False)
    assert house.shown("counted_solar", INVERTER) is None
    await house.live(600, 10)
    assert house.number("counted_solar", INVERTER) == pytest.approx(0.6, abs=0.07)
    assert house.shown("counted_import", METER) is None
