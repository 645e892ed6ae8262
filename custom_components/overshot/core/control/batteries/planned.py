"""What the batteries should do as planned, by the grid power of the running step.

Following a planned battery power blindly throws away what a plan is worth: load and sun never go as expected. So a plan
that leaves the grid at zero keeps it at zero, whatever the battery gives or takes for it; one that keeps what the battery
has gives it for the peak alone; one that buys or sells does so with the planned power, less where the quarter or the sun
leaves less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ...model import Battery, BatteryMode, Reason, ReasonKey, Site, Snapshot
from ..peak.budget import Budget
from ..planned.follow import SOME, Followed, wall
from .memory import ChargeOrder
from .sharing import BatteryWish, alike, discharge, in_steps, keep, share, soc_of

NEAR: Final = 100.0
"""A planned import so near the peak is one that the battery holds there (W)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The house around its batteries, at one moment."""

    net: float
    """What the house with its cars takes from grid and batteries (W); negative: it has a surplus."""

    budget: Budget
    orders: Mapping[str, ChargeOrder]
    min_soc: float
    """%."""

    locked: bool = False
    """Whether they give nothing but what holds the peak: a car charges fast."""


def by_plan(
    site: Site,
    batteries: Sequence[Battery],
    followed: Followed,
    around: Around,
    snapshot: Snapshot,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return what batteries should do as planned; the plan must know each of them."""
    planned = {battery.id: followed.battery(battery.id) or 0.0 for battery in batteries}
    empty = {battery.id for battery in batteries if _is_empty(battery, around.min_soc, snapshot, now)}
    charging = [battery for battery in batteries if planned[battery.id] <= -SOME]
    giving = [battery for battery in batteries if planned[battery.id] >= SOME and battery.id not in empty]
    still = [battery for battery in batteries if battery not in charging and battery not in giving]
    wishes: dict[str, BatteryWish] = {}
    surplus = -around.net if followed.grid > -SOME else 0.0
    if around.locked:
        wishes |= keep(giving, around.orders, snapshot, surplus, Reason(ReasonKey.LOCKED_FOR_CAR), now)
        giving = []
    if abs(followed.grid) < SOME:
        wishes |= alike(giving, BatteryMode.AUTO, Reason(ReasonKey.PLAN_HOUSE, followed.priced()))
        # What must not be given is only taken: by its own automatic it would do both.
        taking = [battery for battery in charging if battery.id in empty or around.locked]
        wishes |= keep(taking, around.orders, snapshot, surplus, Reason(ReasonKey.PLAN_SURPLUS), now)
        balancing = [battery for battery in charging if battery not in taking]
        wishes |= alike(balancing, BatteryMode.AUTO, Reason(ReasonKey.PLAN_SURPLUS))
        if any(wish.mode is BatteryMode.AUTO for wish in wishes.values()):
            surplus = 0.0
    else:
        wishes |= _charge(charging, planned, followed, around)
        wishes |= _give(giving, planned, followed, around, snapshot, now)
        if charging:
            surplus = 0.0
    wishes |= _keep(site, still, followed, around, snapshot, surplus, now)
    return _hold_peak(batteries, wishes, around, snapshot, now)


def _charge(
    batteries: Sequence[Battery], planned: Mapping[str, float], followed: Followed, around: Around
) -> dict[str, BatteryWish]:
    """Return charging as planned: more with the sun, less where the month's peak asks, and never bought to be sold."""
    if not batteries:
        return {}
    weights = {battery.id: -planned[battery.id] for battery in batteries}
    power = sum(weights.values())
    if followed.grid > 0:
        power = max(power, in_steps(-around.net))
        left = around.budget.left
        if left is not None and left < power:
            power = in_steps(left)
        sunny = -around.net >= power
        reason = Reason(ReasonKey.PLAN_SURPLUS) if sunny else Reason(ReasonKey.PLAN_CHEAP, followed.priced())
    else:
        power = min(power, in_steps(-around.net))
        reason = Reason(ReasonKey.PLAN_SURPLUS)
    shares = share(power, {battery.id: battery.max_charge for battery in batteries}, weights)
    return {id_: BatteryWish(mode=BatteryMode.CHARGE, power=watts, reason=reason) for id_, watts in shares.items()}


