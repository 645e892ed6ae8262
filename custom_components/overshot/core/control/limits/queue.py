"""Who gets the minimum where not everybody can have it: a queue that rotates.

Within a priority, who has its minimum keeps it for a while (`ROTATION`). Then the longest waiting takes the place of the
longest served, and so on in turn. Where the user wishes, the emptiest vehicle or the one that leaves first goes before
the others instead; who just began to charge keeps its place all the same, so that no two swap back and forth.

A car that takes nothing of what it is offered stands behind all others: it is full, or asleep. It is tried again where
there is room, or after a longer wait.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..charging.surplus import timer
from ..charging.view import View
from ..settings import TieBreak
from .allocation import Rank, Request
from .memory import Place, ShareMemory, Unused

ROTATION: Final = timedelta(minutes=15)
"""So long who charges keeps its place, and so long who waits lets it."""

RETRY: Final = timedelta(hours=1)
"""So long one that takes nothing waits behind the others."""

STAGE: Final = timedelta(seconds=5)
"""Between two that return to one circuit after a pause: what the first one takes shows before the next one comes."""

GIVE_BACK_AFTER: Final = timedelta(seconds=30)
"""A car that takes less than it is told for so long gives the rest to others."""

IDLE_AFTER: Final = timedelta(minutes=2)
"""One that takes nothing for so long gives its place to others."""

GROWTH: Final = 1.0
"""Left to a car beyond what it takes, to grow into (A)."""

_NOTICED: Final = 0.5
"""A car that takes less than it is told by no more than this takes it all (A)."""

_DRIFT: Final = 0.5
"""What a car takes may change by so much before what is left to it does (A)."""

_TAKES_NOTHING: Final = 2.0
"""A car that draws less takes nothing (A)."""

_FIRST, _DUE, _SERVED, _LAST = range(4)


def notice_unused(
    memory: Mapping[str, Unused], places: Mapping[str, Place], views: Sequence[View], now: datetime
) -> dict[str, Unused]:
    """Return which of the steered cars take less than they are told, and since when."""
    unused: dict[str, Unused] = {}
    for view in views:
        told = view.memory.setpoint
        known = memory.get(view.point.id)
        if told <= 0:
            if known is not None and view.connected:
                # Paused: what it took before counts until it is tried again. A place of its own, and the time to show
                # that it wakes, it gets after a long wait only; before, nobody else may want what it is tried with.
                place = places.get(view.point.id)
                waited = place is not None and not place.charging and now - timer(place.since, now) >= RETRY
                since = now if waited else timer(known.since, now)
                unused[view.point.id] = Unused(since=since, takes=known.takes)
            continue
        if not view.draws or max(view.draws[-1][1]) >= told - _NOTICED or not view.connected:
            continue
        drawn = max(max(draw) for _, draw in view.draws)
        if drawn >= told - _NOTICED:
            continue
        takes = drawn + GROWTH
        if known is not None and abs(known.takes - takes) <= _DRIFT:
            takes = known.takes
        unused[view.point.id] = Unused(since=timer(known.since, now) if known is not None else now, takes=takes)
    return unused


def takes(unused: Unused | None, minimum: float, now: datetime) -> float:
    """Return what is left to a car before all others have what they take (A)."""
    if unused is None or now - unused.since < GIVE_BACK_AFTER:
        return float("inf")
    return max(minimum, unused.takes)


def ranking(views: Mapping[str, View], memory: ShareMemory, tie_break: TieBreak, now: datetime) -> Rank:
    """Return the order in which the minimum is given, the first one lowest."""

    def rank(request: Request) -> tuple[int, int, float]:
        place = memory.places.get(request.id)
        since = timer(place.since, now) if place is not None else now
        passed = now - since
        charging = place is not None and place.charging
        if charging and passed < ROTATION:
            turn = (_FIRST, since.timestamp())
        elif tie_break is not TieBreak.FAIR:
            turn = (_DUE, _first_by(views[request.id], tie_break))
        elif charging:
            turn = (_SERVED, -since.timestamp())
        else:
            turn = (_DUE if passed >= ROTATION else _LAST, since.timestamp())
        return (request.priority, *turn)

    return rank


def takes_nothing(view: View, unused: Unused | None, place: Place | None, now: datetime) -> bool:
    """Whether a car gives its place to any other: it takes nothing of what it is offered, or took nothing before."""
    if unused is None or unused.takes > _TAKES_NOTHING + GROWTH + _DRIFT:
        return False
    if place is not None and not place.charging:
        return now - timer(place.since, now) < RETRY
    return now - unused.since >= IDLE_AFTER or (view.reading is not None and view.reading.finished)


def _first_by(view: View, tie_break: TieBreak) -> float:
    """Return what the user's tie break compares, the lowest first; who tells nothing comes last."""
    if tie_break is TieBreak.LOWEST_SOC:
        soc = view.reading.vehicle_soc if view.reading is not None else None
        return soc if soc is not None else float("inf")
    wish = view.settings.range_wish
    departures = [moment.timestamp() for moment in (view.memory.target.due, wish.until if wish else None) if moment]
    return min((moment for moment in departures if moment > view.now.timestamp()), default=float("inf"))


def next_place(before: Place | None, place: Place) -> Place:
    """Return the place of a charge point that wishes to charge; the time counts on where it has it, or waits, as before."""
    if before is None or before.charging is not place.charging or before.since > place.since:
        return place
    if before.circuit == place.circuit and before.power_limit is place.power_limit:
        return before
    return replace(place, since=before.since)
