"""What a charge point is doing, in one word."""

import pytest

from custom_components.overshot.core.control.charging.status import charge_point_status
from custom_components.overshot.core.model import (
    ChargePointFault,
    ChargePointReading,
    ChargePointStatus,
    ChargingMode,
    Reason,
    ReasonKey,
    VehicleState,
)
from tests.core.house import station

DRAWING = 3000.0
CASES = [
    # problem, reading, power, mode, reason, status
    ("silent", None, 0, ChargingMode.BOOST, ReasonKey.STATION_SILENT, ChargePointStatus.STARTING),
    ("tells nothing yet", ChargePointReading(), 0, None, ReasonKey.READ_ONLY, ChargePointStatus.STARTING),
    ("free", station(vehicle=VehicleState.A), 0, None, ReasonKey.READ_ONLY, ChargePointStatus.AVAILABLE),
    ("out of order", station(vehicle=VehicleState.F), 0, None, ReasonKey.READ_ONLY, ChargePointStatus.FAULT),
    ("no power", station(vehicle=VehicleState.E), 0, None, ReasonKey.READ_ONLY, ChargePointStatus.FAULT),
    (
        "a fault comes before the vehicle",
        station(vehicle=VehicleState.A, fault=ChargePointFault.STATION),
        0,
        ChargingMode.BOOST,
        ReasonKey.STATION_FAULT,
        ChargePointStatus.FAULT,
    ),
    (
        "waits for a card",
        station(fault=ChargePointFault.UNAUTHORISED),
        0,
        ChargingMode.BOOST,
        ReasonKey.STATION_FAULT,
        ChargePointStatus.UNAUTHORISED,
    ),
    (
        "starts up",
        station(fault=ChargePointFault.STARTING),
        0,
        ChargingMode.BOOST,
        ReasonKey.STATION_FAULT,
        ChargePointStatus.STARTING,
    ),
    ("boosts", station(), DRAWING, ChargingMode.BOOST, ReasonKey.BOOST, ChargePointStatus.CHARGING_FULL),
    (
        "follows the sun",
        station(),
        DRAWING,
        ChargingMode.PV_SURPLUS,
        ReasonKey.SURPLUS,
        ChargePointStatus.CHARGING_REGULATED,
    ),
    ("charges by itself", station(), DRAWING, None, ReasonKey.READ_ONLY, ChargePointStatus.CHARGING_FULL),
    (
        "held back by the fuse",
        station(),
        DRAWING,
        ChargingMode.BOOST,
        ReasonKey.FUSE_LIMITED,
        ChargePointStatus.LIMITED,
    ),
    ("stopped by the fuse", station(), 0, ChargingMode.BOOST, ReasonKey.FUSE_PAUSED, ChargePointStatus.LIMITED),
    ("no meter", station(), DRAWING, ChargingMode.BOOST, ReasonKey.METER_STALE, ChargePointStatus.LIMITED),
    (
        "waits for the sun",
        station(),
        0,
        ChargingMode.PV_SURPLUS,
        ReasonKey.SURPLUS_WAITING,
        ChargePointStatus.WAITING_FOR_SURPLUS,
    ),
    (
        "starts soon",
        station(),
        0,
        ChargingMode.PV_SURPLUS,
        ReasonKey.SURPLUS_STARTING,
        ChargePointStatus.WAITING_FOR_SURPLUS,
    ),
    (
        "the battery comes first",
        station(),
        0,
        ChargingMode.PV_SURPLUS,
        ReasonKey.BATTERY_FIRST,
        ChargePointStatus.WAITING_FOR_SURPLUS,
    ),
    (
        "there is time until the target",
        station(),
        0,
        ChargingMode.EFFICIENT_PV_SURPLUS,
        ReasonKey.EFFICIENT_WAITING,
        ChargePointStatus.WAITING_FOR_SURPLUS,
    ),
    (
        "the target was missed",
        station(),
        0,
        ChargingMode.EFFICIENT_PV_SURPLUS,
        ReasonKey.TARGET_MISSED,
        ChargePointStatus.WAITING_FOR_SURPLUS,
    ),
    (
        "charges for its target",
        station(),
        DRAWING,
        ChargingMode.EFFICIENT_PV_SURPLUS,
        ReasonKey.EFFICIENT_CHARGING,
        ChargePointStatus.CHARGING_FULL,
    ),
    (
        "gets its guaranteed energy",
        station(),
        DRAWING,
        ChargingMode.SAFE_PV_SURPLUS,
        ReasonKey.GUARANTEED,
        ChargePointStatus.CHARGING_REGULATED,
    ),
    ("turbo", station(), DRAWING, ChargingMode.TURBO, ReasonKey.TURBO, ChargePointStatus.CHARGING_FULL),
    ("locked", station(), 0, ChargingMode.BOOST, ReasonKey.LOCKED, ChargePointStatus.UNAUTHORISED),
    ("no card", station(), 0, ChargingMode.BOOST, ReasonKey.TAG_MISSING, ChargePointStatus.UNAUTHORISED),
    (
        "blocked, and a car that still charges",
        station(),
        DRAWING,
        ChargingMode.BOOST,
        ReasonKey.BLOCKED,
        ChargePointStatus.UNAUTHORISED,
    ),
    (
        "changes its phases",
        station(),
        0,
        ChargingMode.PV_SURPLUS,
        ReasonKey.PHASE_SWITCHING,
        ChargePointStatus.CONNECTED,
    ),
    ("full", station(finished=True), 0, ChargingMode.BOOST, ReasonKey.BOOST, ChargePointStatus.FINISHED),
    ("offered and not taken", station(), 0, ChargingMode.BOOST, ReasonKey.BOOST, ChargePointStatus.CONNECTED),
]


@pytest.mark.parametrize(
    ("problem", "reading", "power", "mode", "reason", "status"), CASES, ids=lambda value: str(value)[:30]
)
def test_status(
    problem: str,
    reading: ChargePointReading | None,
    power: float,
    mode: ChargingMode | None,
    reason: ReasonKey,
    status: ChargePointStatus,
) -> None:
    """One word for every case."""
    assert charge_point_status(reading, power, mode, Reason(reason)) is status, problem
