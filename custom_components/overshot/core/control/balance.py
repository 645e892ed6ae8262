"""Work out the solar surplus of the site from meter, batteries and cars."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ..model import BatteryReading, ChargingMode, MeterReading, Reading
from .charging.view import View

BATTERY_SILENT_AFTER = 60.0
"""A battery silent for longer is unknown power: no surplus is assumed from it (s)."""

SURPLUS_TIME_CONSTANT = 5.0
"""Smoothing of the surplus (s)."""


def fresh_batteries(
    batteries: Mapping[str, Reading[BatteryReading]], now: datetime
) -> tuple[list[Reading[BatteryReading]], datetime | None]:
    """Return the batteries whose power is known, and when the oldest of them was read."""
    fresh = [
        battery
        for battery in batteries.values()
        if battery.value.power is not None and abs(battery.age(now)) <= BATTERY_SILENT_AFTER
    ]
    return fresh, min((battery.at for battery in fresh), default=None)


def site_surplus(
    reading: MeterReading, views: Sequence[View], batteries: Iterable[Reading[BatteryReading]]
) -> float | None:
    """Return what the house without its steered cars leaves over (W), None where the meter is mute.

    What a battery charges with is surplus too: by default the charge point comes first. What it discharges is not.
    """
    power = reading.power
    if power is None:
        if reading.phase_power is None:
            return None
        power = sum(reading.phase_power)
    for battery in batteries:
        power += battery.value.power or 0.0
    for view in views:
        if view.steered:
            power -= view.last_power
    return -power


def smooth(previous: float | None, value: float, seconds: float, lateness: float) -> float:
    """Return an exponentially smoothed value, `seconds` after the previous one; the first one as it is.

    A battery on its own automatic answers a car within seconds. By its power of `lateness` seconds ago the surplus is
    too high by all that the car has taken since, and followed at once it would make the car take still more. The older
    the battery's reading, the less the value weighs. The same goes for a station that is read seldom: by its power of
    then, the car's own new load is somebody else's.
    """
    if previous is None:
        return value
    weight = seconds / (SURPLUS_TIME_CONSTANT + 2 * lateness + seconds)
    return previous + weight * (value - previous)


def left_by_others(surplus: float, views: Iterable[View]) -> float:
    """Return the surplus that cars in another mode leave for those that follow it (W).

    They are counted as they draw now: when a boosting car is told to follow the sun, its share is free at once.
    """
    return surplus - sum(
        view.last_power for view in views if view.steered and view.settings.mode is not ChargingMode.PV_SURPLUS
    )
