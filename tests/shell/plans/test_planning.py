"""A plan is made each quarter of an hour, and again when something it was made from has changed."""

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest

from custom_components.overshot.core.model import ChargingMode
from custom_components.overshot.core.planning import PlanLack, PlanStatus
from custom_components.overshot.plans import coordinator as plans_coordinator, gather as plans_gather
from custom_components.overshot.plans.gather import Made, make
from custom_components.overshot.plans.triggers import PlanTrigger
from custom_components.overshot.tariffs import SitePrices

from ..conftest import Station
from ..ordered import Memory, device, in_memory, set_up
from .conftest import CHEAP, SERIAL, START, STATION, PlanningHouse, Told, prices


def made_at(house: PlanningHouse) -> datetime:
    """Return when the plan was made."""
    assert house.plans.data is not None
    return house.plans.data.plan.made_at


def trigger(house: PlanningHouse) -> PlanTrigger:
    """Return why the plan was made."""
    assert house.plans.data is not None
    return house.plans.data.trigger


async def come_to_rest(house: PlanningHouse) -> None:
    """Wait until what the set-up of the test changed is planned for."""
    await house.wait(150)


async def test_a_plan_is_made_at_the_start_and_in_each_quarter(house: PlanningHouse) -> None:
    planned = house.plans.data
    assert planned is not None
    assert planned.trigger is PlanTrigger.START
    assert planned.plan.status is PlanStatus.OPTIMAL
    assert house.site.plan is planned.plan
    assert house.site.prices is house.told.prices.import_prices
    assert START <= made_at(house) <= dt_util.utcnow()

    await house.wait(13 * 60)
    assert trigger(house) is PlanTrigger.QUARTER
    quarter = START.replace(minute=15)
    assert quarter + timedelta(seconds=5) <= made_at(house) <= quarter + timedelta(seconds=20)
    assert house.plans.data is not None
    assert house.site.plan is house.plans.data.plan


async def test_what_is_measured_now_is_the_first_step(house: PlanningHouse) -> None:
    house.drawn = 1500
    await house.wait(13 * 60)
    assert house.plans.data is not None
    assert house.plans.data.outlook.load.mean[0] == pytest.approx(1500, abs=10)
    assert house.plans.data.problem.outlooks[0].load[0] == pytest.approx(1500, abs=10)


