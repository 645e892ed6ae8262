"""What the batteries should do, by order, timer and strategy, before any limit.

The rules are those of the Jullix installation guide: they balance above *minimum + buffer*; between, they give what holds
the peak and nothing else; below *minimum + half the buffer* they are recharged at the wished peak up to *minimum +
buffer*; below the *minimum* they are recharged anyway. Where no peak is held there is no buffer to keep.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from ...model import Battery, BatteryMode, BatteryReading, Reading, Reason, ReasonKey, Site, Snapshot
from ..balance import BATTERY_SILENT_AFTER
from ..calendar import local, scheduled
from ..peak.budget import Budget
from ..settings import SiteSettings
from .memory import StorageMemory
from .settings import BatterySettings, BatteryStrategy, StorageSettings

LOWEST_MIN_SOC: Final = 10.0
"""A minimum below it harms the battery (%; Jullix)."""

GENTLE_CHARGE: Final = 500.0
"""Below the minimum it is recharged with this at least, whatever the peak allows (W; ours)."""

TOLERATED: Final = 1.0
"""Without a buffer, it may fall so much below the minimum before it is recharged up to there (%; ours): at the minimum it
gives nothing, but its own consumption goes on."""

FULL: Final = 99.5
"""From here on it counts as full (%)."""

ASSUMED_CAPACITY: Final = 10_000.0
"""Of a battery whose capacity nobody told, to weigh several (Wh)."""

FULL_CHARGE_HOURS: Final = (time(10), time(16))
"""When a full charge that is due draws on the grid besides: the hours of the sun, by local time."""

_UNTOUCHED = BatterySettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryWish:
    """What a battery should do, before any limit."""

    mode: BatteryMode
    power: float = 0.0
    """W, never negative."""

    reason: Reason


def check(settings: StorageSettings) -> None:
    """Raise `ValueError("min_soc_too_low")` for a minimum that harms the battery."""
    if settings.min_soc < LOWEST_MIN_SOC:
        raise ValueError("min_soc_too_low")


def state_of_charge(site: Site, snapshot: Snapshot, now: datetime) -> float | None:
    """Return the state of charge of all batteries together, weighted by capacity (%); None where none tells."""
    energy = capacity = 0.0
    for battery in site.batteries:
        soc = _soc(snapshot.batteries.get(battery.id), now)
        if soc is not None:
            weight = battery.capacity or ASSUMED_CAPACITY
            energy += soc * weight
            capacity += weight
    return energy / capacity if capacity else None


def available_for_peak(site: Site, settings: SiteSettings, snapshot: Snapshot, now: datetime) -> float:
    """Return what batteries may give to hold the peak (W): those above the minimum that nobody ordered otherwise."""
    return sum(
        battery.max_discharge
        for battery in site.batteries
        if _may_give(settings, battery, _soc(snapshot.batteries.get(battery.id), now), now)
    )


def wish_batteries(
    site: Site,
    settings: SiteSettings,
    memory: StorageMemory,
    snapshot: Snapshot,
    budget: Budget,
    fast_charging: bool,
    now: datetime,
) -> tuple[dict[str, BatteryWish], StorageMemory]:
    """Return what each controlled battery that answers should do, and what is remembered of all.

    `fast_charging` tells that a car charges regardless of the sun: then they give nothing but what holds the peak.
    """
    soc = state_of_charge(site, snapshot, now)
    memory = _remember(site, settings, memory, snapshot, soc, now)
    wishes: dict[str, BatteryWish] = {}
    ruled: list[Battery] = []
    for battery in site.batteries:
        wish = settings.batteries.get(battery.id, _UNTOUCHED)
        own = _soc(snapshot.batteries.get(battery.id), now)
        if not wish.controlled or snapshot.batteries.get(battery.id) is None:
            continue
        ordered = _ordered(site, settings, battery, wish, own, budget, now)
        if ordered is not None:
            wishes[battery.id] = ordered
        elif _due(wish, memory, battery.id, now) and _sunny_hours(site, now):
            power = _within_peak(battery.max_charge, budget)
            wishes[battery.id] = BatteryWish(mode=BatteryMode.CHARGE, power=power, reason=Reason(ReasonKey.FULL_CHARGE))
        else:
            ruled.append(battery)
    wishes |= _by_strategy(settings, ruled, memory, snapshot, soc, budget, fast_charging, now)
    return wishes, memory


def _ordered(
    site: Site,
    settings: SiteSettings,
    battery: Battery,
    wish: BatterySettings,
    soc: float | None,
    budget: Budget,
    now: datetime,
) -> BatteryWish | None:
    """Return what the user ordered by hand or by a timer, or None. The minimum binds both."""
    mode, power, reason = wish.mode, wish.power, Reason(ReasonKey.BY_HAND)
    if mode is BatteryMode.AUTO or (wish.until is not None and now >= wish.until):
        timer = scheduled(wish.timers, site, now)
        if timer is None or (timer.until_soc is not None and _reached(timer.mode, soc, timer.until_soc)):
            return None
        mode, power, reason = timer.mode, timer.power, Reason(ReasonKey.TIMER)
    if mode is BatteryMode.DISCHARGE:
        if soc is not None and soc <= settings.storage.min_soc:
            return BatteryWish(mode=BatteryMode.HOLD, reason=Reason(ReasonKey.KEEPING_RESERVE))
        return BatteryWish(mode=mode, power=min(power, battery.max_discharge), reason=reason)
    if mode is BatteryMode.CHARGE:
        return BatteryWish(mode=mode, power=_within_peak(min(power, battery.max_charge), budget), reason=reason)
    return BatteryWish(mode=mode, reason=reason)


def _by_strategy(
    settings: SiteSettings,
    batteries: list[Battery],
    memory: StorageMemory,
    snapshot: Snapshot,
    soc: float | None,
    budget: Budget,
    fast_charging: bool,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return what batteries should do by the strategy of the site, all the same, sharing what there is to do."""
    if not batteries:
        return {}
    storage = settings.storage
    buffer = storage.buffer if settings.peak.active else 0.0
    if soc is None:
        # Nothing is known of it: its own automatic knows better.
        return _all(batteries, BatteryMode.AUTO, ReasonKey.AUTOMATIC)
    if memory.recharging:
        anyway = soc < storage.min_soc
        recharge = budget.recharge if budget.recharge is not None else float("inf")
        if anyway:
            return _charge(batteries, snapshot, max(recharge, GENTLE_CHARGE), ReasonKey.RECHARGING_MINIMUM, now)
        if recharge >= GENTLE_CHARGE:
            return _charge(batteries, snapshot, recharge, ReasonKey.RECHARGING_BUFFER, now)
    if budget.duty > 0 and (memory.recharging or soc < storage.min_soc + buffer or fast_charging):
        return _discharge(settings, batteries, snapshot, budget.duty, now)
    if memory.recharging or soc <= storage.min_soc + buffer:
        return _all(batteries, BatteryMode.HOLD, ReasonKey.KEEPING_RESERVE)
    if fast_charging and storage.lock_while_charging:
        return _all(batteries, BatteryMode.HOLD, ReasonKey.LOCKED_FOR_CAR)
    key = ReasonKey.AUTOMATIC if storage.strategy is BatteryStrategy.MANUAL else ReasonKey.BALANCING
    return _all(batteries, BatteryMode.AUTO, key)


