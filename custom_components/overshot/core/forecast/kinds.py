"""Kinds of days: on which days a house behaves alike."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

SLOTS: Final = 96
"""Quarters of a day by the wall clock. The hour that comes twice falls in the same four slots, the missing one in none."""

HOLIDAY_WEIGHT: Final = 0.6
"""A Sunday tells this much about a holiday, and the reverse (1: as much as a day of the same kind)."""

OTHER_WEIGHT: Final = 0.2
"""A day of another kind tells this much: better than nothing while few days are known."""


class DayKind(StrEnum):
    """What kind of day it is for the people in the house."""

    WORKDAY = "workday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


_ALIKE: Final[Mapping[frozenset[DayKind], float]] = MappingProxyType(
    {frozenset((DayKind.SUNDAY, DayKind.HOLIDAY)): HOLIDAY_WEIGHT}
)


def kind_of(day: date, holidays: Collection[date] = ()) -> DayKind:
    """Return the kind of a local day."""
    if day in holidays:
        return DayKind.HOLIDAY
    return {5: DayKind.SATURDAY, 6: DayKind.SUNDAY}.get(day.weekday(), DayKind.WORKDAY)


def alike(one: DayKind, other: DayKind) -> float:
    """Return how much a day of one kind tells about the other (0..1)."""
    return 1.0 if one is other else _ALIKE.get(frozenset((one, other)), OTHER_WEIGHT)


def slot_of(moment: datetime, time_zone: str) -> tuple[date, int]:
    """Return the local day of a moment, and its quarter by the wall clock (0..95)."""
    there = moment.astimezone(_zone(time_zone))
    return there.date(), there.hour * 4 + there.minute // 15


def local_slot(day: date, slot: int, time_zone: str) -> datetime:
    """Return when a quarter of a local day begins (UTC); of the hour that comes twice, the first."""
    clock = time(slot // 4, slot % 4 * 15)
    return datetime.combine(day, clock, _zone(time_zone)).astimezone(UTC)


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    """Return a time zone."""
    return ZoneInfo(name)
