"""Learn what an array really makes of a forecast: factors per hour and season, so that shading and a wrong tilt show.

The hour is the sun's hour angle and the season its declination, because that is where the sun and the shade of a chimney
are; clocks and calendars are not. A cell that has seen little leans on its hour in all seasons, that on the array as a
whole, and that on the forecast itself.
"""

from dataclasses import dataclass, field
from typing import Final, Self

from .sun import Sun

HOURS: Final = 24
SEASONS: Final = 5
CELLS: Final = HOURS * SEASONS

FORGET: Final = 0.5 ** (1 / (60 * 48))
"""A quarter with sun counts half after 60 days of them."""

LEAN: Final = 12.0
"""A cell counts as much as what it leans on once it has seen so many quarters of usual size: about three days."""

LOWEST, HIGHEST = 0.02, 2.0
"""A cell's factor over that of the whole array stays within these: a shaded corner, a forecast that is too low."""

WHOLE: Final = (0.2, 3.0)
"""The whole array's factor stays within these, where the forecast is meant for this array."""

_STEEPEST: Final = 23.45


@dataclass(frozen=True, slots=True)
class Calibration:
    """Faded sums of what was forecast and what came (W summed over quarters), for each cell."""

    told: tuple[float, ...] = field(default=(0.0,) * CELLS, metadata={"check": lambda cells: len(cells) == CELLS})
    came: tuple[float, ...] = field(default=(0.0,) * CELLS, metadata={"check": lambda cells: len(cells) == CELLS})
    size: float = 0.0
    """The usual size of a forecast (W)."""

    def seen(self, sun: Sun, told: float, came: float) -> Self:
        """Return the sums with a quarter for which so much was told (W) and of which so much came (W)."""
        if told <= 0 or sun.elevation <= 0:
            return self
        forecasts = [FORGET * value for value in self.told]
        real = [FORGET * value for value in self.came]
        for cell, share in _cells(sun):
            forecasts[cell] += share * told
            real[cell] += share * came
        size = self.size + (told - self.size) / 200 if self.size else told
        return type(self)(tuple(forecasts), tuple(real), size)

    def factor(self, sun: Sun, whole: tuple[float, float] = WHOLE) -> float:
        """Return what to multiply a forecast by; `whole` bounds the factor of the array as a whole."""
        if not self.size:
            return 1.0
        overall = self._whole(whole)
        return sum(share * self._cell(cell, overall) for cell, share in _cells(sun))

    def _whole(self, whole: tuple[float, float]) -> float:
        """Return the factor of the array as a whole."""
        lean = LEAN * self.size
        return min(max((sum(self.came) + lean) / (sum(self.told) + lean), whole[0]), whole[1])

    def _cell(self, cell: int, overall: float) -> float:
        """Return the factor of a cell."""
        lean, hour = LEAN * self.size, cell % HOURS
        told = sum(self.told[hour::HOURS])
        of_hour = (sum(self.came[hour::HOURS]) + lean * overall) / (told + lean)
        factor = (self.came[cell] + lean * of_hour) / (self.told[cell] + lean)
        return min(max(factor, LOWEST * overall), HIGHEST * overall)


def _cells(sun: Sun) -> tuple[tuple[int, float], ...]:
    """Return the four cells around the sun, and how near each is."""
    hour = sun.hour_angle / 15 + HOURS / 2
    season = (min(max(sun.declination / _STEEPEST, -1.0), 1.0) + 1) / 2 * (SEASONS - 1)
    before, first = int(hour // 1), min(int(season), SEASONS - 2)
    late, warm = hour - before, season - first
    return tuple(
        (
            (first + row) * HOURS + (before + column) % HOURS,
            (warm if row else 1 - warm) * (late if column else 1 - late),
        )
        for row in (0, 1)
        for column in (0, 1)
    )
