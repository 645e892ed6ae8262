"""The physics: nothing comes from nowhere, and devices do what such devices can."""

from collections.abc import Callable

import pytest

from benchmarks.homes.home import Home
from benchmarks.homes.site import site_of, station_of
from benchmarks.homes.station import FOLLOWS, Station
from benchmarks.homes.world import BATTERY, World
from custom_components.overshot.core.model import (
    BatteryMode,
    BatterySetpoint,
    ChargePointSetpoint,
    ChargePointStatus,
    Reason,
    ReasonKey,
    VehicleState,
)

WHY = Reason(ReasonKey.AUTOMATIC)


def told(current: float, phases: int | None = None) -> ChargePointSetpoint:
    """Return what a station is told."""
    return ChargePointSetpoint(
        current=current, fallback_current=6.0, phases=phases, reason=WHY, status=ChargePointStatus.CONNECTED
    )


def world_of(home: Home, mode: BatteryMode, power: float = 0.0) -> World:
    """Return a world in its first quarter with a battery under an order."""
    world = World(home, station_of(home))
    world.begin(0, "2024-03")
    world.order = BatterySetpoint(mode=mode, power=power, reason=WHY)
    return world


@pytest.mark.parametrize(
    ("mode", "power", "stored"),
    [
        (BatteryMode.AUTO, 0.0, 5000 - 250 / 0.95),
        (BatteryMode.HOLD, 0.0, 5000.0),
        (BatteryMode.CHARGE, 2000.0, 5000 + 500 * 0.95),
        (BatteryMode.CHARGE, 9000.0, 5000 + 1250 * 0.95),
        (BatteryMode.DISCHARGE, 4000.0, 5000 - 1000 / 0.95),
    ],
)
def test_the_battery_does_as_told_and_loses_its_part(
    plain: Callable[..., Home], mode: BatteryMode, power: float, stored: float
) -> None:
    world = world_of(plain(load=1.0), mode, power)
    for second in range(0, 900, 60):
        world.live(second, 60)
    assert world.stored == pytest.approx(stored)
    quarter = world.quarter
    assert quarter.imported - quarter.exported == pytest.approx(250 - quarter.battery)


def test_an_empty_battery_gives_nothing_and_a_full_one_takes_nothing(plain: Callable[..., Home]) -> None:
    world = world_of(plain(), BatteryMode.DISCHARGE, 5000)
    world.live(0, 7200)
    assert world.stored == pytest.approx(0)
    assert world.snapshot(7200).batteries[BATTERY].value.soc == pytest.approx(10)
    world.order = BatterySetpoint(mode=BatteryMode.CHARGE, power=5000, reason=WHY)
    world.live(7200, 5 * 3600)
    reading = world.snapshot(9e4).batteries[BATTERY].value
    assert (reading.soc, reading.power) == pytest.approx((100, 0))


def test_the_meter_counts_offtake_alone(plain: Callable[..., Home]) -> None:
    """What is fed in later cancels nothing."""
    world = world_of(plain(load=1.0), BatteryMode.HOLD)
    world.live(0, 450)
    world.load = -1000.0
    world.live(450, 450)
    grid = world.snapshot(900).grid
    assert grid is not None
    assert grid.value.quarter_demand == pytest.approx(500)
    assert grid.value.energy_export == pytest.approx(125)


@pytest.mark.parametrize(
    ("limit", "exported", "made"), [(None, 3000.0, 4000.0), (500.0, 500.0, 1500.0), (0.0, 0.0, 1000.0)]
)
def test_an_inverter_holds_its_export_limit(
    plain: Callable[..., Home], limit: float | None, exported: float, made: float
) -> None:
    world = world_of(plain(load=1.0, solar=4.0), BatteryMode.HOLD)
    world.export_limit = limit
    world.live(0, 900)
    assert (world.quarter.exported, world.quarter.solar) == pytest.approx((exported / 4, made / 4))
    assert world.held_back is (limit is not None)


def test_a_station_gives_its_power_exactly_and_a_car_follows_late(plain: Callable[..., Home]) -> None:
    station = station_of(plain())
    station.plug_in(50_000)
    station.obey(told(16.0), 0)
    assert station.power(0) == 0
    assert station.power(FOLLOWS) == pytest.approx(11_000)


def test_below_six_amperes_a_car_takes_nothing() -> None:
    station = Station(230, 3)
    station.plug_in(10_000)
    station.obey(told(5.9), 0)
    assert station.power(60) == 0
    assert station.reading(60).vehicle is VehicleState.B


def test_phases_change_without_current() -> None:
    station = Station(230, 3)
    station.plug_in(10_000)
    station.obey(told(6.0), 0)
    station.obey(told(6.0, phases=1), 60)
    assert station.power(120) == 0, "nothing is offered before the next order"
    station.obey(told(6.0, phases=1), 120)
    assert station.power(180) == pytest.approx(1380)
    assert station.reading(180).currents == (6.0, 0.0, 0.0)


def test_a_car_ends_by_itself_with_what_it_wants() -> None:
    station = Station(230, 1)
    station.plug_in(1000)
    station.obey(told(16.0), 0)
    assert station.live(5, 3600) == pytest.approx(1000)
    assert station.reading(3605).finished
    assert station.plug_out() == pytest.approx(1000)


@pytest.mark.parametrize(("power", "phases", "amps"), [(3.7, 1, 16), (7.4, 1, 32), (11.0, 3, 16), (22.0, 3, 32)])
def test_stations_are_those_that_are_sold(plain: Callable[..., Home], power: float, phases: int, amps: int) -> None:
    from dataclasses import replace

    home = replace(plain(), charge_power=power)
    station = station_of(home)
    (point,) = site_of(home, station).charge_points
    assert (point.phases, point.max_current, point.switches_phases) == (phases, amps, phases > 1)
    assert amps * phases * station.voltage == pytest.approx(1000 * power)
