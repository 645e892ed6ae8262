"""Which contract held when. Nothing is ever overwritten, so that a bill of last year stays what it was."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Dated(Protocol):
    """Something that applies from a local midnight, until the next of its kind."""

    @property
    def starts(self) -> date:
        """Return its first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry[D: Dated]:
    """A line of the history."""

    version: D
    starts: date
    until: date | None
    """The day on which it no longer applies; None: it still does. On `starts`: it was replaced before it ever did."""


def starts_on(dated: date | None, edited_at: datetime, time_zone: str, *, first: bool = False) -> date:
    """Return the first day of an edit: the date it carries, past ones too, else the local day after the edit.

    The first of all replaces nothing, so without a date it applies from the day it is entered.
    """
    if dated is not None:
        return dated
    today = edited_at.astimezone(ZoneInfo(time_zone)).date()
    return today if first else today + timedelta(days=1)


def added[D: Dated](versions: Sequence[D], new: D) -> tuple[D, ...]:
    """Return the versions with a new one, in order of their first day; of the same day the later entered is last."""
    return tuple(sorted((*versions, new), key=_first_day))


def in_force[D: Dated](versions: Sequence[D], day: date) -> D | None:
    """Return what applies on a local day; None before the first. The versions are in order, as `added` leaves them."""
    place = bisect_right(versions, day, key=_first_day)
    return versions[place - 1] if place else None


def history_of[D: Dated](versions: Sequence[D]) -> tuple[Entry[D], ...]:
    """Return every version that was ever entered with the days it applied, oldest first."""
    ends = [*(version.starts for version in versions[1:]), None] if versions else []
    return tuple(
        Entry(version=version, starts=version.starts, until=end) for version, end in zip(versions, ends, strict=True)
    )


def _first_day(version: Dated) -> date:
    """Return the first day, to sort by."""
    return version.starts
