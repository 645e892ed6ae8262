"""Whatever house is planned: there is a plan, energy balances, every bound holds, and doing nothing is never better."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.overshot.core.planning import (
    CapacityTariff,
    EnergyDemand,
    FlexibleLoad,
    Outlook,
    Plan,
    PlanBattery,
    PlanCircuit,
    PlanProblem,
    PlanStatus,
    PlanStep,
    idle,
    judge,
    make_plan,
    plan_by_rules,
)
from tests.core.planning.houses import START

_CIRCUITS = (PlanCircuit(id="box", limit=6_000, parent="garage"), PlanCircuit(id="garage", limit=9_000, other=1_000))
_circuit = st.sampled_from([None, "box", "garage"])
_watts = st.floats(0, 12_000, allow_subnormal=False)


@st.composite
def problems(draw: st.DrawFn) -> PlanProblem:
    """Return any house."""
    minutes = draw(st.lists(st.sampled_from([15, 15, 15, 60]), min_size=1, max_size=16))
    minutes[0] = draw(st.integers(1, 15))
    steps, at = [], START
    for length in minutes:
        end = at + timedelta(minutes=length)
        steps.append(PlanStep(at, end, draw(st.floats(-0.5, 1)), draw(st.floats(-0.6, 1))))
        at = end
    count = len(steps)
    outlooks = tuple(
        Outlook(
            load=tuple(draw(st.lists(st.floats(-2_000, 15_000), min_size=count, max_size=count))),
            solar=tuple(draw(st.lists(_watts, min_size=count, max_size=count))),
            weight=draw(st.floats(0.1, 1)),
        )
        for _ in range(draw(st.integers(1, 2)))
    )
    batteries = tuple(
        PlanBattery(
            id=f"battery {number}",
            capacity=draw(st.floats(0, 20_000)),
            soc=draw(st.floats(-100, 25_000)),
            max_charge=draw(_watts),
            max_discharge=draw(_watts),
            charge_efficiency=draw(st.floats(0.7, 1)),
            discharge_efficiency=draw(st.floats(0.7, 1)),
            min_soc=draw(st.floats(0, 25_000)),
            reserve=draw(st.sampled_from([0.0, 1_500.0])),
            wear=draw(st.sampled_from([0.0, 0.09])),
            circuit=draw(_circuit),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    loads = tuple(
        FlexibleLoad(
            id=f"load {number}",
            min_power=draw(st.sampled_from([0.0, 1_380.0, 4_140.0])),
            max_power=draw(st.sampled_from([2_000.0, 7_360.0, 11_040.0])),
            steady=draw(st.booleans()),
            demands=tuple(
                EnergyDemand(
                    energy=draw(st.floats(0, 30_000)),
                    start=START + timedelta(minutes=start),
                    end=START + timedelta(minutes=start + draw(st.integers(1, 600))),
                    margin=draw(st.sampled_from([timedelta(0), timedelta(hours=2)])),
                    room=draw(st.sampled_from([0.0, 5_000.0])),
                    room_value=draw(st.floats(0, 0.3)),
                )
                for start in draw(st.lists(st.integers(-60, 500), max_size=1))
            ),
            circuit=draw(_circuit),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    return PlanProblem(
        steps=tuple(steps),
        outlooks=outlooks,
        batteries=batteries,
        loads=loads,
        circuits=_CIRCUITS,
        capacity=draw(
            st.none()
            | st.builds(
                CapacityTariff,
                price=st.floats(0, 10),
                peak=st.floats(0, 10_000),
                quarter_energy=st.none() | st.floats(0, 4_000),
                month_end=st.sampled_from([None, START + timedelta(hours=1)]),
                next_peak=st.sampled_from([0.0, 2_500.0]),
            )
        ),
        import_limit=draw(st.none() | _watts),
        export_limit=draw(st.none() | _watts),
        curtailable=draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_laws_of_a_solved_plan(problem: PlanProblem) -> None:
    plan = make_plan(problem)
    assert plan.status is not PlanStatus.RULES
    _check_bounds(problem, plan)
    nothing = judge(problem, idle(problem))
    assert plan.measure <= nothing + 0.02 + 1e-4 * abs(nothing)
    near = problem.weights.steady_hours
    for load in problem.loads:
        least = min(load.min_power, load.max_power) if load.steady else 0.0
        for step, power in zip(problem.steps, plan.loads[load.id].power, strict=True):
            ahead = (step.start - problem.start).total_seconds() / 3600
            within = all(it.start <= step.start and it.end >= step.end for it in load.demands)
            if ahead < near and step.hours <= 0.25 and within:
                assert power == 0 or power >= least - 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_laws_of_a_plan_by_rules(problem: PlanProblem) -> None:
    plan = plan_by_rules(problem)
    _check_bounds(problem, plan)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_planning_again_with_nothing_new_stays(problem: PlanProblem) -> None:
    """The same problem and the last plan: no other first step, unless the last one was not the best."""
    one = replace(problem, outlooks=problem.outlooks[:1])
    last = make_plan(one)
    again = make_plan(one, last)
    if last.status is PlanStatus.OPTIMAL and again.status is PlanStatus.OPTIMAL:
        assert again.measure <= last.measure + 0.02 + 1e-4 * abs(last.measure)


def _check_bounds(problem: PlanProblem, plan: Plan) -> None:
    """Check what must hold of any plan."""
    expected = problem.outlooks[0]
    taken = [0.0] * len(problem.steps)
    for battery in problem.batteries:
        course = plan.batteries[battery.id]
        assert min(course.soc) >= -1
        assert max(course.soc) <= battery.capacity + 1
        assert min(course.soc) >= min(battery.min_soc, max(0, battery.soc), battery.capacity) - 1
        assert all(-battery.max_charge - 1 <= power <= battery.max_discharge + 1 for power in course.power)
        taken = [there - power for there, power in zip(taken, course.power, strict=True)]
    for load in problem.loads:
        power = plan.loads[load.id].power
        assert all(-1 <= it <= load.max_power + 1 for it in power)
        assert all(short >= 0 for short in plan.loads[load.id].missed)
        taken = [there + it for there, it in zip(taken, power, strict=True)]
    for index, grid in enumerate(plan.grid):
        assert grid == pytest.approx(expected.load[index] - plan.solar[index] + taken[index], abs=2)
        assert plan.solar[index] == pytest.approx(max(0, expected.solar[index]) - plan.curtailed[index], abs=2)
        assert plan.solar[index] >= -1
    on_box = [it for it in problem.devices if it.circuit == "box"]
    on_garage = [it for it in problem.devices if it.circuit is not None]
    for devices, room, back in ((on_box, 6_000, 6_000), (on_garage, 8_000, 10_000)):
        for index in range(len(problem.steps)):
            flows = sum(
                -plan.batteries[it.id].power[index] if isinstance(it, PlanBattery) else plan.loads[it.id].power[index]
                for it in devices
            )
            assert -back - 1 <= flows <= room + 1
