"""What cars want of the plan: each row is a mode and its wishes. Named after the problem it guards against."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest

from custom_components.overshot.core.control.charging.memory import ChargePointMemory, MinimumMemory, SessionMemory
from custom_components.overshot.core.control.charging.settings import EnergyTarget, PhaseManagement, RangeWish
from custom_components.overshot.core.control.memory import Memory
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.model import ChargePoint, ChargePointFault, ChargingMode, Circuit, VehicleState
from custom_components.overshot.core.planning import EnergyDemand, FlexibleLoad, PlanProblem, make_plan
from custom_components.overshot.core.planning.assembly import AssemblySettings, CarDetails, PlanInputs
from tests.core.planning.assembly.homes import (
    HOUR,
    NOW,
    evenings,
    inputs,
    outlook,
    plugged_in,
    problem,
    settings,
    site,
    snapshot,
)

SEVEN = datetime(2026, 1, 13, 6, 0, tzinfo=UTC)
"""07:00 tomorrow, local."""


EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
ALONE = AssemblySettings(arrivals=False)


def wish(distance: float = 60.0, until: datetime = SEVEN) -> dict[str, object]:
    """Return a wished range that the grid may give: 15 kWh."""
    return {"range_wish": RangeWish(distance=distance, until=until), "eco_share": 0.0}


def target(weekday: int, hour: int, energy: float) -> EnergyTarget:
    return EnergyTarget(weekday=weekday, at=time(hour), energy=energy)


def firm(load: FlexibleLoad) -> list[tuple[datetime, float]]:
    """Return by which quarter what is asked for, whether it is planned to be ready some minutes before or not."""
    return [(-((EPOCH - it.end) // QUARTER) * QUARTER + EPOCH, it.energy) for it in load.demands if it.energy]


def only(found: PlanProblem) -> FlexibleLoad:
    (load,) = found.loads
    return load


@dataclass(frozen=True, kw_only=True)
class Case:
    """A house, and what its car asks of the plan."""

    problem: str
    given: PlanInputs
    asks: Callable[[PlanProblem], bool]
    how: AssemblySettings = ALONE


CASES = [
    Case(
        problem="a wished range that nobody charges for",
        given=inputs(settings=settings(car=wish())),
        asks=lambda it: firm(only(it)) == [(SEVEN, 15_000.0)],
    ),
    Case(
        problem="what the car has got already counted again",
        given=inputs(settings=settings(car=wish()), memory=plugged_in(energy=6_000, imported=6_000)),
        asks=lambda it: firm(only(it)) == [(SEVEN, 9_000.0)],
    ),
    Case(
        problem="a wish for the sun alone bought from the grid",
        given=inputs(settings=settings(car=wish() | {"eco_share": 1.0})),
        asks=lambda it: firm(only(it)) == [] and only(it).demands[0].room >= 15_000,
    ),
    Case(
        problem="the sun kept for a car whose user said what it needs",
        given=inputs(settings=settings(car=wish(distance=10)), outlook=outlook(stays=evenings(energy=20_000))),
        asks=lambda it: firm(only(it)) == [(SEVEN, 2_500.0)] and only(it).demands[0].room == 0,
    ),
    Case(
        problem="two targets that overlap: the second asks for what the first does not give",
        given=inputs(settings=settings(car={"targets": (target(1, 7, 8_000), target(1, 17, 20_000))})),
        asks=lambda it: firm(only(it)) == [(SEVEN, 8_000.0), (datetime(2026, 1, 13, 16, tzinfo=UTC), 12_000.0)],
    ),
    Case(
        problem="a second target so soon that only charging before the first one reaches it",
        given=inputs(settings=settings(car={"targets": (target(1, 7, 8_000), target(1, 8, 30_000))})),
        asks=lambda it: firm(only(it)) == [(SEVEN, 8_000.0 + 22_000.0 - 11_040.0), (SEVEN + HOUR, 11_040.0)],
    ),
    Case(
        problem="a later target for less than an earlier one",
        given=inputs(settings=settings(car={"targets": (target(1, 7, 8_000), target(1, 17, 5_000))})),
        asks=lambda it: firm(only(it)) == [(SEVEN, 8_000.0)],
    ),
    Case(
        problem="a target that was reached",
        given=inputs(settings=settings(car={"targets": (target(1, 7, 8_000),)}), memory=plugged_in(energy=8_000)),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="more asked for than the vehicle can hold",
        given=inputs(
            settings=settings(car=wish() | {"vehicle_capacity": 40_000.0}), snapshot=snapshot(car={"vehicle_soc": 75.0})
        ),
        asks=lambda it: firm(only(it)) == [(SEVEN, 10_000.0)] and only(it).demands[0].room == 0,
    ),
    Case(
        problem="the guaranteed energy put off, though it is given from plug-in on",
        given=inputs(settings=settings(car={"mode": ChargingMode.SAFE_PV_SURPLUS, "guaranteed_energy": 1_380.0})),
        asks=lambda it: (
            it.outlooks[0].load[:5] == pytest.approx((1_880, 1_880, 1_880, 1_880, 500))
            and firm(only(it)) == []
            and only(it).demands[0].start == NOW + HOUR
        ),
    ),
    Case(
        problem="a wished range counted again on top of the guaranteed energy",
        given=inputs(
            settings=settings(car=wish() | {"mode": ChargingMode.SAFE_PV_SURPLUS, "guaranteed_energy": 6_900.0})
        ),
        asks=lambda it: firm(only(it)) == [(SEVEN, 8_100.0)] and only(it).demands[0].start == NOW + 5 * HOUR,
    ),
    Case(
        problem="a car for the sun charged from the grid",
        given=inputs(settings=settings(car=wish() | {"mode": ChargingMode.PV_SURPLUS})),
        asks=lambda it: firm(only(it)) == [] and all(power == 0 for power in make_plan(it).loads["car"].power),
    ),
    Case(
        problem="a car for the sun left out while the sun gives more than the house takes",
        given=inputs(settings=settings(car={"mode": ChargingMode.PV_SURPLUS}), outlook=outlook(load=500, solar=6_000)),
        asks=lambda it: make_plan(it).loads["car"].power[0] > 1_300,
    ),
    Case(
        problem="a car without a wish left empty though it always leaves in the morning",
        given=inputs(outlook=outlook(stays=evenings())),
        asks=lambda it: [energy for _, energy in firm(only(it))] == [9_000.0],
    ),
    Case(
        problem="a car without a wish charged from the grid by a mere prior",
        given=inputs(),
        asks=lambda it: firm(only(it)) == [],
    ),
    Case(
        problem="what somebody knows of this session overruled by habits",
        given=inputs(
            outlook=outlook(stays=evenings()),
            memory=plugged_in(energy=1_000),
            cars={"car": CarDetails(energy=5_000, departure=NOW + 3 * HOUR)},
        ),
        asks=lambda it: firm(only(it)) == [(NOW + 3 * HOUR, 4_000.0)] and only(it).demands[0].room == 0,
    ),
    Case(
        problem="a departure that has passed believed",
        given=inputs(cars={"car": CarDetails(energy=5_000, departure=NOW - HOUR)}),
        asks=lambda it: firm(only(it)) == [(SEVEN, 5_000.0)],
    ),
    Case(
        problem="a car that is not there planned for its wish",
        given=inputs(
            settings=settings(car=wish()), snapshot=snapshot(car={"vehicle": VehicleState.A}), memory=Memory()
        ),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="a car forgotten because its station is silent for a moment",
        given=inputs(settings=settings(car=wish()), snapshot=snapshot(charge_points={})),
        asks=lambda it: firm(only(it)) == [(SEVEN, 15_000.0)],
    ),
    Case(
        problem="a full car planned",
        given=inputs(settings=settings(car=wish()), snapshot=snapshot(car={"finished": True})),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="a car that takes nothing whatever it is offered planned",
        given=inputs(
            settings=settings(car=wish()),
            memory=Memory(
                charge_points={
                    "car": ChargePointMemory(
                        session=SessionMemory(since=NOW - HOUR), minimum=MinimumMemory(exhausted=True)
                    )
                }
            ),
        ),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="a station out of order planned",
        given=inputs(settings=settings(car=wish()), snapshot=snapshot(car={"fault": ChargePointFault.STATION})),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="a blocked charge point planned",
        given=inputs(settings=settings(car=wish() | {"blocked": True})),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="6 A on three phases asked of a station that can charge on one",
        given=inputs(settings=settings(car=wish())),
        asks=lambda it: (only(it).min_power, only(it).max_power) == (1_380, 11_040),
    ),
    Case(
        problem="one phase planned on a station that cannot switch",
        given=inputs(settings=settings(car=wish()), site=site(charge_points=(ChargePoint(id="car", name="Car"),))),
        asks=lambda it: (only(it).min_power, only(it).max_power) == (4_140, 11_040),
    ),
    Case(
        problem="three phases planned where the user wants one",
        given=inputs(settings=settings(car=wish() | {"phase_management": PhaseManagement.SINGLE_PHASE})),
        asks=lambda it: only(it).max_power == 3_680,
    ),
    Case(
        problem="one phase planned where the user wants three",
        given=inputs(settings=settings(car=wish() | {"phase_management": PhaseManagement.THREE_PHASE})),
        asks=lambda it: only(it).min_power == 4_140,
    ),
    Case(
        problem="6 A planned for a car that was seen to need 8 A",
        given=inputs(
            settings=settings(car=wish()),
            memory=Memory(
                charge_points={
                    "car": ChargePointMemory(session=SessionMemory(since=NOW - HOUR), minimum=MinimumMemory(learned=8))
                }
            ),
        ),
        asks=lambda it: only(it).min_power == 1_840,
    ),
    Case(
        problem="16 A planned for a car that takes no more than 10 A",
        given=inputs(
            settings=settings(car=wish()),
            memory=Memory(
                charge_points={
                    "car": ChargePointMemory(session=SessionMemory(since=NOW - HOUR), minimum=MinimumMemory(limit=10))
                }
            ),
        ),
        asks=lambda it: only(it).max_power == 6_900,
    ),
    Case(
        problem="more planned than the car's circuit carries",
        given=inputs(
            settings=settings(car=wish()),
            site=site(
                charge_points=(ChargePoint(id="car", name="Car", circuit="garage"),),
                circuits=(Circuit(id="garage", name="Garage", limit=10),),
            ),
        ),
        asks=lambda it: only(it).max_power == pytest.approx(6_900) and only(it).circuit == "garage",
    ),
    Case(
        problem="a car planned on a circuit too weak for it",
        given=inputs(
            settings=settings(car=wish()),
            site=site(
                charge_points=(ChargePoint(id="car", name="Car", circuit="garage"),),
                circuits=(Circuit(id="garage", name="Garage", limit=5),),
            ),
        ),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="the limit of all charging exceeded",
        given=inputs(settings=settings(car=wish(), charging_limit=5_000.0)),
        asks=lambda it: only(it).max_power == 5_000 and max(make_plan(it).loads["car"].power) <= 5_001,
    ),
    Case(
        problem="a boosting car held back by the plan, or forgotten in it",
        given=inputs(
            settings=settings(car={"mode": ChargingMode.BOOST}),
            snapshot=snapshot(car={"vehicle": VehicleState.C, "power": 11_000.0}),
            cars={"car": CarDetails(energy=5_500)},
        ),
        asks=lambda it: it.loads == () and it.outlooks[0].load[:3] == pytest.approx((11_500, 11_500, 500)),
    ),
    Case(
        problem="a turbo car taken above the wished peak",
        given=inputs(
            settings=settings(
                car={"mode": ChargingMode.TURBO}, peak=PeakSettings(active=True, wished=4_000, capacity_tariff=True)
            ),
        ),
        asks=lambda it: it.outlooks[0].load[0] == pytest.approx(4_500),
    ),
    Case(
        problem="a car that Overshot only watches not counted",
        given=inputs(
            settings=settings(car=wish() | {"controlled": False}),
            snapshot=snapshot(car={"vehicle": VehicleState.C, "power": 3_000.0}),
        ),
        asks=lambda it: it.loads == () and it.outlooks[0].load[0] == pytest.approx(3_500),
    ),
    Case(
        problem="nothing kept for a car that comes every evening",
        given=inputs(
            snapshot=snapshot(car={"vehicle": VehicleState.A}), memory=Memory(), outlook=outlook(stays=evenings())
        ),
        asks=lambda it: (
            [(demand.start, demand.energy) for demand in only(it).demands][0] == (NOW + HOUR, 0.0)
            and 6_000 < only(it).demands[0].room < 9_000
            and sum(make_plan(it).loads["car"].power) > 0
        ),
        how=AssemblySettings(),
    ),
    Case(
        problem="a car expected that nobody wants to expect",
        given=inputs(
            snapshot=snapshot(car={"vehicle": VehicleState.A}), memory=Memory(), outlook=outlook(stays=evenings())
        ),
        asks=lambda it: it.loads == (),
    ),
    Case(
        problem="a car expected for the sun that may not come",
        given=inputs(
            settings=settings(car={"mode": ChargingMode.PV_SURPLUS}),
            snapshot=snapshot(car={"vehicle": VehicleState.A}),
            memory=Memory(),
            outlook=outlook(stays=evenings()),
        ),
        asks=lambda it: it.loads == (),
        how=AssemblySettings(),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda it: it.problem)
def test_what_a_car_asks(case: Case) -> None:
    assert case.asks(problem(case.given, case.how))


def test_a_wish_that_cannot_be_met_is_missed_and_says_so() -> None:
    """80 kWh within two hours at 11 kW."""
    given = inputs(settings=settings(car=wish(distance=320, until=NOW + 2 * HOUR)))
    plan = make_plan(problem(given, AssemblySettings(arrivals=False)))
    assert plan.loads["car"].missed == pytest.approx((80_000 - 22_080,), abs=10)


@pytest.mark.parametrize(
    ("problem_", "distance", "ready"),
    [
        ("the last quarter before it leaves at full power", 60, SEVEN - timedelta(minutes=5)),
        ("minutes thrown away that it needs", 14 * 11_040 / 250, SEVEN),
    ],
)
def test_a_car_is_planned_to_be_ready_a_little_early(problem_: str, distance: float, ready: datetime) -> None:
    given = inputs(settings=settings(car=wish(distance=distance)))
    assert only(problem(given, ALONE)).demands[0].end == ready, problem_


def test_a_short_stay_is_not_planned_to_end_long_before_it_does() -> None:
    """Five minutes of twenty are a quarter of what can be given."""
    given = inputs(settings=settings(car=wish(distance=4, until=NOW + timedelta(minutes=20))))
    assert only(problem(given, ALONE)).demands[0].end == NOW + timedelta(minutes=18)


def test_of_a_short_stay_only_the_last_tenth_is_late() -> None:
    """Two hours of two would all be hurried, and none levelled."""
    given = inputs(settings=settings(car=wish(distance=4, until=NOW + timedelta(hours=3))))
    demand: EnergyDemand = only(problem(given, ALONE)).demands[0]
    assert demand.margin == (demand.end - NOW) / 10


def test_a_car_is_ready_before_its_deadline_where_that_costs_nothing() -> None:
    given = inputs(settings=settings(car=wish()))
    plan = make_plan(problem(given))
    last = max(start for start, power in zip(plan.starts, plan.loads["car"].power, strict=True) if power > 0)
    assert last < SEVEN - min(AssemblySettings().margin, (SEVEN - NOW) / 10)
    demand: EnergyDemand = only(problem(given, AssemblySettings(margin=timedelta(0), arrivals=False))).demands[0]
    assert demand.margin == timedelta(0)
