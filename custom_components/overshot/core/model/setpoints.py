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
    FUSE_LIMITED = "fuse_limited"
    """The main fuse leaves less than was wished, on `phase`."""

    FUSE_PAUSED = "fuse_paused"
    """The main fuse leaves less than the minimum on `phase`."""

    FUSE_RECOVERING = "fuse_recovering"
    """There is room again; charging resumes in `seconds` if it lasts."""

    METER_STALE = "meter_stale"
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
