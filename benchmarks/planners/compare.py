"""Our planner and theirs on the same case: one battery, 48 h in quarters, one outlook, the month's peak priced.

Nothing of what only one of them knows is asked: no reserve, no second outlook, no plan to stay with. All plans are judged
by the same measure: energy and peak, less what is left in the battery at its value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
import json
from pathlib import Path
from statistics import median
import subprocess
from time import perf_counter
from typing import Any

from custom_components.overshot.core.planning import Course, PlanProblem, PlanWeights, judge, make_plan, value_left

from ..measurement import Measurement


def compare(python: Path, problems: Sequence[PlanProblem]) -> Iterable[Measurement]:
    """Return the time of ours and of every optimizer installed for another Python, and what their plans cost more."""
    problems = [_plain(problem) for problem in problems]
    make_plan(problems[0])
    times: list[float] = []
    costs: list[float] = []
    cases: list[dict[str, Any]] = []
    for problem in problems:
        begun = perf_counter()
        plan = make_plan(problem)
        times.append(1000 * (perf_counter() - begun))
        (battery,) = plan.batteries.values()
        costs.append(_cost(problem, battery.power))
        cases.append(_case(problem, battery.soc[-1]))
    yield Measurement(name="the same, one outlook: Overshot", value=median(times), unit="ms")
    script = Path(__file__).with_name("theirs.py")
    done = subprocess.run([python, script], input=json.dumps(cases), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"{python} could not solve the case: {done.stderr.strip().splitlines()[-1:]}")
    for name, its in json.loads(done.stdout).items():
        yield Measurement(name=f"{name} {its['version']}", value=median(its["ms"]), unit="ms")
        more = [
            _cost(problem, power) - cost for problem, power, cost in zip(problems, its["power"], costs, strict=True)
        ]
        yield Measurement(name="    its plans cost more, mean", value=100 * sum(more) / len(more), unit="EUR cents")


def _plain(problem: PlanProblem) -> PlanProblem:
    """Return a problem without what only we know."""
    (battery,) = problem.batteries
    tariff = problem.capacity
    return replace(
        problem,
        outlooks=problem.outlooks[:1],
        batteries=(replace(battery, reserve=0.0, value_left=value_left(problem, battery)),),
        capacity=None if tariff is None else replace(tariff, quarter_energy=None),
        weights=PlanWeights(whisper=0.0),
    )


def _cost(problem: PlanProblem, power: Sequence[float]) -> float:
    """Return what a course of the battery costs (EUR)."""
    (battery,) = problem.batteries
    return judge(problem, Course(batteries={battery.id: tuple(power)}, curtailed=(0.0,) * len(power)))


def _case(problem: PlanProblem, soc_end: float) -> dict[str, Any]:
    """Return a problem as numbers (W, Wh, EUR/kWh, EUR/kW). Who wants a target for the end gets what ours ended with."""
    (battery,), (outlook,), tariff = problem.batteries, problem.outlooks, problem.capacity
    return {
        "start": problem.start.isoformat(),
        "hours": problem.steps[0].hours,
        "import": [step.import_price for step in problem.steps],
        "export": [step.export_price for step in problem.steps],
        "load": outlook.load,
        "solar": outlook.solar,
        "capacity": battery.capacity,
        "soc": battery.soc,
        "soc_end": soc_end,
        "max_charge": battery.max_charge,
        "max_discharge": battery.max_discharge,
        "charge_efficiency": battery.charge_efficiency,
        "discharge_efficiency": battery.discharge_efficiency,
        "value_left": battery.value_left,
        "peak": 0.0 if tariff is None else tariff.peak,
        "peak_price": 0.0 if tariff is None else tariff.price,
        "most": 50_000.0,
    }
