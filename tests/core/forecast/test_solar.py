"""The solar forecast: geometry, what it learns from a real array, and what it must not believe."""

from datetime import UTC, datetime, timedelta
import json
from math import nan
import random

from hypothesis import given, settings as hypothesis_settings, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.forecast.calibration import CELLS, Calibration
from custom_components.overshot.core.forecast.panels import PanelGroup, array_power
from custom_components.overshot.core.forecast.solar import SolarSettings, SolarState, forecast, said, update
from custom_components.overshot.core.forecast.sun import Location, sun_at
from custom_components.overshot.core.model.series import QUARTER, Series

GHENT = Location(latitude=51.05, longitude=3.72)
SOUTH = PanelGroup(count=10, watt_peak=400, azimuth=180, tilt=35)
ROOF = SolarSettings(place=GHENT, groups=(SOUTH,))
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def sky(start, days, groups=(SOUTH,), clouds=0.3):
    """Return what panels make (W) in each quarter of some days."""
    middle = QUARTER / 2
    return [
        array_power(groups, sun_at(GHENT, start + index * QUARTER + middle), clouds) for index in range(days * 96)
    ]  # fmt: skip


def lived(real, told=None, settings=ROOF, start=MAY, state=None):
    """Return the state after an array made `real` (W) while a provider told `told` (W)."""
    state = state or SolarState()
    series = None if told is None else Series.of(start, told)
    for index, power in enumerate(real):
        state = update(state, settings, start + index * QUARTER, power, told=series)
    return state


@pytest.mark.parametrize(
    ("moment", "azimuth", "elevation"),
    [
        (datetime(2026, 6, 21, 11, 47, tzinfo=UTC), 180, 62.4),
        (datetime(2026, 12, 21, 11, 43, tzinfo=UTC), 180, 15.5),
        (datetime(2026, 3, 20, 6, 0, tzinfo=UTC), 90, 1.0),
    ],
    ids=["midsummer noon", "midwinter noon", "equinox, sunrise in the east"],
)
def test_where_the_sun_stands(moment, azimuth, elevation):
    sun = sun_at(GHENT, moment)
    assert sun.azimuth == pytest.approx(azimuth, abs=3)
    assert sun.elevation == pytest.approx(elevation, abs=2)


def test_hour_and_season_of_the_sun():
    noon = sun_at(GHENT, datetime(2026, 6, 21, 11, 47, tzinfo=UTC))
    assert noon.hour_angle == pytest.approx(0, abs=1)
    assert noon.declination == pytest.approx(23.4, abs=0.3)
    assert sun_at(GHENT, datetime(2026, 12, 21, 14, 43, tzinfo=UTC)).hour_angle == pytest.approx(45, abs=1)
    assert sun_at(GHENT, datetime(2026, 12, 21, 14, 43, tzinfo=UTC)).declination == pytest.approx(-23.4, abs=0.3)


def test_east_makes_its_power_in_the_morning_and_west_in_the_afternoon():
    east = sky(MAY, 1, (PanelGroup(count=10, watt_peak=400, azimuth=90, tilt=35),))
    west = sky(MAY, 1, (PanelGroup(count=10, watt_peak=400, azimuth=270, tilt=35),))
    assert east.index(max(east)) + 8 < west.index(max(west))


def test_a_clear_summer_day_gives_a_believable_energy():
    energy = sum(sky(datetime(2026, 6, 21, tzinfo=UTC), 1, clouds=0.0)) / 4
    assert 4 * 5500 < energy < 4 * 8500


def test_clouds_take_most_of_it():
    sun = sun_at(GHENT, datetime(2026, 6, 21, 11, 47, tzinfo=UTC))
    clear, half, dull = (array_power((SOUTH,), sun, cover) for cover in (0.0, 0.5, 1.0))
    assert clear > half > dull > 0.1 * clear
    assert dull < 0.4 * clear


