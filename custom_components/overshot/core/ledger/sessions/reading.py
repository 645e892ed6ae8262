"""What one reading does to the session of one charge point: it begins, goes on, or makes room for another one."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ...control.charging.session import NEW_SESSION
from ...control.limits.currents import power_per_ampere
from ...model import ChargePoint, ChargePointReading, Reading, Site, VehicleState
from ..account import NOTHING
from .ending import PointStep, end, finish, finish_unseen, idle, met, unseen
from .event import SessionEvent, SessionEventKey
from .growth import WATCHED, accounted, grown, of_somebody
from .memory import Circumstances, PointMemory
from .metering import Gain, gain
from .session import Metering, Session, SessionStatus, session_id

GONE: Final = 15.0
"""A station must say for so long that no vehicle is there: contacts bounce, stations start anew (s)."""

NOBODY_LOOKED: Final = 900.0
"""After such a gap, when a session began or ended is an estimate (s)."""


def read(
    step: PointStep, site: Site, point: ChargePoint, measured: Reading[ChargePointReading], around: Circumstances
) -> None:
    """Take one more reading of a charge point."""
    reading, at, memory = measured.value, measured.at, step.memory
    empty = reading.vehicle is VehicleState.A
    if empty and around.changing_phases and memory.session is not None:
        return
    there = reading.vehicle is not None and reading.vehicle.connected
    if memory.session is None and not empty and not there:
        # Whether there is a vehicle is not known: what is counted meanwhile waits for whoever it belongs to.
        return
    most = power_per_ampere(site, None, (True, True, True)) * point.max_current
    power = _power(site, reading)
    if there:
        _with_vehicle(step, point, reading, at, most, power, around)
    elif empty:
        _without_vehicle(step, point, reading, at, most, power)
    else:
        _go_on(step, reading, at, most, power, around)


def _with_vehicle(
    step: PointStep,
    point: ChargePoint,
    reading: ChargePointReading,
    at: datetime,
    most: float,
    power: float | None,
    around: Circumstances,
) -> None:
    """Go on with the session of a vehicle that is there, or begin it."""
    memory = step.memory
    if memory.session is None:
        _begin(step, point, reading, at, most, power, around)
    elif memory.gone_since is not None and (at - memory.gone_since).total_seconds() >= GONE:
        # It was away between two readings.
        finish(step, reading)
        _begin(step, point, reading, at, most, power, around)
    elif _is_another(memory, reading, at, around):
        _swap(step, point, reading, at, most, power, around)
    else:
        _go_on(step, reading, at, most, power, around)


def _without_vehicle(
    step: PointStep, point: ChargePoint, reading: ChargePointReading, at: datetime, most: float, power: float | None
) -> None:
    """End the session of a vehicle that is gone; where there was none, see what the meter counted."""
    memory = step.memory
    if memory.session is None:
        idle(step, point, reading, at, most)
        return
    if memory.gone_since is None:
        before, had = memory.at or at, memory.session.energy
        _go_on(step, reading, at, most, power, None)
        step.memory = replace(step.memory, gone_since=at)
        now = step.memory.session
        if now is not None and (at - before).total_seconds() > NOBODY_LOOKED:
            finish_unseen(step, reading, before, at, now.energy - had)
        return
    _go_on(step, reading, at, most, None, None)
    if (at - memory.gone_since).total_seconds() >= GONE:
        finish(step, reading)


def _go_on(
    step: PointStep,
    reading: ChargePointReading,
    at: datetime,
    most: float,
    power: float | None,
    around: Circumstances | None,
) -> None:
    """Let the session that runs grow by what was given since the last reading. `around` is None where nobody is there."""
    memory = step.memory
    assert memory.session is not None
    gained = gain(memory.meter, reading, at, most, unseen(memory))
    session = accounted(grown(memory.session, gained, memory.at or at, at, power), memory.share)
    gone_since = memory.gone_since
    if around is not None:
        session, gone_since = of_somebody(session, around), None
    step.memory = replace(
        memory, session=session, at=at, gone_since=gone_since, meter=gained.meter, counted=memory.share.total
    )
    step.changed[session.id] = session


def _begin(
    step: PointStep,
    point: ChargePoint,
    reading: ChargePointReading,
    at: datetime,
    most: float,
    power: float | None,
    around: Circumstances,
) -> None:
    """Begin a session with what was given since nobody was there, or what its station told before anybody looked."""
    memory = step.memory
    before = memory.at
    gap = (at - before).total_seconds() if before is not None else None
    told = reading.session_energy
    if before is None:
        gained = Gain(told or 0.0, 0.0, Metering.STATION, met(reading, at))
    elif told is not None and memory.meter.counter is None and (gap or 0.0) > WATCHED:
        gained = Gain(told, 0.0, Metering.STATION, met(reading, at))
    else:
        gained = gain(memory.meter, reading, at, most, unseen(memory))
    seen_late = gap is None or gap > NOBODY_LOOKED
    started = at - timedelta(hours=max(0.0, gained.energy) / most) if (gap is None or gap > WATCHED) else at
    ended = memory.last.ended if memory.last is not None else None
    started = min(at, max(each for each in (started, before, ended) if each is not None))
    if memory.last is not None and started <= memory.last.started:
        started = memory.last.started + timedelta(seconds=1)
    counter = gained.meter.counter
    session = Session(
        id=session_id(point.id, started),
        charge_point=point.id,
        charge_point_name=point.name,
        started=started,
        start_estimated=seen_late,
        metering=gained.by,
        meter_start=None if counter is None else max(0.0, counter - max(0.0, gained.energy)),
    )
    session = of_somebody(accounted(grown(session, gained, started, at, power), memory.share), around)
    step.memory = replace(
        memory,
        session=session,
        at=at,
        gone_since=None,
        meter=gained.meter,
        counted=memory.share.total,
    )
    step.changed[session.id] = session
    step.events.append(SessionEvent(key=SessionEventKey.STARTED, session=session))


def _is_another(memory: PointMemory, reading: ChargePointReading, at: datetime, around: Circumstances) -> bool:
    """Whether, after a gap, the vehicle that is there is another one than before: its count or its card tells."""
    if memory.session is None or memory.at is None or (at - memory.at).total_seconds() <= NEW_SESSION:
        return False
    told, before = reading.session_energy, memory.meter.told
    if told is not None and before is not None:
        return told < before
    tag, known = around.identity.tag, memory.session.tag
    return tag is not None and known is not None and tag != known


def _swap(
    step: PointStep,
    point: ChargePoint,
    reading: ChargePointReading,
    at: datetime,
    most: float,
    power: float | None,
    around: Circumstances,
) -> None:
    """End the session of the vehicle that left while nobody looked, and begin that of the one that came.

    What the meter counted meanwhile is the new one's as far as the station's count of it goes, the rest the old one's.
    """
    memory = step.memory
    assert memory.session is not None and memory.at is not None
    gained = gain(memory.meter, reading, at, most, unseen(memory))
    theirs = reading.session_energy or 0.0
    counted = memory.meter.counter is not None and reading.energy is not None
    rest = max(0.0, gained.energy - theirs) if counted else 0.0
    old = Gain(rest, min(rest, max(0.0, gained.estimated)), Metering.COUNTER, gained.meter)
    left = memory.at + timedelta(hours=rest / most)
    session = accounted(grown(memory.session, old, memory.at, max(memory.at, left), None), memory.share)
    given = gained.energy - rest if counted else theirs
    counter = reading.energy if counted else None
    old_end = None if counter is None else counter - given
    step.memory = replace(memory, session=replace(session, meter_end=old_end))
    end(step, left, SessionStatus.INTERRUPTED)
    # The ledger did not see who was there: both have had the same mix.
    seen = memory.share.total
    share = memory.share.part(max(0.0, seen - session.energy) / seen) if seen > 0 else NOTHING
    meter = replace(gained.meter, counter=old_end, counter_at=left, told=0.0, owed=0.0)
    step.memory = replace(step.memory, at=left, meter=meter, share=share)
    _begin(step, point, reading, at, most, power, around)


def _power(site: Site, reading: ChargePointReading) -> float | None:
    """Return what a charge point draws by a reading (W); None where it does not tell."""
    if reading.power is not None or reading.currents is None:
        return reading.power
    drawing = (reading.currents[0] > 0, reading.currents[1] > 0, reading.currents[2] > 0)
    return power_per_ampere(site, reading, drawing) * max(reading.currents)
