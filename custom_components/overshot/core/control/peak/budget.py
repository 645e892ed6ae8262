"""Share what the running quarter leaves: batteries discharge, cars slow down, heat pumps wait.

The quarter is a budget of energy, so a kettle is averaged out: the house's own load counts as it was in the last minutes,
and the nearer the end of the quarter, the shorter these become. A car starts only for what lasts beyond the quarter, else
it would start late in each and stop at the beginning of the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ...model import ChargingMode, Reason, ReasonKey
from ..charging.view import View
from ..charging.wish import BoundBy, Wish
from ..limits.cap import MEASURED_MARGIN, Cap
from .memory import BudgetMemory
from .settings import PeakMeans, PeakSettings
from .state import QuarterState

LONGEST_AVERAGE: Final = 240.0
SHORTEST_AVERAGE: Final = 10.0
"""The load of the house is averaged over a third of what is left, within these bounds (s)."""

FALLING_AVERAGE: Final = 60.0
"""A load that falls is believed sooner (s): a car that waits for it would make up for the time in a burst."""

CALM_END: Final = 120.0
"""So late in a quarter (s) nobody is raised above what the next one allows as well."""

LEAST_DUTY: Final = 100.0
"""A battery is not woken for less (W)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Who does what to keep the quarter."""

    caps: tuple[Cap, ...] = ()
    duty: float = 0.0
    """What batteries have to give (W)."""

    recharge: float | None = None
    """With what batteries may be charged from the grid, below the wished peak (W); None: the peak does not matter."""

    left: float | None = None
    """With what batteries may be charged from the grid so that the month's peak does not rise (W; negative where the house
    alone raises it); None: the peak does not matter."""

    target: float | None = None
    """What the quarter is held at (W); None: the peak does not matter."""

    wait: bool = False
    """Whether nothing may be started that can wait."""

    block: bool = False
    """Whether heat pumps have to be blocked."""


def average(
    memory: BudgetMemory, quarter: QuarterState, load: float | None, at: datetime, now: datetime
) -> BudgetMemory:
    """Return the averaged load of the house with one more value (W; None where it is not known) measured at `at`."""
    if load is None or memory.at == at:
        return memory
    if memory.load is None or memory.at is None or at < memory.at:
        return BudgetMemory(load=load, at=at)
    left = (quarter.ends_at - now).total_seconds()
    over = min(LONGEST_AVERAGE if load > memory.load else FALLING_AVERAGE, max(SHORTEST_AVERAGE, left / 3))
    elapsed = (at - memory.at).total_seconds()
    return BudgetMemory(load=memory.load + elapsed / (over + elapsed) * (load - memory.load), at=at)


def share_quarter(
    settings: PeakSettings,
    quarter: QuarterState,
    load: float | None,
    views: Sequence[View],
    wishes: Mapping[str, Wish],
    available: float,
) -> Budget:
    """Return who does what.

    `load` is the averaged import of the house without steered cars and batteries (W; negative: it exports), `available`
    what batteries may give to hold the peak (W).
    """
    if not settings.active or load is None:
        return Budget()
    steered = [view for view in views if view.steered]
    bound = [view for view in steered if _bound(settings, view, wishes)]
    exempt = _power(view for view in steered if view not in bound)
    turbo = [view for view in bound if wishes[view.point.id].bound is BoundBy.WISHED]
    others = [view for view in bound if view not in turbo]
    helps = available if _before(settings, PeakMeans.BATTERY, PeakMeans.CARS) else 0.0

    caps: list[Cap] = []
    for members, power, target, taken in (
        (bound, quarter.hold_power + helps, quarter.hold_target + helps, exempt),
        (turbo, quarter.wished_power, quarter.wished_target, exempt + _power(others)),
    ):
        leaves, sustained = power - load - taken, target - load - taken
        if members and (quarter.ends_at - members[0].now).total_seconds() <= CALM_END:
            leaves = min(leaves, max(sustained, _told(members)))
        caps += _caps(members, leaves, sustained, target, wishes)

    # What a car takes that the peak does not bind is no reason to empty a battery into it.
    allowed = quarter.hold_power if exempt <= 0 else max(quarter.hold_power, quarter.hold_target)
    over = load + _power(bound) - allowed
    duty = min(available, over) if over >= LEAST_DUTY else 0.0
    before = 0.0
    if _before(settings, PeakMeans.BATTERY, PeakMeans.APPLIANCES):
        before += available
    if not _before(settings, PeakMeans.CARS, PeakMeans.APPLIANCES):
        before -= _power(bound)
    full = load + exempt - before > quarter.hold_power
    return Budget(
        caps=tuple(caps),
        duty=max(0.0, duty),
        recharge=max(0.0, quarter.wished_power - load - exempt - _power(bound)),
        left=quarter.hold_power - load - exempt - _power(bound),
        target=quarter.hold_target,
        wait=full,
        block=full,
    )


def _caps(
    members: Sequence[View], power: float, sustained: float, target: float, wishes: Mapping[str, Wish]
) -> Iterable[Cap]:
    """Return the caps over charge points that may draw so much now (W), and so much beyond this quarter (W).

    Whoever runs by a plan may start for a part of the quarter: its mean was planned, and less than the minimum takes turns.
    """
    if not members:
        return
    reason = Reason(ReasonKey.PEAK_LIMITED, {"target": round(target)})
    everybody = frozenset(view.point.id for view in members)
    yield Cap(power=max(0.0, power), members=everybody, reason=reason, margin=MEASURED_MARGIN)
    idle = frozenset(view.point.id for view in members if not view.charging and not _planned(wishes[view.point.id]))
    if idle:
        left = sustained - _power(view for view in members if view.charging)
        yield Cap(power=max(0.0, min(power, left)), members=idle, reason=reason)


def _planned(wish: Wish) -> bool:
    """Whether a plan lets the car run now."""
    return wish.charging and wish.plan is not None and wish.plan.running


def _bound(settings: PeakSettings, view: View, wishes: Mapping[str, Wish]) -> bool:
    """Whether the peak binds a charge point."""
    if view.settings.mode is ChargingMode.BOOST:
        return settings.boost_obeys
    return wishes[view.point.id].bound is not BoundBy.LAWS


def _power(views: Iterable[View]) -> float:
    """Return what charge points draw together (W)."""
    return sum(view.last_power for view in views)


def _told(views: Iterable[View]) -> float:
    """Return what charge points were told together (W)."""
    return sum(view.memory.setpoint * view.power_per_ampere for view in views)


def _before(settings: PeakSettings, first: PeakMeans, second: PeakMeans) -> bool:
    """Whether one of them yields before the other; who is not named does not yield at all."""
    order = settings.order
    return first in order and (second not in order or order.index(first) < order.index(second))
