"""What the batteries should do, by order, timer and strategy, before any limit.

The rules are those of the Jullix installation guide: they balance above *minimum + buffer*; between, they give what holds
the peak and nothing else; below *minimum + half the buffer* they are recharged at the wished peak up to *minimum +
buffer*; below the *minimum* they are recharged anyway. Where no peak is held there is no buffer to keep.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Final

from ...model import Battery, BatteryMode, Reason, ReasonKey, Series, Site, Snapshot
from ..calendar import local, scheduled
from ..peak.budget import Budget
from ..planned.follow import Followed
from ..settings import SiteSettings
from .cheapest import is_cheapest
from .memory import ChargeOrder, StorageMemory
from .planned import Around, by_plan
from .settings import BatterySettings, BatteryStrategy, StorageSettings
from .sharing import ASSUMED_CAPACITY, TAKES, BatteryWish, alike, charge, discharge, keep, soc_of

LOWEST_MIN_SOC: Final = 10.0
"""A minimum below it harms the battery (%; Jullix)."""

GENTLE_CHARGE: Final = 500.0
"""Below the minimum it is recharged with this at least, whatever the peak allows (W; ours)."""

TOLERATED: Final = 1.0
"""Without a buffer, it may fall so much below the minimum before it is recharged up to there (%; ours): at the minimum it
gives nothing, but its own consumption goes on."""

FULL: Final = 99.5
"""From here on it counts as full (%)."""

FULL_CHARGE_HOURS: Final = (time(10), time(16))
"""When a full charge that is due draws on the grid besides: the hours of the sun, by local time."""

_UNTOUCHED = BatterySettings()
_NO_PRICES = Series()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What else the batteries are decided by."""

    net: float | None = None
    """What the house with its cars takes from grid and batteries (W; negative: a surplus); None: not known."""

    orders: Mapping[str, ChargeOrder] = field(default_factory=dict)
    """What each was told to charge with before."""

    followed: Followed | None = None
    """The plan, where it is followed."""

    prices: Series = _NO_PRICES
    """Of import (EUR/kWh)."""


_NOTHING_AHEAD = Ahead()


def check(settings: StorageSettings) -> None:
    """Raise `ValueError("min_soc_too_low")` for a minimum that harms the battery."""
    if settings.min_soc < LOWEST_MIN_SOC:
        raise ValueError("min_soc_too_low")


def state_of_charge(site: Site, snapshot: Snapshot, now: datetime) -> float | None:
    """Return the state of charge of all batteries together, weighted by capacity (%); None where none tells."""
    energy = capacity = 0.0
    for battery in site.batteries:
        soc = soc_of(snapshot.batteries.get(battery.id), now)
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
        if _may_give(settings, battery, soc_of(snapshot.batteries.get(battery.id), now), now)
    )