def _give(
    batteries: Sequence[Battery],
    planned: Mapping[str, float],
    followed: Followed,
    around: Around,
    snapshot: Snapshot,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return discharging as planned: for the house no more than it takes, to the grid no more than planned."""
    if not batteries:
        return {}
    weights = {battery.id: planned[battery.id] for battery in batteries}
    power, target = sum(weights.values()), around.budget.target
    if followed.grid < 0:
        power = min(power, in_steps(around.net - followed.grid))
        reason = Reason(ReasonKey.PLAN_EXPORT, followed.priced())
    elif target is not None and followed.grid >= followed.peak - NEAR:
        # The quarter as a whole is held at the peak; what it does not need is kept.
        needed = around.budget.duty if target <= followed.peak + NEAR else in_steps(around.net - followed.grid)
        power = min(power, needed)
        reason = Reason(ReasonKey.PLAN_PEAK, {"target": round(followed.grid)})
    else:
        power = min(power, in_steps(around.net))
        reason = Reason(ReasonKey.PLAN_HOUSE, followed.priced())
    if power <= 0:
        surplus = -around.net if followed.grid > 0 else 0.0
        return keep(batteries, around.orders, snapshot, surplus, reason, now)
    shares = share(power, {battery.id: battery.max_discharge for battery in batteries}, weights)
    return {id_: BatteryWish(mode=BatteryMode.DISCHARGE, power=watts, reason=reason) for id_, watts in shares.items()}


def _keep(
    site: Site,
    batteries: Sequence[Battery],
    followed: Followed,
    around: Around,
    snapshot: Snapshot,
    surplus: float,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return that batteries keep what they have, but for a surplus (W) that nobody planned to sell."""
    wishes = keep(batteries, around.orders, snapshot, surplus, Reason(ReasonKey.PLAN_SURPLUS), now)
    for battery in batteries:
        if wishes[battery.id].mode is BatteryMode.HOLD:
            reason = Reason(ReasonKey.KEEPING_RESERVE)
            if not _is_empty(battery, around.min_soc, snapshot, now):
                at = followed.discharges_at(battery.id)
                reason = Reason(ReasonKey.PLAN_KEEP, {"at": wall(site, at)} if at is not None else {})
            wishes[battery.id] = replace(wishes[battery.id], reason=reason)
    return wishes


def _hold_peak(
    batteries: Sequence[Battery],
    wishes: dict[str, BatteryWish],
    around: Around,
    snapshot: Snapshot,
    now: datetime,
) -> dict[str, BatteryWish]:
    """Return the wishes, with what the running quarter needs beyond them."""
    # By its own automatic a battery gives all it can.
    alone = sum(it.max_discharge for it in batteries if wishes[it.id].mode is BatteryMode.AUTO)
    others = [it for it in batteries if wishes[it.id].mode is not BatteryMode.AUTO]
    duty = around.budget.duty - alone
    given = sum(wishes[it.id].power for it in others if wishes[it.id].mode is BatteryMode.DISCHARGE)
    if duty <= given:
        return wishes
    for id_, shaving in discharge(others, snapshot, around.min_soc, duty, now).items():
        wish = wishes[id_]
        if shaving.mode is BatteryMode.DISCHARGE and (
            wish.mode is not BatteryMode.DISCHARGE or wish.power < shaving.power
        ):
            wishes[id_] = shaving
    return wishes


def _is_empty(battery: Battery, min_soc: float, snapshot: Snapshot, now: datetime) -> bool:
    """Whether a battery is at the minimum, or nobody knows."""
    soc = soc_of(snapshot.batteries.get(battery.id), now)
    return soc is None or soc <= min_soc
