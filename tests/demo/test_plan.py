"""What the demo says of the plan: it holds where all is there, and tells what is missing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from demo.plan import NUMBERS, TIMES, calendar_finding, plan_finding, prices_finding, sensors_finding

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=ZoneInfo("Europe/Brussels"))
PLAN: dict[str, Any] = {"status": "optimal", "steps": [{}] * 100, "lacks": ["load_forecast"]}


def _shown(**changed: str) -> dict[str, str]:
    """Return what the sensors of a good plan show."""
    shown = dict.fromkeys(NUMBERS, "0.3") | dict.fromkeys(TIMES, "2026-11-22T13:00:00+00:00")
    told = {"plan_status": "optimal", "feed_in_price": "0.1", "prices_known_until": "2026-11-22T23:00:00+00:00"}
    return shown | told | changed


@pytest.mark.parametrize(
    ("problem", "plan", "status", "holds"),
    [
        ("all is well", PLAN, "optimal", True),
        ("a better plan may exist", {**PLAN, "status": "feasible"}, "feasible", True),
        ("no solver was there", {**PLAN, "status": "rules"}, "rules", False),
        ("the sensor lags behind", PLAN, "rules", False),
        ("the sensor is silent", PLAN, "unavailable", False),
        ("the plan is empty", {**PLAN, "steps": []}, "optimal", False),
    ],
)
def test_a_plan(problem: str, plan: dict[str, Any], status: str, holds: bool) -> None:
    assert plan_finding(plan, _shown(plan_status=status)).holds is holds, problem


@pytest.mark.parametrize(
    ("problem", "changed", "holds"),
    [
        ("all is well", {}, True),
        ("tomorrow is not known", {"prices_known_until": "2026-11-21T23:00:00+00:00"}, False),
        ("nothing is known", {"prices_known_until": "unknown"}, False),
        ("no price now", {"import_price": "unknown"}, False),
        ("feeding in earns more than a kWh costs", {"feed_in_price": "0.4"}, False),
    ],
)
def test_prices(problem: str, changed: dict[str, str], holds: bool) -> None:
    assert prices_finding(_shown(**changed), NOW).holds is holds, problem


def test_prices_until_the_end_of_a_day_on_which_the_clock_changes() -> None:
    before = datetime(2026, 10, 24, 19, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    assert prices_finding(_shown(prices_known_until="2026-10-25T23:00:00+00:00"), before).holds


def test_sensors_that_show_nothing_are_named() -> None:
    assert sensors_finding(_shown()).holds
    finding = sensors_finding(_shown(expected_peak="unknown", next_cheap_quarter="unavailable"))
    assert not finding.holds
    assert finding.details == ("expected_peak is unknown", "next_cheap_quarter is unavailable")


def test_a_calendar_without_events_does_not_hold() -> None:
    assert not calendar_finding([]).holds
    assert calendar_finding(["11-22 13:00 Battery charges"]).holds
