"""How good the forecasts are on measured homes, beside naive ones, rolling through the year without a look ahead.

Every four hours the production forecasters tell the next two days; only afterwards they see the quarters between. The
naive forecasts are those a spreadsheet makes: the same quarter a day ago (two, where one is not over yet), its mean over
the last seven days, and its quantiles over the last fourteen. The given solar forecast is compared on the very same
quarters. The first two weeks are left out; the history grows from nothing.
"""

from collections.abc import Iterable, Sequence
import csv
from dataclasses import dataclass, field
from datetime import UTC, datetime
import gzip
import json
from math import sqrt
from pathlib import Path
from time import process_time
from typing import Final

from custom_components.overshot.core.forecast import base_load, solar
from custom_components.overshot.core.forecast.outlook import Outlook
from custom_components.overshot.core.forecast.score import mean_pinball
from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.model.series import QUARTER, Series, Span

from .measurement import Measurement

HOMES: Final = Path(__file__).parent / "data"
LEADS: Final = {"15 min": 1, "4 h": 16, "24 h": 96, "48 h": 192}
EVERY: Final = 16
WARM_UP: Final = 14 * 96
MOST_MILLISECONDS: Final = 20.0
"""The claim: an update and a forecast of two days together take less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measured quarter (W, C)."""

    start: datetime
    load: float
    solar: float
    told: float | None
    temperature: float | None


@dataclass(slots=True)
class Tally:
    """Sums of errors of one forecast at one lead (W)."""

    count: int = 0
    absolute: float = 0.0
    squares: float = 0.0
    losses: float = 0.0
    naive: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    given: list[float] = field(default_factory=lambda: [0.0, 0.0])
    """Absolute and squared errors of the solar forecast as it is given."""


def measure(rounds: int | None = None, home: Path | None = None) -> Iterable[Measurement]:
    """Return the errors on one home, or on all of ours. `rounds` means nothing here."""
    for folder in [home] if home is not None else sorted(path.parent for path in HOMES.glob("*/series.csv.gz")):
        yield from _home(folder)


def _home(folder: Path) -> Iterable[Measurement]:
    """Return the errors on one home."""
    about = json.loads((folder / "home.json").read_text(encoding="utf-8"))
    rows = _read(folder)
    loads = base_load.LoadSettings(time_zone=about["tariff"]["timezone"])
    array = solar.SolarSettings(place=Location(latitude=about["latitude"], longitude=about["longitude"]))
    told = Series(tuple(Span(row.start, row.start + QUARTER, row.told) for row in rows if row.told is not None))
    lines = {
        "load": [row.load for row in rows],
        "solar, given": [row.solar for row in rows],
        "solar, alone": [row.solar for row in rows],
    }
    tallies = {name: {lead: Tally() for lead in LEADS.values()} for name in lines}
    load, given, alone = base_load.LoadState(), solar.SolarState(), solar.SolarState()
    spent, slowest = 0.0, 0.0
    sun = [row.told for row in rows]
    for index, row in enumerate(rows):
        begin = process_time()
        outlooks: dict[str, Outlook] = {}
        if index % EVERY == 0:
            outlooks["load"] = base_load.forecast(load, loads, row.start)
            outlooks["solar, given"] = solar.forecast(given, array, row.start, told=told)
            outlooks["solar, alone"] = solar.forecast(alone, array, row.start)
        load = base_load.update(load, loads, row.start, row.load, row.temperature)
        given = solar.update(given, array, row.start, row.solar, told=told)
        alone = solar.update(alone, array, row.start, row.solar)
        if outlooks:
            spent, slowest = spent + process_time() - begin, max(slowest, process_time() - begin)
        if index >= WARM_UP:
            for name, outlook in outlooks.items():
                for lead, tally in tallies[name].items():
                    _compare(tally, outlook, lines[name], index, lead, None if name == "load" else sun)
    where = folder.name
    for name, by_lead in tallies.items():
        for label, lead in LEADS.items():
            tally = by_lead[lead]
            if tally.count:
                yield from _told(f"{where} {name}, {label}", tally)
    runs = len(rows) / EVERY
    yield Measurement(
        name=f"{where} three updates and forecasts", value=spent / runs * 1e3, unit="ms", most=3 * MOST_MILLISECONDS
    )
    yield Measurement(name=f"{where} the slowest of them", value=slowest * 1e3, unit="ms")


def _compare(
    tally: Tally, outlook: Outlook, actual: Sequence[float], index: int, lead: int, sun: Sequence[float | None] | None
) -> None:
    """Add what a forecast made before quarter `index` said of the one `lead` ahead; at night the sun is no feat."""
    place = index + lead - 1
    if place >= len(actual):
        return
    came = actual[place]
    if sun is not None and came <= 0 and not (sun[place] or 0.0) > 0:
        return
    tally.count += 1
    tally.absolute += abs(outlook.median[lead - 1] - came)
    tally.squares += (outlook.mean[lead - 1] - came) ** 2
    tally.losses += mean_pinball([line[lead - 1] for line in (outlook.low, outlook.median, outlook.high)], came)
    newest = place - 96 * -(-lead // 96)
    fortnight = [actual[newest - 96 * day] for day in range(14)]
    tally.naive[0] += abs(fortnight[0] - came)
    tally.naive[1] += abs(sum(fortnight[:7]) / 7 - came)
    ordered = sorted(fortnight)
    tally.naive[2] += mean_pinball((ordered[1], (ordered[6] + ordered[7]) / 2, ordered[12]), came)
    if sun is not None and (told := sun[place]) is not None:
        tally.given[0] += abs(told - came)
        tally.given[1] += (told - came) ** 2


def _told(name: str, tally: Tally) -> Iterable[Measurement]:
    """Return the measurements of one forecast at one lead."""
    found = {
        "MAE": tally.absolute / tally.count,
        "MAE a day ago": tally.naive[0] / tally.count,
        "MAE mean of 7 days": tally.naive[1] / tally.count,
        "pinball": tally.losses / tally.count,
        "pinball 14 days": tally.naive[2] / tally.count,
        "RMSE of the mean": sqrt(tally.squares / tally.count),
    }
    if any(tally.given):
        found["MAE as given"] = tally.given[0] / tally.count
        found["RMSE as given"] = sqrt(tally.given[1] / tally.count)
    for label, value in found.items():
        yield Measurement(name=f"{name}: {label}", value=value, unit="W")


def _read(folder: Path) -> list[Row]:
    """Return the quarters of a home."""
    with gzip.open(folder / "series.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [
            Row(
                start=datetime.fromisoformat(line["timestamp_utc"]).astimezone(UTC),
                load=1000 * float(line["load_kw"]),
                solar=1000 * float(line["pv_kw"]),
                told=1000 * float(line["pv_forecast_kw"]) if line.get("pv_forecast_kw") else None,
                temperature=float(line["temp_c"]) if line.get("temp_c") else None,
            )
            for line in csv.DictReader(file)
        ]
