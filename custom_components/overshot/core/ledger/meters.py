"""Turn what meters show into the energy of each cycle: power times time, brought back to the counter when it moves.

A counter that only shows every 0.1 kWh is as good as one that shows each watt-hour: between two of its moves the power
tells how much flows, and each move says how wrong that was. What was counted too much is taken off what follows, so no
cycle is negative. A counter that falls is a new one: the count starts anew, and no energy comes of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import Final

from ..model import Reading, Snapshot
from .memory import Track

IMPORT: Final = "import"
EXPORT: Final = "export"
SOLAR: Final = "solar:"
CHARGED: Final = "charged:"
DISCHARGED: Final = "discharged:"
CONSUMED: Final = "consumed:"

BRIDGED: Final = 60.0
"""The last known power holds for so long (s); of what flowed after that only a counter tells. A device that is always read
more seldom is known to be, and its power holds until the next reading is overdue."""

LOST_SOURCE: Final = 3600.0
"""A source that fell silent may still have given what seems to come from nowhere for so long (s)."""

OVERDUE: Final = 1.5
"""So many times its usual interval."""

MOST_SELDOM: Final = 600.0
"""...but no longer than this (s)."""

_FORGETS: Final = 0.1
"""The usual interval is the longest of late; each reading forgets so much of it."""

ACTIVE: Final = 20.0
"""A meter that falls silent below this power is not waited for (W)."""

_FORGOTTEN: Final = 60 * 86400.0
"""A meter that is silent for so long was taken away (s)."""

_WORTH_A_MARK: Final = 5.0
"""What a counter tells after a silence is an estimate from here on (Wh)."""

_JITTER: Final = 10.0
"""A counter that falls by less is the same one, rounded by somebody (Wh)."""

_SAME: Final = 1e-3
"""Wh."""

_RESOLUTIONS: Final = (1000.0, 100.0, 10.0, 1.0)
"""Of counters (Wh); a finer one is as good as exact."""

_MOST_POWER: Final = 2_000_000.0
"""No meter tells more (W), and no counter moves faster: else it is another meter's."""

_ALLOWED_JUMP: Final = 10_000.0
"""Beyond that, for what a lazy device adds up (Wh)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What all meters tell of a cycle."""

    tracks: Mapping[str, Track]
    energy: Mapping[str, float]
    """By meter (Wh, never negative)."""

    late: float
    """Part of it that consumers and batteries took during a silence (Wh)."""

    estimated: bool
    """Whether a counter told of a silence, or nobody looked for a while."""

    waiting: bool
    """Whether some meter is silent that will probably tell more."""

    source_lost: bool
    """Whether sun or a battery gave something when it fell silent: what is used now may come from there."""

    grid: bool
    """Whether the meter at the connection tells."""


def measure(tracks: Mapping[str, Track], snapshot: Snapshot, since: datetime, now: datetime) -> Measured:
    """Return what flowed from `since` to `now`."""
    known = dict(tracks)
    energy: dict[str, float] = {}
    seconds = (now - since).total_seconds()
    late, grid, estimated = 0.0, False, seconds > BRIDGED
    for key, power, counter, at in _shown(snapshot, now):
        before = known.get(key, _NEW)
        track, amount, silent = _follow(before, power, counter, at, seconds, now)
        known[key] = track
        if amount:
            energy[key] = amount
            if silent:
                estimated = True
                late += amount if key.startswith((CHARGED, CONSUMED)) else 0.0
        if key == IMPORT and abs((now - at).total_seconds()) <= _holds_for(track):
            grid = True
    waiting = source_lost = False
    for key, track in tuple(known.items()):
        age = abs((now - track.at).total_seconds()) if track.at is not None else 0.0
        if age <= BRIDGED or age <= _holds_for(track):
            continue
        if age > _FORGOTTEN:
            del known[key]
            continue
        if track.counter is not None and (track.awaited or track.power > ACTIVE or seconds > BRIDGED):
            waiting = True
            if not track.awaited:
                known[key] = replace(track, awaited=True, lost=True, power=0.0)
        if known[key].lost and age <= LOST_SOURCE and key.startswith((SOLAR, DISCHARGED)):
            source_lost = True
    return Measured(known, energy, late, estimated, waiting, source_lost, grid)


def given_up(tracks: Mapping[str, Track]) -> dict[str, Track]:
    """Return the meters without anybody waiting for those that are silent."""
    return {key: replace(track, awaited=False) if track.awaited else track for key, track in tracks.items()}


_NEW: Final = Track()


