"""The references cost what was published for them, and the bound is one."""

from collections.abc import Callable

import pytest

from benchmarks.homes.bill import bill_of
from benchmarks.homes.bound import perfect_foresight
from benchmarks.homes.home import HOURS, Home
from benchmarks.homes.references import references


@pytest.mark.parametrize(("name", "bill", "peak"), [("B0", 3243, 14.6), ("B1", 2870, 14.2)])
def test_home_a_costs_what_its_readme_says(home_a: Home, name: str, bill: float, peak: float) -> None:
    found = bill_of(home_a, references(home_a)[name])
    assert found.total == pytest.approx(bill, abs=1)
    assert found.mean_peak == pytest.approx(peak, abs=0.05)


@pytest.mark.parametrize(("name", "bill"), [("B2", 2875), ("B4", 2445)])
def test_rules_that_are_told_in_words_cost_about_as_much(home_a: Home, name: str, bill: float) -> None:
    assert bill_of(home_a, references(home_a)[name]).total == pytest.approx(bill, rel=0.01)


def test_a_bill_pays_each_months_peak_and_nothing_below_the_floor(plain: Callable[..., Home]) -> None:
    home = plain(load=1.0)
    low, high = bill_of(home, [1.0] * 96), bill_of(home, [*[1.0] * 95, 4.0])
    assert low.capacity == pytest.approx(55 / 12 * 2.5)
    assert high.capacity == pytest.approx(55 / 12 * 4.0)
    assert low.energy == pytest.approx(24 * (1.06 * 0.1 + 0.14))
    assert bill_of(home, [-1.0] * 96).energy == pytest.approx(-24 * 0.09)


def test_nobody_pays_less_than_the_bound_and_it_delivers(two_days: Home) -> None:
    bound = perfect_foresight(two_days)
    assert bill_of(two_days, bound.grid).total == pytest.approx(bound.cost)
    assert all(bound.cost < bill_of(two_days, grid).total for grid in references(two_days).values())
    assert sum(bound.car) * HOURS == pytest.approx(sum(it.energy for it in two_days.sessions))
    assert bound.soc[-1] >= two_days.battery.start - 1e-6
    losses = sum(
        grid + solar + battery - load - car
        for grid, solar, battery, load, car in zip(
            bound.grid, two_days.solar, bound.battery, two_days.load, bound.car, strict=True
        )
    )
    assert losses >= -1e-6, "what is curtailed is the only thing that may be left over"


def test_the_bound_holds_the_peak_that_is_known_in_advance(plain: Callable[..., Home]) -> None:
    """4 kWh are taken from the battery for an hour of 6 kW, which without it would be the month's peak."""
    home = plain(load=(*[1.0] * 40, *[6.0] * 4, *[1.0] * 52))
    assert max(perfect_foresight(home).grid) == pytest.approx(2.5, abs=0.01)


def test_the_bound_curtails_where_feeding_in_costs_money(plain: Callable[..., Home]) -> None:
    home = plain(load=0.0, solar=3.0, spot=-0.05)
    bound = perfect_foresight(home)
    assert max(map(abs, bound.grid)) == pytest.approx(0.0, abs=1e-6)
