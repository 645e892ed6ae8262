"""From the solution of the linear program to one that hardware can follow.

Two things a linear program does not know: a battery cannot charge and discharge at once (which pays where a price is
negative, as it burns energy), nor power flow both ways through the meter; and a car takes 6 A or nothing.
"""

from dataclasses import dataclass, replace

import numpy as np

from .model import Model
from .problem import PlanProblem
from .solver import Outcome, Solver
from .sparse import Bools, Floats, Indices

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
class _Pair:
    """Two blocks of columns of which only one may be above 0 in a step."""

    one: Indices
    other: Indices
    first_idle: Bools | None = None
    """Where it is the first that has to stay at 0; None: the smaller of both."""

    def at_once(self, found: Floats) -> Indices:
        """Return the steps in which both are above 0."""
        return np.flatnonzero((found[self.one] > _LITTLE) & (found[self.other] > _LITTLE)).astype(np.int32)

    def idle(self, found: Floats, steps: Indices) -> Indices:
        """Return the columns to hold at 0 in these steps."""
        one, other = self.one[steps], self.other[steps]
        first = found[one] < found[other] if self.first_idle is None else self.first_idle[steps]
        return np.where(first, one, other).astype(np.int32)


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
    pairs = _pairs(problem, model)
    steady = _steady(problem, model)
    relaxed = Settled(found, bound, True)
    one_way = _part(solver, pairs, relaxed, bound)
    if one_way is None or not len(steady.broken(one_way.columns)):
        return one_way
    rounded = _rounded(solver, pairs, steady, one_way, bound)
    if rounded is not None and rounded.optimal:
        return rounded
    searched = _search(solver, pairs, steady, rounded)
    if searched is not None:
        # The best for the directions chosen before may not be the best of all.
        return searched if one_way is relaxed else replace(searched, optimal=searched.objective - bound < _CLOSE)
    return rounded or _without(solver, pairs, steady, one_way, bound)


def _part(solver: Solver, pairs: list[_Pair], settled: Settled, bound: float) -> Settled | None:
    """Hold one of two at 0 where both are above it, until none are; None where time ran out.

    Doing nothing is never ruled out, so there is always a solution. The last round holds one of all that could be.
    """
    for turn in range(_ROUNDS + 1):
        at_once = [(pair, steps) for pair in pairs if len(steps := pair.at_once(settled.columns))]
        if not at_once:
            break
        for pair, steps in at_once:
            idle = pair.idle(settled.columns, np.arange(len(pair.one), dtype=np.int32) if turn == _ROUNDS else steps)
            solver.narrow(idle, np.zeros(len(idle)), np.zeros(len(idle)))
        outcome, found, objective = solver.run()
        if outcome is not Outcome.OPTIMAL:
            return None
        settled = Settled(found, objective, objective - bound < _CLOSE)
    return settled


def _rounded(solver: Solver, pairs: list[_Pair], steady: _Steady, settled: Settled, bound: float) -> Settled | None:
    """Hold what is between 0 and its least at the nearer of both; None where that fits nowhere."""
    for turn in range(_ROUNDS + 1):
        broken = steady.broken(settled.columns)
        if not len(broken):
            return settled
        if turn == _ROUNDS:
            broken = np.arange(len(steady.columns), dtype=np.int32)
        columns, least = steady.columns[broken], steady.least[broken]
        on = settled.columns[columns] >= least / 2
        solver.narrow(columns, np.where(on, least, 0.0), np.where(on, solver.upper[columns], 0.0))
        outcome, found, objective = solver.run()
        if outcome is not Outcome.OPTIMAL:
            return None
        there = Settled(found, objective, objective - bound < _CLOSE)
        if any(len(pair.at_once(found)) for pair in pairs):
            return None
        settled = there
    return settled


def _search(solver: Solver, pairs: list[_Pair], steady: _Steady, rounded: Settled | None) -> Settled | None:
    """Look for the best choice of quarters to run in, as long as there is time; None where none was found."""
    solver.make_semicontinuous(steady.columns, steady.least)
    if rounded is not None:
        solver.start_from(rounded.columns)
    outcome, found, objective = solver.run()
    if outcome in (Outcome.NOTHING, Outcome.TIME) or len(steady.broken(found)):
        return None
    if any(len(pair.at_once(found)) for pair in pairs):
        return None
    best = outcome is Outcome.OPTIMAL
    if rounded is not None and rounded.objective <= objective:
        return replace(rounded, optimal=best)
    return Settled(found, objective, best)


def _without(solver: Solver, pairs: list[_Pair], steady: _Steady, settled: Settled, bound: float) -> Settled | None:
    """Leave off whatever cannot run steadily: that always fits."""
    solver.make_continuous(steady.columns)
    columns = steady.columns
    on = settled.columns[columns] >= steady.least - _LITTLE
    solver.narrow(columns, np.where(on, steady.least, 0.0), np.where(on, solver.upper[columns], 0.0))
    outcome, found, objective = solver.run()
    if outcome is not Outcome.OPTIMAL:
        return None
    return _part(solver, pairs, Settled(found, objective, False), bound)


def _pairs(problem: PlanProblem, model: Model) -> list[_Pair]:
    """Return the columns of which only one may be above 0, step by step."""
    found: list[_Pair] = []
    for outlook, it in zip(problem.outlooks, model.outlooks, strict=True):
        found.extend(_Pair(it.charge[battery], it.discharge[battery]) for battery in it.charge)
        # Where the house alone gives, it must be able to; where it takes, too.
        gives = np.array(outlook.load) < np.maximum(0.0, np.array(outlook.solar))
        found.append(_Pair(it.imported, it.exported, gives))
    return found


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
