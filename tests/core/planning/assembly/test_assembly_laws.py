"""Laws of every house: whatever it is made of, it can be planned, and nothing is asked for twice."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings, SurplusSwitch
from custom_components.overshot.core.control.batteries.settings import BatterySettings, BatteryStrategy, StorageSettings
from custom_components.overshot.core.control.charging.memory import ChargePointMemory, MinimumMemory, SessionMemory
from custom_components.overshot.core.control.charging.settings import (
    ChargePointSettings,
    EnergyTarget,
    PhaseManagement,
    RangeWish,
)
from custom_components.overshot.core.control.memory import Memory
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.control.settings import GridLimit, SiteSettings, SurplusPriority
from custom_components.overshot.core.model import (
    Battery,
    BatteryReading,
    ChargePoint,
    ChargePointReading,
    ChargingMode,
    Circuit,
    ConnectionType,
    GridConnection,
    HeatPump,
    Load,
    MeterReading,
    Reading,
    Site,
    Snapshot,
    VehicleState,
)
from custom_components.overshot.core.model.series import QUARTER, Series, quarter_start
from custom_components.overshot.core.planning import PlanStatus, make_plan
from custom_components.overshot.core.planning.assembly import (
    AssemblySettings,
    BatteryDetails,
    CarDetails,
    Measured,
    PlanInputs,
    assemble,
)
from tests.core.planning.assembly.homes import FLANDERS, NOW, ZONE, evenings, outlook

MOMENTS = st.integers(0, 366 * 24 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))
CIRCUITS = st.sampled_from([None, "one", "two", "gone"])
POWERS = st.none() | st.floats(-20_000, 20_000)
MAYBE_BAD = POWERS | st.sampled_from([float("nan"), float("inf")])
ENERGIES = st.floats(0, 120_000)


@st.composite
def houses(draw: st.DrawFn) -> PlanInputs:
    """Draw a house that could stand somewhere, at any moment of a year."""
    now = draw(MOMENTS)
    ahead = st.integers(-48, 200).map(lambda hours: now + timedelta(hours=hours))
    cars = [f"car{index}" for index in range(draw(st.integers(0, 3)))]
    batteries = [f"battery{index}" for index in range(draw(st.integers(0, 2)))]
    site = Site(
        connection=GridConnection(type=draw(st.sampled_from(ConnectionType)), fuse=draw(st.floats(10, 80))),
        charge_points=tuple(
            ChargePoint(
                id=id_,
                name=id_,
                phases=draw(st.sampled_from([1, 3])),
                max_current=draw(st.sampled_from([10, 16, 32])),
                switches_phases=draw(st.booleans()),
                circuit=draw(CIRCUITS),
            )
            for id_ in cars
        ),
        batteries=tuple(
            Battery(
                id=id_,
                name=id_,
                capacity=draw(st.none() | st.floats(0, 30_000)),
                max_charge=draw(st.floats(0, 10_000)),
                max_discharge=draw(st.floats(0, 10_000)),
                phases=draw(st.sampled_from([1, 3])),
                circuit=draw(CIRCUITS),
            )
            for id_ in batteries
        ),
        heat_pumps=(HeatPump(id="pump", name="Pump", circuit=draw(CIRCUITS)),) * draw(st.integers(0, 1)),
        loads=(Load(id="boiler", name="Boiler", circuit=draw(CIRCUITS)),) * draw(st.integers(0, 1)),
        circuits=(
            Circuit(id="one", name="One", limit=draw(st.floats(0, 40)), metered=draw(st.booleans())),
            Circuit(id="two", name="Two", limit=20, parent=draw(CIRCUITS)),
        ),
        time_zone=ZONE,
        latitude=draw(st.none() | st.floats(-89, 89)),
        longitude=draw(st.none() | st.floats(-179, 179)),
    )
    switch = SurplusSwitch(min_on_per_day=draw(st.floats(0, 86_400)), own_power=draw(st.floats(0, 6_000)))
    wishes = SiteSettings(
        charge_points={
            id_: ChargePointSettings(
                mode=draw(st.sampled_from(ChargingMode)),
                controlled=draw(st.booleans()),
                max_current=draw(st.sampled_from([5, 8, 16, 32])),
                phase_management=draw(st.sampled_from(PhaseManagement)),
                guaranteed_energy=draw(ENERGIES),
                eco_share=draw(st.floats(0, 1)),
                targets=tuple(
                    draw(
                        st.lists(
                            st.builds(EnergyTarget, weekday=st.integers(0, 6), at=st.times(), energy=ENERGIES),
                            max_size=4,
                        )
                    )
                ),
                range_wish=draw(st.none() | st.builds(RangeWish, distance=st.floats(0, 600), until=ahead)),
                vehicle_capacity=draw(st.none() | ENERGIES),
            )
            for id_ in cars
        },
        batteries={id_: BatterySettings(controlled=draw(st.booleans())) for id_ in batteries},
        heat_pumps={"pump": HeatPumpSettings(controlled=True, surplus=switch)},
        loads={"boiler": LoadSettings(controlled=True, surplus=switch)},
        grid_limit=draw(st.none() | st.builds(GridLimit, power=st.floats(0, 10_000), until=st.none() | ahead)),
        charging_limit=draw(st.none() | st.floats(0, 20_000)),
        surplus_priority=draw(st.sampled_from(SurplusPriority)),
        peak=PeakSettings(active=draw(st.booleans()), wished=draw(st.floats(0, 10_000))),
        storage=StorageSettings(
            strategy=draw(st.sampled_from(BatteryStrategy)),
            min_soc=draw(st.floats(10, 100)),
            buffer=draw(st.floats(0, 100)),
        ),
    )
    start = quarter_start(now)
    count = draw(st.integers(0, 150))
    bought = draw(st.lists(st.floats(-0.5, 1.0), min_size=count, max_size=count))
    sold = draw(st.floats(-0.3, 0.3))
    return PlanInputs(
        now=now,
        site=site,
        settings=wishes,
        snapshot=Snapshot(
            grid=draw(st.none() | st.builds(MeterReading, power=MAYBE_BAD).map(lambda it: Reading(it, now))),
            charge_points={
                id_: Reading(
                    ChargePointReading(
                        vehicle=draw(st.none() | st.sampled_from(VehicleState)),
                        power=draw(st.none() | st.floats(0, 22_000)),
                        vehicle_soc=draw(st.none() | st.floats(0, 100)),
                        finished=draw(st.booleans()),
                    ),
                    now,
                )
                for id_ in cars
            },
            batteries={
                id_: Reading(
                    BatteryReading(power=draw(MAYBE_BAD), soc=draw(st.none() | st.floats(-5, 105))),
                    now - timedelta(seconds=draw(st.integers(0, 2_000))),
                )
                for id_ in batteries
            },
            circuits={"one": Reading(MeterReading(power=draw(MAYBE_BAD)), now)},
        ),
        memory=Memory(
            charge_points={
                id_: ChargePointMemory(
                    session=SessionMemory(since=draw(st.none() | ahead), energy=draw(ENERGIES)),
                    minimum=MinimumMemory(learned=draw(st.sampled_from([0, 8, 20]))),
                )
                for id_ in cars
            }
        ),
        outlook=outlook(
            now,
            load=draw(st.floats(0, 10_000)),
            solar=draw(st.floats(0, 10_000)),
            stays=evenings(until=now) if draw(st.booleans()) else (),
            quarters=draw(st.sampled_from([0, 5, 100, 240])),
        ),
        import_prices=Series.of(start, bought),
        export_prices=Series.of(start, [sold] * count),
        capacity=draw(st.none() | st.just(FLANDERS)),
        measured=draw(st.none() | st.builds(Measured, load=MAYBE_BAD, solar=MAYBE_BAD)),
        batteries={id_: BatteryDetails(wear=draw(st.none() | st.floats(0, 1))) for id_ in batteries[:1]},
        cars={
            id_: CarDetails(energy=draw(st.none() | ENERGIES), departure=draw(st.none() | ahead)) for id_ in cars[:1]
        },
        export_limit=draw(st.none() | st.floats(0, 10_000)),
        curtailable=draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None)
@given(houses(), st.booleans())
def test_any_house_can_be_planned(house: PlanInputs, plain: bool) -> None:
    how = AssemblySettings(twin=not plain, arrivals=not plain, steady_cars=False)
    found, _ = assemble(house, how)
    if found is None:
        assert house.import_prices.at(house.now) is None
        return
    assert found.start == house.now
    assert found.steps[0].end <= quarter_start(house.now) + QUARTER
    for load in found.loads:
        assert 0 <= load.min_power <= load.max_power
        assert all(it.energy >= 0 and it.room >= 0 and it.end > it.start >= house.now for it in load.demands)
    for battery in found.batteries:
        assert 0 <= battery.soc <= battery.capacity
    assert found.import_limit is not None and found.import_limit >= 0
    assert found.outlooks[0].weight > 0


@settings(max_examples=25, deadline=None)
@given(houses())
def test_what_is_put_together_the_solver_can_plan(house: PlanInputs) -> None:
    found, lacks = assemble(house, AssemblySettings(steady_cars=False))
    if found is None:
        return
    plan = make_plan(found, lacks=lacks)
    assert plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)
    assert len(plan.grid) == len(found.steps)


@settings(max_examples=50, deadline=None)
@given(houses(), st.floats(0, 60_000))
def test_what_a_car_has_got_is_asked_for_no_more(house: PlanInputs, more: float) -> None:
    """A car that has got more never asks for more, where somebody told what it wants."""
    cars = {it.id: CarDetails(energy=50_000.0) for it in house.site.charge_points}
    points = house.memory.charge_points
    fuller = {
        id_: replace(it, session=replace(it.session, energy=it.session.energy + more)) for id_, it in points.items()
    }
    how = AssemblySettings(arrivals=False, appliances=False)
    before, _ = assemble(replace(house, cars=cars), how)
    after, _ = assemble(replace(house, cars=cars, memory=replace(house.memory, charge_points=fuller)), how)
    if before is None or after is None:
        assert before is after
        return
    asked = {load.id: sum(it.energy for it in load.demands) for load in before.loads}
    for load in after.loads:
        assert sum(it.energy for it in load.demands) <= asked[load.id] + 1e-6


@pytest.mark.parametrize("parts", [1, 3, 7])
def test_the_same_house_gives_the_same_problem(parts: int) -> None:
    house = PlanInputs(
        now=NOW + timedelta(minutes=parts),
        site=Site(connection=GridConnection(type=ConnectionType.THREE_PHASE, fuse=25)),
        settings=SiteSettings(),
        snapshot=Snapshot(),
        outlook=outlook(),
        import_prices=Series.of(NOW, [0.2] * 40),
        export_prices=Series.of(NOW, [0.1] * 40),
    )
    assert assemble(house) == assemble(house)
