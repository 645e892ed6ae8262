"""A measured home as its folder tells it: `series.csv.gz`, `sessions.csv` and `home.json` (`data/README.md`)."""

from collections.abc import Mapping, Sequence
import csv
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
import gzip
from itertools import pairwise
import json
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from custom_components.overshot.core.model.series import QUARTER

HOURS: Final = 0.25
"""Of a quarter."""

_SERIES: Final = ("timestamp_utc", "load_kw", "pv_kw", "price_da_eur_kwh")
_SESSIONS: Final = ("plugin_utc", "plugout_utc", "energy_kwh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What energy and the monthly peaks cost."""

    vat: float
    import_adder: float
    """EUR/kWh."""

    export_factor: float
    export_adder: float
    """EUR/kWh."""

    capacity: float
    """EUR/kW a year, on the mean of the monthly peaks."""

    floor: float
    """A monthly peak counts at least so much (kW)."""

    published: float
    """When the prices of tomorrow are known (h, local)."""

    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBattery:
    """A battery by its usable capacity (kWh, kW)."""

    capacity: float
    power: float
    charge_efficiency: float
    discharge_efficiency: float
    start: float
    """What is in it at first (kWh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A car at the station, from plug-in to plug-out."""

    plugged_in: datetime
    plugged_out: datetime
    energy: float
    """What it takes, at the station (kWh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A home and its measured quarters. Units: kW (means), kWh, EUR/kWh."""

    name: str
    latitude: float
    longitude: float
    charge_power: float
    """What the station gives at most (kW)."""

    battery: HomeBattery
    tariff: Tariff
    starts: tuple[datetime, ...]
    """Of the quarters, UTC, without gaps."""

    load: tuple[float, ...]
    solar: tuple[float, ...]
    solar_told: tuple[float | None, ...]
    """The solar forecast, known from 18:00 local of the day before."""

    temperature: tuple[float | None, ...]
    """Outdoors (C)."""

    spot: tuple[float, ...]
    sessions: tuple[Session, ...]
    """In order of plug-in, one at a time."""

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of its clocks."""
        return ZoneInfo(self.tariff.time_zone)

    @property
    def import_prices(self) -> tuple[float, ...]:
        """Return what a kWh from the grid costs in each quarter (EUR)."""
        return tuple(self.tariff.vat * spot + self.tariff.import_adder for spot in self.spot)

    @property
    def export_prices(self) -> tuple[float, ...]:
        """Return what a kWh fed in pays in each quarter (EUR)."""
        return tuple(self.tariff.export_factor * spot + self.tariff.export_adder for spot in self.spot)

    def months(self) -> tuple[str, ...]:
        """Return the local month of each quarter, `2024-03`."""
        return tuple(f"{start.astimezone(self.zone):%Y-%m}" for start in self.starts)

    def slice(self, begin: date | None = None, days: int | None = None) -> Home:
        """Return some local days of it, from the beginning of one on (None: its own beginning).

        Raises:
            ValueError: nothing is left.
        """
        first = 0
        if begin is not None:
            since = datetime.combine(begin, time(), tzinfo=self.zone).astimezone(UTC)
            first = next((index for index, it in enumerate(self.starts) if it >= since), len(self.starts))
        if first >= len(self.starts) or (days is not None and days < 1):
            raise ValueError(f"home {self.name} has nothing there: {begin}, {days} days")
        end = len(self.starts)
        if days is not None:
            after = (self.starts[first].astimezone(self.zone) + timedelta(days=days)).astimezone(UTC)
            end = next((index for index, it in enumerate(self.starts) if it >= after), end)
        part = slice(first, end)
        since, finish = self.starts[first], self.starts[end - 1] + QUARTER
        return replace(
            self,
            starts=self.starts[part],
            load=self.load[part],
            solar=self.solar[part],
            solar_told=self.solar_told[part],
            temperature=self.temperature[part],
            spot=self.spot[part],
            sessions=tuple(it for it in self.sessions if since <= it.plugged_in and it.plugged_out <= finish),
        )


def read(folder: Path) -> Home:
    """Return the home of a folder. Raises `ValueError` where something is missing, out of order or no number."""
    about = json.loads((folder / "home.json").read_text(encoding="utf-8"))
    rows = _rows(gzip.open(folder / "series.csv.gz", "rt", encoding="utf-8", newline=""), _SERIES, "series.csv.gz")
    sessions = _rows((folder / "sessions.csv").open(encoding="utf-8", newline=""), _SESSIONS, "sessions.csv")
    starts = [_moment(row["timestamp_utc"]) for row in rows]
    for before, start in pairwise(starts):
        if start - before != QUARTER:
            raise ValueError(f"{folder}: after {before.isoformat()} comes {start.isoformat()}, not the next quarter")
    return Home(
        name=str(about.get("name", folder.name)),
        latitude=about["latitude"],
        longitude=about["longitude"],
        charge_power=about["charge_point_kw"],
        battery=_battery(about["battery"]),
        tariff=_tariff(about["tariff"]),
        starts=tuple(starts),
        load=tuple(float(row["load_kw"]) for row in rows),
        solar=tuple(float(row["pv_kw"]) for row in rows),
        solar_told=_optional(rows, "pv_forecast_kw"),
        temperature=_optional(rows, "temp_c"),
        spot=tuple(float(row["price_da_eur_kwh"]) for row in rows),
        sessions=_sessions(folder, sessions),
    )


def _rows(file: Any, needed: Sequence[str], name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with file:
        table = csv.DictReader(file)
        missing = set(needed) - set(table.fieldnames or ())
        if missing:
            raise ValueError(f"{name} has no column {', '.join(sorted(missing))}")
        rows = list(table)
    if name.startswith("series") and not rows:
        raise ValueError(f"{name} holds nothing")
    return rows


def _optional(rows: Sequence[Mapping[str, str]], column: str) -> tuple[float | None, ...]:
    """Return a column that may be absent or have gaps."""
    return tuple(float(value) if (value := row.get(column)) else None for row in rows)


def _sessions(folder: Path, rows: Sequence[Mapping[str, str]]) -> tuple[Session, ...]:
    """Return the sessions; two cars at once are more than one station has."""
    found = sorted(
        (
            Session(
                plugged_in=_moment(row["plugin_utc"]),
                plugged_out=_moment(row["plugout_utc"]),
                energy=float(row["energy_kwh"]),
            )
            for row in rows
        ),
        key=lambda session: session.plugged_in,
    )
    for before, after in pairwise(found):
        if after.plugged_in < before.plugged_out:
            raise ValueError(f"{folder}: a car comes at {after.plugged_in.isoformat()} while another one is there")
    return tuple(found)


def _battery(about: Mapping[str, Any]) -> HomeBattery:
    """Return the battery."""
    return HomeBattery(
        capacity=about["capacity_kwh"],
        power=about["power_kw"],
        charge_efficiency=about["efficiency_charge"],
        discharge_efficiency=about["efficiency_discharge"],
        start=about["soc_start_kwh"],
    )


def _tariff(about: Mapping[str, Any]) -> Tariff:
    """Return the tariff."""
    hour, minute = about["day_ahead_published_local"].split(":")
    return Tariff(
        vat=about["vat"],
        import_adder=about["import_adder_eur_kwh"],
        export_factor=about["export_factor"],
        export_adder=about["export_adder_eur_kwh"],
        capacity=about["capacity_eur_kw_year"],
        floor=about["capacity_floor_kw"],
        published=int(hour) + int(minute) / 60,
        time_zone=about["timezone"],
    )


def _moment(text: str) -> datetime:
    """Return a moment; one without zone is UTC."""
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
