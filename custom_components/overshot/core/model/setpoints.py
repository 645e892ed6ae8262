"""What the controller decided, each setpoint with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .states import ChargePointStatus


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
    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason and what it was about (a phase, seconds left, amperes)."""

    key: ReasonKey
    details: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointSetpoint:
    """What a charge point is told."""

    current: float | None
    """Current limit on each phase (A): 0, or the minimum and up. None where Overshot does not control it."""

    fallback_current: float | None
    """What the station's own watchdog should hold (A). None where Overshot does not control it."""

    reason: Reason
    status: ChargePointStatus
