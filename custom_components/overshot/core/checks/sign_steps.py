"""Signs told by a step: a car starts, and what feeds the house together must rise by what it takes.

The house is grid + battery + solar. Where the battery stands still, the grid alone must follow; where it regulates, both
together must, each in its own direction. What did not move tells nothing of its sign.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

LEAST_STEP = 500.0
"""A load must change by so much (W)."""

LEAST_STEPS = 2
MOVED = 0.25
"""What follows with a smaller share of the step stood still."""

FITS = 0.35
"""What feeds the house together may miss the step by this share: other things in the house change too."""

GRID: Final = "grid"


class SignVerdict(StrEnum):
    """What the steps say of the sign of a meter."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    STILL = "still"
    """It did not move: nothing can be said."""

    UNCLEAR = "unclear"
    """Something else in the house changed too much meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerStep:
    """A change of a load, and of everything that feeds the house (W)."""

    load: float
    grid: float
    batteries: Mapping[str, float]
    solar: float = 0.0


def judge_signs(steps: Iterable[PowerStep]) -> Mapping[str, SignVerdict]:
    """Return what is told of the grid meter, under `GRID`, and of each battery; empty where the load changed too little."""
    clear = [step for step in steps if abs(step.load) >= LEAST_STEP]
    if len(clear) < LEAST_STEPS:
        return {}
    shares = _shares(clear)
    solar = _share(clear, [step.solar for step in clear])
    moving = [id_ for id_, share in shares.items() if abs(share) >= MOVED]
    rest = solar + sum(share for id_, share in shares.items() if id_ not in moving)
    fitting = [
        signs
        for signs in product((1, -1), repeat=len(moving))
        if abs(rest + sum(sign * shares[id_] for sign, id_ in zip(signs, moving, strict=True)) - 1) <= FITS
    ]
    found = dict.fromkeys(shares, SignVerdict.STILL)
    for index, id_ in enumerate(moving):
        told = {signs[index] for signs in fitting}
        if len(told) != 1:
            found[id_] = SignVerdict.UNCLEAR
        else:
            found[id_] = SignVerdict.CONFIRMED if told == {1} else SignVerdict.CONTRADICTED
    return found


def _shares(steps: Sequence[PowerStep]) -> dict[str, float]:
    """Return which share of the steps the grid and each battery followed."""
    batteries = dict.fromkeys(id_ for step in steps for id_ in step.batteries)
    return {
        GRID: _share(steps, [step.grid for step in steps]),
        **{id_: _share(steps, [step.batteries.get(id_, 0.0) for step in steps]) for id_ in batteries},
    }


def _share(steps: Sequence[PowerStep], followed: Sequence[float]) -> float:
    """Return which share of the steps was followed, by least squares."""
    weight = sum(step.load * step.load for step in steps)
    return sum(step.load * change for step, change in zip(steps, followed, strict=True)) / weight
