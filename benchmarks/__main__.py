"""Run benchmarks by name: `python -m benchmarks [NAME ...] [--json OUT]`. A new one is a new module with `measure`.

A module may also say what its JSON is where it runs alone: `as_json(measurements)`. One that replays measured data takes
them as the argument `sessions` or `home` of `measure`, and other options by their names. One that takes minutes says so
(`LONG`) and runs only by its name.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from importlib import import_module
from inspect import signature
import json
from pathlib import Path
from pkgutil import iter_modules
import platform
import sys
from types import ModuleType
from typing import Any

from .measurement import Measurement

_NO_BENCHMARKS = {"__main__", "homes", "measurement", "opening", "planners", "plots", "polling", "replay"}


def names() -> list[str]:
    """Return the names of all benchmarks."""
    return sorted(
        module.name for module in iter_modules([str(Path(__file__).parent)]) if module.name not in _NO_BENCHMARKS
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 where every claim holds, 1 where one does not."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measures what the README claims.")
    parser.add_argument("name", nargs="*", help=f"which ones (default: all quick ones): {', '.join(names())}")
    parser.add_argument("--json", metavar="OUT", help="write the results there; - for the terminal, instead of a table")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often to measure (default: the benchmark's own)")
    parser.add_argument("--sessions", metavar="FILE", type=Path, help="charging sessions to replay (default: our own)")
    parser.add_argument("--untold", action="store_true", help="garage: no driver tells how far and when to drive")
    parser.add_argument("--home", metavar="DIR", type=Path, help="a measured home to replay (default: our own)")
    parser.add_argument(
        "--beside", metavar="PYTHON", type=Path, help="plan: a Python with other optimizers, to time them beside ours"
    )
    backtest = parser.add_argument_group("backtest")
    backtest.add_argument("--out", metavar="FILE", type=Path, help="write what happened, a row a quarter")
    backtest.add_argument(
        "--no-solar-forecast", dest="solar_forecast", action="store_false", help="nobody forecasts the sun"
    )
    backtest.add_argument("--without", nargs="+", default=(), metavar="PART", help="leave parts out")
    backtest.add_argument(
        "--perfect", nargs="+", default=(), metavar="PART", help="let load or sun be known: a ceiling"
    )
    backtest.add_argument("--from", dest="begin", metavar="DATE", type=date.fromisoformat, help="begin on this day")
    backtest.add_argument("--days", type=int, metavar="N", help="end after so many days")
    options = parser.parse_args(arguments)
    for name in options.name:
        if name not in names():
            parser.error(f"no benchmark is called {name!r}, only {', '.join(names())}")

    results: dict[str, list[Measurement]] = {}
    if options.sessions is not None and not options.sessions.is_file():
        parser.error(f"there is no file {options.sessions}")
    if options.home is not None and not (options.home / "series.csv.gz").is_file():
        parser.error(f"there is no home in {options.home}: it has no series.csv.gz")
    given = vars(options)
    for name in options.name or (name for name in names() if not getattr(_module(name), "LONG", False)):
        measure = _module(name).measure
        taken = signature(measure).parameters
        replay = {key: value for key, value in given.items() if key in taken and key != "rounds"}
        try:
            results[name] = list(measure(options.rounds, **replay))
        except ValueError as error:
            parser.error(str(error))
        if options.json != "-":
            _print(name, results[name])
    if options.json is not None:
        _write(options.json, results)
    return 0 if all(measurement.holds for found in results.values() for measurement in found) else 1


def _module(name: str) -> ModuleType:
    """Return the module of a benchmark."""
    return import_module(f"benchmarks.{name}")


def _print(name: str, measurements: Iterable[Measurement]) -> None:
    """Print the table of one benchmark."""
    print(name)
    for it in measurements:
        verdict = ("holds" if it.holds else "DOES NOT HOLD") if it.claim else ""
        digits = 1 if it.value >= 10 or it.value == int(it.value) else 3
        print(f"  {it.name:38} {it.value:12,.{digits}f} {it.unit:12} {it.claim:11} {verdict}".rstrip())


def _write(path: str, results: dict[str, list[Measurement]]) -> None:
    """Write the results as JSON."""
    (alone, *others) = results
    as_json = getattr(import_module(f"benchmarks.{alone}"), "as_json", None)
    if not others and as_json is not None:
        _save(path, as_json(results[alone]))
        return
    content: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "benchmarks": {
            name: [{**asdict(it), "holds": it.holds} for it in measurements] for name, measurements in results.items()
        },
    }
    for measurements in results.values():
        for it in measurements:
            if it.key:
                *path_to, last = it.key.split(".")
                place = content
                for step in path_to:
                    place = place.setdefault(step, {})
                place[last] = it.value
    _save(path, content)


def _save(path: str, content: Any) -> None:
    """Write JSON to a file, or to the terminal."""
    text = json.dumps(content, indent=2)
    if path == "-":
        print(text)
    else:
        Path(path).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
