"""Make the decisions of a diagnostics download again: `python -m simulator.simulate --replay diagnostics.json`."""

from collections.abc import Iterator
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from custom_components.overshot.core.control.recording import RecordingError, Replayed, replay

DIFFERENCES = 20
"""So many are printed."""


def load_recording(path: Path) -> Any:
    """Return the recording in a diagnostics download, or in a file of its own. Raises `RecordingError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise RecordingError(str(err)) from err
    for name in ("data", "flight_recorder"):
        if isinstance(data, dict) and name in data:
            data = data[name]
    return data


def print_replay(recording: Any, *, every: float, quiet: bool) -> list[Replayed]:
    """Make every decision again, print a line each `every` seconds and what differs; return those that differ.

    Raises `RecordingError` for what cannot be read.
    """
    different: list[Replayed] = []
    count = printed = 0
    next_line = None
    last = None
    for replayed in replay(recording):
        count += 1
        last = replayed
        if not quiet and (next_line is None or replayed.now >= next_line):
            next_line = replayed.now + timedelta(seconds=every)
            print(_line(replayed))
        if replayed.same:
            continue
        different.append(replayed)
        for path, recorded, again in replayed.differences():
            if printed < DIFFERENCES and not quiet:
                print(f"  DIFFERENT {replayed.now:%H:%M:%S} {path}: recorded {recorded}, now {again}")
            printed += 1
    if not quiet:
        until = f", until {last.now:%Y-%m-%d %H:%M:%S} UTC" if last is not None else ""
        print(f"\n{count} decisions{until}; {len(different)} of them differ, in {printed} values")
    return different


def _line(replayed: Replayed) -> str:
    """Return one line: what everybody was told, and why."""
    return f"{replayed.now:%H:%M:%S}  " + "; ".join(_orders(replayed.again))


def _orders(decision: Any) -> Iterator[str]:
    """Yield what each device is told."""
    for id_, point in decision["setpoints"].items():
        current = "-" if point["current"] is None else f"{point['current']:g} A"
        yield f"{_short(id_)} {current} {point['reason']['key']}"
    for id_, battery in decision["batteries"].items():
        yield f"{_short(id_)} {battery['mode']} {battery['power']:g} W {battery['reason']['key']}"
    for id_, pump in decision["heat_pumps"].items():
        yield f"{_short(id_)} state {pump['state']} {pump['reason']['key']}"
    for id_, load in decision["loads"].items():
        power = "-" if load["power"] is None else f"{load['power']:g} W"
        yield f"{_short(id_)} {power} {load['reason']['key']}"


def _short(id_: str) -> str:
    """Return the end of an id: the ids of one site begin alike."""
    return id_[-6:]
