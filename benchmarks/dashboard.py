"""What opening the dashboard costs Home Assistant's event loop: the summed delay of a 1 ms ticker, and the work of its thread.

Measured is the Home Assistant of the demo, with a month of sessions, energy contract, plan and forecast, while a client
asks all that the views ask when they open (`opening`); beside it the same time without. That it waits for the processor counts as
delay too, so a busy machine shows more of it; the thread's own work does not depend on that.
"""

from collections.abc import Iterable
import json
from pathlib import Path
from statistics import median
import subprocess
from typing import Final

from .measurement import Measurement

ROUNDS: Final = 20
LONG: Final = True
"""Setting the demo up takes a minute, and it needs the demo's environment."""

MOST: Final = 100.0
"""The claim: opening costs less (ms)."""

ROOT: Final = Path(__file__).parent.parent
PYTHON: Final = ROOT / ".venv-demo/bin/python"


def measure(rounds: int | None = None) -> Iterable[Measurement]:
    """Return the measurements of so many openings. Raises `ValueError` where the demo cannot run."""
    if not PYTHON.exists():
        raise ValueError("the demo has no environment yet: script/setup demo makes one")
    command = [str(PYTHON), "-m", "benchmarks.opening", str(rounds or ROUNDS)]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        raise ValueError("the demo did not come to its end, see above")
    return list(results(json.loads(run.stdout)))


def results(measured: list[dict[str, dict[str, float]]]) -> Iterable[Measurement]:
    """Yield what the rounds say; the first one, which finds nothing in memory yet, is told apart."""
    first, *others = [
        {key: it["opening"][key] - it["idle"][key] for key in ("late_ms", "worked_ms")} for it in measured
    ]
    opening, idle = ([it[kind] for it in measured[1:]] for kind in ("opening", "idle"))
    yield Measurement(
        name="summed delay of a 1 ms ticker",
        value=median(it["late_ms"] for it in others),
        unit="ms",
        key="delay_ms",
        most=MOST,
    )
    yield Measurement(
        name="work of the loop's thread",
        value=median(it["worked_ms"] for it in others),
        unit="ms",
        key="worked_ms",
        most=MOST,
    )
    yield Measurement(name="delay, first opening", value=first["late_ms"], unit="ms", key="first_delay_ms")
    yield Measurement(name="work, first opening", value=first["worked_ms"], unit="ms", key="first_worked_ms")
    yield Measurement(
        name="longest delay while opening",
        value=median(it["longest_ms"] for it in opening),
        unit="ms",
        key="longest_ms",
    )
    yield Measurement(
        name="longest delay without", value=median(it["longest_ms"] for it in idle), unit="ms", key="idle_longest_ms"
    )
    yield Measurement(
        name="all is answered after", value=median(it["answered_ms"] for it in opening), unit="ms", key="answered_ms"
    )
