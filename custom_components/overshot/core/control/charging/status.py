"""Say what a charge point is doing, in one word."""

from ...model import (
    ChargePointFault,
    ChargePointReading,
    ChargePointStatus,
    ChargingMode,
    Reason,
    ReasonKey,
    VehicleState,
)

CHARGING_POWER = 200.0
"""From here on a car charges rather than idles (W)."""

_BY_FAULT = {
    ChargePointFault.STATION: ChargePointStatus.FAULT,
    ChargePointFault.UNAUTHORISED: ChargePointStatus.UNAUTHORISED,
    ChargePointFault.STARTING: ChargePointStatus.STARTING,
}

_WAITING = frozenset(
    {
        ReasonKey.SURPLUS_WAITING,
        ReasonKey.SURPLUS_STARTING,
        ReasonKey.BATTERY_FIRST,
        ReasonKey.EFFICIENT_WAITING,
        ReasonKey.PLAN_WAITING,
        ReasonKey.TARGET_MISSED,
    }
)

_BARRED = frozenset({ReasonKey.BLOCKED, ReasonKey.LOCKED, ReasonKey.TAG_MISSING, ReasonKey.TAG_UNKNOWN})

_FULL_MODES = frozenset({ChargingMode.BOOST, ChargingMode.TURBO, None})
_FULL_REASONS = frozenset({ReasonKey.EFFICIENT_CHARGING, ReasonKey.TARGET_IMPOSSIBLE})

_LIMITED = frozenset(
    {
        ReasonKey.FUSE_LIMITED,
        ReasonKey.FUSE_PAUSED,
        ReasonKey.FUSE_RECOVERING,
        ReasonKey.CIRCUIT_RECOVERING,
        ReasonKey.LIMIT_RECOVERING,
        ReasonKey.CIRCUIT_LIMITED,
        ReasonKey.CIRCUIT_PAUSED,
        ReasonKey.QUEUE_WAITING,
        ReasonKey.GRID_OPERATOR_LIMIT,
        ReasonKey.CHARGING_LIMIT,
        ReasonKey.UNBALANCE,
        ReasonKey.METER_STALE,
        ReasonKey.ON_BACKUP,
    }
)


def charge_point_status(
    reading: ChargePointReading | None, power: float, mode: ChargingMode | None, reason: Reason
) -> ChargePointStatus:
    """Return the status for a reading, its charging power (W), the mode in force (None: not ours) and its reason."""
    if reading is None or reading.vehicle is None:
        return ChargePointStatus.STARTING
    if reading.fault is not None:
        return _BY_FAULT[reading.fault]
    if reading.vehicle in (VehicleState.E, VehicleState.F):
        return ChargePointStatus.FAULT
    if reason.key in _BARRED and (reading.vehicle is not VehicleState.A or reason.key is ReasonKey.BLOCKED):
        return ChargePointStatus.UNAUTHORISED
    if reading.vehicle is VehicleState.A:
        return ChargePointStatus.AVAILABLE
    if reason.key in _LIMITED:
        return ChargePointStatus.LIMITED
    if power >= CHARGING_POWER:
        full = mode in _FULL_MODES or reason.key in _FULL_REASONS
        return ChargePointStatus.CHARGING_FULL if full else ChargePointStatus.CHARGING_REGULATED
    if reading.finished:
        return ChargePointStatus.FINISHED
    if reason.key in _WAITING:
        return ChargePointStatus.WAITING_FOR_SURPLUS
    return ChargePointStatus.CONNECTED
