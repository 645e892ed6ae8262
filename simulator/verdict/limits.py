"""Seconds in which a phase of the connection or of a circuit carried more than its limit by our doing.

By our doing: something the controller steers, and could have lowered, still drew on that phase. A kettle that overloads a
phase on its own is nobody's violation, and what a station does that is deaf or cannot be reached is not the controller's.
While the controller cannot see (its meter is silent) or does not run, the fallback current is all that is asked of it.
"""

from collections.abc import Iterator
from typing import Any

from custom_components.overshot.core.control import Decision
from custom_components.overshot.core.model import PHASE_NAMES, PhaseVector

from ..battery import EmsMode
from ..faults import GRID_METER
from ..grid import conductor_currents
from ..heat_pump import HEAT_PUMP, SgReady
from ..loop import Loop

REACTION = 10.0
"""A telegram, a write and a car's own response: no phase exceeds its limit for longer (s). A meter slower than one second
adds its interval."""

SLACK = 0.2
"""Steps of stations and rounding (A)."""

NOTHING = 0.5
"""Less than this of ours on a phase is none (A)."""


class LimitJudge:
    """Follows the connection and every circuit."""

    def __init__(self, loop: Loop) -> None:
        """Begin before the first step."""
        self.found: list[dict[str, Any]] = []
        self._loop = loop
        site = loop.scenario.house.site
        self._reaction = REACTION + site.grid_meter.interval - 1.0
        self._runs: dict[tuple[str, int], dict[str, Any]] = {}
        world = loop.world
        places: list[tuple[str, float]] = [("", site.connection.limit)]
        places += [(circuit.spec.id, circuit.spec.limit) for circuit in world.circuits.all]
        self._places = places
        self._below = {place: self._things_on(place) for place, _ in places}

    def add(self, decision: Decision, dt: float) -> None:
        """Look at the step just lived."""
        world = self._loop.world
        for place, limit in self._places:
            currents = world.grid.currents if not place else world.circuits[place].currents
            bound = limit + SLACK
            if max(currents) <= bound and min(currents) >= -bound:
                if self._runs:
                    self._end(place)
                continue
            ours = self._ours(place, decision)
            for phase in range(3):
                if abs(currents[phase]) > bound and ours[phase] > NOTHING:
                    self._note(place, phase, abs(currents[phase]), dt)
                else:
                    self._runs.pop((place, phase), None)

    def _note(self, place: str, phase: int, current: float, dt: float) -> None:
        """Note one more step above a limit."""
        t = self._loop.world.t
        run = self._runs.get((place, phase))
        if run is None:
            run = {
                "kind": "phase_above_limit",
                "circuit": place or "connection",
                "phase": PHASE_NAMES[phase],
                "start": t - dt,
                "duration": 0.0,
                "peak": 0.0,
            }
            self._runs[place, phase] = run
        run["duration"] += dt
        run["peak"] = round(max(run["peak"], current), 2)
        if run["duration"] > self._reaction and run not in self.found:
            self.found.append(run)

    def _end(self, place: str) -> None:
        """End what was noted of a place."""
        for phase in range(3):
            self._runs.pop((place, phase), None)

    def _things_on(self, place: str) -> frozenset[str]:
        """Return what hangs on a place or below it."""
        loop = self._loop
        house, circuits = loop.scenario.house, loop.world.circuits
        things = {*loop.world.stations, *loop.world.batteries, *loop.world.boilers, HEAT_PUMP}
        if not place:
            return frozenset(things)
        below = {place}
        for circuit in reversed(circuits.all):
            if circuit.spec.parent in below:
                below.add(circuit.spec.id)
        return frozenset(thing for thing in things if house.places.get(thing) in below)

    def _ours(self, place: str, decision: Decision) -> PhaseVector:
        """Return what flows on each phase of a place (A) that the controller could have lowered."""
        loop, below = self._loop, self._below[place]
        total = [0.0, 0.0, 0.0]
        for id_, powers in _steered(loop, decision):
            if id_ in below:
                for phase in range(3):
                    total[phase] += powers[phase]
        grid = loop.world.grid
        amps = (total[0] / grid.v1, total[1] / grid.v2, total[2] / grid.v3)
        return conductor_currents(grid.spec.type, amps)


def _steered(loop: Loop, decision: Decision) -> Iterator[tuple[str, PhaseVector]]:
    """Yield what the controller steers, draws and could lower, with its power on each phase (W)."""
    world, faults, settings = loop.world, loop.faults, loop.settings
    blind = loop.down or decision.state.meter_stale or faults.of(GRID_METER) is not None
    silent = {id_ for id_ in (circuit.spec.id for circuit in world.circuits.all) if faults.of(id_) is not None}
    for point in loop.scenario.house.site.charge_points:
        station, wish = world.stations[point.id], settings.charge_points.get(point.id)
        if station.power <= 0 or wish is None or not wish.controlled:
            continue
        if station.deaf or station.switching or faults.of(point.id) is not None:
            continue
        if (blind or silent) and max(station.currents) <= point.fallback_current + NOTHING:
            continue
        yield point.id, (station.b1, station.b2, station.b3)
    if loop.down:
        return
    for id_, battery in world.batteries.items():
        told = decision.batteries.get(id_)
        charging = battery.mode is EmsMode.CHARGE_BATTERY and battery.power < 0
        if charging and told is not None and told.mode is not None and faults.of(id_) is None:
            s1, s2, s3 = battery.spec.phases
            yield id_, (-battery.power * s1, -battery.power * s2, -battery.power * s3)
    pump = world.heat_pump
    if pump is not None and pump.power > 0 and pump.state in (SgReady.RECOMMEND, SgReady.FORCE):
        pump_told = decision.heat_pumps.get(HEAT_PUMP)
        if pump_told is not None and pump_told.state is not None and faults.of(HEAT_PUMP) is None:
            s1, s2, s3 = pump.spec.phases
            yield HEAT_PUMP, (pump.power * s1, pump.power * s2, pump.power * s3)
    for id_, boiler in world.boilers.items():
        load_told = decision.loads.get(id_)
        if boiler.power > 0 and load_told is not None and load_told.power is not None and faults.of(id_) is None:
            s1, s2, s3 = boiler.spec.phases
            yield id_, (boiler.power * s1, boiler.power * s2, boiler.power * s3)
