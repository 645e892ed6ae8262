"""Power and energy are neither made nor lost."""

from math import sqrt

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.model import ConnectionType, Rotation
from simulator.battery import BatterySpec, EmsMode
from simulator.heat_pump import HeatPumpSpec
from simulator.solar import SolarSpec

from .houses import a_station, a_world, live, with_car

watts = st.floats(0, 5000)


@settings(max_examples=60, deadline=None)
@given(
    load=st.tuples(watts, watts, watts),
    sun=st.floats(0, 9000),
    soc=st.floats(0, 100),
    rotation=st.sampled_from(Rotation),
    kind=st.sampled_from([ConnectionType.THREE_PHASE, ConnectionType.THREE_PHASE_DELTA]),
    phases=st.integers(1, 3),
    offer=st.floats(0, 32),
    mode=st.sampled_from(EmsMode),
    command=st.floats(0, 6000),
    seconds=st.integers(1, 90),
)
def test_house_is_grid_and_battery_and_solar(
    load: tuple[float, float, float],
    sun: float,
    soc: float,
    rotation: Rotation,
    kind: ConnectionType,
    phases: int,
    offer: float,
    mode: EmsMode,
    command: float,
    seconds: int,
) -> None:
    world = a_world(
        load=load,
        sun=sun,
        kind=kind,
        fuse=100,
        battery=BatterySpec(soc=soc),
        solar=SolarSpec(peak=9000),
        heat_pump=HeatPumpSpec(temperature=20),
        station=a_station(setpoint=offer, rotation=rotation, phases=len(rotation.terminals)),
    )
    with_car(world, phases=phases, max_current=32)
    assert world.battery is not None
    assert world.solar is not None
    world.battery.command(mode, command)
    stored = world.battery.stored
    imported, exported = world.grid.energy_import, world.grid.energy_export
    used = 0.0
    for _ in range(seconds):
        world.step()
        assert world.house_power == pytest.approx(world.grid.power + world.battery.power + world.solar.power, abs=1e-6)
        assert sum(world.grid.phase_power) == pytest.approx(world.grid.power, abs=1e-6)
        used += world.house_power / 3600

    flows = (
        (world.grid.energy_import - imported)
        - (world.grid.energy_export - exported)
        + world.solar.energy
        + world.battery.discharged
        - world.battery.charged
    )
    assert flows == pytest.approx(used, abs=1e-4)
    one_way = sqrt(world.battery.spec.efficiency)
    gained = world.battery.charged * one_way - world.battery.discharged / one_way
    assert world.battery.stored - stored == pytest.approx(gained, abs=1e-4)


def test_a_car_gains_what_its_session_counts() -> None:
    world = a_world(station=a_station())
    car = with_car(world, soc=40, capacity=60_000, efficiency=0.9)
    live(world, 1800)
    station = world.stations["garage"]
    assert station.session_energy > 5000
    assert (car.soc - 40) / 100 * 60_000 == pytest.approx(0.9 * station.session_energy)


@pytest.mark.parametrize("kind", list(ConnectionType))
def test_voltage_sags_under_load_and_rises_under_export(kind: ConnectionType) -> None:
    idle = a_world(kind=kind)
    live(idle, 1)
    loaded = a_world(kind=kind, load=(3000, 0, 0))
    live(loaded, 1)
    assert loaded.grid.v1 < idle.grid.v1 - 1
    assert loaded.grid.v2 == idle.grid.v2
    assert loaded.grid.p1 == pytest.approx(3000)
    if kind is not ConnectionType.SINGLE_PHASE:
        sunny = a_world(kind=kind, solar=SolarSpec(peak=9000), sun=9000)
        live(sunny, 2)
        assert all(after > before for after, before in zip(sunny.grid.voltages, idle.grid.voltages, strict=True))


def test_conductors_without_neutral_carry_the_difference_of_two_loads() -> None:
    balanced = a_world(kind=ConnectionType.THREE_PHASE_DELTA, load=(2300, 2300, 2300))
    live(balanced, 1)
    # A balanced load of 6.9 kW at 3 x 230 V: P = sqrt(3) x U x I.
    for current in balanced.grid.currents:
        assert current == pytest.approx(6900 / (sqrt(3) * 230), rel=0.02)
    single = a_world(kind=ConnectionType.THREE_PHASE_DELTA, load=(2300, 0, 0))
    live(single, 1)
    l1, l2, l3 = single.grid.currents
    assert l1 == pytest.approx(10, rel=0.02)
    assert l2 == pytest.approx(l1)
    assert l3 == 0
    assert sum(single.grid.meter_phase_power()) == pytest.approx(2300)
