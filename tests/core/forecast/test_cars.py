"""When cars come and go: habits, and what is said while none are known."""

from datetime import UTC, date, datetime, timedelta
import json

from hypothesis import given, settings as hypothesis_settings, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.forecast.cars import (
    CarSettings,
    CarState,
    Stay,
    arrivals,
    departure,
    known,
    observe,
)
from custom_components.overshot.core.forecast.kinds import local_slot, slot_of

BRUSSELS = "Europe/Brussels"
HOUSE = CarSettings(time_zone=BRUSSELS)
MONDAY = date(2026, 1, 5)


def at(day, hour, minute=0):
    """Return a local time of a day, counted from a Monday."""
    return local_slot(MONDAY + timedelta(days=day), hour * 4 + minute // 15, BRUSSELS)


def commuter(days):
    """Return the state after days on which a car came at 18:00 on workdays and left at 07:30, with 12 kWh."""
    state = CarState()
    for day in range(days):
        if day % 7 < 5:
            state = observe(state, Stay(arrived=at(day, 18), left=at(day + 1, 7, 30), energy=12_000))
    return state


def local_hour(moment):
    return slot_of(moment, BRUSSELS)[1] / 4


def test_nothing_known_says_tomorrow_morning_and_does_not_call_it_learnt():
    told = departure(CarState(), HOUSE, at(0, 18), at(0, 18))
    assert told.early == at(1, 7)
    assert 5_000 < told.mean_energy < 15_000
    assert not told.learnt


def test_a_commuter_leaves_as_ever():
    told = departure(commuter(42), HOUSE, at(42, 18), at(42, 18))
    assert told.learnt
    assert at(43, 7) <= told.early <= told.median == at(43, 7, 30)
    assert told.energy == pytest.approx(12_000)


def test_what_is_charged_is_no_longer_wanted():
    told = departure(commuter(42), HOUSE, at(42, 18), at(42, 20), charged=9_000)
    assert 2_500 < told.mean_energy < 4_000
    assert told.energy == pytest.approx(3_000)


def test_a_car_that_stayed_longer_than_ever_gets_a_departure_ahead():
    now = at(43, 16)
    told = departure(commuter(42), HOUSE, at(42, 18), now)
    assert now < told.early <= told.median


def test_a_car_that_has_more_than_ever_wants_nothing_negative():
    told = departure(commuter(42), HOUSE, at(42, 18), at(42, 22), charged=60_000)
    assert told.energy == told.mean_energy == 0


def test_an_early_departure_now_and_then_makes_it_careful():
    state = CarState()
    for day in range(40):
        left = at(day + 1, 5) if day % 3 == 0 else at(day + 1, 9)
        state = observe(state, Stay(arrived=at(day, 18), left=left, energy=12_000))
    told = departure(state, HOUSE, at(40, 18), at(40, 18))
    assert told.early == at(41, 5)
    assert told.median == at(41, 9)


def test_the_noon_charge_and_the_night_charge_are_two_habits():
    state = CarState()
    for day in range(40):
        state = observe(state, Stay(arrived=at(day, 12), left=at(day, 13, 30), energy=3_000))
        state = observe(state, Stay(arrived=at(day, 19), left=at(day + 1, 7), energy=15_000))
    noon = departure(state, HOUSE, at(40, 12, 15), at(40, 12, 15))
    night = departure(state, HOUSE, at(40, 19), at(40, 19))
    assert noon.median == at(40, 13, 30)
    assert noon.mean_energy < 5_000
    assert night.median == at(41, 7)
    assert night.mean_energy > 12_000


def test_a_commuter_is_expected_on_workdays():
    expected = arrivals(commuter(42), HOUSE, at(42, 8), at(49, 0))
    by_day = {slot_of(it.arrives, BRUSSELS)[0].weekday(): it for it in expected}
    assert by_day[0].probability > 0.7
    assert local_hour(by_day[0].arrives) == 18
    assert by_day[0].energy == pytest.approx(12_000, rel=0.1)
    assert by_day[0].leaves - by_day[0].arrives == pytest.approx(timedelta(hours=13.5), abs=timedelta(hours=1))
    assert by_day[5].probability < 0.5 * by_day[1].probability


def test_who_is_not_there_at_ten_will_hardly_come_today():
    state = commuter(42)
    late = arrivals(state, HOUSE, at(42, 22), at(43, 0))
    assert not late or late[0].probability < 0.2


def test_a_week_away_lowers_what_is_expected():
    state = commuter(42)
    soon = arrivals(state, HOUSE, at(42, 8), at(43, 0))[0].probability
    later = arrivals(state, HOUSE, at(63, 8), at(64, 0))[0].probability
    assert later < soon


def test_a_winter_habit_keeps_its_clock_time_in_summer():
    state = CarState()
    start = (date(2026, 3, 1) - MONDAY).days
    for day in range(start, start + 28):
        state = observe(state, Stay(arrived=at(day, 18), left=at(day + 1, 7, 30), energy=9_000))
    assert departure(state, HOUSE, at(start + 28, 18), at(start + 28, 18)).median == at(start + 29, 7, 30)


@pytest.mark.parametrize(
    "stay",
    [
        Stay(arrived=at(1, 18), left=at(1, 18), energy=1),
        Stay(arrived=at(1, 18), left=at(1, 17), energy=1),
        Stay(arrived=at(1, 18), left=at(11, 18), energy=1),
        Stay(arrived=at(1, 18), left=at(2, 7), energy=-5),
        Stay(arrived=at(1, 18), left=at(2, 7), energy=float("nan")),
        Stay(arrived=at(1, 18), left=at(2, 7), energy=1e9),
        Stay(arrived=at(-9, 18), left=at(-8, 7), energy=1),
    ],
    ids=["no time", "backwards", "ten days", "negative", "nan", "absurd", "older than the last"],
)
def test_a_stay_that_makes_no_sense_is_passed_over(stay):
    state = observe(CarState(), Stay(arrived=at(0, 18), left=at(1, 7), energy=5))
    assert observe(state, stay) is state


def test_habits_need_a_few_stays():
    assert not known(commuter(3))
    assert known(commuter(7))


def test_a_restart_loses_nothing():
    state = commuter(20)
    assert from_plain(CarState, json.loads(json.dumps(to_plain(state)))) == state


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    stays=st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 9000), st.floats(0, 1e5)), max_size=40),
    waited=st.integers(0, 20_000),
    charged=st.floats(0, 1e5),
)
def test_a_departure_is_ahead_and_a_wish_never_negative(stays, waited, charged):
    state, moment = CarState(), datetime(2026, 3, 1, tzinfo=UTC)
    for gap, length, energy in stays:
        moment += timedelta(minutes=gap)
        state = observe(state, Stay(arrived=moment, left=moment + timedelta(minutes=length), energy=energy))
    moment += timedelta(days=7)
    now = moment + timedelta(minutes=waited)
    told = departure(state, HOUSE, moment, now, charged)
    assert now < told.early <= told.median
    assert told.energy >= 0
    assert told.mean_energy >= 0
    for it in arrivals(state, HOUSE, now, now + timedelta(days=2)):
        assert now <= it.arrives < it.leaves
        assert 0 < it.probability <= 1
        assert it.energy >= 0
