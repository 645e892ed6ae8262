"""Learn from everyday charging whether a station hangs on the phases that were told.

A car that starts, stops or changes its current is a step. Only steps between two quiet times count, made by one station
alone; a verdict needs many of them over a long time, for an oven switches too. Then the user is asked.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from ..model import ChargePoint, Site, Snapshot
from .phase_mapping import LEAST_STEP, Step, Verdict, Wiring, judge, terminals_changed
from .sample import Draw, Sample, mean, sample_of

QUIET = 8.0
"""Before and after a step the station must draw the same for so long (s)."""

RAMP = 25.0
"""A step may take so long (s)."""

STEADY = 0.7
"""What counts as the same (A)."""

LEAST_SAMPLES = 3
"""So many readings of the meter in each quiet time."""

STEPS = 6
"""So many steps before anything is said..."""

SPAN = timedelta(minutes=20)
"""...over so long."""

REMEMBERED = 20
"""Older steps are forgotten: the wiring may have been mended."""


class PhaseWatch:
    """Compares what stations draw with what the meter shows, reading by reading."""

    def __init__(self) -> None:
        """Start knowing nothing."""
        self._samples: deque[Sample] = deque()
        self._steps: dict[str, deque[tuple[datetime, Step]]] = {}
        self._found: dict[str, Wiring] = {}

    @property
    def contradicted(self) -> dict[str, Wiring]:
        """Return what contradicts the told wiring, by charge point."""
        return {id_: wiring for id_, wiring in self._found.items() if wiring.verdict is Verdict.CONTRADICTED}

    def look(self, site: Site, snapshot: Snapshot, now: datetime) -> None:
        """Look at what is known now; what was seen before counts no reading twice."""
        sample = sample_of(site, snapshot, now)
        if sample is None or sample.phases is None:
            self._samples.clear()
            return
        samples = self._samples
        if samples and not samples[-1].at < sample.at:
            if sample.at < samples[-1].at:  # the clock was set back
                samples.clear()
            return
        samples.append(sample)
        interval = site.grid_meter.interval
        keep = timedelta(seconds=2 * (QUIET + 2 * interval) + RAMP)
        while samples[0].at < sample.at - keep:
            samples.popleft()
        for point in site.charge_points:
            if point.id in sample.draws:
                self._look_at(site, point, timedelta(seconds=QUIET + 2 * interval))

    def _look_at(self, site: Site, point: ChargePoint, quiet: timedelta) -> None:
        """Look whether a charge point has made a step between the oldest and the newest quiet time that are known."""
        oldest, newest = self._samples[0].at, self._samples[-1].at
        if newest - oldest < 2 * quiet:
            return
        before = [sample for sample in self._samples if sample.at <= oldest + quiet]
        after = [sample for sample in self._samples if sample.at >= newest - quiet]
        if not steady(point.id, before) or not steady(point.id, after):
            return
        step = _step(site, point, before, after)
        if step is None:
            return
        steps = self._steps.setdefault(point.id, deque(maxlen=REMEMBERED))
        steps.append((newest, step))
        # What is quiet now is what the next step begins with.
        while self._samples[0] is not after[0]:
            self._samples.popleft()
        if len(steps) >= STEPS and steps[-1][0] - steps[0][0] >= SPAN:
            self._found[point.id] = judge(point, (step for _, step in steps))


def steady(id_: str, samples: Sequence[Sample]) -> bool:
    """Return whether a charge point drew the same all the time, and was heard of all the time."""
    if len(samples) < LEAST_SAMPLES or any(id_ not in sample.draws for sample in samples):
        return False
    draws = [sample.draws[id_] for sample in samples]
    if all(draw.currents is not None for draw in draws):
        currents = [draw.current for draw in draws]
        return max(currents) - min(currents) <= STEADY
    powers = [draw.power for draw in draws if draw.power is not None]
    return len(powers) == len(draws) and max(powers) - min(powers) <= 230 * STEADY


def _step(site: Site, point: ChargePoint, before: Sequence[Sample], after: Sequence[Sample]) -> Step | None:
    """Return the step between two quiet times, or None where it is small or others made one too."""
    for other in site.charge_points:
        if other.id == point.id:
            continue
        drawn = [sample.draws[other.id].current for sample in (*before, *after) if other.id in sample.draws]
        if drawn and max(drawn) - min(drawn) > STEADY:
            return None
    was = mean(sample.phases for sample in before if sample.phases is not None)
    now = mean(sample.phases for sample in after if sample.phases is not None)
    phases = (now[0] - was[0], now[1] - was[1], now[2] - was[2])
    terminals = terminals_changed(average(point.id, before), average(point.id, after), phases, site.connection.voltage)
    if terminals is None or max(abs(change) for change in terminals) < LEAST_STEP:
        return None
    return Step(terminals=terminals, phases=phases)


def average(id_: str, samples: Sequence[Sample]) -> Draw:
    """Return what a charge point drew on average; it must be in every sample."""
    draws = [sample.draws[id_] for sample in samples]
    currents = [draw.currents for draw in draws if draw.currents is not None]
    powers = [draw.power for draw in draws if draw.power is not None]
    return Draw(
        currents=mean(currents) if len(currents) == len(draws) else None,
        power=sum(powers) / len(powers) if len(powers) == len(draws) else None,
    )
