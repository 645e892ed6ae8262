"""The production controller and the physics of one house, without sockets: readings in, setpoints out, each second.

Latencies are those of a real house: the meter sends a telegram each second, a station is asked each second, battery,
solar, heat pump and loads each five seconds, and what is written arrives a second later. Faults make readings old and
writes vanish.
"""

import json
from typing import Any

from custom_components.overshot.core.control import Decision, Memory, step as control_step
from custom_components.overshot.core.control.persistence import memory_from_dict, memory_to_dict
from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePointReading,
    HeatPumpReading,
    LoadReading,
    MeterReading,
    Reading,
    Snapshot,
    SolarReading,
)

from .events import ControllerRestart, Timeline
from .faults import GRID_METER, INVERTER, Fault, FaultBoard
from .heat_pump import HEAT_PUMP
from .loop_orders import Orders, answers
from .noise import Noise
from .readings import read_battery, read_boiler, read_circuit, read_heat_pump, read_meter, read_solar, read_station
from .scenario import Scenario

STATION_INTERVAL = 1.0
INVERTER_INTERVAL = 5.0


class Loop:
    """One house and its controller. `step` lives one step of the scenario and returns what was decided at its end."""

    def __init__(self, scenario: Scenario) -> None:
        """Build house and controller at the start of the scenario."""
        self.scenario = scenario
        self.world = world = scenario.build()
        self.settings = scenario.settings
        self.memory = Memory()
        self.snapshot = Snapshot()
        self.faults = FaultBoard()
        self.orders = Orders(scenario, world, self.faults)
        self.decision: Decision | None = None
        """The last one."""
        self.down_until = 0.0
        """Until then nobody controls the house (s since the start)."""
        self._site = scenario.house.site
        self._house_events = Timeline(scenario.house_events())
        self._settings_events = Timeline(scenario.settings_events())
        self._fault_events = Timeline(list(scenario.faults))
        self._noise = Noise(scenario.house.meter_noise)
        self._metered = [circuit.id for circuit in self._site.circuits if circuit.metered]
        self._meter_due = self._station_due = self._inverter_due = 0.0
        self._stored: str | None = None
        self._forget_readings()

    @property
    def writes(self) -> int:
        """Return how many orders reached a device."""
        return self.orders.writes

    @property
    def down(self) -> bool:
        """Return whether nobody controls the house now."""
        return self.world.t < self.down_until

    def step(self) -> Decision:
        """Live one step of the scenario and decide. While the controller is down, the last decision is returned."""
        world = self.world
        self._happen(world.t)
        self.orders.arrive(world.t)
        world.step(self.scenario.step)
        if self._stored is not None:
            if self.down and self.decision is not None:
                return self.decision
            self.memory, self._stored = memory_from_dict(json.loads(self._stored)), None
        self._read(world.t)
        self.snapshot = Snapshot(
            grid=self._grid.get(GRID_METER),
            charge_points=self._points.copy(),
            batteries=self._batteries.copy(),
            solar=self._solar.copy(),
            heat_pumps=self._heat_pumps.copy(),
            loads=self._loads.copy(),
            circuits=self._circuits.copy(),
            on_backup=world.on_backup,
        )
        self.decision = decision = control_step(
            self._site,
            self.settings,
            self.memory,
            self.snapshot,
            None,
            world.now,
            export_prices=self.scenario.feed_in,
        )
        self.memory = decision.memory
        self.orders.send(world.t, decision, self.snapshot)
        return decision

    def _happen(self, t: float) -> None:
        """Let events and faults that are due happen."""
        for event in self._house_events.due(t):
            event.apply(self.world)
        for change in self._settings_events.due(t):
            self.settings = change.apply(self.settings)
            if isinstance(change, ControllerRestart):
                self._stop(t + change.duration)
        for fault in self._fault_events.due(t):
            self.faults.begin(fault, t)
        self.faults.step(t)

    def _stop(self, until: float) -> None:
        """Stop the controller: what is not stored is lost."""
        self.down_until = until
        self._stored = json.dumps(memory_to_dict(self.memory))
        self.memory = Memory()
        self.snapshot = Snapshot()
        self.orders.forget()
        self._forget_readings()

    def _forget_readings(self) -> None:
        """Know nothing of the house."""
        self._grid: dict[str, Reading[MeterReading]] = {}
        self._points: dict[str, Reading[ChargePointReading]] = {}
        self._batteries: dict[str, Reading[BatteryReading]] = {}
        self._solar: dict[str, Reading[SolarReading]] = {}
        self._heat_pumps: dict[str, Reading[HeatPumpReading]] = {}
        self._loads: dict[str, Reading[LoadReading]] = {}
        self._circuits: dict[str, Reading[MeterReading]] = {}
        self._late: list[tuple[float, dict[str, Any], str, Any]] = []

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
            self._read_grid(t)
        if t >= self._station_due:
            self._station_due = t + STATION_INTERVAL
            for id_, station in world.stations.items():
                fault = self.faults.of(id_)
                if answers(fault) and station.powered:
                    station.touch(t)
                    self._take(t, fault, self._points, id_, read_station(station, world.grid, now))
            for id_ in self._metered:
                fault = self.faults.of(id_)
                if answers(fault):
                    self._take(t, fault, self._circuits, id_, read_circuit(world.circuits[id_], world.grid, now))
        if t >= self._inverter_due:
            self._inverter_due = t + INVERTER_INTERVAL
            self._read_slow_ones(t)

    def _read_grid(self, t: float) -> None:
        """Read the meter at the connection; without voltage from the street it says nothing."""
        house, world = self.scenario.house, self.world
        fault = self.faults.of(GRID_METER)
        if answers(fault) and not world.grid_lost:
            reading = read_meter(
                world.grid,
                world.now,
                per_phase=house.meter_per_phase,
                peaks=house.meter_has_peaks,
                noise=self._noise.next(),
            )
            self._take(t, fault, self._grid, GRID_METER, reading)

    def _read_slow_ones(self, t: float) -> None:
        """Read batteries, panels, heat pump and loads."""
        world, now, house = self.world, self.world.now, self.scenario.house
        fault_ids = self.orders.fault_ids
        for id_, battery in world.batteries.items():
            fault = self.faults.of(fault_ids.get(id_, id_))
            if answers(fault):
                self._take(t, fault, self._batteries, id_, read_battery(battery, now))
        fault = self.faults.of(fault_ids.get(house.battery_id, INVERTER))
        if world.solar is not None and answers(fault):
            self._take(t, fault, self._solar, INVERTER, read_solar(world.solar, now))
        for id_, array in world.arrays.items():
            fault = self.faults.of(id_)
            if answers(fault):
                self._take(t, fault, self._solar, id_, read_solar(array, now))
        if world.heat_pump is not None:
            fault = self.faults.of(fault_ids.get(HEAT_PUMP, HEAT_PUMP))
            if answers(fault):
                self._take(t, fault, self._heat_pumps, HEAT_PUMP, read_heat_pump(world.heat_pump, now))
        for id_, boiler in world.boilers.items():
            fault = self.faults.of(id_)
            if answers(fault):
                self._take(t, fault, self._loads, id_, read_boiler(boiler, now))

    def _take[T](self, t: float, fault: Fault | None, target: dict[str, T], key: str, reading: T) -> None:
        """Take a reading in, at once or late."""
        if fault is None:
            target[key] = reading
        else:
            self._late.append((t + fault.lateness, target, key, reading))
