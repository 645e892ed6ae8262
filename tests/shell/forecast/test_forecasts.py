"""The forecast of a running site: it measures each quarter, learns, asks, tells, and survives whatever comes."""

from datetime import timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.energy import async_get_solar_forecast
from custom_components.overshot.plans import inputs
from custom_components.overshot.plans.inputs import ForecastLack

from ..ordered import device
from .conftest import SERIAL, START, FakeWeather, MakeHouse, Sky, SunnyHouse, hours

MIDNIGHT = START.replace(hour=22, minute=0, second=0) - timedelta(days=1)
"""In Brussels."""


def load_of(house: SunnyHouse) -> list[float]:
    """Return the quarters of today that are known (W)."""
    today = house.forecasts.learnt.home.load.today
    return [] if today is None else [power for power in today.power if power is not None]


async def test_a_new_house_is_told_by_its_prior(house: SunnyHouse) -> None:
    expected = house.forecasts.data
    assert expected is not None
    assert sum(expected.outlook.load.mean[:96]) / 4 == pytest.approx(3_500_000 / 365, rel=0.2)
    assert set(house.forecasts.inputs().lacks) == {
        ForecastLack.NO_SOLAR_FORECAST,
        ForecastLack.NO_WEATHER,
        ForecastLack.NO_HISTORY,
    }
    assert float(house.told_by("expected_load_tomorrow")) == pytest.approx(9.6, rel=0.3)
    assert house.told_by("load_forecast_error") == "unknown"


async def test_each_whole_quarter_is_learnt(house: SunnyHouse) -> None:
    await house.next_quarter()
    measured = house.site.snapshot
    sun = sum(it.value.power or 0 for it in measured.solar.values())
    battery = sum(it.value.power or 0 for it in measured.batteries.values())
    await house.next_quarter()
    assert load_of(house)[-1] == pytest.approx(600 + sun + battery, abs=5)
    assert house.forecasts.learnt.home.solar.highest == pytest.approx(sun)
    state = inputs.current(house.hass, house.entry).state
    assert state is house.forecasts.learnt.home
    assert state.load.last == START.replace(minute=15, second=0)


async def test_a_quarter_in_which_the_meter_was_silent_is_not_learnt(house: SunnyHouse) -> None:
    await house.next_quarter()
    await house.next_quarter()
    known = len(load_of(house))
    house.freezer.tick(600)
    await house.next_quarter()
    assert len(load_of(house)) == known


async def test_a_house_whose_controller_never_answered_is_not_learnt(make_house: MakeHouse) -> None:
    """It would have told of sun, battery and cars: what the meter says alone is not the house."""
    house = await make_house(device("controller", "hager_flow", "EMC-1", host="192.0.2.2", unit_id=0))
    await house.next_quarter()
    await house.next_quarter()
    assert house.site.devices[house.id_of("EMC-1")].readings_at is None
    assert load_of(house) == []


async def test_the_energy_platform_is_heard_and_given_back_corrected(make_house: MakeHouse, sky: Sky) -> None:
    roof = sky.add_provider()
    await sky.prefer(roof)
    sky.provider.answer = hours(MIDNIGHT + timedelta(hours=6), [0, 500, 1000, 2000, 3000, 4000, 4000, 3000, 2000, 500])
    house = await make_house()
    told = inputs.current(house.hass, house.entry)
    assert told.solar_told is not None
    assert ForecastLack.NO_SOLAR_FORECAST not in told.lacks
    expected = house.forecasts.data
    assert expected is not None
    assert expected.outlook.solar_told
    given = await async_get_solar_forecast(house.hass, house.entry.entry_id)
    assert given is not None
    energies = given["wh_hours"]
    assert energies["2026-06-16T12:00:00+02:00"] == pytest.approx(4000, rel=0.15)
    assert energies["2026-06-17T03:00:00+02:00"] == 0
    assert float(house.told_by("expected_solar_remaining")) == pytest.approx(15.5, rel=0.2)
    assert sky.provider.asked == [roof] * len(sky.provider.asked)


