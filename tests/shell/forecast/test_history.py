"""The past of a house from Home Assistant's recorder: energies by hour and by five minutes, whatever they lack."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.models import StatisticMeanType
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done

from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.model import QUARTER
from custom_components.overshot.plans.history import (
    FIVE_MINUTES,
    HOUR,
    Balance,
    Counters,
    async_counters,
    async_history,
    balance,
    records,
)

from .conftest import START, MakeHouse, Sky

GHENT = Location(latitude=51.05, longitude=3.72)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 15, 23, tzinfo=UTC)
METER = Counters(imported=("in",), exported=("out",))
HOME = Counters(imported=("in",), exported=("out",), solar=("sun",), discharged=("give",), charged=("take",))


def rows(start: datetime, *changes: float | None, step: timedelta = HOUR) -> list[Any]:
    """Return rows of statistics."""
    return [
        {"start": (start + index * step).timestamp(), "change": change}
        for index, change in enumerate(changes)
        if change is not None
    ]


def test_the_house_is_what_came_in_less_what_went_out() -> None:
    told = {
        "in": rows(NOON, 100.0),
        "out": rows(NOON, 900.0),
        "sun": rows(NOON, 3000.0),
        "give": rows(NOON, 50.0),
        "take": rows(NOON, 1750.0),
    }
    assert balance(told, HOME, GHENT, HOUR) == {NOON: Balance(load=500.0, solar=3000.0)}


def test_five_minutes_are_turned_to_power() -> None:
    told = {"in": rows(NOON, 50.0, step=FIVE_MINUTES), "out": rows(NOON, 0.0, step=FIVE_MINUTES)}
    assert balance(told, METER, GHENT, FIVE_MINUTES) == {NOON: Balance(load=600.0, solar=None)}


@pytest.mark.parametrize(
    "changes",
    [(None, 0.0), (-4000.0, 0.0), (float("nan"), 0.0), (1e9, 0.0), (300.0, None)],
    ids=["a gap", "a counter that was reset", "no number", "a jump", "export unknown"],
)
def test_what_a_counter_does_not_tell_is_not_known(changes: tuple[float | None, float | None]) -> None:
    told = {"in": rows(NOON, changes[0]), "out": rows(NOON, changes[1])}
    found = balance(told, METER, GHENT, HOUR)
    assert found.get(NOON, Balance(None, None)).load is None


def test_an_inverter_that_sleeps_gives_nothing_by_night_and_is_not_known_by_day() -> None:
    house = Counters(imported=("in",), solar=("sun",))
    for moment, load in ((MIDNIGHT, 300.0), (NOON, None)):
        found = balance({"in": rows(moment, 300.0)}, house, GHENT, HOUR)
        assert found[moment].load == load


@pytest.mark.parametrize(
    ("counters", "car", "known"),
    [
        (Counters(imported=("in",), cars=("car",)), [0.0, 7000.0, 0.0, 0.0], [400, 400, 500, 450]),
        (Counters(imported=("in",), cars=("car",)), [], [400, None, 500, 450]),
        (Counters(imported=("in",), uncounted=True), [], [400, None, 500, 450]),
        (Counters(imported=("in",)), [], [400, 7400, 500, 450]),
    ],
    ids=["counted", "counted only since today", "not counted", "no car at all"],
)
def test_a_car_is_not_the_house(counters: Counters, car: list[float], known: list[float | None]) -> None:
    told = {"in": rows(NOON, 400.0, 7400.0, 500.0, 450.0), "car": rows(NOON, *car)}
    found = balance(told, counters, GHENT, HOUR)
    assert [found[NOON + index * HOUR].load for index in range(4)] == known


def test_quarters_take_over_from_hours_where_they_are_known() -> None:
    hours = {NOON + index * HOUR: Balance(400.0, None) for index in range(4)}
    late = NOON + 2 * HOUR
    fine = {late + index * FIVE_MINUTES: Balance(100.0 * index, None) for index in range(7)}
    rough, exact = records(hours, fine, NOON + 4 * HOUR)
    assert [record.start for record in rough] == [NOON + index * QUARTER for index in range(8)]
    assert [(record.start, record.load) for record in exact] == [(late, 100.0), (late + QUARTER, 400.0)]


def test_a_counter_in_steps_of_a_tenth_of_a_kwh_tells_hours_only() -> None:
    from custom_components.overshot.plans.history import _coarse

    assert _coarse(rows(NOON, 0.0, 100.0, 0.0, step=FIVE_MINUTES))
    assert not _coarse(rows(NOON, 1.0, 100.0, 0.0, step=FIVE_MINUTES))
    assert not _coarse(rows(NOON, 0.0, 0.0, step=FIVE_MINUTES))


async def remember(
    hass: HomeAssistant, statistic: str, start: datetime, powers: list[float], unit: str = "kWh"
) -> None:
    """Put hours of a counter (W) into the recorder's long-term statistics."""
    total, found = 0.0, []
    for index, power in enumerate(powers):
        total += power / (1000 if unit == "kWh" else 1)
        found.append({"start": start + index * HOUR, "sum": total, "state": total})
    metadata = {
        "mean_type": StatisticMeanType.NONE,
        "has_sum": True,
        "name": None,
        "source": "recorder",
        "statistic_id": statistic,
        "unit_class": "energy",
        "unit_of_measurement": unit,
    }
    async_import_statistics(hass, metadata, found)  # type: ignore[arg-type]
    await async_wait_recording_done(hass)


