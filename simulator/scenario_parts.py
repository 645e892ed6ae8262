"""Read what stands in a house, from a scenario that the schema has already checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from custom_components.overshot.core.model import (
    DEFAULT_DERATING,
    Battery,
    ChargePoint,
    Circuit,
    ConnectionType,
    GridConnection,
    GridMeter,
    HeatPump,
    Inverter,
    Load,
    Rotation,
    Site,
)

from .battery import BatterySpec
from .boiler import BoilerSpec
from .circuits import Circuits, CircuitSpec
from .faults import CONTROLLER, GRID_METER, INVERTER
from .grid import GridSpec
from .heat_pump import HEAT_PUMP, HeatPumpSpec
from .phase_share import share_of
from .scenario_series import Place, ScenarioError, read_load
from .solar import SolarSpec
from .station import StationSpec
from .world import HouseSpec

BEHIND_CONTROLLER = "hager_flow"
"""The family of what the house's own controller speaks for, and steers."""

WITTY_CURRENT_STEP = 0.1
"""The stations here take tenths of an ampere (A)."""

type _Entry = Mapping[str, Any]


def read_house(site: _Entry, place: Place) -> HouseSpec:
    """Return what stands in the house."""
    connection = site["connection"]
    kind = ConnectionType(connection["type"])
    points = site.get("charge_points", [])
    for index, point in enumerate(points):
        _check_charge_point(point, [other["id"] for other in points[:index]], kind, f"site.charge_points[{index}]")
    meter = site.get("grid_meter", {})
    batteries = _batteries(site)
    loads = site.get("loads", [])
    circuits = _circuits(site, kind, place)
    zone = site.get("time_zone", "Europe/Brussels")
    model = Site(
        connection=GridConnection(
            type=kind,
            fuse=float(connection["fuse"]),
            derating=float(connection.get("derating", DEFAULT_DERATING)),
            voltage=float(connection.get("voltage", 230)),
            export_limit=connection.get("export_limit"),
        ),
        grid_meter=GridMeter(interval=float(meter.get("interval", 1))),
        # What the house's own controller steers is not this controller's affair.
        charge_points=tuple(_charge_point(point) for point in points if point.get("family") != BEHIND_CONTROLLER),
        batteries=tuple(_battery(id_, battery) for id_, battery in batteries.items()),
        inverters=_inverters(site, batteries),
        heat_pumps=_heat_pumps(site),
        loads=tuple(_load(load) for load in loads),
        circuits=tuple(_circuit(circuit) for circuit in site.get("circuits", [])),
        time_zone=zone,
        latitude=site.get("latitude"),
        longitude=site.get("longitude"),
        unbalance_limit=site.get("unbalance_limit"),
    )
    grid = {key: connection[key] for key in ("voltage", "impedance", "month_peak", "peak_history") if key in connection}
    specs = {
        id_: _spec(BatterySpec, battery, "site.battery", kind) or BatterySpec() for id_, battery in batteries.items()
    }
    first = next(iter(specs), INVERTER) if "battery" in site else INVERTER
    return HouseSpec(
        site=model,
        grid=GridSpec(type=kind, time_zone=zone, **grid),
        meter_per_phase=meter.get("per_phase", True),
        meter_noise=float(meter.get("noise", 0)),
        meter_has_peaks=meter.get("peaks", True),
        fuse_time_constant=float(connection.get("fuse_time_constant", 120)),
        battery=specs.pop(first, None),
        battery_id=first,
        more_batteries=specs,
        solar=_spec(SolarSpec, site.get("solar"), "site.solar", kind),
        more_solar={
            array["id"]: spec
            for index, array in enumerate(site.get("more_solar", []))
            if (spec := _spec(SolarSpec, array, f"site.more_solar[{index}]", kind)) is not None
        },
        heat_pump=_spec(HeatPumpSpec, site.get("heat_pump"), "site.heat_pump", kind),
        boilers={load["id"]: _boiler(load, kind, f"site.loads[{index}]") for index, load in enumerate(loads)},
        circuits=circuits,
        places=_places(site, batteries, circuits),
        stations={point["id"]: _station(point) for point in points},
        own_stations=tuple(point["id"] for point in points if point.get("family") == BEHIND_CONTROLLER),
    )


