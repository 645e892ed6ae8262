"""What the user wishes of the batteries."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from ...model import BatteryMode

FULL_CHARGE_DAYS = 14
"""A battery that is never full loses count of its charge, and its cells drift apart; iLusmart charges it by itself then."""


class BatteryStrategy(StrEnum):
    """By which rules the batteries of a site are used."""

    PLAN = "plan"
    """The planner's; where there is no plan, `JULLIX`."""

    JULLIX = "jullix"
    """Balance above minimum plus buffer, keep the buffer for peaks, recharge at the wished peak."""

    CHEAPEST_HOURS = "cheapest_hours"
    """As `JULLIX`, and charge in the cheapest hours of the day."""

    SELF_CONSUMPTION = "self_consumption"
    """Its own automatic; minimum and reserve bind all the same."""

    MANUAL = "manual"
    """What the user orders, nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryTimer:
    """A time of day at which a battery charges or discharges, by local time."""

    start: time
    end: time
    """Before `start`: on the next day."""

    mode: BatteryMode
    power: float
    """W, never negative."""

    weekdays: frozenset[int] = frozenset(range(7))
    """On which it starts; 0 is Monday."""

    until_soc: float | None = None
    """Where it stops (%)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatterySettings:
    """The wishes for one battery."""

    controlled: bool = False
    """Whether Overshot may write to it at all."""

    mode: BatteryMode = BatteryMode.AUTO
    """What the user orders; automatic leaves it to the controller."""

    power: float = 0.0
    """With what power it charges or discharges by order (W, never negative)."""

    until: datetime | None = None
    """When the order ends (aware UTC); None: when the user ends it."""

    timers: tuple[BatteryTimer, ...] = ()
    full_charge_days: int | None = FULL_CHARGE_DAYS
    """Charged fully when it was not for so many days; None: never for that reason."""

    price: float | None = None
    """What it cost (EUR); None: nobody told."""

    cycles: float = 6000.0
    """How many cycles it is good for."""

    depth: float = 100.0
    """How deep it is discharged in each of them (%)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """The wishes for all batteries of a site together."""

    strategy: BatteryStrategy = BatteryStrategy.PLAN
    min_soc: float = 10.0
    """Below it they are charged in any case (%); at least 10."""

    buffer: float = 10.0
    """Kept above the minimum for peaks (%)."""

    cheapest_hours: int = 3
    """With `CHEAPEST_HOURS`: in so many whole hours of the local day they charge at full power, within the peak."""

    lock_while_charging: bool = True
    """Whether they give nothing while a car charges fast (Boost, Turbo), but to hold the peak."""
