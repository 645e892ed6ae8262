"""How a house stands, as plain JSON values: W, A, V, Wh, %, s."""

from typing import Any

from .station import Station
from .world import World


def world_state(world: World) -> dict[str, Any]:
    """Return how the house stands now. Signs: grid + = import, battery + = discharging, all else +."""
    grid, battery, pump = world.grid, world.battery, world.heat_pump
    return {
        "t": world.t,
        "grid": round(grid.power, 1),
        "currents": [round(grid.i1, 2), round(grid.i2, 2), round(grid.i3, 2)],
        "voltages": [round(grid.v1, 1), round(grid.v2, 1), round(grid.v3, 1)],
        "load": round(world.loads.power, 1),
        "appliances": world.loads.running,
        "solar": round(world.solar_power, 1),
        "battery": round(world.battery_power, 1),
        "soc": round(battery.soc, 3) if battery is not None else None,
        "batteries": {
            id_: {"power": round(it.power, 1), "soc": round(it.soc, 3)} for id_, it in world.batteries.items()
        },
        "heat_pump": round(pump.power, 1) if pump is not None else None,
        "heat_pump_state": int(pump.state) if pump is not None else None,
        "loads": {
            id_: {"power": round(it.power, 1), "temperature": round(it.temperature, 2)}
            for id_, it in world.boilers.items()
        },
        "circuits": {
            circuit.spec.id: [round(current, 2) for current in circuit.currents] for circuit in world.circuits.all
        },
        "quarter_demand": round(grid.quarter_demand, 1),
        "fuse_tripped": world.fuse.tripped,
        "charge_points": {id_: _station_state(station, world.t) for id_, station in world.stations.items()},
    }


def _station_state(station: Station, t: float) -> dict[str, Any]:
    """Return how a charging station stands."""
    return {
        "pilot": station.pilot,
        "power": round(station.power, 1),
        "current": round(station.currents[0], 2),
        "phases": station.phases,
        "setpoint": station.setpoint,
        "fallback": station.fallback_current,
        "fallen_back": station.fallen_back(t),
        "session_energy": round(station.session_energy, 1),
        "car_soc": round(station.car.soc, 3) if station.car is not None else None,
    }


def energy_counters(world: World) -> dict[str, float]:
    """Return the energy counters of a house (Wh)."""
    return {
        "import": world.grid.energy_import,
        "export": world.grid.energy_export,
        "solar": world.solar_energy,
        "car": sum(station.energy for station in world.stations.values()),
        "battery_charged": sum(battery.charged for battery in world.batteries.values()),
        "battery_discharged": sum(battery.discharged for battery in world.batteries.values()),
        "heat_pump": world.heat_pump.energy if world.heat_pump is not None else 0.0,
        "loads": sum(boiler.energy for boiler in world.boilers.values()),
    }