def evenings(days: int) -> list[float]:
    """Return hours (W) of days with a busy evening, from midnight in Brussels on."""
    return [2000.0 if 18 <= hour < 22 else 300.0 for _ in range(days) for hour in range(24)]


async def test_a_house_is_known_on_day_one(
    hass: HomeAssistant, recorder_mock: Recorder, sky: Sky, make_house: MakeHouse
) -> None:
    """The Energy preferences name the counters; the forecast knows the evenings at once."""
    midnight = START.replace(hour=22, minute=0, second=0) - timedelta(days=22)
    await remember(hass, "sensor.meter_in", midnight, evenings(21))
    await remember(hass, "sensor.meter_out", midnight, [0.0] * 21 * 24, "Wh")
    await remember(hass, "sensor.sun", midnight, [0.0] * 21 * 24)
    await sky.prefer(imported="sensor.meter_in", exported="sensor.meter_out")
    house = await make_house()
    await house.told()
    state = house.forecasts.learnt.home
    assert len(state.load.days) >= 20
    assert state.load.residuals.missed == (0.0,) * len(state.load.residuals.missed), "hours teach nothing of quarters"
    expected = house.forecasts.data
    assert expected is not None
    assert expected.outlook.load_learnt
    evening, night = START.replace(hour=18, minute=0), START.replace(day=17, hour=1, minute=0)
    assert expected.outlook.load.at(evening)[0] == pytest.approx(2000, rel=0.2)  # type: ignore[index]
    assert expected.outlook.load.at(night)[0] == pytest.approx(300, rel=0.3)  # type: ignore[index]
    assert house.forecasts.learnt.imported


async def test_no_history_is_no_mistake_and_asked_for_once(
    hass: HomeAssistant, make_house: MakeHouse, caplog: pytest.LogCaptureFixture
) -> None:
    house = await make_house()
    assert house.forecasts.learnt.imported
    assert house.forecasts.learnt.home.load.days == ()
    assert "overshot" not in "".join(record.name for record in caplog.records if record.levelname == "ERROR")


async def test_our_own_counters_serve_where_nothing_is_preferred(hass: HomeAssistant, make_house: MakeHouse) -> None:
    house = await make_house()
    counters = await async_counters(hass, house.site.devices)
    meter = house.entity_id("sensor", "energy_import", "METER-0001")
    assert counters.imported == ((meter,) if meter else ())
    assert counters.solar == (house.entity_id("sensor", "solar_energy", "9010KETU00000OVS"),)
    assert not counters.uncounted


async def test_without_an_import_counter_there_is_no_history(hass: HomeAssistant, sky: Sky) -> None:
    assert await async_history(hass, Counters(solar=("sensor.sun",)), GHENT, START) == ((), ())


async def test_a_day_of_23_hours_has_92_quarters(hass: HomeAssistant, recorder_mock: Recorder, sky: Sky) -> None:
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)
    await remember(hass, "sensor.meter_in", start - HOUR, [300.0] * 27)
    rough, exact = await async_history(
        hass, Counters(imported=("sensor.meter_in",)), GHENT, datetime(2026, 3, 30, 22, tzinfo=UTC)
    )
    assert exact == ()
    starts = [record.start for record in rough]
    assert starts == sorted(set(starts))
    assert sum(start <= moment < start + 23 * HOUR for moment in starts) == 92
