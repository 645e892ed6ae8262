"""The courses that load and sun may take over the steps: the expected one, and a pessimistic one beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from ...forecast.outlook import Outlook as Forecast
from ...model.series import QUARTER
from ..horizon import twin
from ..problem import Outlook, PlanBattery, PlanStep
from .batteries import net_of_automatic
from .inputs import AssemblySettings, PlanInputs

_DAY = timedelta(days=1) // QUARTER


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLoad:
    """A load that nobody steers by the plan: a car that charges as fast as it may."""

    power: float
    """W."""

    energy: float
    """What it is expected to take still (Wh)."""

    most_energy: float
    """What it takes at most, in most cases (Wh)."""

    start: datetime | None = None
    """When it begins; None: it runs now."""


def find_outlooks(
    inputs: PlanInputs,
    settings: AssemblySettings,
    steps: Sequence[PlanStep],
    fixed: Sequence[FixedLoad],
    automatic: Sequence[PlanBattery],
) -> tuple[Outlook, ...]:
    """Return the outlooks on the steps, the expected one first; the first step is what is measured now."""
    load, solar = inputs.outlook.load, inputs.outlook.solar
    mean_load, high_load = _along(load, load.mean, steps), _along(load, load.high, steps)
    mean_solar, low_solar = _along(solar, solar.mean, steps), _along(solar, solar.low, steps)
    bad_load = [_towards(mean, high, settings.twin_load) for mean, high in zip(mean_load, high_load, strict=True)]
    bad_solar = [_towards(mean, low, settings.twin_solar) for mean, low in zip(mean_solar, low_solar, strict=True)]
    measured = inputs.measured
    if measured is not None and measured.load is not None and isfinite(measured.load):
        mean_load[0] = bad_load[0] = measured.load
    if measured is not None and measured.solar is not None and isfinite(measured.solar):
        mean_solar[0] = bad_solar[0] = max(0.0, measured.solar)
    for it in fixed:
        _add(mean_load, steps, it, it.energy)
        _add(bad_load, steps, it, it.most_energy)
    outlooks: tuple[Outlook, ...]
    if settings.twin:
        outlooks = twin(mean_load, mean_solar, bad_load, bad_solar, settings.twin_weight)
    else:
        outlooks = (Outlook(load=tuple(mean_load), solar=tuple(max(0.0, it) for it in mean_solar)),)
    if not automatic:
        return outlooks
    return tuple(
        Outlook(load=net_of_automatic(automatic, steps, it.load, it.solar), solar=it.solar, weight=it.weight)
        for it in outlooks
    )


def _towards(mean: float, bound: float, share: float) -> float:
    """Return a value between the mean and a quantile."""
    return mean + share * (bound - mean)


def _along(forecast: Forecast, values: Sequence[float], steps: Sequence[PlanStep]) -> list[float]:
    """Return the mean of a forecast over each step (W); beyond its end the last day comes again."""
    found = []
    for step in steps:
        first = (step.start - forecast.start) // QUARTER
        last = max(first + 1, -((forecast.start - step.end) // QUARTER))
        inside = [_at(values, index) for index in range(first, last)]
        found.append(sum(inside) / len(inside))
    return found


def _at(values: Sequence[float], index: int) -> float:
    """Return the value of a quarter."""
    if not values:
        return 0.0
    if index >= len(values):
        days = -((len(values) - 1 - index) // _DAY)
        index = index - days * _DAY if len(values) >= _DAY else len(values) - 1
    return values[max(index, 0)]


def _add(line: list[float], steps: Sequence[PlanStep], load: FixedLoad, energy: float) -> None:
    """Add a load to the steps until it has its energy (Wh)."""
    left = energy
    for index, step in enumerate(steps):
        begins = step.start if load.start is None else max(step.start, load.start)
        hours = (step.end - begins) / timedelta(hours=1)
        if hours <= 0 or left <= 0:
            continue
        given = min(left, load.power * hours)
        line[index] += given / step.hours
        left -= given
