"""A fast car that was told when it leaves: once nothing less than all it can take will do, it goes before the others.

A fast mode charges at once, so a target changes nothing while there is room for all. Where there is not, a car with time
to spare need not hold up one that has none.
"""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from ...model import Series
from .memory import TargetMemory
from .phases import full_power
from .targets import Goal, keep_score, need, range_goal, weekly_goals
from .view import View
from .wish import Wish

_NO_TARGET = TargetMemory()

USUAL_MOST: Final = 16.0
"""What nearly every car can take on each phase (A); whether one takes more is known once it did."""
_NO_PRICES = Series()


def in_time(view: View, wish: Wish) -> Wish:
    """Return a wish of a fast mode that says whether it presses; once it does, it goes on until the target is due."""
    goals = goals_of(view)
    if not goals and (view.memory.target is _NO_TARGET or view.memory.target == _NO_TARGET):
        return wish
    now = view.now
    full = view.reading is not None and view.reading.finished
    score = keep_score(view.memory.target, goals, view.session, now, full=full)
    most = _surely(view)
    found = need(goals, most, most, _NO_PRICES, replace(score, charging_for=None, charging_until=None), now)
    begun = (
        found is not None
        and found.goal.due == score.charging_for
        and score.charging_until is not None
        and score.charging_until > now
    )
    if found is None or full or not (found.pressing or begun):
        return replace(wish, target=replace(score, charging_for=None, charging_until=None))
    return replace(
        wish, pressing=True, target=replace(score, charging_for=found.goal.due, charging_until=found.goal.due)
    )


def _surely(view: View) -> float:
    """Return the most its car can surely take (W). To ask for all of it a little early costs others little."""
    most = full_power(view)
    if view.memory.minimum.limit is not None or view.maximum <= USUAL_MOST:
        return most
    return most * max(USUAL_MOST, min(view.drawn, view.maximum)) / view.maximum


def goals_of(view: View) -> tuple[Goal, ...]:
    """Return all that was told of when how much is needed. A fast mode asks not where it comes from."""
    settings = view.settings
    goals: tuple[Goal, ...] = ()
    if settings.targets:
        goals = tuple(weekly_goals(settings.targets, view.session, ZoneInfo(view.site.time_zone), view.now))
    if settings.range_wish is not None:
        wished = range_goal(replace(settings, eco_share=0.0), view.session, view.now)
        if wished is not None:
            goals = (*goals, wished)
    return goals
