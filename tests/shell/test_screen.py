"""What gets through the screen of a device: only what can be true, whatever the device says."""

from dataclasses import fields, replace
from datetime import timedelta
from math import inf, isfinite, nan
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.overshot.core.model import (
    BatteryReading,
    ChargePointReading,
    HeatPumpReading,
    MeterReading,
    MonthPeak,
    SolarReading,
)
from custom_components.overshot.core.model.turn import Turn
from custom_components.overshot.devices.driver import DeviceReadings
from custom_components.overshot.screen import Limits, Screen, Totals, turns_of
from tests.core.house import START, at

SITE = {"fuse": 25, "connection_type": "three_phase"}
LIMITS = Limits.of(SITE)

METER = MeterReading(
    power=-1200.0,
    phase_power=(-600.0, -400.0, -200.0),
    currents=(-2.6, -1.7, -0.9),
    voltages=(231.0, 230.0, 229.0),
    energy_import=5000.0,
    energy_export=7000.0,
)
BATTERY = BatteryReading(power=900.0, soc=55.0, energy_charged=3000.0, energy_discharged=2000.0)


def screen(*turns: Turn, grid_role: bool = False, limits: Limits = LIMITS) -> Screen:
    """Return the screen of a device."""
    return Screen("Device", limits, turns=turns, grid_role=grid_role)


def seen(readings: DeviceReadings, *turns: Turn, limits: Limits = LIMITS) -> DeviceReadings:
    """Return what gets through once the counters are known."""
    sieve = screen(*turns, limits=limits)
    sieve.take(readings, at(0))
    return sieve.take(readings, at(1))


