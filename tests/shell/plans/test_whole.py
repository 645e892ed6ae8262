"""The plan with nothing replaced: a contract gives the prices, what was learnt gives the forecast."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from custom_components.overshot.plans.triggers import PlanTrigger
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from ..conftest import Station, subentries
from ..ordered import Memory, device, in_memory, set_up
from ..tariffs.prices import contract, version
from .conftest import AT_REST, SERIAL, START, STATION, PlanningHouse, Told

TWO_RATES = version(
    kind="two_rates", peak_price=0.4, off_peak_price=0.2, peak_start="07:00", peak_end="22:00", capacity_price=50.0
)


@pytest.fixture
def memory() -> Memory:
    """Return the links."""
    memory = Memory()
    memory.unit(247).holding.update(spread({**GOODWE, **AT_REST}))
    return memory


async def make(hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory, *contracts: Any) -> PlanningHouse:
    """Set up a house with these contracts."""
    freezer.move_to(START)
    await hass.config.async_set_time_zone("Europe/Brussels")
    station = Station(memory.unit(1))
    inverter = device("inverter", "goodwe_et", SERIAL, host="192.0.2.1", unit_id=247, capacity=10.0)
    made = await set_up(hass, inverter, subentries()[1], *contracts)
    house = PlanningHouse(hass, made.entry, freezer, Told(), memory, station)
    await house.poll(SERIAL, STATION)
    await house.control(SERIAL)
    await house.wait(150)
    return house


async def test_a_contract_gives_a_plan(hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory) -> None:
    with in_memory(memory):
        house = await make(hass, freezer, memory, contract(TWO_RATES))
        planned = house.plans.data
        assert planned is not None
        assert {round(step.import_price, 3) for step in planned.problem.steps} == {0.2, 0.4}
        assert planned.problem.capacity is not None
        assert planned.problem.capacity.price == pytest.approx(50 / 12)
        assert house.told_by("plan_status") == "optimal"
        assert house.attributes("plan_status")["lacks"] == ["load_forecast", "solar_forecast", "battery_cost"]
        assert house.told_by("next_cheap_quarter") == "2026-11-17T21:00:00+00:00"
        assert house.site.prices.at(START) == pytest.approx(0.4)


async def test_a_changed_contract_is_planned_for_at_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    with in_memory(memory):
        house = await make(hass, freezer, memory, contract(TWO_RATES))
        plans = house.plans
        (subentry,) = house.entry.get_subentries_of_type("contract")
        dearer = {**TWO_RATES, "peak_price": 0.6, "entered": "2026-11-17T09:00:00+00:00"}
        hass.config_entries.async_update_subentry(house.entry, subentry, data={"versions": [TWO_RATES, dearer]})
        await house.wait(130)
        assert house.plans is plans, "nothing was let go of for a price"
        assert plans.data is not None
        assert plans.data.trigger is PlanTrigger.PRICES
        assert max(step.import_price for step in plans.data.problem.steps) == pytest.approx(0.6)


async def test_other_contracts_of_the_site_are_compared(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    """One that begins later is what a user thinks of; one of the market cannot be reckoned with without its prices."""
    flat = version("Flat", starts="2027-01-01", price=0.1, capacity_price=0.0)
    market = version("Market", starts="2028-01-01", kind="dynamic", factor=1.0, adder=0.0)
    with in_memory(memory):
        house = await make(hass, freezer, memory, contract(TWO_RATES), contract(flat), contract(market))
        found = await house.ask("what_if", contract="flat")
        assert found["saving"] > 0
        cheap, cheaper = found["scenario"], await house.ask("what_if", contract="Flat", import_price=0.05)
        assert cheap["peak"] == 0
        assert cheaper["saving"] > found["saving"]
        with pytest.raises(
            ServiceValidationError, match="no contract called Green at this site. There are: Fixed, Flat"
        ):
            await house.ask("what_if", contract="Green")
        with pytest.raises(ServiceValidationError, match="Market needs day-ahead prices"):
            await house.ask("what_if", contract="Market")
        assert house.plans.data is not None
        assert max(step.import_price for step in house.plans.data.problem.steps) == pytest.approx(0.4)


async def test_without_a_contract_rules_decide(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, memory: Memory
) -> None:
    with in_memory(memory):
        house = await make(hass, freezer, memory)
        assert house.plans.data is None
        assert house.told_by("plan_status") == "rules"
        assert "prices" in house.attributes("plan_status")["lacks"]
        assert house.plans.last_update_success
        assert (await house.ask("get_forecast"))["quarters"]
