"""Day-ahead prices from the integrations a user has: late, missing, by the hour, in another unit, on odd days."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot import tariffs
from custom_components.overshot.core.model.series import day_quarters
from custom_components.overshot.core.tariff import Lack

from .conftest import Home, MakeHome, there
from .prices import BRUSSELS, Market, contract, dynamic, easyenergy, energyzero, entsoe, nordpool, price_of, tibber

TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)
NOON = there("2026-11-21T12:00:00+01:00")


def expected(day: date, step: int = 1) -> list[float]:
    """Return the prices of a day (EUR/kWh)."""
    quarters = day_quarters(day, BRUSSELS)
    return [price_of(quarters[index - index % step]) / 1000 for index in range(len(quarters))]


def told(home: Home, day: date) -> list[float | None]:
    """Return what the plan is told of a day."""
    starts = day_quarters(day, BRUSSELS)
    return list(home.prices.import_prices.quarters(starts[0], starts[-1] + timedelta(minutes=15)))


@pytest.mark.parametrize(
    ("make", "step", "more"),
    [(nordpool, 1, 0.0), (energyzero, 1, 0.0), (easyenergy, 4, 0.0), (tibber, 1, 0.2), (entsoe, 1, 0.0)],
    ids=["nordpool", "energyzero", "easyenergy by the hour", "tibber", "entsoe"],
)
async def test_every_integration_is_understood(
    hass: HomeAssistant, make_home: MakeHome, make: Callable[[HomeAssistant], Market], step: int, more: float
) -> None:
    market = make(hass)
    market.days = {TODAY, TOMORROW}
    home = await make_home(contract(dynamic(market.key)), now="2026-11-21T14:00:00+01:00")
    for day in (TODAY, TOMORROW):
        assert told(home, day) == pytest.approx([price + more for price in expected(day, step)], abs=1e-4)
    assert home.prices.export_prices.at(NOON) == pytest.approx(price_of(NOON) / 1000 + more - 0.01, abs=1e-4)
    assert home.prices.lacks == ()
    assert home.prices.known_until == there("2026-11-23T00:00:00+01:00")
    assert home.price() == pytest.approx(told(home, TODAY)[56])
    assert len(market.calls) == 2


async def test_a_source_of_actions_that_are_not_there_yet(hass: HomeAssistant, make_home: MakeHome) -> None:
    """Home Assistant starts integrations in any order: one that comes later is asked a moment later."""
    market = nordpool(hass)
    market.days = {TODAY}
    service = hass.services.async_services_for_domain("nordpool")["get_prices_for_date"]
    hass.services.async_remove("nordpool", "get_prices_for_date")
    home = await make_home(contract(dynamic(market.key)))
    assert home.price() is None
    assert home.prices.lacks == (Lack.MARKET,)
    hass.services.async_register(
        "nordpool", "get_prices_for_date", market._called, supports_response=service.supports_response
    )
    await home.at("2026-11-21T11:46:01+01:00")
    assert home.price() is not None


async def test_tomorrow_is_asked_for_when_it_is_out(hass: HomeAssistant, make_home: MakeHome) -> None:
    """Not before 13:00, then politely, and no more once it is there."""
    market = nordpool(hass)
    market.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)))
    changes: list[datetime | None] = []
    tariffs.listen(hass, home.entry, lambda: changes.append(home.prices.known_until))
    assert [call["date"] for call in market.calls] == ["2026-11-21"]
    await home.each("2026-11-21T12:00:00+01:00", "2026-11-21T12:59:59+01:00")
    assert len(market.calls) == 1
    await home.at("2026-11-21T13:05:00+01:00")
    assert [call["date"] for call in market.calls] == ["2026-11-21", "2026-11-22"]
    assert home.prices.known_until == there("2026-11-22T00:00:00+01:00")
    assert changes == []
    await home.at("2026-11-21T13:05:30+01:00")
    assert len(market.calls) == 2
    market.days.add(TOMORROW)
    await home.at("2026-11-21T13:06:01+01:00")
    assert home.prices.known_until == there("2026-11-23T00:00:00+01:00")
    assert changes == [there("2026-11-23T00:00:00+01:00")]
    await home.each("2026-11-21T14:00:00+01:00", "2026-11-21T20:00:00+01:00", "2026-11-22T12:00:00+01:00")
    assert len(market.calls) == 3


async def test_who_is_asked_in_vain_is_asked_less_and_less(hass: HomeAssistant, make_home: MakeHome) -> None:
    """In a day without tomorrow's prices every minute would be 660 times."""
    market = nordpool(hass)
    market.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)), now="2026-11-21T13:30:00+01:00")
    moment = there("2026-11-21T13:30:00+01:00")
    while moment < there("2026-11-21T19:30:00+01:00"):
        moment += timedelta(minutes=1, seconds=1)
        await home.at(moment.isoformat())
    assert 12 <= len(market.calls) <= 25


