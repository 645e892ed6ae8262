"""From a problem to a plan: by the solver, else the last plan as long as it holds, else by rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from .plan import Plan, PlanLack, PlanStatus
from .problem import PlanProblem
from .rules import plan_by_rules

TIME_LIMIT: Final = 10.0
"""A plan that takes longer is given up (s)."""

KEPT_FOR: Final = timedelta(hours=2)
"""So long the last plan is better than none: by then load and sun have gone another way."""


def make_plan(
    problem: PlanProblem,
    last: Plan | None = None,
    *,
    time_limit: float = TIME_LIMIT,
    lacks: Sequence[PlanLack] = (),
) -> Plan:
    """Return a plan, whatever happens; its `status` says how good it is and `lacks` what it had to do without.

    Args:
        problem: what to plan.
        last: the plan in force, to stay with where another is no better, and to keep where none is found in time.
        time_limit: for the solver (s).
        lacks: what the problem itself had to do without.
    """
    try:
        # Both need packages that may be missing, or may not run on this machine.
        from .solved import plan_by_solver  # noqa: PLC0415
    except ImportError:
        return plan_by_rules(problem, lacks=(*lacks, PlanLack.SOLVER))
    plan = plan_by_solver(problem, last, time_limit, tuple(lacks))
    if plan is not None:
        # Optimal for prices nobody knows is a guess.
        return replace(plan, status=PlanStatus.FEASIBLE) if PlanLack.PRICES in lacks else plan
    lacking = (*lacks, PlanLack.TIME)
    if last is not None and _still_holds(last, problem):
        return replace(last, status=PlanStatus.FEASIBLE, lacks=lacking)
    return plan_by_rules(problem, lacks=lacking)


def _still_holds(last: Plan, problem: PlanProblem) -> bool:
    """Return whether the last plan is young enough and says something of every device now."""
    if last.status is PlanStatus.RULES or problem.start - last.made_at > KEPT_FOR:
        return False
    return all(last.power(device.id, problem.start) is not None for device in problem.devices)
