"""The cheapest hours of the day: whole hours by the clock on the wall, each by the mean of its quarters."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ...model import Series, Site
from ...model.series import local_midnight

_HOUR = timedelta(hours=1)


def is_cheapest(site: Site, prices: Series, hours: int, now: datetime) -> bool:
    """Return whether this hour is one of the cheapest `hours` of its local day, as far as prices of it are known.

    Of equal ones the earlier count. A day has 23 or 25 of them where the clock is changed.
    """
    price = prices.at(now)
    if hours <= 0 or price is None:
        return False
    day = now.astimezone(ZoneInfo(site.time_zone)).date()
    start, end = local_midnight(day, site.time_zone), local_midnight(day + timedelta(days=1), site.time_zone)
    current = start + (now - start) // _HOUR * _HOUR
    own = prices.mean(current, current + _HOUR)
    if own is None:
        return False
    before = 0
    hour = start
    while hour < end:
        mean = prices.mean(hour, hour + _HOUR)
        if mean is not None and (mean < own or (mean == own and hour < current)):
            before += 1
        hour += _HOUR
    return before < hours
