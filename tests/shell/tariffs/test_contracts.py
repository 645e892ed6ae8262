"""What a site pays by its contracts: from when each applies, what the meter says, and what comes on top."""

from types import MappingProxyType
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot import tariffs
from custom_components.overshot.core.model import MeterReading, MonthPeak, Reading
from custom_components.overshot.core.tariff import Lack

from .conftest import MakeHome, there
from .prices import contract, version


async def test_without_a_contract_there_is_nothing_to_tell(make_home: MakeHome) -> None:
    home = await make_home()
    assert home.prices.lacks == (Lack.CONTRACT,)
    assert home.prices.import_prices.spans == ()
    assert home.hass.states.async_entity_ids("sensor") != []
    assert not [id_ for id_ in home.hass.states.async_entity_ids("sensor") if id_.endswith("_price")]


async def test_a_contract_that_cannot_be_read_takes_no_sensor_away(hass: HomeAssistant, make_home: MakeHome) -> None:
    """Names, areas and automations that the user gave them would go with them."""
    home = await make_home(contract(version()))
    (subentry,) = home.entry.get_subentries_of_type("contract")
    hass.config_entries.async_update_subentry(home.entry, subentry, data={"versions": [{"name": "Odd"}]})
    await home.settle()
    assert home.entity_id("sensor", "import_price", home.entry.entry_id) is not None
    assert home.price() is None


async def test_a_fixed_contract_is_known_at_once(make_home: MakeHome) -> None:
    home = await make_home(contract(version(distribution=0.05, vat=6.0, levies=[{"name": "Fund", "per_kwh": 0.002}])))
    assert home.price() == pytest.approx((0.30 + 0.05 + 0.002) * 1.06, abs=1e-5)
    assert home.price("feed_in_price") == 0.05
    prices = home.prices
    assert (prices.contract, prices.lacks) == ("Fixed", ())
    assert prices.import_prices.start == there("2026-11-21T00:00:00+01:00")
    assert prices.known_until == prices.import_prices.until == there("2026-11-23T00:00:00+01:00")
    assert home.state("sensor", "prices_known_until", home.entry.entry_id) == "2026-11-22T23:00:00+00:00"


async def test_the_forecast_is_an_attribute_that_is_not_recorded(make_home: MakeHome) -> None:
    home = await make_home(contract(version()))
    state = home.hass.states.get(home.entity_id("sensor", "import_price", home.entry.entry_id))
    assert state is not None
    assert len(state.attributes["forecast"]) == 192
    assert state.attributes["forecast"][0] == {
        "start": "2026-11-21T00:00:00+01:00",
        "end": "2026-11-21T00:15:00+01:00",
        "price": 0.3,
    }
    assert state.state_info is not None
    assert "forecast" in state.state_info["unrecorded_attributes"]


async def test_a_contract_of_tomorrow_begins_at_midnight(make_home: MakeHome) -> None:
    home = await make_home(contract(version(), version("New", "2026-11-22", price=0.20)))
    assert (home.price(), home.prices.contract) == (0.30, "Fixed")
    assert home.prices.import_prices.at(there("2026-11-22T00:00:00+01:00")) == 0.20
    await home.at("2026-11-21T23:59:45+01:00")
    assert home.price() == 0.30
    await home.at("2026-11-22T00:00:00+01:00")
    assert (home.price(), home.prices.contract) == (0.20, "New")


async def test_before_the_first_contract_nothing_is_known(make_home: MakeHome) -> None:
    home = await make_home(contract(version(starts="2026-11-22")))
    assert home.price() is None
    assert (home.prices.lacks, home.prices.known_until) == ((Lack.CONTRACT,), None)


async def test_a_new_price_does_not_load_the_site_again(hass: HomeAssistant, make_home: MakeHome) -> None:
    """Loading it again would let go of cars and batteries."""
    home = await make_home(contract(version()))
    site, changes = home.site, []
    stop = tariffs.listen(
        hass, home.entry, lambda: changes.append(home.prices.import_prices.at(there("2026-11-22T12:00:00Z")))
    )
    (own,) = home.entry.get_subentries_of_type("contract")
    data = {"versions": [*own.data["versions"], version("New", "2026-11-22", price=0.20)]}
    hass.config_entries.async_update_subentry(home.entry, own, data=data)
    await hass.async_block_till_done()
    assert home.site is site
    assert changes == [0.20]
    await home.at("2026-11-21T12:00:00+01:00")
    assert changes == [0.20], "time alone is no change"
    stop()
    hass.config_entries.async_remove_subentry(home.entry, own.subentry_id)
    await hass.async_block_till_done()
    assert home.site is not site
    assert not [id_ for id_ in hass.states.async_entity_ids("sensor") if id_.endswith("_price")], "its sensors go too"


async def test_another_change_loads_the_site_again(hass: HomeAssistant, make_home: MakeHome) -> None:
    home = await make_home(contract(version()))
    site = home.site
    station = home.entry.subentries[home.station_id]
    hass.config_entries.async_update_subentry(home.entry, station, data={**station.data, "max_current": 10})
    await hass.async_block_till_done()
    assert home.site is not site


