"""Work out the solar surplus of the site, with every term measured at the same moment.

Meter, battery and cars are read at different times, some of them seldom. A battery on its own automatic answers a car
within seconds; with its power of ten seconds ago the surplus would be too high by all that the car has taken since, and
the car would take still more. So the meter and the cars are remembered and compared as they were when the battery was
read.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from ..model import BatteryReading, ChargingMode, MeterReading, Reading
from .view import View
from .windows import between

BATTERY_SILENT_AFTER = 60.0
"""A battery silent for longer is unknown power: no surplus is assumed from it (s)."""

_MARGIN = timedelta(seconds=2)

type Balances = tuple[tuple[datetime, float], ...]
"""What the meter showed of power that the house without its cars left over (W), oldest first."""


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


def remember_balance(
    balances: Balances, reading: MeterReading, views: Sequence[View], at: datetime, oldest: datetime | None
) -> Balances:
    """Return the balances with one more, back to when the oldest battery was read; none where the meter is mute."""
    power = reading.power
    if power is None:
        if reading.phase_power is None:
            return ()
        power = sum(reading.phase_power)
    power -= sum(view.last_power for view in views)
    kept = between(balances, oldest - _MARGIN, at) if oldest is not None and oldest < at else ()
    return (*kept, (at, -power))


def site_surplus(
    balances: Balances, batteries: Iterable[Reading[BatteryReading]], oldest: datetime | None
) -> float | None:
    """Return what the house without its cars leaves over (W), None where the meter is mute.

    What a battery charges with is surplus too: by default the charge point comes first. What it discharges is not.
    """
    if not balances:
        return None
    if oldest is None:
        return balances[-1][1]
    balance = min(balances, key=lambda entry: abs(entry[0] - oldest))[1]
    return balance - sum(battery.value.power or 0.0 for battery in batteries)


def left_by_others(surplus: float, views: Iterable[View]) -> float:
    """Return the surplus that all other cars leave for those that follow it (W).

    They are counted as they draw now: when a boosting car is told to follow the sun, or control of one is taken, its
    share is free at once.
    """
    return surplus - sum(
        view.last_power for view in views if not (view.steered and view.settings.mode is ChargingMode.PV_SURPLUS)
    )
