"""The running step of a plan: what it asks of the grid and of each device, and whether it still counts.

A plan made by rules is not followed: it does the same as the rules of the controller, which see each second what happens.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ...model import Reason, ReasonKey, Site
from ...planning.plan import LoadPlan, Plan, PlanReasonKey, PlanStatus

LONGEST: Final = timedelta(hours=2)
"""An older plan is none: load and sun have gone another way."""

SOME: Final = 50.0
"""Planned power below it is nothing (W)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A plan that is followed, at its running step."""

    plan: Plan
    index: int

    @property
    def start(self) -> datetime:
        """Return when the running step began."""
        return self.plan.starts[self.index]

    @property
    def end(self) -> datetime:
        """Return when the running step ends."""
        starts = self.plan.starts
        return starts[self.index + 1] if self.index + 1 < len(starts) else self.plan.end

    @property
    def grid(self) -> float:
        """Return the mean planned at the grid (W, + = import)."""
        return self.plan.grid[self.index]

    @property
    def peak(self) -> float:
        """Return what the month's peak is planned to be (W); 0 where it costs nothing."""
        return self.plan.peak

    @property
    def price(self) -> float | None:
        """Return what a kWh costs in the running step (EUR/kWh), or earns where it is sold; None where none flows."""
        energy = self.grid / 1000 * ((self.end - self.start) / timedelta(hours=1))
        return self.plan.costs[self.index] / energy if abs(self.grid) >= SOME else None

    def battery(self, id_: str) -> float | None:
        """Return the power planned for a battery (W, + = discharging); None where the plan does not know it."""
        found = self.plan.batteries.get(id_)
        return found.power[self.index] if found is not None else None

    def load(self, id_: str) -> float | None:
        """Return the power planned for a car, heat pump or load (W); None where the plan does not know it."""
        found = self.plan.loads.get(id_)
        return found.power[self.index] if found is not None else None

    def charging(self) -> float:
        """Return with what all batteries together are planned to charge (W)."""
        return sum(max(0.0, -battery.power[self.index]) for battery in self.plan.batteries.values())

    def discharges_at(self, id_: str) -> datetime | None:
        """Return when a battery gives next what it keeps now; None where it never does."""
        power = self.plan.batteries[id_].power
        for index in range(self.index + 1, len(power)):
            if power[index] >= SOME:
                return self.plan.starts[index]
        return None

    def runs_at(self, id_: str) -> tuple[datetime, float] | None:
        """Return when a car, heat pump or load is planned to run next, and with what power (W)."""
        power = self.plan.loads[id_].power
        for index in range(self.index + 1, len(power)):
            if power[index] >= SOME:
                return self.plan.starts[index], power[index]
        return None

    def presses(self, id_: str) -> bool:
        """Return whether a car, heat pump or load has to run now to be ready in time, by a plan made just now."""
        reason = self.plan.loads[id_].reason.key
        return self.index == 0 and reason in (PlanReasonKey.DEADLINE, PlanReasonKey.MISSED)

    def reason(self, site: Site, id_: str) -> Reason:
        """Return why a car, heat pump or load runs now as planned."""
        load = self.plan.loads[id_]
        if self.presses(id_):
            return Reason(ReasonKey.PLAN_DEADLINE, _due(site, load))
        if self.grid < SOME:
            return Reason(ReasonKey.PLAN_SURPLUS)
        return Reason(ReasonKey.PLAN_CHEAP, self.priced())

    def waiting(self, site: Site, id_: str) -> Reason | None:
        """Return why a car, heat pump or load waits now as planned; None where nothing is planned for it."""
        following = self.runs_at(id_)
        return Reason(ReasonKey.PLAN_WAITING, {"at": wall(site, following[0])}) if following is not None else None

    def priced(self) -> dict[str, str | float]:
        """Return the price as the detail of a reason, where energy flows."""
        price = self.price
        return {"price": round(price, 4)} if price is not None else {}


def follow(plan: Plan | None, now: datetime) -> Followed | None:
    """Return the running step of a plan; None where there is none to follow."""
    if plan is None or plan.status is PlanStatus.RULES or not timedelta() <= now - plan.made_at <= LONGEST:
        return None
    index = plan.index(now)
    return Followed(plan=plan, index=index) if index is not None else None


def wall(site: Site, moment: datetime) -> str:
    """Return a moment by the clock on the wall."""
    return f"{moment.astimezone(ZoneInfo(site.time_zone)):%Y-%m-%d %H:%M}"


def _due(site: Site, load: LoadPlan) -> dict[str, str | float]:
    """Return when a load has to be ready, as its reason tells."""
    due = load.reason.details.get("due")
    return {"due": wall(site, datetime.fromisoformat(due))} if isinstance(due, str) else {}
