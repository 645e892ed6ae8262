"""Random houses are the same for the same seed, real scenarios, and well kept: here hours, `--soak` takes weeks."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.every_house import live_through
from simulator.scenario import Scenario, parse_scenario
from simulator.soak.faults import random_faults
from simulator.soak.houses import KINDS, random_house
from simulator.soak.run import MONTH, WEEK, Job, jobs

FROM, HOURS = 11.0, 0.5
"""A slice of the day with sun, cars and supper."""


def _slice(data: dict[str, Any]) -> Scenario:
    """Return some hours of a random day."""
    begin, end = FROM * 3600, (FROM + HOURS) * 3600
    series = {}
    for name, entry in data["series"].items():
        step = entry["step"]
        values = {key: value[int(begin / step) :] for key, value in entry.items() if isinstance(value, list)}
        series[name] = {**entry, **values}
    kept = {
        key: [{**entry, "at": entry["at"] - begin} for entry in data.get(key, []) if begin <= entry["at"] < end]
        for key in ("events", "faults")
    }
    plugged: dict[str, dict[str, Any]] = {}
    for entry in sorted(data["events"], key=lambda entry: float(entry["at"])):
        if entry["at"] < begin and entry["type"] in ("car_arrives", "car_leaves"):
            plugged[entry["charge_point"]] = entry
    there = [{**entry, "at": 5} for entry in plugged.values() if entry["type"] == "car_arrives"]
    start = data["start"].replace("T00:00", f"T{int(FROM):02}:00")
    data = {**data, **kept, "series": series, "start": start, "duration": end - begin}
    data["events"] = [*there, *data["events"]]
    return parse_scenario(data, Path())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_house(kind: str) -> None:
    one, same, other = (json.dumps(random_house(seed, 1.0, kind)) for seed in (3, 3, 4))
    assert one == same != other


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1])
def test_hours_of_weather_and_cars(kind: str, seed: int) -> None:
    assert live_through(_slice(random_house(seed, 1.0, kind)))["violations"] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1])
def test_hours_of_faults(kind: str, seed: int) -> None:
    house = random_faults(seed, random_house(seed, 1.0, kind))
    assert house["faults"]
    assert live_through(_slice(house))["violations"] == []


def test_a_week_of_weather_and_a_month_of_faults() -> None:
    everything = jobs(1, None)
    weather = [job for job in everything if not job.faulty]
    faults = [job for job in everything if job.faulty]
    assert {job.days for job in weather} == {WEEK}
    assert len(faults) == MONTH
    assert len({job.seed for job in faults}) == MONTH
    assert sum(job.days for job in jobs(1, 0.25)) == 1.0
    assert Job(1, "three_phase", 0.1, faulty=True).scenario()["faults"] is not None
