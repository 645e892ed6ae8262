"""Quarters as the house lived them: means of what was read, and nothing where too little was."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.overshot.plans.quarters import ClosedQuarter, QuarterRecorder

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)


def lived(readings: Iterable[tuple[float, float | None, float | None]]) -> list[ClosedQuarter]:
    """Return the quarters that were closed by readings: seconds after noon, load, solar (W)."""
    recorder = QuarterRecorder()
    taken = [
        recorder.take(load, solar, NOON + timedelta(seconds=seconds)) for seconds, load, solar in readings
    ]  # fmt: skip
    return [closed for closed in taken if closed is not None]


def steady(start: int, end: int, load: float | None, solar: float | None = 0.0, step: int = 10) -> list[tuple]:
    """Return the same reading every few seconds."""
    return [(seconds, load, solar) for seconds in range(start, end, step)]


def test_a_whole_quarter_is_the_mean_of_its_readings_by_time() -> None:
    (quarter,) = lived([*steady(0, 600, 300.0, 1000.0), *steady(600, 910, 1200.0, 4000.0)])
    assert quarter.start == NOON
    assert quarter.load == pytest.approx(600)
    assert quarter.solar == pytest.approx(2000)


def test_readings_at_any_pace_count_by_their_time() -> None:
    (quarter,) = lived([*steady(0, 450, 1000.0, step=1), *steady(450, 910, 0.0, step=45)])
    assert quarter.load == pytest.approx(500, abs=2)


def test_half_a_quarter_is_not_known() -> None:
    """After a start, and while a meter is silent."""
    late = lived(steady(440, 910, 500.0))
    silent = lived([*steady(0, 400, 500.0), *steady(700, 910, 500.0)])
    unknown = lived([*steady(0, 700, 500.0), *steady(700, 910, None, 100.0)])
    for closed in (late, silent, unknown):
        assert [quarter.load for quarter in closed] == [None]


def test_sun_and_house_are_known_apart() -> None:
    (quarter,) = lived([*steady(0, 500, None, 800.0), *steady(500, 910, 300.0, 800.0)])
    assert quarter.load is None
    assert quarter.solar == pytest.approx(800)


def test_a_missing_quarter_is_left_out() -> None:
    closed = lived([*steady(0, 900, 500.0), *steady(2700, 3610, 700.0)])
    assert [quarter.start - NOON for quarter in closed] == [timedelta(0), timedelta(minutes=45)]
    assert [quarter.load for quarter in closed] == [pytest.approx(500), pytest.approx(700)]


def test_what_was_held_back_says_nothing_of_the_sun() -> None:
    recorder = QuarterRecorder()
    for seconds in range(0, 900, 10):
        recorder.take(400.0, 900.0, NOON + timedelta(seconds=seconds), curtailed=seconds == 300)
    closed = recorder.take(400.0, 900.0, NOON + timedelta(seconds=900))
    assert closed is not None
    assert closed.load == pytest.approx(400)
    assert closed.solar is None
    for seconds in range(910, 1800, 10):
        recorder.take(400.0, 900.0, NOON + timedelta(seconds=seconds))
    again = recorder.take(400.0, 900.0, NOON + timedelta(seconds=1800))
    assert again is not None
    assert again.solar == pytest.approx(900)


def test_a_clock_that_is_set_back_spoils_one_quarter_at_most() -> None:
    closed = lived([*steady(0, 600, 500.0), *steady(300, 1810, 500.0)])
    assert all(quarter.load is None or quarter.load == pytest.approx(500) for quarter in closed)
    assert closed[-1].load == pytest.approx(500)


def test_a_reading_holds_across_the_edge() -> None:
    closed = lived([*steady(0, 1820, 600.0, step=50)])
    assert [quarter.load for quarter in closed] == [pytest.approx(600)] * 2
