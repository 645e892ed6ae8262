"""The load forecast: what it must survive and what it must learn, each case named after its problem."""

from datetime import UTC, date, datetime, timedelta
import json
from math import nan
import random

from hypothesis import given, settings as hypothesis_settings, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.forecast.base_load import LoadSettings, LoadState, forecast, said, update
from custom_components.overshot.core.forecast.kinds import DayKind, kind_of, slot_of
from custom_components.overshot.core.model.series import QUARTER, Series, day_quarters, local_midnight

BRUSSELS = "Europe/Brussels"
HOUSE = LoadSettings(time_zone=BRUSSELS)
MONDAY = local_midnight(date(2026, 1, 5), BRUSSELS)


def lived(days, power, house=HOUSE, start=MONDAY, state=None, temperature=None):
    """Return the state after so many days in which the house drew `power(local day, slot)` (W)."""
    state = state or LoadState()
    for index in range(days * 96):
        quarter = start + index * QUARTER
        warmth = temperature(quarter) if temperature else None
        state = update(state, house, quarter, power(*slot_of(quarter, house.time_zone)), warmth)
    return state


def flat(watts):
    return lambda day, slot: watts


def evening(day, slot):
    return 2000.0 if 72 <= slot < 88 else 200.0


def test_nothing_known_gives_the_prior():
    outlook = forecast(LoadState(), HOUSE, MONDAY)
    assert len(outlook.mean) == 192
    assert sum(outlook.mean[:96]) / 4 == pytest.approx(3_500_000 / 365, rel=0.05)
    assert all(low < median < high for low, median, high in zip(outlook.low, outlook.median, outlook.high, strict=True))


def test_a_yearly_energy_scales_the_prior():
    twice = LoadSettings(time_zone=BRUSSELS, yearly_energy=7_000_000.0)
    once = forecast(LoadState(), HOUSE, MONDAY).mean
    assert forecast(LoadState(), twice, MONDAY).mean == pytest.approx([2 * value for value in once])


def test_an_evening_peak_is_expected_where_it_was():
    outlook = forecast(lived(14, evening), HOUSE, MONDAY + timedelta(days=14))
    assert outlook.mean[80] == pytest.approx(2000, rel=0.1)
    assert outlook.mean[12] == pytest.approx(200, rel=0.1)


def test_sundays_are_not_workdays():
    state = lived(28, lambda day, slot: 1000.0 if day.weekday() == 6 else 200.0)
    monday = forecast(state, HOUSE, MONDAY + timedelta(days=28), 96 * 7)
    assert monday.mean[40] < 400
    assert monday.mean[6 * 96 + 40] > 700


def test_a_holiday_is_like_a_sunday():
    state = lived(28, lambda day, slot: 1000.0 if day.weekday() == 6 else 200.0)
    day_off = LoadSettings(time_zone=BRUSSELS, holidays=frozenset({date(2026, 2, 3)}))
    when = MONDAY + timedelta(days=28)
    assert forecast(state, day_off, when).mean[96 + 40] > 1.5 * forecast(state, HOUSE, when).mean[96 + 40]


def test_newer_days_count_more():
    state = lived(20, flat(1500.0), start=MONDAY + timedelta(days=20), state=lived(20, flat(300.0)))
    assert forecast(state, HOUSE, MONDAY + timedelta(days=40), 192).mean[150] > 1100


def test_what_the_last_quarters_missed_fades():
    dice = random.Random(1)
    state = lived(21, lambda day, slot: dice.uniform(200, 600))
    start = MONDAY + timedelta(days=21)
    usual = forecast(state, HOUSE, start + 4 * QUARTER).mean
    for index in range(4):
        state = update(state, HOUSE, start + index * QUARTER, 1200.0)
    added = [new - old for new, old in zip(forecast(state, HOUSE, start + 4 * QUARTER).mean, usual, strict=True)]
    assert added[0] > 30
    assert all(abs(later) < max(added[0], 100) for later in added[32:80])


