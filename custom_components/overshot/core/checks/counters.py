"""Counters that only go up: a reading that cannot be is held back, and a device that starts from 0 starts a new count.

What is published is a high-water mark. It falls only where a new count is declared: after many readings in a row that are
lower, agree with each other, and rise. A word read in the wrong order rises by 65,536 units at a time, a frame of zeros
not at all, so neither is ever taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import Any

AGREEING_FIRST = 2
"""So many readings in a row must agree before a counter that was never heard of is believed."""

AGREEING_JUMP = 5
"""So many before a jump that no power explains is taken over."""

AGREEING_RESET = 10
"""So many before lower readings are a new count."""

LAZY_DEVICE = 900.0
"""A device may add up for this long before it shows the sum (s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterKind:
    """What a counter of a quantity can do; in its own unit."""

    max_rate: float
    """Most it can rise in a second."""

    step: float
    """It may rise by so much at once, however short the time: the coarsest resolution."""

    dip: float
    """It may fall back by so much without being a new count: it is held until it has caught up."""


VOLUME = CounterKind(max_rate=100 / 3600, step=1.0, dip=1.0)
"""Gas and water (m3): 100 m3 an hour is far beyond the meter of a building."""


def energy_counter(max_power: float) -> CounterKind:
    """Return the kind of an energy counter (Wh) through which at most `max_power` (W) flows."""
    return CounterKind(max_rate=max_power / 3600, step=2_000.0, dip=10_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Readings in a row that agree with each other, but not with what was believed."""

    first: float
    last: float
    at: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterMark:
    """What is known of one counter."""

    value: float | None = None
    """The total to publish; None until it is believed for the first time."""

    seen_at: datetime | None = None
    """When a reading agreed with it last."""

    risen_at: datetime | None = None
    resets: int = 0
    """How often a new count was declared."""

    doubt: Doubt | None = None

    def to_dict(self) -> dict[str, Any] | None:
        """Return what must survive a restart; None where nothing is known yet."""
        if self.value is None or self.seen_at is None or self.risen_at is None:
            return None
        return {"value": self.value, "seen_at": self.seen_at.isoformat(), "risen_at": self.risen_at.isoformat()}

    @classmethod
    def from_dict(cls, data: Any) -> CounterMark:
        """Return a stored mark; what makes no sense is forgotten."""
        if not isinstance(data, Mapping):
            return cls()
        try:
            value = float(data["value"])
            seen_at = datetime.fromisoformat(data["seen_at"])
            risen_at = datetime.fromisoformat(data["risen_at"])
        except KeyError, TypeError, ValueError:
            return cls()
        if not isfinite(value) or seen_at.tzinfo is None or risen_at.tzinfo is None:
            return cls()
        return cls(value=value, seen_at=seen_at, risen_at=risen_at)


def judge(kind: CounterKind, mark: CounterMark, raw: float, at: datetime) -> CounterMark:
    """Return what is known of a counter after one more reading, made at `at`."""
    if mark.value is None:
        doubt = _pursue(kind, mark.doubt, raw, at)
        return _believe(mark, raw, at) if doubt.count >= AGREEING_FIRST else replace(mark, doubt=doubt)
    if raw >= mark.value:
        if raw - mark.value <= _reach(kind, mark, at):
            return _believe(mark, raw, at)
        doubt = _pursue(kind, mark.doubt, raw, at)
        if doubt.count >= AGREEING_JUMP and doubt.last > doubt.first:
            return _believe(mark, raw, at)
        return replace(mark, doubt=doubt)
    if mark.value - raw <= kind.dip and raw >= mark.value / 2:
        return replace(mark, seen_at=at, doubt=None)
    doubt = _pursue(kind, mark.doubt, raw, at)
    if doubt.count >= AGREEING_RESET and doubt.last > doubt.first:
        return CounterMark(value=raw, seen_at=at, risen_at=at, resets=mark.resets + 1)
    return replace(mark, doubt=doubt)


def _believe(mark: CounterMark, raw: float, at: datetime) -> CounterMark:
    """Return the mark at a new total."""
    risen_at = at if mark.value is None or raw > mark.value else mark.risen_at
    return CounterMark(value=raw, seen_at=at, risen_at=risen_at, resets=mark.resets)


def _reach(kind: CounterKind, mark: CounterMark, at: datetime) -> float:
    """Return how much higher a counter may be than its mark: since it was last heard, and what it may not have shown."""
    heard = max(0.0, (at - mark.seen_at).total_seconds()) if mark.seen_at is not None else 0.0
    risen = max(0.0, (at - mark.risen_at).total_seconds()) if mark.risen_at is not None else 0.0
    return kind.step + kind.max_rate * max(heard, min(risen, LAZY_DEVICE))


def _pursue(kind: CounterKind, doubt: Doubt | None, raw: float, at: datetime) -> Doubt:
    """Return the doubt with one more reading, or a new one where the reading does not agree with it."""
    if doubt is not None:
        if at == doubt.at and raw == doubt.last:
            return doubt  # the same reading once more
        elapsed = max(0.0, (at - doubt.at).total_seconds())
        if doubt.last <= raw <= doubt.last + kind.step + kind.max_rate * elapsed:
            return Doubt(first=doubt.first, last=raw, at=at, count=doubt.count + 1)
    return Doubt(first=raw, last=raw, at=at, count=1)
