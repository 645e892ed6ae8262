"""When a car can charge: the share of each quarter in which it is plugged in."""

from collections.abc import Mapping
from math import ceil

from custom_components.overshot.core.model.series import QUARTER

from .home import HOURS, Home, Session


def shares_of(home: Home, session: Session) -> Mapping[int, float]:
    """Return the share (0..1) of each quarter, by its index, that a car is there."""
    begin = (session.plugged_in - home.starts[0]) / QUARTER
    end = min((session.plugged_out - home.starts[0]) / QUARTER, len(home.starts))
    return {index: min(end, index + 1) - max(begin, index) for index in range(int(begin), ceil(end))}


def possible(home: Home, session: Session) -> float:
    """Return what the time of a session allows the station to give (kWh), at most what the car takes."""
    hours = sum(shares_of(home, session).values()) * HOURS
    return min(session.energy, home.charge_power * hours)
