"""Amounts of energy at a time: when they are due, and when it is time to charge from the grid for them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.overshot.core.control.charging.memory import SessionMemory, TargetMemory
from custom_components.overshot.core.control.charging.settings import ChargePointSettings, EnergyTarget, RangeWish
from custom_components.overshot.core.control.charging.targets import (
    Goal,
    keep_score,
    need,
    next_due,
    range_goal,
    weekly_goals,
)
from custom_components.overshot.core.model import Series

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY, TUESDAY, SUNDAY = 0, 1, 6
NOTHING = TargetMemory()
KW = 1000.0


def utc(text: str) -> datetime:
    """Return a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("problem", "weekday", "at", "now", "due"),
    [
        ("later today", MONDAY, "07:30", "2026-06-22 04:00", "2026-06-22 05:30"),
        ("today's has passed", MONDAY, "07:30", "2026-06-22 06:00", "2026-06-29 05:30"),
        ("exactly now is passed", MONDAY, "07:30", "2026-06-22 05:30", "2026-06-29 05:30"),
        ("tomorrow", TUESDAY, "07:30", "2026-06-22 21:00", "2026-06-23 05:30"),
        ("it is already Monday here while UTC is on Sunday", MONDAY, "00:30", "2026-06-21 22:10", "2026-06-21 22:30"),
        (
            "after the clock goes forward the same wall time is an hour earlier",
            SUNDAY,
            "08:00",
            "2026-03-28 20:00",
            "2026-03-29 06:00",
        ),
        ("before it, not", SUNDAY, "01:30", "2026-03-28 20:00", "2026-03-29 00:30"),
        ("a time the clock leaves out", SUNDAY, "02:30", "2026-03-28 20:00", "2026-03-29 01:30"),
        ("after the clock goes back it is an hour later", SUNDAY, "08:00", "2026-10-24 20:00", "2026-10-25 07:00"),
        ("a time that comes twice counts the first time", SUNDAY, "02:30", "2026-10-24 20:00", "2026-10-25 00:30"),
        ("and is then over for a week", SUNDAY, "02:30", "2026-10-25 01:00", "2026-11-01 01:30"),
    ],
)
def test_when_a_weekly_target_is_due(problem: str, weekday: int, at: str, now: str, due: str) -> None:
    """By the clock on the wall, on both days that are not 24 hours long too."""
    target = EnergyTarget(weekday=weekday, at=time.fromisoformat(at), energy=10 * KW)
    assert next_due(target, BRUSSELS, utc(now)) == utc(due), problem


NIGHT = utc("2026-06-22 20:00")
MORNING = utc("2026-06-23 06:00")


def after(hours: float) -> datetime:
    """Return a moment of the night."""
    return NIGHT + timedelta(hours=hours)


def hourly(*prices: float) -> Series:
    """Return prices of the hours of the night."""
    return Series.of(NIGHT, prices, timedelta(hours=1))


CHEAP_AT_TWO = hourly(0.30, 0.28, 0.25, 0.20, 0.18, 0.10, 0.12, 0.20, 0.30, 0.35)
"""The cheapest hours are the sixth and the seventh: from 5 h to 7 h."""

FLAT = hourly(*[0.25] * 10)
UNKNOWN = Series()


@pytest.mark.parametrize(
    ("problem", "missing", "power", "prices", "hours", "charges"),
    [
        ("without prices nothing is bought before it must be", 10, 10, UNKNOWN, 8.0, False),
        ("the last quarters that suffice", 10, 10, UNKNOWN, 8.8, True),
        ("all of the night for much energy", 90, 10, UNKNOWN, 0.5, True),
        ("at equal prices the last ones too: the sun may come", 10, 10, FLAT, 8.0, False),
        ("at equal prices the last ones", 10, 10, FLAT, 8.99, True),
        ("dear hours are left out", 10, 10, CHEAP_AT_TWO, 0.0, False),
        ("hours that are not the cheapest too", 10, 10, CHEAP_AT_TWO, 4.5, False),
        ("the cheapest hour is taken", 10, 10, CHEAP_AT_TWO, 5.2, True),
        ("the second one for what is more than an hour", 15, 10, CHEAP_AT_TWO, 6.5, True),
        ("and not for less: its last quarters suffice", 5, 10, CHEAP_AT_TWO, 6.1, False),
        ("prices for half of the night only are no prices", 10, 10, hourly(0.1, 0.1, 0.1, 0.1), 1.0, False),
        ("all is there", 0, 10, FLAT, 9.5, False),
    ],
)
def test_when_to_charge_from_the_grid(
    problem: str, missing: float, power: float, prices: Series, hours: float, charges: bool
) -> None:
    """Ten hours from 22:00, some kWh missing, some kW possible."""
    goals = [Goal(MORNING, 50 * KW, missing * KW)]
    found = need(goals, power * KW, power * KW, prices, NOTHING, after(hours))
    assert (found is not None and found.until is not None) is charges, problem


