"""Let somebody in by name, start and stop a session, block and release a charge point."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.overshot.core.control.charging.settings import Access
from custom_components.overshot.core.model import ChargingMode

from ..conftest import House
from .people import CARD, add, add_card


async def call(
    house: House, service: str, *, answers: bool = False, context: Context | None = None, **data: Any
) -> Any:
    """Call an action for the station."""
    answer = await house.hass.services.async_call(
        "overshot",
        service,
        {"entity_id": house.entity_id("select", "charging_mode"), **data},
        blocking=True,
        context=context,
        return_response=answers,
    )
    await house.settle()
    return answer


async def refused(house: House, service: str, **data: Any) -> str | None:
    """Return the key of the error an action ends with."""
    with pytest.raises(ServiceValidationError) as err:
        await call(house, service, **data)
    return err.value.translation_key


async def live(house: House) -> None:
    """Let the station tell what it sees, and the controller act on it."""
    await house.poll()
    for _ in range(3):
        await house.telegram(500)
        await house.poll()


@pytest.fixture
async def car(house: House) -> House:
    """Return a steered station with a car in surplus mode, at night."""
    await house.control()
    house.site.async_wish(house.station_id, mode=ChargingMode.PV_SURPLUS)
    house.station.plug()
    await live(house)
    return house


def told(house: House) -> tuple[float | None, float | None]:
    """Return the current and the fallback current the station is told (A)."""
    setpoint = house.site.data.setpoints[house.station_id] if house.site.data is not None else None
    return (setpoint.current, setpoint.fallback_current) if setpoint is not None else (None, None)


def reason(house: House) -> str:
    """Return why the station gets what it gets."""
    return house.state("sensor", "reason")


async def test_a_session_starts_at_once_and_stops(car: House) -> None:
    await call(car, "start_charging")
    await live(car)
    assert (reason(car), told(car)) == ("turbo", (16, 6))
    assert car.state("select", "charging_mode") == "pv_surplus", "what the user set stays"
    await call(car, "stop_charging")
    await live(car)
    assert (reason(car), told(car)) == ("stopped", (0, 0))
    assert car.state("sensor", "status") == "connected"
    await call(car, "start_charging", mode="boost")
    await live(car)
    assert reason(car) in ("boost", "safe_current_pending")


async def test_the_next_car_was_not_told_to_start_or_stop(car: House) -> None:
    await call(car, "stop_charging")
    await live(car)
    car.station.unplug()
    await live(car)
    car.station.plug()
    await live(car)
    assert reason(car) == "surplus_waiting"


async def test_who_chooses_a_mode_after_starting_means_it(car: House) -> None:
    await call(car, "start_charging")
    await live(car)
    car.site.async_wish(car.station_id, mode=ChargingMode.OFF)
    await live(car)
    assert reason(car) == "off"


async def test_what_cannot_be_started_or_stopped(house: House) -> None:
    assert await refused(house, "start_charging") == "not_controlled"
    assert await refused(house, "block_charge_point") == "not_controlled"
    await house.control()
    await live(house)
    assert await refused(house, "start_charging") == "no_vehicle_connected"
    assert await refused(house, "stop_charging") == "no_vehicle_connected"
    house.station.plug()
    await live(house)
    house.site.async_wish(house.station_id, access=Access.KEY)
    await live(house)
    assert await refused(house, "start_charging") == "not_authorized"
    house.site.async_wish(house.station_id, blocked=True)
    await live(house)
    assert await refused(house, "start_charging") == "charge_point_blocked"
    assert await refused(house, "authorize") == "charge_point_blocked"


async def test_a_charge_point_is_blocked_and_released(car: House) -> None:
    await call(car, "block_charge_point")
    await live(car)
    assert (reason(car), car.state("switch", "blocked")) == ("blocked", "on")
    await call(car, "release_charge_point")
    await live(car)
    assert (reason(car), car.state("switch", "blocked")) == ("surplus_waiting", "off")


async def test_somebody_is_let_in_until_the_car_leaves(car: House) -> None:
    anna = await add(car.hass, car.entry, "person", "Anna")
    car.site.async_wish(car.station_id, access=Access.RFID)
    await live(car)
    assert reason(car) == "tag_missing"
    answer = await call(car, "authorize", answers=True, person=" anna ")
    assert answer == {"authorized": [{"charge_point": "Garage", "person": "Anna", "card": None, "waits_until": None}]}
    await live(car)
    assert reason(car) == "surplus_waiting"
    assert car.site.access.who(car.station_id).person == anna
    car.station.unplug()
    await live(car)
    car.station.plug()
    await live(car)
    assert reason(car) == "tag_missing"


async def test_who_comes_later_has_a_quarter_of_an_hour(house: House, freezer: FrozenDateTimeFactory) -> None:
    await house.control()
    house.site.async_wish(house.station_id, access=Access.RFID, mode=ChargingMode.PV_SURPLUS)
    await live(house)
    answer = await call(house, "authorize", answers=True)
    assert answer["authorized"][0]["waits_until"] is not None
    freezer.tick(timedelta(minutes=14))
    await live(house)
    house.station.plug()
    await live(house)
    assert reason(house) == "surplus_waiting"
    house.station.unplug()
    await live(house)
    await call(house, "authorize")
    freezer.tick(timedelta(minutes=16))
    await live(house)
    house.station.plug()
    await live(house)
    assert reason(house) == "tag_missing"


async def test_a_session_counts_as_if_the_card_had_been_held_to_the_station(car: House) -> None:
    anna = await add(car.hass, car.entry, "person", "Anna")
    card = await add_card(car.hass, car.entry, "Company", CARD, person=anna, priority=3)
    await call(car, "authorize", card="company")
    await live(car)
    who = car.site.access.who(car.station_id)
    assert (who.card, who.person, who.priority) == (card, anna, 3)


async def test_who_asks_is_who_charges_where_nobody_is_named(hass: HomeAssistant, car: House) -> None:
    user = MockUser(name="Anna").add_to_hass(hass)
    user.mock_policy({"entities": True})
    hass.states.async_set("person.anna", "home", {"user_id": user.id})
    anna = await add(hass, car.entry, "person", "Anna", person_entity="person.anna")
    await call(car, "authorize", context=Context(user_id=user.id))
    await live(car)
    assert car.site.access.who(car.station_id).person == anna
    await call(car, "authorize", person="person.anna")
    await live(car)
    assert car.site.access.who(car.station_id).person == anna


@pytest.mark.parametrize(
    ("problem", "data", "key"),
    [
        ("nobody of that name", {"person": "Ben"}, "unknown_person"),
        ("no card of that name", {"card": "Ben's"}, "unknown_card"),
        ("the number of a card is not its name", {"card": CARD}, "unknown_card"),
        ("a lost card", {"card": "Lost"}, "card_not_allowed"),
        ("a card of last year", {"card": "Old"}, "card_not_allowed"),
        ("a card for another charge point", {"card": "Elsewhere"}, "card_not_allowed"),
    ],
)
async def test_who_cannot_be_let_in(house: House, problem: str, data: dict[str, Any], key: str) -> None:
    await add_card(house.hass, house.entry, "Lost", "AAAA0001", blocked=True)
    await add_card(house.hass, house.entry, "Old", "AAAA0002", valid_until="2020-01-01")
    await add_card(house.hass, house.entry, "Elsewhere", "AAAA0003", charge_points=["gone"])
    assert await refused(house, "authorize", **data) == key, problem
