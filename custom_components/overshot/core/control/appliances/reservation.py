"""Room on the phases for something that is about to start: booked first, so that cars make room before it does."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ...model import HeatPump, HeatPumpReading, Load, LoadReading, PhaseVector, Reading, Site, Snapshot, first_terminals
from ..limits.booking import Booking
from .memory import ApplianceMemory, AppliancesMemory

SETTLE: Final = timedelta(seconds=90)
"""So long after it was switched on, what it takes shows in the meters, its slow start included."""

PATIENCE: Final = timedelta(minutes=5)
"""So long room is booked for it."""

PAUSE: Final = timedelta(minutes=10)
"""Where there was none by then, the cars get it back for so long before the next attempt."""


def need_of(site: Site, thing: HeatPump | Load, power: float) -> Booking:
    """Return the room that so much power (W) takes, with the current of a start."""
    wired = min(thing.phases, len(thing.rotation.terminals))
    loads = thing.rotation.loaded_phases(site.connection.type, first_terminals(wired))
    amps = power / site.connection.type.power_per_ampere(wired, site.connection.voltage)
    if isinstance(thing, HeatPump):
        amps += thing.start_current
    return Booking(
        circuit=thing.circuit,
        currents=(amps if loads[0] else 0.0, amps if loads[1] else 0.0, amps if loads[2] else 0.0),
    )


def fits(need: Booking, left: PhaseVector) -> bool:
    """Whether what is left on each phase (A) suffices."""
    return all(wanted <= room + 1e-6 or wanted == 0 for wanted, room in zip(need.currents, left, strict=True))


def bookings(site: Site, memory: AppliancesMemory, snapshot: Snapshot, now: datetime) -> list[Booking]:
    """Return the room that is kept for what is about to start, and for what has started and does not show yet."""
    booked: list[Booking] = []
    for things, remembered in ((site.heat_pumps, memory.heat_pumps), (site.loads, memory.loads)):
        for thing in things:
            own = remembered.get(thing.id)
            if own is None or not _kept(own, now):
                continue
            readings: Mapping[str, Reading[HeatPumpReading] | Reading[LoadReading]] = (
                snapshot.heat_pumps if isinstance(thing, HeatPump) else snapshot.loads
            )
            measured = readings.get(thing.id)
            drawn = (measured.value.power or 0.0) if measured is not None and own.starting_since is None else 0.0
            highest = thing.power if isinstance(thing, HeatPump) else thing.levels[-1]
            if drawn < highest:
                booked.append(need_of(site, thing, highest - drawn))
    return booked


def _kept(memory: ApplianceMemory, now: datetime) -> bool:
    """Whether room is kept: while it is about to start, and until its draw shows in the meters."""
    if memory.starting_since is not None:
        return timedelta() <= now - memory.starting_since < PATIENCE
    return memory.on and memory.changed_at is not None and timedelta() <= now - memory.changed_at < SETTLE
