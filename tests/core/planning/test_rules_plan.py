"""Plans by rules: each row is a house without a solver, and what must be done in it all the same."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from custom_components.overshot.core.planning import (
    CapacityTariff,
    Plan,
    PlanCircuit,
    PlanProblem,
    PlanStatus,
    idle,
    judge,
    plan_by_rules,
)
from tests.core.planning.houses import battery, car, energy, house


@dataclass(frozen=True, kw_only=True)
class Case:
    """A house, and what must be true of its plan."""

    problem: str
    asked: PlanProblem
    holds: Callable[[Plan], bool]


CASES = [
    Case(
        problem="a car charged when it is dear",
        asked=house([0.50] * 8 + [0.10] * 8, loads=(car(10_000, 4),)),
        holds=lambda plan: not any(plan.loads["car"].power[:8]) and plan.loads["car"].missed == (0.0,),
    ),
    Case(
        problem="cheap hours without the peak: worse than no logic",
        asked=house(
            [0.20] * 12 + [0.10] * 4,
            load=500,
            capacity=CapacityTariff(price=4.58, peak=5_000),
            loads=(car(14_000, 4),),
        ),
        holds=lambda plan: plan.peak <= 5_001 and plan.loads["car"].missed == (0.0,),
    ),
    Case(
        problem="a car that misses its energy to keep the peak",
        asked=house([0.20] * 16, capacity=CapacityTariff(price=4.58, peak=2_500), loads=(car(24_000, 4),)),
        holds=lambda plan: plan.loads["car"].missed == (0.0,) and plan.peak <= 6_600,
    ),
    Case(
        problem="a car that overloads connection and circuit",
        asked=house(
            [0.20] * 16,
            import_limit=8_000,
            loads=(car(30_000, 4, circuit="box"),),
            circuits=(PlanCircuit(id="box", limit=7_000),),
        ),
        holds=lambda plan: max(plan.grid) <= 7_501 and plan.loads["car"].missed[0] > 0,
    ),
    Case(
        problem="a battery that does not follow the house",
        asked=house([0.20] * 8, load=[500] * 4 + [1_000] * 4, solar=[3_000] * 4 + [0] * 4, batteries=(battery(),)),
        holds=lambda plan: max(map(abs, plan.grid)) <= 1,
    ),
    Case(
        problem="a reserve given for the house, or kept from a peak",
        asked=house(
            [0.20] * 8,
            load=[1_000] * 4 + [4_000] * 4,
            capacity=CapacityTariff(price=4.58, peak=2_500),
            batteries=(battery(soc=2_000, reserve=2_000),),
        ),
        holds=lambda plan: not any(plan.batteries["battery"].power[:4]) and plan.peak <= 2_501,
    ),
    Case(
        problem="a battery left below its minimum",
        asked=house([0.20] * 8, batteries=(battery(soc=0, min_soc=1_000),)),
        holds=lambda plan: plan.batteries["battery"].soc[0] >= 999,
    ),
    Case(
        problem="paying to feed in what could be kept back",
        asked=house([0.20] * 8, sold=-0.05, solar=3_000, curtailable=True),
        holds=lambda plan: min(plan.grid) >= -1,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.problem)
def test_rules(case: Case) -> None:
    plan = plan_by_rules(case.asked)
    assert plan.status is PlanStatus.RULES
    assert case.holds(plan), plan


def test_rules_deliver_more_than_doing_nothing() -> None:
    asked = house([0.2] * 16, loads=(car(10_000, 4),), batteries=(battery(),))
    plan = plan_by_rules(asked)
    assert energy(plan, "car") >= 9_999
    assert plan.measure < judge(asked, idle(asked))
