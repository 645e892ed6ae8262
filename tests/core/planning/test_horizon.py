"""The time ahead: each row is a moment and the prices known then, and the steps that are planned."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from custom_components.overshot.core.model.series import Series, day_quarters
from custom_components.overshot.core.planning import along, boundaries, covers, make_plan, price_steps, twin
from custom_components.overshot.core.planning.problem import PlanProblem
from tests.core.planning.houses import QUARTER, START, battery, quarters

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("problem", "day", "count"),
    [
        ("the day the clock is put forward, of 92 quarters", date(2026, 3, 29), 92),
        ("an ordinary day", date(2026, 3, 30), 96),
        ("the day the clock is put back, of 100 quarters", date(2026, 10, 25), 100),
    ],
)
def test_days_of_any_length(problem: str, day: date, count: int) -> None:
    starts = day_quarters(day, "Europe/Brussels")
    prices = Series.of(starts[0], [0.1 + 0.001 * index for index in range(len(starts))])
    steps = price_steps(starts[0], prices, prices.map(lambda value: value - 0.1), fine=timedelta(hours=48))
    assert len(steps) == count
    assert steps[-1].end == starts[-1] + QUARTER
    assert [step.import_price for step in steps] == pytest.approx([0.1 + 0.001 * index for index in range(count)])
    problem_ = PlanProblem(
        steps=steps,
        outlooks=twin([500.0] * count, [0.0] * count, [800.0] * count, [0.0] * count),
        batteries=(battery(),),
    )
    assert len(make_plan(problem_).grid) == count


@pytest.mark.parametrize(
    ("problem", "now", "minutes"),
    [
        ("on the clock", START, [15] * 16 + [60] * 4),
        ("in the open quarter: what is left of it", START + timedelta(minutes=7), [8] + [15] * 15 + [60] * 4),
        ("seconds before a quarter ends", START + timedelta(minutes=59, seconds=30), [0.5] + [15] * 16 + [60] * 3),
    ],
)
def test_steps_get_coarser_far_out(problem: str, now: datetime, minutes: list[float]) -> None:
    edges = boundaries(now, START + 8 * HOUR)
    lengths = [(end - start).total_seconds() / 60 for start, end in pairwise(edges)]
    assert lengths == minutes


@pytest.mark.parametrize(
    ("problem", "deadline", "minutes"),
    [
        ("its ten minutes at the peak of a whole hour", 6 * HOUR + timedelta(minutes=10), [60] * 2 + [15] * 4 + [60]),
        (
            "the hours before it no finer than others",
            6 * HOUR + timedelta(minutes=35),
            [60] * 2 + [30] + [15] * 2 + [60],
        ),
        ("on the hour: the quarter before it", 6 * HOUR, [60, 45, 15, 60, 60]),
        ("one that is over", -HOUR, [60] * 4),
        ("one within the quarters", HOUR, [60] * 4),
    ],
)
def test_the_quarter_of_a_deadline_is_a_step_of_its_own(
    problem: str, deadline: timedelta, minutes: list[float]
) -> None:
    """A night of a car seems to fit below the peak until four hours before it leaves, and does not."""
    edges = boundaries(START, START + 8 * HOUR, deadlines=[START + deadline])
    lengths = [(end - start).total_seconds() / 60 for start, end in pairwise(edges)]
    assert lengths[16:] == minutes if deadline > 4 * HOUR else lengths == [15] * 16 + minutes


def test_nothing_is_planned_beyond_the_known_prices() -> None:
    prices = Series.of(START, [0.2] * 22)
    steps = price_steps(START, prices, prices)
    assert steps[-1].end == START + 22 * QUARTER
    assert steps[-1].end - steps[-1].start == HOUR / 2


@pytest.mark.parametrize(
    ("problem", "bought", "sold"),
    [
        ("no prices at all", Series(), Series.of(START, [0.1] * 8)),
        ("no prices of feed-in", Series.of(START, [0.1] * 8), Series()),
        ("prices of yesterday only", Series.of(START - 24 * HOUR, [0.1] * 8), Series.of(START, [0.1] * 8)),
        ("prices that begin later", Series.of(START + HOUR, [0.1] * 8), Series.of(START, [0.1] * 8)),
    ],
)
def test_without_prices_there_is_nothing_to_plan(problem: str, bought: Series, sold: Series) -> None:
    assert price_steps(START, bought, sold) == ()


def test_a_gap_in_the_prices_ends_what_is_planned() -> None:
    prices = Series.of(START, [0.2] * 6 + [None] + [0.2] * 20)
    assert price_steps(START, prices, prices)[-1].end == START + 6 * QUARTER


def test_the_price_of_a_coarse_step_is_the_mean() -> None:
    prices = Series.of(START, [0.1] * 16 + [0.1, 0.2, 0.3, 0.4])
    assert price_steps(START, prices, prices)[-1].import_price == pytest.approx(0.25)


def test_forecasts_along_the_steps() -> None:
    steps = quarters([0.2] * 4)
    forecast = Series.of(START, [100.0, 200.0, 300.0])
    assert along(forecast, steps, 50.0) == (100.0, 200.0, 300.0, 50.0)
    assert covers(forecast, steps[:3])
    assert not covers(forecast, steps)


def test_the_twin_is_never_the_brighter_one() -> None:
    """An error band that is the wrong way round, and an array that reports at night."""
    expected, bad = twin([500.0, 500.0], [1_000.0, -5.0], [800.0, 400.0], [1_500.0, -5.0])
    assert bad.load == (800.0, 500.0)
    assert bad.solar == (1_000.0, 0.0)
    assert expected.solar == (1_000.0, 0.0)
    assert expected.weight + bad.weight == pytest.approx(1.0)


def test_times_of_other_zones_are_planned_in_utc() -> None:
    edges = boundaries(START.astimezone(tz=None), START + HOUR)
    assert edges[0] == START
    assert all(edge.tzinfo is UTC for edge in edges)
