"""A plan is made each quarter of an hour, and again when something it was made from has changed."""

from datetime import datetime, timedelta

from homeassistant.util import dt as dt_util

from custom_components.overshot.core.planning import PlanStatus
from custom_components.overshot.plans.triggers import PlanTrigger

from .conftest import START, PlanningHouse


def made_at(house: PlanningHouse) -> datetime:
    """Return when the plan was made."""
    assert house.plans.data is not None
    return house.plans.data.plan.made_at


async def test_a_plan_is_made_at_the_start_and_in_each_quarter(house: PlanningHouse) -> None:
    planned = house.plans.data
    assert planned is not None
    assert planned.trigger is PlanTrigger.START
    assert planned.plan.status is PlanStatus.OPTIMAL
    assert house.site.plan is planned.plan
    assert house.site.prices is house.told.prices.import_prices
    assert START <= made_at(house) <= dt_util.utcnow()

    await house.wait(13 * 60)
    assert house.plans.data is not None
    assert house.plans.data.trigger is PlanTrigger.QUARTER
    quarter = START.replace(minute=15)
    assert quarter + timedelta(seconds=5) <= made_at(house) <= quarter + timedelta(seconds=20)
    assert house.site.plan is house.plans.data.plan
