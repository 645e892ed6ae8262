"""Local times of a site: schedules over midnight, days, and when the sun sets."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import sunset

from ..model import Site

DUSK = time(18)
"""The end of the day where the sun does not set, or nobody told where the house stands."""


class Span(Protocol):
    """A time of day on some weekdays, by local time."""

    @property
    def start(self) -> time:
        """Return when it begins."""

    @property
    def end(self) -> time:
        """Return when it ends; before `start`: on the next day."""

    @property
    def weekdays(self) -> frozenset[int]:
        """Return on which days it begins; 0 is Monday."""


def local(site: Site, now: datetime) -> datetime:
    """Return the local time of a site."""
    return now.astimezone(ZoneInfo(site.time_zone))


def scheduled[S: Span](entries: Iterable[S], site: Site, now: datetime) -> S | None:
    """Return the entry of a schedule that holds now, the first one first.

    One that ends before it starts goes on over midnight; its weekday is that of its start. Wall clock times count: on the
    two days when the clock is changed, an hour is missing or comes twice.
    """
    there = local(site, now)
    clock, today, yesterday = there.time(), there.weekday(), (there.weekday() - 1) % 7
    for entry in entries:
        if entry.start < entry.end:
            holds = entry.start <= clock < entry.end and today in entry.weekdays
        else:
            evening = clock >= entry.start and today in entry.weekdays
            holds = evening or (clock < entry.end and yesterday in entry.weekdays)
        if holds:
            return entry
    return None


def end_of_day(site: Site, ends_at: time | None, now: datetime) -> datetime:
    """Return when the day ends by which a minimum of it has to be reached (UTC): at a time, or at sunset."""
    there = local(site, now)
    if ends_at is None and site.latitude is not None and site.longitude is not None:
        setting = _sunset(site.latitude, site.longitude, there.date())
        if setting is not None:
            return setting
    return datetime.combine(there.date(), ends_at or DUSK, there.tzinfo).astimezone(UTC)


@lru_cache(maxsize=64)
def _sunset(latitude: float, longitude: float, day: date) -> datetime | None:
    """Return when the sun sets (UTC); None where it does not."""
    try:
        setting: datetime = sunset(Observer(latitude, longitude), day)
    except ValueError:
        return None
    return setting


def seconds_until(moment: datetime, now: datetime) -> float:
    """Return how long it is until a moment (s); negative when it has passed."""
    return (moment - now) / timedelta(seconds=1)
