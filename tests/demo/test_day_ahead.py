"""The demo's day-ahead prices: there for any two days, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from custom_components.overshot.core.tariff import read_prices
from custom_components.overshot.tariffs.listed import attribute_prices
from demo.day_ahead import UNIT, hours, price

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "count"), [(DAY, 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2028, 2, 29), 24)]
)
def test_a_day_has_as_many_hours_as_its_clock(day: date, count: int) -> None:
    listed = hours(day)
    assert len(listed) == count
    assert [hour["end"] for hour in listed[:-1]] == [hour["start"] for hour in listed[1:]]
    assert listed[0]["start"].startswith(f"{day}T00:00:00+0")
    assert listed[-1]["end"].startswith(f"{day + timedelta(days=1)}T00:00:00+0")


def test_of_two_days_one_has_negative_prices_and_one_is_dear() -> None:
    days = [[hour["value"] for hour in hours(DAY + timedelta(days=more))] for more in (0, 1, 2)]
    assert days[0] != days[1]
    assert days[0] == days[2]
    assert min(*days[0], *days[1]) < 0
    assert max(*days[0], *days[1]) > 250


def test_the_price_of_an_hour_is_the_one_that_is_listed() -> None:
    listed = hours(DAY)[20]
    assert listed["start"] == "2026-11-21T20:00:00+01:00"
    assert price(datetime(2026, 11, 21, 19, 30, tzinfo=UTC)) == listed["value"]


def test_the_integration_reads_them() -> None:
    attributes = {"raw_today": hours(DAY), "raw_tomorrow": hours(DAY + timedelta(days=1))}
    told = read_prices(attribute_prices(attributes, DAY, "Europe/Brussels"), UNIT, None)
    assert not told.corrected
    evening = told.series.at(datetime(2026, 11, 21, 19, 30, tzinfo=UTC))
    assert evening == pytest.approx(hours(DAY)[20]["value"] / 1000)
    assert told.series.known_until(datetime(2026, 11, 21, 12, tzinfo=UTC)) == datetime(2026, 11, 22, 23, tzinfo=UTC)
