"""What happened at a charge point that somebody wants to be told of."""

from dataclasses import dataclass
from enum import StrEnum

from .session import Session


class SessionEventKey(StrEnum):
    """What can happen."""

    STARTED = "session_started"
    ENDED = "session_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """Something that happened."""

    key: SessionEventKey
    session: Session
