"""All that is learnt of a house: each test is named after what would be lost, believed wrongly, or known too early."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.forecast.cars import Stay
from custom_components.overshot.core.forecast.home import (
    ForecastParts,
    HomeForecastSettings,
    HomeForecastState,
    Measured,
    QuarterRecord,
    forecast,
    said,
    stayed,
    update,
)
from custom_components.overshot.core.forecast.panels import PanelGroup
from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.model.series import QUARTER, Series, day_quarters

BRUSSELS = HomeForecastSettings(time_zone="Europe/Brussels", place=Location(latitude=50.85, longitude=4.35))
START = datetime(2026, 5, 4, 22, tzinfo=UTC)
"""A local midnight in spring."""

DAY = timedelta(days=1)
HOME = Stay(arrived=START - 5 * timedelta(hours=1), left=START + 9 * timedelta(hours=1), energy=8_000.0)


def draws(moment: datetime) -> float:
    """Return what the house draws (W): 300, and 1500 in the evening."""
    return 1_500.0 if 16 <= moment.hour < 20 else 300.0


def shines(moment: datetime) -> float:
    """Return what its array gives (W): an arc between 5 and 17 o'clock UTC."""
    hour = moment.hour + moment.minute / 60
    return max(0.0, 3_000.0 * (1 - ((hour - 11) / 6) ** 2))


def lived(
    days: int,
    settings: HomeForecastSettings = BRUSSELS,
    *,
    load: Callable[[datetime], float | None] = draws,
    solar: Callable[[datetime], float | None] = shines,
    told: Callable[[datetime], float | None] = lambda _: None,
) -> tuple[HomeForecastState, datetime]:
    """Return what is known of a house after so many days, and when they are over."""
    state = HomeForecastState()
    for index in range(days * 96):
        start = START + index * QUARTER
        record = QuarterRecord(start=start, load=load(start), solar=solar(start), solar_told=told(start))
        state = update(state, settings, record)
    return state, START + days * DAY


def test_nothing_is_known_at_first_and_that_is_said() -> None:
    outlook = forecast(HomeForecastState(), BRUSSELS, START)
    assert not outlook.load_learnt
    assert not outlook.solar_told
    assert min(outlook.load.mean) > 0
    assert max(outlook.solar.mean) == 0
    assert outlook.arrivals("car", START, START + 2 * DAY) == ()


def test_a_house_shows_its_evenings_and_its_sun() -> None:
    state, now = lived(10)
    outlook = forecast(state, BRUSSELS, now)
    assert outlook.load_learnt
    evening, noon = outlook.load.at(now + timedelta(hours=19)), outlook.solar.at(now + timedelta(hours=13))
    assert evening is not None and noon is not None
    assert evening[0] == pytest.approx(1_500, rel=0.1)
    assert noon[0] == pytest.approx(3_000, rel=0.2)
    assert evening[1] <= evening[2] <= evening[3]


def test_what_is_learnt_survives_a_restart() -> None:
    state, now = lived(3)
    state = stayed(state, "car", HOME)
    restored = from_plain(HomeForecastState, to_plain(state))
    assert restored == state
    before, after = forecast(state, BRUSSELS, now), forecast(restored, BRUSSELS, now)
    assert after.solar.mean == pytest.approx(before.solar.mean, rel=0.1, abs=50)
    # What is worked out each morning is worked out anew, by what is known by now.
    assert after.load.mean == pytest.approx(before.load.mean, rel=0.1, abs=50)
    assert after.cars == before.cars


@pytest.mark.parametrize("spoilt", [None, [], {"load": 3}, {"solar": {"usual": [1]}}, {"cars": {"car": "gone"}}])
def test_a_spoilt_file_costs_what_was_learnt_and_no_start(spoilt: object) -> None:
    assert forecast(from_plain(HomeForecastState, spoilt), BRUSSELS, START).load.mean


@pytest.mark.parametrize(
    ("problem", "record"),
    [
        ("a meter that tells nonsense", QuarterRecord(start=START + DAY, load=float("nan"), solar=float("inf"))),
        (
            "a weather entity that tells nonsense",
            QuarterRecord(
                start=START + DAY,
                load=300.0,
                temperature=float("nan"),
                solar_told=float("nan"),
                clouds=float("-inf"),
            ),
        ),
        ("nothing known", QuarterRecord(start=START + DAY)),
    ],
)
def test_a_spoilt_quarter_teaches_nothing(problem: str, record: QuarterRecord) -> None:
    state, now = lived(1)
    outlook = forecast(update(state, BRUSSELS, record), BRUSSELS, now + QUARTER)
    assert all(0 <= value <= 2_000 for value in outlook.load.mean)
    assert all(0 <= value <= 4_000 for value in outlook.solar.mean)


def test_a_quarter_told_twice_counts_once() -> None:
    state, now = lived(1)
    record = QuarterRecord(start=now, load=900.0, stays={"car": HOME})
    once = update(state, BRUSSELS, record)
    assert update(once, BRUSSELS, record) == once
    assert len(once.cars["car"].stays) == 1


