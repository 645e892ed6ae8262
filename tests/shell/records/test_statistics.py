"""Hours out of the recorder's statistics: as much given as taken, whatever the counters say, and nothing that is not known."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.overshot.core.forecast.sun import Location
from custom_components.overshot.core.ledger.flows import HOUSE
from custom_components.overshot.plans.history import Counters
from custom_components.overshot.records.statistics import HouseStatistics, flows_of

HOUR = timedelta(hours=1)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 15, 23, tzinfo=UTC)
GHENT = Location(latitude=51.05, longitude=3.72)
HOME = HouseStatistics(
    counters=Counters(imported=("in",), exported=("out",), solar=("sun",), discharged=("give",), charged=("take",)),
    consumers={"dish": "dish", "car": "garage"},
    battery="store",
)


def rows(start: datetime, *changes: float | None) -> list[Any]:
    """Return rows of statistics (Wh)."""
    return [
        {"start": (start + index * HOUR).timestamp(), "change": change}
        for index, change in enumerate(changes)
        if change is not None
    ]


def told(changes: Mapping[str, float | None], start: datetime = NOON) -> dict[str, Any]:
    """Return one hour of each counter."""
    usual: dict[str, float | None] = {"in": 0.0, "out": 0.0, "sun": 0.0, "give": 0.0, "take": 0.0}
    return {name: rows(start, change) for name, change in {**usual, **changes}.items()}


def test_an_hour_is_as_much_given_as_taken() -> None:
    (hour,) = flows_of(
        told({"in": 100.0, "out": 900.0, "sun": 3000.0, "give": 50.0, "take": 1000.0, "car": 800.0, "dish": 200.0}),
        HOME,
        GHENT,
    )
    assert hour.consumed == {HOUSE: 250.0, "dish": 200.0, "garage": 800.0}
    assert (hour.charged, hour.discharged) == ({"store": 1000.0}, {"store": 50.0})
    assert hour.given == pytest.approx(hour.taken)


@pytest.mark.parametrize(
    ("changes", "consumed", "unmeasured"),
    [
        ({"in": 500.0, "car": 800.0}, {HOUSE: 0.0, "garage": 500.0}, 0.0),
        ({"out": 300.0, "sun": 200.0}, {HOUSE: 0.0}, 100.0),
        ({"out": 300.0, "sun": 200.0, "car": 50.0}, {HOUSE: 0.0, "garage": 0.0}, 100.0),
        ({"in": 500.0, "car": None}, {HOUSE: 500.0}, 0.0),
        ({"in": 500.0, "dish": 1e9}, {HOUSE: 500.0}, 0.0),
    ],
    ids=["a car's counter ahead", "panels nobody counts", "both", "a silent consumer", "a counter gone mad"],
)
def test_counters_that_do_not_agree(
    changes: dict[str, float | None], consumed: dict[str, float], unmeasured: float
) -> None:
    (hour,) = flows_of(told(changes), HOME, GHENT)
    assert hour.consumed == consumed
    assert hour.unmeasured == unmeasured
    assert hour.given == pytest.approx(hour.taken)


@pytest.mark.parametrize(
    ("start", "changes", "known"),
    [
        (NOON, {"in": None}, False),
        (NOON, {"take": None}, False),
        (NOON, {"sun": None}, False),
        (NOON, {"in": 1e9}, False),
        (MIDNIGHT, {"sun": None}, True),
    ],
    ids=["no meter", "no battery", "no sun at noon", "a meter gone mad", "an inverter asleep at night"],
)
def test_what_is_not_known_is_not_imported(start: datetime, changes: dict[str, float | None], known: bool) -> None:
    assert bool(flows_of(told({"in": 100.0, **changes}, start), HOME, GHENT)) is known
