"""A battery keeps the grid at zero by itself, within its limits, until it is commanded."""

from hypothesis import given, settings, strategies as st
import pytest

from simulator.battery import Battery, BatterySpec, EmsMode
from simulator.solar import SolarSpec

from .houses import a_world, live


def test_its_automatic_nulls_the_grid_within_two_seconds() -> None:
    world = a_world(load=(1000, 1000, 1000), battery=BatterySpec())
    live(world, 1)
    assert world.grid.power > 2900
    live(world, 2)
    assert abs(world.grid.power) < 0.11 * 3000
    live(world, 8)
    assert abs(world.grid.power) < 1
    world.loads.switch_on("sun", -5000, (1.0, 0.0, 0.0))
    live(world, 10)
    assert abs(world.grid.power) < 1
    assert world.battery_power == pytest.approx(-2000, abs=1)


@pytest.mark.parametrize(
    ("mode", "command", "sun", "battery", "grid"),
    [
        pytest.param(EmsMode.BATTERY_STANDBY, 0, 4000, 0, -2500, id="standby"),
        pytest.param(EmsMode.CHARGE_BATTERY, 3000, 0, -3000, 4500, id="forced charging"),
        pytest.param(EmsMode.DISCHARGE_BATTERY, 2000, 0, 2000, -500, id="forced discharging"),
        pytest.param(EmsMode.CHARGE_PV, 0, 2000, -2000, 1500, id="sun into the battery, house from the grid"),
        pytest.param(EmsMode.CHARGE_PV, 1000, 2000, -3000, 2500, id="sun and a little grid"),
        pytest.param(EmsMode.CONSERVE, 0, 0, 0, 1500, id="conserve at night"),
        pytest.param(EmsMode.CONSERVE, 0, 2500, -2500, 1500, id="conserve in the sun"),
        pytest.param(EmsMode.BUY_POWER, 2500, 0, -1000, 2500, id="buy"),
        pytest.param(EmsMode.SELL_POWER, 1000, 0, 2500, -1000, id="sell"),
        pytest.param(EmsMode.EXPORT_AC, 3000, 1000, 2000, -1500, id="export, panels first"),
        pytest.param(EmsMode.CHARGE_BATTERY, 9000, 0, -5000, 6500, id="not beyond its power"),
    ],
)
def test_commands(mode: EmsMode, command: float, sun: float, battery: float, grid: float) -> None:
    world = a_world(load=(500, 500, 500), sun=sun, solar=SolarSpec(peak=9000), battery=BatterySpec())
    assert world.battery is not None
    world.battery.command(mode, command)
    live(world, 20)
    assert world.battery_power == pytest.approx(battery, abs=2)
    assert world.grid.power == pytest.approx(grid, abs=2)
    world.battery.command(EmsMode.AUTO)
    live(world, 20)
    assert abs(world.grid.power) < 2


@settings(max_examples=50, deadline=None)
@given(
    soc=st.floats(0, 100),
    min_soc=st.floats(0, 60),
    powers=st.lists(st.floats(-20_000, 20_000), min_size=1, max_size=200),
    dt=st.sampled_from([1.0, 5.0, 60.0]),
)
def test_limits_hold_whatever_the_grid_does(soc: float, min_soc: float, powers: list[float], dt: float) -> None:
    spec = BatterySpec(capacity=500, soc=soc, min_soc=min_soc, max_charge=3000, max_discharge=4000)
    battery = Battery(spec)
    for grid in powers:
        before = battery.soc
        battery.step(dt, grid, 0.0)
        assert -3000 <= battery.power <= 4000
        assert battery.soc <= 100 + 1e-9
        assert battery.soc >= min(before, min_soc) - 1e-9


def test_it_charges_ever_more_slowly_when_nearly_full() -> None:
    battery = Battery(BatterySpec(soc=94, max_charge=4000))
    battery.command(EmsMode.CHARGE_BATTERY, 4000)
    seen: dict[int, float] = {}
    while battery.soc < 99.5:
        battery.step(1, 0, 0)
        seen.setdefault(int(battery.soc), battery.power)
    assert seen[95] == pytest.approx(-4000, rel=0.01)
    assert [round(seen[soc]) for soc in (96, 97, 98, 99)] == pytest.approx([-3200, -2400, -1600, -800], rel=0.02)


def test_a_round_trip_costs_what_its_efficiency_says() -> None:
    battery = Battery(BatterySpec(capacity=10_000, soc=50, efficiency=0.9))
    battery.command(EmsMode.CHARGE_BATTERY, 2000)
    for _ in range(3600):
        battery.step(1, 0, 0)
    battery.command(EmsMode.DISCHARGE_BATTERY, 2000)
    while battery.soc > 50:
        battery.step(1, 0, 0)
    assert battery.discharged / battery.charged == pytest.approx(0.9, abs=0.002)


def test_the_inverter_passes_no_more_than_it_can() -> None:
    spec = BatterySpec(inverter_power=6000, max_discharge=5000)
    world = a_world(load=(5000, 5000, 5000), sun=4000, solar=SolarSpec(peak=9000), battery=spec)
    live(world, 20)
    assert world.battery_power == pytest.approx(2000)


def test_an_export_limit_curtails_the_panels() -> None:
    world = a_world(load=(300, 300, 400), sun=6000, solar=SolarSpec(peak=9000))
    assert world.solar is not None
    live(world, 5)
    assert world.grid.power == pytest.approx(-5000)
    world.solar.export_limit = 2000
    live(world, 20)
    assert world.grid.power == pytest.approx(-2000, abs=1)
    world.solar.export_limit = None
    live(world, 2)
    assert world.solar_power == 6000
