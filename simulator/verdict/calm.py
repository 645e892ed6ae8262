"""Setpoints that go up and down while nothing else changes: the controller hunts."""

from collections import deque
from typing import Any

from custom_components.overshot.core.control import Decision

from ..loop import Loop

CALM = 150.0
"""The house has not changed while sun and other loads stay within so much of where they were (W)."""

SETTLED = 30.0
"""Three rounds of telegram, write and car (s): by then a setpoint has come to rest."""

WINDOW = 180.0
"""Changes are counted over so long (s)."""

MOVE = 1.0
"""A smaller change is none (A)."""

MOST_TURNS = 2
"""Changes of direction in that time."""


class CalmJudge:
    """Follows the setpoints of cars while the house is calm."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self.found: list[dict[str, Any]] = []
        self._loop = loop
        self._level = 0.0
        self._calm_since = 0.0
        self._wishes: tuple[object, ...] = ()
        self._extremes: dict[str, tuple[float, int]] = {}
        self._turns: dict[str, deque[float]] = {}

    def add(self, decision: Decision) -> None:
        """Look at the step just lived."""
        world = self._loop.world
        level = world.house_power - world.car_power - world.solar_power
        # Who comes, leaves or is full, and what the user changes, concerns all the others.
        wishes = (id(self._loop.settings), *(it.plugged and not it.finished for it in world.stations.values()))
        if abs(level - self._level) > CALM or decision.state.meter_stale or wishes != self._wishes:
            self._level, self._wishes, self._calm_since = level, wishes, world.t
        if world.t - self._calm_since <= SETTLED:
            self._extremes.clear()
            self._turns.clear()
            return
        for id_, setpoint in decision.setpoints.items():
            # What a car that takes nothing is offered moves nobody.
            if setpoint.current and world.stations[id_].power > 0:
                self._follow(id_, setpoint.current, world.t)
            else:
                self._extremes.pop(id_, None)
                self._turns.pop(id_, None)

    def _follow(self, id_: str, current: float, t: float) -> None:
        """Count the changes of direction of one charge point."""
        extreme, direction = self._extremes.get(id_, (current, 0))
        moved = current - extreme
        if abs(moved) < MOVE:
            # Going on in its direction moves the extreme along.
            if direction and moved * direction > 0:
                extreme = current
            self._extremes[id_] = (extreme, direction)
            return
        heading = 1 if moved > 0 else -1
        turns = self._turns.setdefault(id_, deque())
        if direction and heading != direction:
            turns.append(t)
        while turns and turns[0] <= t - WINDOW:
            turns.popleft()
        if len(turns) > MOST_TURNS:
            self.found.append({"kind": "oscillation", "of": id_, "start": turns[0], "turns": len(turns)})
            turns.clear()
        self._extremes[id_] = (current, heading)
