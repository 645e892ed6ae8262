"""What a simulated day looked like: one record a step, and a summary that says whether the house was kept well."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import ChargingMode, ReasonKey

from .fuse import Excursion
from .loop import Loop
from .state import energy_counters, world_state

ALLOWED_EXCURSION = 10.0
"""A telegram, a write and a car's own response: no phase exceeds the derated limit for longer (s)."""


class Report:
    """Follows a loop step by step."""

    def __init__(self, loop: Loop, *, keep_steps: bool = True) -> None:
        """Begin before the first step."""
        self.steps: list[dict[str, Any]] = []
        self._loop = loop
        self._keep = keep_steps
        self._count = 0
        self._on_surplus = 0
        self._grid_on_surplus = 0.0
        self._start = energy_counters(loop.world)

    def add(self, decision: Decision) -> None:
        """Take in the step just lived."""
        self._count += 1
        world = self._loop.world
        modes = self._loop.settings.charge_points
        for id_, setpoint in decision.setpoints.items():
            if setpoint.reason.key is ReasonKey.SURPLUS and modes[id_].mode is ChargingMode.PV_SURPLUS:
                self._on_surplus += 1
                self._grid_on_surplus += abs(world.grid.power)
                break
        if self._keep:
            self.steps.append(record(self._loop, decision))

    def summary(self, wall_seconds: float) -> dict[str, Any]:
        """Return the summary of what was lived through in `wall_seconds` of real time.

        Energies are in Wh, powers in W, times in s since the start, shares in 0..1.
        """
        loop, world = self._loop, self._loop.world
        excursions = world.watch.found
        flows = {key: value - self._start[key] for key, value in energy_counters(world).items()}
        solar, export = flows["solar"], flows["export"]
        used = flows["import"] + solar + flows["battery_discharged"] - export - flows["battery_charged"]
        return {
            "scenario": loop.scenario.name,
            "violations": violations(excursions, world.fuse.trips),
            "excursions": [asdict(excursion) for excursion in excursions],
            "derated_limit": world.watch.limit,
            "simulated_seconds": world.t,
            "wall_seconds": round(wall_seconds, 4),
            "speedup": round(world.t / wall_seconds, 1) if wall_seconds > 0 else None,
            "step_count": self._count,
            "writes": loop.writes,
            "energy": {key: round(value, 1) for key, value in flows.items()} | {"house": round(used, 1)},
            "battery_soc": round(world.battery.soc, 2) if world.battery is not None else None,
            "month_peak": round(world.grid.month_peak.demand, 1),
            "self_consumption": round((solar - export) / solar, 4) if solar > 0 else None,
            "seconds_on_surplus": self._on_surplus * loop.scenario.step,
            "mean_grid_on_surplus": round(self._grid_on_surplus / self._on_surplus, 1) if self._on_surplus else None,
        }


def violations(excursions: list[Excursion], trips: Sequence[float]) -> list[dict[str, Any]]:
    """Return what must not happen: long excursions above the derated limit, and a main fuse that opened."""
    long = [
        {"kind": "phase_above_limit", **asdict(excursion)}
        for excursion in excursions
        if excursion.duration > ALLOWED_EXCURSION
    ]
    return long + [{"kind": "fuse_tripped", "start": at} for at in trips]


def record(loop: Loop, decision: Decision) -> dict[str, Any]:
    """Return the record of one step: how the house stood, what the controller knew, and what it decided."""
    state = world_state(loop.world)
    grid = loop.snapshot.grid
    state["meter_age"] = grid.age(loop.world.now) if grid is not None else None
    for id_, setpoint in decision.setpoints.items():
        state["charge_points"][id_]["decision"] = {
            "setpoint": setpoint.current,
            "fallback": setpoint.fallback_current,
            "status": setpoint.status.value,
            "reason": setpoint.reason.key.value,
            "details": dict(setpoint.reason.details),
        }
    return state
