"""The capacity tariff: what the month's peak is billed with, and what it costs to raise it."""

from dataclasses import replace
from datetime import date

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.tariff import (
    CapacityTariff,
    GridFees,
    at_maximum,
    billed_peak,
    cost_of_raise,
    is_at_maximum,
    month_cost,
    over_maximum,
    single,
)

from .house import fees, peaks

APRIL = date(2026, 4, 1)
TARIFF = CapacityTariff(per_kw_year=60.0)

PUBLISHED = (632, 4600, 0, 1028, 3444, 4164, 4564, 6000, 9200, 5000, 4120, 4880)
"""The worked example of wikibooks, Energietransitie/Capaciteitstarief (W)."""


def test_the_published_example() -> None:
    """Its own ratio of 1.782 to the floor gives 4.456 kW; the 4.546 it prints are digits swapped."""
    peak = billed_peak(TARIFF, peaks(APRIL, PUBLISHED), APRIL)
    assert peak.known == 12
    assert peak.demand == pytest.approx(4456, abs=0.5)
    assert peak.demand / 2500 == pytest.approx(1.782, abs=0.001)
    assert month_cost(TARIFF, peak.demand) == pytest.approx(60 / 12 * 4.456, abs=0.01)


@pytest.mark.parametrize(
    ("tariff", "known", "demand", "months"),
    [
        pytest.param(TARIFF, {}, 2500, 0, id="nothing known: the floor"),
        pytest.param(TARIFF, {APRIL: 8000.0}, 8000, 1, id="moved in this month"),
        pytest.param(TARIFF, {APRIL: 8000.0, date(2026, 2, 1): 1000.0}, 5250, 2, id="a month without history between"),
        pytest.param(TARIFF, {date(2025, 4, 1): 9000.0}, 2500, 0, id="thirteen months back no longer counts"),
        pytest.param(TARIFF, {date(2025, 5, 1): 9000.0}, 9000, 1, id="twelve months back still does"),
        pytest.param(TARIFF, {date(2026, 5, 1): 9000.0}, 2500, 0, id="a month to come does not"),
        pytest.param(
            CapacityTariff(per_kw_year=60, measured=False),
            {APRIL: 9000.0},
            2500,
            0,
            id="a classic meter pays the floor",
        ),
        pytest.param(CapacityTariff(per_kw_year=60, floor=0), {APRIL: 800.0}, 800, 1, id="a tariff without a floor"),
    ],
)
def test_the_billed_peak(tariff: CapacityTariff, known: dict[date, float], demand: float, months: int) -> None:
    """The mean of the known months, each at least the floor."""
    peak = billed_peak(tariff, known, APRIL)
    assert (peak.demand, peak.known) == (demand, months)


@pytest.mark.parametrize(
    ("month_peak", "by", "cost"),
    [
        pytest.param(5000.0, 1000.0, 5.0, id="a kilowatt: a twelfth of the price of a year"),
        pytest.param(0.0, 1000.0, 0.0, id="below the floor: free"),
        pytest.param(2000.0, 1000.0, 2.5, id="half of it below the floor"),
        pytest.param(5000.0, 0.0, 0.0, id="no rise"),
    ],
)
def test_the_cost_of_a_rise(month_peak: float, by: float, cost: float) -> None:
    """VAT is in it."""
    assert cost_of_raise(fees(), month_peak, by) == pytest.approx(cost)
    assert cost_of_raise(fees(vat=0.21), month_peak, by) == pytest.approx(1.21 * cost)


def test_where_a_rise_is_free() -> None:
    """No capacity tariff, a classic meter, or a bill that the maximum tariff caps."""
    assert cost_of_raise(fees(capacity=None), 5000) == 0
    assert cost_of_raise(fees(capacity=CapacityTariff(per_kw_year=60, measured=False)), 5000) == 0
    assert cost_of_raise(fees(), 5000, at_maximum=True) == 0


def test_a_rise_costs_what_twelve_bills_are_dearer() -> None:
    """The month counts in twelve bills, a twelfth in each."""
    low, high = peaks(date(2027, 3, 1), [4000.0] * 24), peaks(date(2027, 3, 1), [4000.0] * 24)
    high[APRIL] = 6000.0
    months = [date(2026 + (3 + index) // 12, (3 + index) % 12 + 1, 1) for index in range(12)]
    dearer = sum(
        month_cost(TARIFF, billed_peak(TARIFF, high, month).demand - billed_peak(TARIFF, low, month).demand)
        for month in months
    )
    assert dearer == pytest.approx(cost_of_raise(fees(), 4000, 2000))


def test_the_maximum_tariff() -> None:
    """A holiday home: a peak of an evening, hardly a kWh."""
    grid = fees(distribution=single(0.05), maximum=0.20)
    assert over_maximum(grid, distribution=2.0, capacity=15.0, imported=40_000) == pytest.approx(9.0)
    assert over_maximum(grid, distribution=20.0, capacity=15.0, imported=400_000) == 0
    assert over_maximum(fees(), distribution=2.0, capacity=15.0, imported=40_000) == 0


@given(st.lists(st.floats(0, 20_000), min_size=1, max_size=12), st.floats(0, 5000))
def test_a_higher_peak_never_costs_less(demands: list[float], rise: float) -> None:
    """Law: the billed peak lies between floor and highest, and rises with each month."""
    known = peaks(APRIL, demands)
    peak = billed_peak(TARIFF, known, APRIL)
    assert 2500 - 1e-6 <= peak.demand <= max(2500, *demands) + 1e-6
    known[APRIL] += rise
    assert billed_peak(TARIFF, known, APRIL).demand >= peak.demand - 1e-6


@pytest.mark.parametrize(
    ("imported", "demand", "at_it"),
    [(300_000, 2500, True), (2_000_000, 2500, False), (2_000_000, 20_000, True), (0, 2500, True)],
    ids=["little import", "usual import", "a high peak", "no import at all"],
)
def test_whether_a_year_is_billed_at_the_maximum(imported: float, demand: float, at_it: bool) -> None:
    """40 EUR/kW and 0.05 EUR/kWh against 0.22 EUR/kWh."""
    fees = GridFees(
        name="DSO",
        starts=date(2026, 1, 1),
        distribution=single(0.05),
        capacity=CapacityTariff(per_kw_year=40),
        maximum=0.22,
    )
    assert is_at_maximum(fees, demand, imported) is at_it
    there = at_maximum(fees)
    assert (there.distribution, there.capacity) == (single(0.22), None)
    assert not is_at_maximum(replace(fees, maximum=None), demand, imported)
    assert not is_at_maximum(replace(fees, capacity=None), demand, imported)
    assert at_maximum(replace(fees, maximum=None)).capacity == fees.capacity
