"""The production controller and the physics of one house, without sockets: readings in, setpoints out, each second.

Latencies are those of a real house: the meter sends a telegram each second, a station is asked each second, battery and
solar each five seconds, and what is written arrives a second later. Faults make readings old and writes vanish.
"""

from dataclasses import dataclass
from typing import Any

from custom_components.overshot.core.control import Decision, Memory, step as control_step
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePointReading,
    MeterReading,
    Reading,
    Snapshot,
    SolarReading,
)

from .devices import Part
from .events import Timeline
from .faults import GRID_METER, INVERTER, Fault, FaultBoard, FaultKind
from .readings import read_battery, read_meter, read_solar, read_station
from .scenario import Scenario

STATION_INTERVAL = 1.0
INVERTER_INTERVAL = 5.0
WRITE_LATENCY = 1.0
REPEAT_AFTER = 5.0
"""An order that the station does not show by then is sent again (s)."""


@dataclass(frozen=True, slots=True)
class _Order:
    """Currents on their way to a station (A); None where nothing changes."""

    charge_point: str
    current: float | None
    fallback: float | None
    due: float
    repeat_at: float


class Loop:
    """One house and its controller. `step` lives one step of the scenario and returns what was decided at its end."""

    def __init__(self, scenario: Scenario) -> None:
        """Build house and controller at the start of the scenario."""
        self.scenario = scenario
        self.world = scenario.build()
        self.settings = scenario.settings
        self.memory = Memory()
        self.snapshot = Snapshot()
        self.faults = FaultBoard()
        self.writes = 0
        """Orders that reached a station."""
        self._site = scenario.house.site
        self._house_events = Timeline(scenario.house_events())
        self._settings_events = Timeline(scenario.settings_events())
        self._fault_events = Timeline(list(scenario.faults))
        self._inverter = next((it.id for it in scenario.house.devices if it.part is Part.INVERTER), INVERTER)
        self._meter_due = self._station_due = self._inverter_due = 0.0
        self._grid: dict[str, Reading[MeterReading]] = {}
        self._points: dict[str, Reading[ChargePointReading]] = {}
        self._batteries: dict[str, Reading[BatteryReading]] = {}
        self._solar: dict[str, Reading[SolarReading]] = {}
        self._late: list[tuple[float, dict[str, Any], str, Any]] = []
        self._orders: list[_Order] = []
        self._sent: dict[str, _Order] = {}

    def step(self) -> Decision:
        """Live one step of the scenario and decide."""
        world = self.world
        self._happen(world.t)
        if self._orders:
            self._write(world.t)
        world.step(self.scenario.step)
        self._read(world.t)
        self.snapshot = Snapshot(
            grid=self._grid.get(GRID_METER),
            charge_points=self._points.copy(),
            batteries=self._batteries.copy(),
            solar=self._solar.copy(),
        )
        decision = control_step(self._site, self.settings, self.memory, self.snapshot, None, world.now)
        self.memory = decision.memory
        self._order(world.t, decision)
        return decision

    def _happen(self, t: float) -> None:
        """Let events and faults that are due happen."""
        for event in self._house_events.due(t):
            event.apply(self.world)
        for change in self._settings_events.due(t):
            self.settings = change.apply(self.settings)
        for fault in self._fault_events.due(t):
            self.faults.begin(fault, t)
        self.faults.step(t)

    def _read(self, t: float) -> None:
        """Read every device that is due and answers."""
        world, now = self.world, self.world.now
        if self._late:
            for due, target, key, reading in self._late:
                if due <= t:
                    target[key] = reading
            self._late = [entry for entry in self._late if entry[0] > t]
        if t >= self._meter_due:
            self._meter_due = t + self._site.grid_meter.interval
            fault = self.faults.of(GRID_METER)
            if answers(fault):
                reading = read_meter(world.grid, now, per_phase=self.scenario.house.meter_per_phase)
                self._take(t, fault, self._grid, GRID_METER, reading)
        if t >= self._station_due:
            self._station_due = t + STATION_INTERVAL
            for id_, station in world.stations.items():
                fault = self.faults.of(id_)
                if answers(fault) and station.powered:
                    station.touch(t)
                    self._take(t, fault, self._points, id_, read_station(station, world.grid, now))
        if t >= self._inverter_due:
            self._inverter_due = t + INVERTER_INTERVAL
            fault = self.faults.of(self._inverter)
            if answers(fault):
                if world.battery is not None:
                    self._take(t, fault, self._batteries, INVERTER, read_battery(world.battery, now))
                if world.solar is not None:
                    self._take(t, fault, self._solar, INVERTER, read_solar(world.solar, now))
            for id_, array in world.arrays.items():
                if answers(self.faults.of(id_)):
                    self._take(t, self.faults.of(id_), self._solar, id_, read_solar(array, now))

    def _take[T](self, t: float, fault: Fault | None, target: dict[str, T], key: str, reading: T) -> None:
        """Take a reading in, at once or late."""
        if fault is None:
            target[key] = reading
        else:
            self._late.append((t + fault.lateness, target, key, reading))

    def _order(self, t: float, decision: Decision) -> None:
        """Send to each station what differs from what it was last seen to hold, as the shell does."""
        for id_, setpoint in decision.setpoints.items():
            seen = self._points.get(id_)
            if seen is None:
                continue
            fallback, current = setpoint.fallback_current, setpoint.current
            if fallback is not None and seen.value.fallback_current == fallback:
                fallback = None
            if current is not None and seen.value.setpoint == current:
                current = None
            if fallback is None and current is None:
                continue
            sent = self._sent.get(id_)
            if sent is not None and sent.current == current and sent.fallback == fallback and t < sent.repeat_at:
                continue
            fault = self.faults.of(id_)
            late = fault.lateness if fault is not None and fault.kind is FaultKind.LATE else 0.0
            order = _Order(id_, current, fallback, t + WRITE_LATENCY + late, t + REPEAT_AFTER + late)
            self._sent[id_] = order
            self._orders.append(order)

    def _write(self, t: float) -> None:
        """Let the orders that are due arrive; at a device that does not answer they vanish."""
        for order in self._orders:
            if order.due > t or not answers(self.faults.of(order.charge_point)):
                continue
            station = self.world.stations[order.charge_point]
            station.touch(t)
            self.writes += 1
            if order.fallback is not None:
                station.fallback_current = order.fallback
            if order.current is not None:
                station.setpoint = order.current
        self._orders = [order for order in self._orders if order.due > t]


def answers(fault: Fault | None) -> bool:
    """Return whether a device still answers, late perhaps."""
    return fault is None or fault.kind is FaultKind.LATE