def _remember(
    site: Site,
    settings: SiteSettings,
    memory: StorageMemory,
    snapshot: Snapshot,
    soc: float | None,
    now: datetime,
) -> StorageMemory:
    """Return the memory with the latch of recharging, and when each battery was full."""
    storage = settings.storage
    buffer = storage.buffer if settings.peak.active else 0.0
    recharging = memory.recharging
    if soc is not None:
        tops_up = storage.strategy in (BatteryStrategy.PLAN, BatteryStrategy.JULLIX, BatteryStrategy.CHEAPEST_HOURS)
        kept = buffer if tops_up else 0.0
        lowest = storage.min_soc + (kept / 2 if kept else -TOLERATED)
        highest = storage.min_soc + kept
        recharging = soc < lowest or (recharging and soc < highest)
    full_at = dict(memory.full_at)
    for battery in site.batteries:
        own = _soc(snapshot.batteries.get(battery.id), now)
        if battery.id not in full_at or (own is not None and own >= FULL):
            # One met for the first time is taken to have been full lately.
            full_at[battery.id] = now
    return replace(memory, recharging=recharging, full_at=full_at)


def full_charge_due(site: Site, settings: SiteSettings, memory: StorageMemory, now: datetime) -> tuple[str, ...]:
    """Return the batteries that were not full for so many days as their user set."""
    return tuple(
        battery.id
        for battery in site.batteries
        if _due(settings.batteries.get(battery.id, _UNTOUCHED), memory, battery.id, now)
    )


