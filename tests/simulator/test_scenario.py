"""Scenario files: what they say arrives in the house, and a mistake is named by its place in the file."""

from collections.abc import Callable
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.overshot.core.model import ChargingMode, ConnectionType, Rotation
from simulator.events import ApplianceOn, CarArrives, SetMode
from simulator.faults import FaultKind
from simulator.scenario import SCHEMA, ScenarioError, load_scenario, parse_scenario, read_command

from .houses import HERE, a_scenario, raw_scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def _load(tmp_path: Path, data: Any) -> Any:
    path = tmp_path / "house.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return load_scenario(path)


def test_everything_arrives() -> None:
    scenario = a_scenario(
        site={
            "name": "Home",
            "country": "BE",
            "latitude": 51,
            "longitude": 4,
            "connection": {"type": "three_phase", "fuse": 40, "derating": 0.7, "ct_ratio": 50, "impedance": 0.3},
            "grid_meter": {"interval": 10, "per_phase": False},
            "charge_points": [
                {
                    "id": "left",
                    "name": "Left",
                    "rotation": "l3l1l2",
                    "min_current": 8,
                    "max_current": 20,
                    "fallback_current": 0,
                    "station": {"watchdog": 12, "cable_max": 20, "fallback_current": 3},
                }
            ],
            "battery": {"capacity": 5000, "phases": ["l2"]},
            "solar": {"phases": ["l1", "l3"]},
        },
        settings={"resume_delay": 5, "charge_points": {"left": {"mode": "boost", "max_current": 10}}},
        events=[
            {"at": 5, "type": "car_arrives", "charge_point": "left", "car": {"soc": 12, "phases": 2}},
            {"at": "12:00:30", "type": "set_mode", "charge_point": "left", "mode": "off"},
            {"type": "appliance_on", "name": "oven", "power": 3000, "phases": ["l1"], "for": 60},
        ],
        faults=[{"device": "left", "kind": "late", "at": 60, "for": 7, "lateness": 2}],
    )
    site, house = scenario.house.site, scenario.house
    assert (site.connection.limit, site.grid_meter.interval, house.meter_per_phase) == (28, 10, False)
    (point,) = site.charge_points
    assert (point.name, point.rotation, point.min_current, point.max_current) == ("Left", Rotation.L3L1L2, 8, 20)
    assert (point.fallback_current, point.current_step) == (0, 0.1)
    station = house.stations["left"]
    assert (station.watchdog, station.cable_max, station.fallback_current, station.setpoint) == (12, 20, 3, None)
    assert house.battery is not None and house.solar is not None
    assert (house.battery.capacity, list(house.battery.phases)) == (5000, [0, 1, 0])
    assert list(house.solar.phases) == [0.5, 0, 0.5]
    assert house.grid.impedance == 0.3
    settings = scenario.settings.charge_points["left"]
    assert (settings.mode, settings.max_current, settings.controlled) == (ChargingMode.BOOST, 10, True)
    assert scenario.settings.resume_delay == 5
    times = [at for at, _ in scenario.events]
    assert times == [5, 30, 0]
    arrives, mode, oven = (event for _, event in scenario.events)
    assert isinstance(arrives, CarArrives)
    assert (arrives.car.soc, arrives.car.phases) == (12, 2)
    assert mode == SetMode("left", ChargingMode.OFF)
    assert oven == ApplianceOn("oven", 3000, (1, 0, 0), 60)
    ((at, fault),) = scenario.faults
    assert (at, fault.kind, fault.duration, fault.lateness) == (60, FaultKind.LATE, 7, 2)


def test_a_time_scale_brings_events_forward_and_leaves_faults_as_long_as_they_are() -> None:
    scenario = a_scenario(time_scale=4, faults=[{"device": "p1", "kind": "silent", "at": 60, "for": 30}])
    assert scenario.duration == 30
    assert [at for at, _ in scenario.events] == [2.5]
    ((at, fault),) = scenario.faults
    assert (at, fault.duration) == (15, 30)


@pytest.mark.parametrize(
    ("start", "at", "seconds"),
    [
        pytest.param("2026-06-16T12:00:00+02:00", "12:10", 600, id="same day"),
        pytest.param("2026-06-16T23:00", "00:30:15", 5415, id="after midnight, start in local time"),
        pytest.param("2026-10-24T23:00", "04:00", 6 * 3600, id="the night with 25 hours"),
        pytest.param("2026-03-28T23:00", "04:00", 4 * 3600, id="the night with 23 hours"),
        pytest.param("2026-06-16T10:00:00Z", "12:10", 600, id="start in UTC, events by the clock on the wall"),
    ],
)
def test_clock_times(start: str, at: str, seconds: float) -> None:
    events = [{"at": at, "type": "car_leaves", "charge_point": "garage"}]
    scenario = a_scenario(start=start, duration=86_400, events=events)
    assert [at for at, _ in scenario.events] == [seconds]


