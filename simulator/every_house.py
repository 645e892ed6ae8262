"""Live through every scenario of a folder, on all cores, and say in a line each how it went."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
import os
from pathlib import Path
from time import perf_counter
from typing import Any

from .loop import Loop
from .report import Report
from .scenario import Scenario, ScenarioError, load_scenario

SCENARIOS = Path(__file__).parents[1] / "tests" / "scenarios"

_HEADER = f"{'scenario':<34} {'hours':>5} {'cars':>6} {'sun':>5} {'peak':>6} {'switches':>8} {'speed':>6}  violations"


def live_through(scenario: Scenario) -> dict[str, Any]:
    """Live through a scenario and return its summary. Raises ValueError where an event cannot happen."""
    loop = Loop(scenario)
    report = Report(loop, keep_steps=False)
    begun = perf_counter()
    for _ in range(round(scenario.duration / scenario.step)):
        report.add(loop.step())
    return report.summary(perf_counter() - begun)


def summaries(paths: Sequence[Path], processes: int | None = None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each scenario's summary, in the order of the paths. One that cannot be used has one violation.

    As many at a time as there are cores, unless a number of `processes` is given.
    """
    if processes == 1:
        yield from ((path, _try(path)) for path in paths)
        return
    with ProcessPoolExecutor(processes or os.cpu_count(), mp_context=get_context("forkserver")) as pool:
        yield from zip(paths, pool.map(_try, paths), strict=True)


def run_all(folder: Path = SCENARIOS, processes: int | None = None) -> tuple[int, list[dict[str, Any]]]:
    """Live through all scenarios of a folder, print a line each; return the number of violations and the summaries."""
    paths = sorted(folder.glob("*.json"))
    found, kept = 0, []
    print(_HEADER, flush=True)
    for path, summary in summaries(paths, processes):
        kept.append({"file": path.name, **summary})
        found += len(summary["violations"])
        print(line(path.stem, summary), flush=True)
        for violation in summary["violations"]:
            print(f"    {violation}", flush=True)
    print(f"{len(paths)} scenarios, {found} violations")
    return found, kept


def line(name: str, summary: dict[str, Any]) -> str:
    """Return one line about a scenario: kWh of the cars, share of the sun in it, highest quarter in kW."""
    if "energy" not in summary:
        return f"{name:<34} {'cannot be used':>41}  {len(summary['violations'])}"
    share = summary["cars_solar_share"]
    switches = summary["switches"]
    return (
        f"{name:<34} {summary['simulated_seconds'] / 3600:5.1f} {summary['energy']['car'] / 1000:6.2f} "
        f"{'-' if share is None else format(share, '.0%'):>5} {summary['highest_quarter'] / 1000:6.2f} "
        f"{switches['phases']:>3}p{switches['cars']:>3}s {summary['speedup']:6.0f}  {len(summary['violations'])}"
    )


def _try(path: Path) -> dict[str, Any]:
    """Return the summary of a file."""
    try:
        return live_through(load_scenario(path))
    except (ScenarioError, ValueError) as error:
        return {"violations": [{"kind": "cannot_be_used", "what": str(error)}]}
