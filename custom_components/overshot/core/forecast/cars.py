"""Learn when a car comes and goes and what it charges, for the days on which nobody says so.

Kept are the last sessions. A question is answered from those that are most like it: newer ones and ones of the same kind
of day count more, and for a departure those that began at about the same hour. A prior stands in until a few are known:
a car that comes home in the evening and leaves in the morning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import exp, isfinite
from typing import Final

from .kinds import SLOTS, DayKind, alike, kind_of, local_slot, slot_of

KEPT: Final = 120
"""So many sessions are kept."""

HALF_LIFE_DAYS: Final = 28.0
"""A session counts half of one that is so many days newer."""

LIKE_SLOTS: Final = 12.0
"""How near (quarters) arrivals must be to count fully as the same habit."""

PRIOR_SESSIONS: Final = 2.0
"""The prior counts as so many sessions of yesterday."""

EARLY: Final = 0.2
"""Cars are expected to leave at this quantile of what they did: too early costs little, too late leaves them empty."""

ENOUGH: Final = 0.8
"""They are expected to want this quantile of the energy."""

_LONGEST: Final = timedelta(days=7)
_HIGHEST_ENERGY: Final = 150_000.0
_PRIOR_ARRIVAL: Final = 72
_PRIOR_DEPARTURE: Final = 28
_PRIOR_ENERGY: Final = (4_000.0, 8_000.0, 15_000.0)
_PRIOR_OFTEN: Final = 0.5
_KNOWN_SESSIONS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One time a car was plugged in."""

    arrived: datetime
    left: datetime
    energy: float
    """What it charged (Wh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarState:
    """What is known of a car, or of a charge point whose cars are not known: the last stays, the oldest first."""

    stays: tuple[Stay, ...] = ()
    since: datetime | None = None
    """From when on stays were watched: before it, a day without one says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarSettings:
    """What the user says of the house."""

    time_zone: str
    holidays: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What a plugged-in car is expected to do."""

    early: datetime
    """By when it should be ready."""

    median: datetime
    energy: float
    """What it still wants (Wh): enough in most cases."""

    mean_energy: float
    """What it still wants on average (Wh)."""

    learnt: bool
    """Whether that comes from this car's own past rather than from the prior."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A stay to be expected."""

    probability: float
    arrives: datetime
    leaves: datetime
    energy: float
    """Its mean energy (Wh), if it comes."""


def observe(state: CarState, stay: Stay) -> CarState:
    """Return the state with a stay that is over. One that makes no sense, or began before the last one, is passed over."""
    sound = (
        isfinite(stay.energy)
        and 0 <= stay.energy <= _HIGHEST_ENERGY
        and timedelta() < stay.left - stay.arrived <= _LONGEST
        and (not state.stays or stay.arrived >= state.stays[-1].arrived)
    )
    if not sound:
        return state
    return replace(state, stays=(*state.stays, stay)[-KEPT:], since=state.since or stay.arrived)


def departure(
    state: CarState, settings: CarSettings, arrived: datetime, now: datetime, charged: float = 0.0
) -> Departure:
    """Return what a car that is plugged in since `arrived` will do; `charged` (Wh) is what it has got.

    Stays that would be over by now, or wanted less than it has, tell nothing any more.
    """
    day, slot = slot_of(arrived, settings.time_zone)
    kind = kind_of(day, settings.holidays)
    weighted = _weighted(state, settings, arrived, kind)
    lasting, wanting = [], []
    for stay, place, weight in weighted:
        apart = min(abs(place - slot), SLOTS - abs(place - slot)) / LIKE_SLOTS
        weight *= exp(-0.5 * apart * apart)
        leaves = _same_clock(stay, arrived, settings)
        if leaves > now:
            lasting.append((leaves.timestamp(), weight))
        if stay.energy >= charged:
            wanting.append((stay.energy - charged, weight))
    learnt = sum(weight for _, weight in lasting) > PRIOR_SESSIONS
    lasting.append((_next_clock(max(arrived, now), _PRIOR_DEPARTURE, settings).timestamp(), PRIOR_SESSIONS / 2))
    wanting += [(max(energy - charged, 0.0), PRIOR_SESSIONS / 6) for energy in _PRIOR_ENERGY]
    return Departure(
        early=_moment(_quantile(lasting, EARLY), now),
        median=_moment(_quantile(lasting, 0.5), now),
        energy=_quantile(wanting, ENOUGH),
        mean_energy=sum(value * weight for value, weight in wanting) / sum(weight for _, weight in wanting),
        learnt=learnt,
    )