@pytest.mark.parametrize(
    ("problem", "readings", "known"),
    [
        ("as it should be", DeviceReadings(grid=METER, battery=BATTERY), DeviceReadings(grid=METER, battery=BATTERY)),
        ("SoC 255 %", DeviceReadings(battery=replace(BATTERY, soc=255.0)), DeviceReadings(battery=replace(BATTERY, soc=None))),
        ("SoC -1 %", DeviceReadings(battery=replace(BATTERY, soc=-1.0)), DeviceReadings(battery=replace(BATTERY, soc=None))),
        ("no number", DeviceReadings(solar=SolarReading(power=nan)), DeviceReadings(solar=SolarReading())),
        ("infinite", DeviceReadings(solar=SolarReading(power=-inf)), DeviceReadings(solar=SolarReading())),
        ("100 kW on 3 x 25 A", DeviceReadings(solar=SolarReading(power=1e5)), DeviceReadings(solar=SolarReading())),
        ("32767 W of one word", DeviceReadings(grid=MeterReading(power=32_767.0)), DeviceReadings(grid=MeterReading(power=32_767.0))),
        ("65535 A", DeviceReadings(grid=MeterReading(currents=(65_535.0, 1.0, 1.0), power=5.0)), DeviceReadings(grid=MeterReading(power=5.0))),
        ("6553.5 V", DeviceReadings(grid=MeterReading(voltages=(6553.5, 230.0, 230.0))), DeviceReadings(grid=MeterReading())),
        ("a month's peak of 4 GW", DeviceReadings(grid=MeterReading(month_peak=MonthPeak(4e9, None))), DeviceReadings(grid=MeterReading())),
        ("a history with one such", DeviceReadings(grid=MeterReading(peak_history=(MonthPeak(4e9, None), MonthPeak(4e3, None)))), DeviceReadings(grid=MeterReading(peak_history=(MonthPeak(4e3, None),)))),
        ("a car of 60 kW on AC", DeviceReadings(charge_points={1: ChargePointReading(power=6e4, setpoint=16.0)}), DeviceReadings(charge_points={1: ChargePointReading(setpoint=16.0)})),
        ("a setpoint of 655 A", DeviceReadings(charge_points={2: ChargePointReading(setpoint=655.0)}), DeviceReadings(charge_points={2: ChargePointReading()})),
        ("SG-Ready 7", DeviceReadings(heat_pumps={1: HeatPumpReading(state=7)}), DeviceReadings(heat_pumps={1: HeatPumpReading()})),
        ("house -2 GW", DeviceReadings(house_power=-2e9), DeviceReadings()),
        ("a sub-meter of 1e9 Wh/h", DeviceReadings(meters={3: MeterReading(power=1e9, energy_import=1.0)}), DeviceReadings(meters={3: MeterReading(energy_import=1.0)})),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_known(problem: str, readings: DeviceReadings, known: DeviceReadings) -> None:
    """The rest of the reading stands."""
    assert seen(readings) == known, problem


def test_what_a_connection_carries() -> None:
    """Five times over, and never beyond a megawatt; without a connection the megawatt alone."""
    assert Limits(power=86_250.0, current=125.0) == LIMITS
    assert Limits.of({}) == Limits(power=1e6, current=1500.0)
    assert Limits.of({"fuse": 2000, "connection_type": "three_phase"}).power == 1e6
    assert Limits.of({"fuse": 25, "connection_type": "three_phase_delta"}).delta


@pytest.mark.parametrize(
    ("problem", "turns", "expected"),
    [
        (
            "transformers the other way round",
            {Turn.GRID},
            replace(METER, power=1200.0, phase_power=(600.0, 400.0, 200.0), currents=(2.6, 1.7, 0.9), energy_import=7000.0, energy_export=5000.0),
        ),
        (
            "the power alone",
            {Turn.GRID_POWER},
            replace(METER, power=1200.0, phase_power=(600.0, 400.0, 200.0), currents=(2.6, 1.7, 0.9)),
        ),
        ("the counters alone", {Turn.GRID, Turn.GRID_POWER}, replace(METER, energy_import=7000.0, energy_export=5000.0)),
        ("another role", {Turn.SOLAR, Turn.BATTERY, Turn.METER}, METER),
    ],
)  # fmt: skip
def test_a_grid_meter_that_is_turned(problem: str, turns: set[Turn], expected: MeterReading) -> None:
    assert seen(DeviceReadings(grid=METER), *turns).grid == expected, problem


def test_other_devices_that_are_turned() -> None:
    known = DeviceReadings(
        solar=SolarReading(power=-3000.0, energy=10.0), battery=BATTERY, meters={1: MeterReading(power=-5.0)}
    )
    turned = seen(known, Turn.SOLAR, Turn.BATTERY, Turn.METER)
    assert turned.solar == SolarReading(power=3000.0, energy=10.0)
    assert turned.battery == replace(BATTERY, power=-900.0, energy_charged=2000.0, energy_discharged=3000.0)
    assert turned.meters == {1: MeterReading(power=5.0)}
    assert seen(known, Turn.BATTERY_POWER).battery == replace(BATTERY, power=-900.0)
    assert seen(DeviceReadings(solar=SolarReading()), Turn.SOLAR).solar == SolarReading()


@pytest.mark.parametrize(
    ("problem", "reading", "limits", "currents"),
    [
        ("unsigned, of a 3 x 230 V grid", MeterReading(power=5.0, currents=(4.0, 3.0, 2.0)), replace(LIMITS, delta=True), (4.0, 3.0, 2.0)),
        ("perhaps unsigned: they count as import", MeterReading(power=5.0, currents=(4.0, 3.0, 2.0)), LIMITS, (4.0, 3.0, 2.0)),
        ("signed", MeterReading(power=5.0, currents=(4.0, -3.0, 2.0)), LIMITS, (-4.0, 3.0, -2.0)),
        ("unsigned beside signed powers", MeterReading(phase_power=(9.0, -9.0, 9.0), currents=(4.0, 3.0, 2.0)), LIMITS, (-4.0, 3.0, -2.0)),
    ],
)  # fmt: skip
def test_currents_of_a_turned_meter(
    problem: str, reading: MeterReading, limits: Limits, currents: tuple[float, float, float]
) -> None:
    grid = seen(DeviceReadings(grid=reading), Turn.GRID, limits=limits).grid
    assert grid is not None
    assert grid.currents == currents, problem


def test_turns_as_they_are_stored() -> None:
    """What a later version knows is left alone by this one."""
    assert turns_of({"invert": ["grid", "of_a_later_version", "battery"]}) == {Turn.GRID, Turn.BATTERY}
    assert turns_of({}) == set()


def test_totals_go_on_after_a_restart() -> None:
    """The first reading after it is held against the last one before."""
    before = screen()
    for second in range(2):
        before.take(DeviceReadings(solar=SolarReading(energy=1e6)), at(second))
    after = screen()
    after.totals = Totals.from_dict(before.totals.to_dict())
    assert after.take(DeviceReadings(solar=SolarReading(energy=9e9)), at(60)).solar == SolarReading(energy=1e6)


@pytest.mark.parametrize("stored", [None, [], {"grid.energy_import": 5}, {"grid.energy_import": {"value": "?"}}])
def test_stored_totals_that_make_no_sense(stored: Any) -> None:
    assert Totals.from_dict(stored).to_dict() == {}


def test_a_block_that_was_not_read_is_not_known() -> None:
    """A total is not repeated while nobody tells it."""
    sieve = screen()
    for second in range(3):
        sieve.take(DeviceReadings(solar=SolarReading(energy=1e6)), at(second))
    assert sieve.take(DeviceReadings(solar=SolarReading(power=5.0)), at(3)).solar == SolarReading(power=5.0)
    assert sieve.take(DeviceReadings(), at(4)).solar is None


def test_a_frozen_grid_meter_is_silent() -> None:
    """Only the grid meter: an inverter at night tells the same for hours."""
    for grid_role in (True, False):
        sieve = screen(grid_role=grid_role)
        for second in range(700):
            out = sieve.take(DeviceReadings(grid=METER, solar=SolarReading(power=0.0)), at(second))
        assert (out.grid is None) is sieve.frozen is grid_role
        assert out.solar == SolarReading(power=0.0)
        if grid_role:
            assert sieve.frozen_since == START
            assert sieve.take(DeviceReadings(grid=replace(METER, power=-1.0)), at(700)).grid is not None


anything = st.none() | st.floats() | st.sampled_from([0.0, 255.0, 65_535.0, 4_294_967_295.0, -32_768.0, 1e6, 1e6 + 1])
vectors = st.none() | st.tuples(anything, anything, anything).filter(lambda values: None not in values)
any_meter = st.builds(
    MeterReading,
    power=anything,
    phase_power=vectors,
    currents=vectors,
    voltages=vectors,
    energy_import=anything,
    energy_export=anything,
    quarter_demand=anything,
    gas=anything,
    water=anything,
)
any_readings = st.builds(
    DeviceReadings,
    grid=st.none() | any_meter,
    meters=st.dictionaries(st.integers(1, 2), any_meter, max_size=2),
    solar=st.none() | st.builds(SolarReading, power=anything, energy=anything),
    battery=st.none()
    | st.builds(BatteryReading, power=anything, soc=anything, energy_charged=anything, energy_discharged=anything),
    charge_points=st.dictionaries(
        st.just(1),
        st.builds(ChargePointReading, power=anything, currents=vectors, setpoint=anything, energy=anything),
        max_size=1,
    ),
    house_power=anything,
)


def numbers(readings: DeviceReadings) -> dict[str, float]:
    """Return every number that was let through, by its path."""
    parts: dict[str, Any] = {"grid": readings.grid, "solar": readings.solar, "battery": readings.battery}
    parts |= {f"meters.{number}": part for number, part in readings.meters.items()}
    parts |= {f"charge_points.{number}": part for number, part in readings.charge_points.items()}
    found: dict[str, float] = {}
    for path, part in parts.items():
        for field in fields(part) if part is not None else ():
            value = getattr(part, field.name)
            for index, one in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(one, float):
                    found[f"{path}.{field.name}.{index}"] = one
    if readings.house_power is not None:
        found["house_power"] = readings.house_power
    return found


@given(st.lists(any_readings, max_size=30), st.sets(st.sampled_from(list(Turn))), st.booleans())
def test_law_whatever_a_device_says(said: list[DeviceReadings], turns: set[Turn], grid_role: bool) -> None:
    """Nothing that gets through is no number, or more than the house can carry; totals fall only with a new count."""
    sieve = screen(*turns, grid_role=grid_role)
    last: dict[str, tuple[float, int]] = {}
    for number, readings in enumerate(said):
        out = numbers(sieve.take(readings, START + timedelta(seconds=5 * number)))
        for path, value in out.items():
            assert isfinite(value), path
            if "power" in path:
                assert abs(value) <= LIMITS.power, path
            if "soc" in path:
                assert 0 <= value <= 100, path
            mark = sieve.totals.marks.get(path.removesuffix(".0"))
            if mark is not None:
                before, resets = last.get(path, (value, mark.resets))
                assert value >= before or mark.resets > resets, path
                last[path] = (value, mark.resets)
