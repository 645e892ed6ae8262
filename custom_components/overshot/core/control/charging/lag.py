"""How far apart meter and station may show the same current, by how often the station is read."""

from datetime import timedelta
from functools import cache

from ...model import ChargePoint, Site
from ..once import once_a_site
from .orders import ORDER_WINDOW

OWN_DELAYS = 2.0
"""What meter and station are behind themselves (s); the time between two polls comes on top."""

LONGEST_LAG = 12.0
"""Beyond, a station is read too seldom to be matched at all (s): the load is remembered for little longer."""


def measuring_lag(point: ChargePoint) -> timedelta:
    """Return how far apart the grid meter and a station show the same current at most."""
    return _measuring_lag(point.interval)


@once_a_site
def longest_lag(site: Site) -> timedelta:
    """Return that of the station that is read the least often."""
    return timedelta(seconds=max((_lag(point.interval) for point in site.charge_points), default=OWN_DELAYS + 1))


@once_a_site
def draw_window(site: Site) -> timedelta:
    """Return how long measured draws are kept to be matched with grid readings: before and after each of them."""
    return 2 * longest_lag(site) + timedelta(seconds=OWN_DELAYS)


def order_window(point: ChargePoint) -> timedelta:
    """Return for how long a car may follow an order, and its station still show it."""
    return _order_window(point.interval)


@cache
def _measuring_lag(interval: float) -> timedelta:
    """Return the lag of a station that is read so often (s)."""
    return timedelta(seconds=_lag(interval))


@cache
def _order_window(interval: float) -> timedelta:
    """Return the time that an order to a station may be followed that is read so often (s)."""
    return ORDER_WINDOW + timedelta(seconds=max(0.0, interval - 1))


def _lag(interval: float) -> float:
    """Return the lag of a station (s) that is read so often (s); one polled each second is up to 3 s behind."""
    return min(LONGEST_LAG, OWN_DELAYS + max(1.0, interval))