def arrivals(state: CarState, settings: CarSettings, now: datetime, until: datetime) -> tuple[Arrival, ...]:
    """Return the stays to be expected of a car that is away, one a local day at most, the likeliest hour of each.

    What has passed of today counts: a car that comes at five and is not there at nine will hardly come today.
    """
    found = []
    today, now_slot = slot_of(now, settings.time_zone)
    day = today
    while _at(day, 0, settings) < until:
        arrival = _arrival(state, settings, day, now_slot if day == today else -1, now)
        if arrival is not None and now <= arrival.arrives < until:
            found.append(arrival)
        day += timedelta(days=1)
    return tuple(found)


def known(state: CarState) -> bool:
    """Return whether enough is known to speak of habits."""
    return len(state.stays) >= _KNOWN_SESSIONS


def _arrival(state: CarState, settings: CarSettings, day: date, after: int, now: datetime) -> Arrival | None:
    """Return the stay to be expected on a local day, when none came until the quarter `after`."""
    kind = kind_of(day, settings.holidays)
    first: dict[date, tuple[int, Stay]] = {}
    for stay in state.stays:
        came, slot = slot_of(stay.arrived, settings.time_zone)
        if slot > after and (came not in first or slot < first[came][0]):
            first[came] = (slot, stay)
    came_weight, all_weight = PRIOR_SESSIONS * _PRIOR_OFTEN, PRIOR_SESSIONS
    if after >= _PRIOR_ARRIVAL:
        came_weight = 0.0
    hours = [(float(_PRIOR_ARRIVAL), came_weight)]
    lengths: list[tuple[float, float]] = [(13.5 * 3600, came_weight)]
    energies = [(sum(_PRIOR_ENERGY) / len(_PRIOR_ENERGY), came_weight)]
    for past in _days(state, settings, day):
        weight = 0.5 ** ((day - past).days / HALF_LIFE_DAYS) * alike(kind_of(past, settings.holidays), kind)
        all_weight += weight
        if past in first:
            slot, stay = first[past]
            came_weight += weight
            hours.append((float(slot), weight))
            lengths.append(((stay.left - stay.arrived).total_seconds(), weight))
            energies.append((stay.energy, weight))
    if came_weight <= 0:
        return None
    arrives = max(_at(day, int(_quantile(hours, 0.5)), settings), now)
    mean = sum(value * weight for value, weight in energies) / came_weight
    return Arrival(
        probability=min(came_weight / all_weight, 1.0),
        arrives=arrives,
        leaves=arrives + timedelta(seconds=_quantile(lengths, EARLY)),
        energy=mean,
    )


def _days(state: CarState, settings: CarSettings, before: date) -> Iterable[date]:
    """Return the local days on which stays were watched, up to the one before."""
    if state.since is None or not state.stays:
        return ()
    begin = slot_of(max(state.since, state.stays[0].arrived), settings.time_zone)[0]
    # Beyond a year nothing counts any more.
    first = max(begin.toordinal(), before.toordinal() - 366)
    return [date.fromordinal(ordinal) for ordinal in range(first, before.toordinal())]


def _weighted(
    state: CarState, settings: CarSettings, arrived: datetime, kind: DayKind
) -> Iterable[tuple[Stay, int, float]]:
    """Return each stay, its arrival's quarter of the day, and how much it tells of one that arrived then."""
    for stay in state.stays:
        day, slot = slot_of(stay.arrived, settings.time_zone)
        age = max((arrived - stay.arrived) / timedelta(days=1), 0.0)
        yield stay, slot, 0.5 ** (age / HALF_LIFE_DAYS) * alike(kind_of(day, settings.holidays), kind)


def _same_clock(stay: Stay, arrived: datetime, settings: CarSettings) -> datetime:
    """Return when a car that arrived now would leave if it did as in that stay: after so many days, at that clock time."""
    began, _ = slot_of(stay.arrived, settings.time_zone)
    ended, slot = slot_of(stay.left, settings.time_zone)
    begins, _ = slot_of(arrived, settings.time_zone)
    leaves = _at(begins + (ended - began), slot, settings)
    if leaves <= arrived:
        leaves = arrived + (stay.left - stay.arrived)
    return leaves


def _next_clock(after: datetime, slot: int, settings: CarSettings) -> datetime:
    """Return the next time a clock shows the start of a quarter."""
    day, now_slot = slot_of(after, settings.time_zone)
    return _at(day if now_slot < slot else day + timedelta(days=1), slot, settings)


def _at(day: date, slot: int, settings: CarSettings) -> datetime:
    """Return when a quarter of a local day begins (UTC)."""
    return local_slot(day, slot, settings.time_zone)


def _moment(timestamp: float, now: datetime) -> datetime:
    """Return a moment from its timestamp."""
    return now + timedelta(seconds=timestamp - now.timestamp())


def _quantile(values: Sequence[tuple[float, float]], level: float) -> float:
    """Return a weighted quantile."""
    total, reached = sum(weight for _, weight in values), 0.0
    ordered = sorted(values)
    for value, weight in ordered:
        reached += weight
        if reached >= level * total:
            return value
    return ordered[-1][0]
