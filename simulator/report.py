"""What a simulated day looked like: one record a step, and a summary that says whether the house was kept well."""

from dataclasses import asdict
from typing import Any

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import ChargingMode, Reason, ReasonKey

from .books import Books
from .expectations import Expected
from .loop import Loop
from .state import energy_counters, world_state
from .verdict.calm import CalmJudge
from .verdict.energy import EnergyJudge
from .verdict.failsafe import FailSafeJudge
from .verdict.limits import REACTION, LimitJudge
from .verdict.orders import OrderJudge
from .verdict.quarter import QuarterJudge

ALLOWED_EXCURSION = REACTION
"""No phase exceeds its limit for longer (s)."""


class Report:
    """Follows a loop step by step."""

    def __init__(self, loop: Loop, *, keep_steps: bool = True) -> None:
        """Begin before the first step."""
        self.steps: list[dict[str, Any]] = []
        self._loop = loop
        self._keep = keep_steps
        self._dt = loop.scenario.step
        self._count = 0
        self._on_surplus = 0
        self._grid_on_surplus = 0.0
        self._start = energy_counters(loop.world)
        self.limits = LimitJudge(loop)
        self.quarters = QuarterJudge(loop)
        self.orders = OrderJudge(loop)
        self.calm = CalmJudge(loop)
        self.failsafe = FailSafeJudge(loop)
        self.energy = EnergyJudge(loop)
        self.books = Books(loop)
        self._expected = Expected(loop.scenario.expect)
        self._has_reasons = bool(loop.scenario.expect.reasons)

    def add(self, decision: Decision) -> None:
        """Take in the step just lived."""
        self._count += 1
        loop, dt = self._loop, self._dt
        world = loop.world
        modes = loop.settings.charge_points
        for id_, setpoint in decision.setpoints.items():
            if setpoint.reason.key is ReasonKey.SURPLUS and modes[id_].mode is ChargingMode.PV_SURPLUS:
                self._on_surplus += 1
                self._grid_on_surplus += abs(world.grid.power)
                break
        self.limits.add(decision, dt)
        self.quarters.add(decision, dt)
        self.energy.add(dt)
        self.books.add()
        self.failsafe.add(decision, dt)
        if not loop.down:
            self.orders.add(decision, dt)
            self.calm.add(decision)
            if self._has_reasons:
                for id_, reason in _reasons(decision):
                    self._expected.note(id_, reason.key.value)
        wanted = self._expected.wants_record(world.t, dt)
        if self._keep or wanted:
            step = record(loop, decision)
            if wanted:
                self._expected.look(world.t, dt, step)
            if self._keep:
                self.steps.append(step)

    def summary(self, wall_seconds: float) -> dict[str, Any]:
        """Return the summary of what was lived through in `wall_seconds` of real time.

        Energies are in Wh, powers in W, times in s since the start, shares in 0..1.
        """
        loop, world = self._loop, self._loop.world
        flows = {key: value - self._start[key] for key, value in energy_counters(world).items()}
        solar, export = flows["solar"], flows["export"]
        used = flows["import"] + solar + flows["battery_discharged"] - export - flows["battery_charged"]
        summary = {
            "scenario": loop.scenario.name,
            "excursions": [asdict(excursion) for excursion in world.watch.found],
            "derated_limit": world.watch.limit,
            "simulated_seconds": world.t,
            "wall_seconds": round(wall_seconds, 4),
            "speedup": round(world.t / wall_seconds, 1) if wall_seconds > 0 else None,
            "step_count": self._count,
            "writes": loop.writes,
            "energy": {key: round(value, 1) for key, value in flows.items()} | {"house": round(used, 1)},
            "battery_soc": round(world.battery.soc, 2) if world.battery is not None else None,
            "month_peak": round(world.grid.month_peak.demand, 1),
            "highest_quarter": round(max((demand for _, demand in self.quarters.demands), default=0.0), 1),
            "self_consumption": round((solar - export) / solar, 4) if solar > 0 else None,
            "seconds_on_surplus": self._on_surplus * self._dt,
            "mean_grid_on_surplus": round(self._grid_on_surplus / self._on_surplus, 1) if self._on_surplus else None,
            "switches": self.orders.switches,
            **self.energy.summary(),
            "ledger": self.books.summary(),
        }
        judges = (self.limits, self.quarters, self.orders, self.calm, self.failsafe)
        found = [violation for judge in judges for violation in judge.found] + self._trips()
        found += self.books.imbalances()
        found.sort(key=lambda violation: violation["start"])
        return {"violations": found + self._expected.failures(summary), **summary}

    def _trips(self) -> list[dict[str, Any]]:
        """Return every fuse that opened."""
        world = self._loop.world
        trips = [{"kind": "fuse_tripped", "start": at} for at in world.fuse.trips]
        for circuit in world.circuits.all:
            trips += [{"kind": "fuse_tripped", "circuit": circuit.spec.id, "start": at} for at in circuit.fuse.trips]
        return trips


def record(loop: Loop, decision: Decision) -> dict[str, Any]:
    """Return the record of one step: how the house stood, what the controller knew, and what it decided."""
    state = world_state(loop.world)
    grid = loop.snapshot.grid
    state["meter_age"] = grid.age(loop.world.now) if grid is not None else None
    for id_, setpoint in decision.setpoints.items():
        state["charge_points"][id_]["decision"] = {
            "setpoint": setpoint.current,
            "fallback": setpoint.fallback_current,
            "phases": setpoint.phases,
            "status": setpoint.status.value,
            **_told(setpoint.reason),
        }
    for id_, order in decision.batteries.items():
        if order.mode is not None:
            state["batteries"][id_]["decision"] = {
                "mode": order.mode.value,
                "power": round(order.power, 1),
                **_told(order.reason),
            }
    for pump in decision.heat_pumps.values():
        if pump.state is not None:
            state["heat_pump_decision"] = {"state": pump.state, **_told(pump.reason)}
    for id_, load in decision.loads.items():
        if load.power is not None:
            state["loads"][id_]["decision"] = {"power": round(load.power, 1), **_told(load.reason)}
    state["solar_decisions"] = {
        id_: {"export_limit": solar.export_limit, "output_limit": solar.output_limit, **_told(solar.reason)}
        for id_, solar in decision.solar.items()
    }
    return state


def _told(reason: Reason) -> dict[str, Any]:
    """Return a reason as plain values."""
    return {"reason": reason.key.value, "details": dict(reason.details)}


def _reasons(decision: Decision) -> list[tuple[str, Reason]]:
    """Return every reason that was told, with whom it was told to."""
    return [
        *((id_, it.reason) for id_, it in decision.setpoints.items()),
        *((id_, it.reason) for id_, it in decision.batteries.items()),
        *((id_, it.reason) for id_, it in decision.heat_pumps.items()),
        *((id_, it.reason) for id_, it in decision.loads.items()),
        *((id_, it.reason) for id_, it in decision.solar.items()),
    ]
