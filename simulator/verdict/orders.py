"""What a setpoint must never be, and states that change too soon or too often."""

from collections import deque
from typing import Any

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.control.appliances.settings import SurplusSwitch
from custom_components.overshot.core.model import ChargingMode, ReasonKey

from ..loop import Loop

HOUR = 3600.0
MOST_SWITCHES = 2
"""Changes of phases within any hour."""

PATIENCE = 10.0
"""A car may pass through the currents below its minimum for so long (s)."""

LAWS = frozenset(
    {
        ReasonKey.FUSE_LIMITED,
        ReasonKey.FUSE_PAUSED,
        ReasonKey.CIRCUIT_LIMITED,
        ReasonKey.CIRCUIT_PAUSED,
        ReasonKey.QUEUE_WAITING,
        ReasonKey.GRID_OPERATOR_LIMIT,
        ReasonKey.CHARGING_LIMIT,
        ReasonKey.METER_STALE,
        ReasonKey.CONTROL_FAILED,
        ReasonKey.STATION_SILENT,
        ReasonKey.STATION_FAULT,
        ReasonKey.HEAT_PUMP_SILENT,
        ReasonKey.LOAD_SILENT,
        ReasonKey.LOAD_MANAGER,
        ReasonKey.ON_BACKUP,
        ReasonKey.TEMPERATURE_REACHED,
        ReasonKey.BY_HAND,
        ReasonKey.SCHEDULE,
        ReasonKey.READ_ONLY,
    }
)
"""Reasons that do not wait for a minimum time: laws, and what the user orders."""

_SURPLUS_ENDED = frozenset({ReasonKey.SURPLUS_WAITING, ReasonKey.BATTERY_FIRST, ReasonKey.EFFICIENT_WAITING})
_FOLLOWING = frozenset({ChargingMode.PV_SURPLUS, ChargingMode.SAFE_PV_SURPLUS, ChargingMode.EFFICIENT_PV_SURPLUS})


class _Switched:
    """Something that is on or off, and since when (s)."""

    __slots__ = ("on", "since")

    def __init__(self) -> None:
        self.on = False
        self.since = float("-inf")


class OrderJudge:
    """Follows what is told, and what comes of it."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self.found: list[dict[str, Any]] = []
        self.switches = {"phases": 0, "cars": 0, "heat_pumps": 0, "loads": 0}
        """Changes of phases, starts of cars, heat pumps and loads switched on."""
        self._loop = loop
        self._states: dict[str, _Switched] = {}
        self._seen_switches = {id_: station.switches for id_, station in loop.world.stations.items()}
        self._moments: dict[str, deque[float]] = {id_: deque() for id_ in loop.world.stations}
        self._between: dict[str, float] = {}
        self._told_modes: dict[str, ChargingMode] = {}
        self._wrong: set[str] = set()

    def add(self, decision: Decision, dt: float) -> None:
        """Look at the step just lived."""
        world, settings = self._loop.world, self._loop.settings
        t = world.t
        for point in self._loop.scenario.house.site.charge_points:
            id_, setpoint = point.id, decision.setpoints[point.id]
            self._reason(id_, setpoint.reason.key)
            current = setpoint.current
            if current is not None and current != 0 and not point.min_current - 1e-6 <= current <= point.max_current:
                self._once("current_out_of_range", id_, current=current)
            self._look_at_car(id_, dt)
            self._look_at_phases(id_, t)
            wish = settings.charge_points[id_]
            if self._told_modes.get(id_) is not wish.mode or not world.stations[id_].plugged:
                # What follows a new wish, or a new car, waits for nothing.
                self._told_modes[id_] = wish.mode
                self._states.setdefault(id_, _Switched()).since = float("-inf")
            soonest = wish.hold_time if wish.mode in _FOLLOWING else 0.0
            ended = setpoint.reason.key in _SURPLUS_ENDED
            self._switch(id_, "cars", bool(current), (soonest if ended else 0.0, 0.0), setpoint.reason.key)
        for id_, pump in decision.heat_pumps.items():
            self._reason(id_, pump.reason.key)
            self._appliance(id_, "heat_pumps", (pump.state or 0) > 2, pump.reason.key)
        for id_, load in decision.loads.items():
            self._reason(id_, load.reason.key)
            self._appliance(id_, "loads", bool(load.power), load.reason.key)
        for id_, order in decision.batteries.items():
            self._reason(id_, order.reason.key)
            if order.power < 0:
                self._once("negative_power", id_, power=order.power)

    def _reason(self, id_: str, key: object) -> None:
        """See that something was told for a reason."""
        if not isinstance(key, ReasonKey):
            self._once("no_reason", id_)

    def _look_at_car(self, id_: str, dt: float) -> None:
        """See that a car does not linger below its minimum."""
        station = self._loop.world.stations[id_]
        car = station.car
        least = max(6.0, car.spec.min_current) if car is not None else 6.0
        low = 0 < station.currents[0] < least - 0.01
        self._between[id_] = self._between.get(id_, 0.0) + dt if low else 0.0
        if self._between[id_] > PATIENCE:
            self._once("between_zero_and_minimum", id_, current=round(station.currents[0], 2))

    def _look_at_phases(self, id_: str, t: float) -> None:
        """See that phases are not changed too often."""
        switches, moments = self._loop.world.stations[id_].switches, self._moments[id_]
        while self._seen_switches[id_] < switches:
            self._seen_switches[id_] += 1
            self.switches["phases"] += 1
            moments.append(t)
        while moments and moments[0] <= t - HOUR:
            moments.popleft()
        if len(moments) > MOST_SWITCHES:
            self.found.append({"kind": "too_many_phase_switches", "charge_point": id_, "start": moments.popleft()})

    def _appliance(self, id_: str, kind: str, on: bool, reason: ReasonKey) -> None:
        """See that a heat pump or a load keeps its minimum times."""
        settings = self._loop.settings
        wishes = settings.heat_pumps if kind == "heat_pumps" else settings.loads
        wish = wishes.get(id_)
        rules: SurplusSwitch | None = wish.surplus if wish is not None else None
        self._switch(id_, kind, on, (rules.min_on, rules.min_off) if rules is not None else (0.0, 0.0), reason)

    def _switch(self, id_: str, kind: str, on: bool, least: tuple[float, float], reason: ReasonKey) -> None:
        """Note whether something is on; `least` is how long it stays on, and off (s)."""
        state = self._states.setdefault(id_, _Switched())
        if state.on is on:
            return
        t = self._loop.world.t
        lasted = t - state.since
        if lasted < least[0 if state.on else 1] - 1 and reason not in LAWS:
            name = "on" if on else "off"
            self.found.append({"kind": f"switched_{name}_too_soon", "of": id_, "start": t, "after": lasted})
        state.on, state.since = on, t
        self.switches[kind] += on

    def _once(self, kind: str, id_: str, **details: float) -> None:
        """Note something that is wrong, once."""
        if f"{kind} {id_}" not in self._wrong:
            self._wrong.add(f"{kind} {id_}")
            self.found.append({"kind": kind, "of": id_, "start": self._loop.world.t, **details})
