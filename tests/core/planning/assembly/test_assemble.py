"""A house put together to a problem: each row is a house, and what the problem must be. Named after what goes wrong else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.overshot.core.control.appliances.memory import ApplianceMemory, AppliancesMemory
from custom_components.overshot.core.control.appliances.settings import HeatPumpSettings, LoadSettings, SurplusSwitch
from custom_components.overshot.core.control.batteries.settings import BatteryStrategy, StorageSettings
from custom_components.overshot.core.control.charging.settings import RangeWish
from custom_components.overshot.core.control.memory import Memory
from custom_components.overshot.core.control.peak.settings import PeakSettings
from custom_components.overshot.core.control.peak.state import QuarterState
from custom_components.overshot.core.control.settings import GridLimit, SurplusPriority
from custom_components.overshot.core.model import (
    Battery,
    BatteryMode,
    BatteryReading,
    BatteryState,
    Circuit,
    ConnectionType,
    GridConnection,
    HeatPump,
    Load,
    MeterReading,
    Reading,
)
from custom_components.overshot.core.model.series import Series
from custom_components.overshot.core.planning import LoadKind, PlanLack, PlanProblem, PlanStatus, make_plan
from custom_components.overshot.core.planning.assembly import (
    SUGGESTED_WEAR,
    AssemblySettings,
    BatteryDetails,
    Measured,
    PlanInputs,
    assemble,
)
from custom_components.overshot.core.tariff import CapacityTariff
from tests.core.planning.assembly.homes import (
    FLANDERS,
    HOUR,
    NOW,
    inputs,
    outlook,
    plugged_in,
    prices,
    problem,
    settings,
    site,
    snapshot,
)

MINUTE = timedelta(minutes=1)
USUAL = AssemblySettings()
MONTH_ENDS = datetime(2026, 1, 31, 23, tzinfo=UTC)


def quarter(used: float = 0.0, month_peak: float = 0.0, ends_at: datetime = NOW + 15 * MINUTE) -> QuarterState:
    return QuarterState(
        ends_at=ends_at,
        used=used,
        demand=4 * used,
        forecast=4 * used,
        hold_target=max(2_500.0, month_peak),
        wished_target=2_500.0,
        hold_power=2_500.0,
        wished_power=2_500.0,
        month_peak=month_peak,
        month_peak_at=None,
    )


@dataclass(frozen=True, kw_only=True)
class Case:
    """A house, and what must be true of its problem."""

    problem: str
    given: PlanInputs
    holds: Callable[[PlanProblem], bool]
    how: AssemblySettings = USUAL


BATTERIES = [
    Case(
        problem="a battery taken for another one",
        given=inputs(),
        holds=lambda it: (
            (it.batteries[0].capacity, it.batteries[0].soc, it.batteries[0].min_soc, it.batteries[0].wear)
            == (10_000, 5_000, 1_000, 0.05)
        ),
    ),
    Case(
        problem="the user's capacity overruled by what the inverter says",
        given=inputs(batteries={"battery": BatteryDetails(capacity=7_000, charge_efficiency=0.9)}),
        holds=lambda it: (it.batteries[0].capacity, it.batteries[0].charge_efficiency) == (7_000, 0.9),
    ),
    Case(
        problem="nothing kept for a peak that no forecast knows",
        given=inputs(settings=settings(storage=StorageSettings(buffer=15))),
        holds=lambda it: it.batteries[0].reserve == 1_500,
    ),
    Case(
        problem="a reserve for a peak that costs nothing",
        given=inputs(capacity=None),
        holds=lambda it: it.batteries[0].reserve == 0,
    ),
    Case(
        problem="a reserve nobody wants",
        given=inputs(),
        how=AssemblySettings(reserve=0.0),
        holds=lambda it: it.batteries[0].reserve == 0,
    ),
    Case(
        problem="a battery planned that Overshot may not write to; it still serves the house",
        given=inputs(settings=settings(battery={"controlled": False})),
        holds=lambda it: it.batteries == () and it.outlooks[0].load[0] == pytest.approx(0),
    ),
    Case(
        problem="a battery planned that its owner wants on its own automatic",
        given=inputs(settings=settings(storage=StorageSettings(strategy=BatteryStrategy.SELF_CONSUMPTION))),
        holds=lambda it: it.batteries == () and it.outlooks[0].load[0] == pytest.approx(0),
    ),
    Case(
        problem="a battery on its own automatic that never gets empty",
        given=inputs(
            settings=settings(storage=StorageSettings(strategy=BatteryStrategy.JULLIX)), outlook=outlook(load=2_000)
        ),
        holds=lambda it: (
            [load for load in it.outlooks[0].load if load < 1_999] != []
            and sum((2_000 - load) * step.hours for load, step in zip(it.outlooks[0].load, it.steps, strict=True))
            == pytest.approx(4_000 * 0.95)
        ),
    ),
    Case(
        problem="a battery planned against the order of its owner",
        given=inputs(settings=settings(battery={"mode": BatteryMode.HOLD})),
        holds=lambda it: it.batteries == () and it.outlooks[0].load[0] == 500,
    ),
    Case(
        problem="an order that has ended still obeyed",
        given=inputs(settings=settings(battery={"mode": BatteryMode.HOLD, "until": NOW})),
        holds=lambda it: len(it.batteries) == 1,
    ),
    Case(
        problem="a battery out of order planned",
        given=inputs(
            snapshot=snapshot(
                batteries={"battery": Reading(BatteryReading(power=0, soc=50, state=BatteryState.FAULT), NOW)}
            )
        ),
        holds=lambda it: it.batteries == (),
    ),
    Case(
        problem="more planned than the fuse carries on one phase",
        given=inputs(site=site(connection=GridConnection(type=ConnectionType.SINGLE_PHASE, fuse=20))),
        holds=lambda it: it.batteries[0].max_charge == pytest.approx(16 * 230),
    ),
]

LIMITS = [
    Case(
        problem="the thermal reserve of the main fuse used",
        given=inputs(),
        holds=lambda it: it.import_limit == pytest.approx(0.8 * 40 * 3 * 230),
    ),
    Case(
        problem="a connection without neutral taken for one with",
        given=inputs(site=site(connection=GridConnection(type=ConnectionType.THREE_PHASE_DELTA, fuse=40))),
        holds=lambda it: it.import_limit == pytest.approx(0.8 * 40 * 3**0.5 * 230),
    ),
    Case(
        problem="what the grid operator allows exceeded",
        given=inputs(settings=settings(grid_limit=GridLimit(power=4_200, until=NOW + HOUR))),
        holds=lambda it: it.import_limit == 4_200,
    ),
    Case(
        problem="a limit of the grid operator that has ended kept",
        given=inputs(settings=settings(grid_limit=GridLimit(power=4_200, until=NOW))),
        holds=lambda it: (it.import_limit or 0) > 20_000,
    ),
    Case(
        problem="export beyond what may be fed in",
        given=inputs(export_limit=3_000, curtailable=True),
        holds=lambda it: (it.export_limit, it.curtailable) == (3_000, True),
    ),
    Case(
        problem="a circuit forgotten, or the one above it, or what flows there besides",
        given=inputs(
            site=site(
                batteries=(Battery(id="battery", name="Battery", capacity=10_000, circuit="garage"),),
                circuits=(
                    Circuit(id="barn", name="Barn", limit=25, metered=True),
                    Circuit(id="garage", name="Garage", limit=16, parent="barn"),
                    Circuit(id="attic", name="Attic", limit=16),
                ),
            ),
            snapshot=snapshot(
                circuits={"barn": Reading(MeterReading(power=1_000), NOW)},
                batteries={"battery": Reading(BatteryReading(power=-600, soc=50), NOW)},
            ),
        ),
        holds=lambda it: (
            {(on.id, round(on.limit), on.parent, on.other) for on in it.circuits}
            == {("barn", 25 * 690, None, 400), ("garage", 16 * 690, "barn", 0)}
        ),
    ),
    Case(
        problem="circuits that hang on each other, or on none that exists",
        given=inputs(
            site=site(
                batteries=(
                    Battery(id="battery", name="Battery", capacity=10_000, circuit="one"),
                    Battery(id="other", name="Other", capacity=10_000, circuit="nowhere"),
                ),
                circuits=(
                    Circuit(id="one", name="One", limit=16, parent="two"),
                    Circuit(id="two", name="Two", limit=16, parent="one"),
                ),
            ),
        ),
        holds=lambda it: len(make_plan(it).grid) == len(it.steps),
    ),
]

PEAKS = [
    Case(
        problem="a peak that is free already held at a cost, or one below the floor",
        given=inputs(quarter=quarter(month_peak=1_800)),
        holds=lambda it: (
            it.capacity is not None
            and (it.capacity.peak, it.capacity.price) == pytest.approx((2_500, 55 / 12))
            and it.capacity.month_end == MONTH_ENDS
        ),
    ),
    Case(
        problem="the month's peak so far forgotten",
        given=inputs(quarter=quarter(month_peak=4_300, used=200)),
        holds=lambda it: it.capacity is not None and (it.capacity.peak, it.capacity.quarter_energy) == (4_300, 200),
    ),
    Case(
        problem="energy of a quarter that is over counted in the open one",
        given=inputs(quarter=quarter(used=900, ends_at=NOW)),
        holds=lambda it: it.capacity is not None and it.capacity.quarter_energy is None,
    ),
    Case(
        problem="last month's peak free in the first minute of this one",
        given=inputs(
            now := MONTH_ENDS + MINUTE, quarter=quarter(month_peak=9_000, ends_at=MONTH_ENDS), outlook=outlook(now)
        ),
        holds=lambda it: it.capacity is not None and it.capacity.peak == 2_500,
    ),
    Case(
        problem="the last evening of a month planned as if the month had no end",
        given=inputs(
            evening := MONTH_ENDS - 3 * HOUR,
            quarter=quarter(month_peak=6_000, ends_at=evening + 15 * MINUTE),
            outlook=outlook(evening, load=5_000),
        ),
        holds=lambda it: (
            it.capacity is not None
            and it.capacity.month_end == MONTH_ENDS
            and it.steps[-1].end > MONTH_ENDS
            and it.capacity.next_peak == 6_000
        ),
    ),
    Case(
        problem="a peak paid for that no meter measures",
        given=inputs(capacity=replace(FLANDERS, measured=False)),
        holds=lambda it: it.capacity is None,
    ),
    Case(
        problem="a wished peak without a tariff ignored",
        given=inputs(
            capacity=None,
            settings=settings(peak=PeakSettings(active=True, wished=4_000, capacity_tariff=False)),
            quarter=quarter(month_peak=3_000),
        ),
        holds=lambda it: it.capacity is not None and it.capacity.peak == 4_000 and it.capacity.price > 0,
    ),
]

HORIZON = [
    Case(
        problem="planning beyond what is known without need",
        given=inputs(),
        holds=lambda it: it.end == NOW + 30 * HOUR,
    ),
    Case(
        problem="the first step longer than what is left of the open quarter",
        given=inputs(NOW + 7 * MINUTE),
        holds=lambda it: (it.start, it.steps[0].end) == (NOW + 7 * MINUTE, NOW + 15 * MINUTE),
    ),
    Case(
        problem="a car that leaves after the last price charged as if it left then",
        given=inputs(
            import_prices=prices(hours=6),
            export_prices=prices(hours=6, price=0.05),
            settings=settings(car={"eco_share": 0.0, "range_wish": RangeWish(distance=60, until=NOW + 20 * HOUR)}),
        ),
        holds=lambda it: it.end == NOW + 20 * HOUR and it.steps[-1].import_price == pytest.approx(0.30),
    ),
    Case(
        problem="prices guessed for a car that leaves in four days",
        given=inputs(
            settings=settings(car={"eco_share": 0.0, "range_wish": RangeWish(distance=60, until=NOW + 96 * HOUR)})
        ),
        holds=lambda it: it.end == NOW + 30 * HOUR,
    ),
    Case(
        problem="prices guessed where the benchmark wants none",
        given=inputs(
            import_prices=prices(hours=6),
            export_prices=prices(hours=6, price=0.05),
            settings=settings(car={"eco_share": 0.0, "range_wish": RangeWish(distance=60, until=NOW + 20 * HOUR)}),
        ),
        how=AssemblySettings(beyond_prices=False),
        holds=lambda it: it.end == NOW + 6 * HOUR,
    ),
    Case(
        problem="an hour missing on the day the clock is put forward",
        given=inputs(
            spring := datetime(2026, 3, 28, 23, tzinfo=UTC), outlook=outlook(spring), import_prices=prices(spring, 23)
        ),
        holds=lambda it: sum(step.hours for step in it.steps) == pytest.approx(23),
    ),
]

OUTLOOKS = [
    Case(
        problem="the first step forecast though it is measured",
        given=inputs(measured=Measured(load=3_210.0, solar=45.0)),
        holds=lambda it: all((each.load[0], each.solar[0]) == (3_210, 45) for each in it.outlooks),
    ),
    Case(
        problem="a meter that tells nonsense believed",
        given=inputs(measured=Measured(load=float("nan"), solar=float("inf"))),
        holds=lambda it: (it.outlooks[0].load[0], it.outlooks[0].solar[0]) == (500, 0),
    ),
    Case(
        problem="no thought of a bad day",
        given=inputs(outlook=outlook(load=500, solar=1_000)),
        holds=lambda it: (
            (it.outlooks[1].load[5], it.outlooks[1].solar[5], it.outlooks[1].weight) == pytest.approx((750, 875, 0.25))
        ),
    ),
    Case(
        problem="a bad day where the benchmark wants none",
        given=inputs(),
        how=AssemblySettings(twin=False),
        holds=lambda it: len(it.outlooks) == 1,
    ),
    Case(
        problem="a forecast that ends before the prices do",
        given=inputs(outlook=outlook(quarters=10)),
        holds=lambda it: set(it.outlooks[0].load) == {500.0},
    ),
    Case(
        problem="no forecast at all",
        given=inputs(outlook=outlook(quarters=0)),
        holds=lambda it: set(it.outlooks[0].load) == {0.0},
    ),
]

BOILER = Load(id="boiler", name="Boiler", max_temperature=60)
PUMP = HeatPump(id="pump", name="Heat pump")
THREE_HOURS = SurplusSwitch(min_on_per_day=3 * 3600)


def house_with(
    surplus: SurplusSwitch | None, *, warm: bool = False, on_today: float = 0.0, **more: object
) -> PlanInputs:
    """Return a house with a boiler at noon, which was on for a while (s) today."""
    noon = NOW - 6 * HOUR
    known = ApplianceMemory(day="2026-01-12", on_today=on_today, too_warm=warm)
    return inputs(
        noon,
        outlook=outlook(noon),
        site=site(loads=(BOILER,), charge_points=()),
        settings=replace(settings(), loads={"boiler": LoadSettings(controlled=True, surplus=surplus, **more)}),  # type: ignore[arg-type]
        memory=Memory(appliances=AppliancesMemory(loads={"boiler": known})),
    )


APPLIANCES = [
    Case(
        problem="the boiler's minimum of the day left to the last hour",
        given=house_with(THREE_HOURS, on_today=3_600),
        holds=lambda it: (
            (it.loads[0].kind, it.loads[0].max_power, it.loads[0].demands[0].energy) == (LoadKind.BOILER, 2_000, 4_000)
        ),
    ),
    Case(
        problem="tomorrow's minimum forgotten",
        given=house_with(THREE_HOURS),
        holds=lambda it: [each.energy for each in it.loads[0].demands] == [6_000, 6_000],
    ),
    Case(
        problem="a tank heated that is warm already",
        given=house_with(SurplusSwitch(), warm=True),
        holds=lambda it: it.loads[0].demands[0].start == datetime(2026, 1, 12, 23, tzinfo=UTC),
    ),
    Case(
        problem="a boiler bought energy for that only the sun should heat",
        given=house_with(SurplusSwitch()),
        holds=lambda it: max(make_plan(it).loads["boiler"].power) == 0,
    ),
    Case(
        problem="a boiler planned against the order of its owner",
        given=house_with(THREE_HOURS, power=2_000.0),
        holds=lambda it: it.loads == (),
    ),
    Case(
        problem="a boiler planned that no rule may switch",
        given=house_with(None),
        holds=lambda it: it.loads == (),
    ),
    Case(
        problem="a boiler planned where the benchmark wants none",
        given=house_with(THREE_HOURS),
        how=AssemblySettings(appliances=False),
        holds=lambda it: it.loads == (),
    ),
    Case(
        problem="a heat pump that may be told so not planned",
        given=inputs(
            NOW - 6 * HOUR,
            outlook=outlook(NOW - 6 * HOUR),
            site=site(heat_pumps=(PUMP,), charge_points=()),
            settings=replace(settings(), heat_pumps={"pump": HeatPumpSettings(controlled=True, surplus=THREE_HOURS)}),
        ),
        holds=lambda it: it.loads[0].kind is LoadKind.HEAT_PUMP and it.loads[0].demands[0].energy == 6_000,
    ),
]


@pytest.mark.parametrize(
    "case", [*BATTERIES, *LIMITS, *PEAKS, *HORIZON, *OUTLOOKS, *APPLIANCES], ids=lambda it: it.problem
)
def test_problem_of_a_house(case: Case) -> None:
    found = problem(case.given, case.how)
    assert case.holds(found)
    assert make_plan(found).status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)


NOTHING = Series()


@pytest.mark.parametrize(
    ("without", "given", "lack"),
    [
        ("prices", inputs(import_prices=NOTHING), PlanLack.PRICES),
        ("feed-in prices", inputs(export_prices=NOTHING), PlanLack.PRICES),
        ("prices of now", inputs(import_prices=prices(NOW - 40 * HOUR, 30)), PlanLack.PRICES),
    ],
)
def test_without_prices_of_now_there_is_nothing_to_plan(without: str, given: PlanInputs, lack: PlanLack) -> None:
    assert assemble(given) == (None, (lack,))


def test_a_house_on_its_battery_alone_is_not_planned() -> None:
    assert assemble(inputs(snapshot=snapshot(on_backup=True))) == (None, ())


@pytest.mark.parametrize(
    ("problem_", "given", "lacks"),
    [
        ("nothing", inputs(), ()),
        ("a house nobody knows yet", inputs(outlook=outlook(load_learnt=False)), (PlanLack.LOAD_FORECAST,)),
        ("a sun nobody tells of", inputs(outlook=outlook(solar_told=False)), (PlanLack.SOLAR_FORECAST,)),
        (
            "a battery of unknown size",
            inputs(site=site(batteries=(Battery(id="battery", name="Battery"),))),
            (PlanLack.BATTERY_CAPACITY,),
        ),
        ("a battery that does not tell its charge", inputs(snapshot=snapshot(soc=None)), (PlanLack.BATTERY_CHARGE,)),
        (
            "a battery that fell silent",
            inputs(snapshot=snapshot(batteries={"battery": Reading(BatteryReading(soc=50), NOW - HOUR)})),
            (PlanLack.BATTERY_CHARGE,),
        ),
        ("a battery of unknown price", inputs(batteries={}), (PlanLack.BATTERY_COST,)),
        (
            "tomorrow's prices, and a car that leaves then",
            inputs(
                import_prices=prices(hours=6),
                settings=settings(car={"eco_share": 0.0, "range_wish": RangeWish(distance=60, until=NOW + 20 * HOUR)}),
            ),
            (PlanLack.PRICES,),
        ),
    ],
)
def test_what_a_plan_does_without(problem_: str, given: PlanInputs, lacks: tuple[PlanLack, ...]) -> None:
    found, told = assemble(given)
    assert found is not None
    assert told == lacks


def test_a_battery_of_unknown_price_is_not_free() -> None:
    assert problem(inputs(batteries={})).batteries[0].wear == SUGGESTED_WEAR


def test_two_devices_of_one_id_are_planned_once() -> None:
    given = inputs(site=site(batteries=(Battery(id="car", name="Battery", capacity=10_000),)), memory=plugged_in())
    given = replace(
        given,
        snapshot=snapshot(batteries={"car": Reading(BatteryReading(soc=50), NOW)}),
        settings=replace(given.settings, batteries={"car": given.settings.batteries["battery"]}),
    )
    found = problem(given)
    assert [device.id for device in found.devices] == ["car"]


@pytest.mark.parametrize(
    ("problem_", "first", "car_first"),
    [
        ("the battery filled before the car its owner wants first", SurplusPriority.CHARGE_POINT, True),
        ("the car filled before the battery its owner wants first", SurplusPriority.BATTERY, False),
    ],
)
def test_who_gets_the_sun_first(problem_: str, first: SurplusPriority, car_first: bool) -> None:
    given = inputs(
        settings=settings(surplus_priority=first),
        outlook=outlook(load=0, solar=3_000, quarters=8),
        import_prices=prices(hours=2),
        export_prices=prices(hours=2, price=0.05),
        capacity=None,
    )
    plan = make_plan(problem(given, AssemblySettings(arrivals=False, twin=False)))
    charged, stored = sum(plan.loads["car"].power), -sum(plan.batteries["battery"].power)
    assert (charged > stored) is car_first
    assert max(plan.grid) <= 1, "neither is worth buying for"
    assert max(plan.batteries["battery"].power) <= 1, "the battery is not emptied into the car"


def test_the_tariff_of_another_country_costs_what_it_says() -> None:
    found = problem(inputs(capacity=CapacityTariff(per_kw_year=120.0, floor=0.0), quarter=quarter(month_peak=700)))
    assert found.capacity is not None
    assert (found.capacity.price, found.capacity.peak) == (10.0, 700.0)