def test_a_peak_to_be_kept_spreads_charging_over_the_night() -> None:
    """peers.md 2 (2): at the 2.5 kW that the peak leaves, 20 kWh take more than eight hours; so it begins at once."""
    goals = [Goal(MORNING, 20 * KW, 20 * KW)]
    spread = need(goals, 11 * KW, 2.4 * KW, UNKNOWN, NOTHING, after(1))
    assert spread is not None
    assert spread.until is not None
    assert not spread.pressing
    late = need(goals, 11 * KW, 11 * KW, UNKNOWN, NOTHING, after(1))
    assert late is not None
    assert late.until is None


def test_what_is_necessary_at_full_power_is_guaranteed() -> None:
    """Nothing but a law lowers it when there is no more time to lose."""
    goals = [Goal(MORNING, 20 * KW, 20 * KW)]
    assert not need(goals, 11 * KW, 2.4 * KW, UNKNOWN, NOTHING, after(7.8)).pressing  # type: ignore[union-attr]
    assert need(goals, 11 * KW, 2.4 * KW, UNKNOWN, NOTHING, after(8.1)).pressing  # type: ignore[union-attr]


def test_the_impossible_is_told_and_tried() -> None:
    """60 kWh in an hour at 11 kW: 49 will be missing."""
    found = need([Goal(MORNING, 60 * KW, 60 * KW)], 11 * KW, 11 * KW, FLAT, NOTHING, after(9))
    assert found is not None
    assert found.pressing
    assert found.short == pytest.approx(49 * KW)


def test_the_later_target_can_be_the_one_that_presses() -> None:
    """Little for the first, much for the second an hour after it."""
    goals = [Goal(MORNING, 1 * KW, 1 * KW), Goal(MORNING + timedelta(hours=1), 90 * KW, 90 * KW)]
    found = need(goals, 10 * KW, 10 * KW, UNKNOWN, NOTHING, after(1.5))
    assert found is not None
    assert found.goal.energy == 90 * KW
    assert found.pressing


def test_what_was_begun_goes_on() -> None:
    """A price that changes by a hair, or a car that takes a little more, does not stop and start it."""
    begun = TargetMemory(charging_for=MORNING, charging_until=after(6))
    goals = [Goal(MORNING, 5 * KW, 1 * KW)]
    assert need(goals, 10 * KW, 10 * KW, UNKNOWN, begun, after(5.9)).until == after(6)  # type: ignore[union-attr]
    assert need(goals, 10 * KW, 10 * KW, UNKNOWN, begun, after(6.1)).until is None  # type: ignore[union-attr]
    assert need([], 10 * KW, 10 * KW, UNKNOWN, begun, after(5.9)) is None


def test_a_target_that_was_missed_is_remembered_once() -> None:
    """The event: who was to have 10 kWh by 06:00 has 7."""
    before = TargetMemory(due=MORNING, energy=10 * KW)
    following = [Goal(MORNING + timedelta(days=7), 10 * KW, 3 * KW)]
    session = SessionMemory(energy=7 * KW)
    missed = keep_score(before, following, session, MORNING + timedelta(seconds=1))
    assert (missed.missed, missed.missing) == (MORNING, 3 * KW)
    assert missed.due == MORNING + timedelta(days=7)
    later = keep_score(missed, following, session, MORNING + timedelta(hours=1))
    assert later == missed
    reached = keep_score(before, following, SessionMemory(energy=9.95 * KW), MORNING)
    assert reached.missed is None


def test_a_target_that_the_user_removed_is_not_missed() -> None:
    """It was taken out before it was due."""
    before = TargetMemory(due=MORNING, energy=10 * KW)
    gone = keep_score(before, [], SessionMemory(), MORNING - timedelta(seconds=1))
    assert keep_score(gone, [], SessionMemory(), MORNING).missed is None


@pytest.mark.parametrize(
    ("problem", "eco", "given", "imported", "missing"),
    [
        ("all of it from anywhere", 0.0, 0, 0, 25),
        ("surplus only: nothing is bought", 1.0, 0, 0, 0),
        ("half of it from the sun", 0.5, 0, 0, 12.5),
        ("the sun gave its half: the grid may give the other", 0.5, 12.5, 0, 12.5),
        ("the grid gave its half: the rest is the sun's", 0.5, 12.5, 12.5, 0),
        ("there is enough", 0.0, 26, 20, 0),
    ],
)
def test_a_range_at_an_hour(problem: str, eco: float, given: float, imported: float, missing: float) -> None:
    """100 km at 250 Wh/km are 25 kWh."""
    settings = ChargePointSettings(range_wish=RangeWish(distance=100, until=MORNING), consumption=250, eco_share=eco)
    goal = range_goal(settings, SessionMemory(energy=given * KW, imported=imported * KW), NIGHT)
    assert goal is not None
    assert goal.missing == pytest.approx(missing * KW), problem
    assert range_goal(settings, SessionMemory(), MORNING) is None


def test_energy_counts_from_plug_in() -> None:
    """A weekly plan lacks what the session has not given yet."""
    targets = [EnergyTarget(weekday=TUESDAY, at=time(8), energy=10 * KW)]
    (goal,) = weekly_goals(targets, SessionMemory(energy=4 * KW), BRUSSELS, NIGHT)
    assert (goal.due, goal.missing) == (MORNING, 6 * KW)
