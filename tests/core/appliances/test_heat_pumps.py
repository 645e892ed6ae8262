"""A heat pump follows the sun, yields to limits, and never flaps."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.appliances.reservation import bookings
from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, ScheduleEntry, SurplusSwitch
from custom_components.overshot.core.model import Snapshot

from .appliances_house import ROOM, SITE, START, Life, live, sun, switched_on

CONTROLLED = HeatPumpSettings(controlled=True, surplus=SurplusSwitch(), block_above=5000.0)
FULL = (-1.0, 20.0, 20.0)


def test_one_that_is_only_observed_is_told_nothing():
    life = live(lambda _: sun(9000), 60, pump=HeatPumpSettings())
    assert {(state, reason) for _, state, reason in life.states} == {(None, "read_only")}


@pytest.mark.parametrize(
    ("problem", "weather", "settings", "expected"),
    [
        ("8 kW to the grid as in the seed: boost at once", lambda t: sun(8000), CONTROLLED, [(0, 4)]),
        (
            "somebody wants comfort only",
            lambda t: sun(8000),
            replace(CONTROLLED, surplus_state=3),
            [(0, 3)],
        ),
        ("2.9 kW is below the switch-on power", lambda t: sun(2900), CONTROLLED, [(0, 2)]),
        ("surplus is not known: nothing is assumed", lambda t: sun(None), CONTROLLED, [(0, 2)]),
        (
            "a cloud of two minutes does not stop what runs for five",
            lambda t: sun(0 if 60 <= t < 180 else 5000),
            CONTROLLED,
            [(0, 4)],
        ),
        (
            "the sun goes: off after the minimum time on",
            lambda t: sun(5000 if t < 60 else 0),
            CONTROLLED,
            [(0, 4), (300, 2)],
        ),
        (
            "less than at the start but no import yet: it stays on",
            lambda t: sun(5000 if t < 60 else 2100),
            CONTROLLED,
            [(0, 4)],
        ),
        (
            "sun that flickers: ten minutes off at least",
            lambda t: sun(5000 if (t % 60 < 30 and t < 240) or t > 320 else 0),
            CONTROLLED,
            [(0, 4), (300, 2), (900, 4)],
        ),
        (
            "a surplus must last the activation delay",
            lambda t: sun(5000 if t >= 60 or t < 10 else 0),
            replace(CONTROLLED, surplus=SurplusSwitch(activation_delay=120)),
            [(0, 2), (180, 4)],
        ),
        ("the quarter is used up: it does not start", lambda t: sun(8000, wait=True), CONTROLLED, [(0, 2)]),
        (
            "a car would miss its guaranteed energy",
            lambda t: sun(8000, goals_fail=t >= 400),
            CONTROLLED,
            [(0, 4), (400, 2)],
        ),
        ("the user forces it by hand", lambda t: sun(0), replace(CONTROLLED, state=4), [(0, 4)]),
        ("the user blocks it by hand, sun or not", lambda t: sun(8000), replace(CONTROLLED, state=1), [(0, 1)]),
        (
            "the meter falls silent",
            lambda t: sun(8000) if t < 60 else sun(None, room=None),
            CONTROLLED,
            [(0, 4), (60, 2)],
        ),
        ("the house runs on its battery", lambda t: sun(8000, on_backup=t >= 60), CONTROLLED, [(0, 4), (60, 2)]),
    ],
)
def test_follows_the_sun(problem, weather, settings, expected):
    assert live(weather, 1200, pump=settings).changes == expected


def test_a_silent_interface_is_ordered_normal():
    life = live(lambda _: sun(8000), 300, pump=CONTROLLED, silent=lambda t: t >= 60)
    assert life.state_at(50) == 4
    assert (life.state_at(60), life.reason_at(60)) == (2, "heat_pump_silent")


# The load manager


@pytest.mark.parametrize(
    ("problem", "imported", "expected"),
    [
        ("a kettle of ten seconds is no reason", lambda t: 6000 if t < 10 else 300, [(0, 2)]),
        ("cooking: blocked after the cars had their chance", lambda t: 6000, [(0, 2), (15, 1)]),
        ("over at once: a block lasts ten minutes", lambda t: 6000 if t < 60 else 300, [(0, 2), (15, 1), (615, 2)]),
        (
            "its own power would bring it above again: it stays blocked",
            lambda t: 6000 if t < 60 else 3500,
            [(0, 2), (15, 1)],
        ),
        (
            "cooking for an evening: two hours at most, half an hour normal, again",
            lambda t: 6000,
            [(0, 2), (15, 1), (7215, 2), (9015, 1)],
        ),
    ],
)
def test_the_load_manager_blocks(problem, imported, expected):
    seconds = 10_000 if expected[-1][0] > 1000 else 1500
    assert live(lambda t: sun(0, imported=imported(t)), seconds, pump=CONTROLLED).changes == expected


def test_nobody_is_blocked_where_the_load_manager_is_off():
    life = live(lambda _: sun(0, imported=9000), 600, pump=replace(CONTROLLED, block_above=None))
    assert life.changes == [(0, 2)]


def test_the_quarter_blocks_too():
    life = live(lambda t: sun(0, imported=3000, block=t < 60), 900, pump=CONTROLLED)
    assert life.changes == [(0, 2), (15, 1), (615, 2)]


def test_a_block_says_how_long_it_lasts_at_most():
    life = live(lambda _: sun(0, imported=9000), 20, pump=CONTROLLED)
    assert life.last is not None
    assert life.last.heat_pumps["pump"].reason.details == {"seconds": 7195}


# Room on the phases


def test_cars_make_room_before_it_starts():
    """Nominal and start current are booked; it starts when they are really free."""
    site = replace(SITE, heat_pumps=(replace(SITE.heat_pumps[0], power=2300.0, start_current=5.0),))
    life = live(lambda t: sun(8000, room=lambda _: ROOM if t >= 20 else (14.0, 20, 20)), 60, pump=CONTROLLED, site=site)
    assert life.changes == [(0, 2), (20, 4)]
    assert life.reason_at(10) == "making_room"


def test_what_is_about_to_start_has_its_room_booked():
    life = live(lambda _: sun(8000, room=lambda _: (0.0, 0, 0)), 10, pump=CONTROLLED)
    (booking,) = bookings(SITE, life.memory, Snapshot(), START + timedelta(seconds=10))
    assert booking.currents == pytest.approx((2000 / 230, 0, 0))
    assert bookings(SITE, life.memory, Snapshot(), START + timedelta(seconds=301)) == []


def test_no_room_for_long_gives_the_cars_their_current_back_and_tries_again():
    life = live(lambda _: sun(8000, room=lambda _: (0.0, 0, 0)), 1300, pump=CONTROLLED)
    booked = [bool(bookings(SITE, life.memory, Snapshot(), START + timedelta(seconds=t))) for t in (1100, 1250)]
    assert life.changes == [(0, 2)]
    assert booked == [True, False]


def test_the_fuse_takes_it_back_to_normal_before_its_minimum_time():
    life = live(lambda t: sun(8000, room=lambda _: FULL if t >= 60 else ROOM), 80, pump=CONTROLLED)
    assert life.changes == [(0, 4), (75, 2)]
    assert life.reason_at(75) == "fuse_limited"


def test_the_fuse_blocks_it_where_normal_is_still_too_much():
    life = live(lambda t: sun(8000, room=lambda _: FULL if t >= 60 else ROOM), 200, pump=CONTROLLED)
    assert life.changes == [(0, 4), (75, 2), (90, 1)]


# Schedule, minimum of the day


def test_the_users_schedule_goes_over_midnight():
    night = ScheduleEntry(start=time(23), end=time(5), state=1)
    start = datetime(2026, 6, 21, 20, 30, tzinfo=UTC)  # 22:30 in Brussels
    life = live(lambda _: sun(8000), 8 * 3600, pump=replace(CONTROLLED, schedule=(night,)), start=start, step=60)
    assert life.changes == [(0, 4), (1800, 1), (23400, 4)]


@pytest.mark.parametrize(
    ("problem", "day"),
    [
        ("the hour that is missing", datetime(2026, 3, 29, 0, tzinfo=UTC)),
        ("the hour that comes twice", datetime(2026, 10, 25, 0, tzinfo=UTC)),
    ],
)
def test_a_schedule_on_the_days_the_clock_is_changed(problem, day):
    night = ScheduleEntry(start=time(0), end=time(6), state=1)
    life = live(lambda _: sun(0), 7 * 3600, pump=replace(CONTROLLED, schedule=(night,)), start=day, step=60)
    until = life.changes[1]
    assert (day + timedelta(seconds=until[0])).hour == (4 if day.month == 3 else 5)


def test_the_minimum_of_the_day_is_made_up_for_before_sunset():
    """Sunset on 21 June in Ghent is at 20:04 UTC; half an hour is missing from 19:34 on."""
    rules = SurplusSwitch(min_on_per_day=1800)
    start = datetime(2026, 6, 21, 19, 0, tzinfo=UTC)
    life = live(lambda _: sun(-500, wait=True), 5400, pump=replace(CONTROLLED, surplus=rules), start=start)
    on, off = life.changes[1], life.changes[2]
    assert (on[1], off[1]) == (4, 2)
    assert 33 * 60 <= on[0] <= 36 * 60
    assert off[0] - on[0] == pytest.approx(1800, abs=10)
    assert life.reason_at(on[0]) == "daily_minimum"


# Laws


@given(
    st.lists(st.tuples(st.integers(-3000, 9000), st.integers(0, 9000), st.booleans()), min_size=2, max_size=60),
    st.integers(5, 90),
)
def test_no_state_changes_before_its_minimum_time_but_for_the_fuse(weather, hold):
    def at(t):
        surplus, imported, wait = weather[int(t // hold) % len(weather)]
        return sun(surplus, imported=imported, wait=wait)

    changes = live(at, 4000, pump=CONTROLLED).changes
    for (since, state), (until, _) in pairwise(changes):
        lasted = until - since
        if state == 1:
            assert lasted >= 600
        if state == 4:
            assert lasted >= 300 or _blocked_next(changes, since)


def _blocked_next(changes: list[tuple[float, int | None]], since: float) -> bool:
    """Whether the load manager blocked what ran: a limit, not a wish."""
    later = [state for at, state in changes if at > since]
    return bool(later) and later[0] == 1


def test_a_restart_keeps_the_minimum_time():
    life = live(lambda _: sun(0), 600, pump=CONTROLLED, memory=switched_on(START - timedelta(seconds=100)))
    assert life.changes == [(0, 4), (200, 2)]


def test_the_same_inputs_give_the_same_orders():
    def once() -> Life:
        return live(lambda t: sun(5000 - 3 * t, imported=2 * t), 3000, pump=CONTROLLED)

    assert once().states == once().states
