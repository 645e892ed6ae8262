"""What the plan says stands in entities, a calendar and the responses of actions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.json import ExtendedJSONEncoder
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
import voluptuous as vol

from custom_components.overshot.core.control.charging.settings import RangeWish
from custom_components.overshot.core.model import ChargingMode, Series
from custom_components.overshot.core.planning import PlanReasonKey
from custom_components.overshot.diagnostics import async_get_config_entry_diagnostics
from custom_components.overshot.tariffs import SitePrices

from ..conftest import METER_SERIAL
from .conftest import CHEAP, DEAR, MIDNIGHT, SERIAL, START, STATION, PlanningHouse, prices

SUNNY = Series.of(
    MIDNIGHT,
    [0.0] * 32 + [4000.0] * 32 + [0.0] * 32 + [0.0] * 32 + [4000.0] * 32 + [0.0] * 32,
    timedelta(minutes=15),
)


async def charge_by_tonight(house: PlanningHouse) -> datetime:
    """Plug a car in that needs 20 kWh before the dear hours are over; return when it is due."""
    due = MIDNIGHT + timedelta(hours=22)
    house.site.async_wish(
        house.id_of(STATION),
        mode=ChargingMode.EFFICIENT_PV_SURPLUS,
        range_wish=RangeWish(distance=80, until=due),
        eco_share=0.0,
    )
    house.station.plug()
    await house.poll(STATION)
    await house.wait(1)
    await house.ask("replan")
    await house.settle()
    return due


async def test_prices_ahead(house: PlanningHouse) -> None:
    """It is cheap now, and dear from 17 o'clock on."""
    assert house.told_by("next_cheap_quarter") == "2026-11-17T09:00:00+00:00"
    assert house.attributes("next_cheap_quarter")["price"] == CHEAP
    assert house.told_by("next_expensive_quarter") == "2026-11-17T16:00:00+00:00"
    assert house.attributes("next_expensive_quarter")["price"] == DEAR


async def test_equal_prices_are_neither_cheap_nor_dear(house: PlanningHouse) -> None:
    house.told.prices = prices(dear=(0, 0))
    await house.ask("replan")
    await house.settle()
    assert house.told_by("next_cheap_quarter") == "unknown"
    assert house.told_by("next_expensive_quarter") == "unknown"


async def test_costs_and_peak(house: PlanningHouse) -> None:
    await house.wait(150)
    planned = house.plans.data
    assert planned is not None
    today = float(house.told_by("expected_cost_today"))
    tomorrow = float(house.told_by("expected_cost_tomorrow"))
    assert today + tomorrow == pytest.approx(planned.plan.cost, abs=0.05)
    assert today > 0
    assert float(house.told_by("expected_peak")) == pytest.approx(planned.plan.peak, abs=1)
    assert planned.plan.peak >= 2500

    house.told.prices = prices(hours=24)
    await house.ask("replan")
    await house.settle()
    assert house.told_by("expected_cost_tomorrow") == "unknown", "half a day is no day"
    assert float(house.told_by("expected_cost_today")) > 0


async def test_a_peak_that_is_only_wished_is_never_told_as_money(house: PlanningHouse) -> None:
    house.told.prices = replace(prices(), capacity=None)
    house.told.no_array = True
    await house.act_on_site("number", "wished_peak", "set_value", value=0.5)
    await house.act_on_site("switch", "peak_control", "turn_on")
    await charge_by_tonight(house)
    planned = house.plans.data
    assert planned is not None
    assert planned.plan.capacity_cost > 0
    assert house.attributes("expected_peak")["cost"] == 0
    assert (await house.ask("get_plan"))["capacity_cost"] == 0
    assert (await house.ask("what_if", import_price=0.3))["today"]["peak"] == 0


async def test_the_battery_keeps_its_energy_for_the_dear_hours(house: PlanningHouse) -> None:
    await house.wait(150)
    assert float(house.told_by("planned_battery_power")) < 20
    assert house.told_by("plan_reason", SERIAL) in ("keep", "charge_cheap", "charge_surplus")
    house.freezer.move_to(datetime(2026, 11, 17, 16, 0, 10, tzinfo=UTC))
    await house.wait(140)
    assert float(house.told_by("planned_battery_power")) > 100
    assert house.told_by("plan_reason", SERIAL) == "discharge_house"
    assert house.attributes("plan_reason", SERIAL)["price"] == DEAR


async def test_the_best_hours_for_a_washing_machine(house: PlanningHouse) -> None:
    """Where the house exports, an hour costs the feed-in that is forgone."""
    house.told.solar = SUNNY
    await house.ask("replan")
    await house.settle()
    hours = house.attributes("best_hour")["hours"]
    assert len(hours) == 3
    best = dt_util.parse_datetime(hours[0]["start"])
    assert best is not None
    assert dt_util.as_utc(best).isoformat() == house.told_by("best_hour")
    assert START <= best < datetime(2026, 11, 17, 16, tzinfo=UTC)
    assert [hour["price"] for hour in hours] == sorted(hour["price"] for hour in hours)


