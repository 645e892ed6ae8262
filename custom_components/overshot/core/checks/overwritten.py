"""Another controller: a setpoint that changes by itself, again and again, to what nobody here wrote.

A station may well hold less than it was told: its cable, its installer's limit, its temperature. So a value counts as
somebody else's only where it appears while our order stands still, or lies above all that was told lately.
"""

from collections import deque
from datetime import datetime, timedelta

SETTLING = 15.0
"""A station may take this long to hold a new order (s)."""

TOLERANCE = 0.5
"""Stations round what they are told (A)."""

REMEMBERED = timedelta(seconds=60)
"""An order may still be read back this long after."""

EVENTS = 3
WINDOW = timedelta(minutes=15)
"""So many foreign values within this long are another controller."""

CALM = timedelta(hours=1)
"""Without any for this long, it is gone."""


class OverwrittenCheck:
    """Compares what one station was told with what it reads back."""

    def __init__(self, interval: float = 1.0) -> None:
        """Start without orders; the station is read every `interval` s."""
        self._settling = timedelta(seconds=max(SETTLING, 3 * interval))
        self._told: deque[tuple[datetime, float]] = deque()
        self._held: float | None = None
        self._foreign: deque[tuple[datetime, float]] = deque()
        self.overwritten = False

    @property
    def foreign(self) -> tuple[float, ...]:
        """Return the values somebody else wrote (A), oldest first, each once."""
        return tuple(dict.fromkeys(value for _, value in self._foreign))

    @property
    def told(self) -> float | None:
        """Return what the station was told last (A)."""
        return self._told[-1][1] if self._told else None

    def look(self, told: float | None, held: float | None, fallback: float | None, now: datetime) -> None:
        """Note what the station is told now and what it reads back (A); no order, and nothing is compared.

        Its own `fallback` current (A) is nobody's order either.
        """
        if told is None:
            self._told.clear()
            self._held = None
        else:
            self._order(told, now)
        changed = held is not None and (self._held is None or abs(held - self._held) > TOLERANCE)
        self._held = held if held is not None else self._held
        if told is not None and held is not None and changed and self._is_foreign(held, fallback, now):
            self._foreign.append((now, held))
        self._judge(now)

    def _order(self, told: float, now: datetime) -> None:
        """Remember the orders that may still be read back: the newest, and each until a while after the next."""
        if self._told and self._told[-1][0] > now:  # the clock was set back
            self._told.clear()
        if not self._told or self._told[-1][1] != told:
            self._told.append((now, told))
        while len(self._told) > 1 and self._told[1][0] < now - REMEMBERED:
            self._told.popleft()

    def _is_foreign(self, held: float, fallback: float | None, now: datetime) -> bool:
        """Whether a value that was just read back for the first time is nobody's here."""
        if now - self._told[0][0] < self._settling:
            return False  # control has only begun
        ours = [value for _, value in self._told]
        if fallback is not None:
            ours.append(fallback)
        if any(abs(held - value) <= TOLERANCE for value in ours):
            return False
        return now - self._told[-1][0] >= self._settling or held > max(ours)

    def _judge(self, now: datetime) -> None:
        """Raise on several events in a short time, calm down after a long time without."""
        foreign = self._foreign
        keep = CALM if self.overwritten else WINDOW
        while foreign and not now - keep < foreign[0][0] <= now:
            foreign.popleft()
        if not foreign:
            self.overwritten = False
        elif len(foreign) >= EVENTS:
            self.overwritten = True
        while len(foreign) > 10 * EVENTS:
            foreign.popleft()
