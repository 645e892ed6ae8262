"""A scenario changes what it says, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.overshot.core.planning import CapacityTariff, Outlook, PlanBattery, PlanProblem, PlanStep
from custom_components.overshot.plans.what_if import SCENARIO_BATTERY, Scenario, change, compare

START = datetime(2026, 11, 17, tzinfo=UTC)
PRICES = (0.1, 0.1, 0.5, 0.5)
BATTERY = PlanBattery(id="b", capacity=10_000, soc=5000, max_charge=4000, max_discharge=3000, min_soc=1000, wear=0.05)
PROBLEM = PlanProblem(
    steps=tuple(
        PlanStep(START + timedelta(hours=hour), START + timedelta(hours=hour + 1), price, 0.03)
        for hour, price in enumerate(PRICES)
    ),
    outlooks=(Outlook(load=(1000.0,) * 4, solar=(0.0, 500.0, 0.0, 0.0)),),
    batteries=(BATTERY,),
    capacity=CapacityTariff(price=4.0, peak=2500.0, next_peak=2500.0),
)
BARE = replace(PROBLEM, batteries=(), capacity=None)


def test_nothing_else_changes() -> None:
    assert change(PROBLEM, Scenario()) == PROBLEM
    flat = change(PROBLEM, Scenario(import_price=0.3))
    assert {step.import_price for step in flat.steps} == {0.3}
    assert replace(flat, steps=PROBLEM.steps) == PROBLEM


def test_panels_scale() -> None:
    assert change(PROBLEM, Scenario(solar=1.5)).outlooks[0].solar == (0.0, 750.0, 0.0, 0.0)
    assert change(PROBLEM, Scenario(solar=0.0)).outlooks[0].load == PROBLEM.outlooks[0].load


def test_a_larger_battery_is_as_full_and_as_strong() -> None:
    (battery,) = change(PROBLEM, Scenario(battery_capacity=20_000)).batteries
    assert (battery.id, battery.capacity, battery.soc, battery.min_soc) == (SCENARIO_BATTERY, 20_000, 10_000, 2000)
    assert (battery.max_charge, battery.max_discharge, battery.wear) == (4000, 3000, 0.05)
    (battery,) = change(PROBLEM, Scenario(battery_power=8000)).batteries
    assert (battery.capacity, battery.max_charge, battery.max_discharge) == (10_000, 8000, 8000)


def test_a_first_battery_fills_in_two_hours() -> None:
    (battery,) = change(BARE, Scenario(battery_capacity=8000)).batteries
    assert (battery.capacity, battery.soc, battery.max_charge) == (8000, 4000, 4000)
    assert change(PROBLEM, Scenario(battery_capacity=0)).batteries == ()


@pytest.mark.parametrize(
    ("problem", "scenario", "expected"),
    [
        (PROBLEM, Scenario(peak_price=0), None),
        (PROBLEM, Scenario(peak_price=60), CapacityTariff(price=5.0, peak=2500.0, next_peak=2500.0)),
        (BARE, Scenario(peak_price=60, month_peak=4000), CapacityTariff(price=5.0, peak=4000.0)),
        (BARE, Scenario(peak_price=60, month_peak=0), CapacityTariff(price=5.0, peak=2500.0)),
    ],
)
def test_the_price_of_the_peak(problem: PlanProblem, scenario: Scenario, expected: CapacityTariff | None) -> None:
    assert change(problem, scenario).capacity == expected


def test_a_battery_saves_what_the_dear_hours_cost_more() -> None:
    """The bill counts what is left in it: whoever empties it has not saved that."""
    found = compare(PROBLEM, Scenario(battery_capacity=0), 5.0)
    assert found.scenario.stored == 0
    assert found.scenario.energy == pytest.approx(0.1 + 0.05 + 0.5 + 0.5)
    assert found.saving < 0
    assert found.saving == pytest.approx(found.today.total - found.scenario.total)
    same = compare(PROBLEM, Scenario(), 5.0)
    assert same.saving == pytest.approx(0, abs=0.01)


def test_a_wished_peak_is_held_and_costs_nothing() -> None:
    """Where no contract bills a peak, what it costs in a plan is only how much the user wants to hold it."""
    wished = replace(
        PROBLEM,
        outlooks=(Outlook(load=(4000.0,) * 4, solar=(0.0,) * 4),),
        batteries=(),
        capacity=CapacityTariff(price=5.0, peak=500.0, next_peak=500.0),
    )
    same = compare(wished, Scenario(import_price=0.2, peak_billed=False), 5.0)
    assert same.today.peak == 0
    assert same.scenario.peak == 0
    billed = compare(wished, Scenario(peak_price=60, peak_billed=False), 5.0)
    assert billed.today.peak == 0
    assert billed.scenario.peak == pytest.approx(1.5 * 5), "above the floor, not above the wish"
    free = Scenario(peak_price=0, peak_billed=False)
    assert change(wished, free).capacity == wished.capacity, "another contract leaves the wish"
    assert compare(wished, free, 5.0).saving == pytest.approx(0)
