"""Adding and changing energy contracts: a few questions, a version from a day on, and nothing lost on a mistake."""

from datetime import date, time
from typing import Any
from unittest.mock import AsyncMock

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.core.tariff import DynamicPrice, FixedPrice
from custom_components.overshot.tariffs.contracts import Version, versions_of

from ..tariffs.prices import BRUSSELS, contract, dynamic, nordpool, tibber, version
from .conftest import AddSite, meter
from .walk import Walk

DONE = "aborted: reconfigure_successful"
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
async def _now(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    await hass.config.async_set_time_zone(BRUSSELS)
    freezer.move_to("2026-11-21T17:30:00+01:00")


def only(site: MockConfigEntry) -> ConfigSubentry:
    """Return the one contract."""
    (found,) = site.get_subentries_of_type("contract")
    return found


def last(site: MockConfigEntry) -> Version:
    """Return the version that starts last."""
    return versions_of(site)[-1]


async def to_prices(hass: HomeAssistant, site: MockConfigEntry, kind: str, **changes: Any) -> Walk:
    """Begin a contract."""
    walk = await Walk.new_device(hass, site, "contract")
    assert walk.step == "contract"
    await walk.send_as_shown(name=" Engie Easy ", kind=kind, **changes)
    assert walk.step == f"price_{kind}"
    return walk


async def to_the_end(walk: Walk, region: str | None = "elsewhere", **costs: Any) -> Walk:
    """Go on from the feed-in price with nothing more to tell."""
    if region is not None:
        assert walk.step == "region"
        await walk.pick(region)
    assert walk.step == "costs"
    return await walk.send_as_shown(**costs)


async def test_one_price_from_today(hass: HomeAssistant, add_site: AddSite) -> None:
    """The first contract of a site replaces nothing, so it applies at once."""
    site = add_site(meter())
    walk = await to_prices(hass, site, "single", monthly_fee=5)
    await walk.fill(price=0.25)
    await walk.fill(feed_in=[{"price": 0.03}])
    await to_the_end(walk, distribution=0.05)
    assert walk.step == "created"
    made = last(site)
    assert (made.starts, made.contract.name, only(site).title) == (TODAY, "Engie Easy", "Engie Easy")
    assert (made.contract.vat, made.contract.monthly_fee) == (0.06, 5)
    assert made.contract.import_price == FixedPrice(otherwise=0.25)
    assert made.contract.feed_in[0].price == FixedPrice(otherwise=0.03)
    assert made.fees.distribution.otherwise == 0.05
    assert made.fees.capacity is None


async def test_flanders_begins_with_what_the_table_knows(hass: HomeAssistant, add_site: AddSite) -> None:
    """The amount is a first entry that says how unsure it is; the maximum tariff is asked where a peak costs."""
    site = add_site(meter())
    walk = await to_prices(hass, site, "single")
    await walk.fill(price=0.25)
    await walk.fill()
    await walk.pick("flanders")
    assert walk.shown == {"capacity_price": 40.4}
    assert (walk.placeholders["average"], walk.placeholders["year"]) == ("40.4", "2023")
    await walk.send_as_shown(capacity_price=51.5)
    assert walk.step == "maximum"
    await walk.fill(maximum_price=0.22, yearly_import=500)
    assert walk.step == "created"
    fees = last(site).fees
    assert fees.capacity is not None
    assert (fees.capacity.per_kw_year, fees.maximum, fees.vat) == (51.5, 0.22, 0.06)


async def test_peak_and_off_peak_by_the_meter(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    walk = await to_prices(hass, site, "two_rates")
    assert (walk.shown["peak_start"], walk.shown["peak_end"]) == ("07:00:00", "22:00:00")
    await walk.send_as_shown(peak_price=0.30, off_peak_price=0.20, by_meter=True)
    await walk.fill(feed_in=[{"price": 0.05, "off_peak_price": 0.02}])
    await to_the_end(walk)
    made = last(site).contract
    assert isinstance(made.import_price, FixedPrice)
    assert made.import_price.by_meter
    assert isinstance(made.feed_in[0].price, FixedPrice)
    assert made.feed_in[0].price.otherwise == 0.02


async def test_several_times_of_the_day(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    walk = await to_prices(hass, site, "windows")
    await walk.fill(price=0.2)
    assert walk.errors == {"rates": "rates_empty"}
    night = {"price": 0.1, "start": "22:00:00", "end": "06:00:00"}
    sunday = {"price": 0.15, "start": "00:00:00", "end": "00:00:00", "weekdays": ["sun"], "name": "Sunday"}
    await walk.fill(rates=[night | {"price": 25}, sunday], price=0.2)
    assert walk.errors == {"rates": "tariff_price_too_high"}
    assert walk.shown["rates"][1] == sunday
    await walk.fill(rates=[night, sunday], price=0.2)
    await walk.fill()
    await to_the_end(walk)
    price = last(site).contract.import_price
    assert isinstance(price, FixedPrice)
    assert [rate.price for rate in price.rates] == [0.1, 0.15]
    assert price.rates[1].windows[0].weekdays == {6}


async def test_a_time_may_be_written_short(hass: HomeAssistant, add_site: AddSite) -> None:
    """Home Assistant takes 7:00 for a time, so a contract must be able to be read with it."""
    site = add_site(meter())
    walk = await to_prices(hass, site, "windows")
    await walk.fill(rates=[{"price": 0.1, "start": "7:00", "end": "9:30"}], price=0.2)
    assert walk.errors == {}
    await walk.fill()
    await to_the_end(walk)
    price = last(site).contract.import_price
    assert isinstance(price, FixedPrice)
    assert (price.rates[0].windows[0].start, price.rates[0].windows[0].end) == (time(7), time(9, 30))


async def test_a_dynamic_contract_finds_who_tells_its_prices(hass: HomeAssistant, add_site: AddSite) -> None:
    """Integrations that are there come first, and one is asked at once whether it answers."""
    market = nordpool(hass)
    market.days = {TODAY}
    site = add_site(meter())
    walk = await to_prices(hass, site, "dynamic")
    assert walk.shown == {"factor": 1.0, "adder": 0.0}
    await walk.fill(factor=1.02, adder=0.012)
    await walk.fill(feed_in=[{"price": -0.01, "factor": 1}])
    assert (walk.step, walk.shown) == ("source", {"source": market.key})
    await walk.send_as_shown()
    await to_the_end(walk)
    assert walk.step == "created"
    made = last(site)
    assert made.contract.import_price == DynamicPrice(factor=1.02, adder=0.012)
    assert made.data["source"] == market.key
    assert market.calls == [{"config_entry": market.entry.entry_id, "date": "2026-11-21"}]


@pytest.mark.parametrize(
    ("error", "key", "text"),
    [
        (TimeoutError("offline"), "source_failed", "no answer within 60 s"),
        (HomeAssistantError("not logged in"), "source_failed", "not logged in"),
        (KeyError("areas"), "source_failed", "KeyError: 'areas'"),
        (None, "source_empty", ""),
    ],
    ids=["no answer", "an error", "a mistake of the integration", "no prices"],
)
async def test_a_source_that_does_not_answer_is_taken_on_demand(
    hass: HomeAssistant, add_site: AddSite, error: Exception | None, key: str, text: str
) -> None:
    market = nordpool(hass)
    market.error = error
    site = add_site(meter())
    walk = await to_prices(hass, site, "dynamic")
    await walk.send_as_shown()
    await walk.fill()
    await walk.send_as_shown()
    assert (walk.errors, walk.placeholders["error"]) == ({"base": key}, text)
    await walk.send_as_shown()
    assert walk.step == "region"


async def test_an_entity_tells_the_prices(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter())
    prices = [{"start": f"2026-11-21T{hour:02}:00:00+01:00", "value": 80.0 + hour} for hour in range(24)]
    hass.states.async_set("sensor.bare", "1", {"unit_of_measurement": "EUR/MWh"})
    hass.states.async_set("sensor.crowns", "1", {"unit_of_measurement": "SEK/kWh", "raw_today": prices})
    own = er.async_get(hass).async_get_or_create("sensor", "overshot", "x_import_price").entity_id
    walk = await to_prices(hass, site, "dynamic")
    await walk.send_as_shown()
    await walk.fill()
    assert "sensor.bare" not in str(walk.result["data_schema"].schema)
    for entered, errors in (
        ({}, {"base": "source_one"}),
        ({"source": "entity:sensor.crowns", "price_entity": "sensor.bare"}, {"base": "source_one"}),
        ({"price_entity": "sensor.bare"}, {"price_entity": "entity_without_prices"}),
        ({"price_entity": own}, {"price_entity": "entity_own"}),
        ({"source": "entity:sensor.crowns"}, {"price_unit": "prices_unit_unknown"}),
    ):
        await walk.fill(**entered)
        assert walk.errors == errors, entered
    hass.states.async_set("sensor.prices", "90", {"unit_of_measurement": "EUR/MWh", "prices_today": prices})
    await walk.fill(price_entity="sensor.prices")
    await to_the_end(walk)
    made = only(site)
    assert last(site).data["source"] == "entity:sensor.prices"
    walk = await Walk.change_device(hass, site, made.subentry_id)
    await walk.send_as_shown()
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert walk.shown == {"price_entity": "sensor.prices"}
    await walk.send_as_shown()
    assert walk.step == "costs"


async def test_the_netherlands_net_and_levy(hass: HomeAssistant, add_site: AddSite) -> None:
    """Until net metering ends it is offered; the energy tax and its credit are first entries."""
    site = add_site(meter(), country="NL")
    walk = await to_prices(hass, site, "single")
    await walk.fill(price=0.12)
    assert walk.shown == {"net_metering": True}
    assert walk.placeholders["until"] == "01-01-2027"
    await walk.send_as_shown(feed_in=[{"price": 0.06}])
    assert walk.step == "costs"
    assert "capacity_price" not in walk.shown
    await walk.send_as_shown()
    assert walk.step == "created"
    made = last(site).contract
    assert made.net_metering_until == date(2027, 1, 1)
    assert made.vat == 0.21
    assert [levy.per_kwh for levy in made.levies] == [0.0916, 0]
    assert made.levies[1].per_month < 0


async def test_after_net_metering_it_is_not_offered(
    hass: HomeAssistant, add_site: AddSite, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-01T00:00:00+01:00")
    site = add_site(meter(), country="NL")
    walk = await to_prices(hass, site, "single")
    await walk.fill(price=0.12)
    assert walk.shown == {}


async def test_prices_with_taxes_get_no_more_vat(hass: HomeAssistant, add_site: AddSite) -> None:
    market = tibber(hass)
    market.days = {TODAY}
    site = add_site(meter(), country="NL")
    walk = await to_prices(hass, site, "dynamic")
    await walk.send_as_shown()
    await walk.send_as_shown()
    await walk.send_as_shown()
    await to_the_end(walk, None, levies=[])
    assert walk.step == "created"
    assert (last(site).contract.vat, last(site).fees.vat) == (0, 0.21)


# Mistakes


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"name": "  "}, {"name": "contract_name"}),
        ({"vat": 121}, {"vat": "tariff_vat"}),
        ({"vat": -1}, {"vat": "tariff_vat"}),
        ({"vat": float("nan")}, {"vat": "tariff_vat"}),
        ({"monthly_fee": float("inf")}, {"monthly_fee": "tariff_not_finite"}),
    ],
    ids=["no name", "a factor as VAT", "negative VAT", "not a number", "an infinite fee"],
)
async def test_a_contract_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await Walk.new_device(hass, add_site(meter()), "contract")
    values = {"name": "Engie", "starts": "2026-12-01", "kind": "single", "vat": 6, "monthly_fee": 1, **entered}
    await walk.fill(**values)
    assert (walk.step, walk.errors) == ("contract", errors)
    assert walk.shown["starts"] == "2026-12-01"


