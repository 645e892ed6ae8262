"""Which pictures there are: the scenario each is drawn from, when, and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """A value of each step, by its dotted path, times a factor."""

    label: str
    colour: str
    path: str
    factor: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a scenario."""

    scenario: str
    begin: float
    """s since its start."""
    end: float
    panels: Sequence[tuple[str, Sequence[Curve]]]


KW = 0.001
GRID = Curve("grid", "grid", "grid", KW)
SUN = Curve("sun", "solar", "solar", KW)
LOAD = Curve("house", "load", "load", KW)
BATTERY = Curve("battery", "battery", "battery", KW)
QUARTER = Curve("quarter so far", "second", "quarter_demand", KW)
SOC = Curve("battery", "battery", "soc")
CAR = Curve("car", "car", "charge_points.garage.power", KW)
DRAWN = Curve("drawn", "car", "charge_points.garage.current")
TOLD = Curve("told", "limit", "charge_points.garage.decision.setpoint", dashed=True)
SESSION = Curve("given", "car", "charge_points.garage.session_energy", KW)
PHASES = Curve("phases", "second", "charge_points.garage.phases")
PHASE_CURRENTS = (
    Curve("L1", "load", "currents.0"),
    Curve("L2", "battery", "currents.1"),
    Curve("L3", "third", "currents.2"),
)
STATE = Curve("SG-Ready state", "second", "heat_pump_state")
PUMP = Curve("heat pump", "third", "heat_pump", KW)
_QUEUE = ("e1", "e2", "e3", "e4")
POWER, CURRENT = "Power (kW)", "Current (A)"

PICTURES = {
    "boost": Picture("boost", 0, 3600, ((CURRENT, (TOLD, DRAWN)), ("Phases of the connection (A)", PHASE_CURRENTS))),
    "turbo": Picture("turbo", 0, 7200, ((POWER, (GRID, QUARTER, CAR)), (CURRENT, (TOLD, DRAWN)))),
    "pv_surplus": Picture("passing_clouds", 0, 5400, ((POWER, (SUN, CAR, GRID)), (CURRENT, (TOLD, DRAWN)))),
    "safe_pv_surplus": Picture(
        "safe_pv_surplus", 0, 10_800, ((POWER, (SUN, CAR, GRID)), ("Session (kWh)", (SESSION,)))
    ),
    "efficient_pv_surplus": Picture(
        "efficient_pv_surplus", 0, 21_600, ((POWER, (SUN, CAR, GRID)), ("Session (kWh)", (SESSION,)))
    ),
    "phases": Picture("cloudy_phases", 0, 14_400, ((POWER, (SUN, CAR, GRID)), ("Phases in use", (PHASES,)))),
    "circuits": Picture(
        "queue_on_a_small_circuit",
        0,
        10_800,
        tuple((f"{id_} (A)", (Curve("drawn", "car", f"charge_points.{id_}.current"),)) for id_ in _QUEUE),
    ),
    "grid_operator_limit": Picture("grid_operator_limit", 0, 3600, ((POWER, (GRID, CAR, BATTERY)),)),
    "meter_silent": Picture("meter_silent", 540, 1200, ((CURRENT, (TOLD, DRAWN)), ("SG-Ready", (STATE,)))),
    "peak": Picture("peak_jullix", 0, 14_400, ((POWER, (LOAD, GRID, BATTERY)), ("State of charge (%)", (SOC,)))),
    "burst": Picture("burst_at_the_end_of_a_quarter", 0, 5400, ((POWER, (GRID, QUARTER, CAR)),)),
    "battery_locked": Picture("battery_locked_while_boosting", 0, 3600, ((POWER, (CAR, GRID, BATTERY)),)),
    "battery_first": Picture("battery_first", 0, 7200, ((POWER, (SUN, BATTERY, CAR)), ("State of charge (%)", (SOC,)))),
    "timers": Picture("battery_timers", 0, 9000, ((POWER, (BATTERY, GRID)), ("State of charge (%)", (SOC,)))),
    "heat_pump": Picture("heat_pump_on_surplus", 0, 10_800, ((POWER, (SUN, PUMP, GRID)), ("SG-Ready", (STATE,)))),
    "load_manager": Picture("load_manager_block", 0, 14_400, ((POWER, (GRID, PUMP)), ("SG-Ready", (STATE,)))),
    "boiler": Picture(
        "boiler_on_surplus",
        0,
        10_800,
        (
            (POWER, (SUN, CAR, Curve("boiler", "third", "loads.boiler.power", KW), GRID)),
            ("Boiler (degrees C)", (Curve("temperature", "third", "loads.boiler.temperature"),)),
        ),
    ),
    "recovery": Picture("station_ignores_its_setpoint", 480, 1200, ((CURRENT, (TOLD, DRAWN)),)),
}
