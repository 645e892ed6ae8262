"""Our own records of what house and sun did: means of the clock quarters, from what the site reads every second or so."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from ..core.model.series import QUARTER, quarter_start

HELD: Final = timedelta(seconds=60)
"""What was measured holds until the next reading, but not longer than this."""

ENOUGH: Final = 0.9
"""A quarter of which less is known (0..1) is not known at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedQuarter:
    """Means of a quarter that is over (W); None: not enough of it is known."""

    start: datetime
    load: float | None
    """The house without what Overshot steers."""

    solar: float | None
    """All arrays together; None too where they were held back, which says nothing about the sun."""


@dataclass(slots=True)
class _Mean:
    """The mean of one power over a quarter."""

    seconds: float = 0.0
    joules: float = 0.0
    value: float | None = None
    """What was read last (W)."""

    def hold(self, seconds: float) -> None:
        """Let the last reading hold for so long."""
        if self.value is not None and seconds > 0:
            self.seconds += seconds
            self.joules += self.value * seconds

    def close(self) -> float | None:
        """Return the mean (W), None where too little is known, and begin anew."""
        seconds, joules = self.seconds, self.joules
        self.seconds = self.joules = 0.0
        return joules / seconds if seconds >= ENOUGH * QUARTER.total_seconds() else None


@dataclass(slots=True)
class QuarterRecorder:
    """Takes what is measured, and tells the quarters that are over.

    After a start the quarter that runs is known only in part, so the first one is told as not known.
    """

    _load: _Mean = field(default_factory=_Mean)
    _solar: _Mean = field(default_factory=_Mean)
    _curtailed: bool = False
    _at: datetime | None = None

    def take(
        self, load: float | None, solar: float | None, now: datetime, *, curtailed: bool = False
    ) -> ClosedQuarter | None:
        """Take what house and sun do now (W; None: not known); return the quarter that was closed by it, if any."""
        closed = self.close(now)
        if self._at is not None and self._at <= now:
            self._hold(self._at, now)
        self._load.value, self._solar.value, self._at = load, solar, now
        self._curtailed |= curtailed
        return closed

    def close(self, now: datetime) -> ClosedQuarter | None:
        """Return the quarter of the last reading, where it is over."""
        if self._at is None:
            return None
        start = quarter_start(self._at)
        if quarter_start(now) <= start:
            return None
        end = start + QUARTER
        self._hold(self._at, end)
        solar = self._solar.close()
        closed = ClosedQuarter(start=start, load=self._load.close(), solar=None if self._curtailed else solar)
        if self._at + HELD < end or quarter_start(now) > end:
            # What was read holds beyond the edge as well, but no longer than it does anyhow.
            self._load.value = self._solar.value = None
        self._at, self._curtailed = end, False
        return closed

    def _hold(self, since: datetime, until: datetime) -> None:
        """Let the last readings hold."""
        seconds = min(until - since, HELD).total_seconds()
        self._load.hold(seconds)
        self._solar.hold(seconds)
