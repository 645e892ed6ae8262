"""What a plan has in mind becomes blocks of time."""

from datetime import UTC, datetime, timedelta

from custom_components.overshot.core.forecast.cars import CarSettings
from custom_components.overshot.core.forecast.home import HomeOutlook
from custom_components.overshot.core.forecast.outlook import Outlook as Forecast
from custom_components.overshot.core.planning import (
    BatteryPlan,
    FlexibleLoad,
    LoadKind,
    LoadPlan,
    Outlook,
    Plan,
    PlanBattery,
    PlanProblem,
    PlanReason,
    PlanReasonKey,
    PlanStatus,
    PlanStep,
)
from custom_components.overshot.plans.blocks import Block, BlockKind, blocks_of
from custom_components.overshot.plans.planned import Planned
from custom_components.overshot.plans.told import told_reason
from custom_components.overshot.plans.triggers import PlanTrigger
from custom_components.overshot.tariffs import SitePrices

START = datetime(2026, 11, 17, 9, 5, tzinfo=UTC)
EDGES = (START, *(datetime(2026, 11, 17, hour, tzinfo=UTC) for hour in (10, 11, 12, 13)))
PRICES = (0.2, 0.1, 0.3, 0.4)
GRID = (500.0, 500.0, -2000.0, 500.0)
WHY = PlanReason(PlanReasonKey.NOTHING_TO_DO)


def planned(battery: tuple[float, ...], **loads: tuple[float, ...]) -> Planned:
    """Return a plan in which these powers (W) are planned: a battery, a `car`, a `pump`."""
    kinds = {"car": LoadKind.CAR, "pump": LoadKind.HEAT_PUMP}
    flat = Forecast(start=START, mean=(0.0,), low=(0.0,), median=(0.0,), high=(0.0,))
    return Planned(
        plan=Plan(
            status=PlanStatus.OPTIMAL,
            made_at=START,
            starts=EDGES[:-1],
            end=EDGES[-1],
            grid=GRID,
            solar=(0.0,) * 4,
            curtailed=(0.0,) * 4,
            costs=(0.1, 0.2, -0.1, 0.4),
            peak=0.0,
            capacity_cost=0.0,
            measure=0.0,
            batteries={"battery": BatteryPlan(power=battery, soc=(0.0,) * 4, reason=WHY)},
            loads={id_: LoadPlan(power=power, missed=(), reason=WHY) for id_, power in loads.items()},
        ),
        problem=PlanProblem(
            steps=tuple(
                PlanStep(start, end, price, 0.05)
                for start, end, price in zip(EDGES[:-1], EDGES[1:], PRICES, strict=True)
            ),
            outlooks=(Outlook(load=(0.0,) * 4, solar=(0.0,) * 4),),
            batteries=(PlanBattery(id="battery", capacity=1.0, soc=0.0, max_charge=1.0, max_discharge=1.0),),
            loads=tuple(FlexibleLoad(id=id_, max_power=1.0, kind=kinds[id_]) for id_ in loads),
        ),
        trigger=PlanTrigger.START,
        outlook=HomeOutlook(made_at=START, load=flat, solar=flat, calendar=CarSettings(time_zone="UTC")),
        prices=SitePrices(),
    )


def test_steps_that_follow_each_other_are_one_block() -> None:
    found = blocks_of(planned((0.0,) * 4, car=(0.0, 2000.0, 4000.0, 0.0)))
    # In the third step the house exports: what it forgoes is the feed-in.
    price = (2000 * 0.1 + 4000 * 0.05) / 6000
    assert found == [
        Block(device="car", kind=BlockKind.CHARGING, start=EDGES[1], end=EDGES[3], energy=6000.0, price=price)
    ]
    assert found[0].hours == 2


def test_a_battery_charges_and_a_pump_runs_in_order() -> None:
    found = blocks_of(planned((-1200.0, 900.0, 0.0, -600.0), pump=(2000.0, 0.0, 10.0, 2000.0)))
    assert [(block.device, block.kind, block.start, block.end) for block in found] == [
        ("battery", BlockKind.CHARGING, START, EDGES[1]),
        ("pump", BlockKind.RUNNING, START, EDGES[1]),
        ("battery", BlockKind.CHARGING, EDGES[3], EDGES[4]),
        ("pump", BlockKind.RUNNING, EDGES[3], EDGES[4]),
    ]
    assert found[0].energy == 1200 * 55 / 60


def test_costs_of_a_part_of_a_step_and_beyond_the_end() -> None:
    it = planned((0.0,) * 4)
    assert it.cost(EDGES[1], EDGES[2]) == 0.2
    half = EDGES[1] + timedelta(minutes=30)
    assert it.cost(half, half + timedelta(hours=1)) == 0.2 / 2 - 0.1 / 2
    assert it.cost(EDGES[3], EDGES[4] + timedelta(hours=1)) is None
    assert it.battery_power(EDGES[4]) is None
    assert it.reason("nobody") is None


def test_a_reason_is_told_without_the_noise_of_arithmetic() -> None:
    reason = PlanReason(PlanReasonKey.CHARGE_CHEAP, {"price": 0.1 + 0.2, "due": "2026-11-22T07:00:00+01:00"})
    told = {"key": "charge_cheap", "price": 0.3, "due": "2026-11-22T07:00:00+01:00"}
    assert told_reason(reason) == told
