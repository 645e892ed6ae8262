"""Small houses for the tests of the simulated house."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from custom_components.overshot.core.model import ChargePoint, ConnectionType, GridConnection, Rotation, Site
from simulator.battery import BatterySpec
from simulator.car import Car, CarSpec
from simulator.grid import GridSpec
from simulator.heat_pump import HeatPumpSpec
from simulator.scenario import Scenario, parse_scenario
from simulator.series import PhaseSeries, constant
from simulator.solar import SolarSpec
from simulator.station import StationSpec
from simulator.world import HouseSpec, World

START = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)
HERE = Path(__file__).parent


def a_world(
    *,
    load: tuple[float, float, float] = (0.0, 0.0, 0.0),
    sun: float = 0.0,
    fuse: float = 25.0,
    kind: ConnectionType = ConnectionType.THREE_PHASE,
    battery: BatterySpec | None = None,
    solar: SolarSpec | None = None,
    heat_pump: HeatPumpSpec | None = None,
    station: StationSpec | None = None,
    start: datetime = START,
    grid: GridSpec | None = None,
) -> World:
    """Return a house with constant loads (W a phase) and sun (W), and a station called `garage` where one is given."""
    phases: PhaseSeries = (constant(load[0]), constant(load[1]), constant(load[2]))
    points = () if station is None else (ChargePoint(id="garage", name="Garage", rotation=station.rotation),)
    site = Site(connection=GridConnection(type=kind, fuse=fuse), charge_points=points)
    spec = HouseSpec(
        site=site,
        grid=grid or GridSpec(type=kind),
        battery=battery,
        solar=solar,
        heat_pump=heat_pump,
        stations={} if station is None else {"garage": station},
    )
    return World(spec, start, load=phases, sun=constant(sun))


def with_car(world: World, **car: Any) -> Car:
    """Plug a car into the garage and return it."""
    it = Car(CarSpec(**car))
    world.stations["garage"].plug_in(it)
    return it


def live(world: World, seconds: int) -> None:
    """Let a house live for some seconds."""
    for _ in range(seconds):
        world.step()


def a_station(**changes: Any) -> StationSpec:
    """Return a station that offers 16 A before anybody writes to it."""
    return StationSpec(**{"setpoint": 16.0, "rotation": Rotation.L1L2L3, **changes})


def raw_scenario(**changes: Any) -> dict[str, Any]:
    """Return a short scenario as decoded JSON: a car arrives after 10 s and asks for PV surplus."""
    return {
        "site": {
            "connection": {"type": "three_phase", "fuse": 25},
            "charge_points": [{"id": "garage", "phases": 3, "max_current": 16}],
            "battery": {"soc": 60},
            "solar": {"peak": 9000},
            "heat_pump": {"temperature": 40},
        },
        "start": "2026-06-16T12:00:00+02:00",
        "duration": 120,
        "series": {"load": {"l1": 300, "l2": 200, "l3": 100}, "solar": {"power": 7000}},
        "settings": {"charge_points": {"garage": {"hold_time": 10}}},
        "events": [{"at": 10, "type": "car_arrives", "charge_point": "garage"}],
        **changes,
    }


def a_scenario(**changes: Any) -> Scenario:
    """Return that scenario."""
    return parse_scenario(raw_scenario(**changes), HERE)
