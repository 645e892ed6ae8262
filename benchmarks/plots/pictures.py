"""Which pictures there are: the home each is drawn from, since when it lived there, and which days it shows."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A time in one of the homes of `benchmarks/data`, with nothing learnt at its beginning."""

    home: str
    begin: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Some local days of a stay: one, quarter by quarter, or a month and its peaks."""

    stay: Stay
    begin: date
    days: int = 1


WINTER: Final = Stay(home="home_a", begin=date(2024, 12, 8), days=55)
SUMMER: Final = Stay(home="home_b", begin=date(2024, 6, 1), days=37)

PICTURES: Final = {
    "winter_day": Picture(stay=WINTER, begin=date(2025, 1, 20)),
    "summer_day": Picture(stay=SUMMER, begin=date(2024, 7, 6)),
    "month_of_peaks": Picture(stay=WINTER, begin=date(2025, 1, 1), days=31),
}
