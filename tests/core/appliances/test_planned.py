"""Heat pumps and loads that are planned: raised when planned, within their minimum times, never to and fro."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings, SurplusSwitch
from custom_components.overshot.core.control.planned.follow import follow
from tests.core.planned.plans import planned

from .appliances_house import BOILER, PUMP, SITE, START, live, sun

RULES = SurplusSwitch(own_power=2000.0, min_on=300.0, min_off=600.0)
PUMPS = HeatPumpSettings(controlled=True, surplus=RULES)
BOILS = LoadSettings(controlled=True, surplus=RULES)
QUARTER = 900.0


def plans(*power, surplus=-500.0, every=QUARTER, id_=PUMP, **around):
    """Return surroundings in which these means are planned from quarter to quarter (W)."""

    def weather(t):
        gone = int(t // QUARTER)
        steps = [*power[gone:], *[0.0] * 8]
        plan = planned(START + timedelta(seconds=gone * QUARTER), [2000.0] * len(steps), loads={id_: steps})
        made = START + timedelta(seconds=t // every * every)
        return sun(surplus, followed=follow(replace(plan, made_at=made), START + timedelta(seconds=t)), **around)

    return weather


def test_a_heat_pump_is_raised_when_planned():
    life = live(plans(0, 2000, 2000, 0), 4 * QUARTER - 5, pump=PUMPS)
    assert life.changes == [(0, 2), (QUARTER, 4), (3 * QUARTER, 2)]
    assert life.reason_at(60) == "plan_waiting"
    assert life.reason_at(QUARTER + 60) == "plan_cheap"
    assert life.reason_at(3 * QUARTER + 60) == "surplus_waiting"


def test_a_small_mean_is_a_part_of_the_quarter():
    """1 kW in the mean of one that takes 2 kW: half of the quarter."""
    life = live(plans(0, 1000, 0), 3 * QUARTER - 5, pump=PUMPS)
    assert life.changes == [(0, 2), (QUARTER, 4), (1.5 * QUARTER, 2)]


@pytest.mark.parametrize(
    ("problem", "around", "reason"),
    [
        ("the month's peak stands above the plan", {"wait": True}, "peak_waiting"),
        ("a car's guaranteed energy too", {"goals_fail": True}, "peak_waiting"),
        ("and the room on the phases", {"room": lambda _: (1.0, 1.0, 1.0)}, "making_room"),
        ("and a house on its battery alone", {"on_backup": True}, "on_backup"),
    ],
)
def test_what_stands_above_the_plan(problem, around, reason):
    life = live(plans(2000, 2000, **around), QUARTER, pump=PUMPS)
    assert life.changes == [(0, 2)], problem
    assert life.reason_at(60) == reason


def test_the_user_and_the_schedule_stand_above_the_plan():
    assert live(plans(2000), 60, pump=replace(PUMPS, state=3)).changes == [(0, 3)]


def test_one_that_no_rule_switches_is_left_alone():
    assert live(plans(2000), 60, pump=HeatPumpSettings(controlled=True)).changes == [(0, 2)]


def test_the_sun_switches_it_on_besides():
    life = live(plans(0, 0, surplus=4000.0), QUARTER, pump=PUMPS)
    assert life.changes == [(0, 4)]
    assert life.reason_at(60) == "surplus"


def test_a_boiler_takes_its_power_when_planned():
    life = live(plans(0, 2000, 0, id_=BOILER), 3 * QUARTER - 5, boiler=BOILS)
    assert (life.power_at(60), life.power_at(QUARTER + 60), life.power_at(2 * QUARTER + 60)) == (0, 2000, 0)
    assert life.why_at(QUARTER + 60) == "plan_cheap"
    warm = live(plans(2000, id_=BOILER), 60, boiler=BOILS, temperature=lambda _: 70.0)
    assert warm.power_at(60) == 0


def test_a_modulating_boiler_takes_what_the_plan_counted_with():
    load = replace(SITE.loads[0], levels=(0.0, 500.0, 3000.0), modulating=True)
    life = live(plans(2000, id_=BOILER), 60, boiler=BOILS, site=replace(SITE, loads=(load,)))
    assert life.power_at(60) == 2000


@given(st.lists(st.sampled_from([0.0, 300.0, 1000.0, 2000.0]), min_size=8, max_size=8), st.booleans())
def test_law_whatever_is_planned_minimum_times_hold(power, sunny):
    life = live(plans(*power, surplus=4000.0 if sunny else -500.0), 8 * QUARTER, pump=PUMPS, step=30.0)
    for (since, state), (until, _) in pairwise(life.changes[1:]):
        assert until - since >= (RULES.min_on if state == 4 else RULES.min_off)