def wish_batteries(
    site: Site,
    settings: SiteSettings,
    memory: StorageMemory,
    snapshot: Snapshot,
    budget: Budget,
    fast_charging: bool,
    now: datetime,
    ahead: Ahead = _NOTHING_AHEAD,
) -> tuple[dict[str, BatteryWish], StorageMemory]:
    """Return what each controlled battery that answers should do, and what is remembered of all.

    `fast_charging` tells that a car charges regardless of the sun: then they give nothing but what holds the peak.
    """
    soc = state_of_charge(site, snapshot, now)
    memory = _remember(site, settings, memory, snapshot, soc, ahead.followed is not None, now)
    wishes: dict[str, BatteryWish] = {}
    ruled: list[Battery] = []
    for battery in site.batteries:
        wish = settings.batteries.get(battery.id, _UNTOUCHED)
        own = soc_of(snapshot.batteries.get(battery.id), now)
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
    followed, net = ahead.followed, ahead.net
    if followed is not None and net is not None and soc is not None and not memory.recharging:
        locked = fast_charging and settings.storage.lock_while_charging
        around = Around(net=net, budget=budget, orders=ahead.orders, min_soc=settings.storage.min_soc, locked=locked)
        known = [battery for battery in ruled if followed.battery(battery.id) is not None]
        ruled = [battery for battery in ruled if battery not in known]
        wishes |= by_plan(site, known, followed, around, snapshot, now)
    wishes |= _by_strategy(site, settings, ruled, memory, snapshot, soc, budget, fast_charging, ahead, now)
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
    site: Site,
    settings: SiteSettings,
    batteries: list[Battery],
    memory: StorageMemory,
    snapshot: Snapshot,
    soc: float | None,
    budget: Budget,
    fast_charging: bool,
    ahead: Ahead,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return what batteries should do by the strategy of the site, all the same, sharing what there is to do."""
    if not batteries:
        return {}
    storage = settings.storage
    buffer = storage.buffer if settings.peak.active else 0.0
    if soc is None:
        # Nothing is known of it: its own automatic knows better.
        return alike(batteries, BatteryMode.AUTO, Reason(ReasonKey.AUTOMATIC))
    recharge = budget.recharge if budget.recharge is not None else float("inf")
    if memory.recharging:
        if soc < storage.min_soc:
            power, reason = max(recharge, GENTLE_CHARGE), Reason(ReasonKey.RECHARGING_MINIMUM)
            return charge(batteries, snapshot, power, reason, now)
        if recharge >= GENTLE_CHARGE:
            return charge(batteries, snapshot, recharge, Reason(ReasonKey.RECHARGING_BUFFER), now)
    if budget.duty > 0 and (memory.recharging or soc < storage.min_soc + buffer or fast_charging):
        return discharge(batteries, snapshot, storage.min_soc, budget.duty, now)
    if _buys(site, settings, batteries, ahead, now) and recharge >= GENTLE_CHARGE:
        return charge(batteries, snapshot, recharge, Reason(ReasonKey.CHEAPEST_HOURS), now)
    surplus = -ahead.net if ahead.net is not None else 0.0
    if memory.recharging or soc <= storage.min_soc + buffer:
        return keep(batteries, ahead.orders, snapshot, surplus, Reason(ReasonKey.KEEPING_RESERVE), now)
    if fast_charging and storage.lock_while_charging:
        return keep(batteries, ahead.orders, snapshot, surplus, Reason(ReasonKey.LOCKED_FOR_CAR), now)
    key = ReasonKey.AUTOMATIC if storage.strategy is BatteryStrategy.MANUAL else ReasonKey.BALANCING
    return alike(batteries, BatteryMode.AUTO, Reason(key))


def _buys(site: Site, settings: SiteSettings, batteries: list[Battery], ahead: Ahead, now: datetime) -> bool:
    """Whether the batteries charge from the grid because the hour is cheap, and the sun does not suffice."""
    storage = settings.storage
    if storage.strategy is not BatteryStrategy.CHEAPEST_HOURS or ahead.net is None:
        return False
    buying = any((order := ahead.orders.get(it.id)) is not None and order.power > 0 for it in batteries)
    suffices = -ahead.net > (TAKES if buying else 0.0)
    return not suffices and is_cheapest(site, ahead.prices, storage.cheapest_hours, now)


def _remember(
    site: Site,
    settings: SiteSettings,
    memory: StorageMemory,
    snapshot: Snapshot,
    soc: float | None,
    planned: bool,
    now: datetime,
) -> StorageMemory:
    """Return the memory with the latch of recharging, and when each battery was full.

    A plan keeps a reserve of its own: only the minimum is above it.
    """
    storage = settings.storage
    buffer = storage.buffer if settings.peak.active and not planned else 0.0
    recharging = memory.recharging
    if soc is not None:
        tops_up = storage.strategy in (BatteryStrategy.PLAN, BatteryStrategy.JULLIX, BatteryStrategy.CHEAPEST_HOURS)
        kept = buffer if tops_up else 0.0
        lowest = storage.min_soc + (kept / 2 if kept else -TOLERATED)
        highest = storage.min_soc + kept
        recharging = soc < lowest or (recharging and soc < highest)
    full_at = dict(memory.full_at)
    for battery in site.batteries:
        own = soc_of(snapshot.batteries.get(battery.id), now)
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
