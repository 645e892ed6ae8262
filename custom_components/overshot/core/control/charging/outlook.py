"""What surrounds the charge points when they wish: the sun, the quarter, the prices, the room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from ...model import PhaseVector, Series
from ..limits.cap import Cap
from ..limits.loads import OVERLAP
from ..limits.rooms import Rooms, left_by_cars
from ..peak.state import QuarterState
from ..planned.follow import Followed
from ..windows import add, highest_since
from .view import View

_NO_PRICES = Series()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The site around the charge points, at one moment."""

    surplus: float | None
    """What is there for the cars that follow the sun, what they draw now included (W). None: not known."""

    kept_for_batteries: float = 0.0
    """Of the surplus, what was taken off before because batteries come first (W)."""

    quarter: QuarterState | None = None
    """None while no peak is held."""

    prices: Series = _NO_PRICES
    """Of import, as far ahead as they are known (EUR/kWh)."""

    followed: Followed | None = None
    """The plan, where it is followed."""

    room: Callable[[View], PhaseVector] | None = None
    """What the circuits leave to a charge point on each phase (A), beside the others as they were told or still draw."""

    limit: Callable[[View], float] | None = None
    """What limits of power leave to a charge point (W), beside the others."""


class Beside:
    """What limits leave to each charge point beside the others; worked out only where somebody asks."""

    __slots__ = ("_caps", "_left", "_now", "_rooms", "_views")

    def __init__(self, rooms: Rooms, caps: Sequence[Cap], views: Sequence[View], now: datetime) -> None:
        """Know the rooms, the caps that are laws, and who shares them."""
        self._rooms, self._caps, self._views, self._now = rooms, caps, views, now
        self._left: list[float] | None = None

    def room(self, view: View) -> PhaseVector:
        """Return what the circuits leave to a charge point on each phase (A)."""
        if self._left is None:
            told = {each.point.id: each.memory.setpoint for each in self._views}
            self._left = left_by_cars(self._rooms, self._views, told, (), self._now)
        left = self._rooms.tree.tightest(self._left, view.point.circuit)
        if not view.steered:
            return left
        drawn, told_now = highest_since(view.draws, self._now - OVERLAP), view.memory.setpoint
        l1, l2, l3 = (
            max(told_now if loaded else 0.0, current) for loaded, current in zip(view.loads, drawn, strict=True)
        )
        return add(left, (l1, l2, l3))

    def limit(self, view: View) -> float:
        """Return what the caps leave to a charge point (W)."""
        least = inf
        for cap in self._caps:
            if view.point.id in cap.members:
                others = sum(
                    each.last_power for each in self._views if each is not view and each.point.id in cap.members
                )
                least = min(least, cap.power - others)
        return least
