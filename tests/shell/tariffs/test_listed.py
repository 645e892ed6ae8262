"""Lists of prices as integrations write them."""

from datetime import date, datetime
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.core.tariff import RawPrice
from custom_components.overshot.tariffs.listed import attribute_prices, has_prices, listed_prices

from .prices import BRUSSELS

DAY = date(2026, 11, 21)
START = datetime.fromisoformat("2026-11-21T00:00:00+01:00")
END = datetime.fromisoformat("2026-11-21T01:00:00+01:00")


@pytest.mark.parametrize(
    ("item", "end"),
    [
        ({"start": START.isoformat(), "end": END.isoformat(), "price": 7}, END),
        ({"start": START, "end": END, "value": 7.0}, END),
        ({"timestamp": "2026-11-21 00:00:00+01:00", "price": 7}, None),
        ({"time": "2026-11-20 23:00:00+00:00", "price": "7"}, None),
        ({"from": START.isoformat(), "till": END.isoformat(), "price": 7}, END),
        ({"start_time": START.isoformat(), "end_time": END.isoformat(), "price_per_kwh": 7}, END),
        ({"startsAt": START.isoformat(), "total": 7}, None),
    ],
    ids=["Nord Pool", "Nord Pool of HACS", "EnergyZero", "ENTSO-e", "Frank Energie", "EPEX Spot", "Tibber"],
)
def test_names_of_times_and_values(item: dict[str, Any], end: datetime | None) -> None:
    assert listed_prices([item]) == (RawPrice(start=START, end=end, value=7.0),)


async def test_a_time_without_a_zone_is_local(hass: HomeAssistant) -> None:
    await hass.config.async_set_time_zone(BRUSSELS)
    assert listed_prices([{"start": "2026-11-21T00:00:00", "price": 7}])[0].start == START


@pytest.mark.parametrize(
    "items",
    [
        None,
        "prices",
        3,
        [],
        [1, "x", None],
        [{"price": 7}],
        [{"start": "soon", "price": 7}],
        [{"start": 5}],
        [{"start": "2026-11-31T00:00:00+01:00", "price": 7}],
        [{"start": "2026-11-21T24:30:00Z", "price": 7}],
    ],
)
def test_what_is_no_list_of_prices(items: object) -> None:
    assert listed_prices(items) == ()


@pytest.mark.parametrize(
    "value", [None, "unknown", True, [1], "nan", float("inf"), 10**400], ids=lambda value: str(value)[:8]
)
def test_what_is_no_price_leaves_a_gap(value: object) -> None:
    assert listed_prices([{"start": START, "price": value}]) == (RawPrice(start=START, value=None),)


def test_lists_of_two_days_belong_together() -> None:
    tomorrow = datetime.fromisoformat("2026-11-22T00:00:00+01:00")
    attributes = {"raw_today": [{"start": START, "value": 1}], "raw_tomorrow": [{"start": tomorrow, "value": 2}]}
    assert [price.value for price in attribute_prices(attributes, DAY, BRUSSELS)] == [1, 2]


def test_a_list_that_says_its_times_is_preferred() -> None:
    attributes = {"today": [9.0] * 24, "prices": [{"time": START.isoformat(), "price": 1}]}
    assert [price.value for price in attribute_prices(attributes, DAY, BRUSSELS)] == [1]


@pytest.mark.parametrize(
    ("day", "count"),
    [(DAY, 24), (DAY, 96), (date(2026, 10, 25), 25), (date(2026, 10, 25), 100), (date(2027, 3, 28), 92)],
)
def test_plain_lists_of_a_day(day: date, count: int) -> None:
    prices = attribute_prices({"today": list(range(count)), "tomorrow": []}, day, BRUSSELS)
    assert [price.value for price in prices] == list(range(count))
    assert prices[0].start.astimezone(START.tzinfo).hour in (22, 23, 0, 1)


def test_a_plain_list_of_a_wrong_length_is_left_out() -> None:
    assert attribute_prices({"today": [1.0] * 7, "tomorrow": "later"}, DAY, BRUSSELS) == ()


@pytest.mark.parametrize(
    ("attributes", "there"),
    [
        ({"raw_today": [{"start": START, "value": 1}]}, True),
        ({"today": [1.0]}, True),
        ({"forecast": [{"datetime": START.isoformat(), "temperature": 4}]}, False),
        ({"forecast": [{"datetime": START.isoformat(), "price": 4}]}, True),
        ({"prices": "none"}, False),
        ({}, False),
    ],
)
def test_which_entities_tell_prices(attributes: dict[str, Any], there: bool) -> None:
    assert has_prices(attributes) is there
