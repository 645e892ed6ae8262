"""The simulated house of the demo: it stands at the first minute of its morning until the morning begins."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Self, override

from simulator.events import CarLeaves, HouseEvent, SettingsEvent, Timeline
from simulator.faults import CONTROLLER, GRID_METER, INVERTER, Fault
from simulator.house import House
from simulator.scenario import Scenario, load_scenario
from simulator.series import Series
from simulator.station import Station
from simulator.world import World

SCENARIO = Path(__file__).with_name("morning.json")

type Happening = HouseEvent | SettingsEvent | Fault


class _Held(Series):
    """A series that stays at its first value until it is let go."""

    __slots__ = ("_inner", "_origin")

    def __init__(self, inner: Series) -> None:
        """Hold a series."""
        self._inner = inner
        self._origin: float | None = None

    def let_go(self, origin: float) -> None:
        """Begin at `origin` (s of scenario time)."""
        self._origin = origin

    @override
    def at(self, t: float) -> float:
        return self._inner.at(0.0 if self._origin is None else t - self._origin)


class MorningHouse:
    """A house with all its servers, whose scenario begins when it is told to.

    `on_second` is called after every second, `on_happening` with whatever the scenario brings; what the user of the
    scenario changes (`SettingsEvent`) is only told, the house itself has no controller.
    """

    def __init__(self, port_base: int | None = None) -> None:
        """Build the house; nothing listens yet. Ports count from `port_base`, or are free ones."""
        scenario = load_scenario(SCENARIO)
        sun, l1, l2, l3 = (_Held(series) for series in (scenario.sun, *scenario.load))
        self._held = (sun, l1, l2, l3)
        self.scenario: Scenario = replace(scenario, sun=sun, load=(l1, l2, l3))
        self._house = House(self.scenario, follow_scenario=False, on_step=self._step, ports=self._ports(port_base))
        self._happenings: Timeline[Happening] = Timeline([])
        self._begun_at: float | None = None
        self.on_second: Callable[[], None] | None = None
        self.on_happening: Callable[[Happening], None] | None = None

    async def __aenter__(self) -> Self:
        """Let the house live."""
        await self._house.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it and close its ports."""
        await self._house.stop()

    @property
    def ports(self) -> Mapping[str, int]:
        """Return the port of each device."""
        return self._house.ports

    @property
    def world(self) -> World:
        """Return the physics."""
        return self._house.world

    @property
    def station(self) -> Station:
        """Return the charging station."""
        return next(iter(self.world.stations.values()))

    @property
    def cable(self) -> bool:
        """Whether the P1 cable is in."""
        return self._house.faults.of(GRID_METER) is None

    @property
    def elapsed(self) -> float:
        """Return how long the morning has lasted (s); negative before it begins."""
        return -1.0 if self._begun_at is None else self.world.t - self._begun_at

    @property
    def finished(self) -> bool:
        """Whether the morning is over."""
        return self.elapsed >= self.scenario.duration

    @property
    def minute(self) -> int:
        """Return the simulated minute of the morning."""
        return int(self.elapsed * self.scenario.time_scale // 60)

    @property
    def clock(self) -> str:
        """Return the simulated time of day."""
        return f"{self.scenario.start + timedelta(seconds=self.elapsed * self.scenario.time_scale):%H:%M}"

    def begin(self) -> None:
        """Let the morning begin, or begin again: the car leaves first."""
        if self.station.car is not None:
            self._house.happen(CarLeaves(next(iter(self.world.stations))))
        self._begun_at = self.world.t
        for series in self._held:
            series.let_go(self.world.scenario_time)
        self._happenings = Timeline([*self.scenario.events, *self.scenario.faults])

    def _step(self) -> None:
        """Follow the house one second."""
        if self._begun_at is None:
            return
        for happening in self._happenings.due(self.elapsed):
            if isinstance(happening, Fault):
                self._house.fail(happening)
            elif isinstance(happening, HouseEvent):
                self._house.happen(happening)
            if self.on_happening is not None:
                self.on_happening(happening)
        if self.on_second is not None:
            self.on_second()

    def _ports(self, base: int | None) -> dict[str, int]:
        """Return the ports that were asked for."""
        if base is None:
            return {}
        devices = (GRID_METER, CONTROLLER, INVERTER, *self.scenario.house.stations)
        return {device: base + number for number, device in enumerate(devices)}