@pytest.mark.parametrize(
    ("kind", "entered", "errors"),
    [
        ("single", {"price": 25}, {"price": "tariff_price_too_high"}),
        ("single", {"price": float("nan")}, {"price": "tariff_not_finite"}),
        ("two_rates", {"off_peak_price": 22}, {"off_peak_price": "tariff_price_too_high"}),
        ("dynamic", {"adder": 1.2}, {"adder": "tariff_price_too_high"}),
        ("dynamic", {"factor": float("inf")}, {"factor": "tariff_not_finite"}),
    ],
    ids=["cents", "not a number", "cents by night", "cents on top", "an infinite factor"],
)
async def test_prices_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, kind: str, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await to_prices(hass, add_site(meter()), kind)
    all_right: dict[str, dict[str, Any]] = {
        "single": {"price": 0.25},
        "two_rates": {"peak_price": 0.3, "off_peak_price": 0.2, "peak_start": "07:00:00", "peak_end": "22:00:00"},
        "dynamic": {"factor": 1, "adder": 0.01},
    }
    right = all_right[kind]
    await walk.fill(**(right | entered))
    assert (walk.step, walk.errors) == (f"price_{kind}", errors)
    await walk.fill(**right)
    assert walk.step == "feed_in"


@pytest.mark.parametrize(
    ("feed_in", "error"),
    [
        ([{"price": 5}], "tariff_price_too_high"),
        ([{"price": 0.05, "share": 60}, {"price": 0.1, "share": 60}], "tariff_shares"),
        ([{"price": 0.05, "share": 120}, {"price": 0.1}], "tariff_shares"),
        ([{"price": 0.05, "factor": 1, "off_peak_price": 0.02}], "feed_in_both"),
        ([{"price": -1.2, "factor": 1}], "tariff_price_too_high"),
    ],
    ids=["cents", "too much", "more than all", "two kinds at once", "cents kept"],
)
async def test_feed_in_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, feed_in: list[dict[str, Any]], error: str
) -> None:
    walk = await to_prices(hass, add_site(meter()), "single")
    await walk.fill(price=0.25)
    await walk.fill(feed_in=feed_in)
    assert (walk.errors, walk.shown["feed_in"]) == ({"feed_in": error}, feed_in)
    await walk.fill(feed_in=[{"price": 0.05, "share": 60}, {"price": 0.1, "name": "Roof"}])
    assert walk.step == "region"


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"distribution": 5}, {"distribution": "tariff_price_too_high"}),
        ({"capacity_price": -40}, {"capacity_price": "tariff_floor"}),
        ({"levies": [{"name": "Fund", "per_kwh": 9}]}, {"levies": "tariff_price_too_high"}),
        ({"levies": [{"name": " ", "per_kwh": 0.1}]}, {"levies": "levy_name"}),
        (
            {"distribution_rates": [{"price": 4, "start": "07:00:00", "end": "22:00:00"}]},
            {"distribution_rates": "tariff_price_too_high"},
        ),
    ],
    ids=["cents", "negative", "a levy in cents", "a levy without a name", "cents in some hours"],
)
async def test_costs_that_cannot_be(
    hass: HomeAssistant, add_site: AddSite, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    walk = await to_prices(hass, add_site(meter()), "single")
    await walk.fill(price=0.25)
    await walk.fill()
    await walk.pick("flanders")
    await walk.send_as_shown(**entered)
    assert (walk.step, walk.errors) == ("costs", errors)


async def test_a_maximum_that_cannot_be(hass: HomeAssistant, add_site: AddSite) -> None:
    walk = await to_prices(hass, add_site(meter()), "single")
    await walk.fill(price=0.25)
    await walk.fill()
    await walk.pick("flanders")
    await walk.send_as_shown()
    await walk.fill(maximum_price=22, yearly_import=-5)
    assert walk.errors == {"maximum_price": "tariff_price_too_high", "yearly_import": "yearly_import"}
    await walk.fill()
    assert walk.step == "created"


# Changes


async def test_an_edit_without_a_date_applies_from_tomorrow(hass: HomeAssistant, add_site: AddSite) -> None:
    """And what applied before stays in the history."""
    site = add_site(meter(), contract(version("Engie", "2026-01-01", monthly_fee=4.0)))
    walk = await Walk.change_device(hass, site, only(site).subentry_id)
    assert walk.shown["name"] == "Engie"
    assert "starts" not in walk.shown
    await walk.send_as_shown(name="Engie 2")
    assert walk.shown == {"price": 0.30}
    await walk.send_as_shown(price=0.28)
    assert walk.shown["feed_in"] == [{"price": 0.05}]
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert walk.step == DONE
    before, after = versions_of(site)
    assert (before.starts, before.contract.import_price) == (date(2026, 1, 1), FixedPrice(otherwise=0.30))
    assert (after.starts, after.contract.import_price) == (date(2026, 11, 22), FixedPrice(otherwise=0.28))
    assert after.contract.monthly_fee == 4
    assert only(site).title == "Engie 2"


async def test_an_edit_of_the_past(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), contract(version("Engie", "2026-01-01")))
    walk = await Walk.change_device(hass, site, only(site).subentry_id)
    await walk.send_as_shown(starts="2026-06-01")
    await walk.send_as_shown(price=0.28)
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert [each.starts for each in versions_of(site)] == [date(2026, 1, 1), date(2026, 6, 1)]


