"""The simulated house: everything behind one grid connection, second by second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from custom_components.overshot.core.model import PhaseVector, Site

from .battery import Battery, BatterySpec
from .boiler import Boiler, BoilerSpec
from .circuits import Circuits, CircuitSpec
from .devices import DeviceSpec
from .faults import INVERTER
from .fuse import Fuse, Watch
from .grid import Grid, GridSpec
from .heat_pump import HeatPump, HeatPumpSpec
from .loads import Loads
from .series import NOTHING, PhaseSeries, Series, constant
from .solar import Solar, SolarSpec
from .station import Station, StationSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseSpec:
    """What stands in a house and how it is wired."""

    site: Site
    """The house as the controller knows it."""

    grid: GridSpec = field(default_factory=GridSpec)
    meter_per_phase: bool = True
    """Whether the grid meter tells the phases apart."""

    meter_noise: float = 0.0
    """Standard deviation of what it shows on each phase (W)."""

    meter_has_peaks: bool = True
    """Whether it tells the demand of the quarter and the peaks of the months."""

    fuse_time_constant: float = 120.0
    battery: BatterySpec | None = None
    battery_id: str = INVERTER
    more_batteries: Mapping[str, BatterySpec] = field(default_factory=dict)
    """Further ones, by id, each behind an inverter of its own."""

    solar: SolarSpec | None = None
    more_solar: Mapping[str, SolarSpec] = field(default_factory=dict)
    """Panels with an inverter of their own, by its id."""

    stations: Mapping[str, StationSpec] = field(default_factory=dict)
    """By charge point id."""

    heat_pump: HeatPumpSpec | None = None
    boilers: Mapping[str, BoilerSpec] = field(default_factory=dict)
    """Loads that can be switched or set, by id."""

    circuits: Sequence[CircuitSpec] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """The circuit that something hangs on, by its id; what is not named hangs on the connection."""

    own_stations: tuple[str, ...] = ()
    """Charge points that the house's own controller steers."""

    devices: tuple[DeviceSpec, ...] = ()
    """What can be spoken to."""


