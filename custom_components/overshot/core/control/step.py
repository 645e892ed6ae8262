"""One control step: from a snapshot to setpoints, each with its reason.

Order of authority: the fuse on each phase and the fallback on stale input are laws; below them stands what the user
wishes. A law can only lower. The step is pure: the same inputs give the same decision.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ..model import (
    NO_PHASES,
    PHASE_NAMES,
    RESPONSE_TIME,
    ChargePointSetpoint,
    ChargingMode,
    MeterReading,
    PhaseVector,
    Reason,
    ReasonKey,
    Site,
    Snapshot,
)
from .allocation import Grant, Request, allocate
from .currents import grid_currents
from .decision import Decision, SiteState
from .loads import (
    OVERLAP,
    Loads,
    add,
    ahead,
    budget,
    nearest_draw,
    remember_load,
    smooth,
    strongest_draw,
    subtract,
)
from .memory import ChargePointMemory, Memory
from .settings import ChargePointSettings, SiteSettings
from .status import charge_point_status
from .surplus import SurplusWish, follow_surplus, round_down, settle
from .view import View, look

BATTERY_SILENT_AFTER = 60.0
"""A battery silent for longer is unknown power: no surplus is assumed from it (s)."""

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
    reading = grid.value if grid is not None else None
    currents = None
    if grid is not None and reading is not None and grid.age(now) <= site.grid_meter.act_after:
        currents = grid_currents(site, reading)
    if grid is None or reading is None or currents is None:
        return _fall_back(views)

    surplus, raw_load, loads = memory.surplus, memory.raw_load, memory.loads
    if memory.grid_at != grid.at or not loads:
        drawn: PhaseVector = NO_PHASES
        for view in views:
            if view.steered:
                drawn = add(drawn, nearest_draw(view.draws, grid.at))
        raw_load = subtract(currents, drawn)
        loads = remember_load(memory.loads, raw_load, memory.raw_load, grid.at)
        measured = _surplus(views, reading, snapshot, now)
        if measured is not None:
            elapsed = (grid.at - memory.grid_at).total_seconds() if memory.grid_at else 0.0
            surplus = smooth(memory.surplus, measured, max(0.0, elapsed))

    other_load = _with_reserved(ahead(loads, RESPONSE_TIME), views)
    strongest: PhaseVector = NO_PHASES
    for view in views:
        if view.steered:
            strongest = add(strongest, strongest_draw(view.draws, grid.at - OVERLAP))
    limit = site.connection.limit
    room = budget(limit, currents, other_load, strongest)

    setpoints, remembered = _decide(site, settings, views, surplus, room, now)
    return Decision(
        setpoints=setpoints,
        memory=Memory(grid_at=grid.at, surplus=surplus, raw_load=raw_load, loads=loads, charge_points=remembered),
        state=SiteState(
            meter_stale=False,
            surplus=surplus,
            other_load=other_load,
            headroom=(limit - currents[0], limit - currents[1], limit - currents[2]),
        ),
    )


def _surplus(views: list[View], reading: MeterReading, snapshot: Snapshot, now: datetime) -> float | None:
    """Return the solar power that neither the house nor a boosting car uses (W), or None where the meter is mute.

    What a battery charges with is surplus too: by default the charge point comes first. What it discharges is not.
    """
    power = reading.power
    if power is None:
        return None
    for battery in snapshot.batteries.values():
        if battery.value.power is not None and battery.age(now) <= BATTERY_SILENT_AFTER:
            power += battery.value.power
    for view in views:
        if view.steered and view.settings.mode is ChargingMode.PV_SURPLUS:
            power -= view.last_power
    return -power


def _with_reserved(load: PhaseVector, views: list[View]) -> PhaseVector:
    """Book what silent stations may still draw beyond what they were last seen drawing."""
    l1, l2, l3 = load
    for view in views:
        if view.settings.controlled and view.reading is None:
            l1 += max(0.0, view.reserved - view.draw[0]) if view.loads[0] else 0.0
            l2 += max(0.0, view.reserved - view.draw[1]) if view.loads[1] else 0.0
            l3 += max(0.0, view.reserved - view.draw[2]) if view.loads[2] else 0.0
    return (l1, l2, l3)


def _decide(
    site: Site, settings: SiteSettings, views: list[View], surplus: float | None, room: PhaseVector, now: datetime
) -> tuple[dict[str, ChargePointSetpoint], dict[str, ChargePointMemory]]:
    """Turn wishes into setpoints within the room on the phases."""
    wishes: dict[str, SurplusWish] = {}
    pool = surplus
    for view in views:
        wish = _wish(site, view, pool, now)
        wishes[view.point.id] = wish
        if pool is not None and view.settings.mode is ChargingMode.PV_SURPLUS and wish.current > 0:
            pool -= wish.current * _power_per_ampere(site, view)

    grants, room_since = _grant(settings, views, wishes, room, now)

    setpoints: dict[str, ChargePointSetpoint] = {}
    remembered: dict[str, ChargePointMemory] = {}
    for view in views:
        point = view.point
        wish = wishes[point.id]
        grant = grants.get(point.id)
        reason, current = wish.reason, wish.current
        fuse_paused, since = False, None
        if grant is not None:
            current = round_down(grant.current, point.current_step, point.min_current)
            if wish.current >= point.min_current and current < point.min_current:
                fuse_paused, since = True, room_since.get(point.id)
            reason = _limit_reason(wish, grant, current, since, settings.resume_delay, point.current_step, now)
        setpoints[point.id] = _setpoint(view, current, reason)
        if not view.settings.controlled:
            # Nothing is remembered of a station that is only observed: taking control starts from what it does then.
            continue
        remembered[point.id] = ChargePointMemory(
            setpoint=current if view.steered else view.memory.setpoint,
            charging=wish.charging,
            changing_since=wish.changing_since,
            fuse_paused=fuse_paused,
            room_since=since,
            drawing=view.mask if view.connected and view.charging else _keep_mask(view),
            draws=view.draws,
        )
    return setpoints, remembered


def _keep_mask(view: View) -> tuple[bool, bool, bool] | None:
    """Keep the terminals a vehicle was seen to use until it leaves."""
    return view.memory.drawing if view.connected or view.reading is None else None


def _grant(
    settings: SiteSettings, views: list[View], wishes: Mapping[str, SurplusWish], room: PhaseVector, now: datetime
) -> tuple[dict[str, Grant], dict[str, datetime]]:
    """Share the room; a car paused by the fuse resumes only once it would have fitted for the resume delay."""
    requests = [
        Request(view.point.id, wishes[view.point.id].current, view.point.min_current, view.loads)
        for view in views
        if view.steered
    ]
    grants = allocate(requests, room)
    paused = {view.point.id: view.memory.room_since for view in views if view.steered and view.memory.fuse_paused}
    if not paused:
        return grants, {}
    room_since = {id_: since or now for id_, since in paused.items() if grants[id_].current > 0}
    waiting = {id_ for id_, since in room_since.items() if (now - since).total_seconds() < settings.resume_delay}
    if waiting:
        grants = allocate([request for request in requests if request.id not in waiting], room)
        grants.update({id_: Grant(0.0) for id_ in waiting})
    return grants, room_since


def _limit_reason(
    wish: SurplusWish,
    grant: Grant,
    current: float,
    room_since: datetime | None,
    resume_delay: float,
    current_step: float,
    now: datetime,
) -> Reason:
    """Return the wish's own reason, or the fuse's where it lowered the wish by more than the station's rounding."""
    if wish.current - current < max(current_step, 0.1) - 1e-6 and (current > 0 or wish.current == 0):
        return wish.reason
    if grant.limiting_phase is not None:
        key = ReasonKey.FUSE_LIMITED if current > 0 else ReasonKey.FUSE_PAUSED
        return Reason(key, {"phase": PHASE_NAMES[grant.limiting_phase], "current": current})
    if room_since is not None and current == 0:
        left = resume_delay - (now - room_since).total_seconds()
        return Reason(ReasonKey.FUSE_RECOVERING, {"seconds": max(0, round(left))})
    return wish.reason


