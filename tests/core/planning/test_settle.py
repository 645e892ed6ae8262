"""What a linear program does not know: a car takes 6 A or nothing, and a battery works one way at a time."""

from itertools import product

import highspy
from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.overshot.core.planning import CapacityTariff, Course, PlanStatus, judge, make_plan, plan_by_rules
from custom_components.overshot.core.planning.model import build
from custom_components.overshot.core.planning.solver import Outcome, Solver
from tests.core.planning.houses import battery, car, house


@settings(max_examples=25, deadline=None)
@given(
    prices=st.lists(st.floats(0.05, 0.6), min_size=4, max_size=4),
    solar=st.lists(st.floats(0, 9_000), min_size=4, max_size=4),
    needed=st.floats(500, 9_000),
    peak=st.floats(2_500, 8_000),
)
def test_no_course_by_hand_is_better(prices: list[float], solar: list[float], needed: float, peak: float) -> None:
    """Where the solver says optimal, none of 256 courses of on and off costs less; else it is close to the best."""
    asked = house(
        prices, sold=0.02, solar=solar, loads=(car(needed, 1),), capacity=CapacityTariff(price=4.58, peak=peak)
    )
    plan = make_plan(asked)
    by_hand = min(
        judge(asked, Course(loads={"car": powers}, curtailed=(0.0,) * 4))
        for powers in product((0.0, 4_140.0, 6_000.0, 11_040.0), repeat=4)
        if sum(powers) / 4 <= needed + 4_140 / 4
    )
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.measure <= by_hand + 0.011


@pytest.mark.parametrize("sold", [-0.5, -0.31, -0.1])
def test_a_battery_works_one_way_at_a_time(sold: float) -> None:
    """With negative prices burning energy would pay: charging and discharging at once, or buying and selling."""
    asked = house(
        [-0.30, -0.30, 0.10, -0.20] * 4,
        sold=sold,
        solar=[0.0, 6_000.0] * 8,
        batteries=(battery(charge_efficiency=0.8, discharge_efficiency=0.8), battery(id="other", soc=9_990)),
        export_limit=3_000,
    )
    model = build(asked)
    solver = Solver(model.program.compiled(), 10.0)
    outcome, relaxed, bound = solver.run()
    columns = model.outlooks[0]
    assert outcome is Outcome.OPTIMAL
    assert np.any((relaxed[columns.charge["other"]] > 0.01) & (relaxed[columns.discharge["other"]] > 0.01))
    plan = make_plan(asked)
    assert plan.measure >= bound - 1e-6
    assert plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)
    # What is said of power is what happens to the energy in it, and the measure is that of this course.
    course = Course(batteries={id_: it.power for id_, it in plan.batteries.items()}, curtailed=plan.curtailed)
    assert judge(asked, course) == pytest.approx(plan.measure, abs=0.01)
    assert plan.measure <= plan_by_rules(asked).measure + 1e-6


def test_bounds_are_widened_again() -> None:
    asked = house([0.1] * 4 + [0.5] * 4, loads=(car(5_000, 2),))
    model = build(asked)
    solver = Solver(model.program.compiled(), 10.0)
    demand = model.outlooks[0].demands["car"][0]
    assert demand is not None
    free = solver.run()[2]
    nothing = np.zeros(len(demand.power))
    solver.narrow(demand.power, nothing, nothing)
    assert solver.run()[2] > free + 100
    solver.widen(demand.power)
    assert solver.run()[2] == pytest.approx(free)


def test_a_solver_that_gives_up_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS without presolve is twice as fast, and now and then answers "unknown"."""
    model = build(house([0.1] * 4 + [0.5] * 4, batteries=(battery(),)))
    expected = Solver(model.program.compiled(), 10.0).run()[2]
    ask, answers = Solver._solve, []

    def unsure(solver: Solver) -> highspy.HighsModelStatus:
        answers.append(ask(solver))
        return answers[-1] if len(answers) > 1 else highspy.HighsModelStatus.kUnknown

    monkeypatch.setattr(Solver, "_solve", unsure)
    outcome, _, objective = Solver(model.program.compiled(), 10.0).run()
    assert outcome is Outcome.OPTIMAL
    assert len(answers) == 2
    assert objective == pytest.approx(expected)