async def test_a_car_by_its_departure(house: PlanningHouse) -> None:
    assert house.told_by("departure_energy", STATION) == "unknown"
    due = await charge_by_tonight(house)
    assert float(house.told_by("departure_energy", STATION)) == pytest.approx(20, abs=0.5)
    assert house.attributes("departure_energy", STATION) == {
        **house.attributes("departure_energy", STATION),
        "departure": due.isoformat(),
        "missing": 0.0,
    }
    assert house.told_by("plan_reason", STATION) in {key.value for key in PlanReasonKey}
    assert house.entity_id("sensor", "departure_soc", STATION) is None, "nothing tells its state of charge"


async def test_a_car_that_tells_its_charge(house: PlanningHouse) -> None:
    """20 of 50 kWh are 40 % more."""
    await charge_by_tonight(house)
    station = house.entry.runtime_data.devices[house.id_of(STATION)]

    async def tell(soc: float | None) -> None:
        (number,) = station.data.charge_points
        reading = replace(station.data.charge_points[number], vehicle_soc=soc)
        station.async_set_updated_data(replace(station.data, charge_points={number: reading}))
        await house.settle()

    await tell(35.0)
    assert house.told_by("departure_soc", STATION) == "unknown", "nobody told how much it holds"
    await house.act("number", "vehicle_capacity", STATION, "set_value", value=50)
    await tell(35.0)
    await house.ask("replan")
    await house.settle()
    assert float(house.told_by("departure_soc", STATION)) == pytest.approx(75, abs=1)
    await tell(None)
    await house.ask("replan")
    await house.settle()
    assert house.told_by("departure_soc", STATION) == "unknown"


async def test_an_export_limit_binds_the_plan_where_it_is_in_force(house: PlanningHouse) -> None:
    await house.act("number", "export_limit", SERIAL, "set_value", value=1000)
    await house.ask("replan")
    assert house.plans.data is not None
    assert house.plans.data.problem.export_limit == 1000
    await house.control(SERIAL, False)
    await house.ask("replan")
    assert house.plans.data.problem.export_limit is None


async def test_a_calendar_of_what_is_planned(house: PlanningHouse) -> None:
    due = await charge_by_tonight(house)
    calendar = house.entity_id("calendar", "planned_charging", house.entry.entry_id)
    assert calendar is not None
    found = await house.hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": calendar, "start_date_time": MIDNIGHT, "end_date_time": MIDNIGHT + timedelta(days=2)},
        blocking=True,
        return_response=True,
    )
    assert found is not None
    events: Any = found[calendar]
    assert isinstance(events, dict)
    cars = [event for event in events["events"] if event["summary"] == "Garage: charging"]
    assert cars
    assert all(datetime.fromisoformat(event["end"]) <= due for event in cars)
    energy = sum(float(event["description"].split(" kWh")[0]) for event in cars)
    assert energy == pytest.approx(20, abs=0.5)
    dear = [
        event
        for event in cars
        if datetime.fromisoformat(event["start"]) < MIDNIGHT + timedelta(hours=20)
        and datetime.fromisoformat(event["end"]) > MIDNIGHT + timedelta(hours=17)
    ]
    late = sum(float(event["description"].split(" kWh")[0]) for event in dear)
    assert late < 2, "there is time enough in cheap hours, but for being ready before the last two"
    state = house.hass.states.get(calendar)
    assert state is not None
    assert state.attributes["message"].endswith(": charging")


async def test_the_plan_as_a_response(house: PlanningHouse) -> None:
    await house.wait(150)
    told = await house.ask("get_plan")
    json.dumps(told)
    planned = house.plans.data
    assert planned is not None
    assert told["status"] == "optimal"
    assert len(told["steps"]) == len(planned.plan.starts)
    for step in told["steps"]:
        given = step["devices"][SERIAL.title()]
        assert step["grid"] == pytest.approx(step["load"] - step["solar"] - given, abs=1)
        assert step["import_price"] in (CHEAP, DEAR)
    (battery,) = told["batteries"]
    assert battery["name"] == SERIAL.title()
    assert battery["capacity"] == 10_000
    assert battery["reason"]["key"] in {key.value for key in PlanReasonKey}
    assert sum(step["cost"] for step in told["steps"]) == pytest.approx(told["cost"], abs=0.01)


async def test_the_forecast_as_a_response(house: PlanningHouse) -> None:
    house.told.solar = SUNNY
    await house.ask("replan")
    told = await house.ask("get_forecast")
    json.dumps(told)
    first = told["quarters"][0]
    assert first["start"] == "2026-11-17T10:00:00+01:00"
    assert first["import_price"] == CHEAP
    noon = told["quarters"][8]
    assert noon["solar"]["low"] <= noon["solar"]["median"] <= noon["solar"]["high"]
    assert noon["solar"]["mean"] > 1000
    assert told["quarters"][-1]["import_price"] is None


