"""Whatever is missing, there is a plan, and it says what it had to do without."""

from dataclasses import replace
from datetime import timedelta
import sys
from typing import Any

import pytest

from custom_components.overshot.core.planning import (
    Outlook,
    PlanInputError,
    PlanInputProblem,
    PlanLack,
    PlanProblem,
    PlanStatus,
    idle,
    judge,
    make_plan,
    plan_by_rules,
    wear_cost,
)
from tests.core.planning.houses import QUARTER, START, battery, car, house, quarters

PROBLEM = house([0.30] * 8 + [0.10] * 16, batteries=(battery(),), loads=(car(10_000, 6),))


def later(problem: PlanProblem, quarters_on: int) -> PlanProblem:
    """Return what is left of a problem some quarters on."""
    return replace(
        problem,
        steps=problem.steps[quarters_on:],
        outlooks=tuple(
            replace(it, load=it.load[quarters_on:], solar=it.solar[quarters_on:]) for it in problem.outlooks
        ),
    )


def test_without_solver_rules_make_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine for which there is no wheel."""
    monkeypatch.setitem(sys.modules, "highspy", None)
    for module in ("solved", "solver", "settle"):
        monkeypatch.delitem(sys.modules, f"custom_components.overshot.core.planning.{module}", raising=False)
    plan = make_plan(PROBLEM, lacks=[PlanLack.SOLAR_FORECAST])
    assert plan.status is PlanStatus.RULES
    assert plan.lacks == (PlanLack.SOLAR_FORECAST, PlanLack.SOLVER)
    assert plan.loads["car"].missed == (0.0,)
    assert not any(plan.loads["car"].power[:8])


def test_out_of_time_keeps_the_last_plan() -> None:
    last = make_plan(PROBLEM)
    plan = make_plan(later(PROBLEM, 2), last, time_limit=0.0)
    assert plan.status is PlanStatus.FEASIBLE
    assert plan.lacks == (PlanLack.TIME,)
    assert plan.made_at == START
    assert plan.loads == last.loads


@pytest.mark.parametrize(
    ("problem", "quarters_on", "asked"),
    [
        ("no plan was made yet", None, PROBLEM),
        ("the last one is too old", 10, PROBLEM),
        ("the last one knows nothing of a car that came since", 1, replace(PROBLEM, loads=(car(5_000, 6, id="new"),))),
    ],
)
def test_out_of_time_without_a_last_plan_rules_make_it(
    problem: str, quarters_on: int | None, asked: PlanProblem
) -> None:
    last = None if quarters_on is None else make_plan(PROBLEM)
    plan = make_plan(later(asked, quarters_on or 0), last, time_limit=0.0)
    assert plan.status is PlanStatus.RULES
    assert plan.lacks == (PlanLack.TIME,)


def test_a_plan_by_rules_is_not_kept() -> None:
    last = plan_by_rules(PROBLEM)
    plan = make_plan(later(PROBLEM, 1), last, time_limit=0.0)
    assert plan.made_at == START + QUARTER
    assert plan.status is PlanStatus.RULES


def test_with_prices_nobody_knows_no_plan_is_optimal() -> None:
    assert make_plan(PROBLEM).status is PlanStatus.OPTIMAL
    plan = make_plan(PROBLEM, lacks=[PlanLack.PRICES])
    assert plan.status is PlanStatus.FEASIBLE
    assert plan.lacks == (PlanLack.PRICES,)


@pytest.mark.parametrize("tilt", [-2e-4, 2e-4])
def test_equal_plans_do_not_flap(tilt: float) -> None:
    """Prices that change by less than anybody notices leave the next hours as they were planned."""
    plain = house([0.20] * 16, sold=0.0, load=300, loads=(car(4_140, 4, steady=False),))
    last = make_plan(plain)
    tilted = replace(
        plain,
        steps=tuple(
            replace(step, import_price=step.import_price + tilt * index) for index, step in enumerate(plain.steps)
        ),
    )
    again = make_plan(tilted, last)
    assert again.loads["car"].power == pytest.approx(last.loads["car"].power, abs=1)


def test_a_better_plan_replaces_the_last() -> None:
    plain = house([0.20] * 16, loads=(car(5_000, 4),))
    last = make_plan(plain)
    cheaper = replace(plain, steps=quarters([0.20] * 8 + [0.10] * 8))
    assert not any(make_plan(cheaper, last).loads["car"].power[:8])


def test_the_first_step_is_one_for_all_outlooks_and_later_ones_are_not() -> None:
    """The expected outlook sees no peak; a dark one keeps the battery full now all the same."""
    bright = Outlook(load=(2_000.0,) * 8, solar=(0.0,) * 8, weight=0.5)
    dark = Outlook(load=(2_000.0,) * 4 + (9_000.0,) * 4, solar=(0.0,) * 8, weight=0.5)
    alone = PlanProblem(
        steps=quarters([0.40] * 4 + [0.30] * 4),
        outlooks=(bright,),
        batteries=(battery(soc=3_200, max_charge=0, value_left=0.0),),
    )
    both = replace(alone, outlooks=(bright, dark), import_limit=6_000)
    assert make_plan(alone).batteries["battery"].power[0] > 1_900
    assert make_plan(both).batteries["battery"].power[0] < 1_900
    assert make_plan(both).batteries["battery"].power[1] > 1_900


def test_cost_and_measure_are_those_of_the_course() -> None:
    plan = make_plan(PROBLEM)
    assert plan.cost == pytest.approx(
        sum(
            power / 1000 * 0.25 * (step.import_price if power > 0 else step.export_price)
            for power, step in zip(plan.grid, PROBLEM.steps, strict=True)
        )
    )
    assert plan.measure < judge(PROBLEM, idle(PROBLEM))


def test_looking_into_a_plan() -> None:
    plan = make_plan(PROBLEM)
    assert plan.index(START - QUARTER) is None
    assert plan.index(START + timedelta(minutes=20)) == 1
    assert plan.index(plan.end) is None
    assert plan.power("battery", START) == plan.batteries["battery"].power[0]
    assert plan.power("nobody", START) is None


def test_wear_is_price_by_cycles_capacity_and_depth() -> None:
    assert wear_cost(5_400, 6_000, 10_000, 0.9) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="positive"):
        wear_cost(5_400, 0, 10_000, 0.9)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (PlanInputProblem.NO_STEPS, {"steps": ()}),
        (PlanInputProblem.NO_OUTLOOK, {"outlooks": ()}),
        (PlanInputProblem.UNORDERED_STEPS, {"steps": PROBLEM.steps[::-1]}),
        (PlanInputProblem.UNORDERED_STEPS, {"steps": (*PROBLEM.steps[:5], *PROBLEM.steps[6:])}),
        (PlanInputProblem.UNEQUAL_LENGTHS, {"steps": PROBLEM.steps[1:]}),
        (PlanInputProblem.NOT_FINITE, {"outlooks": (Outlook(load=(float("nan"),) * 24, solar=(0.0,) * 24),)}),
        (PlanInputProblem.NOT_FINITE, {"steps": quarters([float("inf")] * 24)}),
        (PlanInputProblem.SAME_ID, {"batteries": (battery(), battery(id="car"))}),
        (PlanInputProblem.OVERLAPPING_DEMANDS, {"loads": (replace(car(1, 1), demands=car(1, 1).demands * 2),)}),
        (PlanInputProblem.UNKNOWN_CIRCUIT, {"batteries": (battery(circuit="nowhere"),)}),
    ],
)
def test_what_cannot_be_planned_is_refused(key: PlanInputProblem, change: dict[str, Any]) -> None:
    with pytest.raises(PlanInputError) as caught:
        replace(PROBLEM, **change)
    assert caught.value.key is key
