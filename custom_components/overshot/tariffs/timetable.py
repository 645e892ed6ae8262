"""When to ask for prices: tomorrow's come out at about 13:00, and who does not have them yet is not asked every second."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ..core.model.series import Series, local_midnight

PUBLISHED: Final = time(13)
"""Local; the European day-ahead auction is decided shortly before."""

LATE: Final = time(18)
"""From here on tomorrow's prices are late enough to say so (local; ours)."""

LONG: Final = timedelta(hours=1)
"""So long the price of the running quarter may be unknown before the user is told (ours)."""

SPREAD: Final = 300
"""Over so many seconds the homes that ask spread themselves."""

_WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 5, 10, 10, 15, 15))
_LONGEST: Final = timedelta(minutes=30)

_ROUND: Final = timedelta(hours=2)
"""A market day need not be a local day: where they differ, it does so by this at most."""


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries in a row that did not bring what was wanted."""
    return _WAITS[tries - 1] if 0 < tries <= len(_WAITS) else _LONGEST


def wanted_days(market: Series, now: datetime, time_zone: str) -> tuple[date, ...]:
    """Return the local days whose prices should be known and are not."""
    zone = ZoneInfo(time_zone)
    there = now.astimezone(zone)
    today = there.date()
    days = [today]
    if there.time() >= PUBLISHED:
        days.append(today + timedelta(days=1))
    return tuple(day for day in days if not _is_known(market, day, now, time_zone))


def next_publication(now: datetime, time_zone: str, spread: int) -> datetime:
    """Return when tomorrow's prices are asked for next, `spread` seconds after they come out."""
    there = now.astimezone(ZoneInfo(time_zone))
    day = there.date()
    while True:
        moment = datetime.combine(day, PUBLISHED, there.tzinfo) + timedelta(seconds=spread % SPREAD)
        if moment.astimezone(UTC) > now:
            return moment.astimezone(UTC)
        day += timedelta(days=1)


def is_late(now: datetime, time_zone: str) -> bool:
    """Return whether tomorrow's prices should long be there."""
    return now.astimezone(ZoneInfo(time_zone)).time() >= LATE


def _is_known(market: Series, day: date, now: datetime, time_zone: str) -> bool:
    """Return whether the prices of a local day are there, of what is left of it."""
    start = max(local_midnight(day, time_zone) + _ROUND, now)
    until = market.known_until(start)
    return until is not None and until >= local_midnight(day + timedelta(days=1), time_zone) - _ROUND