def _wish(site: Site, view: View, pool: float | None, now: datetime) -> SurplusWish:
    """Return the current the user's mode asks for, and why."""
    point, memory = view.point, view.memory
    idle = _idle_reason(view)
    if idle is not None:
        keeps_state = idle in (ReasonKey.STATION_SILENT, ReasonKey.SAFE_CURRENT_PENDING)
        current = 0.0
        if idle is ReasonKey.STATION_SILENT:
            current = min(memory.setpoint, view.fallback)
        elif idle is ReasonKey.SAFE_CURRENT_PENDING:
            # Nothing rises before the station holds a safe fallback; what it was told already, stays.
            current = min(memory.setpoint, view.maximum)
        return SurplusWish(current, Reason(idle), memory.charging and keeps_state, None)
    if view.settings.mode is ChargingMode.BOOST:
        return SurplusWish(view.maximum, Reason(ReasonKey.BOOST), view.charging, None)
    if pool is None:
        return SurplusWish(
            point.min_current if memory.charging else 0.0,
            Reason(ReasonKey.SURPLUS_WAITING),
            memory.charging,
            memory.changing_since,
        )
    available = pool / _power_per_ampere(site, view)
    wish = follow_surplus(memory, available, point.min_current, view.maximum, view.settings.hold_time, now)
    if wish.charging and wish.current > point.min_current:
        return replace(wish, current=min(view.maximum, settle(wish.current, memory.setpoint, point.current_step)))
    return wish


