"""Live through random weeks and months, on all cores, and say in a line each how it went."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
import json
from multiprocessing import get_context
import os
from pathlib import Path
from typing import Any

from ..every_house import line, live_through
from ..scenario import parse_scenario
from .faults import random_faults
from .houses import KINDS, random_house

WEEK, MONTH = 7.0, 30


@dataclass(frozen=True, slots=True)
class Job:
    """A random house to live in."""

    seed: int
    kind: str
    days: float
    faulty: bool

    @property
    def name(self) -> str:
        """Return what it is called."""
        return f"{'faults' if self.faulty else 'weather'} {self.kind} {self.seed}"

    def scenario(self) -> dict[str, Any]:
        """Return the scenario as decoded JSON."""
        house = random_house(self.seed, self.days, self.kind)
        return random_faults(self.seed, house) if self.faulty else house


def jobs(seed: int, days: float | None) -> list[Job]:
    """Return a week of weather and cars in a house of each kind, and a month of days with faults."""
    weather = [Job(seed, kind, days or WEEK, faulty=False) for kind in KINDS]
    count = MONTH if days is None else max(1, round(days))
    # A short run has a day of faults that is short too.
    length = min(1.0, days or 1.0)
    faulty = [Job(seed * 1000 + day, KINDS[day % len(KINDS)], length, faulty=True) for day in range(count)]
    return weather + faulty


def live(job: Job) -> dict[str, Any]:
    """Live through one job and return its summary."""
    return live_through(parse_scenario(job.scenario(), Path(), job.name))


def soak(seed: int, days: float | None, keep: Path | None = None) -> int:
    """Live through all jobs; print a line each. Return the number of violations.

    A house that was not kept well is written to `keep` as a scenario, to look at.
    """
    found = 0
    everything = jobs(seed, days)
    for job, summary in _in_parallel(everything):
        found += len(summary["violations"])
        print(line(job.name, summary), flush=True)
        for violation in summary["violations"][:10]:
            print(f"    {violation}", flush=True)
        if summary["violations"] and keep is not None:
            path = keep / f"{job.name.replace(' ', '_')}.json"
            path.write_text(json.dumps(job.scenario()), encoding="utf-8")
    simulated = sum(job.days for job in everything)
    print(f"{len(everything)} houses, {simulated:g} days, {found} violations")
    return found


def _in_parallel(everything: Iterable[Job]) -> Iterator[tuple[Job, dict[str, Any]]]:
    """Yield each job with its summary as it is done."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("forkserver")) as pool:
        pending = {pool.submit(live, job): job for job in everything}
        for done in as_completed(pending):
            yield pending[done], done.result()
