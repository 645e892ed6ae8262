"""The history of the recorder on day one: last month is there on the first evening, once, and never in place of what was measured."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.models import StatisticMeanType
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done

from custom_components.overshot.core.ledger.flows import Flows, Source
from custom_components.overshot.records import history_import, statistics
from custom_components.overshot.records.history_import import META, Progress

from ..ordered import Memory, in_memory
from ..tariffs.prices import version
from .household import START, STATION, Household, make_household, until

HOUR = timedelta(hours=1)
BEGAN = datetime(2026, 9, 14, 22, tzinfo=UTC)
"""Midnight in Brussels."""


@pytest.fixture(autouse=True)
def _custom_integrations(recorder_mock: Recorder, enable_custom_integrations: None) -> None:
    """Let Home Assistant load the integration, with a recorder that keeps its words to itself."""
    for chatter in ("sqlalchemy.engine", "homeassistant.components.recorder"):
        logging.getLogger(chatter).setLevel(logging.WARNING)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """Return devices in memory; asyncio's clock stands still, so nothing may wait for it."""
    monkeypatch.setattr(history_import, "BREATH", 0.0)
    memory = Memory()
    with in_memory(memory):
        yield memory


async def remember(hass: HomeAssistant, statistic: str, start: datetime, energies: list[float]) -> None:
    """Put hours of a counter (Wh) into the recorder's long-term statistics."""
    total, found = 0.0, []
    for index, energy in enumerate(energies):
        total += energy / 1000
        found.append({"start": start + index * HOUR, "sum": total, "state": total})
    metadata = {
        "mean_type": StatisticMeanType.NONE,
        "has_sum": True,
        "name": None,
        "source": "recorder",
        "statistic_id": statistic,
        "unit_class": "energy",
        "unit_of_measurement": "kWh",
    }
    async_import_statistics(hass, metadata, found)  # type: ignore[arg-type]
    await async_wait_recording_done(hass)


async def prefer(hass: HomeAssistant, *, devices: bool = True) -> None:
    """Fill in the Energy preferences."""
    from homeassistant.components.energy.data import async_get_manager

    assert await async_setup_component(hass, "energy", {})
    sources: list[Any] = [
        {"type": "grid", "stat_energy_from": "sensor.in", "stat_energy_to": "sensor.out", "cost_adjustment_day": 0.0},
        {"type": "solar", "stat_energy_from": "sensor.sun", "config_entry_solar_forecast": None},
        {"type": "battery", "stat_energy_from": "sensor.give", "stat_energy_to": "sensor.take"},
    ]
    consumption: list[Any] = [
        {"stat_consumption": "sensor.dishes", "name": "Dishes"},
        {"stat_consumption": "sensor.dishes_heater", "included_in_stat": "sensor.dishes"},
    ]
    await (await async_get_manager(hass)).async_update(
        {"energy_sources": sources, "device_consumption": consumption if devices else []}
    )


HOURS = int((START.replace(minute=0, second=0) - BEGAN) / HOUR)


async def fill(hass: HomeAssistant) -> None:
    """Fill the recorder: from the middle of September on, 1 kWh an hour imported, and by day 0.5 kWh from the sun."""
    day = [500.0 if 9 <= hour < 15 else 0.0 for hour in range(24)]
    sun = [day[(BEGAN + index * HOUR).hour] for index in range(HOURS)]
    await remember(hass, "sensor.in", BEGAN, [1000.0] * HOURS)
    await remember(hass, "sensor.out", BEGAN, [0.0] * HOURS)
    await remember(hass, "sensor.sun", BEGAN, sun)
    await remember(hass, "sensor.take", BEGAN, [200.0 if each else 0.0 for each in sun])
    await remember(hass, "sensor.give", BEGAN, [0.0] * HOURS)
    await remember(hass, "sensor.dishes", BEGAN, [100.0] * HOURS)
    await remember(hass, "sensor.dishes_heater", BEGAN, [90.0] * HOURS)
    await prefer(hass)


