"""Share the room on the phases among charge points: the minimum to each in order of priority, then the rest fairly."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...model import PhaseMask, PhaseVector

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Request:
    """What a charge point asks for: a current (A), at least `minimum`, on the phases it loads."""

    id: str
    wish: float
    minimum: float
    loads: PhaseMask


@dataclass(frozen=True, slots=True)
class Grant:
    """What it gets (A), and the phase (0..2) that kept it from more."""

    current: float
    limiting_phase: int | None = None
    doubtful: bool = False
    """Whether more would fit if what looks like a load of the house is the ramp of a car."""


def allocate(requests: Sequence[Request], room: PhaseVector) -> dict[str, Grant]:
    """Return a grant for each request such that no phase carries more than `room` (A).

    A grant is 0 or at least the minimum. Requests come in order of priority. The rest is shared by raising everybody
    equally until a phase is full or a wish is met (max-min fairness).
    """
    left = list(room)
    grants: dict[str, Grant] = {}
    growing: list[tuple[Request, float]] = []
    for request in requests:
        if request.wish < request.minimum:
            grants[request.id] = Grant(0.0)
            continue
        short = _tightest(request.loads, left)
        if short is not None and left[short] + _EPSILON < request.minimum:
            grants[request.id] = Grant(0.0, short)
            continue
        for phase in range(3):
            if request.loads[phase]:
                left[phase] -= request.minimum
        growing.append((request, request.minimum))

    while growing:
        raise_by = min(request.wish - current for request, current in growing)
        for phase in range(3):
            sharing = sum(1 for request, _ in growing if request.loads[phase])
            if sharing:
                raise_by = min(raise_by, left[phase] / sharing)
        raise_by = max(0.0, raise_by)
        still: list[tuple[Request, float]] = []
        for request, current in growing:
            for phase in range(3):
                if request.loads[phase]:
                    left[phase] -= raise_by
            still.append((request, current + raise_by))
        growing = []
        for request, current in still:
            if current >= request.wish - _EPSILON:
                grants[request.id] = Grant(current)
                continue
            full = next((p for p in range(3) if request.loads[p] and left[p] <= _EPSILON), None)
            if full is None:
                growing.append((request, current))
            else:
                grants[request.id] = Grant(current, full)
    return grants


def _tightest(loads: PhaseMask, left: Sequence[float]) -> int | None:
    """Return the loaded phase with the least room."""
    phases = [phase for phase in range(3) if loads[phase]]
    return min(phases, key=left.__getitem__) if phases else None
