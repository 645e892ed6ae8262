"""The charging modes: what each asks for. A mode is a function in the table at the end."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from math import inf
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from ...model import ChargingMode, Reason, ReasonKey, Series
from .deadline import in_time
from .lateness import keeps_phases, lost_on_one_phase
from .memory import TargetMemory
from .outlook import Outlook
from .phases import full_power, lowest_power, minimum_power
from .planned import by_plan, just_came, pressed, without_plan
from .settings import EfficientStrategy
from .surplus import follow_surplus, settle
from .targets import PLANNED_EARLY, PLANNED_MARGIN, Goal, Need, keep_score, need, range_goal, weekly_goals
from .view import View
from .wish import BoundBy, Wish

type Mode = Callable[[View, Outlook, float | None], Wish]
"""From a charge point, its surroundings, and the surplus that is left for it (W, None: not known) to its wish."""


def boost(view: View, outlook: Outlook, pool: float | None) -> Wish:
    """Ask for all there is; the laws alone bound it."""
    return in_time(view, _all(view, ReasonKey.BOOST, BoundBy.LAWS, _with_own(view, pool), inf))


def turbo(view: View, outlook: Outlook, pool: float | None) -> Wish:
    """Ask for all that the wished peak allows."""
    pool = _with_own(view, pool)
    available = _below_wished_peak(view, outlook, pool)
    return in_time(view, _all(view, ReasonKey.TURBO, BoundBy.WISHED, pool, available))


def pv_surplus(view: View, outlook: Outlook, pool: float | None) -> Wish:
    """Ask for what the sun leaves over."""
    memory = view.memory
    if pool is None:
        return Wish(
            current=view.minimum if memory.charging else 0.0,
            reason=Reason(ReasonKey.SURPLUS_WAITING),
            charging=memory.charging,
            changing_since=memory.changing_since,
        )
    lowest = lowest_power(view, view.now)
    available = pool / view.power_per_ampere
    wish = follow_surplus(
        memory, available, pool >= lowest, view.minimum, view.maximum, view.settings.hold_time, view.now
    )
    reason, current, from_surplus = wish.reason, wish.current, wish.from_surplus
    if reason.key is ReasonKey.SURPLUS_WAITING and pool + outlook.kept_for_batteries >= lowest:
        reason = Reason(ReasonKey.BATTERY_FIRST)
    elif current > view.minimum:
        current = from_surplus = min(view.maximum, _settled(view, current))
    return Wish(
        current=current,
        reason=reason,
        charging=wish.charging,
        changing_since=wish.changing_since,
        from_surplus=from_surplus,
        available=pool,
    )


def safe_pv_surplus(view: View, outlook: Outlook, pool: float | None) -> Wish:
    """Ask for at least the minimum until the guaranteed energy is given; from then on for what the sun leaves over."""
    missing = view.settings.guaranteed_energy - view.session.energy
    wish = _guaranteed(view, pool, missing) if missing > 0 else _sunny(view, outlook, pool)
    goal = range_goal(view.settings, view.session, view.now)
    goals = () if goal is None else (goal,)
    return _in_time(view, outlook, pool, wish, goals) if goals or view.memory.target != _NO_TARGET else wish


def efficient_pv_surplus(view: View, outlook: Outlook, pool: float | None) -> Wish:
    """Ask for what the sun leaves over, and in the best quarters for what the targets still lack."""
    zone = ZoneInfo(view.site.time_zone)
    goals = list(weekly_goals(view.settings.targets, view.session, zone, view.now))
    wished = range_goal(view.settings, view.session, view.now)
    if wished is not None:
        goals.append(wished)
    return _in_time(view, outlook, pool, _sunny(view, outlook, pool), tuple(goals))


def _sunny(view: View, outlook: Outlook, pool: float | None) -> Wish:
    """Return a wish for what the sun leaves over, beside what a plan gives to the batteries."""
    followed = outlook.followed
    if followed is None or followed.load(view.point.id) is None:
        return pv_surplus(view, outlook, pool)
    if pool is not None:
        pool -= max(0.0, followed.charging() - outlook.kept_for_batteries)
    enough = pool is not None and pool >= lowest_power(view, view.now)
    return pv_surplus(view if enough else without_plan(view), outlook, pool)


def _settled(view: View, current: float) -> float:
    """Return a current that the surplus covers (A), without what is noise or the car's own ramp."""
    return settle(current, view.memory.setpoint, view.point.current_step, view.ramping_unseen)


def _all(view: View, key: ReasonKey, bound: BoundBy, pool: float | None, available: float) -> Wish:
    """Return a wish for all the car can take."""
    return Wish(
        current=view.maximum,
        reason=Reason(key),
        charging=view.charging,
        bound=bound,
        from_surplus=_covered(view, pool, view.maximum),
        available=available,
    )


def _with_own(view: View, pool: float | None) -> float | None:
    """Return what the sun left over were it not for this car (W): what a fast one draws is taken off the pool before."""
    return pool + view.last_power if pool is not None else None


