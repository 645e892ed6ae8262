"""Read when and where a scenario plays, and its series, from what the schema has already checked."""

from collections.abc import Mapping
import csv
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil, isfinite
from pathlib import Path
from typing import Any

from custom_components.overshot.core.model import QUARTER, Series as Prices

from .series import PhaseSeries, Series, constant


class ScenarioError(ValueError):
    """A scenario that cannot be lived through, and where in the file the mistake is."""

    def __init__(self, path: str, message: str) -> None:
        """Name the place (like `events[2].at`; empty for the file as a whole) and the mistake."""
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a scenario plays."""

    folder: Path
    start: datetime
    duration: float

    def moment(self, entry: Mapping[str, Any], path: str) -> float:
        """Return the `at` of an entry as s of scenario time; the start where there is none."""
        at = entry.get("at", 0)
        if isinstance(at, str):
            clock = datetime.combine(self.start.date(), time.fromisoformat(at), self.start.tzinfo)
            if clock < self.start:
                clock += timedelta(days=1)
            # Compared in absolute time, so that a day with 23 or 25 hours is as long as it is.
            at = clock.timestamp() - self.start.timestamp()
        if at > self.duration:
            raise ScenarioError(f"{path}.at", f"{entry['at']} lies after the end of the scenario")
        return float(at)


def read_load(load: Mapping[str, Any] | None, place: Place, path: str = "series.load") -> PhaseSeries:
    """Return a load on each phase."""
    table = _Table(load or {}, place.folder, path)
    return (table.series("l1", "hold"), table.series("l2", "hold"), table.series("l3", "hold"))


def read_sun(solar: Mapping[str, Any] | None, place: Place) -> Series:
    """Return what the sun offers."""
    return _Table(solar or {}, place.folder, "series.solar").series("power", "linear")


def read_feed_in(feed_in: Mapping[str, Any] | None, place: Place, scale: float) -> Prices:
    """Return what feeding in earns in the quarters of the scenario (EUR/kWh), as the controller hears it."""
    if feed_in is None:
        return Prices()
    price = feed_in["price"]
    count = ceil(place.duration / QUARTER.total_seconds()) + 1
    values = price if isinstance(price, list) else [float(price)] * count
    # Series are played faster than physics runs, where the scenario says so.
    return Prices.of(place.start.astimezone(UTC), values, QUARTER / scale)


class _Table:
    """The values of one entry of `series`, from the file itself or from a CSV beside it."""

    def __init__(self, data: Mapping[str, Any], folder: Path, path: str) -> None:
        """Read the CSV where one is named."""
        self._data = data
        self._path = path
        self._columns: dict[str, list[float]] | None = None
        if "csv" in data:
            self._columns = _read_csv(folder / data["csv"], f"{path}.csv")

    def series(self, key: str, interpolate: str) -> Series:
        """Return the series under `key`; 0 where there is none."""
        values = self._data.get(key, 0)
        if isinstance(values, str):
            if self._columns is None:
                raise ScenarioError(f"{self._path}.{key}", f"column {values!r} needs a csv to stand in")
            if values not in self._columns:
                known = ", ".join(self._columns)
                raise ScenarioError(f"{self._path}.{key}", f"no column {values!r} in the csv, only {known}")
            values = self._columns[values]
        if not isinstance(values, list):
            return constant(float(values))
        linear = self._data.get("interpolate", interpolate) == "linear"
        return Series(values, float(self._data.get("step", 60)), linear=linear)


def _read_csv(path: Path, where: str) -> dict[str, list[float]]:
    """Return the columns of numbers in a CSV with a header line; columns of other things are left out."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise ScenarioError(where, f"cannot read {path.name}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError(where, f"{path.name} is no CSV: {error}") from error
    if not rows:
        raise ScenarioError(where, f"{path.name} has no rows")
    columns: dict[str, list[float]] = {}
    for name in rows[0]:
        if name is None or name in ("time", "comment"):
            continue
        columns[name] = [
            _number(row[name], f"{path.name} line {line}, {name}", where) for line, row in enumerate(rows, 2)
        ]
    return columns


def _number(text: str | None, what: str, where: str) -> float:
    """Return a number from a CSV."""
    try:
        number = float(text or "")
    except ValueError as error:
        raise ScenarioError(where, f"{what}: {text!r} is no number") from error
    if not isfinite(number):
        raise ScenarioError(where, f"{what}: {text!r} is no number")
    return number
