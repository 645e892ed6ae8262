"""Another controller on the same station: values that nobody here wrote, again and again."""

from collections.abc import Callable

import pytest

from custom_components.overshot.core.checks.overwritten import OverwrittenCheck

from .house import at

type Story = Callable[[int], tuple[float | None, float | None]]
"""What was told and what is read back (A), at a second."""


def live(story: Story, seconds: int = 900, interval: float = 1.0) -> OverwrittenCheck:
    """Return the check after a story, looked at each second."""
    check = OverwrittenCheck(interval)
    for second in range(seconds):
        told, held = story(second)
        check.look(told, held, 6.0, at(second))
    return check


@pytest.mark.parametrize(
    ("problem", "story", "overwritten"),
    [
        ("it obeys", lambda t: (16, 16), False),
        ("it obeys orders that change", lambda t: (6 + t // 30 % 10, 6 + (t - 3) // 30 % 10), False),
        ("its cable carries 13 A", lambda t: (16 if t // 60 % 2 else 10, 13 if t // 60 % 2 else 10), False),
        ("it always holds less than it is told", lambda t: (16, 13), False),
        ("it rounds down", lambda t: (15.7, 15.5), False),
        ("its own watchdog lets it fall back, again and again", lambda t: (16, 6 if t // 60 % 2 else 16), False),
        ("one value of somebody else's", lambda t: (16, 10 if t == 300 else 16), False),
        ("told to by hand, once", lambda t: (16, 10 if t > 300 else 16), False),
        ("it is only observed", lambda t: (None, 6 + t // 30 % 10), False),
        ("it does not tell", lambda t: (16, None), False),
        ("written over every minute", lambda t: (16, 10 if t % 60 > 50 else 16), True),
        ("written over so often that ours is never seen", lambda t: (8, 10 + t // 30 % 6), True),
        ("raised above all orders while these change", lambda t: (6 + t // 8 % 3, 32 if t % 40 > 30 else 8), True),
    ],
)
def test_who_wrote_it(problem: str, story: Story, overwritten: bool) -> None:
    assert live(story).overwritten is overwritten, problem


def test_the_evidence() -> None:
    check = live(lambda t: (16, 10 if t % 60 > 50 else 16))
    assert check.told == 16
    assert check.foreign == (10,)


def test_a_station_polled_slowly_has_longer_to_settle() -> None:
    """Read every 30 s it shows an order up to 30 s late."""
    late = lambda t: (6 + t // 90 % 10, 6 + (t - 40) // 90 % 10)  # noqa: E731
    assert not live(late, interval=30.0).overwritten


def test_it_is_over_after_a_calm_hour() -> None:
    check = live(lambda t: (16, 10 if t % 60 > 50 else 16))
    for second in range(900, 900 + 3_550, 10):
        check.look(16, 16, 6.0, at(second))
    assert check.overwritten
    check.look(16, 16, 6.0, at(900 + 3_700))
    assert not check.overwritten


def test_the_clock_is_set_back() -> None:
    check = live(lambda t: (16, 10 if t % 60 > 50 else 16))
    check.look(16, 16, 6.0, at(-7_200))
    assert not check.overwritten
