"""Totals are high-water marks: glitches are held back, and only what rises steadily from below is a new count."""

from collections.abc import Iterable
from itertools import pairwise
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.checks.counters import (
    AGREEING_JUMP,
    AGREEING_RESET,
    VOLUME,
    CounterKind,
    CounterMark,
    energy_counter,
    judge,
)

from .house import at

ENERGY = energy_counter(86_250)
"""A connection of 3 x 25 A, five times over."""


def read(
    raws: Iterable[float], every: float = 5.0, mark: CounterMark | None = None, kind: CounterKind = ENERGY
) -> CounterMark:
    """Return the mark after readings, one each `every` s."""
    mark = mark or CounterMark()
    start = 0.0 if mark.seen_at is None else (mark.seen_at - at(0)).total_seconds()
    for number, raw in enumerate(raws, 1):
        mark = judge(kind, mark, raw, at(start + number * every))
    return mark


KNOWN = read([1_000_000.0, 1_000_000.0])


@pytest.mark.parametrize(
    ("problem", "raws", "published"),
    [
        ("it rises", [1_000_010, 1_000_020], 1_000_020),
        ("a counter in steps of 1 kWh", [1_001_000], 1_001_000),
        ("200 kWh in a few seconds", [1_200_000], 1_000_000),
        ("200 kWh, and back", [1_200_000] * 20 + [1_000_001], 1_000_001),
        ("200 kWh, repeated by a device that stands still", [1_200_000] * 50, 1_000_000),
        ("200 kWh that several readings confirm", [1_200_000 + 10 * n for n in range(AGREEING_JUMP)], 1_200_040),
        ("words swapped once", [0x4240000F, 1_000_001], 1_000_001),
        ("words swapped for good", [0x42400000 + 65_536 * n for n in range(30)], 1_000_000),
        ("a frame of zeros", [0.0], 1_000_000),
        ("zeros for minutes", [0.0] * 100, 1_000_000),
        ("zeros for minutes, and back", [0.0] * 100 + [1_000_500], 1_000_500),
        ("a step back at the inverter's restart", [999_900], 1_000_000),
        ("...from where it goes on", [999_900 + 10 * n for n in range(30)], 1_000_190),
        ("another meter: not at once", [float(n) for n in range(AGREEING_RESET - 1)], 1_000_000),
        ("another meter: after so many readings", [float(n) for n in range(AGREEING_RESET)], AGREEING_RESET - 1),
        ("another meter with a count of its own", [20_000.0 + n for n in range(AGREEING_RESET)], 20_009),
        ("random values below", [3.0, 900.0, 17.0, 66_000.0, 5.0] * 10, 1_000_000),
    ],
)
def test_what_is_published(problem: str, raws: list[float], published: float) -> None:
    assert read(raws, mark=KNOWN).value == published, problem


def test_nothing_is_published_before_two_readings_agree() -> None:
    """The first reading ever may be the swapped one: its mark would stand for months."""
    assert read([0x4240000F]).value is None
    assert read([0x4240000F, 1_000_000]).value is None
    assert read([0x4240000F, 1_000_000, 1_000_001]).value == 1_000_001


@pytest.mark.parametrize(
    ("problem", "pause", "rise", "believed"),
    [
        ("a week away: 100 kWh a day", 7 * 86_400.0, 700_000, True),
        ("two minutes away", 120.0, 200_000, False),
    ],
)
def test_a_pause_explains_what_can_have_flowed_in_it(problem: str, pause: float, rise: float, believed: bool) -> None:
    mark = judge(ENERGY, KNOWN, 1_000_000 + rise, at(10 + pause))
    assert (mark.value == 1_000_000 + rise) is believed, problem


def test_a_night_without_sun_does_not_explain_a_jump_in_the_morning() -> None:
    """An inverter that repeats its total all night has not produced for 14 hours what it shows in one reading."""
    night = read([1_000_000.0] * 2_000, every=25.0, mark=KNOWN)
    assert read([1_200_000], mark=night).value == 1_000_000
    assert read([1_012_000], mark=night).value == 1_012_000, "a device may add up a quarter of an hour"


def test_a_small_count_that_starts_anew() -> None:
    """Half a kWh may be lost by the device; the new count is taken over where it rises."""
    known = read([500.0, 500.0])
    assert read([0.0] * 50, mark=known).value == 500
    assert read([float(n) for n in range(20)], mark=known).resets == 1


def test_water_and_gas() -> None:
    """1,000 m3 of water in ten seconds."""
    known = read([812.5, 812.5], kind=VOLUME)
    assert read([1_812.5], mark=known, kind=VOLUME).value == 812.5
    assert read([812.6], mark=known, kind=VOLUME).value == 812.6


def test_a_clock_that_was_set_back_explains_nothing() -> None:
    assert judge(ENERGY, KNOWN, 1_200_000, at(-1e6)).value == 1_000_000
    assert judge(ENERGY, KNOWN, 1_000_001, at(-1e6)).value == 1_000_001


def test_a_mark_survives_a_restart() -> None:
    """Else the first reading after it would be believed whatever it is."""
    again = CounterMark.from_dict(json.loads(json.dumps(KNOWN.to_dict())))
    assert again == KNOWN
    assert read([5e9], mark=again).value == 1_000_000
    assert CounterMark().to_dict() is None


@pytest.mark.parametrize(
    "stored",
    [
        None,
        7,
        {},
        {"value": "much", "seen_at": "2026-06-21T10:00:00+00:00", "risen_at": "2026-06-21T10:00:00+00:00"},
        {"value": "nan", "seen_at": "2026-06-21T10:00:00+00:00", "risen_at": "2026-06-21T10:00:00+00:00"},
        {"value": 1, "seen_at": "2026-06-21T10:00:00", "risen_at": "2026-06-21T10:00:00"},
        {"value": 1, "seen_at": 5, "risen_at": "yesterday"},
    ],
)
def test_a_stored_mark_that_makes_no_sense_is_forgotten(stored: object) -> None:
    assert CounterMark.from_dict(stored) == CounterMark()


@given(
    st.lists(
        st.tuples(
            st.floats(0, 4e11) | st.floats(0, 20_000) | st.sampled_from([0.0, 1e6, 1e6 + 1, 1e6 + 2, 1e6 - 50]),
            st.floats(0, 5_000),
        ),
        max_size=60,
    )
)
def test_law_a_total_never_falls_but_where_a_new_count_is_declared(readings: list[tuple[float, float]]) -> None:
    marks = [CounterMark()]
    now = 0.0
    for raw, pause in readings:
        now += pause
        marks.append(judge(ENERGY, marks[-1], raw, at(now)))
    for before, after in pairwise(marks):
        assert after.resets - before.resets in (0, 1)
        if before.value is not None:
            assert after.value is not None
            assert after.value >= before.value or after.resets > before.resets


@given(st.lists(st.floats(0, 200), min_size=2, max_size=100), st.floats(0, 1e9))
def test_law_a_counter_that_counts_is_followed(rises: list[float], start: float) -> None:
    """What a house of 3 x 25 A can draw in 10 s is never held back."""
    mark, total, now = CounterMark(), start, 0.0
    for rise in rises:
        total += rise
        now += 10
        mark = judge(ENERGY, mark, total, at(now))
    assert mark.value == total
    assert mark.resets == 0
