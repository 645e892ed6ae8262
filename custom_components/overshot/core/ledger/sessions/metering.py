"""How much a charge point gave since it was last looked at: by its meter, else its own count, else the ledger."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ...model import ChargePointReading
from .memory import MeterMemory
from .session import Metering

_SLACK: Final = 250.0
"""Meters move in steps: so much may come at once (Wh), ..."""

STEP: Final = 1000.0
"""...and so much where the ledger counted most of it since the last step: some show whole kWh only (Wh)."""

_OVER: Final = 1.3
"""A station gives at most this multiple of its rating."""

STUCK: Final = 2000.0
"""A meter that stands still while the ledger counts so much does not work (Wh)."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What was given since the last reading."""

    energy: float
    """Wh; less than 0 where the meter tells less than what was estimated while it was silent."""

    estimated: float
    """Of that, what no meter told (Wh); less than 0 where the meter now tells what had been estimated."""

    by: Metering
    meter: MeterMemory


def gain(meter: MeterMemory, reading: ChargePointReading, at: datetime, most: float, ledger: float) -> Gain:
    """Return what was given since the last reading of a charge point, and what is remembered then.

    `most` is its rating (W), `ledger` what the ledger counted since the last reading (Wh). A meter that falls, or jumps
    by more than can have flowed, was reset or replaced: what flowed meanwhile is estimated, and the new count goes on. A
    meter that is silent for a while is waited for: what it tells then counts once.
    """
    told, owed = reading.session_energy, meter.owed + ledger
    told_now = told if told is not None else meter.told
    if reading.energy is not None and meter.counter is not None:
        return _by_counter(meter, reading.energy, at, most, owed, told_now)
    if meter.counter is not None:
        return Gain(0.0, 0.0, Metering.COUNTER, replace(meter, owed=owed, told=told_now))
    after = replace(meter, counter=reading.energy, counter_at=at, told=told_now)
    if told is not None:
        return _by_count(after, meter.told, told, owed)
    if meter.told is not None and reading.energy is None:
        return Gain(0.0, 0.0, Metering.STATION, replace(after, counter_at=None, owed=owed))
    return Gain(owed, owed, Metering.LEDGER, replace(after, owed=0.0))


def settle(meter: MeterMemory, reading: ChargePointReading) -> Gain:
    """Return what is still to be counted when a session ends: an estimate where its meter fell silent, or stood still."""
    heard = reading.energy is not None if meter.counter is not None else reading.session_energy is not None
    by = Metering.COUNTER if meter.counter is not None else Metering.STATION
    if meter.owed <= (STEP if heard and meter.booked <= 0 else 0.0):
        return Gain(0.0, 0.0, by, replace(meter, owed=0.0))
    booked = meter.booked + meter.owed if meter.counter is not None else 0.0
    return Gain(meter.owed, meter.owed, Metering.LEDGER, replace(meter, owed=0.0, booked=booked))


def _by_counter(meter: MeterMemory, counter: float, at: datetime, most: float, owed: float, told: float | None) -> Gain:
    """Return what was given by the difference of the station's meter."""
    assert meter.counter is not None
    moved = counter - meter.counter
    if moved == 0:
        return _standing(replace(meter, counter_at=at, owed=owed, told=told), Metering.COUNTER)
    seconds = max(0.0, (at - meter.counter_at).total_seconds()) if meter.counter_at is not None else 0.0
    possible = _OVER * most * seconds / 3600 + _SLACK
    after = replace(meter, counter=counter, counter_at=at, owed=0.0, booked=0.0, told=told)
    if 0 < moved <= max(possible, 1.5 * owed + STEP) + meter.booked:
        return Gain(moved - meter.booked, -meter.booked, Metering.COUNTER, after)
    since_reset = counter if counter <= possible else 0.0
    given = max(owed, since_reset)
    return Gain(given, given, Metering.COUNTER, after)


def _by_count(after: MeterMemory, before: float | None, told: float, owed: float) -> Gain:
    """Return what was given by the station's own count of the session; one that fell has begun anew."""
    if before is None:
        # It was silent until now: what it tells stands for all that was estimated, which the caller knows.
        return Gain(owed, owed, Metering.STATION, replace(after, owed=0.0))
    if told == before:
        return _standing(replace(after, owed=owed), Metering.STATION)
    moved = told - before if told > before else told
    return Gain(moved - after.booked, -after.booked, Metering.STATION, replace(after, owed=0.0, booked=0.0))


def _standing(meter: MeterMemory, by: Metering) -> Gain:
    """Return what was given while a meter stood still: nothing, or what the ledger counted where that is too much."""
    if meter.owed <= STUCK:
        return Gain(0.0, 0.0, by, meter)
    return Gain(meter.owed, meter.owed, Metering.LEDGER, replace(meter, owed=0.0, booked=meter.booked + meter.owed))
