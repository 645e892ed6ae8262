"""Blueprints for the car: ready by a time, and charged while a kWh is cheap."""

from datetime import UTC, datetime

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.core.control.charging.settings import RangeWish
from custom_components.overshot.core.model import ChargingMode

from ..shell.conftest import House
from .conftest import Automate

SATURDAY_EVENING = "2026-11-21 18:00:00+00:00"
SUNDAY_EVENING = "2026-11-22 18:00:00+00:00"


async def plug(house: House, connected: bool = True) -> None:
    """Plug a car in, or take it away."""
    if connected:
        house.station.plug()
    else:
        house.station.unplug()
    await house.poll()
    await house.telegram(500)


@pytest.fixture
async def vehicle(house: House, freezer: FrozenDateTimeFactory) -> str:
    """Return the sensor of the charge point, without a car."""
    await house.hass.config.async_set_time_zone("Europe/Brussels")
    await plug(house, False)
    entity_id = house.entity_id("binary_sensor", "vehicle")
    assert house.state("binary_sensor", "vehicle") == "off"
    return entity_id


async def test_a_car_is_ready_on_monday(
    house: House, vehicle: str, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(SUNDAY_EVENING)
    await automate("car_ready_by", vehicle=vehicle, range=200, eco_share=30)
    await plug(house)
    wishes = house.site.settings(house.station_id)
    assert wishes.mode is ChargingMode.EFFICIENT_PV_SURPLUS
    assert wishes.range_wish == RangeWish(distance=200, until=datetime(2026, 11, 23, 6, tzinfo=UTC))
    assert wishes.eco_share == pytest.approx(0.3)


async def test_nobody_leaves_on_sunday(
    house: House, vehicle: str, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(SATURDAY_EVENING)
    await automate("car_ready_by", vehicle=vehicle)
    await plug(house)
    wishes = house.site.settings(house.station_id)
    assert wishes.range_wish is None
    assert wishes.mode is not ChargingMode.EFFICIENT_PV_SURPLUS


async def test_a_car_that_stays_plugged_in_is_asked_for_at_noon(
    house: House, vehicle: str, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(SATURDAY_EVENING)
    await automate("car_ready_by", vehicle=vehicle, ready_by="07:30:00")
    await plug(house)
    freezer.move_to("2026-11-22 11:00:00+00:00")
    async_fire_time_changed(house.hass)
    await house.hass.async_block_till_done()
    wish = house.site.settings(house.station_id).range_wish
    assert wish == RangeWish(distance=150, until=datetime(2026, 11, 23, 6, 30, tzinfo=UTC))


async def price(hass: HomeAssistant, value: str) -> None:
    """Let a kWh cost so much."""
    hass.states.async_set("sensor.home_import_price", value)
    await hass.async_block_till_done()


async def test_a_price_crosses_the_line(hass: HomeAssistant, house: House, vehicle: str, automate: Automate) -> None:
    """Only then the mode is changed: what was chosen by hand meanwhile stands until the next time."""

    def mode() -> ChargingMode:
        return house.site.settings(house.station_id).mode

    await price(hass, "0.25")
    await automate("cheap_charging", vehicle=vehicle, price="sensor.home_import_price", below=0)
    await plug(house)
    house.site.async_wish(house.station_id, mode=ChargingMode.SAFE_PV_SURPLUS)
    await price(hass, "0.20")
    assert mode() is ChargingMode.SAFE_PV_SURPLUS
    await price(hass, "-0.01")
    assert mode() is ChargingMode.TURBO
    await price(hass, "0.04")
    assert mode() is ChargingMode.PV_SURPLUS


async def test_a_car_that_comes_while_it_is_cheap(
    hass: HomeAssistant, house: House, vehicle: str, automate: Automate
) -> None:
    await price(hass, "0.02")
    await automate(
        "cheap_charging", vehicle=vehicle, price="sensor.home_import_price", cheap_mode="boost", usual_mode="off"
    )
    await price(hass, "0.03")
    assert house.site.settings(house.station_id).mode is not ChargingMode.BOOST, "nobody is there"
    await plug(house)
    assert house.site.settings(house.station_id).mode is ChargingMode.BOOST


async def test_a_price_that_nobody_knows_is_not_cheap(
    hass: HomeAssistant, house: House, vehicle: str, automate: Automate, freezer: FrozenDateTimeFactory
) -> None:
    await price(hass, "0.25")
    await automate("cheap_charging", vehicle=vehicle, price="sensor.home_import_price")
    await plug(house)
    await price(hass, "0.01")
    assert house.site.settings(house.station_id).mode is ChargingMode.TURBO
    await price(hass, "unavailable")
    freezer.tick(301)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert house.site.settings(house.station_id).mode is ChargingMode.PV_SURPLUS