def _check_charge_point(point: _Entry, others: list[str], kind: ConnectionType, path: str) -> None:
    """Raise where a charge point contradicts itself or the connection."""
    if point["id"] in others:
        raise ScenarioError(f"{path}.id", f"two charge points are called {point['id']!r}")
    if point["id"] in (GRID_METER, CONTROLLER, INVERTER):
        raise ScenarioError(f"{path}.id", f"{point['id']!r} is the name of another device")
    phases = point.get("phases", 3)
    rotation = Rotation(point.get("rotation", "l1l2l3"))
    if phases > len(rotation.terminals):
        raise ScenarioError(f"{path}.rotation", f"{rotation.value!r} wires one terminal, the charge point has {phases}")
    if kind is ConnectionType.SINGLE_PHASE and (phases > 1 or rotation.terminals[0] != 0):
        raise ScenarioError(f"{path}.phases", "a house with one phase has charge points with one phase, on l1")
    if point.get("max_current", 16) < point.get("min_current", 6):
        raise ScenarioError(f"{path}.max_current", "lies below min_current")


def _charge_point(point: _Entry) -> ChargePoint:
    """Return a charge point as the controller knows it."""
    known = {field.name for field in fields(ChargePoint)} - {"id", "name", "rotation", "current_step"}
    return ChargePoint(
        id=point["id"],
        name=point.get("name", point["id"]),
        rotation=Rotation(point.get("rotation", "l1l2l3")),
        current_step=float(point.get("current_step", WITTY_CURRENT_STEP)),
        **{key: value for key, value in point.items() if key in known},
    )


def _station(point: _Entry) -> StationSpec:
    """Return the hardware of a charge point."""
    return StationSpec(
        name=point.get("name", point["id"]),
        phases=point.get("phases", 3),
        rotation=Rotation(point.get("rotation", "l1l2l3")),
        # One behind the house's controller stands there as that left it.
        **{**({"setpoint": 0.0} if point.get("family") == BEHIND_CONTROLLER else {}), **point.get("station", {})},
    )


def _batteries(site: _Entry) -> dict[str, _Entry]:
    """Return the batteries of a site by id, the one behind the inverter of `solar` first."""
    batteries: dict[str, _Entry] = {}
    if "battery" in site:
        batteries[site["battery"].get("id", INVERTER)] = site["battery"]
    for index, battery in enumerate(site.get("more_batteries", [])):
        if battery["id"] in batteries:
            raise ScenarioError(f"site.more_batteries[{index}].id", f"two batteries are called {battery['id']!r}")
        batteries[battery["id"]] = battery
    return batteries


def _battery(id_: str, battery: _Entry) -> Battery:
    """Return a battery as the controller knows it."""
    known = BatterySpec()
    return Battery(
        id=id_,
        name=battery.get("name", id_),
        capacity=float(battery.get("capacity", known.capacity)),
        max_charge=float(battery.get("max_charge", known.max_charge)),
        max_discharge=float(battery.get("max_discharge", known.max_discharge)),
        phases=1 if len(battery.get("phases", "123")) == 1 else 3,
        circuit=battery.get("circuit"),
    )


def _inverters(site: _Entry, batteries: Mapping[str, _Entry]) -> tuple[Inverter, ...]:
    """Return the inverters that can be told to give less. Raises ScenarioError for one that its battery shares."""
    arrays = [{"id": INVERTER, **site.get("solar", {})}, *site.get("more_solar", [])]
    limited = [array for array in arrays if "limits" in array]
    if any(array["id"] in batteries for array in limited):
        raise ScenarioError("site.solar.limits", "panels that are limited here have an inverter without a battery")
    return tuple(
        Inverter(
            id=array["id"],
            name=array["id"],
            limits_export=array["limits"] == "export",
            limits_output=array["limits"] == "output",
            max_power=float(array.get("peak", SolarSpec().peak)),
        )
        for array in limited
    )


def _heat_pumps(site: _Entry) -> tuple[HeatPump, ...]:
    """Return the heat pump as the controller knows it."""
    pump = site.get("heat_pump")
    if pump is None:
        return ()
    phases, rotation = _wired(pump.get("phases", ["l1", "l2", "l3"]))
    return (
        HeatPump(
            id=HEAT_PUMP,
            name=pump.get("name", HEAT_PUMP),
            power=float(pump.get("power", HeatPumpSpec().power)),
            start_current=float(pump.get("start_current", 0)),
            phases=phases,
            rotation=rotation,
            circuit=pump.get("circuit"),
        ),
    )


