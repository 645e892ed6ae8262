"""What happened at a charge point that somebody wants to be told of."""

from dataclasses import dataclass
from enum import StrEnum

from ...access import NOBODY, Identity
from .session import Session


class SessionEventKey(StrEnum):
    """What can happen."""

    STARTED = "session_started"
    ENDED = "session_ended"
    AUTHORIZED = "authorized"
    """A card or key lets the vehicle charge."""

    REFUSED = "refused"
    """The card that was shown does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """Something that happened."""

    key: SessionEventKey
    charge_point: str
    session: Session | None = None
    """The session it is about, where there is one."""

    identity: Identity = NOBODY
