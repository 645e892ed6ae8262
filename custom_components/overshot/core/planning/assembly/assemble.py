"""Put a problem together. Pure, and the same for the house and for the backtest: what it claims is what runs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from ...control.settings import SurplusPriority
from ...model.series import Series, Span
from ...tariff.market import with_last_known
from ..horizon import LONGEST, price_steps
from ..plan import PlanLack
from ..problem import FlexibleLoad, LoadKind, PlanBattery, PlanProblem, PlanStep, PlanWeights, value_left
from .appliances import find_appliances
from .batteries import find_batteries
from .cars import deadlines, find_cars, look_at_all, room_worth
from .inputs import AssemblySettings, PlanInputs
from .limits import capacity_tariff, circuits, import_limit
from .outlooks import find_outlooks

DEFAULT: Final = AssemblySettings()

HASTE_WITHOUT_PEAK: Final = 0.05
"""EUR/kWh."""

MORE: Final = 0.005
"""So much more than feeding in brings is what a load may take of the sun worth (EUR/kWh)."""


def assemble(
    inputs: PlanInputs, settings: AssemblySettings = DEFAULT
) -> tuple[PlanProblem | None, tuple[PlanLack, ...]]:
    """Return the problem to plan and what it has to do without; None where this quarter has no price, or there is no grid.

    Whatever else is missing or makes no sense leaves out what it belongs to: a battery that does not tell its charge, a
    circuit without a limit. Nothing is raised for a house that could stand somewhere.
    """
    lacks = [
        lack
        for lack, lacking in (
            (PlanLack.LOAD_FORECAST, not inputs.outlook.load_learnt),
            (PlanLack.SOLAR_FORECAST, not inputs.outlook.solar_told),
        )
        if lacking
    ]
    known = _known_until(inputs)
    if known is None or inputs.snapshot.on_backup:
        return None, (PlanLack.PRICES, *lacks) if known is None else tuple(lacks)
    views = look_at_all(inputs)
    cars = find_cars(inputs, settings, views, known)
    ends = deadlines(cars, inputs.now + LONGEST)
    steps, guessed = _steps(inputs, settings, known, ends)
    if not steps:
        return None, (PlanLack.PRICES, *lacks)
    tariff = capacity_tariff(inputs)
    storage = find_batteries(inputs, settings, peak=tariff is not None)
    outlooks = find_outlooks(inputs, settings, steps, cars.fixed, storage.automatic)
    lacks += [*storage.lacks, *([PlanLack.PRICES] if guessed else [])]
    batteries = storage.planned
    loads = _each_once(batteries, (*cars.planned, *find_appliances(inputs, settings, steps[-1].end)))
    problem = PlanProblem(
        steps=steps,
        outlooks=outlooks,
        batteries=batteries,
        loads=loads,
        circuits=circuits(inputs, views, (*batteries, *loads)),
        capacity=tariff,
        import_limit=import_limit(inputs),
        export_limit=inputs.export_limit,
        curtailable=inputs.curtailable,
        weights=settings.weights if tariff is not None else _without_peak(settings.weights),
    )
    return _with_room_worth(inputs, problem), tuple(dict.fromkeys(lacks))


def _without_peak(weights: PlanWeights) -> PlanWeights:
    """Return the weights where no peak costs money: then a car that falls behind costs no month's peak, and haste little."""
    return replace(weights, haste=min(weights.haste, HASTE_WITHOUT_PEAK))


def _known_until(inputs: PlanInputs) -> datetime | None:
    """Return until when prices of both directions are known; None where those of now are not."""
    ends = [series.known_until(inputs.now) for series in (inputs.import_prices, inputs.export_prices)]
    return None if ends[0] is None or ends[1] is None else min(ends[0], ends[1])


def _steps(
    inputs: PlanInputs, settings: AssemblySettings, known: datetime, ends: Sequence[datetime]
) -> tuple[tuple[PlanStep, ...], bool]:
    """Return the steps: to the end of known prices, or to the last deadline; and whether prices were guessed for it."""
    bought, sold = inputs.import_prices, inputs.export_prices
    deadline = max(ends, default=known)
    if settings.beyond_prices and deadline > known:
        zone = inputs.site.time_zone
        bought, sold = (_beyond(series, inputs.now, deadline, zone) for series in (bought, sold))
    steps = price_steps(inputs.now, bought, sold, settings.fine, settings.coarse, ends)
    return steps, bool(steps) and steps[-1].end > known


def _beyond(prices: Series, now: datetime, until: datetime, time_zone: str) -> Series:
    """Return prices with those of the last known day where they end; their mean where that day is not given."""
    known = prices.known_until(now)
    if known is None or known >= until:
        return prices
    given = prices.clipped(prices.spans[0].start, known)
    mean = sum(span.value for span in given.spans) / len(given.spans)
    filled, _ = with_last_known(given, known, until, time_zone)
    return filled.filled_by(Series((Span(known, until, mean),)))


def _each_once(batteries: Sequence[PlanBattery], loads: Sequence[FlexibleLoad]) -> tuple[FlexibleLoad, ...]:
    """Return the loads without one of an id that something else has: a plan could not tell them apart."""
    seen = {it.id for it in batteries}
    found = []
    for load in loads:
        if load.id not in seen:
            found.append(load)
            seen.add(load.id)
    return tuple(found)


def _with_room_worth(inputs: PlanInputs, problem: PlanProblem) -> PlanProblem:
    """Return the problem with what loads may take on top worth a little more than feeding it in, and never worth buying.

    Where cars come before batteries, it is worth to them what a battery would make of it: then the battery does not charge
    before them, nor gives to them.
    """
    steps, expected = problem.steps, problem.outlooks[0]
    sunny = [
        step.export_price for step, sun, load in zip(steps, expected.solar, expected.load, strict=True) if sun > load
    ]
    never_bought = max(MORE, min(step.import_price for step in steps) - MORE)
    value = min(max(0.0, sum(sunny) / len(sunny) if sunny else 0.0) + MORE, never_bought)
    of_cars = value
    if inputs.settings.surplus_priority is SurplusPriority.CHARGE_POINT:
        of_cars = min(max((value, *(value_left(problem, it) for it in problem.batteries))), never_bought)
    return replace(
        problem,
        loads=tuple(room_worth(it, of_cars if it.kind is LoadKind.CAR else value) for it in problem.loads),
    )
