"""Which plan counts, and what it asks for now."""

from datetime import timedelta

import pytest

from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.control.planned.follow import follow
from custom_components.overshot.core.control.planned.peak import held_peak
from custom_components.overshot.core.model import ReasonKey
from custom_components.overshot.core.planning.plan import PlanReason, PlanReasonKey, PlanStatus
from tests.core.house import START, house

from .plans import planned

DAY = planned(START, [1000.0] * 40, batteries={"a": [0.0] * 4 + [2000.0] * 36}, loads={"car": [0, 0, 3000, *[0] * 37]})


@pytest.mark.parametrize(
    ("problem", "plan", "minutes", "follows"),
    [
        ("a fresh plan", DAY, 0, True),
        ("an hour later it still counts", DAY, 60, True),
        ("load and sun have gone another way after two hours", DAY, 121, False),
        ("the clock was set back behind it", DAY, -1, False),
        ("it says nothing of now", planned(START, [1000.0] * 2), 31, False),
        (
            "rules of the controller see more than rules of the plan",
            planned(START, [0.0], status=PlanStatus.RULES),
            0,
            False,
        ),
        ("a plan that may not be the best", planned(START, [0.0], status=PlanStatus.FEASIBLE), 0, True),
        ("there is none", None, 0, False),
        ("an empty one", planned(START, []), 0, False),
    ],
)
def test_which_plan_counts(problem, plan, minutes, follows):
    assert (follow(plan, START + timedelta(minutes=minutes)) is not None) is follows, problem


def test_what_it_says_of_now():
    followed = follow(DAY, START + timedelta(minutes=20))
    assert followed is not None
    assert (followed.start, followed.end) == (START + timedelta(minutes=15), START + timedelta(minutes=30))
    assert followed.grid == 1000
    assert followed.price == pytest.approx(0.25)
    assert followed.discharges_at("a") == START + timedelta(hours=1)
    assert followed.runs_at("car") == (START + timedelta(minutes=30), 3000)
    waiting = followed.waiting(house(), "car")
    assert waiting is not None
    assert (waiting.key, waiting.details) == (ReasonKey.PLAN_WAITING, {"at": "2026-06-21 10:30"})
    assert followed.battery("nobody") is followed.load("nobody") is None


@pytest.mark.parametrize(
    ("problem", "why", "minutes", "presses"),
    [
        ("it has to run", PlanReason(PlanReasonKey.DEADLINE, {"due": "2026-06-21T11:00:00+00:00"}), 5, True),
        ("it will miss something whatever is done", PlanReason(PlanReasonKey.MISSED), 5, True),
        ("a quarter later nobody knows", PlanReason(PlanReasonKey.DEADLINE), 20, False),
        ("it is only cheap", PlanReason(PlanReasonKey.CHEAP), 5, False),
    ],
)
def test_what_has_to_run(problem, why, minutes, presses):
    followed = follow(
        planned(START, [2000.0] * 4, loads={"car": [2000.0] * 4}, why=why), START + timedelta(minutes=minutes)
    )
    assert followed is not None
    assert followed.presses("car") is presses, problem
    if presses:
        assert followed.reason(house(), "car").key is ReasonKey.PLAN_DEADLINE


@pytest.mark.parametrize(
    ("problem", "active", "peak", "expected"),
    [
        ("nobody asked, and it costs: what is planned is held", False, 4000.0, (True, 4000.0)),
        ("nobody asked, and it costs nothing", False, 0.0, (False, 2500.0)),
        ("what the user asked for stays", True, 4000.0, (True, 2500.0)),
    ],
)
def test_the_peak_that_is_held(problem, active, peak, expected):
    held = held_peak(PeakSettings(active=active), follow(planned(START, [0.0], peak=peak), START))
    assert (held.active, held.wished) == expected, problem