def _due(wish: BatterySettings, memory: StorageMemory, id_: str, now: datetime) -> bool:
    """Whether a battery has to be charged fully."""
    full_at = memory.full_at.get(id_)
    if wish.full_charge_days is None or full_at is None or not wish.controlled:
        return False
    return now - full_at >= timedelta(days=wish.full_charge_days)


def _sunny_hours(site: Site, now: datetime) -> bool:
    """Whether a full charge may draw on the grid now."""
    first, last = FULL_CHARGE_HOURS
    return first <= local(site, now).time() < last


def _charge(
    batteries: list[Battery], snapshot: Snapshot, power: float, key: ReasonKey, now: datetime
) -> dict[str, BatteryWish]:
    """Return so much charging power shared among batteries, more for the emptier ones."""
    weights = {
        battery.id: (100 - (_soc(snapshot.batteries.get(battery.id), now) or 0.0))
        * (battery.capacity or ASSUMED_CAPACITY)
        for battery in batteries
    }
    shares = _share(power, {battery.id: battery.max_charge for battery in batteries}, weights)
    return {id_: BatteryWish(mode=BatteryMode.CHARGE, power=watts, reason=Reason(key)) for id_, watts in shares.items()}


def _discharge(
    settings: SiteSettings, batteries: list[Battery], snapshot: Snapshot, power: float, now: datetime
) -> dict[str, BatteryWish]:
    """Return so much discharging power shared among batteries, more from the fuller ones; the empty ones hold."""
    weights = {
        battery.id: max(0.0, (_soc(snapshot.batteries.get(battery.id), now) or 0.0) - settings.storage.min_soc)
        * (battery.capacity or ASSUMED_CAPACITY)
        for battery in batteries
    }
    shares = _share(power, {battery.id: battery.max_discharge for battery in batteries}, weights)
    wishes = _all(batteries, BatteryMode.HOLD, ReasonKey.KEEPING_RESERVE)
    for id_, watts in shares.items():
        if watts > 0:
            reason = Reason(ReasonKey.PEAK_SHAVING, {"power": round(watts)})
            wishes[id_] = BatteryWish(mode=BatteryMode.DISCHARGE, power=watts, reason=reason)
    return wishes


def _share(total: float, limits: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Return a power shared by weight, nobody above its limit (W)."""
    shares = dict.fromkeys(limits, 0.0)
    left = min(total, sum(limits[id_] for id_ in limits if weights[id_] > 0))
    open_ = {id_ for id_ in limits if weights[id_] > 0}
    while open_ and left > 1e-6:
        heavy = sum(weights[id_] for id_ in open_)
        full = {id_ for id_ in open_ if left * weights[id_] / heavy >= limits[id_] - shares[id_]}
        for id_ in full or open_:
            more = limits[id_] - shares[id_] if full else left * weights[id_] / heavy
            shares[id_] += more
        left = min(total, sum(limits[id_] for id_ in limits if weights[id_] > 0)) - sum(shares.values())
        open_ = open_ - full if full else set()
    return shares


def _all(batteries: Iterable[Battery], mode: BatteryMode, key: ReasonKey) -> dict[str, BatteryWish]:
    """Return the same for all."""
    return {battery.id: BatteryWish(mode=mode, reason=Reason(key)) for battery in batteries}


def _may_give(settings: SiteSettings, battery: Battery, soc: float | None, now: datetime) -> bool:
    """Whether a battery may discharge to hold the peak."""
    wish = settings.batteries.get(battery.id, _UNTOUCHED)
    by_hand = wish.mode is not BatteryMode.AUTO and (wish.until is None or now < wish.until)
    return wish.controlled and not by_hand and soc is not None and soc > settings.storage.min_soc


def _within_peak(power: float, budget: Budget) -> float:
    """Return a charging power that keeps below the wished peak (W)."""
    return power if budget.recharge is None else min(power, budget.recharge)


def _reached(mode: BatteryMode, soc: float | None, until: float) -> bool:
    """Whether a timer has reached the state of charge where it stops."""
    if soc is None:
        return False
    return soc <= until if mode is BatteryMode.DISCHARGE else soc >= until


def _soc(measured: Reading[BatteryReading] | None, now: datetime) -> float | None:
    """Return a state of charge that is not too old (%)."""
    if measured is None or abs(measured.age(now)) > BATTERY_SILENT_AFTER:
        return None
    return measured.value.soc
