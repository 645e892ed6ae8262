"""A plan by the solver. Imported only where the solver is."""

import numpy as np

from .course import Course, describe
from .model import Model, OutlookColumns, build
from .plan import Plan, PlanLack, PlanStatus
from .problem import PlanProblem
from .settle import settle
from .solver import Solver
from .sparse import Floats


def plan_by_solver(
    problem: PlanProblem, last: Plan | None, time_limit: float, lacks: tuple[PlanLack, ...]
) -> Plan | None:
    """Return the best plan, or a good one; None where the time (s) did not suffice."""
    model = build(problem, last)
    solver = Solver(model.program.compiled(), time_limit)
    settled = settle(problem, model, solver)
    if settled is None:
        return None
    return describe(
        problem,
        _course(problem, model, settled.columns),
        status=PlanStatus.OPTIMAL if settled.optimal else PlanStatus.FEASIBLE,
        measure=settled.objective,
        lacks=lacks,
        solver_time=solver.spent,
    )


def _course(problem: PlanProblem, model: Model, found: Floats) -> Course:
    """Return what the expected outlook's columns say (W, Wh)."""
    columns = model.outlooks[0]
    curtailed = columns.curtailed
    return Course(
        batteries={
            it.id: _watts(found[columns.discharge[it.id]] - found[columns.charge[it.id]]) for it in problem.batteries
        },
        loads={it.id: _load(model, columns, it.id, found) for it in problem.loads},
        curtailed=(0.0,) * len(model.hours) if curtailed is None else _watts(found[curtailed]),
    )


def _load(model: Model, columns: OutlookColumns, load: str, found: Floats) -> tuple[float, ...]:
    """Return the power of a load, all its demands together."""
    power = np.zeros(len(model.hours))
    for demand in filter(None, columns.demands[load]):
        power[demand.steps] += found[demand.power]
    return _watts(power)


def _watts(kilowatts: Floats) -> tuple[float, ...]:
    """Return W; what is left of the solver's arithmetic is 0."""
    return tuple(float(value) for value in np.where(np.abs(kilowatts) < 1e-5, 0.0, np.round(1000 * kilowatts, 3)))