async def imported(house: Household) -> Progress:
    """Wait for the import; return how far it has come."""
    task = house.entry.runtime_data.history._task
    assert task is not None
    await until(house.hass, task.done)
    progress = Progress.read(await house.keeper.database.async_meta(META))
    assert progress is not None
    return progress


@pytest.fixture
async def hass_before(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> HomeAssistant:
    """Return Home Assistant as it is before the site is set up: with a full recorder."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    await fill(hass)
    return hass


async def ask(house: Household, **asked: Any) -> Any:
    """Ask for a report."""
    return await house.hass.services.async_call(
        "overshot", "get_energy_report", asked, blocking=True, return_response=True
    )


async def test_the_first_evening_shows_last_month(
    hass_before: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    old, new = version("Old", "2026-01-01", price=0.30), version("New", "2026-10-16", price=0.40)
    house = await make_household(hass_before, freezer, memory, contracts=(old, new))
    progress = await imported(house)
    assert progress.found
    october = await ask(house, period="month", at="2026-10-31")
    totals = october["totals"]
    # October has 31 days and one hour more.
    assert totals["imported"] == pytest.approx((31 * 24 + 1) * 1000, abs=1)
    assert totals["quarters_from_history"] == totals["quarters"] == 31 * 96 + 4
    assert totals["cost"] == pytest.approx(0.30 * 15 * 24 + 0.40 * (16 * 24 + 1), abs=0.01)
    assert totals["solar"] == pytest.approx(31 * 6 * 500, abs=1)
    assert totals["charged"] == pytest.approx(31 * 6 * 200, abs=1)
    shares = {each["name"]: each for each in october["consumers"]}
    assert shares["sensor.dishes"]["energy"] == pytest.approx((31 * 24 + 1) * 100, abs=1)
    assert "sensor.dishes_heater" not in shares, "it is a part of the other"
    assert len(october["bars"]) == 31
    assert october["bill"]["unmeasured_quarters"] == 0
    assert october["bill"]["total"] == pytest.approx(totals["cost"], abs=0.01)
    # What was told of an hour says nothing of its quarters: no peak comes from there.
    assert [peak["month"] for peak in october["peaks"]["months"]] in ([], ["2026-11"])
    september = await ask(house, period="month", at="2026-09-20")
    assert september["bill"]["remarks"] == ["bill_unmeasured"]
    assert september["totals"]["quarters"] == 4 * int((datetime(2026, 9, 30, 22, tzinfo=UTC) - BEGAN) / HOUR)
    await house.summed()
    assert house.number("import_yesterday") == 24


async def test_it_is_taken_over_once_and_measured_quarters_stay(
    hass_before: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await make_household(hass_before, freezer, memory)
    await imported(house)
    await house.quarters(6)
    progress = await imported(house)
    assert progress.last_hour, "the hour in which the ledger began came when the recorder had it"
    before = await house.keeper.async_records(START - 2 * HOUR, dt_util.utcnow())
    assert {record.imported_from_history for record in before if record.start < progress.until} == {True}
    assert {record.imported_from_history for record in before if record.start >= progress.until} == {False}
    reads = 0

    def counted(*args: Any) -> list[Flows]:
        nonlocal reads
        reads += 1
        return []

    monkeypatch.setattr(history_import, "read_hours", counted)
    assert await hass_before.config_entries.async_reload(house.entry.entry_id)
    await house.measure()
    task = house.entry.runtime_data.history._task
    await until(hass_before, task.done)
    assert reads == 0
    assert await house.keeper.async_records(START - 2 * HOUR, before[-1].start + timedelta(minutes=1)) == before


async def test_where_it_stopped_it_goes_on(
    hass_before: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recorder fails at the second month; after a restart the first is not read again."""
    starts: list[datetime] = []
    read = statistics.read_hours

    def fails(hass: Any, house: Any, place: Any, start: datetime, end: datetime) -> list[Flows]:
        starts.append(start)
        if len(starts) == 2:
            raise OSError("disk")
        return read(hass, house, place, start, end)

    monkeypatch.setattr(history_import, "read_hours", fails)
    house = await make_household(hass_before, freezer, memory)
    await until(hass_before, lambda: len(starts) == 2)
    assert await hass_before.config_entries.async_reload(house.entry.entry_id)
    await house.measure()
    progress = await imported(house)
    days = [dt_util.as_local(start).date() for start in starts]
    assert days[:3] == [date(2026, 11, 1), date(2026, 10, 1), date(2026, 10, 1)]
    assert progress.reached < BEGAN
    report = await ask(house, period="month", at="2026-10-31")
    assert report["totals"]["quarters"] == 31 * 96 + 4
    assert report["savings"] is None, "nothing was steered in that time"


async def test_a_contract_of_those_days_prices_them_again(
    hass_before: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    """Entered after the first evening, with a date that is past: what was taken over costs what it cost."""
    house = await make_household(hass_before, freezer, memory, contracts=(version("Old", "2026-11-01"),))
    await imported(house)
    assert (await ask(house, period="month", at="2026-10-31"))["totals"]["unpriced"] > 0
    (own,) = house.entry.get_subentries_of_type("contract")
    dated = version("Older", "2026-01-01", price=0.20)
    hass_before.config_entries.async_update_subentry(
        house.entry, own, data={"versions": [dated, *own.data["versions"]]}
    )
    await house.settle()
    await imported(house)
    october = (await ask(house, period="month", at="2026-10-31"))["totals"]
    assert (october["unpriced"], october["cost"]) == (0, pytest.approx(0.20 * (31 * 24 + 1), abs=0.01))
    assert (await ask(house, period="day", at="2026-11-02"))["totals"]["cost"] == pytest.approx(0.30 * 24, abs=0.01)


async def test_nothing_to_take_over_is_no_mistake(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    freezer.move_to(START)
    house = await make_household(hass, freezer, memory)
    task = house.entry.runtime_data.history._task
    await until(hass, task.done)
    assert await house.keeper.database.async_meta(META) is None
    report = await ask(house, period="month", at="2026-10-31")
    assert report["totals"]["quarters"] == 0
    assert not [record for record in caplog.records if record.levelname == "ERROR" and "overshot" in record.name]


async def test_a_station_that_is_listed_is_our_station(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    """A counter of the Energy preferences that belongs to a device of ours counts as that device, and once."""
    from custom_components.overshot.records.statistics import async_house_statistics

    freezer.move_to(START)
    house = await make_household(hass, freezer, memory)
    memory.unit(1).holding[0x3019] = [0, 1000]
    device = house.entry.runtime_data.devices[house.id_of(STATION)]
    found = await async_house_statistics(hass, house.site.devices)
    assert found.battery == house.id_of("9010KETU00000OVS")
    assert device.subentry.subentry_id not in found.consumers.values(), "it has no counter yet"


async def test_oct_25_has_25_hours(hass_before: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory) -> None:
    house = await make_household(hass_before, freezer, memory)
    await imported(house)
    day = await ask(house, period="day", at="2026-10-25")
    assert len(day["bars"]) == 25
    assert day["totals"]["imported"] == pytest.approx(25_000)
    sunny = next(bar for bar in day["bars"] if bar["solar"])
    assert sunny["solar_to"]["battery"] == pytest.approx(0.0), "the house comes before the battery"
    assert sunny["sources"]["solar"] == pytest.approx(500.0)
    battery = sum(bar["charged"] for bar in day["bars"])
    assert battery == pytest.approx(6 * 200)
    assert set(day["charts"]["sources"]) >= {"solar", "grid", "battery"}
    assert Source.SOLAR in day["consumers"][0]["sources"]
