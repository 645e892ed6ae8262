"""What the controller decided, each setpoint with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .states import BatteryMode, ChargePointStatus


class ReasonKey(StrEnum):
    """Why a setpoint is what it is. The user interface translates each key."""

    OFF = "off"
    BOOST = "boost"
    SURPLUS = "surplus"
    SURPLUS_HOLD = "surplus_hold"
    """The surplus fell below the minimum; charging goes on at the minimum for `seconds` more."""

    SURPLUS_STARTING = "surplus_starting"
    """There is enough surplus; charging starts in `seconds` if it lasts."""

    SURPLUS_WAITING = "surplus_waiting"
    BATTERY_FIRST = "battery_first"
    """The surplus goes to the batteries first."""

    TURBO = "turbo"
    GUARANTEED = "guaranteed"
    """`energy` (Wh) are still to be given in any case; the sun does not suffice now."""

    EFFICIENT_WAITING = "efficient_waiting"
    """It waits for surplus; `energy` (Wh) are still to be given by `due`, from the grid if need be."""

    EFFICIENT_CHARGING = "efficient_charging"
    """It charges from the grid too, for `energy` (Wh) still to be given by `due`."""

    TARGET_IMPOSSIBLE = "target_impossible"
    """It charges all it can, and `energy` (Wh) will still be missing at `due`."""

    TARGET_MISSED = "target_missed"
    """The last target missed `energy` (Wh); it goes on with surplus."""

    PHASE_SWITCHING = "phase_switching"
    """The station changes to `phases` phases."""

    RELEARNING_MINIMUM = "relearning_minimum"
    """The car takes nothing at its minimum: it is offered `current` (A)."""

    BLOCKED = "blocked"
    """The user blocked it for everybody."""

    LOCKED = "locked"
    """The key is not turned."""

    TAG_MISSING = "tag_missing"
    """No RFID tag was held to the station."""

    TAG_UNKNOWN = "tag_unknown"
    """The RFID tag held to the station is not allowed to charge now."""

    STOPPED = "stopped"
    """The user stopped this session, until the vehicle is unplugged."""

    RECOVERING = "recovering"
    """The station does not do as it is told; attempt `attempt` to bring it back."""

    VEHICLE_NOT_ASKING = "vehicle_not_asking"
    """The vehicle did not take current again after a pause, nor when woken: it is full, asleep, or waits for its timer."""

    DISOBEYING = "disobeying"
    """The station does not do as it is told, and nothing helped: it was told `told` and does `seen`."""

    FUSE_LIMITED = "fuse_limited"
    """The main fuse leaves less than was wished, on `phase`."""

    FUSE_PAUSED = "fuse_paused"
    """The main fuse leaves less than the minimum on `phase`."""

    FUSE_RECOVERING = "fuse_recovering"
    """The main fuse leaves room again; charging resumes in `seconds` if it lasts."""

    CIRCUIT_RECOVERING = "circuit_recovering"
    """The same of a circuit."""

    PEAK_RECOVERING = "peak_recovering"
    """The same of the quarter-hour peak."""

    LIMIT_RECOVERING = "limit_recovering"
    """The same of a limit on power."""

    CIRCUIT_LIMITED = "circuit_limited"
    """The circuit `circuit` leaves less than was wished, on `phase`."""

    CIRCUIT_PAUSED = "circuit_paused"
    """The circuit `circuit` leaves less than the minimum, on `phase`."""

    QUEUE_WAITING = "queue_waiting"
    """Others charge before it where not everybody can (on `phase`, of `circuit` where it is not the main fuse)."""

    GRID_OPERATOR_LIMIT = "grid_operator_limit"
    """The grid operator allows an import of `power` (W) only."""

    CHARGING_LIMIT = "charging_limit"
    """All charging together keeps below `power` (W)."""

    UNBALANCE = "unbalance"
    """Lowered so that the phases differ less."""

    METER_STALE = "meter_stale"
    """The grid meter is silent, or that of `circuit`."""

    CONTROL_FAILED = "control_failed"
    """The controller itself failed; nobody is above the fallback current."""

    SAFE_CURRENT_PENDING = "safe_current_pending"
    """The station has not confirmed its fallback current yet."""

    STATION_SILENT = "station_silent"
    STATION_FAULT = "station_fault"
    NO_VEHICLE = "no_vehicle"
    AUTOMATIC = "automatic"
    """Nothing is asked of it: it runs as it would by itself."""

    BY_HAND = "by_hand"
    """The user ordered it."""

    SCHEDULE = "schedule"
    DAILY_MINIMUM = "daily_minimum"
    """It has to run for `seconds` more before the day ends."""

    MINIMUM_ON = "minimum_on"
    """It stays on for `seconds` more: its minimum time."""

    PEAK_WAITING = "peak_waiting"
    """The running quarter leaves no energy for it."""

    MAKING_ROOM = "making_room"
    """Cars are lowered first, so that it can start."""

    LOAD_MANAGER = "load_manager"
    """Blocked, for the import is too high; for `seconds` more at most."""

    TEMPERATURE_REACHED = "temperature_reached"
    LOAD_SILENT = "load_silent"
    PEAK_LIMITED = "peak_limited"
    """The running quarter leaves less than was wished."""

    PEAK_SHAVING = "peak_shaving"
    """The battery gives `power` to hold the peak."""

    BALANCING = "balancing"
    """The battery keeps the house from importing and exporting, by its own automatic."""

    KEEPING_RESERVE = "keeping_reserve"
    RECHARGING_BUFFER = "recharging_buffer"
    RECHARGING_MINIMUM = "recharging_minimum"
    LOCKED_FOR_CAR = "locked_for_car"
    """A car charges fast; the battery is not emptied into it."""

    TIMER = "timer"
    FULL_CHARGE = "full_charge"
    """It was not full for days."""

    CHEAPEST_HOURS = "cheapest_hours"
    """It charges from the grid: this is one of the cheapest hours of the day."""

    PLAN_CHEAP = "plan_cheap"
    """As planned: energy costs `price` (EUR/kWh) now, and more when it would be needed."""

    PLAN_SURPLUS = "plan_surplus"
    """As planned: the sun gives enough for it."""

    PLAN_HOUSE = "plan_house"
    """As planned: the battery gives to the house, at `price` (EUR/kWh)."""

    PLAN_KEEP = "plan_keep"
    """As planned: the battery keeps what it has until `at`."""

    PLAN_PEAK = "plan_peak"
    """As planned: the battery gives what keeps the import at `target` (W)."""

    PLAN_EXPORT = "plan_export"
    """As planned: the battery gives to the grid, at `price` (EUR/kWh)."""

    PLAN_WAITING = "plan_waiting"
    """As planned: it runs at `at`, when that costs less."""

    PLAN_DEADLINE = "plan_deadline"
    """As planned: it runs now to be ready at `due`."""

    EXPORT_LIMIT = "export_limit"
    """The connection may feed in `power` (W) at most."""

    EXPORT_COSTS = "export_costs"
    """Feeding in costs money now (`price`, EUR/kWh): the sun gives what is taken here."""

    EXPORT_TAKERS = "export_takers"
    """Feeding in costs money now, and there is somebody who could take more of the sun."""

    PLAN_CURTAILED = "plan_curtailed"
    """As planned: the sun gives what is taken here."""

    INVERTER_SILENT = "inverter_silent"
    BATTERY_SILENT = "battery_silent"
    HEAT_PUMP_SILENT = "heat_pump_silent"
    ON_BACKUP = "on_backup"
    """The house runs on its battery alone."""

    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason and what it was about (a phase, seconds left, amperes)."""

    key: ReasonKey
    details: Mapping[str, str | float] = field(default_factory=dict)


