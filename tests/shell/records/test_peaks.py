"""The capacity page: who tells a month's peak, what their mean is, and what it costs a year."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.peak.state import QuarterState
from custom_components.overshot.core.model import MeterReading, MonthPeak
from custom_components.overshot.core.model.series import local_midnight
from custom_components.overshot.core.tariff import CapacityTariff
from custom_components.overshot.core.tariff.capacity import months_before
from custom_components.overshot.records.peaks import CapacityPage, PeakSource, capacity_page, told_page

BRUSSELS = "Europe/Brussels"
NOW = datetime(2026, 11, 17, 9, 7, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
FLANDERS = CapacityTariff(per_kw_year=50.0)


def peak(month: date, demand: float) -> MonthPeak:
    """Return the peak of a month."""
    return MonthPeak(demand=demand, at=local_midnight(month, BRUSSELS), month=local_midnight(month, BRUSSELS))


def quarter(month_peak: float = 0.0) -> QuarterState:
    """Return the running quarter, in a month whose peak was so much (W)."""
    return QuarterState(
        ends_at=datetime(2026, 11, 17, 9, 15, tzinfo=UTC),
        used=500.0,
        demand=2000.0,
        forecast=4000.0,
        hold_target=2500.0,
        wished_target=2500.0,
        hold_power=2500.0,
        wished_power=2500.0,
        month_peak=month_peak,
        month_peak_at=NOW if month_peak else None,
    )


def page(**changes: Any) -> CapacityPage:
    """Return the page."""
    usual: dict[str, Any] = {
        "now": NOW,
        "time_zone": BRUSSELS,
        "quarter": None,
        "meter": None,
        "recorded": {},
        "capacity": None,
    }
    return capacity_page(**{**usual, **changes})


def test_the_meter_is_believed_before_the_records() -> None:
    history = tuple(peak(months_before(NOVEMBER, count), 3000.0 + count) for count in range(13, 0, -1))
    meter = MeterReading(peak_history=history, month_peak=MonthPeak(demand=4100.0, at=NOW))
    recorded = {NOVEMBER: peak(NOVEMBER, 4500.0), months_before(NOVEMBER, 1): peak(months_before(NOVEMBER, 1), 9999.0)}
    found = page(meter=meter, recorded=recorded, quarter=quarter(4400.0), capacity=FLANDERS)
    assert [each.month for each in found.months] == [months_before(NOVEMBER, count) for count in range(12, -1, -1)]
    assert {each.source for each in found.months} == {PeakSource.METER}
    assert found.months[-1].demand == 4100.0
    assert found.months[-1].at == NOW
    assert found.known == 12
    mean = (4100 + sum(3000.0 + count for count in range(1, 12))) / 12
    assert found.mean == pytest.approx(mean)
    assert found.cost == pytest.approx(50 * mean / 1000)


@pytest.mark.parametrize(
    ("changes", "demands", "mean", "cost"),
    [
        ({}, [], None, None),
        ({"capacity": FLANDERS}, [], None, None),
        ({"quarter": quarter(3000.0)}, [3000.0], 3000.0, None),
        ({"quarter": quarter(3000.0), "capacity": FLANDERS}, [3000.0], 3000.0, 150.0),
        ({"quarter": quarter(1000.0), "capacity": FLANDERS}, [1000.0], 2500.0, 125.0),
        ({"recorded": {NOVEMBER: peak(NOVEMBER, 5000.0)}, "quarter": quarter(3000.0)}, [5000.0], 5000.0, None),
        ({"recorded": {months_before(NOVEMBER, 20): peak(NOVEMBER, 5000.0)}}, [], None, None),
        ({"quarter": quarter(0.0)}, [], None, None),
    ],
    ids=[
        "nothing is known",
        "nothing, under a capacity tariff",
        "the first month, without a tariff",
        "the first month costs what it is",
        "below the floor the floor is paid",
        "a record above what was counted since a restart",
        "too long ago",
        "a month of which nothing was counted",
    ],
)
def test_what_is_known(changes: dict[str, Any], demands: list[float], mean: float | None, cost: float | None) -> None:
    found = page(**changes)
    assert [each.demand for each in found.months] == demands
    assert found.mean == mean
    assert found.cost == cost


def test_as_plain_data() -> None:
    told = told_page(page(quarter=quarter(3000.0), capacity=FLANDERS))
    assert told["quarter"] == {
        "ends_at": "2026-11-17T09:15:00+00:00",
        "energy": 500.0,
        "demand": 2000.0,
        "forecast": 4000.0,
        "target": 2500.0,
    }
    assert told["months"] == [{"month": "2026-11", "demand": 3000.0, "at": NOW.isoformat(), "source": "records"}]
    assert (told["mean"], told["mean_of"], told["cost_per_year"]) == (3000.0, 1, 150.0)
    assert told_page(page())["quarter"] is None


@given(st.dictionaries(st.integers(0, 20), st.floats(100, 20_000), max_size=21), st.booleans())
def test_the_mean_lies_between_lowest_and_highest(demands: dict[int, float], tariff: bool) -> None:
    recorded = {
        months_before(NOVEMBER, count): peak(months_before(NOVEMBER, count), demand)
        for count, demand in demands.items()
    }
    found = page(recorded=recorded, capacity=FLANDERS if tariff else None)
    of_year = [demand for count, demand in demands.items() if count < 12]
    assert len(found.months) == sum(count < 13 for count in demands)
    assert found.known == len(of_year)
    if not of_year:
        assert found.mean is None
        return
    assert found.mean is not None
    floor = 2500.0 if tariff else 0.0
    lowest, highest = max(floor, min(of_year)), max(floor, *of_year)
    assert lowest - 1e-6 <= found.mean <= highest + 1e-6
