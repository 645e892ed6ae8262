"""When cars came and went, and what they charged: from the sessions that the controller remembers."""

from datetime import datetime, timedelta
from typing import Final

from ..core.control.charging.memory import SessionMemory
from ..core.control.memory import Memory
from ..core.forecast.cars import Stay

SHORTEST: Final = timedelta(minutes=5)
"""A plug that was in for less was moved, and no car came or went."""

WATCHED: Final = timedelta(minutes=15)
"""A session that nobody looked at for longer, because Home Assistant was off, ended when it was last seen."""


class StayWatch:
    """Notes the sessions that are over."""

    def __init__(self, memory: Memory) -> None:
        """Begin with the sessions that were open when Home Assistant went off."""
        self._open = {id_: point.session for id_, point in memory.charge_points.items()}
        self._over: dict[str, Stay] = {}

    def look(self, memory: Memory, now: datetime) -> None:
        """Look which sessions are over."""
        for id_, point in memory.charge_points.items():
            before, session = self._open.get(id_), point.session
            self._open[id_] = session
            if before is None or before.since is None or before.since == session.since:
                continue
            stay = _stay(before, before.since, now)
            known = self._over.get(id_)
            # Of two in a quarter the longer one tells more of a habit.
            if stay is not None and (known is None or stay.left - stay.arrived > known.left - known.arrived):
                self._over[id_] = stay

    def taken(self) -> dict[str, Stay]:
        """Return the stays that ended since this was asked before, by charge point."""
        over, self._over = self._over, {}
        return over


def _stay(session: SessionMemory, arrived: datetime, now: datetime) -> Stay | None:
    """Return a session that is over as a stay; None where it was too short to be one."""
    seen = session.at or now
    left = seen if now - seen > WATCHED else now
    return Stay(arrived=arrived, left=left, energy=session.energy) if left - arrived >= SHORTEST else None