async def test_a_site_that_runs_hears_of_a_new_version_once(
    hass: HomeAssistant, add_site: AddSite, set_up: AsyncMock
) -> None:
    site = add_site(meter(), contract(version("Engie", "2026-01-01")))
    await hass.config_entries.async_setup(site.entry_id)
    heard = AsyncMock()
    site.add_update_listener(heard)
    set_up.reset_mock()
    walk = await Walk.change_device(hass, site, only(site).subentry_id)
    await walk.send_as_shown()
    await walk.send_as_shown(price=0.28)
    await walk.send_as_shown()
    await walk.send_as_shown()
    assert walk.step == DONE
    await hass.async_block_till_done()
    assert last(site).contract.import_price == FixedPrice(otherwise=0.28)
    assert (heard.await_count, set_up.await_count) == (1, 0)


async def test_a_second_contract_without_a_date_applies_from_tomorrow(hass: HomeAssistant, add_site: AddSite) -> None:
    site = add_site(meter(), contract(version("Engie", "2026-01-01")))
    walk = await to_prices(hass, site, "single")
    await walk.fill(price=0.25)
    await walk.fill()
    await to_the_end(walk)
    assert last(site).starts == date(2026, 11, 22)


async def test_an_old_contract_is_corrected_where_it_was(hass: HomeAssistant, add_site: AddSite) -> None:
    """Who opens a contract that no longer applies does not want it from tomorrow on."""
    old, new = contract(version("Old", "2025-01-01")), contract(version("New", "2026-01-01"))
    site = add_site(meter(), old, new)
    id_ = next(each.subentry_id for each in site.get_subentries_of_type("contract") if each.title == "Old")
    walk = await Walk.change_device(hass, site, id_)
    assert walk.shown["starts"] == "2025-01-01"
    await walk.send_as_shown()
    await walk.send_as_shown(price=0.40)
    await walk.send_as_shown()
    await walk.send_as_shown()
    all_ = versions_of(site)
    assert [each.contract.name for each in all_] == ["Old", "Old", "New"]
    assert all_[1].contract.import_price == FixedPrice(otherwise=0.40)


