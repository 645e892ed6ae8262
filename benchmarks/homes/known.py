"""What is known of prices and sun at a moment: day-ahead prices from noon or so on, the solar forecast of the evening before."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from custom_components.overshot.core.model.series import Series

from .home import Home

SUN_TOLD: Final = 18.0
"""From this hour of the day (local) the solar forecast of the next day is known."""

BEHIND: Final = timedelta(days=2)
"""So much of the past is told beside what is ahead."""


class Known:
    """Hands out what a home can know, and nothing of the future beyond it."""

    def __init__(self, home: Home, *, sun: bool = True) -> None:
        """Begin with a home; without `sun` nobody forecasts the sun."""
        self.home = home
        self._sun = sun
        self._until: dict[tuple[datetime, float], int] = {}
        self._cached: dict[str, tuple[int, int, Series]] = {}
        self._bought, self._sold = home.import_prices, home.export_prices
        self._told = tuple(None if it is None else 1000 * it for it in home.solar_told)

    def import_prices(self, now: datetime) -> Series:
        """Return what a kWh from the grid costs, as far as it is known (EUR)."""
        return self._series("import", self._bought, now, self.home.tariff.published)

    def export_prices(self, now: datetime) -> Series:
        """Return what a kWh fed in pays, as far as it is known (EUR)."""
        return self._series("export", self._sold, now, self.home.tariff.published)

    def solar_told(self, now: datetime) -> Series | None:
        """Return the solar forecast as far as it is told (W); None where nobody tells one."""
        return self._series("sun", self._told, now, SUN_TOLD) if self._sun else None

    def _series(self, name: str, values: Sequence[float | None], now: datetime, hour: float) -> Series:
        """Return a column until the end of the day that is known."""
        first = max(0, self._index(now.replace(hour=0, minute=0, second=0, microsecond=0) - BEHIND))
        until = self._known_until(now, hour)
        cached = self._cached.get(name)
        if cached is None or cached[:2] != (first, until):
            cached = (first, until, Series.of(self.home.starts[first], values[first:until]))
            self._cached[name] = cached
        return cached[2]

    def _known_until(self, now: datetime, hour: float) -> int:
        """Return the first quarter that is not known: tomorrow's first, or that of the day after."""
        local = now.astimezone(self.home.zone)
        days = 2 if local.hour + local.minute / 60 >= hour else 1
        end = datetime.combine(local.date() + timedelta(days=days), time(), tzinfo=self.home.zone)
        return min(len(self.home.starts), self._index(end.astimezone(UTC)))

    def _index(self, moment: datetime) -> int:
        """Return the number of the quarter a moment lies in."""
        return int((moment - self.home.starts[0]).total_seconds() // 900)
