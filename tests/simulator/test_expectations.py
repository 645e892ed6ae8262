"""What a scenario expects is looked at in the right second, and what fails says what was found."""

from typing import Any

import pytest

from simulator.loop import Loop
from simulator.report import Report
from simulator.scenario import ScenarioError

from .houses import a_scenario


def _failures(**expect: Any) -> list[str]:
    loop = Loop(a_scenario(expect=expect))
    report = Report(loop, keep_steps=False)
    for _ in range(120):
        report.add(loop.step())
    return [it["what"] for it in report.summary(1.0)["violations"]]


@pytest.mark.parametrize(
    "expect",
    [
        {"summary": {"energy.solar": {"min": 230, "max": 236}, "scenario": {"is": "scenario"}}},
        {"reasons": {"garage": {"seen": ["no_vehicle", "surplus"], "never": ["boost"]}}},
        {"moments": [{"at": 5, "value": "charge_points.garage.pilot", "is": "A1"}]},
        {"moments": [{"at": "12:01:40", "value": "charge_points.garage.power", "min": 4000}]},
        {"moments": [{"at": 0, "for": 100, "value": "charge_points.garage.power", "min": 4000, "once": True}]},
        {"moments": [{"at": 60, "for": 50, "value": "charge_points.garage.pilot", "in": ["C2", "B2"]}]},
    ],
)
def test_what_comes_true(expect: dict[str, Any]) -> None:
    assert _failures(**expect) == []


@pytest.mark.parametrize(
    ("expect", "what"),
    [
        ({"summary": {"energy.coal": {"min": 1}}}, "energy.coal is None"),
        ({"reasons": {"garage": {"seen": ["boost"]}}}, "garage never boost"),
        ({"reasons": {"garage": {"never": ["surplus"]}}}, "garage surplus"),
        ({"moments": [{"at": 5, "value": "charge_points.garage.pilot", "is": "C2"}]}, "is 'A1', expected is 'C2'"),
        ({"moments": [{"at": 0, "for": 100, "value": "charge_points.garage.power", "min": 4000}]}, "at 1 s is 0.0"),
    ],
)
def test_what_does_not(expect: dict[str, Any], what: str) -> None:
    (failure,) = _failures(**expect)
    assert what in failure


def test_a_moment_after_the_end() -> None:
    with pytest.raises(ScenarioError, match="after the end"):
        a_scenario(expect={"moments": [{"at": 500, "value": "grid", "max": 1}]})
