"""Cars answer late, ramp, have a minimum of their own, and stop when they are full."""

import pytest

from custom_components.overshot.core.model import ConnectionType, Rotation

from .houses import a_station, a_world, live, with_car


@pytest.mark.parametrize("delay", [2.0, 3.0, 6.0])
def test_it_answers_after_its_delay_and_then_ramps(delay: float) -> None:
    world = a_world(station=a_station(setpoint=6.0))
    car = with_car(world, delay=delay, ramp=2.0)
    live(world, 20)
    assert car.current == 6
    world.stations["garage"].setpoint = 16.0
    currents = []
    for _ in range(20):
        world.step()
        currents.append(car.current)
    assert currents[: int(delay)] == [6.0] * int(delay)
    assert currents[int(delay) : int(delay) + 5] == [8, 10, 12, 14, 16]
    assert currents[-1] == 16


@pytest.mark.parametrize(
    ("minimum", "offer", "drawn", "pilot"),
    [
        pytest.param(6, 6.0, 6.0, "C2", id="six amperes"),
        pytest.param(6, 5.9, 0.0, "B1", id="below six nothing is offered"),
        pytest.param(8, 7.9, 0.0, "B2", id="its own minimum is higher"),
        pytest.param(8, 8.0, 8.0, "C2", id="at its own minimum"),
        pytest.param(9, 16.0, 16.0, "C2", id="well above it"),
    ],
)
def test_minimum_current(minimum: float, offer: float, drawn: float, pilot: str) -> None:
    world = a_world(station=a_station(setpoint=offer))
    car = with_car(world, min_current=minimum)
    live(world, 30)
    assert car.current == drawn
    assert world.stations["garage"].pilot == pilot


@pytest.mark.parametrize(
    ("rotation", "phases", "wired", "loaded"),
    [
        pytest.param(Rotation.L1L2L3, 3, 3, (1, 1, 1), id="three phases"),
        pytest.param(Rotation.L2L3L1, 1, 3, (0, 1, 0), id="one phase, rotated"),
        pytest.param(Rotation.L3L1L2, 2, 3, (1, 0, 1), id="two phases, rotated"),
        pytest.param(Rotation.L3, 3, 1, (0, 0, 1), id="three-phase car at a one-phase station"),
    ],
)
def test_terminals_load_the_phases_they_are_wired_to(
    rotation: Rotation, phases: int, wired: int, loaded: tuple[int, int, int]
) -> None:
    world = a_world(station=a_station(rotation=rotation, phases=wired))
    with_car(world, phases=phases)
    live(world, 20)
    assert tuple(round(current / 16, 2) for current in world.grid.currents) == pytest.approx(loaded, abs=0.02)
    assert sum(1 for current in world.stations["garage"].currents if current) == min(phases, wired)


def test_a_single_phase_car_hangs_between_two_conductors_without_neutral() -> None:
    world = a_world(kind=ConnectionType.THREE_PHASE_DELTA, station=a_station(rotation=Rotation.L2L3L1))
    with_car(world, phases=1)
    live(world, 20)
    l1, l2, l3 = world.grid.currents
    assert l1 == 0
    assert l2 == pytest.approx(16, rel=0.02)
    assert l3 == pytest.approx(l2)


def test_it_tapers_and_stops_at_its_target() -> None:
    world = a_world(station=a_station())
    car = with_car(world, soc=96.5, target_soc=100, capacity=20_000, taper_soc=97)
    live(world, 30)
    assert car.current == 16
    seen = []
    while car.asks:
        world.step()
        seen.append(car.current)
    assert seen == sorted(seen, reverse=True)
    assert 6 < seen[len(seen) // 2] < 16
    live(world, 20)
    station = world.stations["garage"]
    assert (station.pilot, station.power, station.finished) == ("B2", 0, True)
    assert car.soc <= 100


def test_it_wishes_energy_instead_of_a_state_of_charge() -> None:
    world = a_world(station=a_station())
    with_car(world, soc=10, target_soc=80, energy=2000)
    live(world, 3600)
    assert world.stations["garage"].session_energy == pytest.approx(2000, abs=15)


def test_arriving_and_leaving() -> None:
    world = a_world(station=a_station())
    station = world.stations["garage"]
    live(world, 5)
    assert station.pilot == "A1"
    car = with_car(world)
    live(world, 1)
    assert station.pilot == "B2"
    live(world, 20)
    assert station.pilot == "C2"
    with pytest.raises(ValueError, match="another car"):
        station.plug_in(car)
    station.unplug()
    live(world, 1)
    assert (station.pilot, station.power, station.currents) == ("A1", 0, (0, 0, 0))
    assert world.grid.power == 0


def test_it_negotiates_before_it_starts_and_resumes_but_not_when_the_offer_only_changes() -> None:
    world = a_world(station=a_station())
    car, station = with_car(world, negotiation=20.0, delay=2.0), world.stations["garage"]
    live(world, 21)
    assert car.current == 0
    live(world, 10)
    assert car.current == 16
    station.setpoint = 8.0
    live(world, 6)
    assert car.current == 8
    station.setpoint = 0.0
    live(world, 10)
    station.setpoint = 8.0
    live(world, 21)
    assert car.current == 0
    live(world, 10)
    assert car.current == 8


def test_one_that_sleeps_wakes_at_the_second_offer() -> None:
    world = a_world(station=a_station(setpoint=0.0))
    car, station = with_car(world, sleep_after=60.0), world.stations["garage"]
    live(world, 61)
    assert car.asleep
    assert station.pilot == "B1"
    for awake in (False, True):
        station.setpoint = 10.0
        live(world, 30)
        assert (car.current > 0) is awake
        station.setpoint = 0.0
        live(world, 10)