async def test_until_tomorrow_is_known_it_is_expected_to_be_like_today(
    hass: HomeAssistant, make_home: MakeHome
) -> None:
    market = nordpool(hass)
    market.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)))
    tomorrow = NOON + timedelta(days=1)
    assert home.prices.import_prices.at(tomorrow) is None
    assert home.prices.expected_import.at(tomorrow) == home.prices.import_prices.at(NOON)
    assert home.prices.expected_import.until == there("2026-11-23T00:00:00+01:00")
    assert home.prices.lacks == (Lack.MARKET,)


async def test_a_restart_without_network_has_the_last_prices(hass: HomeAssistant, make_home: MakeHome) -> None:
    market = nordpool(hass)
    market.days = {TODAY, TOMORROW}
    home = await make_home(contract(dynamic(market.key)), now="2026-11-21T14:00:00+01:00")
    before = home.prices.import_prices
    market.error = TimeoutError("no network")
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    await home.at("2026-11-21T23:58:00+01:00")
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    assert home.prices.import_prices == before
    assert len(market.calls) == 2
    await home.at("2026-11-22T00:00:00+01:00")
    assert home.price() == pytest.approx(expected(TOMORROW)[0])


async def test_prices_of_a_removed_site_are_forgotten(
    hass: HomeAssistant, hass_storage: dict[str, Any], make_home: MakeHome
) -> None:
    market = nordpool(hass)
    market.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)))
    await home.at("2026-11-21T11:50:00+01:00")
    file = f"overshot.{home.entry.entry_id}.prices"
    assert len(hass_storage[file]["data"]["days"]["2026-11-21"]) == 96
    await hass.config_entries.async_remove(home.entry.entry_id)
    await hass.async_block_till_done()
    assert file not in hass_storage


async def test_prices_are_stored_before_the_site_is_gone(
    hass: HomeAssistant, hass_storage: dict[str, Any], make_home: MakeHome
) -> None:
    """Written a moment later they would outlive a site that is removed, or come too late for one that loads again."""
    market = nordpool(hass)
    market.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)))
    file = f"overshot.{home.entry.entry_id}.prices"
    assert file not in hass_storage
    await hass.config_entries.async_unload(home.entry.entry_id)
    assert len(hass_storage[file]["data"]["days"]["2026-11-21"]) == 96


@pytest.mark.parametrize(
    ("day", "count"), [(date(2026, 10, 25), 100), (date(2027, 3, 28), 92)], ids=["an hour more", "an hour less"]
)
@pytest.mark.parametrize("make", [nordpool, easyenergy], ids=["in quarters", "by the hour"])
async def test_days_on_which_the_clock_changes(
    hass: HomeAssistant, make_home: MakeHome, make: Callable[[HomeAssistant], Market], day: date, count: int
) -> None:
    market = make(hass)
    market.days = {day}
    home = await make_home(contract(dynamic(market.key)), now=f"{day.isoformat()}T09:00:00+01:00")
    step = 4 if make is easyenergy else 1
    assert told(home, day) == pytest.approx(expected(day, step))
    assert len(told(home, day)) == count