def test_series_from_a_csv_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("time,base,sun,comment\n12:00,100,0,dawn\n12:01,200,600,\n", encoding="utf-8")
    series = {
        "load": {"csv": "day.csv", "step": 60, "l1": "base", "l2": 5},
        "solar": {"csv": "day.csv", "step": 60, "power": "sun"},
    }
    scenario = _load(tmp_path, raw_scenario(series=series))
    assert [scenario.load[0].at(t) for t in (0, 59, 60, 9999)] == [100, 100, 200, 200]
    assert (scenario.load[1].at(30), scenario.load[2].at(30)) == (5, 0)
    assert scenario.sun.at(30) == 300
    assert scenario.name == "house"


def test_the_house_stands_at_the_start() -> None:
    world = a_scenario().build()
    assert world.now == datetime(2026, 6, 16, 10, 0, tzinfo=UTC)
    assert (world.t, world.battery is not None and world.battery.soc) == (0, 60)


def _changed(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return what puts a value at a dotted path; `...` removes what is there."""
    *parents, last = path.split(".")

    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for key in parents:
            place = place[int(key)] if isinstance(place, list) else place.setdefault(key, {})
        if value is ...:
            del place[last]
        elif isinstance(place, list):
            place.insert(int(last), value)
        else:
            place[last] = value

    return change


_CAR = {"at": 10, "type": "car_arrives", "charge_point": "garage"}


@pytest.mark.parametrize(
    ("path", "value", "where", "problem"),
    [
        pytest.param("site", ..., "", "'site' is a required property", id="no site"),
        pytest.param("surprise", 1, "", "surprise", id="unknown key"),
        pytest.param("site.connection.fuse", 0, "site.connection.fuse", "0", id="fuse of nothing"),
        pytest.param("site.connection.type", "star", "site.connection.type", "star", id="connection type"),
        pytest.param("site.connection.derating", 1.2, "site.connection.derating", "1.2", id="derating"),
        pytest.param("site.time_zone", "Mars/Base", "site.time_zone", "Mars/Base", id="time zone"),
        pytest.param(
            "site.charge_points.0.rotation", "l1", "site.charge_points[0].rotation", "one terminal", id="wires"
        ),
        pytest.param("site.charge_points.0.max_current", 4, "site.charge_points[0].max_current", "4", id="current"),
        pytest.param(
            "site.charge_points.0.min_current", 20, "site.charge_points[0].max_current", "below", id="swapped"
        ),
        pytest.param("site.charge_points.1", {"id": "garage"}, "site.charge_points[1].id", "two", id="same id twice"),
        pytest.param("site.charge_points.1", {"id": "p1"}, "site.charge_points[1].id", "another device", id="taken id"),
        pytest.param("site.battery.soc", 101, "site.battery.soc", "101", id="state of charge"),
        pytest.param("start", "yesterday", "start", "yesterday", id="start is no date"),
        pytest.param("start", "2026-13-01T00:00", "start", "no date", id="start in month 13"),
        pytest.param("duration", -1, "duration", "-1", id="duration"),
        pytest.param("duration", float("nan"), "", "NaN", id="not a number"),
        pytest.param("step", 0, "step", "0", id="step"),
        pytest.param("time_scale", 0, "time_scale", "0", id="time scale"),
        pytest.param("series.load.l1", [], "series.load.l1", "", id="empty series"),
        pytest.param("series.load.l1", "base", "series.load.l1", "needs a csv", id="column without csv"),
        pytest.param("series.load.csv", "none.csv", "series.load.csv", "none.csv", id="csv is missing"),
        pytest.param("site.solar.limits", "output", "site.solar.limits", "without a battery", id="limited hybrid"),
        pytest.param("series.feed_in", {"price": []}, "series.feed_in.price", "", id="no prices"),
        pytest.param("events.0", {"type": "party"}, "events[0].type", "party", id="unknown event"),
        pytest.param("events.0", {"at": 1}, "events[0]", "'type' is a required", id="event without type"),
        pytest.param("events.0", {**_CAR, "at": "25:00"}, "events[0].at", "a local time like", id="no such time"),
        pytest.param("events.0", {**_CAR, "at": 500}, "events[0].at", "after the end", id="after the end"),
        pytest.param("events.0", {**_CAR, "charge_point": "x"}, "events[0].charge_point", "'x'", id="unknown place"),
        pytest.param("events.0", {**_CAR, "car": {"phases": 4}}, "events[0].car.phases", "4", id="car with 4 phases"),
        pytest.param("events.0", {**_CAR, "colour": "red"}, "events[0]", "colour", id="unknown key in an event"),
        pytest.param("faults", [{"device": "tv", "kind": "silent"}], "faults[0].device", "'tv'", id="unknown device"),
        pytest.param("faults", [{"device": "p1", "kind": "broken"}], "faults[0].kind", "broken", id="unknown fault"),
        pytest.param("faults", [{"device": "p1", "kind": "exception"}], "faults[0].kind", "cannot", id="P1 exception"),
        pytest.param(
            "faults", [{"device": "emc", "kind": "wrong_crc"}], "faults[0].kind", "cannot", id="TCP has no CRC"
        ),
        pytest.param("settings.charge_points.x", {}, "settings.charge_points.x", "no such", id="settings of nothing"),
        pytest.param(
            "settings.charge_points.garage.mode", "fast", "settings.charge_points.garage.mode", "fast", id="mode"
        ),
    ],
)
def test_mistakes_are_named_by_their_place(tmp_path: Path, path: str, value: Any, where: str, problem: str) -> None:
    data = raw_scenario()
    _changed(path, value)(data)
    with pytest.raises(ScenarioError) as caught:
        _load(tmp_path, data)
    assert caught.value.path == where
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("part", "event", "where"),
    [
        ("battery", {"type": "battery_command", "mode": 8}, "events[0].type"),
        ("heat_pump", {"type": "heat_pump_state", "state": 3}, "events[0].type"),
    ],
)
def test_events_of_what_the_house_does_not_have(part: str, event: dict[str, Any], where: str) -> None:
    data = raw_scenario(events=[event])
    del data["site"][part]
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(data, HERE)
    assert caught.value.path == where


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"phases": 3}, "site.charge_points[0].phases"),
        ({"phases": 1, "rotation": "l2"}, "site.charge_points[0].phases"),
        ({"phases": 1, "rotation": "l1"}, "events[0].phases"),
    ],
)
def test_a_house_with_one_phase(change: dict[str, Any], where: str) -> None:
    oven = {"type": "appliance_on", "name": "oven", "power": 2000}
    connection = {"type": "single_phase", "fuse": 40}
    data = raw_scenario(
        site={"connection": connection, "charge_points": [{"id": "garage", **change}], "solar": {}},
        events=[{**oven, "phases": ["l2"]}],
    )
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(data, HERE)
    assert caught.value.path == where
    data["events"] = [oven]
    data["site"]["charge_points"][0].update(phases=1, rotation="l1")
    scenario = parse_scenario(data, HERE)
    assert scenario.house.site.connection.type is ConnectionType.SINGLE_PHASE
    world = scenario.build()
    for _, event in scenario.house_events():
        event.apply(world)
    world.step()
    assert (world.grid.p2, world.grid.p3) == (200, 100)


@pytest.mark.parametrize(
    ("text", "problem"), [("{", "not JSON"), ("[1]", "is not of type"), ('{"site": Infinity}', "Infinity")]
)
def test_files_that_are_no_scenario(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ScenarioError, match=problem):
        _load(tmp_path, text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot read"):
        load_scenario(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="UTF-8"):
        load_scenario(tmp_path / "bytes.json")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a\n", "no rows"),
        ("a\nx\n", "line 2, a: 'x' is no number"),
        ("a\nnan\n", "is no number"),
        ("b\n1\n", "no column"),
    ],
)
def test_bad_csv(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "day.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ScenarioError, match=problem):
        _load(tmp_path, raw_scenario(series={"load": {"csv": "day.csv", "l1": "a"}}))


def test_commands_are_checked_like_files() -> None:
    house = a_scenario().house
    fault = read_command("fault", {"device": "garage", "kind": "silent", "for": 3}, house)
    assert fault == a_scenario(faults=[{"device": "garage", "kind": "silent", "for": 3}]).faults[0][1]
    for kind, content, where in (
        ("event", {"type": "party"}, "event.type"),
        ("fault", {"device": "garage"}, "fault"),
        ("hello", {}, "hello"),
    ):
        with pytest.raises(ScenarioError) as caught:
            read_command(kind, content, house)
        assert caught.value.path == where


def test_the_example_of_the_documentation_works() -> None:
    text = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    world = parse_scenario(json.loads(example), HERE).build()
    world.step()
    assert world.grid.power == 300 - 6000


def test_the_schema_knows_every_mode_and_every_scenario_obeys_it() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert set(schema["$defs"]["mode"]["enum"]) == {mode.value for mode in ChargingMode}
    assert set(schema["$defs"]["fault"]["properties"]["kind"]["enum"]) == {kind.value for kind in FaultKind}
    files = sorted(SCENARIOS.glob("*.json"))
    assert files
    for path in files:
        assert load_scenario(path).duration > 0