def _load(load: _Entry) -> Load:
    """Return a load as the controller knows it."""
    phases, rotation = _wired(load.get("phases", ["l1"]))
    return Load(
        id=load["id"],
        name=load.get("name", load["id"]),
        levels=tuple(float(level) for level in load.get("levels", BoilerSpec().levels)),
        modulating=load.get("modulating", False),
        phases=phases,
        rotation=rotation,
        circuit=load.get("circuit"),
        max_temperature=load.get("max_temperature"),
        volume=load.get("volume", BoilerSpec().volume),
    )


def _boiler(load: _Entry, kind: ConnectionType, path: str) -> BoilerSpec:
    """Return the hardware of a load."""
    levels = load.get("levels", BoilerSpec().levels)
    if levels[0] != 0 or list(levels) != sorted(set(levels)) or len(levels) < 2:
        raise ScenarioError(f"{path}.levels", "begin with 0, and rise")
    entry = {"phases": ["l1"], **load, "levels": tuple(float(level) for level in levels)}
    return _spec(BoilerSpec, entry, path, kind) or BoilerSpec()


def _wired(phases: Sequence[str]) -> tuple[int, Rotation]:
    """Return how many phases something uses, and where they are wired."""
    return (1, Rotation(phases[0])) if len(phases) == 1 else (3, Rotation.L1L2L3)


def _circuit(circuit: _Entry) -> Circuit:
    """Return a circuit as the controller knows it."""
    return Circuit(
        id=circuit["id"],
        name=circuit.get("name", circuit["id"]),
        limit=float(circuit["limit"]),
        parent=circuit.get("parent"),
        metered=circuit.get("metered", False),
    )


def _circuits(site: _Entry, kind: ConnectionType, place: Place) -> tuple[CircuitSpec, ...]:
    """Return the circuits with what hangs on them. Raises ScenarioError where they are no tree."""
    specs: list[CircuitSpec] = []
    for index, circuit in enumerate(site.get("circuits", [])):
        path = f"site.circuits[{index}]"
        if circuit["id"] in [spec.id for spec in specs]:
            raise ScenarioError(f"{path}.id", f"two circuits are called {circuit['id']!r}")
        load = read_load(circuit.get("load"), place, f"{path}.load")
        known = {key: circuit[key] for key in ("parent", "metered", "fuse", "fuse_time_constant") if key in circuit}
        specs.append(CircuitSpec(id=circuit["id"], limit=float(circuit["limit"]), load=load, **known))
    try:
        Circuits(specs, kind)
    except ValueError as error:
        raise ScenarioError("site.circuits", str(error)) from error
    return tuple(specs)


def _places(site: _Entry, batteries: Mapping[str, _Entry], circuits: Iterable[CircuitSpec]) -> dict[str, str]:
    """Return the circuit that each thing hangs on. Raises ScenarioError for one that is not there."""
    things: list[tuple[str, _Entry, str]] = [
        (id_, battery, f"site.battery {id_}") for id_, battery in batteries.items()
    ]
    for kind in ("charge_points", "loads"):
        things += [(it["id"], it, f"site.{kind}[{index}]") for index, it in enumerate(site.get(kind, []))]
    if "heat_pump" in site:
        things.append((HEAT_PUMP, site["heat_pump"], "site.heat_pump"))
    known = {circuit.id for circuit in circuits}
    places: dict[str, str] = {}
    for id_, thing, path in things:
        circuit = thing.get("circuit")
        if circuit is None:
            continue
        if circuit not in known:
            raise ScenarioError(f"{path}.circuit", f"the site has no circuit {circuit!r}")
        places[id_] = circuit
    return places


def _spec[T: (BatterySpec, SolarSpec, HeatPumpSpec, BoilerSpec)](
    spec: type[T], part: _Entry | None, path: str, kind: ConnectionType
) -> T | None:
    """Return the specification of a part of the house, or None where it has none."""
    if part is None:
        return None
    known = {field.name for field in fields(spec)}
    values = {name: value for name, value in part.items() if name in known}
    single = kind is ConnectionType.SINGLE_PHASE
    phases = part.get("phases", ["l1"] if single else ["l1", "l2", "l3"])
    if single and phases != ["l1"]:
        raise ScenarioError(f"{path}.phases", "a house with one phase has l1 only")
    return spec(**{**values, "phases": share_of(phases)})
