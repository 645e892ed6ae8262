"""What a battery should do, and how several share one task."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Final

from ...model import Battery, BatteryMode, BatteryReading, Reading, Reason, ReasonKey, Snapshot
from ..balance import BATTERY_SILENT_AFTER
from .memory import ChargeOrder

ASSUMED_CAPACITY: Final = 10_000.0
"""Of a battery whose capacity nobody told, to weigh several (Wh)."""

STEP: Final = 100.0
"""An order that follows house and sun is told in such steps (W), so that not every watt of the house is an order."""

TAKES: Final = 200.0
"""A battery that keeps what it has takes the surplus from here on (W)..."""

LETS: Final = 50.0
"""...until less is left (W)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryWish:
    """What a battery should do, before any limit."""

    mode: BatteryMode
    power: float = 0.0
    """W, never negative."""

    reason: Reason


def soc_of(measured: Reading[BatteryReading] | None, now: datetime) -> float | None:
    """Return a state of charge that is not too old (%)."""
    if measured is None or abs(measured.age(now)) > BATTERY_SILENT_AFTER:
        return None
    return measured.value.soc


def alike(batteries: Iterable[Battery], mode: BatteryMode, reason: Reason) -> dict[str, BatteryWish]:
    """Return the same for all."""
    return {battery.id: BatteryWish(mode=mode, reason=reason) for battery in batteries}


def charge(
    batteries: Iterable[Battery], snapshot: Snapshot, power: float, reason: Reason, now: datetime
) -> dict[str, BatteryWish]:
    """Return so much charging power (W) shared among batteries, more for the emptier ones."""
    batteries = tuple(batteries)
    weights = {
        battery.id: (100 - (soc_of(snapshot.batteries.get(battery.id), now) or 0.0))
        * (battery.capacity or ASSUMED_CAPACITY)
        for battery in batteries
    }
    shares = share(power, {battery.id: battery.max_charge for battery in batteries}, weights)
    return {id_: BatteryWish(mode=BatteryMode.CHARGE, power=watts, reason=reason) for id_, watts in shares.items()}


def discharge(
    batteries: Iterable[Battery], snapshot: Snapshot, min_soc: float, power: float, now: datetime
) -> dict[str, BatteryWish]:
    """Return so much power (W) to hold the peak, more from the fuller ones; those at the minimum (%) hold."""
    batteries = tuple(batteries)
    weights = {
        battery.id: max(0.0, (soc_of(snapshot.batteries.get(battery.id), now) or 0.0) - min_soc)
        * (battery.capacity or ASSUMED_CAPACITY)
        for battery in batteries
    }
    shares = share(power, {battery.id: battery.max_discharge for battery in batteries}, weights)
    wishes = alike(batteries, BatteryMode.HOLD, Reason(ReasonKey.KEEPING_RESERVE))
    for id_, watts in shares.items():
        if watts > 0:
            reason = Reason(ReasonKey.PEAK_SHAVING, {"power": round(watts)})
            wishes[id_] = BatteryWish(mode=BatteryMode.DISCHARGE, power=watts, reason=reason)
    return wishes


def keep(
    batteries: Iterable[Battery],
    orders: Mapping[str, ChargeOrder],
    snapshot: Snapshot,
    surplus: float,
    reason: Reason,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return that batteries give nothing, and take the surplus (W) all the same.

    A battery that is told to hold may do nothing at all, whatever the sun gives: so it is told to charge with that.
    """
    batteries = tuple(batteries)
    taking = any((order := orders.get(battery.id)) is not None and order.power > 0 for battery in batteries)
    power = in_steps(surplus)
    if surplus < (LETS if taking else TAKES) or power <= 0:
        return alike(batteries, BatteryMode.HOLD, reason)
    return charge(batteries, snapshot, power, reason, now)


def in_steps(power: float) -> float:
    """Return a power (W) in steps, rounded down."""
    return floor(max(0.0, power) / STEP) * STEP


def share(total: float, limits: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
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