async def test_negative_prices_are_prices(hass: HomeAssistant, make_home: MakeHome) -> None:
    market = nordpool(hass)
    market.days = {TODAY}
    answer = market._answer

    def below(market: Market, data: Any) -> Any:
        prices = answer(market, data)
        return {"BE": [each | {"price": each["price"] - 100} for each in prices["BE"]]}

    market._answer = below
    home = await make_home(contract(dynamic(market.key)))
    assert home.prices.import_prices.at(NOON) == pytest.approx(price_of(NOON) / 1000 - 0.1)
    assert home.prices.export_prices.at(NOON) == pytest.approx(price_of(NOON) / 1000 - 0.11)


async def test_another_contract_asks_another_source(hass: HomeAssistant, make_home: MakeHome) -> None:
    """Prices with taxes and prices of the market are never mixed."""
    market, other = nordpool(hass), tibber(hass)
    market.days = other.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)))
    assert home.prices.import_prices.at(NOON) == pytest.approx(price_of(NOON) / 1000)
    (own,) = home.entry.get_subentries_of_type("contract")
    changed = dynamic(other.key) | {"entered": "2026-11-21T00:00:00+00:00"}
    hass.config_entries.async_update_subentry(home.entry, own, data={"versions": [*own.data["versions"], changed]})
    await home.settle()
    assert home.prices.import_prices.at(NOON) == pytest.approx(0.2 + price_of(NOON) / 1000, abs=1e-4)


async def test_a_dynamic_contract_of_tomorrow_has_its_prices_in_time(hass: HomeAssistant, make_home: MakeHome) -> None:
    market = nordpool(hass)
    market.days = {TODAY, TOMORROW}
    coming = dynamic(market.key) | {"starts": "2026-11-23"}
    home = await make_home(contract(dynamic(market.key) | {"kind": "single", "price": 0.3, "feed_in": []}, coming))
    assert market.calls == []
    market.days.add(date(2026, 11, 23))
    await home.each("2026-11-22T00:00:00+01:00", "2026-11-22T13:06:00+01:00")
    assert home.price() == 0.3
    assert home.prices.import_prices.at(NOON + timedelta(days=2)) is not None
    await home.at("2026-11-23T00:00:00+01:00")
    assert home.price() == pytest.approx(expected(date(2026, 11, 23))[0])


# An entity


def rows(day: date, factor: float = 1.0) -> list[dict[str, Any]]:
    """Return the hours of a day as Nord Pool of HACS lists them, with moments rather than texts."""
    return [
        {"start": start, "end": start + timedelta(hours=1), "value": price_of(start) / 1000 * factor}
        for start in day_quarters(day, BRUSSELS)[::4]
    ]


async def test_an_entity_is_read_whenever_it_changes(hass: HomeAssistant, make_home: MakeHome) -> None:
    unit = {"unit_of_measurement": "EUR/kWh"}
    hass.states.async_set("sensor.nordpool", "0.1", {**unit, "raw_today": rows(TODAY), "raw_tomorrow": []})
    home = await make_home(contract(dynamic("entity:sensor.nordpool")))
    assert told(home, TODAY) == pytest.approx(expected(TODAY, 4))
    hass.states.async_set("sensor.nordpool", "0.1", {**unit, "raw_today": rows(TODAY), "raw_tomorrow": rows(TOMORROW)})
    await home.settle()
    assert told(home, TOMORROW) == pytest.approx(expected(TOMORROW, 4))
    hass.states.async_set("sensor.nordpool", "unavailable", {})
    await home.settle()
    assert told(home, TOMORROW) == pytest.approx(expected(TOMORROW, 4))


async def test_an_entity_that_comes_later(hass: HomeAssistant, make_home: MakeHome) -> None:
    home = await make_home(contract(dynamic("entity:sensor.prices")))
    assert home.price() is None
    hass.states.async_set("sensor.prices", "9", {"unit_of_measurement": "ct/kWh", "prices": rows(TODAY, 100)})
    await home.settle()
    assert told(home, TODAY) == pytest.approx(expected(TODAY, 4))


# What the user is told


