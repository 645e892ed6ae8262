"""Count the energy since plug-in, whatever a station tells of it and however often it forgets."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from ...model import ChargePoint, ChargePointReading, Reading, Site, VehicleState
from ..limits.currents import power_per_ampere
from .access import tag_hash
from .memory import ChargePointMemory, SessionMemory
from .settings import ChargePointSettings
from .wiring import changing

NEW_SESSION: Final = 600.0
"""A count that began anew while nobody looked for so long belongs to another session (s); else the station restarted."""

_LONGEST: Final = 60.0
"""Power is taken to have lasted at most so long between two readings (s)."""

_SLACK: Final = 250.0
"""Counters move in steps: so much may come at once (Wh)."""

_OVER: Final = 1.3
"""A station gives at most this multiple of its rating: what exceeds it was not charged since the last reading."""

_NONE = SessionMemory()


def count(
    session: SessionMemory,
    reading: ChargePointReading,
    at: datetime,
    power: float,
    most: float,
    solar_share: float,
) -> SessionMemory:
    """Return the session with what one more reading of a connected charge point tells.

    By the station's own count, else the difference of its meter, else its power (W). `most` is its rating (W),
    `solar_share` what part of its current the surplus covered (0..1). A count that fell to zero goes on from what was
    known; one that is back after a gap in the readings is believed again, and counted once.
    """
    if session.at == at:
        return session
    if session.since is None or session.at is None:
        return _begin(reading, at, power)
    seconds = max(0.0, (at - session.at).total_seconds())
    possible = _OVER * most * seconds / 3600 + _SLACK
    gained = _metered(session, reading, power, seconds, possible)
    energy, offset, told = session.energy + gained, session.offset, session.told
    count_told = reading.session_energy
    if count_told is not None:
        if told is None:
            energy = max(session.energy, count_told)
            offset = energy - count_told
        elif count_told < told:
            if seconds > NEW_SESSION:
                return _begin(reading, at, power)
            offset = energy - min(energy, count_told)
        elif offset + count_told - session.energy > possible:
            energy = max(session.energy, count_told)
            offset = energy - count_told
        else:
            energy = max(session.energy, offset + count_told)
        told = count_told
    return SessionMemory(
        since=session.since,
        energy=energy,
        imported=session.imported + (1 - solar_share) * (energy - session.energy),
        offset=offset,
        told=told,
        counter=reading.energy if reading.energy is not None else session.counter,
        at=at,
        power=power,
        tag=session.tag,
    )


def session_of(
    site: Site,
    point: ChargePoint,
    settings: ChargePointSettings,
    memory: ChargePointMemory,
    measured: Reading[ChargePointReading],
    power: float,
) -> SessionMemory:
    """Return the session with what the newest reading of a charge point tells; a vehicle that left ends it.

    `power` is what it draws by that reading (W).
    """
    reading, session = measured.value, memory.session
    if reading.vehicle is VehicleState.A:
        # A station may seem empty while it changes phases.
        return session if changing(memory.phases, measured.at) else _NONE
    if reading.vehicle is None or not reading.vehicle.connected:
        return session
    if session.at != measured.at:
        most = power_per_ampere(site, None, (True, True, True)) * point.max_current
        session = count(session, reading, measured.at, power, most, memory.solar_share)
    if settings.tag_key and reading.tag:
        held = tag_hash(reading.tag, settings.tag_key)
        if held != session.tag:
            session = replace(session, tag=held)
    return session


def _begin(reading: ChargePointReading, at: datetime, power: float) -> SessionMemory:
    """Return a session that begins, or is met, with this reading."""
    told = reading.session_energy
    return SessionMemory(since=at, energy=told or 0.0, told=told, counter=reading.energy, at=at, power=power)


def _metered(
    session: SessionMemory, reading: ChargePointReading, power: float, seconds: float, possible: float
) -> float:
    """Return what was given since the last reading by the station's meter, else by its power (Wh)."""
    if reading.energy is not None and session.counter is not None:
        gained = reading.energy - session.counter
        if 0 <= gained <= possible:
            return gained
    return (session.power + power) / 2 * min(seconds, _LONGEST) / 3600
