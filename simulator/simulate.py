"""Live through a scenario with the production controller, from physics alone: `python -m simulator.simulate FILE`."""

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta
import json
from pathlib import Path
import sys
from time import perf_counter, sleep
from typing import Any

from custom_components.overshot.core.control.recording import RecordingError

from .books import table
from .every_house import run_all
from .loop import Loop
from .replay import load_recording, print_replay
from .report import Report, record
from .scenario import Scenario, ScenarioError, load_scenario
from .soak.run import soak

EXIT_WELL, EXIT_VIOLATIONS, EXIT_BAD_FILE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 where the house was kept well, 1 with violations, 2 for a file it cannot use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.all:
        return _all(options.json)
    if options.replay is not None:
        return _replay(options.replay, every=options.every, quiet=options.quiet)
    if options.soak:
        return EXIT_VIOLATIONS if soak(options.seed, options.days, options.keep) else EXIT_WELL
    if options.file is None:
        parser.error("a scenario, --all, --soak or --replay is needed")
    try:
        scenario = load_scenario(options.file)
    except ScenarioError as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return EXIT_BAD_FILE
    loop = Loop(scenario)
    report = Report(loop, keep_steps=options.json is not None)
    try:
        seconds = live(scenario, loop, report, every=0 if options.quiet else options.every, speed=options.speed)
    except ValueError as error:
        # Two cars at one charge point and the like: only living through it shows.
        print(f"{options.file}: at {loop.world.t:.0f} s: {error}", file=sys.stderr)
        return EXIT_BAD_FILE
    summary = report.summary(seconds)
    if options.json is not None:
        _write(options.json, {"summary": summary, "steps": report.steps})
    if not options.quiet:
        _print_summary(summary)
    return EXIT_VIOLATIONS if summary["violations"] else EXIT_WELL


def live(scenario: Scenario, loop: Loop, report: Report, *, every: float = 0, speed: float | None = None) -> float:
    """Live through the scenario and return how long that took (s of real time).

    Prints a line each `every` seconds (0: none); with `speed`, at most that many times faster than real time. Raises
    ValueError where an event cannot happen.
    """
    world, add, step = loop.world, report.add, loop.step
    count = round(scenario.duration / scenario.step)
    next_line = 0.0
    if every:
        print(_HEADER)
    begun = perf_counter()
    for _ in range(count):
        decision = step()
        add(decision)
        if every and world.t >= next_line:
            next_line += every
            print(_line(scenario, record(loop, decision)))
        if speed is not None:
            ahead = world.t / speed - (perf_counter() - begun)
            if ahead > 0:
                sleep(ahead)
    return perf_counter() - begun


def _replay(path: Path, *, every: float, quiet: bool) -> int:
    """Make the decisions of a diagnostics download again."""
    try:
        different = print_replay(load_recording(path), every=every, quiet=quiet)
    except RecordingError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return EXIT_BAD_FILE
    return EXIT_VIOLATIONS if different else EXIT_WELL


def _all(out: str | None) -> int:
    """Live through every scenario of the project."""
    found, kept = run_all()
    if out is not None:
        _write(out, {"violations": found, "scenarios": kept})
    return EXIT_VIOLATIONS if found else EXIT_WELL


_HEADER = "    time    grid   solar battery  soc    load     car     L1     L2     L3  charge points"


def _line(scenario: Scenario, step: dict[str, Any]) -> str:
    """Return one line of the table."""
    # By the clock of the scenario, which runs faster than physics where there is a time scale.
    clock: datetime = scenario.start + timedelta(seconds=step["t"] * scenario.time_scale)
    car = sum(point["power"] for point in step["charge_points"].values())
    soc = f"{step['soc']:4.0f}%" if step["soc"] is not None else "    -"
    points = "; ".join(
        f"{id_} {point['pilot']} {_decided(point['decision'])}" for id_, point in step["charge_points"].items()
    )
    l1, l2, l3 = step["currents"]
    return (
        f"{clock:%H:%M:%S} {step['grid']:7.0f} {step['solar']:7.0f} {step['battery']:7.0f} {soc} {step['load']:7.0f} "
        f"{car:7.0f} {l1:6.1f} {l2:6.1f} {l3:6.1f}  {points}"
    )


def _decided(decision: dict[str, Any]) -> str:
    """Return what was decided for a charge point, and why."""
    current = "-" if decision["setpoint"] is None else f"{decision['setpoint']:g} A"
    details = ", ".join(f"{key} {value}" for key, value in decision["details"].items())
    return f"{current} {decision['reason']}{f' ({details})' if details else ''}"


def _print_summary(summary: dict[str, Any]) -> None:
    """Print the summary for people."""
    energy = summary["energy"]
    print()
    print("energy (kWh): " + ", ".join(f"{key} {value / 1000:.2f}" for key, value in energy.items()))
    print(
        f"month peak {summary['month_peak'] / 1000:.2f} kW, self-consumption {_share(summary['self_consumption'])}, "
        f"mean |grid| on surplus {summary['mean_grid_on_surplus']} W over {summary['seconds_on_surplus']:.0f} s"
    )
    for line in table(summary["ledger"]):
        print(line)
    print(
        f"{summary['step_count']} steps, {summary['writes']} writes, {summary['simulated_seconds']:.0f} s in "
        f"{summary['wall_seconds']:.2f} s: {summary['speedup']:.0f} x real time"
    )
    for excursion in summary["excursions"]:
        print(
            f"above {summary['derated_limit']:g} A: {excursion['phase']} from {excursion['start']:.0f} s for "
            f"{excursion['duration']:.0f} s, up to {excursion['peak']:.1f} A"
        )
    for violation in summary["violations"]:
        print(f"VIOLATION: {violation}")
    if not summary["violations"]:
        print("no violations")


def _share(share: float | None) -> str:
    """Return a share as text."""
    return "-" if share is None else f"{share:.0%}"


def _write(path: str, result: dict[str, Any]) -> None:
    """Write the result to a file, or to the terminal for `-`."""
    text = json.dumps(result)
    if path == "-":
        print(text)
    else:
        Path(path).write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(
        prog="simulate",
        description="Lives through a scenario with the simulated house and prints what the controller decides.",
        epilog="Exit code: 0 the house was kept well (or everything was decided as before), 1 a limit was violated (or something "
        "differs), 2 the file cannot be used.",
    )
    parser.add_argument("file", type=Path, nargs="?", help="the scenario (docs/scenarios.md)")
    parser.add_argument("--all", action="store_true", help="live through all of tests/scenarios, on all cores")
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="make the decisions of a diagnostics download again, and compare"
    )
    parser.add_argument("--soak", action="store_true", help="random houses: a week of weather, a month of faults")
    parser.add_argument("--days", type=_positive, help="with --soak: so many days instead")
    parser.add_argument(
        "--seed", type=int, default=1, help="with --soak: other houses, weather and faults (default: 1)"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="with --soak: write houses with violations there")
    parser.add_argument(
        "--speed", type=_positive, help="at most so many times faster than real time (default: no limit)"
    )
    parser.add_argument("--json", metavar="OUT", help="write summary and every step there; - for the terminal")
    parser.add_argument("--every", type=_positive, default=60, help="seconds between two lines (default: 60)")
    parser.add_argument("--quiet", action="store_true", help="print nothing but mistakes")
    return parser


def _positive(text: str) -> float:
    """Return a positive number of the command line."""
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError("must be above 0")
    return number


if __name__ == "__main__":
    sys.exit(main())
