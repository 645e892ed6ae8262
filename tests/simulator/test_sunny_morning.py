"""The sunny morning that the README promises, lived through once from physics and production control alone."""

from pathlib import Path
from typing import Any

import pytest

from simulator.loop import Loop
from simulator.report import Report
from simulator.scenario import load_scenario
from simulator.simulate import live

SCENARIO = Path(__file__).parents[1] / "scenarios" / "sunny_morning.json"

P1_PULLED, P1_BACK = 25_800, 25_830


@pytest.fixture(scope="module")
def morning() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the summary and the steps of the morning."""
    scenario = load_scenario(SCENARIO)
    loop = Loop(scenario)
    report = Report(loop)
    seconds = live(scenario, loop, report)
    return report.summary(seconds), report.steps


def test_the_house_is_kept_within_its_limits(morning: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    summary, _ = morning
    assert summary["violations"] == []
    # Oven and kettle do push a phase beyond its limit until the car has yielded.
    assert summary["excursions"]


def test_on_surplus_nearly_nothing_flows_to_or_from_the_grid(
    morning: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    summary, _ = morning
    assert summary["seconds_on_surplus"] > 3600
    assert summary["mean_grid_on_surplus"] < 250


def test_a_thousand_times_faster_than_real_time(morning: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    assert morning[0]["speedup"] >= 1000


def test_without_the_meter_the_car_falls_back_within_ten_seconds_and_returns(
    morning: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    _, steps = morning
    currents = {step["t"]: step["charge_points"]["garage"]["current"] for step in steps}
    assert currents[P1_PULLED] > 6
    assert all(0 < currents[t] <= 6 for t in range(P1_PULLED + 10, P1_BACK))
    assert currents[P1_BACK + 30] > 6


def test_what_happens_on_such_a_morning(morning: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    _, steps = morning
    reasons = {step["charge_points"]["garage"]["decision"]["reason"] for step in steps}
    expected = {"no_vehicle", "surplus_waiting", "surplus_starting", "surplus", "surplus_hold", "boost", "fuse_limited"}
    assert expected | {"meter_stale"} <= reasons