def test_what_is_measured_now_corrects_the_next_quarters() -> None:
    state, now = lived(10)
    noon = now + timedelta(hours=10)
    for index in range(40):
        start = now + index * QUARTER
        state = update(state, BRUSSELS, QuarterRecord(start=start, load=draws(start), solar=shines(start)))
    plain = forecast(state, BRUSSELS, noon)
    cloudy = forecast(state, BRUSSELS, noon, measured=Measured(load=1_800.0, solar=500.0))
    assert (cloudy.load.mean[0], cloudy.solar.mean[0]) == (1_800.0, 500.0)
    assert cloudy.load.mean[1] > plain.load.mean[1] + 100
    assert cloudy.solar.mean[1] < plain.solar.mean[1] - 100
    assert cloudy.load.mean[90] == pytest.approx(plain.load.mean[90], abs=150)
    assert len(cloudy.load.mean) == len(plain.load.mean)
    without = forecast(
        state, BRUSSELS, noon, measured=Measured(load=1_800.0, solar=500.0), parts=ForecastParts(now=False)
    )
    assert without.load == plain.load


@pytest.mark.parametrize(
    "measured", [Measured(), Measured(load=float("nan"), solar=float("inf")), Measured(load=-50.0, solar=-3.0)]
)
def test_nonsense_measured_now_is_no_forecast(measured: Measured) -> None:
    state, now = lived(2)
    outlook = forecast(state, BRUSSELS, now, measured=measured)
    assert all(value >= 0 for value in (*outlook.load.mean, *outlook.solar.mean))


def test_a_forecast_does_not_change_what_is_known() -> None:
    state, now = lived(3)
    before = to_plain(state)
    forecast(state, BRUSSELS, now, measured=Measured(load=5_000.0, solar=0.0))
    assert to_plain(state) == before


def test_an_array_worse_than_its_forecast_is_found_out() -> None:
    """A provider that tells twice what comes is halved, unless nobody wants to know."""
    state, now = lived(12, told=lambda moment: 2 * shines(moment))
    told = Series.of(now, [2 * shines(now + index * QUARTER) for index in range(96)])
    noon = 11 * 4
    corrected = forecast(state, BRUSSELS, now, 96, solar_told=told)
    believed = forecast(state, BRUSSELS, now, 96, solar_told=told, parts=ForecastParts(solar_correction=False))
    assert corrected.solar_told
    assert corrected.solar.mean[noon + 4] == pytest.approx(shines(now + (noon + 4) * QUARTER), rel=0.15)
    assert believed.solar.mean[noon + 4] == pytest.approx(2 * shines(now + (noon + 4) * QUARTER))


def test_a_house_without_sun_has_none() -> None:
    dark = replace(BRUSSELS, solar=False)
    state, now = lived(2, dark)
    outlook = forecast(state, dark, now)
    assert set(outlook.solar.high) == {0.0}
    assert outlook.solar_told, "nothing is lacking"


def test_known_panels_speak_where_no_provider_does() -> None:
    panels = replace(BRUSSELS, groups=(PanelGroup(count=10, watt_peak=400, azimuth=180, tilt=35),))
    outlook = forecast(HomeForecastState(), panels, START)
    assert outlook.solar_told
    assert max(outlook.solar.mean) > 1_000


def test_persistence_is_the_day_before_and_never_what_is_not_known_yet() -> None:
    """What was drawn in the hours before now comes again tomorrow at their time, and the day after tomorrow too."""
    state, now = lived(2, load=lambda moment: 100.0 * (moment - START).days + moment.hour)
    outlook = forecast(state, BRUSSELS, now, 192, parts=ForecastParts(load=False))
    for index in range(192):
        quarter = now + index * QUARTER
        assert outlook.load.mean[index] == 100.0 + quarter.hour
    assert outlook.load.high == outlook.load.mean


def test_cars_come_and_go_by_their_charge_point() -> None:
    state, now = lived(1)
    for day in range(20):
        back = HOME.arrived - (20 - day) * DAY
        state = stayed(state, "car", Stay(arrived=back, left=back + timedelta(hours=14), energy=8_000.0))
    state = update(state, BRUSSELS, QuarterRecord(start=now, stays={"car": HOME}))
    outlook = forecast(state, BRUSSELS, now + QUARTER)
    assert len(state.cars["car"].stays) == 21
    (arrival, *_) = outlook.arrivals("car", now + QUARTER, now + DAY)
    assert arrival.arrives == HOME.arrived + 2 * DAY
    leaves = outlook.departure("car", arrival.arrives, arrival.arrives)
    assert leaves.learnt
    assert leaves.median == HOME.left + 2 * DAY
    assert outlook.arrivals("other", now, now + DAY) == ()


def test_errors_are_of_what_was_said_before() -> None:
    state, now = lived(8)
    for index in range(12):
        start = now + index * QUARTER
        state = said(state, forecast(state, BRUSSELS, start))
        state = update(state, BRUSSELS, QuarterRecord(start=start, load=draws(start) + 50, solar=shines(start)))
    error = state.load.score.of(1).mae
    assert error is not None and 0 < error < 100


@pytest.mark.parametrize(
    ("problem", "day", "quarters"),
    [
        ("the day the clock is put forward", date(2026, 3, 29), 92),
        ("the day the clock is put back", date(2026, 10, 25), 100),
    ],
)
def test_days_of_any_length(problem: str, day: date, quarters: int) -> None:
    starts = day_quarters(day, "Europe/Brussels")
    assert len(starts) == quarters
    state = HomeForecastState()
    for start in starts:
        outlook = forecast(state, BRUSSELS, start, measured=Measured(load=400.0, solar=0.0))
        assert len(outlook.load.mean) == len(outlook.solar.mean)
        state = update(state, BRUSSELS, QuarterRecord(start=start, load=400.0, solar=0.0))
    assert state.load.last == starts[-1]
