"""The simulated house: everything behind one grid connection, second by second."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from custom_components.overshot.core.model import Site

from .battery import Battery, BatterySpec
from .devices import DeviceSpec
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

    fuse_time_constant: float = 120.0
    battery: BatterySpec | None = None
    solar: SolarSpec | None = None
    more_solar: Mapping[str, SolarSpec] = field(default_factory=dict)
    """Panels with an inverter of their own, by its id."""

    stations: Mapping[str, StationSpec] = field(default_factory=dict)
    """By charge point id."""

    heat_pump: HeatPumpSpec | None = None
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
        self.heat_pump = HeatPump(spec.heat_pump) if spec.heat_pump is not None else None
        self.stations = {id_: Station(station, connection.type) for id_, station in spec.stations.items()}
        self._sun = sun or constant(0.0)
        self._stations = tuple(self.stations.values())
        everywhere = [solar for solar in (self.solar, *self.arrays.values()) if solar is not None]
        peak = sum(solar.spec.peak for solar in everywhere)
        self._solar = tuple((solar, solar.spec.peak / peak, solar.spec.phases) for solar in everywhere)
        self._battery_share = spec.battery.phases if spec.battery is not None else (0.0, 0.0, 0.0)
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
        """Return the battery's power (W), discharging +."""
        return self.battery.power if self.battery is not None else 0.0

    @property
    def car_power(self) -> float:
        """Return what all cars draw (W)."""
        return sum(station.power for station in self._stations)

    @property
    def house_power(self) -> float:
        """Return what everything in the house draws, cars and heat pump included (W)."""
        heat = self.heat_pump.power if self.heat_pump is not None else 0.0
        return self.loads.power + self.car_power + heat

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
        if self.fuse.tripped:
            self._step_dark(t, dt)
            return
        l1, l2, l3 = loads.l1, loads.l2, loads.l3

        voltages = (grid.v1, grid.v2, grid.v3)
        for station in self._stations:
            station.step(t, dt, voltages)
            if station.power:
                l1 += station.b1
                l2 += station.b2
                l3 += station.b3
        if self.heat_pump is not None:
            self.heat_pump.step(t, dt)
            power = self.heat_pump.power
            if power:
                s1, s2, s3 = self._heat_share
                l1 += power * s1
                l2 += power * s2
                l3 += power * s3
        if self._solar:
            offered = self._sun.at(scenario_time)
            # The sun shines on all panels alike.
            for solar, part, (s1, s2, s3) in self._solar:
                solar.step(dt, offered * part, grid.power)
                power = solar.power
                l1 -= power * s1
                l2 -= power * s2
                l3 -= power * s3
        if self.battery is not None:
            self.battery.step(dt, grid.power, self.solar.power if self.solar is not None else 0.0)
            power = self.battery.power
            s1, s2, s3 = self._battery_share
            l1 -= power * s1
            l2 -= power * s2
            l3 -= power * s3

        grid.step(t, dt, l1, l2, l3)
        self.fuse.step(t, dt, grid.i1, grid.i2, grid.i3)
        self.watch.step(t, dt, grid.i1, grid.i2, grid.i3)

    def _step_dark(self, t: float, dt: float) -> None:
        """Live on with the main fuse open: nothing draws and nothing feeds in, the meter still counts."""
        self.loads.off()
        for station in self._stations:
            station.off()
        if self.heat_pump is not None:
            self.heat_pump.off()
        for solar, _, _ in self._solar:
            solar.off()
        if self.battery is not None:
            self.battery.off()
        self.grid.step(t, dt, 0.0, 0.0, 0.0)
        self.fuse.step(t, dt, 0.0, 0.0, 0.0)
        self.watch.step(t, dt, 0.0, 0.0, 0.0)
