"""One control step: from a snapshot to setpoints, each with its reason.

Order of authority: the fuse on each phase and the fallback on stale input are laws; below them stands what the user
wishes. A law can only lower. The step is pure: the same inputs give the same decision.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..model import (
    NO_PHASES,
    ChargePointSetpoint,
    PhaseVector,
    Reason,
    ReasonKey,
    Site,
    Snapshot,
)
from .appliances.order import order_appliances, running_power
from .appliances.reservation import bookings
from .appliances.surroundings import Surroundings
from .balance import fresh_batteries, keep_for_batteries, left_by_others, site_surplus, smooth
from .batteries.rules import order_batteries, pending_charge, remember_charges
from .charging.memory import ChargePointMemory
from .charging.modes import FAST, FOLLOWING
from .charging.outlook import Outlook
from .charging.remember import remember, remember_fallback
from .charging.settings import ChargePointSettings
from .charging.status import charge_point_status
from .charging.surplus import timer
from .charging.view import View, look
from .charging.wish import Wish
from .charging.wishes import idle_reason, wish_all
from .decision import Decision, SiteState
from .limits.currents import grid_currents
from .limits.loads import OVERLAP, learn, match, rooms
from .limits.share import share_room
from .memory import Memory
from .settings import SiteSettings
from .windows import add, highest_since

_UNTOUCHED = ChargePointSettings()


def step(
    site: Site,
    settings: SiteSettings,
    memory: Memory,
    snapshot: Snapshot,
    plan: None,
    now: datetime,
) -> Decision:
    """Return setpoints for every charge point, with reasons, and the memory for the next step.

    `plan` comes with the planner and is None until then. `now` is aware UTC; nothing else tells the time.
    """
    views = [
        look(
            site,
            point,
            settings.charge_points.get(point.id, _UNTOUCHED),
            memory.charge_points.get(point.id),
            snapshot,
            now,
        )
        for point in site.charge_points
    ]
    grid = snapshot.grid
    currents = None
    # A reading from the future was made before the clock was set back; it is as old as it is ahead.
    if grid is not None and abs(grid.age(now)) < site.grid_meter.act_after:
        currents = grid_currents(site, grid.value, _cars(views, grid.at))
    if grid is None or currents is None:
        return _fall_back(site, views, settings, memory, snapshot, now)

    loads, surplus, priority, kept = memory.loads, memory.surplus, memory.priority, memory.priority.takes or 0.0
    limit = site.connection.limit
    if memory.grid_at != grid.at or loads.raw is None:
        loads = learn(loads, views, limit, grid.at, currents)
        heard, oldest = fresh_batteries(snapshot.batteries, now)
        measured = site_surplus(grid.value, views, heard)
        elapsed = max(0.0, (grid.at - memory.grid_at).total_seconds()) if memory.grid_at else 0.0
        late = max(0.0, (grid.at - oldest).total_seconds()) if oldest is not None else 0.0
        surplus = smooth(memory.surplus, measured, elapsed, late) if measured is not None else None
        power = grid.value.power or 0.0
        kept, priority = keep_for_batteries(site, settings, memory.priority, snapshot, power, elapsed, now)
    loads = match(loads, views, now)
    pending = pending_charge(site, memory.battery_orders, snapshot)
    booked = NO_PHASES
    for booking in bookings(site, memory.appliances, snapshot, now):
        booked = add(booked, booking.currents)
    most, certain, other_load = rooms(loads, limit, add(add(_reserved(views), pending), booked))

    # What the sun has switched on yields to cars.
    running = running_power(site, settings, memory.appliances, snapshot)
    pool = left_by_others(surplus, views) + running if surplus is not None else None
    outlook = Outlook(surplus=pool - kept if pool is not None else None, kept_for_batteries=kept)
    setpoints, remembered = _decide(settings, views, outlook, most, certain, now)
    headroom: PhaseVector = (limit - currents[0], limit - currents[1], limit - currents[2])
    # What is booked for a battery is its own to take.
    left = _left_by_cars(add(certain, pending), views, setpoints, now)
    batteries = order_batteries(site, settings, memory.battery_orders, snapshot, left, headroom, now)
    # What is booked for heat pumps and loads is theirs to take.
    left = add(left, booked)
    around = Surroundings(
        surplus=_left_of_sun(pool, views, setpoints),
        imported=grid.value.power,
        room=lambda _: left,
        on_backup=snapshot.on_backup,
    )
    appliances = order_appliances(site, settings, memory.appliances, snapshot, around, now)
    return Decision(
        setpoints=setpoints,
        batteries=batteries,
        heat_pumps=appliances.heat_pumps,
        loads=appliances.loads,
        memory=Memory(
            appliances=appliances.memory,
            grid_at=grid.at,
            surplus=surplus,
            priority=priority,
            loads=loads,
            battery_orders=remember_charges(memory.battery_orders, batteries, now),
            charge_points=remembered,
        ),
        state=SiteState(
            meter_stale=False,
            surplus=pool,
            other_load=other_load,
            headroom=headroom,
        ),
    )


def _left_of_sun(
    pool: float | None, views: Sequence[View], setpoints: Mapping[str, ChargePointSetpoint]
) -> float | None:
    """Return the surplus that the cars leave (W): each takes what it was told, where it draws at all."""
    if pool is None:
        return None
    return pool - sum(
        min((setpoints[view.point.id].current or 0.0) * view.power_per_ampere, max(view.last_power, 0.0))
        for view in views
        if view.steered and view.settings.mode in FOLLOWING
    )


def _cars(views: Sequence[View], at: datetime) -> Iterator[tuple[float, PhaseVector]]:
    """Yield the power (W) and the currents (A) of every steered car, as high as they may be."""
    for view in views:
        if view.steered:
            draw = view.could_draw(at - OVERLAP)
            yield max(draw) * view.power_per_ampere, draw


def _reserved(views: Sequence[View]) -> PhaseVector:
    """Return what silent stations may draw on each phase (A): booked until they answer."""
    reserved = NO_PHASES
    for view in views:
        if view.settings.controlled and view.reading is None:
            most = view.reserved
            reserved = add(
                reserved,
                (most if view.loads[0] else 0.0, most if view.loads[1] else 0.0, most if view.loads[2] else 0.0),
            )
    return reserved


def _left_by_cars(
    room: PhaseVector, views: Sequence[View], setpoints: Mapping[str, ChargePointSetpoint], now: datetime
) -> PhaseVector:
    """Return what the steered cars leave of the room on each phase (A), each as it was told or as it still draws."""
    left = list(room)
    for view in views:
        if view.steered:
            told = setpoints[view.point.id].current or 0.0
            drawn = highest_since(view.draws, now - OVERLAP)
            for phase in range(3):
                left[phase] -= max(told if view.loads[phase] else 0.0, drawn[phase])
    return (left[0], left[1], left[2])


def _decide(
    settings: SiteSettings,
    views: Sequence[View],
    outlook: Outlook,
    most: PhaseVector,
    certain: PhaseVector,
    now: datetime,
) -> tuple[dict[str, ChargePointSetpoint], dict[str, ChargePointMemory]]:
    """Turn wishes into setpoints within the room on the phases."""
    wishes = wish_all(views, outlook, now)
    shares = share_room(views, wishes, most, certain, settings.resume_delay, now)
    setpoints: dict[str, ChargePointSetpoint] = {}
    remembered: dict[str, ChargePointMemory] = {}
    for view in views:
        id_ = view.point.id
        wish, share = wishes[id_], shares.get(id_)
        if share is None:
            setpoints[id_] = _setpoint(view, wish.current, wish.reason, wish)
        else:
            setpoints[id_] = _setpoint(view, share.current, share.reason, wish)
        if not view.remembered:
            continue
        if share is None:
            remembered[id_] = remember(view, wish, None, view.memory.fuse_paused, None, now)
        else:
            remembered[id_] = remember(view, wish, share.current, share.fuse_paused, share.room_since, now)
    return setpoints, remembered


def _setpoint(view: View, current: float, reason: Reason, wish: Wish | None = None) -> ChargePointSetpoint:
    """Return the setpoint with the status it leads to."""
    controlled = view.settings.controlled
    mode = view.settings.mode if controlled else None
    phases = wish.phases if wish is not None and wish.phases is not None else view.memory.phases
    return ChargePointSetpoint(
        current=current if controlled else None,
        fallback_current=view.fallback if controlled else None,
        phases=phases.ordered if controlled and view.point.switches_phases else None,
        recovery=wish.action if controlled and wish is not None else None,
        reason=reason,
        status=charge_point_status(view.reading, view.last_power, mode, reason),
    )


def _fall_back(
    site: Site,
    views: Sequence[View],
    settings: SiteSettings,
    memory_before: Memory,
    snapshot: Snapshot,
    now: datetime,
) -> Decision:
    """Answer a silent grid meter: nobody above the fallback current, and no surplus starts anybody.

    One that the fuse had paused stays paused for the resume delay before it gets its fallback current.
    """
    around = Surroundings(surplus=None, imported=None, room=None, on_backup=snapshot.on_backup)
    appliances = order_appliances(site, settings, memory_before.appliances, snapshot, around, now)
    setpoints: dict[str, ChargePointSetpoint] = {}
    remembered: dict[str, ChargePointMemory] = {}
    for view in views:
        memory = view.memory
        idle = idle_reason(view)
        paused, room_since = memory.fuse_paused, None
        current = 0.0
        reason = Reason(idle) if idle is not None else None
        if idle is ReasonKey.STATION_SILENT:
            current = view.safe
        elif idle in (None, ReasonKey.SAFE_CURRENT_PENDING):
            if paused:
                room_since = timer(memory.room_since, now)
                paused = (now - room_since).total_seconds() < settings.resume_delay
            if not paused and (view.settings.mode in FAST or memory.charging):
                allowed = view.fallback if view.fallback >= view.minimum else 0.0
                current = allowed if idle is None else view.safe
            reason = Reason(ReasonKey.METER_STALE, {"current": current})
        setpoints[view.point.id] = _setpoint(view, current, reason or Reason(ReasonKey.METER_STALE))
        if not view.remembered:
            continue
        remembered[view.point.id] = remember_fallback(view, current, paused, room_since if paused else None, now)
    batteries = order_batteries(site, settings, memory_before.battery_orders, snapshot, None, None, now)
    return Decision(
        setpoints=setpoints,
        batteries=batteries,
        heat_pumps=appliances.heat_pumps,
        loads=appliances.loads,
        memory=Memory(
            appliances=appliances.memory,
            charge_points=remembered,
            priority=replace(memory_before.priority, takes=None),
            battery_orders=remember_charges(memory_before.battery_orders, batteries, now),
        ),
        state=SiteState(meter_stale=True, surplus=None, other_load=None, headroom=None),
    )
