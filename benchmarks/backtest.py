"""What the production forecaster, planner and controller would have made of a year in a measured home.

They live through it quarter by quarter and know no more than a home would: day-ahead prices from noon or so on, the solar
forecast of the evening before, what a car needs from plug-in on, and nothing learnt at first. Beside them stand houses
that go by plain rules (`homes.references`) and the bound that perfect foresight sets (`homes.bound`).

*Gap closed* is the part of the way from battery and car by themselves (B1) to the bound. It counts only where no session
misses energy that its time allowed.
"""

from collections.abc import Iterable, Sequence
import csv
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from .homes.bill import Bill, bill_of
from .homes.bound import perfect_foresight
from .homes.home import Home, read
from .homes.parts import options_of
from .homes.references import references
from .homes.run import Lived, live
from .measurement import Measurement

LONG: Final = True
"""It takes minutes, so it runs only by its name."""

HOMES: Final = Path(__file__).parent / "data"

LEAST_GAP: Final = 0.82
MOST_MISSED: Final = 0.05
"""kWh; counters are no finer."""

MOST_MINUTES: Final = 20.0

COLUMNS: Final = ("timestamp_utc", "grid_kw", "ev_kw", "battery_kw", "soc_kwh", "pv_kw")


def measure(
    rounds: int | None = None,
    home: Path | None = None,
    *,
    out: Path | None = None,
    solar_forecast: bool = True,
    without: Sequence[str] = (),
    perfect: Sequence[str] = (),
    begin: date | None = None,
    days: int | None = None,
) -> Iterable[Measurement]:
    """Return what a backtest of one home tells, or of all of ours. `rounds` means nothing here."""
    folders = [home] if home is not None else sorted(path.parent for path in HOMES.glob("*/series.csv.gz"))
    options = options_of(solar_told=solar_forecast, without=without, perfect=perfect)
    for folder in folders:
        whole = read(folder)
        lived_in = whole if begin is None and days is None else whole.slice(begin, days)
        begun = perf_counter()
        lived = live(lived_in, options)
        took = perf_counter() - begun
        if out is not None:
            write(out if len(folders) == 1 else out.with_stem(f"{out.stem}_{folder.name}"), lived_in, lived)
        yield from _told(lived_in, lived, took, "" if len(folders) == 1 else folder.name)


def as_json(measurements: Sequence[Measurement]) -> Any:
    """Return what `--json` writes where nothing else is measured: one object a home, or that of the only one."""
    told: dict[str, Any] = {}
    for it in measurements:
        if it.key:
            *path, last = it.key.split(".")
            place = told
            for name in path:
                place = place.setdefault(name, {})
            place[last] = it.value
    return told


def write(path: Path, home: Home, lived: Lived) -> None:
    """Write what happened: means of each quarter (grid + = import, battery + = discharging), SoC at its end."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for start, *values in zip(
            home.starts, lived.grid, lived.car, lived.battery, lived.soc, lived.solar, strict=True
        ):
            table.writerow((f"{start:%Y-%m-%dT%H:%M:%SZ}", *(f"{value:.4f}" for value in values)))


def _told(home: Home, lived: Lived, took: float, folder: str) -> Iterable[Measurement]:
    """Return the measurements of one home."""
    where = f"{folder} " if folder else ""
    key = f"{folder}." if folder else ""
    ours = bill_of(home, lived.grid)
    others = {name: bill_of(home, grid) for name, grid in references(home).items()}
    others["PF"] = bill_of(home, perfect_foresight(home).grid)
    b1, bound = others["B1"].total, others["PF"].total
    for name, bill in others.items():
        yield from _bill(f"{where}{name}", f"{key}{name.lower()}", bill)
    yield from _bill(f"{where}Overshot", f"{key}bill", ours)
    yield Measurement(name=f"{where}mean peak", value=ours.mean_peak, unit="kW", key=f"{key}mean_peak_kw")
    yield Measurement(name=f"{where}maximum peak", value=ours.max_peak, unit="kW", key=f"{key}max_peak_kw")
    yield Measurement(name=f"{where}sessions", value=len(home.sessions), unit="", key=f"{key}sessions")
    yield Measurement(
        name=f"{where}missed energy of cars",
        value=sum(lived.missed),
        unit="kWh",
        most=MOST_MISSED,
        key=f"{key}ev_missed_kwh",
    )
    yield Measurement(
        name=f"{where}forecast and plan, median",
        value=1000 * median(lived.plan_times) if lived.plan_times else 0.0,
        unit="ms",
        key=f"{key}plan_ms",
    )
    yield Measurement(
        name=f"{where}the slowest of them",
        value=1000 * max(lived.plan_times, default=0.0),
        unit="ms",
        key=f"{key}plan_ms_max",
    )
    yield Measurement(name=f"{where}took", value=took / 60, unit="min", key=f"{key}minutes")
    # Of one processor: how busy the machine is besides says nothing of us.
    yield Measurement(
        name=f"{where}took of the processor",
        value=lived.seconds / 60,
        unit="min",
        most=MOST_MINUTES,
        key=f"{key}processor_minutes",
    )
    worse = 0
    for month, cost in ours.by_month.items():
        most = others["B1"].by_month[month]
        worse += cost > most
        yield Measurement(name=f"{where}{month}, beside B1", value=cost, unit="EUR", most=round(most, 2))
    yield Measurement(
        name=f"{where}months worse than B1", value=worse, unit="", most=0, key=f"{key}months_worse_than_b1"
    )
    if b1 > bound:
        yield Measurement(
            name=f"{where}gap closed",
            value=(b1 - ours.total) / (b1 - bound),
            unit="",
            least=LEAST_GAP,
            key=f"{key}gap_closed",
        )


def _bill(name: str, key: str, bill: Bill) -> Iterable[Measurement]:
    """Return a bill and its part for the peaks."""
    yield Measurement(name=f"{name}, bill", value=bill.total, unit="EUR", key=key)
    yield Measurement(
        name=f"{name}, for peaks of {bill.mean_peak:.2f} kW", value=bill.capacity, unit="EUR", key=f"{key}_capacity"
    )
