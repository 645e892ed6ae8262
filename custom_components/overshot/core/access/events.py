"""Who was let in and who was not, each told once a session."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from ..control.charging.access import barred_by
from ..control.charging.memory import SessionMemory
from ..control.charging.settings import Access, ChargePointSettings
from ..model import ReasonKey
from .identify import NOBODY, Identity, KnownBy
from .register import CardState, Register


class AccessEventKey(StrEnum):
    """What can happen."""

    AUTHORIZED = "authorized"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a card was refused."""

    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"
    """It may be used at other charge points only."""

    CHARGE_POINT_BLOCKED = "charge_point_blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEvent:
    """Somebody was let in, or was not."""

    key: AccessEventKey
    charge_point: str
    who: Identity
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a session."""

    since: datetime
    key: AccessEventKey
    tag: str | None
    card: str | None
    person: str | None
    refusal: Refusal | None


def look(
    register: Register,
    settings: Mapping[str, ChargePointSettings],
    sessions: Mapping[str, SessionMemory],
    identities: Mapping[str, Identity],
    told: Mapping[str, Told],
    now: datetime,
    zone: tzinfo,
) -> tuple[tuple[AccessEvent, ...], dict[str, Told]]:
    """Return what is new about who may charge, and what has been told by then. `settings` are those that are asked for."""
    events, after = [], {}
    for event, since in _events(register, settings, sessions, identities, now, zone):
        id_, who = event.charge_point, event.who
        after[id_] = Told(since, event.key, who.tag, who.card, who.person, event.refusal)
        if told.get(id_) != after[id_]:
            events.append(event)
    return tuple(events), after


def _events(
    register: Register,
    settings: Mapping[str, ChargePointSettings],
    sessions: Mapping[str, SessionMemory],
    identities: Mapping[str, Identity],
    now: datetime,
    zone: tzinfo,
) -> Iterator[tuple[AccessEvent, datetime]]:
    """Yield what is so now, with when the session began: nothing of those who only have not shown a card yet."""
    for id_, session in sessions.items():
        wishes = settings.get(id_)
        if session.since is None or wishes is None:
            continue
        who, barred = identities.get(id_, NOBODY), barred_by(wishes, session.tag)
        if barred is None:
            if wishes.access is not Access.FREE or wishes.authorized or who.known_by in (KnownBy.CARD, KnownBy.NAME):
                event = AccessEvent(key=AccessEventKey.AUTHORIZED, charge_point=id_, who=who)
                yield event, session.since
        elif session.tag is not None and (why := _refusal(register, id_, session.tag, barred, now, zone)) is not None:
            yield AccessEvent(key=AccessEventKey.REFUSED, charge_point=id_, who=who, refusal=why), session.since


def _refusal(
    register: Register, charge_point: str, tag: str, barred: ReasonKey, now: datetime, zone: tzinfo
) -> Refusal | None:
    """Return why a card does not open a charge point; None where it is not the card that is in the way."""
    if barred is ReasonKey.BLOCKED:
        return Refusal.CHARGE_POINT_BLOCKED
    if barred is not ReasonKey.TAG_UNKNOWN:
        return None
    card = register.card_of(tag)
    if card is None:
        return Refusal.UNKNOWN
    state = card.state(now, zone)
    if state is CardState.BLOCKED:
        return Refusal.BLOCKED
    if state is CardState.EXPIRED:
        return Refusal.EXPIRED
    return Refusal.ELSEWHERE