@pytest.mark.parametrize(
    ("count", "watt_peak", "tilt"), [(0, 400, 35), (10, 0, 35), (10, nan, 35), (10, 400, 91), (10, 400, -1)]
)
def test_panels_that_cannot_be(count, watt_peak, tilt):
    with pytest.raises(ValueError, match="panel"):
        PanelGroup(count=count, watt_peak=watt_peak, azimuth=180, tilt=tilt)


def test_a_provider_that_promises_too_much_is_corrected():
    told = [1.5 * power for power in sky(MAY, 22)]
    state = lived(sky(MAY, 20), told[: 20 * 96])
    outlook = forecast(state, ROOF, MAY + timedelta(days=20), 96, told=Series.of(MAY, told))
    assert sum(outlook.mean) == pytest.approx(sum(sky(MAY, 22)[20 * 96 : 21 * 96]), rel=0.1)


def test_a_shadow_in_the_afternoon_is_learnt_for_the_afternoon_alone():
    told = sky(MAY, 31)
    real = [power * (0.3 if index % 96 > 58 else 1.0) for index, power in enumerate(told)]
    state = lived(real[: 30 * 96], told[: 30 * 96])
    outlook = forecast(state, ROOF, MAY + timedelta(days=30), 96, told=Series.of(MAY, told))
    tomorrow = told[30 * 96 :]
    assert outlook.mean[64] < 0.55 * tomorrow[64]
    assert outlook.mean[36] == pytest.approx(tomorrow[36], rel=0.12)


def test_a_summer_shadow_is_no_winter_shadow():
    noon = datetime(2026, 6, 21, 11, 47, tzinfo=UTC)
    calibration = Calibration()
    for day in range(40):
        calibration = calibration.seen(sun_at(GHENT, noon + timedelta(days=day)), 1000, 400)
    for day in range(180, 220):
        calibration = calibration.seen(sun_at(GHENT, noon + timedelta(days=day)), 1000, 1000)
    assert calibration.factor(sun_at(GHENT, noon)) < calibration.factor(sun_at(GHENT, noon + timedelta(days=200))) - 0.2


def test_a_wet_day_does_not_overturn_what_months_have_shown():
    told = sky(MAY, 32)
    before = lived(told[: 30 * 96], told[: 30 * 96])
    after = lived([0.1 * power for power in told[30 * 96 : 31 * 96]], told[30 * 96 : 31 * 96],
                  start=MAY + timedelta(days=30), state=before)  # fmt: skip
    sun = sun_at(GHENT, MAY + timedelta(days=31, hours=11))
    assert after.provider.factor(sun) > 0.85 * before.provider.factor(sun)


def test_a_cloudier_morning_lowers_the_next_hour_more_than_tomorrow():
    dice = random.Random(2)
    told = sky(MAY, 43)
    real = []
    for day in range(42):
        luck = dice.uniform(0.4, 1.3)
        real += [luck * power for power in told[day * 96 : day * 96 + 96]]
    real = real[: 40 * 96] + [0.4 * power for power in told[40 * 96 : 40 * 96 + 40]]
    state = lived(real, told[: len(real)])
    outlook = forecast(state, ROOF, MAY + timedelta(days=40) + 40 * QUARTER, 160, told=Series.of(MAY, told))
    now, tomorrow = 40 * 96 + 40, 41 * 96 + 44
    assert outlook.mean[1] < 0.7 * told[now + 1]
    assert outlook.mean[tomorrow - now] > 0.6 * told[tomorrow]


def test_an_array_that_reports_at_night_is_not_believed():
    told = sky(MAY, 10)
    real = [power + 400 for power in told]
    state = lived(real, told)
    assert state.reports_at_night
    outlook = forecast(state, ROOF, MAY + timedelta(days=9), 96, told=Series.of(MAY, told))
    assert outlook.mean == pytest.approx(told[9 * 96 :])
    assert outlook.mean[4] == 0


