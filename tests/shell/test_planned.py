"""A device that was added before it existed: part of nothing, without a word, until it appears by itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from modbus_connection.mock import MockModbusUnit
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.overshot.const import DOMAIN, PLANNED_INTERVAL
from custom_components.overshot.flows.found import stable_id

from .conftest import STATION_SERIAL, House, Station, subentries
from .flows.neighbourhood import GOODWE_1_HOST, WITTY_1, WITTY_1_HOST, Neighbourhood

FAMILY = "hager_witty_plus"
NAME = stable_id("planned", FAMILY, f"{WITTY_1_HOST}:502", "1")


@pytest.fixture
def neighbourhood(station: Station, links: None) -> Iterator[Neighbourhood]:
    """Return the network in which the device appears; the site itself then reads it there too."""
    network = Neighbourhood()

    def borrow(hass: HomeAssistant, entry: object, params: Any, unit_id: int) -> MockModbusUnit:
        """Stand in for Home Assistant's shared connections."""
        there = network.links.get((getattr(params, "host", ""), 502))
        return station.unit if there is None else there.for_unit(unit_id)

    with network.reachable(), patch("custom_components.overshot.links.async_get_unit", borrow):
        yield network


def planned(**where: Any) -> ConfigSubentryData:
    """Return a station that is not there yet."""
    data = {
        "family": FAMILY,
        "manufacturer": "Hager",
        "planned": True,
        "unit_id": 1,
        "grid_role": False,
        "phases": 3,
        "rotation": "l1l2l3",
        "max_current": 16,
        "fallback_current": 0,
        **(where or {"host": WITTY_1_HOST, "port": 502}),
    }
    return ConfigSubentryData(data=data, subentry_type="charge_point", title="Carport", unique_id=NAME)