class RecoveryAction(StrEnum):
    """A safe attempt to bring a station back that does not do as it is told, in this order."""

    REPEAT = "repeat"
    """Give the order again although nothing changed."""

    PAUSE = "pause"
    """Pause (0 A), and resume with the next order without this action."""

    RESTART = "restart"
    """Make the station unavailable and available again, where it can be."""

    GIVE_UP = "give_up"
    """Nothing helped: tell the user, with the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointSetpoint:
    """What a charge point is told."""

    current: float | None
    """Current limit on each phase (A): 0, or the minimum and up. None where Overshot does not control it."""

    fallback_current: float | None
    """What the station's own watchdog should hold (A). None where Overshot does not control it."""

    phases: int | None = None
    """Phases it is to charge on (1 or 3); None: leave it as it is."""

    recovery: RecoveryAction | None = None
    """What to try besides, because the station does not do as it is told."""

    reason: Reason
    status: ChargePointStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BatterySetpoint:
    """What a battery is told."""

    mode: BatteryMode | None
    """None where Overshot does not control it."""

    power: float
    """For charging and discharging (W, never negative); 0 else."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarSetpoint:
    """What an inverter is told; without any limit it gives what the sun offers."""

    export_limit: float | None = None
    """What it lets flow to the grid at most (W), regulated by itself."""

    output_limit: float | None = None
    """What it gives on its AC side at most (W)."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPumpSetpoint:
    """What a heat pump is told."""

    state: int | None
    """SG-Ready state 1 (block) to 4 (force). None where Overshot does not control it."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSetpoint:
    """What a load is told."""

    power: float | None
    """One of its levels, or between them where it modulates (W); 0 is off. None where Overshot does not control it."""

    reason: Reason
