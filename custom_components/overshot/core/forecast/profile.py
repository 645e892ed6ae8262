"""The usual day of a house: mean and quantiles of each quarter, from days that count the more the newer and the liker."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import sumprod
from typing import Final

from ..control.stored import checked
from .kinds import SLOTS, DayKind, alike
from .outlook import QUANTILES
from .prior import SPREAD

HALF_LIFE_DAYS: Final = 10.0
"""A day counts half of one that is so many days newer. Between 5 and 20 two real homes hardly tell a difference."""

NEIGHBOUR_WEIGHT: Final = 0.5
"""The quarters before and after count so much: people are not punctual."""

PRIOR_WEIGHT: Final = 0.3
"""The prior counts as much as this part of yesterday."""

DAYS: Final = 56
"""So many days are kept: what is older would count less than a fiftieth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a house drew on one local day: the mean power (W) of each quarter by the wall clock; None: not known."""

    ordinal: int
    """The proleptic day number of `date.toordinal`."""

    kind: DayKind = DayKind.WORKDAY
    power: tuple[float | None, ...] = field(
        default=(None,) * SLOTS, metadata=checked(lambda power: len(power) == SLOTS)
    )
    heating: float | None = None
    """The day's mean heating degrees (K); None: no temperature."""

    cooling: float | None = None
    """The day's mean cooling degrees (K)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The usual day of one kind (W, each quarter), and how warm its days were."""

    mean: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]
    """Low, median, high."""

    heating: float | None
    cooling: float | None


def profiles(days: Sequence[Day], prior: Sequence[float], today: int) -> Mapping[DayKind, Profile]:
    """Return the usual day of every kind as known at the start of the day with that ordinal.

    `prior` (W, each quarter) is scaled to what the house draws and fills what no day tells.
    """
    known = [day for day in days if any(value is not None for value in day.power)]
    ages = [0.5 ** ((today - 1 - day.ordinal) / HALF_LIFE_DAYS) for day in known]
    level = _level(known, ages, prior)
    samples = [_samples(known, slot, prior[slot] * level) for slot in range(SLOTS)]
    result = {}
    for kind in DayKind:
        weights = [age * alike(day.kind, kind) for day, age in zip(known, ages, strict=True)]
        result[kind] = _profile(samples, weights, known)
    return result


def _level(days: Sequence[Day], weights: Sequence[float], prior: Sequence[float]) -> float:
    """Return what the house draws over what the prior says."""
    drawn, expected = PRIOR_WEIGHT * sum(prior), PRIOR_WEIGHT * sum(prior)
    for day, weight in zip(days, weights, strict=True):
        for value, usual in zip(day.power, prior, strict=True):
            if value is not None:
                drawn += weight * value
                expected += weight * usual
    return drawn / expected


def _samples(days: Sequence[Day], slot: int, prior: float) -> tuple[list[float], list[int]]:
    """Return what was drawn in a quarter and beside it, lowest first (W), and the place of each one's weight.

    The places are those of the weights in `_profile`: the days, the days again for the neighbours, then the prior.
    """
    count = len(days)
    found = [(value, index) for index, day in enumerate(days) if (value := day.power[slot]) is not None]
    for place in (slot - 1, slot + 1):
        if 0 <= place < SLOTS:
            found += [
                (value, count + index) for index, day in enumerate(days) if (value := day.power[place]) is not None
            ]
    found += [(prior * factor, 2 * count + index) for index, (factor, _) in enumerate(SPREAD)]
    found.sort()
    values, places = zip(*found, strict=True)
    return list(values), list(places)


def _profile(
    samples: Sequence[tuple[list[float], list[int]]], weights: Sequence[float], days: Sequence[Day]
) -> Profile:  # fmt: skip
    """Return the usual day of one kind, for which each day counts its weight."""
    shares = [*weights, *(NEIGHBOUR_WEIGHT * weight for weight in weights), *(PRIOR_WEIGHT * it for _, it in SPREAD)]
    mean, quantiles = [], []
    for values, places in samples:
        parts = [shares[place] for place in places]
        reached = list(accumulate(parts))
        total = reached[-1]
        mean.append(sumprod(values, parts) / total)
        quantiles.append([values[bisect_left(reached, level * total)] for level in QUANTILES])
    return Profile(
        mean=tuple(mean),
        quantiles=tuple(zip(*quantiles, strict=True)),
        heating=_mean((day.heating, weight) for day, weight in zip(days, weights, strict=True)),
        cooling=_mean((day.cooling, weight) for day, weight in zip(days, weights, strict=True)),
    )


def _mean(values: Iterable[tuple[float | None, float]]) -> float | None:
    """Return a weighted mean of what is known."""
    total = share = 0.0
    for value, weight in values:
        if value is not None:
            total += value * weight
            share += weight
    return total / share if share else None
