"""Read which devices of a house can be spoken to, from a scenario that the schema has already checked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from .devices import NOBODY, DeviceSpec, Part
from .faults import CONTROLLER, GRID_METER, INVERTER
from .heat_pump import HEAT_PUMP
from .scenario_parts import BEHIND_CONTROLLER
from .scenario_series import ScenarioError

_USUAL_STATION: Final = "hager_witty_plus"
_USUAL_INVERTER: Final = "goodwe_et"
_COMMON: Final = ("id", "family", "single_connection", "latency")

_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "hager_flow": frozenset({"boost_feedback", "absent_units_answer"}),
    "goodwe_et": frozenset({"own_meter", "rtu"}),
    "e3dc": frozenset({"first", "swapped", "sg_ready", "external", "wallboxes"}),
    "sunspec": frozenset(
        {"profile", "manufacturer", "unit", "base", "ending", "rtu", "has_timer", "meter_turned", "second_meter"}
    ),
    "waveshare_relay": frozenset({"rtu", "takes_many"}),
    "hager_ecr": frozenset({"product", "unit", "rtu"}),
}
"""Quirks a family may have, as its server takes them."""

type _Entry = Mapping[str, Any]


def read_devices(site: _Entry) -> tuple[DeviceSpec, ...]:
    """Return the devices of a house, in the order in which their ports are told."""
    points = site.get("charge_points", [])
    ids = [point["id"] for point in points]
    devices = [
        *_grid_meter(site.get("grid_meter", {})),
        *_controller(site),
        *_inverters(site),
        *_stations(site, points),
        *_heat_pump(site),
        *_meters(site, ids),
    ]
    taken: set[str] = set()
    for device in devices:
        if device.id in taken:
            raise ScenarioError("site", f"two devices are called {device.id!r}")
        taken.add(device.id)
    return tuple(devices)


def _controller_family(site: _Entry) -> str:
    """Return the family of the controller."""
    return str(site.get("controller", {}).get("family", "hager_flow"))


def _stations(site: _Entry, points: Iterable[_Entry]) -> Iterable[DeviceSpec]:
    """Return the charge points that have an address of their own."""
    for index, point in enumerate(points):
        family, path = point.get("family", _USUAL_STATION), f"site.charge_points[{index}]"
        if family == BEHIND_CONTROLLER and _controller_family(site) != BEHIND_CONTROLLER:
            raise ScenarioError(f"{path}.family", "the site has no such controller to steer it")
        if family not in (NOBODY, BEHIND_CONTROLLER):
            yield _device(point, Part.CHARGE_POINT, family, point["id"], path)


def _grid_meter(meter: _Entry) -> Iterable[DeviceSpec]:
    """Return the meter at the connection."""
    family = meter.get("family", "p1")
    if family != NOBODY:
        yield DeviceSpec(id=GRID_METER, part=Part.GRID_METER, family=family)


def _controller(site: _Entry) -> Iterable[DeviceSpec]:
    """Return the controller."""
    family = _controller_family(site)
    if family == NOBODY:
        return
    device = _device(site.get("controller", {}), Part.CONTROLLER, family, CONTROLLER, "site.controller")
    behind = site.get("heat_pump", {}).get("family", BEHIND_CONTROLLER) == BEHIND_CONTROLLER
    yield replace(device, options={**device.options, "heat_pump": behind})


def _inverters(site: _Entry) -> Iterable[DeviceSpec]:
    """Return the battery's inverter, and those of further panels."""
    inverter = site.get("inverter", {})
    family = inverter.get("family", _USUAL_INVERTER if "battery" in site else NOBODY)
    if family in ("goodwe_et", "e3dc") and "battery" not in site:
        raise ScenarioError("site.inverter.family", f"{family} needs a battery")
    if family == "sunspec" and "solar" not in site:
        raise ScenarioError("site.inverter.family", "sunspec needs solar")
    if family != NOBODY:
        usual = INVERTER if family == "goodwe_et" else family
        yield _device(inverter, Part.INVERTER, family, usual, "site.inverter")
    for index, array in enumerate(site.get("more_solar", [])):
        device = {key: value for key, value in array.items() if key not in ("peak", "phases")}
        if device.get("family", NOBODY) != NOBODY:
            yield _device(device, Part.SOLAR, device["family"], device["id"], f"site.more_solar[{index}]")


def _heat_pump(site: _Entry) -> Iterable[DeviceSpec]:
    """Return what switches the contacts of the heat pump, unless the controller does."""
    pump = site.get("heat_pump", {})
    family = pump.get("family", BEHIND_CONTROLLER)
    if family not in (NOBODY, BEHIND_CONTROLLER):
        yield _device(pump.get("contacts", {}), Part.HEAT_PUMP, family, HEAT_PUMP, "site.heat_pump.contacts")


def _meters(site: _Entry, charge_points: list[str]) -> Iterable[DeviceSpec]:
    """Return further meters."""
    for index, meter in enumerate(site.get("meters", [])):
        of, path = meter["measures"], f"site.meters[{index}]"
        if of not in ("connection", "solar", "heat_pump", *charge_points):
            raise ScenarioError(f"{path}.measures", f"the site has no {of!r} to measure")
        if of in ("solar", "heat_pump") and of not in site:
            raise ScenarioError(f"{path}.measures", f"the site has no {of!r} to measure")
        plain = {key: value for key, value in meter.items() if key != "measures"}
        yield replace(_device(plain, Part.METER, meter["family"], meter["id"], path), of=of)


def _device(entry: _Entry, part: Part, family: str, usual_id: str, path: str) -> DeviceSpec:
    """Return a device; whatever is not common to all families is a quirk of its own."""
    options = {} if part is Part.CHARGE_POINT else {k: v for k, v in entry.items() if k not in _COMMON}
    unknown = options.keys() - _OPTIONS.get(family, frozenset())
    if unknown:
        raise ScenarioError(f"{path}.{min(unknown)}", f"means nothing to {family}")
    return DeviceSpec(
        id=entry.get("id", usual_id),
        part=part,
        family=family,
        options=options,
        single_connection=entry.get("single_connection", False),
        latency=float(entry.get("latency", 0)),
    )
