"""The scenario file: a house as data, the shared language of tests, benchmarks, demo and bug reports."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
from jsonschema.protocols import Validator

from custom_components.overshot.core.control import SiteSettings
from custom_components.overshot.core.model import Series as Prices

from .events import Event, HouseEvent, SettingsEvent
from .expectations import NOTHING_EXPECTED, Expectations, read_expectations
from .faults import Fault
from .scenario_devices import read_devices
from .scenario_events import read_event, read_fault
from .scenario_parts import read_house
from .scenario_series import Place, ScenarioError, read_feed_in, read_load, read_sun
from .scenario_settings import read_settings
from .scenario_tariff import NO_TARIFF, ScenarioTariff, read_tariff
from .series import PhaseSeries, Series
from .world import HouseSpec, World

__all__ = ["Scenario", "ScenarioError", "load_scenario", "parse_scenario", "read_command"]

SCHEMA = Path(__file__).with_name("scenario.schema.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A house, what happens to it, and what the user wishes. Times here are seconds of physics since the start."""

    name: str
    house: HouseSpec
    start: datetime
    """Aware, in the site's time zone."""

    duration: float
    step: float
    time_scale: float
    load: PhaseSeries
    sun: Series
    feed_in: Prices
    """What feeding in earns (EUR/kWh)."""

    settings: SiteSettings
    events: tuple[tuple[float, Event], ...]
    faults: tuple[tuple[float, Fault], ...]
    expect: Expectations = NOTHING_EXPECTED
    """What must come out."""

    tariff: ScenarioTariff = NO_TARIFF
    """What energy costs, for the ledger."""

    def build(self) -> World:
        """Build the house at the start."""
        return World(self.house, self.start, load=self.load, sun=self.sun, time_scale=self.time_scale)

    def house_events(self) -> list[tuple[float, HouseEvent]]:
        """Return what happens to the house, and when (s)."""
        return [(at, event) for at, event in self.events if isinstance(event, HouseEvent)]

    def settings_events(self) -> list[tuple[float, SettingsEvent]]:
        """Return what the user changes, and when (s)."""
        return [(at, event) for at, event in self.events if isinstance(event, SettingsEvent)]


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file and the CSV files beside it. Raises ScenarioError, which says where the mistake is."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError as error:
        raise ScenarioError("", f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ScenarioError("", f"{path} is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ScenarioError("", f"{path} is not JSON: {error.msg} in line {error.lineno}") from error
    return parse_scenario(data, path.parent, path.stem)


def parse_scenario(data: Any, folder: Path, name: str = "scenario") -> Scenario:
    """Make a scenario of decoded JSON; CSV files are looked up in `folder`. Raises ScenarioError."""
    _check(data, "")
    site = data["site"]
    zone = _zone(site)
    start = _start(data["start"], zone)
    scale = float(data.get("time_scale", 1))
    place = Place(folder, start, float(data["duration"]))
    series = data.get("series", {})
    house = replace(read_house(site, place), devices=read_devices(site))
    return Scenario(
        name=data.get("name", name),
        house=house,
        start=start,
        duration=place.duration / scale,
        step=float(data.get("step", 1)),
        time_scale=scale,
        load=read_load(series.get("load"), place),
        sun=read_sun(series.get("solar"), place),
        feed_in=read_feed_in(series.get("feed_in"), place, scale),
        settings=read_settings(data.get("settings", {}), house),
        events=tuple(
            (place.moment(entry, f"events[{index}]") / scale, read_event(entry, house, f"events[{index}]"))
            for index, entry in enumerate(data.get("events", []))
        ),
        faults=tuple(
            (place.moment(entry, f"faults[{index}]") / scale, read_fault(entry, house, f"faults[{index}]"))
            for index, entry in enumerate(data.get("faults", []))
        ),
        expect=read_expectations(data.get("expect", {}), place, scale),
        tariff=read_tariff(data.get("tariff"), place, house.site.time_zone),
    )


def read_command(kind: str, data: Any, house: HouseSpec) -> Event | Fault:
    """Make an event or a fault, as they stand in a scenario, of decoded JSON. Raises ScenarioError."""
    if kind not in ("event", "fault"):
        raise ScenarioError(kind, "an event or a fault is expected")
    _check(data, kind, kind)
    return read_event(data, house, kind) if kind == "event" else read_fault(data, house, kind)


def _no_number(text: str) -> float:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ScenarioError("", f"{text} is no number of JSON")


@cache
def _validator(definition: str) -> Validator:
    """Return the validator of the whole schema, or of one definition in it."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    if definition:
        schema = {"$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"}
    return jsonschema.Draft202012Validator(schema)


def _check(data: Any, path: str, definition: str = "") -> None:
    """Check against the schema; raise for the first mistake in the file."""
    errors = sorted(_validator(definition).iter_errors(data), key=lambda error: [str(part) for part in error.path])
    if not errors:
        return
    error = errors[0]
    where = path
    for part in error.absolute_path:
        where += f"[{part}]" if isinstance(part, int) else f".{part}" if where else str(part)
    if error.validator == "anyOf" and isinstance(error.schema, dict):
        raise ScenarioError(where, f"{error.instance!r} is not {error.schema['description']}")
    raise ScenarioError(where, error.message)


def _zone(site: Mapping[str, Any]) -> ZoneInfo:
    """Return the site's time zone."""
    name = site.get("time_zone", "Europe/Brussels")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ScenarioError("site.time_zone", f"no time zone is called {name!r}") from error


def _start(text: str, zone: ZoneInfo) -> datetime:
    """Return the start in the site's time zone."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise ScenarioError("start", f"{text!r} is no date and time") from error
    return start.replace(tzinfo=zone) if start.tzinfo is None else start.astimezone(zone)
