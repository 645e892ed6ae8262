"""One control step: from a snapshot to setpoints, each with its reason.

Order of authority: the fuse on each phase and the fallback on stale input are laws; below them stands what the user
wishes. A law can only lower. The step is pure: the same inputs give the same decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..model import ChargePointSetpoint, ConnectionType, PhaseVector, Reason, ReasonKey, Series, Site, Snapshot
from ..planning.plan import Plan
from .appliances.order import order_appliances, planned_power, running_power
from .appliances.reservation import bookings
from .appliances.surroundings import Surroundings
from .balance import fresh_batteries, keep_for_batteries, left_by_others, site_surplus, smooth
from .batteries.rules import order_batteries, pending_charges, remember_charges
from .batteries.settings import BatteryStrategy
from .batteries.strategy import Ahead, available_for_peak, full_charge_due, state_of_charge, wish_batteries
from .charging.lag import longest_lag
from .charging.memory import ChargePointMemory
from .charging.modes import FAST, FOLLOWING
from .charging.outlook import Beside, Outlook
from .charging.remember import remember, remember_fallback
from .charging.settings import ChargePointSettings
from .charging.status import charge_point_status
from .charging.surplus import timer
from .charging.view import View, look
from .charging.wish import Wish
from .charging.wishes import idle_reason, wish_all
from .decision import Decision, SiteState
from .limits.cap import Cap, law_caps
from .limits.circuits import CircuitTree, tree_of
from .limits.currents import grid_currents
from .limits.loads import learn, match
from .limits.memory import ShareMemory
from .limits.rooms import Rooms, find_rooms, learn_circuits, left_by_cars, steered_cars
from .limits.share import share_room, within_limits
from .memory import Memory
from .peak.budget import average, share_quarter
from .peak.quarter import observe
from .peak.state import QuarterState
from .planned.follow import follow
from .planned.peak import held_peak
from .settings import SiteSettings
from .solar.order import held_back, order_solar, without_meter
from .solar.takers import appliance_takers, battery_takers, car_takers

_UNTOUCHED = ChargePointSettings()
_NO_PRICES = Series()


def step(
    site: Site,
    settings: SiteSettings,
    memory: Memory,
    snapshot: Snapshot,
    plan: Plan | None,
    now: datetime,
    prices: Series = _NO_PRICES,
    export_prices: Series = _NO_PRICES,
) -> Decision:
    """Return setpoints for every charge point, with reasons, and the memory for the next step.

    `plan` is followed below laws, minimum demands and the month's peak; None, or one that is too old: rules. `prices` are
    those of import (EUR/kWh), as far as they are known, `export_prices` those of feeding in.
    `now` is aware UTC; nothing else tells the time.
    """
    tree = tree_of(site)
    followed = follow(plan, now) if settings.storage.strategy is BatteryStrategy.PLAN else None
    peak = held_peak(settings.peak, followed)
    planned_peak = followed.peak if followed is not None else 0.0
    quarter_memory, quarter = observe(site, peak, memory.quarter, snapshot.grid, now, planned_peak)
    memory = replace(memory, quarter=quarter_memory)
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
        currents = grid_currents(site, grid.value, steered_cars(views, grid.at))
    if grid is None or currents is None:
        return _fall_back(tree, views, settings, memory, snapshot, quarter, now)

    loads, surplus, priority, kept = memory.loads, memory.surplus, memory.priority, memory.priority.takes or 0.0
    budget_memory = memory.budget
    limit = site.connection.limit
    if memory.grid_at != grid.at or loads.raw is None:
        delta = site.connection.type is ConnectionType.THREE_PHASE_DELTA
        interval = site.grid_meter.interval
        loads = learn(loads, views, limit, grid.at, currents, interval=interval, delta=delta)
        heard, oldest = fresh_batteries(snapshot.batteries, now)
        measured = site_surplus(grid.value, views, heard)
        elapsed = max(0.0, (grid.at - memory.grid_at).total_seconds()) if memory.grid_at else 0.0
        battery_late = max(0.0, (grid.at - oldest).total_seconds()) if oldest is not None else 0.0
        late = max((battery_late, *(view.behind(grid.at) for view in views)))
        surplus = smooth(memory.surplus, measured, elapsed, late) if measured is not None else None
        power = grid.value.power or 0.0
        kept, priority = keep_for_batteries(site, settings, memory.priority, snapshot, power, elapsed, now)
        budget_memory = average(budget_memory, quarter, -measured if measured is not None else None, grid.at, now)
    loads = match(loads, views, longest_lag(site), now)
    circuits, silent = learn_circuits(tree, memory.circuits, views, snapshot, now)
    pending = pending_charges(site, memory.battery_orders, snapshot)
    booked = bookings(site, memory.appliances, snapshot, now)
    rooms = find_rooms(tree, loads, circuits, silent, views, (*pending, *booked), snapshot)

    # What the sun has switched on yields to cars, what is planned does not.
    running = running_power(site, settings, memory.appliances, snapshot)
    firm = planned_power(site, settings, memory.appliances, snapshot, followed, now)
    pool = left_by_others(surplus, views) + running if surplus is not None else None
    laws = law_caps(settings, views, rooms, now)
    beside = Beside(rooms, laws, views, now)
    outlook = Outlook(
        surplus=pool - kept - firm if pool is not None else None,
        kept_for_batteries=kept,
        quarter=quarter if peak.active else None,
        prices=prices,
        followed=followed,
        room=beside.room,
        limit=beside.limit,
    )
    wishes = wish_all(views, outlook, now)
    available = available_for_peak(site, settings, snapshot, now)
    budget = share_quarter(peak, quarter, budget_memory.load, views, wishes, available)
    caps = (*laws, *budget.caps)
    setpoints, remembered, shares = _decide(settings, views, wishes, caps, rooms, memory.shares, now)
    headroom: PhaseVector = (limit - currents[0], limit - currents[1], limit - currents[2])
    told = {id_: setpoint.current or 0.0 for id_, setpoint in setpoints.items()}
    # What is booked for a battery is its own to take.
    left = left_by_cars(rooms, views, told, pending, now) if site.batteries else ()
    fast = any(view.charging and view.settings.mode in FAST for view in views)
    ahead = Ahead(net=_net(surplus, views), orders=memory.battery_orders, followed=followed, prices=prices)
    battery_wishes, storage = wish_batteries(site, settings, memory.storage, snapshot, budget, fast, now, ahead)
    batteries = order_batteries(
        site,
        settings,
        battery_wishes,
        memory.battery_orders,
        snapshot,
        lambda circuit: tree.tightest(left, circuit),
        lambda circuit: tree.tightest(rooms.spare, circuit),
        now,
    )
    # What is booked for heat pumps and loads is theirs to take.
    given = (*pending, *booked)
    free = left_by_cars(rooms, views, told, given, now) if site.heat_pumps or site.loads else ()
    around = Surroundings(
        surplus=_left_of_sun(pool, views, setpoints),
        imported=grid.value.power,
        room=lambda circuit: tree.tightest(free, circuit),
        wait=budget.wait,
        # Nobody who did not ask to hold the peak has a cold house for it.
        block=budget.block and settings.peak.active,
        goals_fail=any(
            (setpoints[id_].current or 0.0) < wish.floor - 1e-6
            for id_, wish in wishes.items()
            if setpoints[id_].current is not None
        ),
        followed=followed,
        on_backup=snapshot.on_backup,
    )
    appliances = order_appliances(site, settings, memory.appliances, snapshot, around, now)
    takers: dict[str, float] = {}
    if site.inverters and settings.curtailment:
        takers |= battery_takers(site, settings, batteries, snapshot, now)
        takers |= car_takers(views, setpoints)
        takers |= appliance_takers(settings, appliances.heat_pumps, appliances.loads)
    held = held_back(settings, export_prices.at(now), followed, takers)
    solar, solar_memory = order_solar(site, settings, memory.solar, snapshot, held, now)
    return Decision(
        setpoints=setpoints,
        batteries=batteries,
        heat_pumps=appliances.heat_pumps,
        loads=appliances.loads,
        solar=solar,
        memory=Memory(
            solar=solar_memory,
            appliances=appliances.memory,
            storage=storage,
            quarter=quarter_memory,
            budget=budget_memory,
            grid_at=grid.at,
            surplus=surplus,
            priority=priority,
            loads=loads,
            circuits=circuits,
            shares=shares,
            battery_orders=remember_charges(memory.battery_orders, batteries, now),
            charge_points=remembered,
        ),
        state=SiteState(
            meter_stale=False,
            surplus=pool,
            other_load=rooms.other_load,
            headroom=headroom,
            quarter=quarter,
            storage_soc=state_of_charge(site, snapshot, now),
            full_charge_due=full_charge_due(site, settings, storage, now),
            follows_plan=followed is not None,
        ),
    )


def _net(surplus: float | None, views: Sequence[View]) -> float | None:
    """Return what the house with its cars takes from grid and batteries (W)."""
    return sum(view.last_power for view in views if view.steered) - surplus if surplus is not None else None


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


def _decide(
    settings: SiteSettings,
    views: Sequence[View],
    wishes: Mapping[str, Wish],
    caps: Sequence[Cap],
    rooms: Rooms,
    memory: ShareMemory,
    now: datetime,
) -> tuple[dict[str, ChargePointSetpoint], dict[str, ChargePointMemory], ShareMemory]:
    """Turn wishes into setpoints within the room on the circuits."""
    shares, memory = share_room(views, wishes, rooms, caps, settings, memory, now)
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
    return setpoints, remembered, memory


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
    tree: CircuitTree,
    views: Sequence[View],
    settings: SiteSettings,
    memory_before: Memory,
    snapshot: Snapshot,
    quarter: QuarterState,
    now: datetime,
) -> Decision:
    """Answer a silent grid meter: nobody above the fallback current, and no surplus starts anybody.

    One that the fuse had paused stays paused for the resume delay before it gets its fallback current.
    """
    site = tree.site
    circuits, silent = learn_circuits(tree, memory_before.circuits, views, snapshot, now)
    rooms = find_rooms(tree, None, circuits, silent, views, (), snapshot)
    around = Surroundings(surplus=None, imported=None, room=None, on_backup=snapshot.on_backup)
    appliances = order_appliances(site, settings, memory_before.appliances, snapshot, around, now)
    wanted: dict[str, tuple[float, Reason]] = {}
    pauses: dict[str, tuple[bool, datetime | None]] = {}
    for view in views:
        memory = view.memory
        idle = idle_reason(view)
        paused, room_since = memory.fuse_paused, None
        current = 0.0
        reason = Reason(idle) if idle is not None else Reason(ReasonKey.METER_STALE)
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
        wanted[view.point.id] = current, reason
        pauses[view.point.id] = paused, room_since if paused else None

    setpoints: dict[str, ChargePointSetpoint] = {}
    remembered: dict[str, ChargePointMemory] = {}
    told = wanted | within_limits(views, wanted, rooms, now)
    for view in views:
        memory = view.memory
        current, reason = told[view.point.id]
        setpoints[view.point.id] = _setpoint(view, current, reason)
        if not view.remembered:
            continue
        paused, room_since = pauses[view.point.id]
        remembered[view.point.id] = remember_fallback(view, current, paused, room_since if paused else None, now)
    batteries = order_batteries(site, settings, {}, memory_before.battery_orders, snapshot, None, None, now)
    solar, solar_memory = without_meter(site, settings, memory_before.solar, on_backup=snapshot.on_backup)
    return Decision(
        setpoints=setpoints,
        batteries=batteries,
        heat_pumps=appliances.heat_pumps,
        loads=appliances.loads,
        solar=solar,
        memory=Memory(
            solar=solar_memory,
            appliances=appliances.memory,
            storage=memory_before.storage,
            quarter=memory_before.quarter,
            circuits=circuits,
            shares=memory_before.shares,
            charge_points=remembered,
            priority=replace(memory_before.priority, takes=None),
            battery_orders=remember_charges(memory_before.battery_orders, batteries, now),
        ),
        state=SiteState(
            meter_stale=True,
            surplus=None,
            other_load=None,
            headroom=None,
            quarter=quarter,
            storage_soc=state_of_charge(site, snapshot, now),
        ),
    )
