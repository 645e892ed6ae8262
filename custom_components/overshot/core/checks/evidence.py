"""Two witnesses of which way power flows: its sign, and the counters that rise."""

from dataclasses import dataclass
from datetime import datetime

PATIENCE = 3600.0
"""Contradictions must last this long (s)."""

CLEAR_POWER = 50.0
"""Below, a power tells no direction (W)."""

RATIO = 5.0
"""The contradiction must outweigh the agreement by this much: coarse counters show some of it late."""

STEPS = 5
"""So many times a counter must have risen against the power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """How far the sign of a power and the counters beside it agree."""

    enough: float
    """From so much on a contradiction counts, in the counters' unit."""

    power: float | None = None
    up: float | None = None
    down: float | None = None
    agreed: float = 0.0
    against: float = 0.0
    steps: int = 0
    since: datetime | None = None
    """When the first contradiction was seen."""

    at: datetime | None = None

    def hear(self, power: float | None, up: float | None, down: float | None, at: datetime) -> Witnesses:
        """Return the witnesses after one more reading.

        `up` rises while the power (W) is positive, `down` while it is negative; either may be None.
        """
        if at == self.at:
            return self
        direction = _direction(self.power, power)
        risen, sunk = _rise(self.up, up), _rise(self.down, down)
        agreed, against, steps, since = self.agreed, self.against, self.steps, self.since
        if direction:
            with_it, other = (risen, sunk) if direction > 0 else (sunk, risen)
            agreed += with_it
            if other:
                against += other
                steps += 1
                since = at if since is None else since
        if (since is not None and at < since) or agreed * RATIO > against:
            agreed, against, steps, since = 0.0, 0.0, 0, None
        return Witnesses(
            enough=self.enough,
            power=power,
            up=up if up is not None else self.up,
            down=down if down is not None else self.down,
            agreed=agreed,
            against=against,
            steps=steps,
            since=since,
            at=at,
        )

    @property
    def contradict(self) -> bool:
        """Whether the counters have contradicted the power for too long."""
        if self.since is None or self.at is None or self.steps < STEPS or self.against < self.enough:
            return False
        return (self.at - self.since).total_seconds() >= PATIENCE


def _direction(before: float | None, now: float | None) -> int:
    """Return +1 or -1 where the power flowed the same way before and now, 0 where nobody can tell."""
    if before is None or now is None or min(abs(before), abs(now)) < CLEAR_POWER or before * now < 0:
        return 0
    return 1 if now > 0 else -1


def _rise(before: float | None, now: float | None) -> float:
    """Return by how much a counter rose."""
    return max(0.0, now - before) if before is not None and now is not None else 0.0
