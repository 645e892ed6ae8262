"""The first row of the fail-safe table: without its meter the house is brought into its safe state in time, and back."""

from typing import Any

from custom_components.overshot.core.control import Decision

from ..battery import EmsMode
from ..faults import GRID_METER, FaultKind
from ..heat_pump import HEAT_PUMP, SgReady
from ..loop import Loop

SLACK = 0.5
"""A."""

GRACE = 2.0
"""Steps of the simulation (s)."""

SLOW = 60.0
"""Heat pumps are asked every five seconds, and their orders take a while (s)."""


class FailSafeJudge:
    """Follows how long the meter has said nothing."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self.found: list[dict[str, Any]] = []
        self._loop = loop
        self._meter = loop.scenario.house.site.grid_meter
        self._silent = self._heard = self._down = 0.0
        self._noted: set[str] = set()

    def add(self, decision: Decision, dt: float) -> None:
        """Look at the step just lived."""
        loop = self._loop
        if loop.down:
            # Without a controller, what stations fall back to is theirs. It starts over when it is back.
            self._silent, self._heard = 0.0, 0.0
            self._noted.clear()
            return
        fault = loop.faults.of(GRID_METER)
        if (fault is not None and fault.kind is not FaultKind.LATE) or loop.world.grid_lost:
            self._silent += dt
            self._heard = 0.0
            if self._silent > self._meter.stale_after + self._meter.interval + GRACE:
                self._look(decision)
            return
        self._silent = 0.0
        self._heard = 0.0 if fault is not None else self._heard + dt
        self._noted.clear()
        if decision.state.meter_stale and self._heard > 3 * self._meter.interval + GRACE:
            self._note("not_back_after_silence", "p1", self._heard)

    def _look(self, decision: Decision) -> None:
        """See that everything is in its safe state."""
        world, faults = self._loop.world, self._loop.faults
        for point in self._loop.scenario.house.site.charge_points:
            station, setpoint = world.stations[point.id], decision.setpoints[point.id]
            obeys = setpoint.current is not None and not station.deaf and faults.of(point.id) is None
            if obeys and station.currents[0] > point.fallback_current + SLACK:
                self._note("above_fallback", point.id, station.currents[0])
        for id_, battery in world.batteries.items():
            told = decision.batteries.get(id_)
            steered = told is not None and told.mode is not None and faults.of(id_) is None
            if steered and self._silent > SLOW and battery.mode is not EmsMode.AUTO:
                self._note("battery_not_released", id_, battery.power)
        pump = world.heat_pump
        pump_told = decision.heat_pumps.get(HEAT_PUMP)
        if pump is not None and pump_told is not None and pump_told.state is not None and faults.of(HEAT_PUMP) is None:
            if self._silent > SLOW and pump.state is not SgReady.NORMAL:
                self._note("heat_pump_not_normal", HEAT_PUMP, float(pump.state))

    def _note(self, kind: str, id_: str, value: float) -> None:
        """Note something once in each silence."""
        if f"{kind} {id_}" not in self._noted:
            self._noted.add(f"{kind} {id_}")
            self.found.append({"kind": kind, "of": id_, "start": self._loop.world.t, "value": round(value, 2)})
