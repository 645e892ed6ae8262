"""The errors of forecasts: only what was said before counts."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.forecast.outlook import Outlook
from custom_components.overshot.core.forecast.score import Score, mean_pinball, pinball
from custom_components.overshot.core.model.series import QUARTER

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def told(start, power, count=96):
    return Outlook(
        start=start, mean=(power,) * count, low=(power - 100,) * count, median=(power,) * count, high=(power + 100,) * count
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quantile", "said", "actual", "loss"),
    [(0.5, 100, 300, 100), (0.5, 300, 100, 100), (0.9, 100, 300, 180), (0.9, 300, 100, 20), (0.1, 100, 300, 20)],
)
def test_pinball(quantile, said, actual, loss):
    assert pinball(quantile, said, actual) == pytest.approx(loss)


def test_what_was_said_before_is_compared():
    score = Score().said(told(NOW, 500.0), NOW).came(NOW, 700.0)
    assert score.of(1).mae == 200
    assert score.of(1).bias == -200
    assert score.of(1).coverage == (0.0, 0.0, 0.0)
    assert score.of(16).mae is None


def test_hindsight_is_no_forecast():
    late = NOW + timedelta(minutes=16)
    score = Score().said(told(NOW, 700.0), late).came(NOW, 700.0)
    assert score.of(1).mae is None


def test_a_second_opinion_does_not_replace_the_first():
    score = Score().said(told(NOW, 500.0), NOW - QUARTER).said(told(NOW, 700.0), NOW).came(NOW, 700.0)
    assert score.of(1).mae == 200


def test_a_lead_of_four_hours_is_compared_four_hours_later():
    score = Score().said(told(NOW, 500.0), NOW)
    for index in range(16):
        score = score.came(NOW + index * QUARTER, 600.0)
    assert score.of(16).mae == 100
    assert score.of(96).mae is None


def test_a_quarter_that_is_not_known_counts_for_nothing():
    score = Score().said(told(NOW, 500.0), NOW).came(NOW, None)
    assert score.of(1).mae is None
    assert all(it.quarter > NOW for it in score.waiting)


def test_a_gap_leaves_nothing_waiting_for_ever():
    score = Score().said(told(NOW, 500.0), NOW).came(NOW + timedelta(days=9), 1.0)
    assert score.waiting == ()


def test_a_restart_keeps_what_waits():
    score = Score().said(told(NOW, 500.0), NOW)
    assert from_plain(Score, to_plain(score)) == score


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(0, 1e5), st.floats(0, 1e5))
def test_no_loss_is_negative(low, median, high, actual):
    assert mean_pinball((low, median, high), actual) >= 0
