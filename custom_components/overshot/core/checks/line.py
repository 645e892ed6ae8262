"""Damaged and foreign answers on a Modbus link: what a second master on the line looks like from here.

Two masters talk into each other's telegrams: checksums fail, and answers arrive that belong to nobody's request. Loose
wires do the first alone, so a repair names both. Silence is no sign of it.
"""

from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
BUCKET = timedelta(minutes=1)

MOST_DAMAGED = 10
"""So many in the window are no accident any more..."""

MOST_SHARE = 0.02
"""...where they are this share of the requests at the least."""


class LineCheck:
    """Counts over the last minutes what was asked on a link and what came back damaged."""

    def __init__(self) -> None:
        """Start with nothing asked."""
        self._buckets: deque[tuple[datetime, int, int]] = deque()
        self.troubled = False

    def add(self, requests: int, damaged: int, now: datetime) -> None:
        """Note what was asked since the last time, and how many of the answers could not be used."""
        buckets = self._buckets
        while buckets and not now - WINDOW < buckets[0][0] <= now:
            buckets.popleft()
        if buckets and now - buckets[-1][0] < BUCKET:
            since, asked, bad = buckets.pop()
            buckets.append((since, asked + requests, bad + damaged))
        else:
            buckets.append((now, requests, damaged))
        if self.damaged == 0:
            self.troubled = False
        elif self.damaged >= MOST_DAMAGED and self.damaged >= MOST_SHARE * self.requests:
            self.troubled = True

    @property
    def requests(self) -> int:
        """Return how many requests were made in the window."""
        return sum(asked for _, asked, _ in self._buckets)

    @property
    def damaged(self) -> int:
        """Return how many of their answers could not be used."""
        return sum(bad for _, _, bad in self._buckets)