def test_a_clock_that_is_half_a_day_off_is_not_believed():
    told = sky(MAY, 10)
    assert lived(told[48:], told).reports_at_night


def test_a_few_watts_at_night_are_no_reason_to_doubt():
    told = sky(MAY, 10)
    assert not lived([max(power, 8.0) for power in told], told).reports_at_night


def test_an_array_is_believed_again_once_it_is_dark_at_night():
    told = sky(MAY, 40)
    state = lived([power + 400 for power in told[: 5 * 96]], told)
    assert state.reports_at_night
    state = lived(told[5 * 96 :], told[5 * 96 :], start=MAY + timedelta(days=5), state=state)
    assert not state.reports_at_night


def test_without_provider_and_panels_the_array_is_learnt():
    alone = SolarSettings(place=GHENT)
    assert sum(forecast(SolarState(), alone, MAY).mean) == 0
    real = sky(MAY, 20)
    outlook = forecast(lived(real, settings=alone), alone, MAY + timedelta(days=20), 96)
    assert sum(outlook.mean) == pytest.approx(sum(real[-96:]), rel=0.15)


def test_a_hole_in_the_providers_forecast_is_filled_by_the_panels():
    told = sky(MAY, 1)
    hole = Series.of(MAY, [None if 40 <= index < 60 else power for index, power in enumerate(told)])
    assert min(forecast(SolarState(), ROOF, MAY, 96, told=hole).mean[40:60]) > 300


def test_curtailed_quarters_teach_nothing():
    told = sky(MAY, 20)
    state = lived(told[: 15 * 96], told[: 15 * 96])
    curtailed = lived([None] * (5 * 96), told[15 * 96 :], start=MAY + timedelta(days=15), state=state)
    assert curtailed.provider == state.provider
    assert curtailed.highest == state.highest


def test_the_inverters_limit_is_kept():
    limited = SolarSettings(place=GHENT, groups=(SOUTH,), limit=2000)
    outlook = forecast(SolarState(), limited, MAY, 96, told=Series.of(MAY, sky(MAY, 1, clouds=0.0)))
    assert max(outlook.mean) == 2000
    assert max(outlook.high) <= 2000


def test_a_restart_loses_nothing():
    told = sky(MAY, 6)
    state = lived(told[: 5 * 96], told)
    now = MAY + timedelta(days=5)
    state = said(state, forecast(state, ROOF, now, told=Series.of(MAY, told)), now)
    assert from_plain(SolarState, json.loads(json.dumps(to_plain(state)))) == state


@pytest.mark.parametrize("spoilt", [None, {"usual": [1]}, {"provider": {"told": [1]}}, {"spread": {"scales": []}}])
def test_a_spoilt_store_starts_anew(spoilt):
    state = from_plain(SolarState, spoilt)
    assert len(state.provider.told) == CELLS
    assert len(forecast(update(state, ROOF, MAY, 0.0), ROOF, MAY).mean) == 192


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    powers=st.lists(st.one_of(st.none(), st.just(nan), st.floats(-1e7, 1e7)), min_size=1, max_size=150),
    told=st.lists(st.one_of(st.none(), st.floats(-100, 1e5)), min_size=250, max_size=250),
)
def test_whatever_comes_the_quantiles_are_in_order_and_nothing_is_made_at_night(powers, told):
    series = Series.of(MAY, told)
    state = lived(powers, told)
    now = MAY + len(powers) * QUARTER
    outlook = forecast(state, ROOF, now, 100, told=series)
    for index, values in enumerate(zip(outlook.low, outlook.median, outlook.high, strict=True)):
        assert 0 <= values[0] <= values[1] <= values[2]
        assert outlook.mean[index] >= 0
        if sun_at(GHENT, now + index * QUARTER + QUARTER / 2).elevation < -2:
            assert outlook.mean[index] == values[2] == 0
