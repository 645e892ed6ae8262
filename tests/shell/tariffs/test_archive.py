"""Prices that were heard of, day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from custom_components.overshot.core.model.series import QUARTER, Series, day_quarters
from custom_components.overshot.tariffs.archive import KEPT, PriceArchive

from .prices import BRUSSELS

DAYS = [date(2026, 11, 21), date(2026, 10, 25), date(2027, 3, 28)]


def of(day: date, price: float | None = 0.1) -> Series:
    """Return a day with the same price all day."""
    starts = day_quarters(day, BRUSSELS)
    return Series.of(starts[0], [price] * len(starts))


@pytest.mark.parametrize("day", DAYS, ids=["a usual day", "of 25 hours", "of 23 hours"])
def test_what_is_stored_comes_back(day: date) -> None:
    archive = PriceArchive(BRUSSELS)
    prices = Series.of(
        day_quarters(day, BRUSSELS)[0], [index / 100 for index in range(len(day_quarters(day, BRUSSELS)))]
    )
    assert archive.add(prices)
    again = PriceArchive.from_dict(BRUSSELS, archive.to_dict())
    assert again.series(day, day + timedelta(days=1)) == prices
    assert not again.add(prices), "nothing new"


def test_a_gap_is_filled_and_nothing_is_lost() -> None:
    archive = PriceArchive(BRUSSELS)
    start = day_quarters(DAYS[0], BRUSSELS)[0]
    archive.add(Series.of(start, [0.1, None, 0.3]))
    assert archive.add(Series.of(start + QUARTER, [0.2]))
    assert archive.recent(start).quarters(start, start + 3 * QUARTER) == (0.1, 0.2, 0.3)


def test_hours_become_quarters() -> None:
    archive = PriceArchive(BRUSSELS)
    start = day_quarters(DAYS[0], BRUSSELS)[0]
    archive.add(Series.of(start, [0.1, 0.2], timedelta(hours=1)))
    assert archive.recent(start).quarters(start, start + timedelta(hours=2)) == (0.1,) * 4 + (0.2,) * 4


def test_it_does_not_grow_without_end() -> None:
    archive = PriceArchive(BRUSSELS)
    for count in range(KEPT + 5):
        archive.add(of(date(2025, 1, 1) + timedelta(days=count)))
    assert len(archive.to_dict()["days"]) == KEPT
    assert min(archive.to_dict()["days"]) == "2025-01-06"


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"time_zone": "Europe/Lisbon", "days": {"2026-11-21": [0.1] * 96}},
        {"time_zone": BRUSSELS, "days": []},
        {"time_zone": BRUSSELS, "days": {"2026-11-21": [0.1] * 95}},
        {"time_zone": BRUSSELS, "days": {"yesterday": [0.1] * 96}},
        {"time_zone": BRUSSELS, "days": {"2026-11-21": None}},
        {"time_zone": BRUSSELS, "days": {"2026-11-21": ["dear"] * 96}},
        {"time_zone": BRUSSELS, "days": {"2026-11-21": [float("nan")] * 96}},
    ],
)
def test_what_cannot_be_read_is_left_out(stored: object) -> None:
    assert PriceArchive.from_dict(BRUSSELS, stored).series(date(2026, 11, 20), date(2026, 11, 23)) == Series()


def test_nothing_is_nothing_new() -> None:
    assert not PriceArchive(BRUSSELS).add(Series())
    assert PriceArchive(BRUSSELS).recent(datetime(2026, 11, 21, tzinfo=UTC)) == Series()
