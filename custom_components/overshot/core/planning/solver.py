"""HiGHS behind one small class. Imported only where a plan is solved: `highspy` may be missing.

Raises ImportError where it is.
"""

from enum import StrEnum

import highspy
import numpy as np

from .sparse import Compiled, Floats, Indices

_ROW_WISE = int(highspy.MatrixFormat.kRowwise)
_MINIMISE = int(highspy.ObjSense.kMinimize)
_GAP = 0.005
"""A plan this close to the best is the best (EUR)."""


class Outcome(StrEnum):
    """How a run of the solver ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    """Out of time, with an answer that respects everything."""

    TIME = "time"
    """Out of time, without an answer."""

    NOTHING = "nothing"
    """Its bounds leave no answer."""


class Solver:
    """One program and its solutions; bounds can be narrowed between two runs, which then start where the last ended."""

    def __init__(self, compiled: Compiled, time_limit: float) -> None:
        """Take a program over; all runs together may take `time_limit` (s)."""
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._time_limit = time_limit
        options: dict[str, bool | float | str] = {
            "output_flag": False,
            "log_to_console": False,
            "parallel": "off",
            "presolve": "off",
            "mip_abs_gap": _GAP,
            "mip_rel_gap": 1e-4,
        }
        for option, value in options.items():
            self._highs.setOptionValue(option, value)
        columns = len(compiled.cost)
        self.lower, self.upper = compiled.lower.copy(), compiled.upper.copy()
        self._highs.passModel(
            columns,
            len(compiled.row_lower),
            len(compiled.values),
            _ROW_WISE,
            _MINIMISE,
            compiled.offset,
            compiled.cost,
            compiled.lower,
            compiled.upper,
            compiled.row_lower,
            compiled.row_upper,
            compiled.starts,
            compiled.indices,
            compiled.values,
            np.zeros(columns, dtype=np.int32),
        )

    @property
    def spent(self) -> float:
        """Return how long all runs took together (s)."""
        return float(self._highs.getRunTime())

    def run(self) -> tuple[Outcome, Floats, float]:
        """Solve; return how it ended, the columns, and the objective (EUR)."""
        highs = self._highs
        status = self._solve()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
            # Without presolve it is twice as fast, and gives up now and then; no plan is without a solution.
            highs.setOptionValue("presolve", "choose")
            highs.clearSolver()
            status = self._solve()
            highs.setOptionValue("presolve", "off")
        info = highs.getInfo()
        found = np.array(highs.getSolution().col_value)
        objective = float(info.objective_function_value)
        if status == highspy.HighsModelStatus.kOptimal:
            return Outcome.OPTIMAL, found, objective
        none = Outcome.TIME if status == highspy.HighsModelStatus.kTimeLimit else Outcome.NOTHING
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return (Outcome.FEASIBLE if feasible and len(found) else none), found, objective

    def narrow(self, columns: Indices, lower: Floats, upper: Floats) -> None:
        """Set the bounds of some columns."""
        self._highs.changeColsBounds(len(columns), columns, lower, upper)

    def widen(self, columns: Indices) -> None:
        """Give columns the bounds back that they came with."""
        self.narrow(columns, self.lower[columns], self.upper[columns])

    def make_semicontinuous(self, columns: Indices, least: Floats) -> None:
        """Let columns be 0, or from `least` to their upper bound."""
        kind = np.full(len(columns), int(highspy.HighsVarType.kSemiContinuous), dtype=np.uint8)
        self._highs.changeColsIntegrality(len(columns), columns, kind)
        self.narrow(columns, least, self.upper[columns])
        # A whole-number search gains from presolve what a plain program loses by it.
        self._highs.setOptionValue("presolve", "choose")

    def make_continuous(self, columns: Indices) -> None:
        """Take `make_semicontinuous` back, but for the bounds."""
        kind = np.full(len(columns), int(highspy.HighsVarType.kContinuous), dtype=np.uint8)
        self._highs.changeColsIntegrality(len(columns), columns, kind)
        self._highs.setOptionValue("presolve", "off")

    def start_from(self, solution: Floats) -> None:
        """Offer a solution to begin with."""
        self._highs.setSolution(len(solution), np.arange(len(solution), dtype=np.int32), solution)

    def _solve(self) -> highspy.HighsModelStatus:
        """Run once, within the time that is left."""
        # HiGHS counts the time of all runs of a simplex solve together.
        self._highs.setOptionValue("time_limit", max(0.0, self._time_limit))
        self._highs.run()
        return self._highs.getModelStatus()