async def test_an_inverter_that_never_answered_leaves_the_house_unknown(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, told: Told
) -> None:
    """Its sun goes out through the meter: taken for the house, the house would give energy."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    memory = Memory()
    with in_memory(memory):
        made = await set_up(hass, device("inverter", "goodwe_et", SERIAL, host="192.0.2.1", unit_id=247, capacity=10.0))
        house = PlanningHouse(hass, made.entry, freezer, told, memory, Station(memory.unit(1)), drawn=-3000.0)
        await house.wait(80)
        planned = house.plans.data
        assert planned is not None
        assert planned.problem.outlooks[0].load[0] > 0
        assert house.site.snapshot.solar == {}


async def plug_in(house: PlanningHouse) -> None:
    """Plug a car in."""
    house.station.plug()
    await house.poll(STATION)


async def wish(house: PlanningHouse) -> None:
    """Change a wish."""
    house.site.async_wish(house.id_of(STATION), mode=ChargingMode.SAFE_PV_SURPLUS, guaranteed_energy=5000.0)


async def new_prices(house: PlanningHouse) -> None:
    """Let prices come in."""
    house.told.prices = prices(dear=(11, 13))
    house.announce("prices")


async def new_forecast(house: PlanningHouse) -> None:
    """Let the solar forecast be told anew."""
    house.announce("forecast")


async def oven(house: PlanningHouse) -> None:
    """Switch the oven on."""
    house.drawn += 2500


CHANGES: Any = (
    ("a car that was plugged in waits no quarter", plug_in, PlanTrigger.VEHICLE),
    ("a new wish is planned for", wish, PlanTrigger.WISH),
    ("tomorrow's prices came in", new_prices, PlanTrigger.PRICES),
    ("clouds were announced", new_forecast, PlanTrigger.FORECAST),
    ("the oven was not in the plan", oven, PlanTrigger.DEVIATION),
)


@pytest.mark.parametrize(("change", "why"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
async def test_something_changed(house: PlanningHouse, change: Any, why: PlanTrigger) -> None:
    await come_to_rest(house)
    before, began = made_at(house), dt_util.utcnow()
    await change(house)
    await house.wait(130)
    assert made_at(house) > before
    assert trigger(house) is why
    assert made_at(house) - began <= timedelta(minutes=2, seconds=20)


async def test_a_kettle_is_no_reason(house: PlanningHouse) -> None:
    await come_to_rest(house)
    before = made_at(house)
    house.drawn += 2000
    await house.wait(30)
    house.drawn -= 2000
    await house.wait(90)
    assert made_at(house) == before


async def test_at_most_every_two_minutes_unless_asked(house: PlanningHouse) -> None:
    await come_to_rest(house)
    moments = []
    for _ in range(30):
        await new_forecast(house)
        await house.wait(10)
        if made_at(house) not in moments:
            moments.append(made_at(house))
    gaps = [after - before for before, after in pairwise(moments)]
    assert gaps
    assert min(gaps) >= timedelta(minutes=2)
    before = made_at(house)
    await house.wait(1)
    await house.ask("replan")
    assert made_at(house) > before
    assert trigger(house) is PlanTrigger.ASKED


async def test_never_two_at_once(house: PlanningHouse) -> None:
    """Two who ask get two plans, one after the other."""
    running, most = 0, 0

    def counted(*args: Any) -> Made:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return make(*args)
        finally:
            running -= 1

    with patch.object(plans_coordinator, "make", counted):
        tasks = [house.hass.async_create_task(house.plans.async_replan()) for _ in range(3)]
        await house.wait(1)
        for task in tasks:
            await task
    assert most == 1


async def test_without_the_solver_rules_make_the_plan(house: PlanningHouse) -> None:
    """One repair tells of it, however often it is planned, and goes away by itself."""
    issues = ir.async_get(house.hass)
    with patch.dict("sys.modules", {"custom_components.overshot.core.planning.solved": None}):
        for _ in range(2):
            await house.ask("replan")
        assert house.plans.status is PlanStatus.RULES
        assert house.plans.data is not None
        assert PlanLack.SOLVER in house.plans.data.plan.lacks
        assert house.told_by("plan_status") == "rules"
        assert "solver" in house.attributes("plan_status")["lacks"]
        assert house.repairs() == {"solver_missing"}
        assert len([issue for issue in issues.issues.values() if issue.translation_key == "solver_missing"]) == 1
    await house.ask("replan")
    assert house.told_by("plan_status") == "optimal"
    assert house.repairs() == set()


async def test_a_solver_that_is_too_slow_keeps_the_last_plan(house: PlanningHouse) -> None:
    await come_to_rest(house)
    before = house.plans.data
    assert before is not None
    with patch.object(plans_gather, "TIME_LIMIT", 0.0):
        await house.wait(60)
        await house.ask("replan")
    kept = house.plans.data
    assert kept is not None
    assert kept.plan.starts == before.plan.starts
    assert kept.problem is before.problem
    assert kept.plan.status is PlanStatus.FEASIBLE
    assert PlanLack.TIME in kept.plan.lacks
    assert house.told_by("plan_status") == "feasible"


async def test_a_mistake_is_said_once_and_the_house_goes_on(
    house: PlanningHouse, caplog: pytest.LogCaptureFixture
) -> None:
    await come_to_rest(house)
    before = house.site.plan
    with patch.object(plans_coordinator, "make", side_effect=ValueError("no such house")):
        await house.wait(31 * 60)
    assert caplog.text.count("no plan could be made") == 1
    assert house.told_by("expected_cost_today") == "unavailable"
    assert house.told_by("plan_status") in ("optimal", "feasible")
    assert house.site.plan is before
    await house.wait(15 * 60)
    assert house.told_by("expected_cost_today") != "unavailable"
    assert house.site.plan is not before


async def test_a_plan_of_two_hours_ago_is_none(house: PlanningHouse) -> None:
    """The controller has let go of it: who looks must not read that all is optimal."""
    await come_to_rest(house)
    assert house.told_by("plan_status") == "optimal"
    with patch.object(plans_coordinator, "make", side_effect=ValueError("no such house")):
        house.freezer.tick(timedelta(hours=2))
        await house.wait(20)
        assert house.told_by("plan_status") == "rules"
        with pytest.raises(ServiceValidationError, match="There is no plan now"):
            await house.ask("get_plan")
    await house.wait(15 * 60)
    assert house.told_by("plan_status") == "optimal"


async def test_a_planner_that_never_answers_is_told_as_rules(house: PlanningHouse) -> None:
    await come_to_rest(house)
    house.plans._job = asyncio.get_running_loop().create_future()
    await house.wait(60)
    assert house.told_by("plan_status") == "optimal"
    house.freezer.tick(timedelta(hours=2))
    await house.wait(20)
    assert house.told_by("plan_status") == "rules"
    house.plans._job.cancel()


async def test_without_a_price_there_is_no_plan(house: PlanningHouse) -> None:
    house.told.prices = SitePrices()
    house.announce("prices")
    await house.wait(130)
    assert house.plans.data is None
    assert house.site.plan is None
    assert house.told_by("plan_status") == "rules"
    assert house.attributes("plan_status")["lacks"][0] == "prices"
    assert house.told_by("next_cheap_quarter") == "unknown"
    assert house.told_by("plan_reason", SERIAL) == "unknown"


async def test_prices_that_are_late_are_taken_from_the_last_known_day(house: PlanningHouse) -> None:
    known = prices()
    house.told.prices = SitePrices(expected_import=known.import_prices, expected_export=known.export_prices)
    house.announce("prices")
    await house.wait(130)
    assert house.plans.data is not None
    assert house.plans.data.plan.status is PlanStatus.FEASIBLE
    assert "prices" in house.attributes("plan_status")["lacks"]
    assert house.plans.data.problem.steps[0].import_price == CHEAP


async def test_unloading_ends_it(house: PlanningHouse) -> None:
    plans, site = house.plans, house.site
    assert await house.hass.config_entries.async_unload(house.entry.entry_id)
    assert site.plan is None
    assert plans._task is None or plans._task.done()
    with patch.object(plans_coordinator, "make") as made:
        house.announce("prices")
        site.async_update_listeners()
        house.freezer.tick(timedelta(minutes=20))
        await house.hass.async_block_till_done()
    assert not made.called


async def test_unloading_while_it_plans(house: PlanningHouse) -> None:
    """A planner at work cannot be stopped; what it finds is nobody's any more."""
    site = house.site
    task = house.hass.async_create_task(house.plans.async_replan())
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    await task
    assert site.plan is None


