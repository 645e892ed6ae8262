"""The load percentile says what the house draws nearly always, and forgets what it no longer does."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.model.load_percentile import HIGHEST_CURRENT, MEMORY_SECONDS, LoadPercentile

HOUR = 3600
DAY = 24 * HOUR


def learnt(*periods: tuple[float, float]) -> LoadPercentile:
    """Return a percentile that saw each current (A) for some seconds, minute by minute."""
    percentile = LoadPercentile()
    for current, seconds in periods:
        for _ in range(round(seconds / 60)):
            percentile.add(current, 60)
    return percentile


def test_nothing_is_said_before_an_hour_was_seen():
    percentile = LoadPercentile()
    for _ in range(HOUR - 1):
        percentile.add(4.0, 1)
    assert percentile.percentile(0.99) is None
    percentile.add(4.0, 1)
    assert percentile.percentile(0.99) == 4.0


@pytest.mark.parametrize(
    ("problem", "periods", "share", "expected"),
    [
        ("a constant load is told as it is", [(4.0, DAY)], 0.99, 4.0),
        ("between two bins the higher edge counts", [(4.1, DAY)], 0.99, 4.5),
        ("an oven of half an hour a day stands out", [(3.0, DAY - 1800), (12.0, 1800)], 0.99, 12.0),
        ("a kettle of five minutes a day does not", [(3.0, DAY - 300), (12.0, 300)], 0.99, 3.0),
        ("the median ignores the oven", [(3.0, DAY - 1800), (12.0, 1800)], 0.5, 3.0),
        ("export is no load", [(-20.0, DAY)], 0.99, 0.0),
        ("beyond the scale the last bin counts", [(1e6, DAY)], 0.99, HIGHEST_CURRENT),
        ("the whole of the time is the highest load", [(3.0, DAY), (9.0, 60)], 1.0, 9.0),
    ],
)
def test_percentile(problem, periods, share, expected):
    assert learnt(*periods).percentile(share) == expected


def test_a_load_of_months_ago_is_forgotten():
    """A heat pump removed in spring must not forbid a fallback current in autumn."""
    percentile = LoadPercentile()
    for day in range(210):
        for _ in range(24):
            percentile.add(20.0 if day < 60 else 5.0, HOUR)
    assert percentile.percentile(0.99) == 5.0


def test_a_load_of_last_week_is_not():
    percentile = LoadPercentile()
    for day in range(60):
        for _ in range(24):
            percentile.add(20.0 if 50 <= day < 53 else 5.0, HOUR)
    assert percentile.percentile(0.99) == 20.0


def test_years_of_seconds_stay_finite():
    percentile = LoadPercentile()
    for _ in range(20_000):
        percentile.add(5.0, MEMORY_SECONDS / 10)
    assert percentile.percentile(0.99) == 5.0
    weights = percentile.to_dict()["bins"]
    assert 0 < weights["10"] < 2 * MEMORY_SECONDS


@pytest.mark.parametrize(
    ("current", "seconds"),
    [(float("nan"), 1), (float("inf"), 1), (5.0, float("nan")), (5.0, -1), (5.0, 0), (5.0, float("inf"))],
)
def test_what_is_no_measurement_is_passed_over(current, seconds):
    percentile = learnt((3.0, 2 * HOUR))
    before = percentile.to_dict()
    percentile.add(current, seconds)
    assert percentile.to_dict() == before


def test_it_survives_a_restart():
    percentile = learnt((3.0, 2 * DAY), (11.3, HOUR), (6.0, DAY))
    again = LoadPercentile.from_dict(json.loads(json.dumps(percentile.to_dict())))
    for share in (0.1, 0.5, 0.9, 0.99, 1.0):
        assert again.percentile(share) == percentile.percentile(share)
    assert again.to_dict() == percentile.to_dict()


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        "bins",
        [],
        {},
        {"bins": None},
        {"bins": [1, 2]},
        {"bins": {"-1": 5000, "801": 5000, "x": 5000, "²": 5000, "99999999999": 5000}},
        {"bins": {"3": "5000", "4": None, "5": True, "6": float("nan"), "7": -5000, "8": float("inf"), "9": 10**400}},
    ],
)
def test_garbage_counts_as_never_seen(data):
    assert LoadPercentile.from_dict(data).percentile(0.99) is None


def test_what_can_be_read_among_garbage_is_kept():
    assert LoadPercentile.from_dict({"bins": {"8": 7200.0, "40": "spoilt"}}).percentile(0.99) == 4.0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(json_values | st.fixed_dictionaries({"bins": st.dictionaries(st.integers(-5, 900).map(str), json_values)}))
def test_no_file_makes_it_raise(data):
    answer = LoadPercentile.from_dict(data).percentile(0.99)
    assert answer is None or 0 <= answer <= HIGHEST_CURRENT


@given(
    st.lists(st.tuples(st.floats(-50, 450), st.floats(60, HOUR)), min_size=60, max_size=80),
    st.floats(0.01, 1.0),
)
def test_the_told_current_covers_the_share_and_no_bin_less_does(periods, share):
    percentile = LoadPercentile()
    for current, seconds in periods:
        percentile.add(current, seconds)
    told = percentile.percentile(share)
    assert told is not None
    weights = {int(index) / 2: weight for index, weight in percentile.to_dict()["bins"].items()}
    whole = sum(weights.values())
    assert sum(weight for current, weight in weights.items() if current <= told) >= share * whole * (1 - 1e-9)
    assert sum(weight for current, weight in weights.items() if current < told) <= share * whole * (1 + 1e-9)
