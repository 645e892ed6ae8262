"""When a plan is made again before its quarter is over: something it was made from is not so any more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..core.control import Memory, SiteSettings
from ..core.model import QUARTER, Snapshot
from ..core.model.series import quarter_start

SETTLED: Final = timedelta(seconds=5)
"""So long after its beginning, what is measured speaks of the new quarter."""

CALM: Final = timedelta(minutes=2)
"""Between two plans, unless the user asks or a quarter begins."""

OFF: Final = 500.0
"""So far the house may be from what the plan goes by (W)."""

PATIENCE: Final = timedelta(minutes=1)
"""...for so long."""


class PlanTrigger(StrEnum):
    """Why a plan was made."""

    START = "start"
    QUARTER = "quarter"
    VEHICLE = "vehicle"
    """One was plugged in or out."""

    WISH = "wish"
    """A wish, a mode or a limit was changed."""

    PRICES = "prices"
    """Prices came in, or a contract changed."""

    FORECAST = "forecast"
    """The solar forecast or the weather was told anew."""

    DEVICES = "devices"
    """A device came, went, or can do something else."""

    DEVIATION = "deviation"
    """The house is off what the plan goes by."""

    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a plan is made from that does not change by itself. Prices and forecasts tell of their changes."""

    sessions: Mapping[str, datetime] = field(default_factory=dict)
    """When a vehicle was plugged in, by charge point."""

    settings: SiteSettings = field(default_factory=SiteSettings)
    devices: tuple[object, ...] = ()
    """What can be planned."""

    charges: frozenset[str] = frozenset()
    """Batteries whose charge is known: one that was silent is part of no plan."""

    def change(self, since: Basis) -> PlanTrigger | None:
        """Return what changed since another one, the most telling first; None where nothing did."""
        if self.sessions != since.sessions:
            return PlanTrigger.VEHICLE
        if self.settings is not since.settings and self.settings != since.settings:
            return PlanTrigger.WISH
        if self.devices != since.devices or self.charges != since.charges:
            return PlanTrigger.DEVICES
        return None


def charges_of(snapshot: Snapshot, now: datetime) -> frozenset[str]:
    """Return the batteries that have told their state of charge lately."""
    return frozenset(
        id_
        for id_, reading in snapshot.batteries.items()
        if reading.value.soc is not None and abs(reading.age(now)) <= QUARTER.total_seconds()
    )


def sessions_of(memory: Memory) -> Mapping[str, datetime]:
    """Return since when each charge point has had its vehicle."""
    return {id_: point.session.since for id_, point in memory.charge_points.items() if point.session.since is not None}


@dataclass(slots=True)
class Deviation:
    """Watches how far the house is from what the plan goes by."""

    _since: datetime | None = None

    def look(self, measured: float | None, assumed: float | None, now: datetime) -> bool:
        """Return whether it has been too far off for long (W, net load: the house without what is planned, less the sun)."""
        if measured is None or assumed is None or abs(measured - assumed) <= OFF:
            self._since = None
            return False
        if self._since is None or self._since > now:
            self._since = now
        return now - self._since >= PATIENCE

    def forget(self) -> None:
        """Begin anew: another plan goes by something else."""
        self._since = None


def quarter_due(made_at: datetime | None, now: datetime) -> bool:
    """Return whether a new quarter has begun since the last plan, and has been measured."""
    quarter = quarter_start(now)
    return now - quarter >= SETTLED and (made_at is None or not quarter <= made_at <= now)
