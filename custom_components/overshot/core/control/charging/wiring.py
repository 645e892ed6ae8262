"""On how many phases a charge point can charge now, and on how many it could."""

from datetime import datetime, timedelta
from typing import Final

from ...model import ChargePoint, ChargePointReading, PhaseMask, first_terminals
from .memory import PhaseMemory

DEAD_TIME: Final = timedelta(seconds=60)
"""After a change of phases nothing is judged for so long: the station pauses, the car negotiates anew."""


def changing(memory: PhaseMemory, now: datetime) -> bool:
    """Whether a change of phases was ordered so lately that nothing can be judged."""
    # A change from the future was made before the clock was set back.
    return bool(memory.switched) and memory.switched[-1] <= now < memory.switched[-1] + DEAD_TIME


def most_phases(point: ChargePoint) -> int:
    """Return the phases a charge point is wired to."""
    return min(point.phases, len(point.rotation.terminals))


def phases_on(point: ChargePoint, reading: ChargePointReading | None, memory: PhaseMemory) -> int:
    """Return the phases that are switched on: what the station tells, else what it was told, else all."""
    wired = most_phases(point)
    told = reading.phases if reading is not None else None
    ordered = memory.ordered if point.switches_phases else None
    return min(wired, told or ordered or wired)


def terminals_on(
    point: ChargePoint, reading: ChargePointReading | None, memory: PhaseMemory, now: datetime
) -> PhaseMask:
    """Return the terminals a vehicle can draw from; all that are wired while it is open whether a change was made."""
    count = phases_on(point, reading, memory)
    if changing(memory, now) and (reading is None or reading.phases != memory.ordered):
        count = most_phases(point)
    return first_terminals(count)