def _follow(
    track: Track, power: float | None, counter: float | None, at: datetime, seconds: float, now: datetime
) -> tuple[Track, float, bool]:
    """Return a meter after one more cycle, the energy of it (Wh), and whether a silence ended that the counter tells of."""
    holds = _holds_for(track)
    # What is no number, or no power of a building, is not known.
    if power is not None and not power < _MOST_POWER:
        power = None
    fresh = seconds <= BRIDGED and abs((now - at).total_seconds()) <= holds
    flowed = power * seconds / 3600 if fresh and power is not None else 0.0
    shown, lead, anchored, over = track.counter, track.lead, track.anchored, track.over
    apart = (at - track.at).total_seconds() if track.at is not None else 0.0
    if apart == 0.0 and track.at is not None:
        # The same reading once more.
        if not flowed:
            return track, 0.0, False
        back = min(over, flowed)
        amount, rest = flowed - back, over - back
        again = Track(track.power, at, shown, lead + amount, rest, anchored, track.interval, track.awaited, track.lost)
        return again, amount, False
    interval = track.interval + _FORGETS * (apart - track.interval)
    if interval < apart <= MOST_SELDOM:
        interval = apart
    now_power = power or 0.0
    if counter is not None and isfinite(counter):
        if shown is None or counter < shown - _JITTER or counter - shown > _believable(apart):
            shown, lead, anchored, over = counter, 0.0, False, 0.0
        elif counter > shown:
            moved = counter - shown
            ahead = lead + flowed - moved
            if not anchored and ahead < 0.0:
                # So much may have flowed before the count began here.
                ahead = min(0.0, ahead + _resolution(shown, counter))
            amount = max(0.0, flowed - ahead)
            rest = ahead + (amount - flowed)
            return (
                Track(now_power, at, counter, rest, rest, True, interval),
                amount,
                apart > holds and amount > _WORTH_A_MARK,
            )
    back = min(over, flowed)
    amount = flowed - back
    return Track(now_power, at, shown, lead + amount, over - back, anchored, interval), amount, False


def _holds_for(track: Track) -> float:
    """Return how long the last known power of a meter holds (s)."""
    return max(BRIDGED, min(MOST_SELDOM, OVERDUE * track.interval))


def _resolution(*shown: float) -> float:
    """Return how coarse a counter is at most, by what it showed (Wh)."""
    for step in _RESOLUTIONS:
        if all(value % step < _SAME or step - value % step < _SAME for value in shown):
            return step
    return 0.0


def _believable(apart: float) -> float:
    """Return by how much a counter can have moved in so many seconds (Wh)."""
    return _ALLOWED_JUMP + _MOST_POWER * max(0.0, apart) / 3600


def _shown(snapshot: Snapshot, now: datetime) -> Iterator[tuple[str, float | None, float | None, datetime]]:
    """Yield each direction of each meter: its key, power (W, not negative), counter (Wh), and when it was read."""
    grid = snapshot.grid
    if grid is not None:
        meter = grid.value
        power = meter.power
        if power is None and meter.phase_power is not None:
            power = sum(meter.phase_power)
        at = grid.at
        if snapshot.on_backup and abs((now - at).total_seconds()) > BRIDGED:
            # Without voltage from the street the meter is silent, and nothing flows through it.
            power, at = 0.0, now
        yield from _both(IMPORT, EXPORT, power, meter.energy_import, meter.energy_export, at)
    for id_, solar in snapshot.solar.items():
        yield SOLAR + id_, _positive(solar.value.power), solar.value.energy, solar.at
    for id_, battery in snapshot.batteries.items():
        it = battery.value
        yield from _both(DISCHARGED + id_, CHARGED + id_, it.power, it.energy_discharged, it.energy_charged, battery.at)
    for id_, point in snapshot.charge_points.items():
        yield CONSUMED + id_, _positive(point.value.power), point.value.energy, point.at
    for id_, pump in snapshot.heat_pumps.items():
        yield from _appliance(id_, pump, pump.value.power, pump.value.energy)
    for id_, load in snapshot.loads.items():
        yield from _appliance(id_, load, load.value.power, load.value.energy)
    for id_, consumer in snapshot.consumers.items():
        yield from _appliance(id_, consumer, consumer.value.power, consumer.value.energy_import)


def _appliance(
    id_: str, reading: Reading[object], power: float | None, counter: float | None
) -> Iterator[tuple[str, float | None, float | None, datetime]]:
    """Yield a consumer where anything measures it."""
    if power is not None or counter is not None:
        yield CONSUMED + id_, _positive(power), counter, reading.at


def _both(
    plus: str, minus: str, power: float | None, counter_plus: float | None, counter_minus: float | None, at: datetime
) -> Iterator[tuple[str, float | None, float | None, datetime]]:
    """Yield both directions of a meter whose power has a sign."""
    if power is None:
        yield plus, None, counter_plus, at
        yield minus, None, counter_minus, at
    elif power >= 0:
        yield plus, power, counter_plus, at
        yield minus, 0.0, counter_minus, at
    else:
        yield plus, 0.0, counter_plus, at
        yield minus, -power, counter_minus, at


def _positive(power: float | None) -> float | None:
    """Return a power that cannot be negative."""
    return power if power is None or power > 0 else 0.0
