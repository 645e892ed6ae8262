"""The blueprint that sends the sessions of last month."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.overshot.records.database import Batch

from ..shell.conftest import House
from ..shell.records.made import session
from .conftest import Automate


@pytest.fixture
async def october(house: House, freezer: FrozenDateTimeFactory) -> House:
    """Return a house with three sessions in October, two of them of Anna, and one in November."""
    await house.hass.config.async_set_time_zone("Europe/Brussels")
    freezer.move_to("2026-10-31 12:00:00+00:00")
    point = {"point": house.station_id, "charge_point_name": "Garage"}
    anna = {"person": "anna", "person_name": "Anna"}
    sessions = [session(3, **point, **anna), session(9, **point, **anna), session(12, **point), session(33, **point)]
    await house.entry.runtime_data.ledger.database.async_write(Batch(sessions=sessions))
    return house


async def first_of_the_month(hass: HomeAssistant, freezer: FrozenDateTimeFactory, day: int = 1) -> None:
    """Let it be six in the morning in Brussels."""
    freezer.move_to(f"2026-11-{day:02} 05:00:00+00:00")
    async_fire_time_changed(hass)
    await hass.async_block_till_done()


async def test_the_sessions_of_last_month(
    hass: HomeAssistant,
    october: House,
    automate: Automate,
    told: list[dict[str, Any]],
    freezer: FrozenDateTimeFactory,
) -> None:
    await automate("session_report", notifier="notify.family", recipients=["boss@example.com"])
    await first_of_the_month(hass, freezer)
    (mail,) = told
    assert mail["title"] == "Charging: 3 sessions, 60.0 kWh"
    assert mail["target"] == ["boss@example.com"]
    assert mail["message"].count("Garage") == 3
    assert "<html" in mail["data"]["html"]
    assert "60" in mail["data"]["html"]


async def test_one_of_each_person(
    hass: HomeAssistant,
    october: House,
    automate: Automate,
    told: list[dict[str, Any]],
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nobody is named: it goes to whom the integration was set up with."""
    await automate("session_report", notifier="notify.family", by="owner")
    await first_of_the_month(hass, freezer)
    assert sorted(mail["title"] for mail in told) == [
        "Charging: 1 session, 20.0 kWh",
        "Charging: 2 sessions, 40.0 kWh",
    ]
    assert all("target" not in mail for mail in told)


async def test_on_other_days_and_after_a_month_without_sessions_there_is_no_mail(
    hass: HomeAssistant, house: House, automate: Automate, told: list[dict[str, Any]], freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("Europe/Brussels")
    freezer.move_to("2026-10-31 12:00:00+00:00")
    await automate("session_report", notifier="notify.family")
    await first_of_the_month(hass, freezer)
    await first_of_the_month(hass, freezer, day=2)
    assert told == []
