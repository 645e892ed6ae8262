"""When prices are asked for, without a clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from custom_components.overshot.core.model.series import Series, local_midnight
from custom_components.overshot.tariffs.timetable import is_late, next_publication, wait_after, wanted_days

from .prices import BRUSSELS

TODAY = date(2026, 11, 21)


def at(clock: str, day: str = "2026-11-21", offset: str = "+01:00") -> datetime:
    """Return a local moment."""
    return datetime.fromisoformat(f"{day}T{clock}{offset}")


def prices(start: datetime, end: datetime) -> Series:
    """Return prices between two moments."""
    return Series.of(start, [0.1] * int((end - start) / timedelta(minutes=15)))


WHOLE_DAY = prices(local_midnight(TODAY, BRUSSELS), local_midnight(date(2026, 11, 22), BRUSSELS))


@pytest.mark.parametrize(
    ("known", "now", "wanted"),
    [
        (Series(), at("09:00"), [21]),
        (Series(), at("13:00"), [21, 22]),
        (WHOLE_DAY, at("12:59"), []),
        (WHOLE_DAY, at("13:00"), [22]),
        (WHOLE_DAY, at("23:50"), [22]),
        (WHOLE_DAY.clipped(at("00:00"), at("11:00")), at("12:00"), [21]),
        (prices(at("00:00"), at("23:00", "2026-11-22")), at("15:00"), []),
        (prices(at("00:00"), at("12:00", "2026-11-22")), at("15:00"), [22]),
        (prices(at("01:00"), at("23:00")), at("00:10"), []),
    ],
    ids=[
        "nothing in the morning",
        "nothing in the afternoon",
        "today before tomorrow is out",
        "today when tomorrow is out",
        "today late in the evening",
        "prices that have ended",
        "a market whose day ends an hour earlier",
        "half of tomorrow",
        "a market whose day begins an hour later",
    ],
)
def test_which_days_are_wanted(known: Series, now: datetime, wanted: list[int]) -> None:
    assert [day.day for day in wanted_days(known, now, BRUSSELS)] == wanted


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (at("09:00"), "2026-11-21T12:02:03"),
        (at("13:02:02"), "2026-11-21T12:02:03"),
        (at("13:02:03"), "2026-11-22T12:02:03"),
        (at("14:00", "2026-10-24", "+02:00"), "2026-10-25T12:02:03"),
        (at("14:00", "2027-03-27"), "2027-03-28T11:02:03"),
    ],
    ids=["in the morning", "just before", "at that moment", "before the clock goes back", "before it goes on"],
)
def test_when_tomorrow_is_asked_for(now: datetime, asked: str) -> None:
    assert next_publication(now, BRUSSELS, 123) == datetime.fromisoformat(asked).replace(tzinfo=UTC)


def test_homes_do_not_ask_all_at_once() -> None:
    moments = {next_publication(at("09:00"), BRUSSELS, spread) for spread in range(0, 100_000, 7)}
    assert len(moments) == 300
    assert max(moments) - min(moments) < timedelta(minutes=5)


def test_waits_grow_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, 20)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1], wait_after(1000)) == (
        timedelta(minutes=1),
        timedelta(minutes=30),
        timedelta(minutes=30),
    )


@pytest.mark.parametrize(("clock", "late"), [("17:59:59", False), ("18:00", True), ("00:05", False)])
def test_when_it_is_late(clock: str, late: bool) -> None:
    assert is_late(at(clock), BRUSSELS) is late
