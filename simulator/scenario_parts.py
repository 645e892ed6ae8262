"""Read the parts of a scenario that the schema has already checked: house, series, settings."""

from collections.abc import Mapping
import csv
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

from custom_components.overshot.core.control import ChargePointSettings, SiteSettings
from custom_components.overshot.core.model import (
    DEFAULT_DERATING,
    ChargePoint,
    ChargingMode,
    ConnectionType,
    GridConnection,
    GridMeter,
    Rotation,
    Site,
)

from .battery import BatterySpec
from .faults import CONTROLLER, GRID_METER, INVERTER
from .grid import GridSpec
from .heat_pump import HeatPumpSpec
from .phase_share import share_of
from .series import PhaseSeries, Series, constant
from .solar import SolarSpec
from .station import StationSpec
from .world import HouseSpec

BEHIND_CONTROLLER = "hager_flow"
"""The family of what the house's own controller speaks for, and steers."""

WITTY_CURRENT_STEP = 0.1
"""The stations here take tenths of an ampere (A)."""


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


def read_house(site: Mapping[str, Any]) -> HouseSpec:
    """Return what stands in the house."""
    connection = site["connection"]
    kind = ConnectionType(connection["type"])
    points = site.get("charge_points", [])
    for index, point in enumerate(points):
        _check_charge_point(point, [other["id"] for other in points[:index]], kind, f"site.charge_points[{index}]")
    meter = site.get("grid_meter", {})
    model = Site(
        connection=GridConnection(
            type=kind,
            fuse=float(connection["fuse"]),
            derating=float(connection.get("derating", DEFAULT_DERATING)),
            voltage=float(connection.get("voltage", 230)),
        ),
        grid_meter=GridMeter(interval=float(meter.get("interval", 1))),
        # What the house's own controller steers is not this controller's affair.
        charge_points=tuple(_charge_point(point) for point in points if point.get("family") != BEHIND_CONTROLLER),
    )
    grid = {key: connection[key] for key in ("voltage", "impedance", "month_peak", "peak_history") if key in connection}
    return HouseSpec(
        site=model,
        grid=GridSpec(type=kind, time_zone=site.get("time_zone", "Europe/Brussels"), **grid),
        meter_per_phase=meter.get("per_phase", True),
        fuse_time_constant=float(connection.get("fuse_time_constant", 120)),
        battery=_spec(BatterySpec, site.get("battery"), "site.battery", kind),
        solar=_spec(SolarSpec, site.get("solar"), "site.solar", kind),
        more_solar={
            array["id"]: spec
            for index, array in enumerate(site.get("more_solar", []))
            if (spec := _spec(SolarSpec, array, f"site.more_solar[{index}]", kind)) is not None
        },
        heat_pump=_spec(HeatPumpSpec, site.get("heat_pump"), "site.heat_pump", kind),
        stations={point["id"]: _station(point) for point in points},
        own_stations=tuple(point["id"] for point in points if point.get("family") == BEHIND_CONTROLLER),
    )


def _check_charge_point(point: Mapping[str, Any], others: list[str], kind: ConnectionType, path: str) -> None:
    """Raise where a charge point contradicts itself or the connection."""
    if point["id"] in others:
        raise ScenarioError(f"{path}.id", f"two charge points are called {point['id']!r}")
    if point["id"] in (GRID_METER, CONTROLLER, INVERTER):
        raise ScenarioError(f"{path}.id", f"{point['id']!r} is the name of another device")
    phases = point.get("phases", 3)
    rotation = Rotation(point.get("rotation", "l1l2l3"))
    if phases > len(rotation.terminals):
        raise ScenarioError(f"{path}.rotation", f"{rotation.value!r} wires one terminal, the charge point has {phases}")
    if kind is ConnectionType.SINGLE_PHASE and (phases > 1 or rotation.terminals[0] != 0):
        raise ScenarioError(f"{path}.phases", "a house with one phase has charge points with one phase, on l1")
    if point.get("max_current", 16) < point.get("min_current", 6):
        raise ScenarioError(f"{path}.max_current", "lies below min_current")


def _charge_point(point: Mapping[str, Any]) -> ChargePoint:
    """Return a charge point as the controller knows it."""
    keys = ("phases", "min_current", "max_current", "fallback_current", "has_fallback")
    return ChargePoint(
        id=point["id"],
        name=point.get("name", point["id"]),
        rotation=Rotation(point.get("rotation", "l1l2l3")),
        current_step=float(point.get("current_step", WITTY_CURRENT_STEP)),
        **{key: point[key] for key in keys if key in point},
    )


def _station(point: Mapping[str, Any]) -> StationSpec:
    """Return the hardware of a charge point."""
    return StationSpec(
        name=point.get("name", point["id"]),
        phases=point.get("phases", 3),
        rotation=Rotation(point.get("rotation", "l1l2l3")),
        # One behind the house's controller stands there as that left it.
        **{**({"setpoint": 0.0} if point.get("family") == BEHIND_CONTROLLER else {}), **point.get("station", {})},
    )


def _spec[T: (BatterySpec, SolarSpec, HeatPumpSpec)](
    spec: type[T], part: Mapping[str, Any] | None, path: str, kind: ConnectionType
) -> T | None:
    """Return the specification of a part of the house, or None where it has none."""
    if part is None:
        return None
    known = {field.name for field in fields(spec)}
    values = {name: value for name, value in part.items() if name in known}
    single = kind is ConnectionType.SINGLE_PHASE
    phases = part.get("phases", ["l1"] if single else ["l1", "l2", "l3"])
    if single and phases != ["l1"]:
        raise ScenarioError(f"{path}.phases", "a house with one phase has l1 only")
    return spec(**{**values, "phases": share_of(phases)})


def read_settings(settings: Mapping[str, Any], house: HouseSpec) -> SiteSettings:
    """Return the user's settings; a charge point that is not named is controlled, on PV surplus."""
    given = settings.get("charge_points", {})
    for id_ in given:
        if id_ not in house.stations:
            raise ScenarioError(f"settings.charge_points.{id_}", "the site has no such charge point")
    points = {}
    for point in house.site.charge_points:
        values = {"controlled": True, "max_current": point.max_current, **given.get(point.id, {})}
        mode = ChargingMode(values.pop("mode", ChargingMode.PV_SURPLUS.value))
        points[point.id] = ChargePointSettings(mode=mode, **values)
    wishes = SiteSettings(charge_points=points)
    if "resume_delay" in settings:
        wishes = replace(wishes, resume_delay=float(settings["resume_delay"]))
    return wishes


def read_load(load: Mapping[str, Any] | None, place: Place) -> PhaseSeries:
    """Return the base load of each phase."""
    data = load or {}
    table = _Table(data, place.folder, "series.load")
    return (table.series("l1", "hold"), table.series("l2", "hold"), table.series("l3", "hold"))


def read_sun(solar: Mapping[str, Any] | None, place: Place) -> Series:
    """Return what the sun offers."""
    return _Table(solar or {}, place.folder, "series.solar").series("power", "linear")


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