def _guaranteed(view: View, pool: float | None, missing: float) -> Wish:
    """Return a wish for what the sun gives, at least the minimum."""
    covered = (pool or 0.0) / view.power_per_ampere
    current = view.minimum
    if covered > current:
        current = min(view.maximum, max(current, _settled(view, covered)))
    sunny = covered >= view.minimum
    return Wish(
        current=current,
        reason=Reason(ReasonKey.SURPLUS) if sunny else Reason(ReasonKey.GUARANTEED, {"energy": _rounded(missing)}),
        charging=True,
        floor=view.minimum,
        from_surplus=max(0.0, min(current, covered)),
        # On one phase the minimum is the least that is taken from the grid.
        available=max(pool or 0.0, minimum_power(view, 1)),
    )


def _in_time(view: View, outlook: Outlook, pool: float | None, wish: Wish, goals: tuple[Goal, ...]) -> Wish:
    """Return the wish, or one for all the car can take where its targets need that now."""
    now = view.now
    full = view.reading is not None and view.reading.finished
    score = keep_score(view.memory.target, goals, view.session, now, full=full)
    most = full_power(view)
    followed = outlook.followed
    knows = followed is not None and followed.load(view.point.id) is not None
    lost, keeps = lost_on_one_phase(view, most, now), keeps_phases(view, goals, most, now)
    if followed is not None and knows:
        found = need(goals, most, most, _NO_PRICES, _NO_TARGET, now, lost, early=PLANNED_EARLY, margin=PLANNED_MARGIN)
        if found is None or not found.pressing:
            score = replace(score, charging_for=None, charging_until=None)
            wish = replace(wish, target=score, reason=_waiting(view, wish, found, score))
            return replace(by_plan(view, followed, wish, goals, most, pool), target=score, keeps_phases=keeps)
    expected = min(most, max(minimum_power(view, 1), _below_wished_peak(view, outlook, pool)))
    prices = outlook.prices if view.settings.efficient_strategy is EfficientStrategy.CHEAPEST else _NO_PRICES
    found = need(goals, most, expected, prices, score, now, lost)
    waits = followed is not None and not knows and just_came(view)
    if found is None or found.until is None or (waits and not found.pressing):
        score = replace(score, charging_for=None, charging_until=None)
        return replace(wish, target=score, reason=_waiting(view, wish, found, score), keeps_phases=keeps)
    score = replace(score, charging_for=found.goal.due, charging_until=found.until)
    impossible = found.short > 0
    key = ReasonKey.TARGET_IMPOSSIBLE if impossible else ReasonKey.EFFICIENT_CHARGING
    energy = found.short if impossible else found.goal.missing
    return Wish(
        current=view.maximum,
        reason=Reason(key, {"energy": _rounded(energy), "due": _local(view, found)}),
        charging=True,
        floor=max(view.maximum if found.pressing else 0.0, wish.floor),
        pressing=found.until == found.goal.due,
        bound=BoundBy.WISHED,
        from_surplus=_covered(view, pool, view.maximum),
        available=inf if found.pressing else _below_wished_peak(view, outlook, pool),
        target=score,
        keeps_phases=keeps,
        plan=pressed(view, followed) if followed is not None and knows else None,
    )


def _waiting(view: View, wish: Wish, found: Need | None, score: TargetMemory) -> Reason:
    """Return the reason of a wish that no target needs now."""
    if wish.current > 0 or wish.reason.key is ReasonKey.SURPLUS_STARTING:
        return wish.reason
    missed = score.missed is not None and (found is None or view.now < score.missed + TOLD_FOR)
    if found is not None and not missed:
        details: dict[str, str | float] = {"energy": _rounded(found.goal.missing), "due": _local(view, found)}
        return Reason(ReasonKey.EFFICIENT_WAITING, details)
    if missed:
        return Reason(ReasonKey.TARGET_MISSED, {"energy": _rounded(score.missing)})
    return wish.reason


def _below_wished_peak(view: View, outlook: Outlook, pool: float | None) -> float:
    """Return what the wished peak leaves to a car in the long run (W), at least its minimum; no limit without a peak."""
    if outlook.quarter is None:
        return inf
    return max(minimum_power(view, 1), outlook.quarter.wished_target + (pool or 0.0))


def _covered(view: View, pool: float | None, current: float) -> float:
    """Return how much of a current the surplus covers (A)."""
    return max(0.0, min(current, pool / view.power_per_ampere)) if pool is not None else 0.0


def _rounded(energy: float) -> float:
    """Return an energy (Wh) so that a reason does not change each second."""
    return round(energy, -2)


def _local(view: View, found: Need) -> str:
    """Return when a target is due, by the clock on the wall."""
    return f"{found.goal.due.astimezone(ZoneInfo(view.site.time_zone)):%Y-%m-%d %H:%M}"


TOLD_FOR: Final = timedelta(days=1)
"""So long a miss is told rather than the next target, while the car waits."""

_NO_TARGET = TargetMemory()
_NO_PRICES = Series()

MODES: Final[Mapping[ChargingMode, Mode]] = MappingProxyType(
    {
        ChargingMode.BOOST: boost,
        ChargingMode.TURBO: turbo,
        ChargingMode.PV_SURPLUS: pv_surplus,
        ChargingMode.SAFE_PV_SURPLUS: safe_pv_surplus,
        ChargingMode.EFFICIENT_PV_SURPLUS: efficient_pv_surplus,
    }
)
"""Switched off asks for nothing: see `wishes.idle_reason`."""

FAST: Final = frozenset({ChargingMode.BOOST, ChargingMode.TURBO})
"""Modes that charge whatever the sun does."""

FOLLOWING: Final = frozenset(MODES) - FAST
"""Modes that take the surplus first."""
