"""What happens in a scenario besides faults: to the house, or to the settings of its controller."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, override

from custom_components.overshot.core.control import ChargePointSettings, SiteSettings
from custom_components.overshot.core.control.persistence import from_plain, to_plain
from custom_components.overshot.core.model import ChargingMode

from .battery import EmsMode
from .car import Car, CarSpec
from .heat_pump import SgReady
from .phase_share import ALL_PHASES, PhaseShare
from .station import Cure, Station
from .world import World


class HouseEvent(ABC):
    """Something that happens to the house."""

    @abstractmethod
    def apply(self, world: World) -> None:
        """Let it happen. Raises ValueError where the house has no such thing."""


class SettingsEvent(ABC):
    """Something the user changes in the controller."""

    @abstractmethod
    def apply(self, settings: SiteSettings) -> SiteSettings:
        """Return the changed settings."""


type Event = HouseEvent | SettingsEvent
"""Something that happens at a moment."""


def _station(world: World, charge_point: str) -> Station:
    """Return a station, or raise ValueError."""
    if charge_point not in world.stations:
        raise ValueError(f"no charge point {charge_point!r}")
    return world.stations[charge_point]


@dataclass(frozen=True, slots=True)
class CarArrives(HouseEvent):
    """A car is plugged in."""

    charge_point: str
    car: CarSpec = field(default_factory=CarSpec)
    tag: str | None = None
    """Held to the station."""

    @override
    def apply(self, world: World) -> None:
        _station(world, self.charge_point).plug_in(Car(self.car), self.tag)


@dataclass(frozen=True, slots=True)
class CarLeaves(HouseEvent):
    """The car is unplugged and drives away."""

    charge_point: str

    @override
    def apply(self, world: World) -> None:
        _station(world, self.charge_point).unplug()


@dataclass(frozen=True, slots=True)
class StationFault(HouseEvent):
    """A station breaks (state F), or is repaired."""

    charge_point: str
    broken: bool = True

    @override
    def apply(self, world: World) -> None:
        _station(world, self.charge_point).fault = self.broken


@dataclass(frozen=True, slots=True)
class StationIgnores(HouseEvent):
    """A station goes on as it was told last, whatever it is told from now on."""

    charge_point: str
    duration: float | None = None
    """s of physics; None: until something cures it."""

    cure: Cure = Cure.TIME

    @override
    def apply(self, world: World) -> None:
        until = float("inf") if self.duration is None else world.t + self.duration
        _station(world, self.charge_point).ignore_orders(until, self.cure)


@dataclass(frozen=True, slots=True)
class ApplianceOn(HouseEvent):
    """Somebody switches an appliance on."""

    name: str
    power: float
    phases: PhaseShare = ALL_PHASES
    duration: float | None = None
    """In scenario time (s); None: until it is switched off."""

    circuit: str | None = None
    """The circuit it hangs on; None: the connection."""

    @override
    def apply(self, world: World) -> None:
        until = None if self.duration is None else world.scenario_time + self.duration
        world.loads.switch_on(self.name, self.power, self.phases, until, self.circuit)


@dataclass(frozen=True, slots=True)
class ApplianceOff(HouseEvent):
    """Somebody switches an appliance off."""

    name: str

    @override
    def apply(self, world: World) -> None:
        world.loads.switch_off(self.name)


@dataclass(frozen=True, slots=True)
class BatteryCommand(HouseEvent):
    """Somebody else commands the battery."""

    mode: EmsMode
    power: float = 0.0

    @override
    def apply(self, world: World) -> None:
        if world.battery is None:
            raise ValueError("no battery in this house")
        world.battery.command(self.mode, self.power)


@dataclass(frozen=True, slots=True)
class HotWater(HouseEvent):
    """Somebody takes hot water from a boiler (Wh of heat)."""

    load: str
    energy: float

    @override
    def apply(self, world: World) -> None:
        if self.load not in world.boilers:
            raise ValueError(f"no load {self.load!r}")
        world.boilers[self.load].draw(self.energy)


@dataclass(frozen=True, slots=True)
class GridLost(HouseEvent):
    """The street loses its voltage, or has it again."""

    lost: bool = True

    @override
    def apply(self, world: World) -> None:
        world.grid_lost = self.lost


@dataclass(frozen=True, slots=True)
class HeatPumpState(HouseEvent):
    """The SG-Ready contacts change."""

    state: SgReady

    @override
    def apply(self, world: World) -> None:
        if world.heat_pump is None:
            raise ValueError("no heat pump in this house")
        world.heat_pump.state = self.state


@dataclass(frozen=True, slots=True)
class FuseReset(HouseEvent):
    """Somebody closes the main fuse again."""

    @override
    def apply(self, world: World) -> None:
        world.fuse.reset()


def _change(settings: SiteSettings, charge_point: str, new: ChargePointSettings) -> SiteSettings:
    """Return settings with those of one charge point replaced."""
    return replace(settings, charge_points={**settings.charge_points, charge_point: new})


@dataclass(frozen=True, slots=True)
class SetMode(SettingsEvent):
    """The user chooses another charging mode."""

    charge_point: str
    mode: ChargingMode

    @override
    def apply(self, settings: SiteSettings) -> SiteSettings:
        new = replace(settings.charge_points[self.charge_point], mode=self.mode)
        return _change(settings, self.charge_point, new)


@dataclass(frozen=True, slots=True)
class SetMaxCurrent(SettingsEvent):
    """The user limits a charge point (A)."""

    charge_point: str
    current: float

    @override
    def apply(self, settings: SiteSettings) -> SiteSettings:
        new = replace(settings.charge_points[self.charge_point], max_current=self.current)
        return _change(settings, self.charge_point, new)


@dataclass(frozen=True, slots=True)
class SetControl(SettingsEvent):
    """The user hands a charge point to the controller, or takes it back."""

    charge_point: str
    controlled: bool

    @override
    def apply(self, settings: SiteSettings) -> SiteSettings:
        new = replace(settings.charge_points[self.charge_point], controlled=self.controlled)
        return _change(settings, self.charge_point, new)


@dataclass(frozen=True, slots=True)
class ChangeSettings(SettingsEvent):
    """The user changes any setting. A change is an object like the stored settings, with what changes alone in it."""

    change: Mapping[str, Any]

    @override
    def apply(self, settings: SiteSettings) -> SiteSettings:
        return from_plain(SiteSettings, merged(to_plain(settings), self.change))


@dataclass(frozen=True, slots=True)
class ControllerRestart(SettingsEvent):
    """The controller stops, and starts again with what it has stored."""

    duration: float = 60.0
    """How long nobody controls the house (s of physics)."""

    @override
    def apply(self, settings: SiteSettings) -> SiteSettings:
        return from_plain(SiteSettings, to_plain(settings))


def merged(plain: Any, change: Any) -> Any:
    """Return plain JSON with a change made to it: objects are changed key by key, all else is replaced."""
    if not isinstance(plain, Mapping) or not isinstance(change, Mapping):
        return change
    return {**plain, **{key: merged(plain.get(key), value) for key, value in change.items()}}


class Timeline[T]:
    """Things in order of the moment they are due, handed out once."""

    __slots__ = ("_entries", "_next")

    def __init__(self, entries: list[tuple[float, T]]) -> None:
        """Hold (due, thing) pairs in any order, `due` in s; what is due at the same moment keeps its order."""
        self._entries = sorted(entries, key=lambda entry: entry[0])[::-1]
        self._next = self._entries[-1][0] if entries else float("inf")

    def due(self, t: float) -> list[T]:
        """Return what is due at `t` and was not handed out yet."""
        if t < self._next:
            return []
        found: list[T] = []
        while self._entries and self._entries[-1][0] <= t:
            found.append(self._entries.pop()[1])
        self._next = self._entries[-1][0] if self._entries else float("inf")
        return found
