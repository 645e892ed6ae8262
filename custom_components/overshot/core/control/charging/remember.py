"""What is remembered of a charge point after it was told what to do."""

from dataclasses import replace
from datetime import datetime

from ...model import PhaseMask
from .lag import order_window
from .memory import ChargePointMemory, PlanMemory, TargetMemory
from .minimum import learn
from .orders import remember_order
from .phases import forget_change
from .surplus import timer
from .view import View
from .wiring import changing, most_phases
from .wish import Wish


def remember(
    view: View, wish: Wish, told: float | None, fuse_paused: bool, room_since: datetime | None, now: datetime
) -> ChargePointMemory:
    """Return the memory for the next step; `told` is the current it is told now (A), None while it is silent."""
    memory = view.memory
    starved_since = memory.starved_since
    solar_share = memory.solar_share
    if told is not None:
        starved = wish.current > 0 and told <= 0
        starved_since = timer(starved_since, now) if starved else None
        solar_share = min(1.0, wish.from_surplus / told) if told > 0 else 0.0
    return ChargePointMemory(
        setpoint=told if told is not None else memory.setpoint,
        charging=wish.charging,
        changing_since=wish.changing_since,
        fuse_paused=fuse_paused,
        room_since=room_since,
        starved_since=starved_since,
        solar_share=solar_share,
        session=view.session,
        target=_target(view, wish),
        plan=wish.plan if wish.plan is not None else _NO_PLAN,
        phases=wish.phases if wish.phases is not None else memory.phases,
        minimum=learn(view, told, now) if told is not None else memory.minimum,
        recovery=wish.recovery if wish.recovery is not None else memory.recovery,
        drawing=_terminals_seen(view, now),
        draws=view.draws,
        orders=remember_order(memory.orders, now, told, order_window(view.point))
        if told is not None
        else memory.orders,
        heard=view.heard,
    )


def remember_fallback(
    view: View, told: float, paused: bool, room_since: datetime | None, now: datetime
) -> ChargePointMemory:
    """Return the memory for the next step while the grid meter is silent: no timer runs on, no change of phases waits."""
    memory = view.memory
    return replace(
        memory,
        setpoint=told if view.steered else memory.setpoint,
        changing_since=None,
        fuse_paused=paused,
        room_since=room_since,
        starved_since=None,
        solar_share=0.0,
        session=view.session,
        phases=forget_change(memory.phases, view.connected or view.reading is None),
        minimum=learn(view, told, now) if view.steered else memory.minimum,
        drawing=_terminals_seen(view, now),
        draws=view.draws,
        orders=remember_order(memory.orders, now, told, order_window(view.point)) if view.steered else memory.orders,
        heard=view.heard,
    )


def _target(view: View, wish: Wish) -> TargetMemory:
    """Return the targets as they stand; what was missed is remembered until the car leaves."""
    if wish.target is not None:
        return wish.target
    before = view.memory.target
    if before.missed is None or (view.reading is not None and not view.connected):
        return _NO_TARGET
    return TargetMemory(missed=before.missed, missing=before.missing)


def _terminals_seen(view: View, now: datetime) -> PhaseMask | None:
    """Return the terminals the vehicle was seen to use, until it leaves.

    What it uses while the station is switched to fewer phases, or changes them, does not tell what it could use.
    """
    memory, reading = view.memory, view.reading
    if reading is None:
        return memory.drawing
    if not view.connected:
        return None
    switched_down = view.on < most_phases(view.point)
    if switched_down or not view.charging or changing(memory.phases, now):
        return memory.drawing
    return view.mask


_NO_TARGET = TargetMemory()
_NO_PLAN = PlanMemory()
