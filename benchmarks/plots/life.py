"""Live through a stay with the production forecaster, planner and controller, and keep what a picture shows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from custom_components.overshot.core.planning import Plan, PlanProblem

from ..homes.bound import perfect_foresight
from ..homes.home import Home, read
from ..homes.references import references
from ..homes.run import Lived, live
from .pictures import Stay

DATA: Final = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What was planned, what happened, and what others would have taken from the grid (kW by quarter, + = import)."""

    home: Home
    lived: Lived
    at_midnight: dict[date, Plan]
    """The first plan of each local day."""

    b1: tuple[float, ...]
    foreseen: tuple[float, ...]

    def index(self, day: date) -> int:
        """Return the first quarter of a local day."""
        midnight = datetime.combine(day, time(), tzinfo=self.home.zone)
        return (midnight - self.home.starts[0]) // timedelta(minutes=15)


@cache
def life_of(stay: Stay) -> Life:
    """Return what became of a stay; it takes about a second a day."""
    return life_in(read(DATA / stay.home).slice(stay.begin, stay.days))


def life_in(home: Home) -> Life:
    """Return what became of a home."""
    at_midnight: dict[date, Plan] = {}

    def look(_: PlanProblem, plan: Plan) -> None:
        at_midnight.setdefault(plan.made_at.astimezone(home.zone).date(), plan)

    lived = live(home, look=look)
    return Life(
        home=home,
        lived=lived,
        at_midnight=at_midnight,
        b1=references(home)["B1"],
        foreseen=perfect_foresight(home).grid,
    )
