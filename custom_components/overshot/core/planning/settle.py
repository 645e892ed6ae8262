"""From the solution of the linear program to one that hardware can follow.

Two things a linear program does not know: a battery cannot charge and discharge at once (which pays where a price is
negative, as it burns energy), nor power flow both ways through the meter; and a car takes 6 A or nothing.
"""

from dataclasses import dataclass

import numpy as np

from .model import Model
from .problem import PlanProblem
from .solver import Outcome, Solver
from .sparse import Floats, Indices

_CLOSE = 0.01
"""EUR: nobody notices."""

_LITTLE = 1e-5
"""kW: nothing."""

_ROUNDS = 4
_QUARTER_HOUR = 0.25


@dataclass(frozen=True, slots=True)
class Settled:
    """A solution hardware can follow."""

    columns: Floats
    objective: float
    optimal: bool


@dataclass(frozen=True, slots=True)
class _Steady:
    """Columns that are 0 or at least `least`."""

    columns: Indices
    least: Floats

    def broken(self, found: Floats) -> Indices:
        """Return the places of those that are neither."""
        power = found[self.columns]
        return np.flatnonzero((power > _LITTLE) & (power < self.least - _LITTLE)).astype(np.int32)


def settle(problem: PlanProblem, model: Model, solver: Solver) -> Settled | None:
    """Return the best solution that can be followed; None where the time did not suffice for any."""
    outcome, found, bound = solver.run()
    if outcome is not Outcome.OPTIMAL:
        return None
    pairs = _pairs(model)
    steady = _steady(problem, model)
    settled = Settled(found, bound, True)
    for turn in range(_ROUNDS + 1):
        whole = turn == _ROUNDS
        if not _part(solver, pairs, settled.columns, whole) | _round(solver, steady, settled.columns, whole):
            break
        outcome, found, objective = solver.run()
        if outcome is not Outcome.OPTIMAL:
            return None
        settled = Settled(found, objective, objective - bound < _CLOSE)
    if settled.optimal or not len(steady.columns):
        return settled
    return _search(solver, pairs, steady, settled)


def _search(solver: Solver, pairs: list[tuple[Indices, Indices]], steady: _Steady, settled: Settled) -> Settled:
    """Look for a better choice of quarters to run in than the rounded one, as long as there is time."""
    solver.make_semicontinuous(steady.columns, steady.least)
    solver.start_from(settled.columns)
    outcome, found, objective = solver.run()
    worse = outcome is Outcome.NOTHING or objective > settled.objective or len(steady.broken(found))
    if worse or any(len(_at_once(found, pair)) for pair in pairs):
        return settled
    return Settled(found, objective, outcome is Outcome.OPTIMAL)


def _pairs(model: Model) -> list[tuple[Indices, Indices]]:
    """Return the columns of which only one may be above 0, step by step."""
    return [
        pair
        for it in model.outlooks
        for pair in (
            (it.imported, it.exported),
            *((it.charge[battery], it.discharge[battery]) for battery in it.charge),
        )
    ]


def _at_once(found: Floats, pair: tuple[Indices, Indices]) -> Indices:
    """Return the steps in which both are above 0."""
    one, other = (found[columns] for columns in pair)
    return np.flatnonzero((one > _LITTLE) & (other > _LITTLE)).astype(np.int32)


def _part(solver: Solver, pairs: list[tuple[Indices, Indices]], found: Floats, whole: bool) -> bool:
    """Hold the smaller of two at 0 where both are above it (`whole`: everywhere); return whether any was."""
    parted = False
    for one, other in pairs:
        steps = _at_once(found, (one, other))
        if not len(steps):
            continue
        parted = True
        if whole:
            steps = np.arange(len(one), dtype=np.int32)
        smaller = np.where(found[one[steps]] >= found[other[steps]], other[steps], one[steps]).astype(np.int32)
        solver.narrow(smaller, np.zeros(len(smaller)), np.zeros(len(smaller)))
    return parted


def _steady(problem: PlanProblem, model: Model) -> _Steady:
    """Return the columns of loads that run steadily, as far ahead as that counts."""
    columns: list[int] = []
    least: list[float] = []
    expected = model.outlooks[0]
    ahead = np.cumsum(model.hours) - model.hours
    for load in problem.loads:
        if not load.steady or load.min_power <= 0:
            continue
        for demand in filter(None, expected.demands[load.id]):
            for step, column, share in zip(demand.steps, demand.power, demand.window.shares, strict=True):
                if ahead[step] < problem.weights.steady_hours and model.hours[step] <= _QUARTER_HOUR + _LITTLE:
                    columns.append(int(column))
                    least.append(min(load.min_power, load.max_power) / 1000 * share)
    return _Steady(np.array(columns, dtype=np.int32), np.array(least, dtype=np.float64))


def _round(solver: Solver, steady: _Steady, found: Floats, whole: bool) -> bool:
    """Hold what is between 0 and its least at the nearer of both (`whole`: all at what they are); return whether any was."""
    broken = steady.broken(found)
    if not len(broken):
        return False
    if whole:
        broken = np.arange(len(steady.columns), dtype=np.int32)
    columns, least = steady.columns[broken], steady.least[broken]
    on = found[columns] >= least / 2
    solver.narrow(columns, np.where(on, least, 0.0), np.where(on, solver.upper[columns], 0.0))
    return True
