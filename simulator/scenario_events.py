"""Read events and faults that the schema has already checked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from custom_components.overshot.core.model import ChargingMode, ConnectionType

from .battery import EmsMode
from .car import CarSpec
from .events import (
    ApplianceOff,
    ApplianceOn,
    BatteryCommand,
    CarArrives,
    CarLeaves,
    ChangeSettings,
    ControllerRestart,
    Event,
    FuseReset,
    GridLost,
    HeatPumpState,
    HotWater,
    SetControl,
    SetMaxCurrent,
    SetMode,
    StationFault,
    StationIgnores,
)
from .faults import DEFAULT_LATENESS, Fault, FaultKind, allowed_faults
from .heat_pump import SgReady
from .phase_share import share_of
from .scenario_series import ScenarioError
from .scenario_settings import read_change
from .station import Cure
from .world import HouseSpec

type _Entry = Mapping[str, Any]

_EVENTS: dict[str, Callable[[_Entry], Event]] = {
    "car_arrives": lambda e: CarArrives(e["charge_point"], CarSpec(**e.get("car", {})), e.get("tag")),
    "car_leaves": lambda e: CarLeaves(e["charge_point"]),
    "station_fault": lambda e: StationFault(e["charge_point"], e.get("broken", True)),
    "appliance_on": lambda e: ApplianceOn(
        e["name"], float(e["power"]), share_of(e.get("phases", ["l1", "l2", "l3"])), e.get("for"), e.get("circuit")
    ),
    "appliance_off": lambda e: ApplianceOff(e["name"]),
    "battery_command": lambda e: BatteryCommand(EmsMode(e["mode"]), float(e.get("power", 0))),
    "station_ignores": lambda e: StationIgnores(e["charge_point"], e.get("for"), Cure(e.get("cure", "time"))),
    "hot_water": lambda e: HotWater(e["load"], float(e["energy"])),
    "grid_lost": lambda e: GridLost(lost=True),
    "grid_back": lambda e: GridLost(lost=False),
    "restart": lambda e: ControllerRestart(float(e.get("for", 60))),
    "heat_pump_state": lambda e: HeatPumpState(SgReady(e["state"])),
    "fuse_reset": lambda e: FuseReset(),
    "set_mode": lambda e: SetMode(e["charge_point"], ChargingMode(e["mode"])),
    "set_max_current": lambda e: SetMaxCurrent(e["charge_point"], float(e["current"])),
    "set_control": lambda e: SetControl(e["charge_point"], e["controlled"]),
}


def read_event(entry: _Entry, house: HouseSpec, path: str) -> Event:
    """Return what an entry of `events` describes. Raises ScenarioError where the house has no such thing."""
    point = entry.get("charge_point")
    if point is not None and point not in house.stations:
        raise ScenarioError(f"{path}.charge_point", f"the site has no charge point {point!r}")
    kind = entry["type"]
    if kind == "change_settings":
        return ChangeSettings(read_change(entry["change"], house, f"{path}.change"))
    if entry.get("circuit") is not None and entry["circuit"] not in [circuit.id for circuit in house.circuits]:
        raise ScenarioError(f"{path}.circuit", f"the site has no circuit {entry['circuit']!r}")
    if kind == "hot_water" and entry["load"] not in house.boilers:
        raise ScenarioError(f"{path}.load", f"the site has no load {entry['load']!r}")
    if kind == "battery_command" and house.battery is None:
        raise ScenarioError(f"{path}.type", "the site has no battery")
    if kind == "heat_pump_state" and house.heat_pump is None:
        raise ScenarioError(f"{path}.type", "the site has no heat pump")
    if house.site.connection.type is ConnectionType.SINGLE_PHASE and kind == "appliance_on":
        entry = {"phases": ["l1"], **entry}
        if entry["phases"] != ["l1"]:
            raise ScenarioError(f"{path}.phases", "a house with one phase has l1 only")
    return _EVENTS[kind](entry)


def _without_server(house: HouseSpec) -> Iterable[str]:
    """Return what can fail besides the devices with a server, where the house is simulated without any."""
    site = house.site
    yield from house.more_batteries
    yield from (load.id for load in site.loads)
    yield from (circuit.id for circuit in site.circuits if circuit.metered)
    yield from (point.id for point in site.charge_points)
    yield from (pump.id for pump in site.heat_pumps)


def read_fault(entry: _Entry, house: HouseSpec, path: str) -> Fault:
    """Return what an entry of `faults` describes. Raises ScenarioError where the device cannot fail like that."""
    device = entry["device"]
    devices = list(dict.fromkeys([*(spec.id for spec in house.devices), *_without_server(house)]))
    if device not in devices:
        raise ScenarioError(f"{path}.device", f"no device {device!r}, only {', '.join(devices)}")
    kind = FaultKind(entry["kind"])
    if kind not in allowed_faults(device):
        known = ", ".join(sorted(allowed_faults(device)))
        raise ScenarioError(f"{path}.kind", f"{device} cannot fail with {kind.value}, only with {known}")
    duration = entry.get("for")
    return Fault(
        device=device,
        kind=kind,
        duration=None if duration is None else float(duration),
        lateness=float(entry.get("lateness", DEFAULT_LATENESS)),
    )
