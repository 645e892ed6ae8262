"""What a simulated day looked like: one record a step, and a summary that says whether the house was kept well."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import ChargingMode, ReasonKey

from .fuse import Excursion
from .loop import Loop
from .world import World

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
        self._start = _counters(loop.world)

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
        flows = {key: value - self._start[key] for key, value in _counters(world).items()}
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


def _counters(world: World) -> Mapping[str, float]:
    """Return the energy counters of a house (Wh)."""
    return {
        "import": world.grid.energy_import,
        "export": world.grid.energy_export,
        "solar": world.solar.energy if world.solar is not None else 0.0,
        "car": sum(station.energy for station in world.stations.values()),
        "battery_charged": world.battery.charged if world.battery is not None else 0.0,
        "battery_discharged": world.battery.discharged if world.battery is not None else 0.0,
    }


def record(loop: Loop, decision: Decision) -> dict[str, Any]:
    """Return the record of one step: how the house stood, and what was decided."""
    world, snapshot = loop.world, loop.snapshot
    grid = world.grid
    points = {}
    for id_, setpoint in decision.setpoints.items():
        station = world.stations[id_]
        points[id_] = {
            "pilot": station.pilot,
            "power": round(station.power, 1),
            "current": round(station.currents[0], 2),
            "car_soc": round(station.car.soc, 3) if station.car is not None else None,
            "held": station.setpoint,
            "setpoint": setpoint.current,
            "fallback": setpoint.fallback_current,
            "status": setpoint.status.value,
            "reason": setpoint.reason.key.value,
            "details": dict(setpoint.reason.details),
        }
    return {
        "t": world.t,
        "grid": round(grid.power, 1),
        "currents": [round(grid.i1, 2), round(grid.i2, 2), round(grid.i3, 2)],
        "load": round(world.loads.power, 1),
        "solar": round(world.solar_power, 1),
        "battery": round(world.battery_power, 1),
        "soc": round(world.battery.soc, 3) if world.battery is not None else None,
        "meter_age": (world.now - snapshot.grid.at).total_seconds() if snapshot.grid is not None else None,
        "charge_points": points,
    }
