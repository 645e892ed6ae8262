"""While the house runs on its battery alone nobody charges, not even Boost, and afterwards everything goes on."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.overshot.core.model import (
    ChargePointReading,
    ChargePointStatus,
    ChargingMode,
    MeterReading,
    ReasonKey,
)

from .house import Controller, house, meter, snapshot, station, wishes

CALM = meter((1, 1, 1))
SUNNY = meter((-12, -12, -12))
CHARGING = station((16.0, 16.0, 16.0), setpoint=16.0)


@pytest.mark.parametrize(
    ("problem", "mode", "grid", "reading", "reason"),
    [
        ("Boost", ChargingMode.BOOST, CALM, CHARGING, ReasonKey.ON_BACKUP),
        ("sun enough, but the battery needs it", ChargingMode.PV_SURPLUS, SUNNY, station(), ReasonKey.ON_BACKUP),
        ("the meter went with the grid", ChargingMode.BOOST, None, CHARGING, ReasonKey.ON_BACKUP),
        ("a fallback that is not confirmed", ChargingMode.BOOST, CALM, station(fallback_current=16.0),
         ReasonKey.ON_BACKUP),
        ("switched off is off", ChargingMode.OFF, CALM, station(), ReasonKey.OFF),
        ("the station went with the grid too", ChargingMode.BOOST, CALM, None, ReasonKey.STATION_SILENT),
    ],
)  # fmt: skip
def test_nobody_charges(
    problem: str,
    mode: ChargingMode,
    grid: MeterReading | None,
    reading: ChargePointReading | None,
    reason: ReasonKey,
) -> None:
    site = house()
    controller = Controller(site, wishes(site, mode))
    controller.live(3, CALM, car=CHARGING)
    controller.now += 15
    stations: dict[str, Any] = {"car": reading} if reading is not None else {}
    for _ in range(15):
        controller.now += 1
        decision = controller.see(replace(snapshot(controller.now, grid, **stations), on_backup=True))
        setpoint = decision.setpoints["car"]
        # Its own watchdog must not start it either.
        assert (setpoint.current, setpoint.fallback_current) == (0.0, 0.0), problem
    assert setpoint.reason.key is reason, problem


def test_it_shows_as_limited_and_goes_on_by_itself() -> None:
    site = house()
    controller = Controller(site, wishes(site, ChargingMode.BOOST))
    controller.live(20, CALM, car=station(setpoint=0.0))
    controller.now += 1
    decision = controller.see(replace(snapshot(controller.now, CALM, car=station()), on_backup=True))
    assert decision.setpoints["car"].status is ChargePointStatus.LIMITED
    assert controller.live(60, CALM, car=station(fallback_current=6.0)).setpoints["car"].current == 16.0


def test_a_station_that_is_only_observed_is_left_alone() -> None:
    site = house()
    controller = Controller(site, wishes(site, ChargingMode.BOOST, controlled=False))
    controller.now += 1
    decision = controller.see(replace(snapshot(controller.now, CALM, car=CHARGING), on_backup=True))
    assert decision.setpoints["car"].current is None
