"""What each load is told: a boiler, a heater, a pump that waits for the sun."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ...model import Load, LoadReading, LoadSetpoint, Reading, Reason, ReasonKey, Site, Snapshot
from ..planned.appliances import planned_now, why_off
from ..settings import SiteSettings
from .heat_pumps import CONFIRM
from .memory import ApplianceMemory
from .reservation import PATIENCE, PAUSE, fits, need_of
from .settings import LoadSettings
from .surroundings import Surroundings
from .switch import count_day, switched_off, switched_on, want

SILENT_AFTER: Final = 60.0
"""A load that has not answered for this long is silent (s)."""

COOLED: Final = 2.0
"""What has reached its temperature is heated again this much below it (K)."""

_UNTOUCHED = LoadSettings()


@dataclass(frozen=True, slots=True)
class _Told:
    """What one load is told, and what is remembered of it."""

    power: float
    reason: Reason
    memory: ApplianceMemory


def order_loads(
    site: Site,
    settings: SiteSettings,
    memory: Mapping[str, ApplianceMemory],
    snapshot: Snapshot,
    around: Surroundings,
    now: datetime,
) -> tuple[dict[str, LoadSetpoint], dict[str, ApplianceMemory]]:
    """Return what each load is told, and what is remembered of each. In order of priority, they share the surplus."""
    told: dict[str, LoadSetpoint] = {}
    remembered: dict[str, ApplianceMemory] = {}
    for load in sorted(site.loads, key=lambda load: settings.loads.get(load.id, _UNTOUCHED).priority):
        wish = settings.loads.get(load.id, _UNTOUCHED)
        if not wish.controlled:
            told[load.id] = LoadSetpoint(power=None, reason=Reason(ReasonKey.READ_ONLY))
            continue
        before = count_day(site, memory.get(load.id, ApplianceMemory()), now)
        answer = _decide(site, load, wish, before, snapshot.loads.get(load.id), around, now)
        told[load.id] = LoadSetpoint(power=answer.power, reason=answer.reason)
        remembered[load.id] = answer.memory
        if around.surplus is not None:
            around = replace(around, surplus=around.surplus - answer.power)
    return told, remembered


def _decide(
    site: Site,
    load: Load,
    wish: LoadSettings,
    memory: ApplianceMemory,
    measured: Reading[LoadReading] | None,
    around: Surroundings,
    now: datetime,
) -> _Told:
    """Return what one load is told."""
    if measured is None or abs(measured.age(now)) > SILENT_AFTER:
        return _off(ReasonKey.LOAD_SILENT, memory, now)
    if around.on_backup:
        return _off(ReasonKey.ON_BACKUP, memory, now)
    if around.room is None:
        return _off(ReasonKey.METER_STALE, memory, now)
    memory = _warmth(load, measured.value, memory)
    if memory.too_warm:
        return _off(ReasonKey.TEMPERATURE_REACHED, memory, now)
    over = min(around.room(load.circuit)) < 0
    since = memory.over_since if over and memory.over_since is not None and memory.over_since <= now else now
    memory = replace(memory, over_since=since if over else None)
    if over and now - since >= CONFIRM:
        return _off(ReasonKey.FUSE_LIMITED, memory, now)
    if wish.power is not None:
        return _at(site, load, _level(load, wish.power), Reason(ReasonKey.BY_HAND), memory, around, now)
    if wish.surplus is None:
        return _off(ReasonKey.AUTOMATIC, memory, now)
    # What it takes at its lowest level decides whether it stays on.
    rules = replace(wish.surplus, own_power=min(wish.surplus.own_power, _lowest(load)))
    planned = planned_now(site, around.followed, load.id, wish.surplus.own_power, now)
    wanted = want(site, rules, memory, around.surplus, around.wait or around.goals_fail, now, planned)
    if not wanted.on:
        reason = why_off(site, around.followed, load.id, wanted.reason)
        return _Told(0.0, reason, replace(wanted.memory, starting_since=None))
    sun = around.surplus if around.surplus is not None and not around.wait else 0.0
    asked = wish.surplus.own_power if planned is not None and not around.wait else 0.0
    power = max(_lowest(load), _level(load, max(sun, asked)))
    if wanted.minimum and not load.modulating:
        power = load.levels[-1]
    told = _at(site, load, power, wanted.reason, memory, around, now)
    return _Told(told.power, told.reason, wanted.memory) if told.power > 0 else told


def _at(
    site: Site,
    load: Load,
    power: float,
    reason: Reason,
    memory: ApplianceMemory,
    around: Surroundings,
    now: datetime,
) -> _Told:
    """Return the power, once there is room for it; until then room is booked: cars are lowered first."""
    if power <= 0:
        return _Told(0.0, reason, replace(switched_off(memory, now), starting_since=None))
    if memory.on or (around.room is not None and fits(need_of(site, load, power), around.room(load.circuit))):
        return _Told(power, reason, switched_on(memory, now))
    since = memory.starting_since
    if since is None or since > now or now - since >= PATIENCE + PAUSE:
        since = now
    return _Told(0.0, Reason(ReasonKey.MAKING_ROOM), replace(memory, starting_since=since))


def _warmth(load: Load, reading: LoadReading, memory: ApplianceMemory) -> ApplianceMemory:
    """Return the memory with whether what it heats is warm enough."""
    if load.max_temperature is None or reading.temperature is None:
        return replace(memory, too_warm=False)
    if reading.temperature >= load.max_temperature:
        return replace(memory, too_warm=True)
    return replace(memory, too_warm=memory.too_warm and reading.temperature > load.max_temperature - COOLED)


def _level(load: Load, power: float) -> float:
    """Return the highest power that the load can be set to, not above `power` (W)."""
    if load.modulating:
        return min(power, load.levels[-1]) if power >= _lowest(load) else 0.0
    return max((level for level in load.levels if level <= power), default=0.0)


def _lowest(load: Load) -> float:
    """Return its lowest power above 0 (W)."""
    return next(level for level in load.levels if level > 0)


def _off(key: ReasonKey, memory: ApplianceMemory, now: datetime) -> _Told:
    """Return the order to be off."""
    return _Told(0.0, Reason(key), replace(switched_off(memory, now), starting_since=None))
