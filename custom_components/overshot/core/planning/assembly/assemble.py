"""Put a problem together. Pure, and the same for the house and for the backtest: what it claims is what runs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from ...control.settings import SurplusPriority
from ...tariff.market import with_last_known
from ..horizon import LONGEST, price_steps
from ..plan import PlanLack
from ..problem import FlexibleLoad, Outlook, PlanBattery, PlanProblem, PlanStep, value_left
from .appliances import find_appliances
from .batteries import Storage, find_batteries
from .cars import Cars, find_cars, last_deadline, look_at_all, with_room_worth
from .inputs import AssemblySettings, PlanInputs
from .limits import capacity_tariff, circuits, import_limit
from .outlooks import find_outlooks

DEFAULT: Final = AssemblySettings()

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
    steps, guessed = _steps(inputs, settings, known, last_deadline(cars))
    if not steps:
        return None, (PlanLack.PRICES, *lacks)
    tariff = capacity_tariff(inputs)
    storage = find_batteries(inputs, settings, peak=tariff is not None)
    outlooks = find_outlooks(inputs, settings, steps, cars.fixed, storage.automatic)
    appliances = find_appliances(inputs, settings, steps[-1].end)
    lacks += [*storage.lacks, *([PlanLack.PRICES] if guessed else [])]
    loads = _worth(inputs, cars, appliances, storage, steps, outlooks[0])
    batteries = storage.planned
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
        weights=settings.weights,
    )
    return problem, tuple(dict.fromkeys(lacks))


def _known_until(inputs: PlanInputs) -> datetime | None:
    """Return until when prices of both directions are known; None where those of now are not."""
    ends = [series.known_until(inputs.now) for series in (inputs.import_prices, inputs.export_prices)]
    return None if ends[0] is None or ends[1] is None else min(ends[0], ends[1])


def _steps(
    inputs: PlanInputs, settings: AssemblySettings, known: datetime, deadline: datetime | None
) -> tuple[tuple[PlanStep, ...], bool]:
    """Return the steps: to the end of known prices, or to the last deadline; and whether prices were guessed for it."""
    bought, sold = inputs.import_prices, inputs.export_prices
    guessed = False
    if settings.beyond_prices and deadline is not None and deadline > known:
        until = min(deadline, inputs.now + LONGEST)
        zone = inputs.site.time_zone
        if until > known:
            bought = with_last_known(bought.clipped(bought.spans[0].start, known), known, until, zone)[0]
            sold = with_last_known(sold.clipped(sold.spans[0].start, known), known, until, zone)[0]
            guessed = True
    steps = price_steps(inputs.now, bought, sold, settings.fine, settings.coarse)
    return steps, guessed and bool(steps) and steps[-1].end > known


def _worth(
    inputs: PlanInputs,
    cars: Cars,
    appliances: Sequence[FlexibleLoad],
    storage: Storage,
    steps: tuple[PlanStep, ...],
    expected: Outlook,
) -> tuple[FlexibleLoad, ...]:
    """Return the loads with what they may take on top worth a little more than feeding it in, never worth buying it.

    Where cars come before batteries, it is worth to them what a battery would make of it: then it does not charge before
    them, nor give to them.
    """
    sunny = [
        step.export_price
        for step, sun, load in zip(steps, expected.solar, expected.load, strict=True)
        if sun > load
    ]  # fmt: skip
    never_bought = min(step.import_price for step in steps) - MORE
    value = min((sum(sunny) / len(sunny) if sunny else 0.0) + MORE, never_bought)
    of_cars = value
    if inputs.settings.surplus_priority is SurplusPriority.CHARGE_POINT:
        of_cars = max((value, *(_worth_in(steps, expected, it) for it in storage.planned)))
    loads = (*with_room_worth(cars, min(of_cars, never_bought)).planned, *appliances)
    return tuple(
        load
        if index < len(cars.planned)
        else replace(load, demands=tuple(replace(it, room_value=value) for it in load.demands))
        for index, load in enumerate(loads)
    )


def _worth_in(steps: tuple[PlanStep, ...], expected: Outlook, battery: PlanBattery) -> float:
    """Return what a kWh kept in a battery is worth (EUR/kWh)."""
    return value_left(PlanProblem(steps=steps, outlooks=(expected,), batteries=(battery,)), battery)
