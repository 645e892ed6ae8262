"""What flows now, as the mean over a minute: a kettle that just clicked is no quarter of an hour."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from ..core.forecast.home import Measured
from ..core.planning.assembly import measure
from ..site import SiteCoordinator
from .array import is_silent

MINUTE: Final = timedelta(minutes=1)


def flows_now(site: SiteCoordinator, now: datetime) -> Measured:
    """Return what flows at this moment (W); nothing is known while a part of the house has told nothing since the start."""
    if is_silent(site.devices.values()):
        return Measured()
    return measure(site.site, site.asked, site.state.memory, site.snapshot, now)


def net_of(measured: Measured) -> float | None:
    """Return the load less the sun (W); None where either is not known."""
    return None if measured.load is None or measured.solar is None else measured.load - measured.solar


@dataclass(slots=True)
class MinuteMean:
    """The mean of what was measured in the last minute; the site reads every second or so, so all count the same."""

    _taken: deque[tuple[datetime, Measured]] = field(default_factory=deque)

    def add(self, measured: Measured, now: datetime) -> None:
        """Take what flows now."""
        self._taken.append((now, measured))
        self._forget(now)

    def value(self, now: datetime) -> Measured:
        """Return the mean (W); None for what has not been known for a minute."""
        self._forget(now)
        return Measured(
            load=_mean(taken.load for _, taken in self._taken), solar=_mean(taken.solar for _, taken in self._taken)
        )

    def _forget(self, now: datetime) -> None:
        """Drop what is older than a minute, or from before the clock was set back."""
        while self._taken and not now - MINUTE <= self._taken[0][0] <= now:
            self._taken.popleft()


def _mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of what is known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