async def test_prices_reach_the_controller_without_a_plan(house: PlanningHouse) -> None:
    """The cheapest hours of the day are found by rules."""
    with patch.object(plans_coordinator, "make", side_effect=ValueError("no such house")):
        house.told.prices = prices(dear=(11, 13))
        house.announce("prices")
        await house.settle()
        assert house.site.prices is house.told.prices.import_prices


async def test_a_planner_that_hangs_is_left_alone(house: PlanningHouse, caplog: pytest.LogCaptureFixture) -> None:
    """There is only one of it, however long it takes; the rest of the house goes on."""
    await come_to_rest(house)
    gate, begun = Event(), []

    def hang(*args: Any) -> Made:
        begun.append(args)
        gate.wait(60)
        return make(*args)

    with patch.object(plans_coordinator, "make", hang):
        asked = asyncio.ensure_future(house.plans.async_replan())
        while not begun:
            await asyncio.sleep(0)
        house.freezer.tick(timedelta(seconds=61))
        with pytest.raises(HomeAssistantError, match="There is no plan now"):
            await asked
        assert "has not answered" in caplog.text
        with pytest.raises(HomeAssistantError, match="There is no plan now"):
            await house.plans.async_replan()
        await house.wait(60)
        assert len(begun) == 1
        gate.set()
        assert house.plans._job is not None
        await house.plans._job
    await house.wait(15 * 60)
    assert house.plans.last_update_success