def _idle_reason(view: View) -> ReasonKey | None:
    """Return why nothing can be wished of a charge point now, or None."""
    reading = view.reading
    if not view.settings.controlled:
        return ReasonKey.READ_ONLY
    if reading is None:
        return ReasonKey.STATION_SILENT
    if view.settings.mode is ChargingMode.OFF:
        return ReasonKey.OFF
    if reading.fault is not None:
        return ReasonKey.STATION_FAULT
    if not view.connected:
        return ReasonKey.NO_VEHICLE
    if not view.fallback_confirmed:
        return ReasonKey.SAFE_CURRENT_PENDING
    return None


def _power_per_ampere(site: Site, view: View) -> float:
    """Return the power one ampere a phase means for this car (W/A), at the measured voltage."""
    voltages = view.reading.voltages if view.reading is not None else None
    used = [volts for volts, drawing in zip(voltages or NO_PHASES, view.mask, strict=True) if drawing and volts > 0]
    voltage = sum(used) / len(used) if used else site.connection.voltage
    return site.connection.type.power_per_ampere(max(1, sum(view.mask)), voltage)


def _setpoint(view: View, current: float, reason: Reason) -> ChargePointSetpoint:
    """Return the setpoint with the status it leads to."""
    controlled = view.settings.controlled
    mode = view.settings.mode if controlled else None
    return ChargePointSetpoint(
        current=current if controlled else None,
        fallback_current=view.fallback if controlled else None,
        reason=reason,
        status=charge_point_status(view.reading, view.last_power, mode, reason),
    )


def _fall_back(views: list[View]) -> Decision:
    """Answer a silent grid meter: nobody above the fallback current, and nobody is started by it."""
    setpoints: dict[str, ChargePointSetpoint] = {}
    remembered: dict[str, ChargePointMemory] = {}
    for view in views:
        point, memory = view.point, view.memory
        idle = _idle_reason(view)
        if idle in (None, ReasonKey.SAFE_CURRENT_PENDING):
            wished = view.settings.mode is ChargingMode.BOOST or memory.charging
            allowed = view.fallback if idle is None else min(view.fallback, memory.setpoint)
            current = allowed if wished and allowed >= point.min_current else 0.0
            reason = Reason(ReasonKey.METER_STALE, {"current": current})
        else:
            current = min(memory.setpoint, view.fallback) if idle is ReasonKey.STATION_SILENT else 0.0
            reason = Reason(idle or ReasonKey.METER_STALE)
        setpoints[point.id] = _setpoint(view, current, reason)
        if not view.settings.controlled:
            continue
        remembered[point.id] = replace(
            memory,
            setpoint=current if view.steered else memory.setpoint,
            changing_since=None,
            room_since=None,
            draws=view.draws,
            drawing=_keep_mask(view),
        )
    return Decision(
        setpoints=setpoints,
        memory=Memory(charge_points=remembered),
        state=SiteState(meter_stale=True, surplus=None, other_load=None, headroom=None),
    )
