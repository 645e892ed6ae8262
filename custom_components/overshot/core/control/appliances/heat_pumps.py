"""What each heat pump is told through its SG-Ready interface.

In this order: what the house cannot do without (meter silent, backup power: normal), the fuse, the load manager's block,
what the user ordered, the user's schedule, the sun. A state lasts its minimum time unless the fuse demands otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ...model import HeatPump, HeatPumpSetpoint, Reading, Reason, ReasonKey, Site, Snapshot
from ...model.readings import HeatPumpReading
from ..calendar import scheduled
from ..planned.appliances import planned_now, why_off
from ..settings import SiteSettings
from .memory import ApplianceMemory
from .reservation import PATIENCE, PAUSE, fits, need_of
from .settings import HeatPumpSettings
from .surroundings import Surroundings
from .switch import Wanted, count_day, switched_off, switched_on, want

SILENT_AFTER: Final = 60.0
"""An interface that has not answered for this long is silent (s)."""

BLOCK: Final = 1
NORMAL: Final = 2
"""The SG-Ready state in which it runs as it would by itself."""

CONFIRM: Final = timedelta(seconds=15)
"""A limit is exceeded for this long before a heat pump yields: cars follow first, a kettle is no reason."""

LONGEST_BLOCK: Final = timedelta(hours=2)
"""SG-Ready blocks are for two hours at most (BWP regulation 2.1)."""

SHORTEST_BLOCK: Final = timedelta(minutes=10)
"""A state is held this long by common practice."""

REST: Final = timedelta(minutes=30)
"""After the longest block it runs normally for so long."""

_UNTOUCHED = HeatPumpSettings()


@dataclass(frozen=True, slots=True)
class _Told:
    """What one heat pump is told, and what is remembered of it."""

    state: int
    reason: Reason
    memory: ApplianceMemory


def order_heat_pumps(
    site: Site,
    settings: SiteSettings,
    memory: Mapping[str, ApplianceMemory],
    snapshot: Snapshot,
    around: Surroundings,
    now: datetime,
) -> tuple[dict[str, HeatPumpSetpoint], dict[str, ApplianceMemory]]:
    """Return what each heat pump is told, and what is remembered of each. In order of priority, they share the surplus."""
    told: dict[str, HeatPumpSetpoint] = {}
    remembered: dict[str, ApplianceMemory] = {}
    for pump in sorted(site.heat_pumps, key=lambda pump: settings.heat_pumps.get(pump.id, _UNTOUCHED).priority):
        wish = settings.heat_pumps.get(pump.id, _UNTOUCHED)
        before = count_day(site, memory.get(pump.id, ApplianceMemory()), now)
        if not wish.controlled:
            told[pump.id] = HeatPumpSetpoint(state=None, reason=Reason(ReasonKey.READ_ONLY))
            continue
        answer = _decide(site, pump, wish, before, snapshot.heat_pumps.get(pump.id), around, now)
        told[pump.id] = HeatPumpSetpoint(state=answer.state, reason=answer.reason)
        remembered[pump.id] = answer.memory
        if answer.memory.on and around.surplus is not None:
            around = replace(around, surplus=around.surplus - _own_power(pump, wish))
    return told, remembered


def _decide(
    site: Site,
    pump: HeatPump,
    wish: HeatPumpSettings,
    memory: ApplianceMemory,
    measured: Reading[HeatPumpReading] | None,
    around: Surroundings,
    now: datetime,
) -> _Told:
    """Return what one heat pump is told."""
    if measured is None or abs(measured.age(now)) > SILENT_AFTER:
        return _normal(ReasonKey.HEAT_PUMP_SILENT, memory, now)
    if around.on_backup:
        return _normal(ReasonKey.ON_BACKUP, memory, now)
    if around.room is None:
        return _normal(ReasonKey.METER_STALE, memory, now)

    over = min(around.room(pump.circuit)) < 0
    manager = wish.block_above is not None and around.imported is not None and around.imported > wish.block_above
    memory = _exceeded(memory, over or manager or around.block, now)
    confirmed = memory.over_since is not None and now - memory.over_since >= CONFIRM
    if over and confirmed and memory.on:
        # What it takes beyond normal goes first; it is blocked where that does not suffice.
        return _Told(NORMAL, Reason(ReasonKey.FUSE_LIMITED), replace(switched_off(memory, now), over_since=now))
    blocked = _block(pump, wish, memory, confirmed, around, now)
    if blocked is not None:
        return blocked
    if memory.blocked_since is not None:
        rest = REST if now - memory.blocked_since >= LONGEST_BLOCK else SHORTEST_BLOCK
        memory = replace(memory, blocked_since=None, rests_until=now + rest)
    if over and confirmed:
        return _normal(ReasonKey.FUSE_LIMITED, memory, now)

    if wish.state is not None and (wish.until is None or now < wish.until):
        return _started(site, pump, wish.state, Reason(ReasonKey.BY_HAND), memory, around, now)
    entry = scheduled(wish.schedule, site, now)
    if entry is not None:
        return _started(site, pump, entry.state, Reason(ReasonKey.SCHEDULE), memory, around, now)
    if wish.surplus is None:
        return _normal(ReasonKey.AUTOMATIC, memory, now)
    rules = wish.surplus
    planned = planned_now(site, around.followed, pump.id, rules.own_power, now)
    wanted = want(site, rules, memory, around.surplus, around.wait or around.goals_fail, now, planned)
    if not wanted.on:
        reason = why_off(site, around.followed, pump.id, wanted.reason)
        return _Told(NORMAL, reason, replace(wanted.memory, starting_since=None))
    return _by_surplus(site, pump, wish, wanted, memory, around, now)


def _by_surplus(
    site: Site,
    pump: HeatPump,
    wish: HeatPumpSettings,
    wanted: Wanted,
    memory: ApplianceMemory,
    around: Surroundings,
    now: datetime,
) -> _Told:
    """Return what a heat pump is told that should run for the sun or for the minimum of its day."""
    if memory.on:
        return _Told(wish.surplus_state, wanted.reason, wanted.memory)
    told = _started(site, pump, wish.surplus_state, wanted.reason, memory, around, now)
    if told.state == NORMAL:
        return told
    # Only now it is switched on: there was room.
    return _Told(told.state, wanted.reason, wanted.memory)


def _started(
    site: Site,
    pump: HeatPump,
    state: int,
    reason: Reason,
    memory: ApplianceMemory,
    around: Surroundings,
    now: datetime,
) -> _Told:
    """Return the state, where it asks for more than normal once there is room for the heat pump to start.

    Until there is, room is booked for it: cars are lowered first.
    """
    if state <= NORMAL:
        return _Told(state, reason, replace(switched_off(memory, now), starting_since=None))
    if memory.on or (around.room is not None and fits(need_of(site, pump, pump.power), around.room(pump.circuit))):
        return _Told(state, reason, switched_on(memory, now))
    since = memory.starting_since
    if since is None or since > now or now - since >= PATIENCE + PAUSE:
        since = now
    return _Told(NORMAL, Reason(ReasonKey.MAKING_ROOM), replace(memory, starting_since=since))


def _block(
    pump: HeatPump,
    wish: HeatPumpSettings,
    memory: ApplianceMemory,
    confirmed: bool,
    around: Surroundings,
    now: datetime,
) -> _Told | None:
    """Return the order to block, while the load manager's limit or the quarter asks for it, or None."""
    if wish.block_above is None and not around.block:
        return None
    since = memory.blocked_since
    if since is not None and since <= now:
        lasted = now - since
        if lasted >= LONGEST_BLOCK:
            return None
        # It is let go when all it takes fits below the limit again.
        limit = wish.block_above if wish.block_above is not None else float("inf")
        calm = not around.block and around.imported is not None and around.imported + _own_power(pump, wish) <= limit
        if calm and lasted >= SHORTEST_BLOCK:
            return None
        left = round((LONGEST_BLOCK - lasted).total_seconds())
        return _Told(BLOCK, Reason(ReasonKey.LOAD_MANAGER, {"seconds": left}), memory)
    resting = memory.rests_until is not None and timedelta() < memory.rests_until - now <= REST
    if not confirmed or resting:
        return None
    blocked = replace(switched_off(memory, now), blocked_since=now, starting_since=None)
    left = round(LONGEST_BLOCK.total_seconds())
    return _Told(BLOCK, Reason(ReasonKey.LOAD_MANAGER, {"seconds": left}), blocked)


def _normal(key: ReasonKey, memory: ApplianceMemory, now: datetime) -> _Told:
    """Return the order to run as it would by itself."""
    return _Told(NORMAL, Reason(key), replace(switched_off(memory, now), blocked_since=None, starting_since=None))


def _exceeded(memory: ApplianceMemory, exceeded: bool, now: datetime) -> ApplianceMemory:
    """Return the memory with since when a limit is exceeded."""
    if not exceeded:
        return replace(memory, over_since=None)
    since = memory.over_since
    return replace(memory, over_since=since if since is not None and since <= now else now)


def _own_power(pump: HeatPump, wish: HeatPumpSettings) -> float:
    """Return what it takes when the sun switches it on (W)."""
    return wish.surplus.own_power if wish.surplus is not None else pump.power
