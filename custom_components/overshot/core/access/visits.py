"""What somebody said of one session, from before plug-in to unplug: who it is, and that it starts or stops at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ..control.charging.memory import SessionMemory
from ..model import ChargingMode
from .level import Level

WAITS: Final = timedelta(minutes=15)
"""Who was let in before the car is plugged in has so long to do so; then somebody else might come."""


class Order(StrEnum):
    """What a session is told by hand; each holds until unplug."""

    TURBO = "turbo"
    """At once at full power, below the wished peak."""

    BOOST = "boost"
    """At once at full power; the laws alone bound it."""

    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What was said of a session."""

    session: datetime | None = None
    """When that session began; None: the car has still to come."""

    until: datetime | None = None
    """Of a car that has still to come: until when it is waited for."""

    authorized: bool = False
    """Whether it was let in, whatever the access of the charge point asks for."""

    person: str | None = None
    card: str | None = None
    order: Order | None = None
    mode: ChargingMode | None = None
    """The user's own mode when it was told to start: who chooses another one after that means it."""


NO_VISIT: Final = Visit()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessState:
    """What must survive a restart; by charge point."""

    visits: Mapping[str, Visit] = field(default_factory=dict)
    sessions: Mapping[str, SessionMemory] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    """How full vehicles said they are."""


def authorize(
    visit: Visit, session: SessionMemory, now: datetime, *, person: str | None = None, card: str | None = None
) -> Visit:
    """Return the visit of a car that is let in by name: the one that is there, else the next one to come."""
    until = now + WAITS if session.since is None else None
    return replace(visit, session=session.since, until=until, authorized=True, person=person, card=card)


def order(visit: Visit, session: SessionMemory, what: Order, mode: ChargingMode) -> Visit:
    """Return the visit of a car that is there and is told to start or to stop; `mode` is the user's own."""
    return replace(visit, session=session.since, until=None, order=what, mode=mode)


def go_on(visits: Mapping[str, Visit], sessions: Mapping[str, SessionMemory], now: datetime) -> Mapping[str, Visit]:
    """Return the visits that still count: those of cars that are there, and of those that are waited for.

    The very same mapping is returned where nothing changed. A charge point that is not among the `sessions` was not heard
    of yet, as after a restart: what was said of it waits.
    """
    kept: dict[str, Visit] = {}
    for id_, visit in visits.items():
        session = sessions.get(id_)
        found = visit if session is None else _now(visit, session, now)
        if found is not None:
            kept[id_] = found
    return visits if kept == visits else kept


def _now(visit: Visit, session: SessionMemory, now: datetime) -> Visit | None:
    """Return what becomes of a visit with what is known of the session."""
    if visit.session is not None:
        return visit if visit.session == session.since else None
    if session.since is not None:
        return replace(visit, session=session.since, until=None)
    return visit if visit.until is not None and now < visit.until else None