async def test_what_another_house_would_cost(house: PlanningHouse) -> None:
    """Nothing of it is followed."""
    await house.wait(150)
    before = house.plans.data
    same = await house.ask("what_if", battery_capacity=10, battery_power=5000)
    assert same["saving"] == pytest.approx(0, abs=0.1)
    none = await house.ask("what_if", battery_capacity=0)
    assert none["saving"] < -0.1, "without a battery the dear hours have to be paid"
    flat = await house.ask("what_if", import_price=0.2)
    assert flat["scenario"]["energy"] != flat["today"]["energy"]
    free = await house.ask("what_if", import_price=0, export_price=0, peak_price=0)
    assert free["scenario"]["energy"] == pytest.approx(0, abs=0.01)
    assert free["saving"] == pytest.approx(free["today"]["total"] - free["scenario"]["total"], abs=0.01)
    assert house.plans.data is before
    assert house.site.plan is (before.plan if before is not None else None)


async def test_more_panels(house: PlanningHouse) -> None:
    house.told.solar = SUNNY
    await house.ask("replan")
    more = await house.ask("what_if", solar=150)
    assert more["saving"] > 0
    assert set(more["today"]) == {"status", "energy", "peak", "stored", "missed", "total"}


async def test_a_comparison_that_makes_no_sense(house: PlanningHouse) -> None:
    with pytest.raises(ServiceValidationError, match="Nothing was changed"):
        await house.ask("what_if")
    with pytest.raises(vol.Invalid):
        await house.ask("what_if", battery_capacity=-1)
    house.told.solar = None
    with pytest.raises(ServiceValidationError, match="no such site"):
        await house.ask("what_if", solar=120, config_entry_id="nobody")


async def test_no_sun_cannot_be_scaled(house: PlanningHouse) -> None:
    house.told.no_array = True
    await house.ask("replan")
    with pytest.raises(ServiceValidationError, match="No sun is expected"):
        await house.ask("what_if", solar=120)


async def test_a_battery_that_is_not_there_has_no_power(house: PlanningHouse) -> None:
    await house.control(SERIAL, False)
    await house.ask("replan")
    with pytest.raises(ServiceValidationError, match="There is no battery"):
        await house.ask("what_if", battery_power=3000)
    assert (await house.ask("what_if", battery_power=3000, battery_capacity=10))["scenario"]["stored"] != 0


async def test_planned_on_demand_like_any_entity(house: PlanningHouse) -> None:
    """`homeassistant.update_entity` asks the planner, too."""
    assert await async_setup_component(house.hass, "homeassistant", {})
    before = house.plans.data
    await house.wait(1)
    entity = house.entity_id("sensor", "plan_status", house.entry.entry_id)
    await house.hass.services.async_call("homeassistant", "update_entity", {"entity_id": [entity]}, blocking=True)
    await house.planned()
    assert house.plans.data is not None
    assert house.plans.data is not before
    assert house.plans.last_update_success


async def test_asked_before_there_is_a_plan(house: PlanningHouse) -> None:
    house.told.prices = SitePrices()
    with pytest.raises(HomeAssistantError, match="There is no plan now"):
        await house.ask("replan")
    with pytest.raises(HomeAssistantError, match="There is no plan now"):
        await house.ask("get_plan")
    with pytest.raises(HomeAssistantError, match="There is no plan now"):
        await house.ask("what_if", solar=120)
    assert (await house.ask("get_forecast"))["quarters"], "what is expected is known all the same"


async def test_what_a_battery_cost_is_reckoned_with(house: PlanningHouse) -> None:
    await house.wait(150)
    assert house.plans.data is not None
    assert house.plans.data.problem.batteries[0].wear == pytest.approx(0.09)
    assert "battery_cost" in house.attributes("plan_status")["lacks"]
    await house.act("number", "battery_price", SERIAL, "set_value", value=12_000)
    await house.act("number", "battery_cycles", SERIAL, "set_value", value=6000)
    await house.act("number", "battery_depth", SERIAL, "set_value", value=80)
    await house.wait(130)
    assert house.plans.data.problem.batteries[0].wear == pytest.approx(0.25)
    assert "battery_cost" not in house.attributes("plan_status")["lacks"]


async def test_diagnostics_tell_the_plan_and_what_it_was_made_from(hass: HomeAssistant, house: PlanningHouse) -> None:
    await house.wait(150)
    data = await async_get_config_entry_diagnostics(hass, house.entry)
    text = json.dumps(data, cls=ExtendedJSONEncoder)
    assert METER_SERIAL not in text
    assert SERIAL not in text
    assert data["plan"]["status"] == "optimal"
    assert len(data["plan"]["problem"]["steps"]) == len(data["plan"]["plan"]["starts"])
    assert data["plan"]["problem"]["batteries"][0]["capacity"] == 10_000
