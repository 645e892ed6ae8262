"""Look at a site cycle by cycle, and wait until a charge point is quiet."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..core.checks.phase_watch import LEAST_SAMPLES, QUIET, average, steady
from ..core.checks.sample import Draw, Sample, sample_of

if TYPE_CHECKING:
    from ..site import SiteCoordinator

SETTLING = 4.0
"""What is measured so soon after an order is still of before (s)."""


class Watcher:
    """Hands out the samples of a site as they come."""

    def __init__(self, site: SiteCoordinator) -> None:
        """Watch a site; nothing comes before `watching`."""
        self.site = site
        self._queue: asyncio.Queue[tuple[datetime, Sample | None]] = asyncio.Queue()
        self._last: datetime | None = None

    @property
    def quiet_time(self) -> float:
        """Return how long it must be quiet before a mean is taken (s)."""
        return QUIET + 2 * self.site.site.grid_meter.interval

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch for as long as the context lasts."""
        stop = self.site.async_add_listener(self._look)
        try:
            yield
        finally:
            stop()

    @callback
    def _look(self) -> None:
        """Note what a cycle saw; a reading of the meter that was seen before is none."""
        now = dt_util.utcnow()
        sample = sample_of(self.site.site, self.site.snapshot, now)
        if sample is not None and sample.at == self._last:
            sample = None
        if sample is not None:
            self._last = sample.at
        self._queue.put_nowait((now, sample))

    async def next(self) -> tuple[datetime, Sample | None]:
        """Wait for the next cycle, and return when it was and what the grid meter told anew."""
        return await self._queue.get()

    async def wait(self, seconds: float) -> list[Sample]:
        """Return all samples of some time from now on."""
        begun = dt_util.utcnow()
        found: list[Sample] = []
        while True:
            now, sample = await self.next()
            if sample is not None and sample.at > begun:
                found.append(sample)
            if now - begun >= timedelta(seconds=seconds):
                return found

    async def quiet(self, id_: str, least: float, most: float, patience: float) -> list[Sample]:
        """Wait until a charge point has drawn the same for a while, between two amounts (A, all terminals together).

        Returns the samples of that while, or none where it took longer than `patience` (s).
        """
        begun = dt_util.utcnow()
        first = begun + timedelta(seconds=SETTLING)
        while_ = timedelta(seconds=self.quiet_time)
        recent: list[Sample] = []
        while True:
            now, sample = await self.next()
            if sample is not None and sample.at > first:
                recent = [each for each in (*recent, sample) if each.at > sample.at - while_]
            if recent and now - first >= while_ and steady(id_, recent) and len(recent) >= LEAST_SAMPLES:
                if least <= amount(self.site.site.connection.voltage, average(id_, recent)) <= most:
                    return recent
            if now - begun > timedelta(seconds=patience):
                return []


def amount(voltage: float, draw: Draw) -> float:
    """Return what is drawn (A, all terminals together)."""
    if draw.currents is not None:
        return sum(draw.currents)
    return (draw.power or 0.0) / voltage


def mean_of(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