async def test_missing_prices_are_told_after_an_hour(hass: HomeAssistant, make_home: MakeHome) -> None:
    market = nordpool(hass)
    market.error = ValueError("strange answer")
    home = await make_home(contract(dynamic(market.key)))
    await home.each("2026-11-21T12:00:00+01:00", "2026-11-21T12:30:00+01:00")
    assert home.issue("prices_missing") is None
    await home.at("2026-11-21T12:45:00+01:00")
    issue = home.issue("prices_missing")
    assert issue is not None
    assert issue.translation_placeholders == {
        "source": "Nord Pool (My nordpool)",
        "error": "ValueError: strange answer",
    }
    market.error = None
    market.days = {TODAY}
    await home.each("2026-11-21T12:50:00+01:00", "2026-11-21T13:20:00+01:00")
    assert home.issue("prices_missing") is None
    assert home.price() is not None


async def test_late_prices_are_told_in_the_evening(hass: HomeAssistant, make_home: MakeHome) -> None:
    market = energyzero(hass)
    market.days = {TODAY}
    home = await make_home(contract(dynamic(market.key)), now="2026-11-21T17:00:00+01:00")
    await home.at("2026-11-21T17:45:00+01:00")
    assert home.issue("prices_late") is None
    await home.at("2026-11-21T18:00:00+01:00")
    issue = home.issue("prices_late")
    assert issue is not None
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["error"] == "No data for this day"
    market.days.add(TOMORROW)
    await home.at("2026-11-21T18:31:00+01:00")
    assert home.issue("prices_late") is None


async def test_a_unit_that_cannot_be_is_told(hass: HomeAssistant, make_home: MakeHome) -> None:
    """EUR/kWh that are EUR/MWh: read as what they are, and said."""
    hass.states.async_set("sensor.prices", "9", {"unit_of_measurement": "EUR/kWh", "prices": rows(TODAY, 1000)})
    home = await make_home(contract(dynamic("entity:sensor.prices")))
    assert told(home, TODAY) == pytest.approx(expected(TODAY, 4))
    issue = home.issue("prices_other_unit")
    assert issue is not None
    assert issue.translation_placeholders == {"source": "prices", "told": "EUR/kWh", "found": "EUR/MWh"}
    hass.states.async_set("sensor.prices", "9", {"unit_of_measurement": "EUR/MWh", "prices": rows(TODAY, 1000)})
    await home.settle()
    assert home.issue("prices_other_unit") is None


async def test_a_unit_of_another_currency_is_told(hass: HomeAssistant, make_home: MakeHome) -> None:
    hass.states.async_set("sensor.prices", "9", {"unit_of_measurement": "SEK/kWh", "prices": rows(TODAY)})
    home = await make_home(contract(dynamic("entity:sensor.prices")))
    assert home.price() is None
    issue = home.issue("prices_unit_unclear")
    assert issue is not None
    assert issue.translation_placeholders == {"source": "prices", "told": "SEK/kWh"}
    (own,) = home.entry.get_subentries_of_type("contract")
    changed = dynamic("entity:sensor.prices", price_unit="EUR/kWh") | {"entered": "2026-11-21T00:00:00+00:00"}
    hass.config_entries.async_update_subentry(home.entry, own, data={"versions": [*own.data["versions"], changed]})
    await home.settle()
    assert home.issue("prices_unit_unclear") is None
    assert home.price() is not None


async def test_repairs_end_with_the_site(hass: HomeAssistant, make_home: MakeHome) -> None:
    hass.states.async_set("sensor.prices", "9", {"unit_of_measurement": "SEK/kWh", "prices": rows(TODAY)})
    home = await make_home(contract(dynamic("entity:sensor.prices")))
    assert home.issue("prices_unit_unclear") is not None
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    assert home.issue("prices_unit_unclear") is None


async def test_an_answer_without_prices_is_none(
    hass: HomeAssistant, make_home: MakeHome, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever an integration returns, the site goes on."""
    caplog.set_level(logging.DEBUG, "custom_components.overshot")
    market = tibber(hass)
    home = await make_home(contract(dynamic(market.key)))
    for answer in ({"prices": None}, {"prices": {"Home": "x"}}, {"prices": {"Home": [{"price": 1}, 3, None]}}, {}):
        market._answer = lambda market, data, answer=answer: answer
        await home.entry.runtime_data.prices.async_refresh()
    assert home.price() is None
    assert len(market.calls) == 5
