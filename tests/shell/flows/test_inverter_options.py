"""What is asked of an inverter: ratings of its battery, the sign of its meter, the wallboxes behind it."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.from_entities import keys

from ...devices.e3dc_map import e3dc
from ...devices.registers import spread
from ...devices.sunspec_map import COMMON, INVERTER, METER, METER_COMMON, sunspec
from .conftest import AddSite, device_id, meter
from .neighbourhood import GOODWE_1_HOST, Neighbourhood
from .walk import Walk

DONE = "aborted: reconfigure_successful"
HOST = "192.0.2.70"


@pytest.fixture
def site(add_site: AddSite) -> MockConfigEntry:
    """Store a site with a grid meter."""
    return add_site(meter())


async def by_hand(hass: HomeAssistant, site: MockConfigEntry, host: str, **entered: Any) -> Walk:
    """Come to the options of an inverter."""
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("by_hand")
    return await walk.send_as_shown(host=host, **entered)


def stored(entry: MockConfigEntry) -> dict[str, Any]:
    """Return the data of the one inverter."""
    (device,) = entry.get_subentries_of_type("inverter")
    return dict(device.data)


async def test_a_goodwe_is_asked_for_its_battery(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add_goodwe()
    walk = await by_hand(hass, site, GOODWE_1_HOST)
    assert walk.step == "inverter"
    assert walk.shown == {}
    notes = walk.placeholders["notes"]
    assert "Disconnect the inverter's own meter" in notes
    assert "not a cascade" in notes
    assert "memory that wears" in notes
    for field, wrong in (("capacity", 0.4), ("max_charge", 99), ("max_discharge", 2_000_000)):
        await walk.fill(**{field: wrong})
        assert walk.errors == {field: f"invalid_{field}"}
    await walk.fill(capacity=10.2, max_charge=5000, max_discharge=4500)
    assert walk.step == "created"
    data = stored(site)
    assert (data["capacity"], data["max_charge"], data["max_discharge"]) == (10.2, 5000, 4500)
    assert "invert_meter" not in data
    walk = await Walk.change_device(hass, site, device_id(site, "GoodWe GW10K-ET"))
    await walk.pick("inverter")
    assert walk.shown == {"capacity": 10.2, "max_charge": 5000, "max_discharge": 4500}
    await walk.fill(capacity=20.4)
    assert walk.step == DONE
    data = stored(site)
    assert data["capacity"] == 20.4
    assert "max_charge" not in data
    assert data["host"] == GOODWE_1_HOST


async def test_a_sunspec_inverter_is_asked_only_for_what_it_has(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add(HOST, 1, dict(sunspec((COMMON, INVERTER, METER_COMMON, METER))))
    walk = await by_hand(hass, site, HOST)
    # It has a meter and no battery.
    assert walk.shown == {"invert_meter": False}
    assert walk.placeholders["notes"] == ""
    await walk.send_as_shown(invert_meter=True)
    assert stored(site)["invert_meter"] is True


async def test_an_inverter_without_anything_to_ask_is_added_at_once(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add(HOST, 1, dict(sunspec((COMMON, INVERTER))))
    walk = await by_hand(hass, site, HOST)
    assert walk.step == "created"


async def test_an_e3dc_leaves_its_wallboxes_alone_until_told_otherwise(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    neighbourhood.add(HOST, 1, dict(spread(e3dc())))
    walk = await by_hand(hass, site, HOST)
    assert walk.shown == {"uses_wallboxes": False}
    await walk.send_as_shown(uses_wallboxes=True)
    assert stored(site)["uses_wallboxes"] is True
    (device,) = site.get_subentries_of_type("inverter")
    neighbourhood.links.clear()
    walk = await Walk.change_device(hass, site, device.subentry_id)
    await walk.pick("inverter")
    await walk.send_as_shown(uses_wallboxes=False)
    assert walk.step == DONE
    assert stored(site)["uses_wallboxes"] is False


async def test_a_planned_inverter_is_asked_for_what_its_family_may_have(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    walk = await by_hand(hass, site, HOST, family="sunspec")
    await walk.send_as_shown(plan=True)
    assert walk.step == "inverter"
    await walk.send_as_shown(capacity=5)
    assert walk.step == "created"
    assert stored(site)["capacity"] == 5


async def test_a_battery_of_entities_has_ratings_where_it_takes_orders(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    hass.states.async_set("sensor.battery", "100", {"unit_of_measurement": "W"})
    hass.states.async_set("select.mode", "auto", {"options": ["auto", "hold"]})
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("entities")
    await walk.send_as_shown(parts=["battery"])
    await walk.send_as_shown(power_entities=["sensor.battery"])
    await walk.pick("battery_read_only")
    # Nothing orders it: there are no ratings.
    assert walk.step == "created"
    (device,) = site.get_subentries_of_type("inverter")
    walk = await Walk.change_device(hass, site, device.subentry_id)
    assert walk.step == "battery_entities"
    await walk.send_as_shown()
    await walk.pick("battery_orders")
    await walk.send_as_shown(mode_entity="select.mode")
    assert walk.step == "battery_options"
    await walk.send_as_shown(option_auto="auto", option_hold="hold")
    assert (walk.step, walk.placeholders) == ("inverter", {"device": "Inverter", "notes": ""})
    await walk.fill(capacity=8)
    assert walk.step == DONE
    assert stored(site)["capacity"] == 8
    assert keys.ORDERS in stored(site)


async def test_a_new_battery_of_entities_that_takes_orders(
    hass: HomeAssistant, site: MockConfigEntry, neighbourhood: Neighbourhood
) -> None:
    hass.states.async_set("sensor.battery", "100", {"unit_of_measurement": "W"})
    hass.states.async_set("select.mode", "auto", {"options": ["auto", "hold"]})
    walk = await Walk.new_device(hass, site, "inverter")
    await walk.pick("entities")
    await walk.send_as_shown(parts=["battery"])
    await walk.send_as_shown(power_entities=["sensor.battery"])
    await walk.pick("battery_orders")
    await walk.send_as_shown(mode_entity="select.mode")
    await walk.send_as_shown(option_auto="auto", option_hold="hold")
    await walk.fill(capacity=8, max_charge=3000)
    assert walk.step == "created"
    assert (stored(site)["capacity"], stored(site)["max_charge"]) == (8, 3000)
