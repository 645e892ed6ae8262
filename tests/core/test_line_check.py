"""Two masters on one line: damaged answers above a rate, not a few, and not silence."""

import pytest

from custom_components.overshot.core.checks.line import LineCheck

from .house import at


@pytest.mark.parametrize(
    ("problem", "requests", "damaged", "minutes", "troubled"),
    [
        ("a clean line", 60, 0, 10, False),
        ("one in a minute of a busy line", 200, 1, 10, False),
        ("one in a minute of a calm line, for five minutes", 12, 1, 5, False),
        ("one in a minute of a calm line, for ten", 12, 1, 11, True),
        ("half of everything", 60, 30, 1, True),
    ],
)
def test_what_counts_as_trouble(problem: str, requests: int, damaged: int, minutes: int, troubled: bool) -> None:
    check = LineCheck()
    for minute in range(minutes):
        check.add(requests, damaged, at(60 * minute))
    assert check.troubled is troubled, problem


def test_it_is_over_after_ten_clean_minutes() -> None:
    check = LineCheck()
    check.add(60, 30, at(0))
    for minute in range(1, 10):
        check.add(60, 0, at(60 * minute))
        assert check.troubled
    check.add(60, 0, at(601))
    assert not check.troubled


def test_the_clock_is_set_back() -> None:
    """What was noted in the future is forgotten, not kept for ever."""
    check = LineCheck()
    check.add(60, 30, at(36_000))
    check.add(60, 0, at(0))
    assert not check.troubled