async def test_what_is_emptied_is_gone(hass: HomeAssistant, add_site: AddSite) -> None:
    data = version("Engie", "2026-01-01", monthly_fee=4.0, distribution=0.05, capacity_price=40.0, maximum_price=0.2)
    site = add_site(meter(), contract(data))
    walk = await Walk.change_device(hass, site, only(site).subentry_id)
    await walk.fill(name="Engie", kind="single", vat=6)
    await walk.send_as_shown()
    await walk.fill()
    await walk.fill()
    assert walk.step == DONE
    made = last(site)
    assert (made.contract.monthly_fee, made.contract.feed_in) == (0, ())
    assert (made.fees.capacity, made.fees.distribution.otherwise, made.fees.maximum) == (None, 0, None)


async def test_the_same_price_for_a_dynamic_contract_asks_nobody(hass: HomeAssistant, add_site: AddSite) -> None:
    """Another kind leaves nothing of the one before that counts."""
    site = add_site(meter(), contract(dynamic("entity:sensor.gone")))
    walk = await Walk.change_device(hass, site, only(site).subentry_id)
    await walk.send_as_shown(kind="single")
    await walk.send_as_shown(price=0.2)
    await walk.send_as_shown(feed_in=[])
    assert walk.step == "costs"
    await walk.send_as_shown()
    assert not last(site).needs_market


async def test_an_unreadable_version_does_not_hide_the_others(
    hass: HomeAssistant, add_site: AddSite, caplog: pytest.LogCaptureFixture
) -> None:
    site = add_site(meter(), contract(version("Engie", "2026-01-01"), version("Broken", "2026-02-01", price=30)))
    assert [each.contract.name for each in versions_of(site)] == ["Engie"]
    assert "cannot be read" in caplog.text
    only_broken = add_site(meter(), contract(version("Broken", price="much")))
    walk = await Walk.change_device(hass, only_broken, only(only_broken).subentry_id)
    assert walk.shown["name"] == "Broken"


async def test_a_contract_is_no_grid_meter(hass: HomeAssistant, add_site: AddSite) -> None:
    """Whoever lets another device measure the grid is not offered a contract."""
    site = add_site(meter(), meter(serial_number="1OVS0000000002", host="192.0.2.3"), contract(version()))
    walk = await Walk.change_site(hass, site)
    await walk.pick("grid_role")
    assert len(walk.options) == 2
    assert only(site).subentry_id not in walk.options