@pytest.mark.parametrize(("register", "price"), [(1, 0.3), (2, 0.2), (None, 0.2)], ids=["day", "night", "not told"])
async def test_the_meter_tells_peak_hours(make_home: MakeHome, register: int | None, price: float) -> None:
    """On a Saturday the hours of the contract say off-peak; a meter that says day is believed for now."""
    data = version(kind="two_rates", peak_price=0.3, off_peak_price=0.2, by_meter=True)
    home = await make_home(contract(data))
    reading = MeterReading(power=0.0, tariff=register)
    home.site.snapshot = home.site.snapshot.__class__(grid=Reading(reading, there("2026-11-21T10:45:00Z"), "p1"))
    home.entry.runtime_data.prices._async_update()
    assert home.price() == price
    assert home.prices.import_prices.at(there("2026-11-21T13:00:00Z")) == 0.2
    assert home.prices.import_prices.at(there("2026-11-23T00:00:00+01:00")) is None


async def test_the_capacity_tariff_as_it_is_paid(make_home: MakeHome) -> None:
    home = await make_home(contract(version(capacity_price=40.0, vat=6.0)))
    assert home.prices.capacity is not None
    assert home.prices.capacity.per_kw_year == pytest.approx(42.4)
    assert not home.prices.at_maximum


async def test_at_the_maximum_tariff_a_peak_is_free_and_a_kwh_is_not(make_home: MakeHome) -> None:
    """2.5 kW x 40 + 300 kWh x 0.05 = 115 EUR is more than 300 kWh x 0.22 = 66 EUR."""
    costs: dict[str, Any] = {"capacity_price": 40.0, "distribution": 0.05, "maximum_price": 0.22}
    home = await make_home(contract(version(**costs, yearly_import=300.0)))
    assert home.prices.at_maximum
    assert home.prices.capacity is None
    assert home.price() == pytest.approx(0.52)
    assert home.prices.tariff is not None
    assert home.prices.tariff.grid[0].capacity is not None, "bills reckon it themselves"


async def test_peaks_of_the_meter_decide_about_the_maximum(make_home: MakeHome) -> None:
    """At the floor 2000 kWh are below the maximum; with a peak of 20 kW they are not."""
    costs: dict[str, Any] = {"capacity_price": 40.0, "distribution": 0.05, "maximum_price": 0.22}
    home = await make_home(contract(version(**costs, yearly_import=2000.0)))
    assert not home.prices.at_maximum
    closed = MonthPeak(demand=22_000, at=there("2026-10-03T10:00:00Z"), month=there("2026-10-01T00:00:00+02:00"))
    reading = MeterReading(month_peak=MonthPeak(demand=18_000, at=None), peak_history=(closed,))
    home.site.snapshot = home.site.snapshot.__class__(grid=Reading(reading, there("2026-11-21T10:45:00Z"), "p1"))
    home.entry.runtime_data.prices._async_update()
    assert home.prices.at_maximum


async def test_net_metering_ends_with_2026(make_home: MakeHome) -> None:
    """What is fed in saves the price of an import until then, and earns the feed-in price afterwards."""
    data = version(net_metering=True, levies=[{"name": "Tax", "per_kwh": 0.1}], vat=21.0)
    home = await make_home(contract(data), now="2026-12-31T23:50:00+01:00", country="NL")
    assert home.price("feed_in_price") == home.price() == pytest.approx(0.484)
    await home.at("2027-01-01T00:00:00+01:00")
    assert home.price("feed_in_price") == 0.05
    assert home.price() == pytest.approx(0.484)


async def test_several_feed_in_prices_are_weighted(make_home: MakeHome) -> None:
    home = await make_home(contract(version(feed_in=[{"price": 0.10, "share": 25}, {"price": 0.02}])))
    assert home.price("feed_in_price") == pytest.approx(0.04)


async def test_the_history_lists_all(hass: HomeAssistant, make_home: MakeHome) -> None:
    """A version that was replaced before it ever applied is there too."""
    late = version("New", "2026-06-01", price=0.2) | {"entered": "2026-06-02T00:00:00+00:00"}
    home = await make_home(contract(version(), version("Mistake", "2026-06-01", price=0.5), late))
    assert home.price() == 0.2
    answer = await hass.services.async_call("overshot", "get_contracts", {}, blocking=True, return_response=True)
    assert answer is not None
    history: Any = answer["history"]
    assert [(each["name"], each["starts"], each["until"], each["replaced"]) for each in history] == [
        ("Fixed", "2026-01-01", "2026-06-01", False),
        ("Mistake", "2026-06-01", "2026-06-01", True),
        ("New", "2026-06-01", None, False),
    ]
    assert history[0]["contract"]["price"] == 0.3


async def test_prices_as_an_action_returns_them(hass: HomeAssistant, make_home: MakeHome) -> None:
    home = await make_home(contract(version(capacity_price=40.0)))
    answer = await hass.services.async_call(
        "overshot", "get_prices", {"config_entry_id": home.entry.entry_id}, blocking=True, return_response=True
    )
    assert answer is not None
    assert (answer["contract"], answer["unit"], answer["capacity_per_kw_year"]) == ("Fixed", "EUR/kWh", 40)
    assert isinstance(answer["import"], list)
    assert len(answer["import"]) == 192
    assert answer["known_until"] == "2026-11-22T23:00:00+00:00"
    assert answer["lacks"] == []


async def test_contracts_of_two_subentries_follow_each_other(make_home: MakeHome) -> None:
    old = contract(version("Old", "2025-01-01", price=0.4))
    new = contract(version("New", "2026-01-01", price=0.2))
    home = await make_home(new, {**old, "data": MappingProxyType(dict(old["data"]))})
    assert (home.price(), home.prices.contract) == (0.2, "New")
