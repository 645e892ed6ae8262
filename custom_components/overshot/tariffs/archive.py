"""Day-ahead prices that were heard of, day by day: the last ones bridge a night without network, all of them make bills."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from ..core.model.series import QUARTER, Series, day_quarters, local_midnight

KEPT: Final = 400
"""Days: a bill of a year, and some more."""

_DIGITS: Final = 6


class PriceArchive:
    """The prices of the last days in quarters (EUR/kWh), by local day: 96 of them, 92 or 100 where the clock is changed."""

    def __init__(self, time_zone: str, days: Mapping[date, tuple[float | None, ...]] | None = None) -> None:
        """Begin with what is known."""
        self.time_zone = time_zone
        self._zone = ZoneInfo(time_zone)
        self._days = dict(days or {})

    @classmethod
    def from_dict(cls, time_zone: str, stored: object) -> Self:
        """Return what was stored; a day that cannot be read, or was stored in another time zone, is left out."""
        if not isinstance(stored, Mapping) or stored.get("time_zone") != time_zone:
            return cls(time_zone)
        days: dict[date, tuple[float | None, ...]] = {}
        found = stored.get("days")
        for key, values in found.items() if isinstance(found, Mapping) else ():
            try:
                day = date.fromisoformat(key)
                prices = tuple(None if value is None else float(value) for value in values)
            except TypeError, ValueError:
                continue
            if len(prices) == _length(day, time_zone) and all(price is None or isfinite(price) for price in prices):
                days[day] = prices
        return cls(time_zone, days)

    def to_dict(self) -> dict[str, Any]:
        """Return it for storage."""
        return {
            "time_zone": self.time_zone,
            "days": {day.isoformat(): list(values) for day, values in sorted(self._days.items())},
        }

    def add(self, series: Series) -> bool:
        """Take over prices, newer ones in place of older ones; return whether any was new or differs."""
        if series.start is None or series.until is None:
            return False
        changed = False
        day = series.start.astimezone(self._zone).date()
        last = (series.until - timedelta(microseconds=1)).astimezone(self._zone).date()
        while day <= last:
            starts = day_quarters(day, self.time_zone)
            known = self._days.get(day, (None,) * len(starts))
            told = series.quarters(starts[0], starts[-1] + QUARTER)
            merged = tuple(
                before if price is None else round(price, _DIGITS) for before, price in zip(known, told, strict=True)
            )
            if merged != known:
                self._days[day] = merged
                changed = True
            day += timedelta(days=1)
        for old in sorted(self._days)[:-KEPT]:
            del self._days[old]
        return changed

    def series(self, first: date, end: date) -> Series:
        """Return the prices of local days, from the first to before the end."""
        spans: Series = Series()
        found: list[Series] = []
        for count in range((end - first).days):
            day = first + timedelta(days=count)
            if (values := self._days.get(day)) is not None:
                found.append(Series.of(day_quarters(day, self.time_zone)[0], values))
        if found:
            spans = Series(tuple(span for each in found for span in each.spans))
        return spans

    def recent(self, now: datetime, *, back: int = 8, ahead: int = 3) -> Series:
        """Return the prices of the days around now."""
        today = now.astimezone(UTC).astimezone(self._zone).date()
        return self.series(today - timedelta(days=back), today + timedelta(days=ahead))


def _length(day: date, time_zone: str) -> int:
    """Return how many quarters a local day has; asked of every stored day at once, while Home Assistant starts."""
    return (local_midnight(day + timedelta(days=1), time_zone) - local_midnight(day, time_zone)) // QUARTER
