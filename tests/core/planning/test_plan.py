"""What is planned: each row is a house, and what the plan must do in it. Named after the problem it guards against."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from custom_components.overshot.core.planning import (
    CapacityTariff,
    EnergyDemand,
    FlexibleLoad,
    LoadKind,
    Plan,
    PlanCircuit,
    PlanProblem,
    PlanReasonKey,
    PlanStatus,
    make_plan,
    twin,
)
from tests.core.planning.houses import START, battery, car, energy, house, quarters

CHEAP_THEN_DEAR = [0.10] * 8 + [0.50] * 8


@dataclass(frozen=True, kw_only=True)
class Case:
    """A house, and what must be true of its plan."""

    problem: str
    asked: PlanProblem
    holds: Callable[[Plan], bool]


def peak(peak: float = 2_500, quarter_energy: float | None = None) -> CapacityTariff:
    return CapacityTariff(price=4.58, peak=peak, quarter_energy=quarter_energy)


def near(value: float, expected: float, within: float = 1.0) -> bool:
    return abs(value - expected) <= within


CASES = [
    Case(
        problem="energy left in the battery while it is dear",
        asked=house(CHEAP_THEN_DEAR, load=1_000, batteries=(battery(),)),
        holds=lambda plan: max(plan.grid[8:]) <= 1 and plan.batteries["battery"].power[0] <= 0,
    ),
    Case(
        problem="a battery worn out for less than its wear",
        asked=house(CHEAP_THEN_DEAR, batteries=(battery(wear=0.60, value_left=0.0),)),
        holds=lambda plan: near(energy(plan, "battery"), 0),
    ),
    Case(
        problem="a battery emptied because nothing is worth anything after the last price",
        asked=house([0.20] * 16, batteries=(battery(value_left=0.5),)),
        holds=lambda plan: plan.batteries["battery"].soc[-1] >= 5_000,
    ),
    Case(
        problem="a battery below its minimum that waits for a better price",
        asked=house([0.50] * 4 + [0.10] * 12, batteries=(battery(soc=500, min_soc=1_000),)),
        holds=lambda plan: plan.batteries["battery"].soc[0] >= 1_000 - 1,
    ),
    Case(
        problem="a battery that gives below its minimum",
        asked=house([0.90] * 16, load=4_000, batteries=(battery(min_soc=4_000),)),
        holds=lambda plan: (
            near(plan.batteries["battery"].soc[-1], 4_000) and min(plan.batteries["battery"].soc) >= 3_999
        ),
    ),
    Case(
        problem="a reserve given away for a price",
        asked=house([0.20] * 12 + [0.30] * 4, batteries=(battery(soc=1_500, reserve=1_500, max_charge=0),)),
        holds=lambda plan: plan.batteries["battery"].soc[11] >= 1_499,
    ),
    Case(
        problem="a reserve withheld from the peak it is meant for",
        asked=house(
            [0.2] * 16,
            load=[500] * 4 + [4_500] * 2 + [500] * 10,
            capacity=peak(),
            batteries=(battery(soc=1_500, reserve=1_500),),
        ),
        holds=lambda plan: plan.peak <= 2_501,
    ),
    Case(
        problem="a reserve kept where the room below the peak holds whatever comes",
        asked=house(
            [0.20] * 12 + [0.30] * 4,
            capacity=peak(),
            batteries=(battery(soc=1_500, reserve=1_500, max_charge=0, value_left=0.25),),
        ),
        holds=lambda plan: all(near(power, 500) for power in plan.batteries["battery"].power[12:]),
    ),
    Case(
        problem="contactors moved for a quarter at full power where one phase suffices",
        asked=house([0.2] * 8, loads=(car(3_600, 2, min_power=1_380, easy_power=3_680),)),
        holds=lambda plan: max(plan.loads["car"].power) <= 3_681 and near(energy(plan, "car"), 3_600),
    ),
    Case(
        problem="a dear quarter taken to spare the contactors",
        asked=house([0.1] * 2 + [0.3] * 6, loads=(car(5_000, 2, min_power=1_380, easy_power=3_680),)),
        holds=lambda plan: near(sum(plan.loads["car"].power[:2]) / 4, 5_000),
    ),
    Case(
        problem="solar energy curtailed although feeding in earns money",
        asked=house([0.3] * 8, solar=4_000, curtailable=True),
        holds=lambda plan: not any(plan.curtailed) and near(plan.grid[0], -3_500),
    ),
    Case(
        problem="negative prices: paying to feed in what the inverter could keep back",
        asked=house([0.10] * 8, sold=-0.05, solar=4_000, curtailable=True),
        holds=lambda plan: near(plan.curtailed[0], 3_500) and near(plan.solar[0], 500) and near(plan.grid[0], 0),
    ),
    Case(
        problem="negative prices: own solar energy used although taking from the grid is paid for",
        asked=house([-0.05] * 8, sold=-0.15, solar=4_000, curtailable=True),
        holds=lambda plan: near(plan.curtailed[0], 4_000) and near(plan.grid[0], 500),
    ),
    Case(
        problem="negative prices: a battery that charges and discharges at once to burn what it is paid for",
        asked=house([-0.30] * 8, batteries=(battery(soc=9_900, capacity=10_000),)),
        holds=lambda plan: (
            all(abs(power) <= 5_000 for power in plan.batteries["battery"].power)
            and max(plan.batteries["battery"].soc) <= 10_001
        ),
    ),
    Case(
        problem="a price of feed-in above that of import: energy bought and sold at once without end",
        asked=house([0.10] * 8, sold=0.20, solar=1_000, batteries=(battery(),)),
        holds=lambda plan: max(map(abs, plan.grid)) <= 6_500,
    ),
    Case(
        problem="feed-in beyond what the grid operator allows",
        asked=house([0.3] * 8, solar=8_000, export_limit=5_000, curtailable=True),
        holds=lambda plan: min(plan.grid) >= -5_001 and near(plan.curtailed[0], 2_500),
    ),
    Case(
        problem="a feed-in limit that nothing can keep: infeasible",
        asked=house([0.3] * 8, solar=8_000, export_limit=5_000),
        holds=lambda plan: plan.status is PlanStatus.OPTIMAL and near(plan.grid[0], -7_500),
    ),
    Case(
        problem="a connection the house alone overloads: infeasible",
        asked=house([0.3] * 8, load=12_000, import_limit=9_200, batteries=(battery(max_discharge=1_000),)),
        holds=lambda plan: plan.status is PlanStatus.OPTIMAL and near(plan.grid[0], 11_000),
    ),
    Case(
        problem="a car that overloads the connection",
        asked=house([0.1] * 16, load=2_000, import_limit=9_200, loads=(car(20_000, 4),)),
        holds=lambda plan: max(plan.grid) <= 9_201 and energy(plan, "car") >= 19_999,
    ),
    Case(
        problem="a car charged when it is dear",
        asked=house([0.50] * 8 + [0.10] * 8, loads=(car(10_000, 4),)),
        holds=lambda plan: not any(plan.loads["car"].power[:8]) and energy(plan, "car") >= 9_999,
    ),
    Case(
        problem="a car that is not ready in time because it gets cheap later",
        asked=house([0.50] * 8 + [0.10] * 8, loads=(car(10_000, 2),)),
        holds=lambda plan: plan.loads["car"].missed == (0.0,) and not any(plan.loads["car"].power[8:]),
    ),
    Case(
        problem="a wish that cannot be met: infeasible, or a silent miss",
        asked=house([0.2] * 16, loads=(car(30_000, 1),)),
        holds=lambda plan: (
            near(plan.loads["car"].missed[0], 30_000 - 11_040)
            and plan.loads["car"].reason.key is PlanReasonKey.MISSED
            and all(near(power, 11_040) for power in plan.loads["car"].power[:4])
        ),
    ),
    Case(
        problem="a deadline that has passed counted as met",
        asked=house([0.2] * 16, loads=(car(5_000, -1, delay=-3),)),
        holds=lambda plan: near(plan.loads["car"].missed[0], 5_000) and not any(plan.loads["car"].power),
    ),
    Case(
        problem="a car that charges before it has come",
        asked=house([0.1] * 8 + [0.5] * 8, loads=(car(5_000, 4, delay=2),)),
        holds=lambda plan: not any(plan.loads["car"].power[:8]) and energy(plan, "car") >= 4_999,
    ),
    Case(
        problem="6 A: a car told to charge with less than it takes",
        asked=house([0.2] * 16, load=600, solar=2_500, sold=0.0, loads=(car(3_000, 2),)),
        holds=lambda plan: all(power == 0 or power >= 4_139 for power in plan.loads["car"].power[:8]),
    ),
    Case(
        problem="a station that runs part of the quarter, held to 6 A all the same",
        asked=house([0.2] * 16, load=600, solar=2_600, sold=0.0, loads=(car(3_000, 2, steady=False),)),
        holds=lambda plan: (
            any(0 < power < 4_140 for power in plan.loads["car"].power[:8]) and near(energy(plan, "car"), 3_000)
        ),
    ),
    Case(
        problem="6 A: two cars that fit on their circuit one after the other only",
        asked=house(
            [0.2] * 12,
            solar=3_500,
            sold=0.0,
            loads=(car(2_500, 2, circuit="box"), car(2_500, 2, id="other", circuit="box")),
            circuits=(PlanCircuit(id="box", limit=6_000),),
        ),
        holds=lambda plan: (
            all(power == 0 or power >= 4_139 for load in plan.loads.values() for power in load.power[:8])
            and max(map(sum, zip(*(load.power for load in plan.loads.values()), strict=True))) <= 6_001
            and all(load.missed == (0.0,) for load in plan.loads.values())
        ),
    ),
    Case(
        problem="all energy in the last hour, where one surprise makes it late",
        asked=house([0.20] * 16, loads=(car(10_000, 4, margin=2),)),
        holds=lambda plan: sum(plan.loads["car"].power[:8]) * 0.25 >= 9_999,
    ),
    Case(
        problem="a margin that costs a peak: earlier is a wish only",
        asked=house(
            [0.20] * 16, load=[9_000] * 8 + [0] * 8, capacity=peak(peak=9_000), loads=(car(10_000, 4, margin=2),)
        ),
        holds=lambda plan: plan.peak <= 9_001 and plan.loads["car"].missed == (0.0,),
    ),
    Case(
        problem="a departure beyond the known prices: all its energy forced into what is known",
        asked=house([0.50] * 8, loads=(car(10_000, 12),)),
        holds=lambda plan: plan.loads["car"].missed == (0.0,),
    ),
    Case(
        problem="a departure beyond the known prices: what is cheap now left untaken",
        asked=house([0.10] * 4 + [0.50] * 4, loads=(car(10_000, 12),)),
        holds=lambda plan: energy(plan, "car") >= 9_999 and not any(plan.loads["car"].power[4:]),
    ),
    Case(
        problem="a departure soon after the known prices: too much left for later",
        asked=house([0.50] * 8, loads=(car(22_000, 3),)),
        holds=lambda plan: energy(plan, "car") >= 22_000 - 11_040 - 1,
    ),
    Case(
        problem="a heat pump that runs when it is dear",
        asked=house(
            [0.50] * 8 + [0.10] * 8,
            loads=(
                FlexibleLoad(
                    id="pump",
                    kind=LoadKind.HEAT_PUMP,
                    min_power=2_000,
                    max_power=2_000,
                    demands=(EnergyDemand(energy=3_000, start=START, end=START + timedelta(hours=4)),),
                ),
            ),
        ),
        holds=lambda plan: not any(plan.loads["pump"].power[:8]) and energy(plan, "pump") >= 2_999,
    ),
    Case(
        problem="a boiler that saves its energy for one demand and leaves the next cold",
        asked=house(
            [0.10] * 8 + [0.50] * 8,
            loads=(
                FlexibleLoad(
                    id="boiler",
                    kind=LoadKind.BOILER,
                    max_power=2_000,
                    demands=(
                        EnergyDemand(energy=1_000, start=START, end=START + timedelta(hours=2)),
                        EnergyDemand(energy=1_500, start=START + timedelta(hours=2), end=START + timedelta(hours=4)),
                    ),
                ),
            ),
        ),
        holds=lambda plan: (
            near(sum(plan.loads["boiler"].power[:8]) / 4, 1_000)
            and near(sum(plan.loads["boiler"].power[8:]) / 4, 1_500)
        ),
    ),
    Case(
        problem="cars that overload their circuit and the one it hangs on",
        asked=house(
            [0.2] * 16,
            loads=(car(10_000, 4, circuit="box"), car(10_000, 4, id="other", circuit="garage")),
            circuits=(
                PlanCircuit(id="garage", limit=9_000, other=500),
                PlanCircuit(id="box", limit=5_000, parent="garage"),
            ),
        ),
        holds=lambda plan: (
            max(plan.loads["car"].power) <= 5_001
            and all(
                one + two <= 8_501 for one, two in zip(plan.loads["car"].power, plan.loads["other"].power, strict=True)
            )
            and energy(plan, "car") + energy(plan, "other") >= 19_998
        ),
    ),
    Case(
        problem="a circuit whose own load leaves nothing: infeasible",
        asked=house(
            [0.2] * 8,
            loads=(car(1_000, 2, circuit="box"),),
            circuits=(PlanCircuit(id="box", limit=5_000, other=6_000),),
        ),
        holds=lambda plan: not any(plan.loads["car"].power) and near(plan.loads["car"].missed[0], 1_000),
    ),
    Case(
        problem="cheap energy that costs more in peak than it saves",
        asked=house([0.10] * 2 + [0.20] * 14, capacity=peak(), loads=(car(6_000, 4, steady=False),)),
        holds=lambda plan: plan.peak <= 2_501 and plan.loads["car"].missed == (0.0,),
    ),
    Case(
        problem="power below a peak that has already happened left unused",
        asked=house([0.10] * 4 + [0.20] * 12, capacity=peak(peak=8_000), loads=(car(6_000, 4),)),
        holds=lambda plan: plan.capacity_cost == 0 and near(sum(plan.loads["car"].power[:4]) / 4, 6_000, 30),
    ),
    Case(
        problem="the open quarter forgotten: what it has taken already counts",
        asked=house(
            [0.10] + [0.11] * 15,
            load=0,
            capacity=peak(quarter_energy=400),
            loads=(car(2_000, 4, steady=False),),
        ),
        holds=lambda plan: plan.peak <= 2_501 and plan.grid[0] * 0.25 + 400 <= 626,
    ),
    Case(
        problem="an open quarter that is lost anyway raises the peak: the rest of the month may use it",
        asked=house([0.2] * 8, load=3_000, capacity=peak(quarter_energy=1_000)),
        holds=lambda plan: near(plan.peak, 7_000),
    ),
    Case(
        problem="a peak of next month billed to this one",
        asked=house(
            [0.2] * 16,
            load=[500] * 8 + [4_000] * 8,
            capacity=CapacityTariff(price=4.58, peak=2_500, month_end=START + timedelta(hours=2), next_peak=4_500),
        ),
        holds=lambda plan: plan.peak == 2_500 and plan.capacity_cost == 0,
    ),
    Case(
        problem="a peak nobody forecast: energy for it given away before",
        asked=PlanProblem(
            steps=quarters([0.30] * 4 + [0.29] * 12),
            outlooks=twin([2_000.0] * 16, [0.0] * 16, [2_000.0] * 4 + [4_000.0] * 4 + [2_000.0] * 8, [0.0] * 16),
            capacity=peak(),
            batteries=(battery(soc=1_580, max_charge=0),),
        ),
        holds=lambda plan: near(plan.batteries["battery"].power[0], 0, 10),
    ),
    Case(
        problem="two batteries of which the lossy one works first",
        asked=house(
            [0.1] * 8 + [0.5] * 8,
            sold=0.0,
            load=[0] * 8 + [2_000] * 8,
            batteries=(
                battery(id="lossy", soc=0, value_left=0.0, charge_efficiency=0.7, discharge_efficiency=0.7),
                battery(id="good", soc=0, value_left=0.0),
            ),
        ),
        holds=lambda plan: not any(plan.batteries["lossy"].power) and near(sum(plan.grid[8:]), 0),
    ),
    Case(
        problem="garbage in: a battery fuller than it can be",
        asked=house([0.2] * 8, batteries=(battery(soc=12_000),)),
        holds=lambda plan: max(plan.batteries["battery"].soc) <= 10_000,
    ),
    Case(
        problem="garbage in: a house that seems to give, behind a feed-in limit",
        asked=house([0.2] * 8, load=-3_000, export_limit=1_000),
        holds=lambda plan: plan.status is PlanStatus.OPTIMAL,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.problem)
def test_plan(case: Case) -> None:
    plan = make_plan(case.asked)
    assert plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)
    assert case.holds(plan), plan