def test_quantiles_keep_their_promise():
    # A washing machine one time in five, at any time.
    dice = random.Random(4)
    power = lambda day, slot: 2200.0 if dice.random() < 0.2 else dice.uniform(100, 300)  # noqa: E731
    state, below, count = LoadState(), [0, 0, 0], 0
    for index in range(60 * 96):
        quarter = MONDAY + index * QUARTER
        drawn = power(None, 0)
        if index > 30 * 96 and index % 4 == 0:
            outlook = forecast(state, HOUSE, quarter, 1)
            count += 1
            for place, line in enumerate((outlook.low, outlook.median, outlook.high)):
                below[place] += drawn <= line[0]
        state = update(state, HOUSE, quarter, drawn)
    shares = [it / count for it in below]
    assert shares == pytest.approx([0.1, 0.5, 0.9], abs=0.07)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["92 quarters", "100 quarters"])
def test_a_day_on_which_the_clock_changes_keeps_the_evening_in_the_evening(day):
    start = local_midnight(day - timedelta(days=14), BRUSSELS)
    state = lived(14, evening, start=start)
    quarters = day_quarters(day, BRUSSELS)
    for quarter in quarters:
        state = update(state, HOUSE, quarter, evening(*slot_of(quarter, BRUSSELS)))
    following = day_quarters(day + timedelta(days=1), BRUSSELS)
    outlook = forecast(state, HOUSE, following[0], 96)
    assert min(outlook.mean[74:86]) > 1400
    assert max(outlook.mean[20:60]) < 700


def test_the_clock_changing_inside_the_forecast_moves_its_evening():
    day = date(2026, 3, 29)
    start = local_midnight(day - timedelta(days=14), BRUSSELS)
    outlook = forecast(lived(14, evening, start=start), HOUSE, local_midnight(day, BRUSSELS), 92)
    assert slot_of(outlook.start + outlook.mean.index(max(outlook.mean)) * QUARTER, BRUSSELS)[1] in range(72, 88)


@pytest.mark.parametrize("garbage", [None, nan, float("inf"), 1e9], ids=["missing", "nan", "infinite", "absurd"])
def test_a_week_of_garbage_leaves_the_usual_day(garbage):
    state = lived(14, evening)
    state = lived(7, flat(garbage), start=MONDAY + timedelta(days=14), state=state)
    outlook = forecast(state, HOUSE, MONDAY + timedelta(days=21))
    assert outlook.mean[80] == pytest.approx(2000, rel=0.25)


def test_a_month_without_history_is_bridged():
    state = update(lived(14, evening), HOUSE, MONDAY + timedelta(days=44), 200.0)
    outlook = forecast(state, HOUSE, MONDAY + timedelta(days=44) + QUARTER)
    assert outlook.mean[79] == pytest.approx(2000, rel=0.3)


def test_a_quarter_told_twice_or_late_changes_nothing():
    state = lived(3, evening)
    assert update(state, HOUSE, MONDAY, 9000.0) is state
    assert update(state, HOUSE, MONDAY + timedelta(days=3) - QUARTER, 9000.0) is state


def heated(slope):
    """Return a house with a heat pump, and the weather: a cold spell every other week."""

    def temperature(quarter):
        return 2.0 if (quarter - MONDAY).days // 5 % 2 else 14.0

    def power(day, slot):
        cold = 14.0 if (datetime(day.year, day.month, day.day, tzinfo=UTC) - MONDAY).days // 5 % 2 else 2.0
        return 300.0 + slope * cold

    return temperature, power


def test_a_cold_spell_ahead_is_felt_by_a_heated_house():
    temperature, power = heated(60.0)
    state = lived(60, power, temperature=temperature)
    assert state.heating.used > 20
    start = MONDAY + timedelta(days=60)
    cold = forecast(state, HOUSE, start, 192, Series.of(start, [-5.0] * 192))
    mild = forecast(state, HOUSE, start, 192, Series.of(start, [15.0] * 192))
    assert cold.mean[150] > mild.mean[150] + 200


