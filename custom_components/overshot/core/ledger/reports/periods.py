"""Local hours, days, weeks, months and years: records are UTC, what people read is not, and two days a year are special."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from ...model.series import local_midnight


class Step(StrEnum):
    """Lengths of time that sums are made for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


PARTS: Final = {Step.DAY: Step.HOUR, Step.WEEK: Step.DAY, Step.MONTH: Step.DAY, Step.YEAR: Step.MONTH}
"""What the bars of a chart stand for."""

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Some local days: from the first to before `end`."""

    first: date
    end: date

    def start_at(self, time_zone: str) -> datetime:
        """Return when it begins (UTC)."""
        return local_midnight(self.first, time_zone)

    def end_at(self, time_zone: str) -> datetime:
        """Return when it ends (UTC)."""
        return local_midnight(self.end, time_zone)


def period(step: Step, day: date) -> Period:
    """Return the day, week (from Monday), month or year that a day lies in. Raises `ValueError` for an hour."""
    match step:
        case Step.DAY:
            return Period(day, day + timedelta(days=1))
        case Step.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=7))
        case Step.MONTH:
            return Period(day.replace(day=1), _next_month(day))
        case Step.YEAR:
            return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))
        case Step.HOUR:
            raise ValueError("an hour is no period of days")


def parts(period: Period, step: Step, time_zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Yield when each part of a period begins and ends (UTC).

    An hour is one of the clock: a day has 24 of them, 23 where the clock is put forward and 25 where it is put back.
    """
    if step is Step.HOUR:
        start, end = period.start_at(time_zone), period.end_at(time_zone)
        while start < end:
            yield start, min(start + _HOUR, end)
            start += _HOUR
        return
    day = period.first
    while day < period.end:
        following = min(_next(step, day), period.end)
        yield local_midnight(day, time_zone), local_midnight(following, time_zone)
        day = following


def local_day(moment: datetime, time_zone: str) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def _next(step: Step, day: date) -> date:
    """Return the day on which the part after that of a day begins."""
    match step:
        case Step.DAY:
            return day + timedelta(days=1)
        case Step.WEEK:
            return day + timedelta(days=7 - day.weekday())
        case Step.MONTH:
            return _next_month(day)
        case _:
            return date(day.year + 1, 1, 1)


def _next_month(day: date) -> date:
    """Return the first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
