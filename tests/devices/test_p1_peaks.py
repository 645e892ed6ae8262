"""Month peaks come out sorted, with the month they belong to, and without the records that mean nothing."""

from datetime import UTC, datetime

import pytest

from custom_components.overshot.core.model import MonthPeak
from custom_components.overshot.devices.p1 import parse_telegram
from custom_components.overshot.devices.p1_peaks import closed_months

from .telegram_files import telegram_text


def _peaks(name: str) -> tuple[MonthPeak, ...]:
    return parse_telegram(telegram_text(name)).reading.peak_history


def test_twelve_months_oldest_first() -> None:
    peaks = _peaks("be_three_phase")
    assert [peak.demand for peak in peaks] == [
        4310.0, 3980.0, 3120.0, 2640.0, 2050.0, 1870.0, 2110.0, 2330.0, 2960.0, 3740.0, 4520.0, 5480.0,
    ]  # fmt: skip
    # Closed on 1 July at midnight, summer time: the peak of June.
    assert peaks[5] == MonthPeak(
        demand=1870.0,
        at=datetime(2025, 6, 20, 20, 0, tzinfo=UTC),
        month=datetime(2025, 5, 31, 22, 0, tzinfo=UTC),
    )
    assert peaks[-1].month == datetime(2025, 11, 30, 23, 0, tzinfo=UTC)


def test_newest_first_is_turned() -> None:
    assert _peaks("be_history_newest_first") == _peaks("be_three_phase")


def test_records_without_a_time_or_without_power_are_dropped() -> None:
    assert [peak.demand for peak in _peaks("be_sentinel_times")] == [4520.0, 5480.0]


def test_a_count_that_promises_more_than_follows() -> None:
    assert [peak.demand for peak in _peaks("be_history_count_too_high")] == [4520.0, 5480.0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("be_three_phase", MonthPeak(demand=4480.0, at=datetime(2026, 2, 3, 17, 45, tzinfo=UTC))),
        ("be_sentinel_times", MonthPeak(demand=0.0, at=None)),
        ("be_no_capacity_objects", None),
    ],
)
def test_running_month(name: str, expected: MonthPeak | None) -> None:
    assert parse_telegram(telegram_text(name)).reading.month_peak == expected


@pytest.mark.parametrize("line", ["", "0-0:98.1.0()", "0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()", "0-0:98.1.0(2)((("])
def test_empty_or_broken_history(line: str) -> None:
    assert closed_months(f"/OVS\r\n{line}\r\n!") == ()
