"""End sessions: when a vehicle was seen to leave, when nobody looked, and those that nobody saw at all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ...model import ChargePoint, ChargePointReading
from ..account import NOTHING, Share
from .event import SessionEvent, SessionEventKey
from .growth import WATCHED, accounted, grown, rescaled
from .memory import MeterMemory, PointMemory
from .metering import STEP, Gain, gain, settle
from .session import Metering, Session, SessionStatus, session_id

LATE: Final = 120.0
"""So long after unplug the meter may show the last of it (s)."""

MISSED: Final = 500.0
"""From here on, what the meter counted while nobody looked was a session of its own (Wh)."""


@dataclass(slots=True)
class PointStep:
    """One charge point in one cycle."""

    memory: PointMemory
    events: list[SessionEvent]
    changed: dict[str, Session]


def idle(step: PointStep, point: ChargePoint, reading: ChargePointReading, at: datetime, most: float) -> None:
    """Look what the meter counted while no vehicle was there."""
    memory, last = step.memory, step.memory.last
    if memory.at is None:
        step.memory = replace(memory, at=at, meter=met(reading, at), share=NOTHING, counted=0.0)
        return
    share = memory.share
    gained = gain(memory.meter, reading, at, most, unseen(memory))
    gap = (at - memory.at).total_seconds()
    metered = gained.by is Metering.COUNTER
    step.memory = replace(memory, at=at, meter=replace(gained.meter, owed=0.0), share=NOTHING, counted=0.0)
    if not metered or gained.energy == 0:
        return
    recent = last is not None and last.ended is not None and (at - last.ended).total_seconds() <= LATE
    corrects = memory.meter.booked > 0
    if last is not None and (recent or corrects) and gained.energy <= STEP:
        last = replace(rescaled(last, gained.energy, gained.estimated), meter_end=gained.meter.counter)
        step.memory = replace(step.memory, last=last)
        step.changed[last.id] = last
    elif gained.energy > MISSED and gap > WATCHED:
        _reconstruct(step, point, gained, memory.at, at, share)
    else:
        step.memory = replace(step.memory, unassigned=memory.unassigned + max(0.0, gained.energy))


def finish(step: PointStep, reading: ChargePointReading) -> None:
    """End the session of a vehicle that was seen to be unplugged."""
    gone = step.memory.gone_since
    assert gone is not None
    _settle(step, reading)
    end(step, gone, SessionStatus.FINISHED)


def finish_unseen(step: PointStep, reading: ChargePointReading, before: datetime, at: datetime, charged: float) -> None:
    """End the session of a vehicle that left while nobody looked, at the earliest when it had taken `charged` (Wh)."""
    _settle(step, reading)
    assert step.memory.session is not None
    highest = step.memory.session.max_power or 0.0
    left = min(at, before + timedelta(hours=max(0.0, charged) / highest)) if highest > 0 else before
    end(step, left, SessionStatus.INTERRUPTED)


def end(step: PointStep, ended: datetime, status: SessionStatus) -> None:
    """End the session that runs."""
    memory = step.memory
    assert memory.session is not None
    session = replace(
        memory.session,
        ended=max(ended, memory.session.started),
        status=status,
        end_estimated=status is SessionStatus.INTERRUPTED,
    )
    step.memory = replace(memory, session=None, last=session, gone_since=None, share=NOTHING, counted=0.0)
    step.changed[session.id] = session
    step.events.append(SessionEvent(key=SessionEventKey.ENDED, session=session))


def met(reading: ChargePointReading, at: datetime) -> MeterMemory:
    """Return what is remembered of a meter that was never read before."""
    return MeterMemory(
        counter=reading.energy, counter_at=None if reading.energy is None else at, told=reading.session_energy
    )


def unseen(memory: PointMemory) -> float:
    """Return what the ledger counted since the last reading (Wh)."""
    return max(0.0, memory.share.total - memory.counted)


def _reconstruct(
    step: PointStep, point: ChargePoint, gained: Gain, before: datetime, at: datetime, share: Share
) -> None:
    """Note a whole session that nobody saw, from what the meter counted."""
    started = before
    if step.memory.last is not None and started <= step.memory.last.started:
        started = step.memory.last.started + timedelta(seconds=1)
    counter = gained.meter.counter or 0.0
    session = Session(
        id=session_id(point.id, started),
        charge_point=point.id,
        charge_point_name=point.name,
        started=started,
        start_estimated=True,
        meter_start=max(0.0, counter - gained.energy),
    )
    session = accounted(grown(session, gained, started, at, None), share)
    step.memory = replace(step.memory, session=session)
    end(step, at, SessionStatus.INTERRUPTED)


def _settle(step: PointStep, reading: ChargePointReading) -> None:
    """Count what the meter of a session that ends did not tell any more."""
    memory = step.memory
    assert memory.session is not None
    gained = settle(memory.meter, reading)
    at = memory.at or memory.session.started
    session = accounted(grown(memory.session, gained, at, at, None), memory.share)
    step.memory = replace(memory, session=session, meter=gained.meter)
