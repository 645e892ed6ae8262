"""A plan with what it was made from, and what it says of a moment or a device."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..core.forecast.home import HomeOutlook
from ..core.model import Series, Span
from ..core.planning import EnergyDemand, FlexibleLoad, Plan, PlanProblem, PlanReason
from ..tariffs import SitePrices
from .triggers import PlanTrigger

_SOME: Final = 50.0
"""W: less is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan and the problem it answers."""

    plan: Plan
    problem: PlanProblem
    trigger: PlanTrigger
    """Why it was made."""

    outlook: HomeOutlook
    prices: SitePrices

    def net_load(self, moment: datetime) -> float | None:
        """Return what it goes by: the house without what is steered, less the sun (W)."""
        load, solar = self.outlook.load.at(moment), self.outlook.solar.at(moment)
        return None if load is None or solar is None else load[0] - solar[0]

    def battery_power(self, moment: datetime) -> float | None:
        """Return what all batteries together are planned to give (W, + = discharging)."""
        index = self.plan.index(moment)
        if index is None or not self.plan.batteries:
            return None
        return sum(battery.power[index] for battery in self.plan.batteries.values())

    def reason(self, device: str) -> PlanReason | None:
        """Return why a device is planned to do what it does; None where nothing is planned for it."""
        found = self.plan.batteries.get(device) or self.plan.loads.get(device)
        return None if found is None else found.reason

    def load(self, device: str) -> FlexibleLoad | None:
        """Return a flexible load as it was planned."""
        return next((load for load in self.problem.loads if load.id == device), None)

    def demand(self, device: str, moment: datetime) -> EnergyDemand | None:
        """Return what a load asks for now, else what it asks for first."""
        load = self.load(device)
        open_ = [] if load is None else [it for it in load.demands if it.end > moment]
        return min(open_, key=lambda it: it.end, default=None)

    def missing(self, device: str, demand: EnergyDemand) -> float:
        """Return what a load will not have in time of what it asks for (Wh)."""
        load, found = self.load(device), self.plan.loads.get(device)
        if load is None or found is None:
            return 0.0
        return next((short for it, short in zip(load.demands, found.missed, strict=False) if it == demand), 0.0)

    def given(self, device: str, start: datetime, end: datetime) -> float | None:
        """Return what a load is planned to take between two moments, as far as the plan goes (Wh)."""
        found = self.plan.loads.get(device)
        if found is None:
            return None
        edges = (*self.plan.starts[1:], self.plan.end)
        return sum(
            power * max(0.0, (min(until, end) - max(since, start)).total_seconds()) / 3600
            for power, since, until in zip(found.power, self.plan.starts, edges, strict=True)
        )

    def cost(self, start: datetime, end: datetime) -> float | None:
        """Return what import less export costs between two moments (EUR); None where the plan ends before."""
        plan = self.plan
        if not plan.starts or plan.end < end:
            return None
        total = 0.0
        for cost, since, until in zip(plan.costs, plan.starts, (*plan.starts[1:], plan.end), strict=True):
            overlap = (min(until, end) - max(since, start)).total_seconds()
            total += cost * max(0.0, overlap) / (until - since).total_seconds()
        return total

    @property
    def peak_cost(self) -> float:
        """Return what the rise of the month's peak costs (EUR).

        Where no contract bills a peak it is nothing: what the plan counts then is how much the user wants to hold it.
        """
        return self.plan.capacity_cost if self.prices.capacity is not None else 0.0

    def marginal_price(self, index: int) -> float:
        """Return what one more kWh would cost in a step (EUR/kWh): the feed-in it forgoes where the house exports."""
        step = self.problem.steps[index]
        return step.export_price if self.plan.grid[index] < -_SOME else step.import_price

    def marginal_prices(self) -> Series:
        """Return what one more kWh would cost over the hours ahead (EUR/kWh)."""
        steps = self.problem.steps
        return Series(tuple(Span(step.start, step.end, self.marginal_price(at)) for at, step in enumerate(steps)))
