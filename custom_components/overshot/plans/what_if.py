"""What the hours ahead would cost in another house: the running plan's problem, changed and planned again beside it.

Both are planned anew from the same moment, with the same forecasts, and neither is followed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ..core.control.peak.quarter import FLOOR
from ..core.model import Series
from ..core.planning import (
    CapacityTariff,
    Outlook,
    Plan,
    PlanBattery,
    PlanProblem,
    PlanStatus,
    PlanStep,
    make_plan,
    value_left,
)

SCENARIO_BATTERY: Final = "scenario"
USUAL_HOURS: Final = 2.0
"""How long a battery of which no power was told takes to charge fully (h)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is different; None leaves it as it is."""

    import_prices: Series | None = None
    """Of another contract (EUR/kWh); must cover all steps."""

    export_prices: Series | None = None
    import_price: float | None = None
    """The same at all times (EUR/kWh, all in)."""

    export_price: float | None = None
    """The same at all times (EUR/kWh)."""

    peak_price: float | None = None
    """What a kW of the month's peak costs in a year (EUR/kW); 0: nothing."""

    month_peak: float = FLOOR
    """Of this month so far (W), where today's contract counts no peak."""

    peak_billed: bool = True
    """Whether today's contract bills the peak: else what it costs in the plan is only the user's wish to hold it."""

    battery_capacity: float | None = None
    """Of one battery in place of all there are (Wh); 0: no battery."""

    battery_power: float | None = None
    """What it charges and discharges with (W)."""

    solar: float | None = None
    """What the sun gives, as a share of what it gives today (1: the same)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What a plan costs (EUR)."""

    status: PlanStatus
    energy: float
    """Import less export."""

    peak: float
    """What the rise of the month's peak costs."""

    stored: float
    """What batteries hold more at the end than at the beginning is worth."""

    missed: float
    """What cars and appliances will not have in time (Wh)."""

    @property
    def total(self) -> float:
        """Return the bill, less what is kept for later."""
        return self.energy + self.peak - self.stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A scenario beside today."""

    start: datetime
    end: datetime
    today: Bill
    scenario: Bill

    @property
    def saving(self) -> float:
        """Return what the scenario saves (EUR); negative where it costs more."""
        return self.today.total - self.scenario.total


def compare(problem: PlanProblem, scenario: Scenario, time_limit: float) -> Comparison:
    """Return what a scenario costs beside what today's house does; `time_limit` for each of both (s)."""
    other = change(problem, scenario)
    billed = scenario.peak_billed
    other_billed = billed if scenario.peak_price is None else scenario.peak_price > 0
    return Comparison(
        start=problem.start,
        end=problem.end,
        today=bill(problem, make_plan(problem, time_limit=time_limit), peak_billed=billed),
        scenario=bill(other, make_plan(other, time_limit=time_limit), peak_billed=other_billed),
    )


def change(problem: PlanProblem, scenario: Scenario) -> PlanProblem:
    """Return the problem of a scenario."""
    return replace(
        problem,
        steps=tuple(_step(step, scenario) for step in problem.steps),
        outlooks=tuple(_outlook(outlook, scenario) for outlook in problem.outlooks),
        batteries=_batteries(problem, scenario),
        capacity=_capacity(problem, scenario),
    )


def bill(problem: PlanProblem, plan: Plan, *, peak_billed: bool = True) -> Bill:
    """Return what a plan costs."""
    return Bill(
        status=plan.status,
        energy=plan.cost,
        peak=plan.capacity_cost if peak_billed else 0.0,
        stored=sum(
            value_left(problem, battery) * (plan.batteries[battery.id].soc[-1] - battery.soc) / 1000
            for battery in problem.batteries
        ),
        missed=sum((sum(load.missed) for load in plan.loads.values()), 0.0),
    )


def _step(step: PlanStep, scenario: Scenario) -> PlanStep:
    """Return a step at the prices of a scenario."""
    bought, sold = step.import_price, step.export_price
    if scenario.import_prices is not None:
        bought = _or(scenario.import_prices.mean(step.start, step.end), bought)
    if scenario.export_prices is not None:
        sold = _or(scenario.export_prices.mean(step.start, step.end), sold)
    return replace(step, import_price=_or(scenario.import_price, bought), export_price=_or(scenario.export_price, sold))


def _outlook(outlook: Outlook, scenario: Scenario) -> Outlook:
    """Return an outlook under more or fewer panels."""
    if scenario.solar is None:
        return outlook
    return replace(outlook, solar=tuple(sun * scenario.solar for sun in outlook.solar))


def _batteries(problem: PlanProblem, scenario: Scenario) -> tuple[PlanBattery, ...]:
    """Return the battery of a scenario: as full as today's are; where there is none, half full."""
    known = problem.batteries
    if scenario.battery_capacity is None and scenario.battery_power is None:
        return known
    total = sum(battery.capacity for battery in known)
    capacity = _or(scenario.battery_capacity, total)
    if capacity <= 0:
        return ()
    share = sum(battery.soc for battery in known) / total if total > 0 else 0.5
    like = known[0] if known else PlanBattery(id="", capacity=1.0, soc=0.0, max_charge=0, max_discharge=0)
    scale = capacity / like.capacity
    usual = capacity / USUAL_HOURS
    charge = sum(battery.max_charge for battery in known) or usual
    discharge = sum(battery.max_discharge for battery in known) or usual
    return (
        replace(
            like,
            id=SCENARIO_BATTERY,
            capacity=capacity,
            soc=share * capacity,
            min_soc=like.min_soc * scale,
            reserve=like.reserve * scale,
            max_charge=_or(scenario.battery_power, charge),
            max_discharge=_or(scenario.battery_power, discharge),
            circuit=None,
        ),
    )


def _capacity(problem: PlanProblem, scenario: Scenario) -> CapacityTariff | None:
    """Return what the peak costs in a scenario."""
    if scenario.peak_price is None:
        return problem.capacity
    if scenario.peak_price <= 0:
        return None if scenario.peak_billed else problem.capacity
    price = scenario.peak_price / 12
    if problem.capacity is not None and scenario.peak_billed:
        return replace(problem.capacity, price=price)
    peak = max(scenario.month_peak, FLOOR)
    if problem.capacity is None:
        return CapacityTariff(price=price, peak=peak)
    return replace(problem.capacity, price=price, peak=peak, next_peak=peak)


def _or(told: float | None, else_: float) -> float:
    """Return what was told, else something else."""
    return else_ if told is None else told