async def test_the_morning_that_is_over_stays_as_it_was_forecast(make_house: MakeHouse, sky: Sky) -> None:
    await sky.prefer(sky.add_provider())
    sky.provider.answer = hours(MIDNIGHT, [1000.0 if 5 <= hour < 20 else 0.0 for hour in range(48)])
    house = await make_house()
    await house.next_quarter()
    sky.provider.answer = hours(MIDNIGHT, [0.0] * 48)
    await house.next_quarter()
    given = await async_get_solar_forecast(house.hass, house.entry.entry_id)
    assert given is not None
    assert given["wh_hours"]["2026-06-16T11:00:00+02:00"] > 400, "as it was forecast before"
    assert given["wh_hours"]["2026-06-16T12:00:00+02:00"] == 0, "as it is told now"


async def test_other_sites_and_strangers_get_no_forecast(house: SunnyHouse) -> None:
    stranger = MockConfigEntry(domain="elsewhere")
    stranger.add_to_hass(house.hass)
    assert await async_get_solar_forecast(house.hass, stranger.entry_id) is None
    assert await async_get_solar_forecast(house.hass, "nobody") is None


async def test_a_changed_forecast_is_announced_and_the_same_is_not(
    hass: HomeAssistant, make_house: MakeHouse, sky: Sky
) -> None:
    await sky.prefer(sky.add_provider())
    sky.provider.answer = hours(MIDNIGHT, [500.0] * 48)
    house = await make_house()
    heard: list[None] = []
    house.entry.async_on_unload(inputs.listen(hass, house.entry, lambda: heard.append(None)))
    await house.next_quarter()
    assert heard == []
    sky.provider.answer = hours(MIDNIGHT, [600.0] * 48)
    await house.next_quarter()
    assert heard == [None]


async def test_a_restart_keeps_what_was_learnt(house: SunnyHouse) -> None:
    for _ in range(3):
        await house.next_quarter()
    known, today = house.forecasts.learnt.home, house.forecasts.learnt.today
    assert await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.settle()
    after = house.forecasts.learnt
    assert after.home == known
    assert (after.today.load, after.today.solar) == (today.load, today.solar)
    assert after.today.told == today.told
    assert after.imported


@pytest.mark.parametrize(
    "stored",
    [
        {"version": 1, "minor_version": 1, "key": "k", "data": {"home": 5, "today": None}},
        {"version": 1, "minor_version": 1, "key": "k", "data": ["spoilt"]},
        {"version": 1, "minor_version": 1, "key": "k", "data": {"home": {"load": 1}, "imported": True}},
        {"version": 99, "minor_version": 1, "key": "k", "data": {"home": {}}},
    ],
    ids=["no object", "a list", "half of it", "of the future"],
)
async def test_a_spoilt_file_is_learnt_anew(
    make_house: MakeHouse, hass_storage: dict[str, Any], caplog: pytest.LogCaptureFixture, stored: dict[str, Any]
) -> None:
    from unittest.mock import patch

    with patch("custom_components.overshot.plans.learnt.DOMAIN", "spoilt"):
        entry_id = "01SPOILT"
        hass_storage[f"spoilt.{entry_id}.forecast"] = stored
        with patch("pytest_homeassistant_custom_component.common.ulid_util.ulid_now", return_value=entry_id):
            house = await make_house()
    assert house.entry.entry_id == entry_id
    assert house.forecasts.data is not None
    assert "is learnt anew" in caplog.text