async def a_house(hass: HomeAssistant, station: Station, *devices: ConfigSubentryData) -> House:
    """Set up a site with a meter, a station and what is planned."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={
            "name": "Home",
            "connection_type": "three_phase",
            "fuse": 25,
            "derating": 80,
            "ct_ratio": 1,
            "country": "BE",
        },
        subentries_data=[*subentries(), *devices],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house = House(hass, entry, station)
    await house.settle()
    return house


def carport(house: House) -> Any:
    """Return the subentry of the planned station."""
    return next(device for device in house.entry.subentries.values() if device.title == "Carport")


async def a_while(house: House, freezer: FrozenDateTimeFactory, wait: timedelta = PLANNED_INTERVAL) -> None:
    """Let time pass until the device has been looked out for once more."""
    freezer.tick(wait + timedelta(seconds=2))
    async_fire_time_changed(house.hass)
    await house.settle()


def repairs(hass: HomeAssistant) -> dict[str | None, Any]:
    """Return the open repairs by kind."""
    issues = ir.async_get(hass).issues.values()
    found = {issue.translation_key: issue for issue in issues if issue.domain == DOMAIN and issue.active}
    # Time passes here without a word from the grid meter.
    found.pop("meter_stale", None)
    return found


@pytest.fixture
async def house(hass: HomeAssistant, station: Station, neighbourhood: Neighbourhood) -> House:
    """Set up a site with a planned station."""
    return await a_house(hass, station, planned())


async def test_it_takes_part_in_nothing(
    house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    await house.telegram(500)
    for _ in range(3):
        await a_while(house, freezer)
        await house.telegram(500)
    assert house.state("sensor", "connection_status", NAME) == "planned"
    assert house.state("binary_sensor", "connected", NAME) == "off"
    assert house.state("binary_sensor", "problem", house.entry.entry_id) == "off"
    assert [point.name for point in house.site.site.charge_points] == ["Garage"]
    assert er.async_get(house.hass).async_get_entity_id("switch", DOMAIN, f"{NAME}_control") is None
    assert repairs(house.hass) == {}
    assert not [record for record in caplog.records if "Carport" in record.message and record.levelname != "DEBUG"]
    device = house.entry.runtime_data.devices[carport(house).subentry_id]
    assert not device.writable
    assert device.gateway == WITTY_1_HOST


async def test_it_appears(house: House, neighbourhood: Neighbourhood, freezer: FrozenDateTimeFactory) -> None:
    status = house.entity_id("sensor", "connection_status", NAME)
    before = house.site
    neighbourhood.add_witty()
    await a_while(house, freezer)
    assert house.site is not before
    data = carport(house).data
    assert (data["serial_number"], data["model"], data["phases"]) == (WITTY_1, "XVP1K22T2S", 3)
    assert "planned" not in data
    # What it is called stays, and so do its entities.
    assert carport(house).unique_id == NAME
    assert house.entity_id("sensor", "connection_status", NAME) == status
    assert house.state("sensor", "connection_status", NAME) == "connected"
    assert house.entity_id("switch", "control", NAME)
    assert {point.name for point in house.site.site.charge_points} == {"Garage", "Carport"}
    registered = dr.async_get(house.hass).async_get_device_by_identifier((DOMAIN, NAME), house.entry.entry_id)
    assert registered is not None
    assert (registered.serial_number, registered.model) == (WITTY_1, "XVP1K22T2S")
    # It appeared once; nothing loads again after that.
    after = house.site
    await a_while(house, freezer)
    assert house.site is after


async def test_who_is_not_of_its_kind_is_left_alone(
    house: House, neighbourhood: Neighbourhood, freezer: FrozenDateTimeFactory
) -> None:
    neighbourhood.add_stranger(WITTY_1_HOST)
    await a_while(house, freezer)
    assert house.state("sensor", "connection_status", NAME) == "planned"
    assert repairs(house.hass) == {}


async def test_one_that_is_set_up_already_is_told_of(
    house: House, neighbourhood: Neighbourhood, freezer: FrozenDateTimeFactory
) -> None:
    neighbourhood.add_witty(serial=STATION_SERIAL)
    await a_while(house, freezer)
    assert carport(house).data["planned"] is True
    assert house.state("sensor", "connection_status", NAME) == "failed"
    words = repairs(house.hass)["planned_is_known"].translation_placeholders
    assert words == {
        "planned": "Carport",
        "address": WITTY_1_HOST,
        "device": "Garage",
        "site": "Home",
        "serial": STATION_SERIAL,
    }
    # The planned one is removed, and the repair with it.
    house.hass.config_entries.async_remove_subentry(house.entry, carport(house).subentry_id)
    await house.settle()
    assert repairs(house.hass) == {}


async def test_on_a_line_it_is_looked_out_for_less_often(
    hass: HomeAssistant,
    station: Station,
    neighbourhood: Neighbourhood,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Everybody on the line waits while it does not answer."""
    port = "/dev/ttyUSB0"
    house = await a_house(hass, station, planned(device=port, baudrate=19_200, line_format="8e1"))
    unit = neighbourhood.add_line(port, 19_200, {1}).for_unit(1)
    for _ in range(4):
        await a_while(house, freezer)
    assert unit.read_events == []
    await a_while(house, freezer)
    assert unit.read_events
    device = house.entry.runtime_data.devices[carport(house).subentry_id]
    assert device.gateway == f"{port} (19200 8E1)"


async def test_nobody_is_taken_in_while_the_site_starts(
    house: House, neighbourhood: Neighbourhood, freezer: FrozenDateTimeFactory
) -> None:
    """A site that is not loaded would not hear of it."""
    device = house.entry.runtime_data.devices[carport(house).subentry_id]
    neighbourhood.add_witty()
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    await device.async_refresh()
    assert carport(house).data["planned"] is True


async def test_a_link_held_with_other_settings_does_not_stop_the_site(
    hass: HomeAssistant, station: Station, neighbourhood: Neighbourhood, freezer: FrozenDateTimeFactory
) -> None:
    neighbourhood.in_use.add((GOODWE_1_HOST, 502))
    house = await a_house(hass, station, planned(host=GOODWE_1_HOST, port=502))
    await a_while(house, freezer)
    assert house.state("sensor", "connection_status", NAME) == "planned"
