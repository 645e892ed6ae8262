"""What a demand asks of the steps planned: when its load may run, and what must be given before they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .problem import EnergyDemand, FlexibleLoad, PlanProblem, PlanStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A demand on the steps of a problem (W, Wh, EUR/kWh)."""

    first: int
    shares: tuple[float, ...]
    """Of the steps from `first` on: how much of each lies within the demand (0..1]."""

    before_margin: tuple[float, ...]
    """Of the same steps: how much of each lies before the margin."""

    firm: float
    """Energy that must be given within the steps."""

    early: float
    """Energy that should be given before the margin."""

    loose: float
    """Energy it can take on top."""

    loose_value: float


def window_of(problem: PlanProblem, load: FlexibleLoad, demand: EnergyDemand) -> Window | None:
    """Return a demand on the steps; None where it has no part in them.

    Where the demand ends after the steps, only what could not be given afterwards is firm; the rest may be given now, and
    is worth the mean price of import: nobody knows yet what it will cost later.
    """
    steps = problem.steps
    inside = [index for index, step in enumerate(steps) if _share(step, demand.start, demand.end) > 0]
    if not inside or demand.energy + demand.room <= 0 or load.max_power <= 0:
        return None
    first, last = inside[0], inside[-1]
    shares = tuple(_share(steps[index], demand.start, demand.end) for index in range(first, last + 1))
    ready = demand.end - demand.margin
    early = tuple(_share(steps[index], demand.start, ready) for index in range(first, last + 1))
    firm, loose, value = demand.energy, demand.room, demand.room_value
    beyond = (ready - problem.end).total_seconds() / 3600
    if demand.end > problem.end:
        firm = min(firm, max(0.0, demand.energy - load.max_power * max(0.0, beyond)))
        if demand.energy > firm:
            # One price for all that is loose: what is asked for counts more than what is only welcome.
            loose, value = demand.energy - firm, max(value, _mean_price(steps))
    possible = load.max_power * sum(
        share * step.hours for share, step in zip(early, steps[first : last + 1], strict=True)
    )
    return Window(
        first=first,
        shares=shares,
        before_margin=early,
        firm=firm,
        early=min(firm, possible) if demand.margin and demand.end <= problem.end else 0.0,
        loose=loose,
        loose_value=value,
    )


def _mean_price(steps: Sequence[PlanStep]) -> float:
    """Return the mean price of import (EUR/kWh)."""
    return sum(step.import_price * step.hours for step in steps) / sum(step.hours for step in steps)


def _share(step: PlanStep, start: datetime, end: datetime) -> float:
    """Return how much of a step lies within a time (0..1)."""
    overlap = (min(step.end, end) - max(step.start, start)).total_seconds()
    return max(0.0, overlap) / (step.end - step.start).total_seconds()