async def test_an_array_that_reports_at_night_is_not_believed(
    make_house: MakeHouse, sky: Sky, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(START.replace(hour=0))
    house = await make_house()
    for _ in range(3):
        await house.next_quarter()
    assert ForecastLack.SOLAR_AT_NIGHT in inputs.current(house.hass, house.entry).lacks
    assert house.attributes("solar_forecast_error")["lacks"][-2:] == ["solar_at_night", "no_history"]
    expected = house.forecasts.data
    assert expected is not None
    assert expected.outlook.solar.mean[0] == 0


async def test_an_array_that_is_held_back_teaches_nothing(house: SunnyHouse) -> None:
    await house.control(SERIAL)
    house.drawn = -990.0
    house.site.async_wish_limit(house.id_of(SERIAL), export=1000.0)
    for _ in range(2):
        await house.next_quarter()
    assert len(load_of(house)) == 2, "the house is known all the same"
    assert house.forecasts.learnt.home.solar.highest == 0


async def test_a_morning_without_home_assistant_is_taken_to_be_as_usual(house: SunnyHouse) -> None:
    """The day's energy counts from midnight, whenever Home Assistant was started."""
    today = house.forecasts.learnt.today
    assert today.counted == len(today.told) - 1 == 44, "quarters until eleven o'clock"
    assert today.load == pytest.approx(3_500_000 / 365 * 11 / 24, rel=0.3)
    whole = float(house.told_by("expected_load_today"))
    assert whole == pytest.approx(float(house.told_by("expected_load_tomorrow")), rel=0.2)
    await house.next_quarter()
    assert house.forecasts.learnt.today.counted == 45


async def test_nobody_is_asked_before_home_assistant_has_started(
    hass: HomeAssistant, make_house: MakeHouse, sky: Sky
) -> None:
    await sky.prefer(sky.add_provider())
    sky.provider.answer = hours(MIDNIGHT, [500.0] * 48)
    hass.set_state(CoreState.starting)
    house = await make_house()
    assert (sky.provider.asked, house.forecasts.data) == ([], None)
    hass.set_state(CoreState.running)
    await house.wait(2, 1)
    assert len(sky.provider.asked) == 1
    assert house.forecasts.data is not None


async def test_weather_is_learnt_with_the_house(make_house: MakeHouse, sky: Sky) -> None:
    entity: FakeWeather = await sky.add_weather()
    entity.hours = [
        {"datetime": (START + timedelta(hours=hour)).isoformat(), "native_temperature": 20.0, "cloud_coverage": 50}
        for hour in range(48)
    ]
    house = await make_house()
    for _ in range(2):
        await house.next_quarter()
    told = inputs.current(house.hass, house.entry)
    assert told.temperatures is not None
    assert told.clouds is not None
    assert told.state.load.felt == pytest.approx(18.0), "what it is now, not what it was to be"
    assert ForecastLack.NO_WEATHER not in told.lacks


async def test_a_car_that_left_is_remembered(house: SunnyHouse) -> None:
    from dataclasses import replace

    from custom_components.overshot.core.control.charging.memory import ChargePointMemory, SessionMemory

    now = dt_util.utcnow()
    memory = house.site.state.memory
    plugged = ChargePointMemory(session=SessionMemory(since=now - timedelta(hours=2), energy=9000.0, at=now))
    house.forecasts._stays.look(replace(memory, charge_points={"garage": plugged}), now)
    left = now + timedelta(minutes=1)
    house.forecasts._stays.look(replace(memory, charge_points={"garage": ChargePointMemory()}), left)
    for _ in range(2):
        await house.next_quarter()
    (stay,) = house.forecasts.learnt.home.cars["garage"].stays
    assert (stay.arrived, stay.left, stay.energy) == (now - timedelta(hours=2), left, 9000.0)


async def test_errors_are_told_of_what_was_said_before(house: SunnyHouse) -> None:
    for _ in range(6):
        await house.next_quarter()
    errors = house.attributes("load_forecast_error")
    assert errors["mean_absolute_error_15_min"] > 0
    assert errors["mean_absolute_error_240_min"] is None
    assert errors["lacks"] == ["no_solar_forecast", "no_weather", "no_history"]


async def test_what_goes_wrong_is_said_once_and_tried_again(
    house: SunnyHouse, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of numbers")

    monkeypatch.setattr("custom_components.overshot.plans.forecasts._forecast", fail)
    for _ in range(3):
        await house.next_quarter()
    assert house.told_by("expected_load_tomorrow") == "unavailable"
    assert caplog.text.count("it is tried again next quarter") == 1
    monkeypatch.undo()
    await house.next_quarter()
    assert house.told_by("expected_load_tomorrow") != "unavailable"
    caplog.clear()
    caplog.set_level(logging.ERROR)


async def test_a_history_that_cannot_be_read_holds_up_no_forecast(
    make_house: MakeHouse, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again, so meanwhile the quarters that are over wait: what was before them has to be learnt first."""

    async def fail(*_: object) -> None:
        raise RuntimeError("database is locked")

    monkeypatch.setattr("custom_components.overshot.plans.forecasts.async_history", fail)
    house = await make_house()
    await house.next_quarter()
    assert house.told_by("expected_load_tomorrow") not in ("unavailable", "unknown")
    assert caplog.text.count("the history cannot be read") == 1
    await house.next_quarter()
    assert load_of(house) == []
    monkeypatch.undo()
    await house.next_quarter()
    assert house.forecasts.learnt.imported
    assert len(load_of(house)) == 3


async def test_a_history_that_can_never_be_read_is_given_up(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("database is gone")

    monkeypatch.setattr("custom_components.overshot.plans.forecasts.async_history", fail)
    house = await make_house()
    for _ in range(4):
        await house.next_quarter()
    assert house.forecasts.learnt.imported
    assert load_of(house)


async def test_panels_speak_where_nobody_else_does(hass: HomeAssistant, make_house: MakeHouse) -> None:
    from types import MappingProxyType

    from homeassistant.config_entries import ConfigSubentryData

    roof = ConfigSubentryData(
        data=MappingProxyType({"panel_count": 10.0, "panel_power": 400.0, "azimuth": 180.0, "tilt": 35.0}),
        subentry_type="panels",
        title="Roof",
        unique_id="panels_1",
    )
    odd = ConfigSubentryData(
        data=MappingProxyType({"panel_count": 0.0}), subentry_type="panels", title="Odd", unique_id="panels_2"
    )
    house = await make_house(roof, odd)
    assert len(house.forecasts.settings.groups) == 1
    assert 5 < float(house.told_by("expected_solar_tomorrow")) < 25
    assert house.forecasts.data is not None
    assert house.forecasts.data.outlook.solar_told


async def test_panels_that_are_added_at_noon_had_a_morning(house: SunnyHouse) -> None:
    from types import MappingProxyType

    from homeassistant.config_entries import ConfigSubentry

    before = house.forecasts.learnt.today
    assert (before.counted, before.solar) == (44, 0), "quarters without sun until eleven o'clock"
    roof = ConfigSubentry(
        data=MappingProxyType({"panel_count": 10.0, "panel_power": 400.0, "azimuth": 180.0, "tilt": 35.0}),
        subentry_type="panels",
        title="Roof",
        unique_id="panels_1",
    )
    house.hass.config_entries.async_add_subentry(house.entry, roof)
    await house.settle()
    await house.poll(SERIAL)
    await house.wait(2, 1)
    today = house.forecasts.learnt.today
    assert (today.counted, len(today.told), today.load) == (44, 45, before.load)
    assert today.solar == pytest.approx(sum(today.told[:44]) / 4, rel=0.01)
    tomorrow = float(house.told_by("expected_solar_tomorrow"))
    assert float(house.told_by("expected_solar_today")) == pytest.approx(tomorrow, rel=0.3)


async def test_removing_the_site_forgets_the_house(house: SunnyHouse, hass_storage: dict[str, Any]) -> None:
    await house.next_quarter()
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    key = f"overshot.{house.entry.entry_id}.forecast"
    assert key in hass_storage
    await house.hass.config_entries.async_remove(house.entry.entry_id)
    assert key not in hass_storage