class World:
    """The physics of one house.

    `step` is all there is to time: nothing here looks at a clock. Signs: grid + = import, battery + = discharging,
    solar + = production, consumers + = consumption, so `house_power = grid + battery + solar` always.
    """

    def __init__(
        self,
        spec: HouseSpec,
        start: datetime,
        *,
        load: PhaseSeries = NOTHING,
        sun: Series | None = None,
        time_scale: float = 1.0,
    ) -> None:
        """Build the house at `start` (aware). Series are looked up `time_scale` times faster than physics runs."""
        self.spec = spec
        self.start = start.astimezone(UTC)
        self.t = 0.0
        """Seconds since the start."""
        self.time_scale = time_scale
        self.grid = Grid(spec.grid, start)
        connection = spec.site.connection
        self.fuse = Fuse(connection.fuse, spec.fuse_time_constant)
        self.watch = Watch(connection.limit)
        """The derated limit, looked at from outside."""
        self.loads = Loads(load)
        self.solar = Solar(spec.solar) if spec.solar is not None else None
        """The panels behind the battery's inverter, or the only ones."""
        self.arrays = {id_: Solar(array) for id_, array in spec.more_solar.items()}
        """Panels with an inverter of their own, by its id."""
        self.battery = Battery(spec.battery) if spec.battery is not None else None
        """The battery behind the inverter of `solar`, or the only one."""
        self.batteries = {id_: Battery(battery) for id_, battery in spec.more_batteries.items()}
        """All batteries, by id."""
        if self.battery is not None:
            self.batteries = {spec.battery_id: self.battery, **self.batteries}
        self.boilers = {id_: Boiler(boiler) for id_, boiler in spec.boilers.items()}
        self.circuits = Circuits(spec.circuits, connection.type)
        self.grid_lost = False
        """Whether the street has no voltage."""
        self.heat_pump = HeatPump(spec.heat_pump) if spec.heat_pump is not None else None
        self.stations = {id_: Station(station, connection.type) for id_, station in spec.stations.items()}
        self._sun = sun or constant(0.0)
        self._circuit_loads: PhaseVector = (0.0, 0.0, 0.0)
        place = spec.places.get
        self._stations = tuple(self.stations.values())
        self._station_places = [place(id_) for id_ in self.stations]
        self._boilers = tuple((boiler, place(id_)) for id_, boiler in self.boilers.items())
        self._heat_place = place("heat_pump")
        everywhere = [solar for solar in (self.solar, *self.arrays.values()) if solar is not None]
        peak = sum(solar.spec.peak for solar in everywhere)
        self._solar = tuple((solar, solar.spec.peak / peak, solar.spec.phases) for solar in everywhere)
        strength = sum(battery.spec.max_discharge for battery in self.batteries.values()) or 1.0
        self._batteries = tuple(
            (battery, battery.spec.max_discharge / strength, battery.spec.phases, place(id_))
            for id_, battery in self.batteries.items()
        )
        self._heat_share = spec.heat_pump.phases if spec.heat_pump is not None else (0.0, 0.0, 0.0)

    @property
    def now(self) -> datetime:
        """Return the time of the present step (aware UTC)."""
        return self.start + timedelta(seconds=self.t)

    @property
    def scenario_time(self) -> float:
        """Return where the series are (s since the start of the scenario)."""
        return self.t * self.time_scale

    @property
    def solar_power(self) -> float:
        """Return the production of all panels (W)."""
        return sum(solar.power for solar, _, _ in self._solar)

    @property
    def solar_energy(self) -> float:
        """Return what all panels have produced (Wh)."""
        return sum(solar.energy for solar, _, _ in self._solar)

    @property
    def battery_power(self) -> float:
        """Return the power of all batteries (W), discharging +."""
        return sum(battery.power for battery, _, _, _ in self._batteries)

    @property
    def on_backup(self) -> bool:
        """Return whether a battery carries the house, the grid being gone."""
        return self.grid_lost and self.battery is not None and self.battery.spec.backup

    @property
    def car_power(self) -> float:
        """Return what all cars draw (W)."""
        return sum(station.power for station in self._stations)

    @property
    def house_power(self) -> float:
        """Return what everything in the house draws, cars and heat pump included (W)."""
        heat = self.heat_pump.power if self.heat_pump is not None else 0.0
        boilers = sum(boiler.power for boiler, _ in self._boilers)
        return self.loads.power + sum(self._circuit_loads) + self.car_power + heat + boilers

    def restart_clock(self, start: datetime) -> None:
        """Call the present moment `start` (aware): a house that lives in real time. Only before the first step."""
        if self.t:
            raise ValueError("the clock can be set before the first step only")
        self.start = start.astimezone(UTC)
        self.grid.restart(start)

    def step(self, dt: float = 1.0) -> None:
        """Live for `dt` seconds."""
        self.t = t = self.t + dt
        scenario_time = t * self.time_scale
        grid, loads = self.grid, self.loads
        loads.step(scenario_time)
        if self.fuse.tripped or (self.grid_lost and not self.on_backup):
            self._step_dark(t, dt)
            return
        l1, l2, l3 = loads.l1, loads.l2, loads.l3
        if self.circuits:
            self._circuit_loads = c1, c2, c3 = self.circuits.begin(scenario_time)
            l1, l2, l3 = l1 + c1, l2 + c2, l3 + c3
            for appliance in loads.on_circuits():
                s1, s2, s3 = appliance.phases
                power = appliance.power
                self.circuits.add(appliance.circuit, power * s1, power * s2, power * s3)
        l1, l2, l3 = self._step_consumers(t, dt, l1, l2, l3)
        if self._solar:
            offered = self._sun.at(scenario_time)
            # The sun shines on all panels alike.
            for solar, part, (s1, s2, s3) in self._solar:
                solar.step(dt, offered * part, grid.power)
                power = solar.power
                l1 -= power * s1
                l2 -= power * s2
                l3 -= power * s3
        if self.grid_lost and self.battery is not None:
            self._step_island(self.battery, t, dt, l1 + l2 + l3)
            return
        solar_power = self.solar.power if self.solar is not None else 0.0
        for battery, part, (s1, s2, s3), place in self._batteries:
            battery.step(dt, grid.power * part, solar_power if battery is self.battery else 0.0)
            power = battery.power
            l1 -= power * s1
            l2 -= power * s2
            l3 -= power * s3
            if place is not None:
                self.circuits.add(place, -power * s1, -power * s2, -power * s3)

        grid.step(t, dt, l1, l2, l3)
        if self.circuits:
            self.circuits.end(t, dt, (grid.v1, grid.v2, grid.v3))
        self.fuse.step(t, dt, grid.i1, grid.i2, grid.i3)
        self.watch.step(t, dt, grid.i1, grid.i2, grid.i3)

    def _step_consumers(self, t: float, dt: float, l1: float, l2: float, l3: float) -> PhaseVector:
        """Let stations, boilers and the heat pump live; return the phases' powers (W) with theirs added."""
        grid, circuits = self.grid, self.circuits
        voltages = (grid.v1, grid.v2, grid.v3)
        for station, place in zip(self._stations, self._station_places, strict=True):
            if place is not None and circuits.dark(place):
                station.off()
                continue
            station.step(t, dt, voltages)
            if station.power:
                l1 += station.b1
                l2 += station.b2
                l3 += station.b3
                if place is not None:
                    circuits.add(place, station.b1, station.b2, station.b3)
        for boiler, place in self._boilers:
            if circuits.dark(place):
                boiler.off()
                continue
            boiler.step(dt)
            if boiler.power:
                s1, s2, s3 = boiler.spec.phases
                power = boiler.power
                l1, l2, l3 = l1 + power * s1, l2 + power * s2, l3 + power * s3
                circuits.add(place, power * s1, power * s2, power * s3)
        if self.heat_pump is not None:
            if circuits.dark(self._heat_place):
                self.heat_pump.off()
            else:
                self.heat_pump.step(t, dt)
            power = self.heat_pump.power
            if power:
                s1, s2, s3 = self._heat_share
                l1, l2, l3 = l1 + power * s1, l2 + power * s2, l3 + power * s3
                circuits.add(self._heat_place, power * s1, power * s2, power * s3)
        return (l1, l2, l3)

    def _step_island(self, battery: Battery, t: float, dt: float, demand: float) -> None:
        """Live on the battery alone: it gives or takes what the house lacks or has too much of, or the light goes out."""
        solar = self.solar
        given = battery.carry(dt, demand, solar.power if solar is not None else 0.0)
        if given > demand and solar is not None:
            # Nobody takes the rest: the inverter throttles the panels.
            solar.power = max(0.0, solar.power - (given - demand))
        elif given < demand - 1.0:
            self._step_dark(t, dt)
            return
        self.grid.step(t, dt, 0.0, 0.0, 0.0)
        if self.circuits:
            self.circuits.end(t, dt, (self.grid.v1, self.grid.v2, self.grid.v3))
        self.fuse.step(t, dt, 0.0, 0.0, 0.0)
        self.watch.step(t, dt, 0.0, 0.0, 0.0)

    def _step_dark(self, t: float, dt: float) -> None:
        """Live on without supply: nothing draws and nothing feeds in, the meter still counts."""
        self.loads.off()
        self._circuit_loads = (0.0, 0.0, 0.0)
        for station in self._stations:
            station.off()
        for boiler, _ in self._boilers:
            boiler.off()
        if self.heat_pump is not None:
            self.heat_pump.off()
        for solar, _, _ in self._solar:
            solar.off()
        for battery, _, _, _ in self._batteries:
            battery.off()
        self.grid.step(t, dt, 0.0, 0.0, 0.0)
        self.circuits.silence(t, dt)
        self.fuse.step(t, dt, 0.0, 0.0, 0.0)
        self.watch.step(t, dt, 0.0, 0.0, 0.0)
