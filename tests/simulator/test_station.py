"""Stations fall back when nobody talks to them, switch phases without current, and obey availability."""

import pytest

from simulator.events import CarArrives, StationIgnores
from simulator.station import FALLBACK_DELAY, Cure

from .houses import a_station, a_world, live, with_car


def test_it_falls_back_when_nobody_talks_and_recovers_when_somebody_does() -> None:
    world = a_world(station=a_station(fallback_current=6.0, watchdog=30.0))
    car, station = with_car(world), world.stations["garage"]
    live(world, 20)
    station.touch(world.t)
    live(world, 30)
    assert car.current == 16
    live(world, 1)
    assert station.fallen_back(world.t)
    live(world, 10)
    assert car.current == 6
    assert station.setpoint == 16
    station.touch(world.t)
    live(world, 10)
    assert car.current == 16


def test_it_waits_for_a_first_contact_to_miss() -> None:
    world = a_world(station=a_station(fallback_current=0.0))
    car = with_car(world)
    live(world, 600)
    assert car.current == 16


def test_a_delayed_fallback_comes_thirty_seconds_later() -> None:
    world = a_world(station=a_station(fallback_current=0.0, watchdog=10.0))
    station = world.stations["garage"]
    station.fallback_delayed = True
    station.touch(0)
    live(world, 10 + int(FALLBACK_DELAY))
    assert not station.fallen_back(world.t)
    live(world, 1)
    assert station.fallen_back(world.t)


@pytest.mark.parametrize("which", ["available", "fallback_available"])
def test_an_unavailable_station_offers_nothing(which: str) -> None:
    world = a_world(station=a_station(fallback_current=16.0))
    car, station = with_car(world), world.stations["garage"]
    live(world, 20)
    setattr(station, which, False)
    if which == "fallback_available":
        station.touch(world.t)
        live(world, 20)
        assert car.current == 16
        live(world, 20)
    live(world, 10)
    assert car.current == 0
    assert station.pilot == "B1"


def test_phases_change_only_without_current() -> None:
    world = a_world(station=a_station(switch_time=8.0))
    car, station = with_car(world, delay=6.0), world.stations["garage"]
    live(world, 30)
    assert list(station.currents) == [16, 16, 16]
    station.switch_phases(1, world.t)
    for _ in range(40):
        phases, flowing = station.phases, car.current > 0
        world.step()
        assert station.phases == phases or not flowing
    assert station.phases == 1
    assert list(station.currents) == [16, 0, 0]
    with pytest.raises(ValueError):
        station.switch_phases(2, world.t)


def test_a_one_phase_station_has_no_three_phases() -> None:
    world = a_world(station=a_station(phases=1))
    with pytest.raises(ValueError):
        world.stations["garage"].switch_phases(3, 0)


@pytest.mark.parametrize(
    ("current", "duty"), [(6.0, 10.0), (16.0, 26.7), (32.0, 53.3), (0.0, 100.0)], ids=lambda value: f"{value:g}"
)
def test_the_pilot_is_modulated_as_the_standard_says(current: float, duty: float) -> None:
    world = a_world(station=a_station(setpoint=current))
    with_car(world)
    live(world, 2)
    assert world.stations["garage"].duty == pytest.approx(duty, abs=0.1)


def test_it_never_offers_more_than_cable_and_hardware_carry() -> None:
    world = a_world(station=a_station(setpoint=32.0, cable_max=20.0), fuse=63)
    car = with_car(world, max_current=32)
    live(world, 30)
    assert car.current == 20


def test_a_broken_station_interrupts_the_car_at_once() -> None:
    world = a_world(station=a_station())
    car, station = with_car(world), world.stations["garage"]
    live(world, 20)
    station.fault = True
    live(world, 1)
    assert (station.pilot, car.current, station.power) == ("F0", 0, 0)
    station.fault = False
    live(world, 20)
    assert car.current == 16


@pytest.mark.parametrize("cure", list(Cure))
def test_one_that_ignores_its_orders_goes_on_until_it_is_cured(cure: Cure) -> None:
    world = a_world(station=a_station())
    car, station = with_car(world), world.stations["garage"]
    live(world, 20)
    StationIgnores("garage", 300.0, cure).apply(world)
    station.setpoint = 8.0
    station.switch_phases(1, world.t)
    live(world, 20)
    # One more order is all that REPEAT asks for.
    assert (station.setpoint, car.current) == (8.0, 8.0 if cure is Cure.REPEAT else 16.0)
    if cure is Cure.PAUSE:
        station.setpoint = 0.0
    elif cure is Cure.RESTART:
        station.available = False
    live(world, 20 if cure is not Cure.TIME else 300)
    assert not station.deaf
    assert car.current == (8.0 if cure in (Cure.REPEAT, Cure.TIME) else 0.0)


def test_it_takes_no_other_change_of_phases_within_its_dead_time() -> None:
    world = a_world(station=a_station(switch_time=5.0, dead_time=60.0))
    with_car(world)
    station = world.stations["garage"]
    live(world, 20)
    station.switch_phases(1, world.t)
    live(world, 30)
    station.switch_phases(3, world.t)
    assert (station.phases, station.wanted_phases, station.switches) == (1, 1, 1)
    live(world, 31)
    station.switch_phases(3, world.t)
    live(world, 30)
    assert (station.phases, station.switches) == (3, 2)


def test_a_tag_is_held_for_one_session() -> None:
    world = a_world(station=a_station())
    CarArrives("garage", tag="04A1").apply(world)
    assert world.stations["garage"].tag == "04A1"
    world.stations["garage"].unplug()
    assert world.stations["garage"].tag is None
