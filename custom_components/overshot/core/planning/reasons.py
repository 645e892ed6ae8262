"""Why a device is planned to do now what it does, read off the plan."""

from collections.abc import Iterable

from .plan import PlanReason, PlanReasonKey
from .problem import FlexibleLoad, PlanProblem

_SOME = 20.0
"""W: less is nothing."""

_NEAR_PEAK = 100.0
"""W: so near the peak, the peak is what counts."""

_NO_SLACK = 0.95


def battery_reason(problem: PlanProblem, power: tuple[float, ...], grid: tuple[float, ...], peak: float) -> PlanReason:
    """Return why a battery does now what it does (W, + = discharging; grid + = import)."""
    now, first = power[0], problem.steps[0]
    if now < -_SOME:
        if first.import_price < 0 < grid[0]:
            return PlanReason(PlanReasonKey.CHARGE_PAID, {"price": first.import_price})
        if grid[0] < _SOME:
            return PlanReason(PlanReasonKey.CHARGE_SURPLUS)
        details: dict[str, str | float] = {"price": first.import_price}
        later = [step.import_price for step, given in zip(problem.steps, power, strict=True) if given > _SOME]
        if later:
            details["later"] = sum(later) / len(later)
        return PlanReason(PlanReasonKey.CHARGE_CHEAP, details)
    if now > _SOME:
        if grid[0] < -_SOME:
            return PlanReason(PlanReasonKey.DISCHARGE_EXPORT, {"price": first.export_price})
        if peak and grid[0] > peak - _NEAR_PEAK:
            return PlanReason(PlanReasonKey.DISCHARGE_PEAK, {"peak": peak})
        return PlanReason(PlanReasonKey.DISCHARGE_HOUSE, {"price": first.import_price})
    index = _first(index for index, given in enumerate(power) if abs(given) > _SOME)
    if index is None:
        return PlanReason(PlanReasonKey.NOTHING_TO_DO)
    step = problem.steps[index]
    if power[index] > 0:
        return PlanReason(PlanReasonKey.KEEP, {"at": step.start.isoformat()})
    return PlanReason(
        PlanReasonKey.WAIT, {"at": step.start.isoformat(), "price": step.import_price, "now": first.import_price}
    )


def load_reason(
    problem: PlanProblem,
    load: FlexibleLoad,
    power: tuple[float, ...],
    missed: tuple[float, ...],
    grid: tuple[float, ...],
) -> PlanReason:
    """Return why a flexible load runs now, or waits."""
    first = problem.steps[0]
    for demand, short in zip(load.demands, missed, strict=True):
        if short > 0:
            return PlanReason(PlanReasonKey.MISSED, {"energy": short, "due": demand.due.isoformat()})
    if power[0] > _SOME:
        if first.import_price < 0 < grid[0]:
            return PlanReason(PlanReasonKey.CHARGE_PAID, {"price": first.import_price})
        if grid[0] < _SOME:
            return PlanReason(PlanReasonKey.SURPLUS)
        return _running(problem, load)
    index = _first(index for index, taken in enumerate(power) if taken > _SOME)
    if index is None:
        return PlanReason(PlanReasonKey.NOTHING_TO_DO)
    step = problem.steps[index]
    return PlanReason(
        PlanReasonKey.WAIT, {"at": step.start.isoformat(), "price": step.import_price, "now": first.import_price}
    )


def _running(problem: PlanProblem, load: FlexibleLoad) -> PlanReason:
    """Return why a load takes energy from the grid now."""
    first = problem.steps[0]
    demand = next((it for it in load.demands if it.start < first.end and it.end > first.start), None)
    if demand is None:
        return PlanReason(PlanReasonKey.CHEAP, {"price": first.import_price, "mean": first.import_price})
    hours = (demand.end - first.start).total_seconds() / 3600
    if demand.energy >= _NO_SLACK * load.max_power * hours:
        return PlanReason(PlanReasonKey.DEADLINE, {"due": demand.due.isoformat()})
    until = [step for step in problem.steps if step.start < demand.end]
    mean = sum(step.import_price * step.hours for step in until) / sum(step.hours for step in until)
    return PlanReason(PlanReasonKey.CHEAP, {"price": first.import_price, "mean": mean})


def _first(places: Iterable[int]) -> int | None:
    """Return the first of them, if any."""
    return next(iter(places), None)
