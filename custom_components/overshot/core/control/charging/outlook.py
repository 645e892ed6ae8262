"""What surrounds the charge points when they wish: the sun, the quarter, the prices, the room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ...model import PhaseVector
from ..peak.state import QuarterState
from .view import View

type Prices = tuple[tuple[datetime, datetime, float], ...]
"""What a kWh from the grid costs (EUR/kWh) from one moment to the next (aware UTC), in order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The site around the charge points, at one moment."""

    surplus: float | None
    """What is there for the cars that follow the sun, what they draw now included (W). None: not known."""

    kept_for_batteries: float = 0.0
    """Of the surplus, what was taken off before because batteries come first (W)."""

    quarter: QuarterState | None = None
    """None while no peak is held."""

    prices: Prices = ()
    """As far ahead as they are known."""

    room: Callable[[View], PhaseVector] | None = None
    """What the circuits leave to a charge point on each phase (A), beside the others as they were told or still draw."""

    limit: Callable[[View], float] | None = None
    """What limits of power leave to a charge point (W)."""
