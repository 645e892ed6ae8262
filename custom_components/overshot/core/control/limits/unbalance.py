"""Keep the currents of the phases alike, as far as wishes above the minimum can be lowered for it. A wish, no law.

Lowering a car that draws from three phases changes nothing; who yields are the cars on the strongest phase that do not
load the weakest one.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ...model import PhaseVector
from .allocation import Grant, Request

DEADBAND: Final = 0.75
"""A ceiling that moves by less leaves a car where it is (A)."""

_EPSILON: Final = 1e-6


def ceilings(
    requests: Sequence[Request],
    grants: Mapping[str, Grant],
    before: Mapping[str, float],
    load: PhaseVector,
    limit: float,
) -> dict[str, float]:
    """Return what some cars should draw at most (A), given the load of the house and what is granted.

    Never less than a car's minimum or what is guaranteed to it. `before` is what each was last told (A).
    """
    totals = list(load)
    for request in requests:
        for phase in range(3):
            if request.loads[phase]:
                totals[phase] += grants[request.id].current
    lowered: dict[str, float] = {}
    weakest = totals.index(min(totals))
    for phase in sorted(range(3), key=totals.__getitem__, reverse=True):
        excess = totals[phase] - totals[weakest] - limit
        if excess <= _EPSILON:
            break
        yielding = {
            request.id: (lowered.get(request.id, grants[request.id].current), max(request.minimum, request.floor))
            for request in requests
            if request.loads[phase] and not request.loads[weakest]
        }
        can_yield = sum(max(0.0, current - least) for current, least in yielding.values())
        if can_yield <= _EPSILON:
            continue
        share = min(1.0, excess / can_yield)
        for request in requests:
            if request.id not in yielding:
                continue
            current, least = yielding[request.id]
            cut = share * max(0.0, current - least)
            if cut > _EPSILON:
                lowered[request.id] = current - cut
                for each in range(3):
                    if request.loads[each]:
                        totals[each] -= cut
    return {
        id_: before[id_] if abs(before[id_] - ceiling) < DEADBAND and before[id_] <= grants[id_].current else ceiling
        for id_, ceiling in lowered.items()
    }