def test_a_house_that_does_not_feel_the_cold_is_left_alone():
    temperature, _ = heated(60.0)
    state = lived(60, evening, temperature=temperature)
    start = MONDAY + timedelta(days=60)
    cold = forecast(state, HOUSE, start, 192, Series.of(start, [-5.0] * 192))
    assert cold.mean == pytest.approx(forecast(state, HOUSE, start, 192).mean, abs=2)


def test_a_restart_loses_nothing():
    state = lived(10, evening)
    state = said(state, forecast(state, HOUSE, MONDAY + timedelta(days=10)), MONDAY + timedelta(days=10))
    again = from_plain(LoadState, json.loads(json.dumps(to_plain(state))))
    assert again == state
    when = MONDAY + timedelta(days=10)
    # Only what is worked out once a morning may be newer.
    assert forecast(again, HOUSE, when).mean[100] == pytest.approx(forecast(state, HOUSE, when).mean[100], rel=0.02)


@pytest.mark.parametrize(
    "spoilt", [None, [], {"days": 7}, {"residuals": {"missed": [1, 2]}}, {"days": [{"ordinal": 1}]}]
)
def test_a_spoilt_store_starts_anew(spoilt):
    state = from_plain(LoadState, spoilt)
    assert len(forecast(update(state, HOUSE, MONDAY, 300.0), HOUSE, MONDAY + QUARTER).mean) == 192


def test_the_state_given_is_not_touched():
    state = lived(2, evening)
    before = json.dumps(to_plain(state))
    update(state, HOUSE, MONDAY + timedelta(days=2), 500.0)
    assert json.dumps(to_plain(state)) == before


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 1, 5), DayKind.WORKDAY),
        (date(2026, 1, 10), DayKind.SATURDAY),
        (date(2026, 1, 11), DayKind.SUNDAY),
        (date(2026, 1, 1), DayKind.HOLIDAY),
    ],
)
def test_kinds_of_days(day, kind):
    assert kind_of(day, {date(2026, 1, 1)}) is kind


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    powers=st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6), st.just(nan)), min_size=1, max_size=120),
    steps=st.lists(st.integers(-3, 400), min_size=120, max_size=120),
)
def test_whatever_comes_the_quantiles_are_in_order_and_the_house_never_produces(powers, steps):
    state, quarter = LoadState(), MONDAY
    for power, step in zip(powers, steps, strict=False):
        quarter += step * QUARTER
        state = update(state, HOUSE, quarter, power)
    outlook = forecast(state, HOUSE, quarter, 100)
    for mean, low, median, high in zip(outlook.mean, outlook.low, outlook.median, outlook.high, strict=True):
        assert 0 <= low <= median <= high <= 1e5
        assert 0 <= mean <= 1e5


@pytest.mark.parametrize("noise", [0.0, 30.0, 150.0], ids=["a flat house", "a calm house", "a usual house"])
def test_one_shock_after_quiet_weeks_is_no_habit(noise):
    dice = random.Random(1)

    def shock(day, slot):
        oven = 8000.0 if (day, slot) == (date(2026, 2, 2), 76) else 0.0
        return 300.0 + dice.uniform(-noise, noise) + oven

    state = lived(30, shock)
    start = MONDAY + timedelta(days=30)
    worst = max(abs(value - 300) for value in forecast(state, HOUSE, start, 8 * 96).mean)
    assert worst < 550, "an hour of eight kilowatts comes back neither the next day nor the next week"
    assert all(-1 < weight < 1.5 for line in state.residuals.lines for weight in line.weights())


def test_a_house_that_changes_for_good_is_followed_all_the_same():
    state = lived(28, flat(300.0))
    more = lived(10, flat(2300.0), start=MONDAY + timedelta(days=28), state=state)
    assert forecast(more, HOUSE, MONDAY + timedelta(days=38), 96).mean[40] == pytest.approx(2300, rel=0.2)
