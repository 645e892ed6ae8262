"""Changing a site that runs: it loads again with what was changed, and the flow writes nothing to the station."""

from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState
from modbus_connection.mock import MockModbusConnection

from custom_components.overshot import async_setup_entry
from custom_components.overshot.core.model import Rotation
from custom_components.overshot.site import SiteCoordinator

from .conftest import FALLBACK, SETPOINT, STATION_SERIAL, House, Station
from .flows.conftest import telegram
from .flows.neighbourhood import Neighbourhood
from .flows.walk import Walk

DONE = "aborted: reconfigure_successful"


async def test_wiring_of_a_station(house: House) -> None:
    before = house.site
    walk = await Walk.change_device(house.hass, house.entry, house.station_id)
    await walk.pick("charge_point")
    await walk.send_as_shown(rotation="l3l1l2", fallback_current=10)
    assert walk.step == DONE
    await house.settle()
    assert house.entry.state is ConfigEntryState.LOADED
    assert house.site is not before
    point = house.site.site_point(house.station_id)
    assert (point.rotation, point.fallback_current) == (Rotation.L3L1L2, 10)
    # Read-only is what it was before, too.
    assert house.station.written_to(SETPOINT) == []
    assert house.station.written_to(FALLBACK) == []


async def test_the_main_fuse(house: House) -> None:
    walk = await Walk.change_site(house.hass, house.entry)
    await walk.pick("connection")
    await walk.send_as_shown(fuse=40)
    assert walk.step == DONE
    await house.settle()
    assert house.site.site.connection.limit == 32


async def test_a_station_at_a_new_address_is_asked_over_its_own_link(house: House) -> None:
    neighbourhood = Neighbourhood()
    link = MockModbusConnection()
    Station(link.for_unit(1))
    neighbourhood.links["192.0.2.99", 502] = link
    walk = await Walk.change_device(house.hass, house.entry, house.station_id)
    await walk.pick("address")
    with neighbourhood.reachable():
        await walk.send_as_shown(host="192.0.2.99", port=502)
    assert walk.step == DONE
    await house.settle()
    data = house.entry.subentries[house.station_id].data
    assert (data["host"], data["port"], data["serial_number"]) == ("192.0.2.99", 502, STATION_SERIAL)


async def test_another_device_becomes_the_grid_meter_only_when_told(house: House) -> None:
    with patch("custom_components.overshot.flows.meter.probe") as probe:
        probe.return_value = telegram("be_three_phase")
        walk = await Walk.new_device(house.hass, house.entry, "meter")
        await walk.pick("p1_tcp")
        await walk.fill(host="192.0.2.2", port=23)
    assert walk.step == "created"
    await house.settle()
    assert house.site.grid_device is not None
    first = house.site.grid_device.subentry.subentry_id
    other = next(
        id_ for id_, device in house.entry.subentries.items() if device.subentry_type == "meter" and id_ != first
    )
    walk = await Walk.change_site(house.hass, house.entry)
    await walk.pick("grid_role")
    await walk.fill(device=other)
    assert walk.step == DONE
    await house.settle()
    assert house.site.grid_device is not None
    assert house.site.grid_device.subentry.subentry_id == other


async def test_several_changes_made_together_load_the_site_once(house: House) -> None:
    entries, entry = house.hass.config_entries, house.entry
    with patch("custom_components.overshot.async_setup_entry", side_effect=async_setup_entry) as set_up:
        for subentry in entry.subentries.values():
            entries.async_update_subentry(entry, subentry, title=f"{subentry.title} 2")
        await house.settle()
    set_up.assert_awaited_once()
    assert {device.name for device in entry.runtime_data.devices.values()} == {"P1 meter 2", "Garage 2"}


async def test_a_change_while_the_site_loads_is_not_lost(house: House) -> None:
    entries, entry = house.hass.config_entries, house.entry
    start = SiteCoordinator.async_start
    changed: list[str] = []

    async def start_late(site: SiteCoordinator) -> None:
        """Start after the user has changed something once more."""
        if not changed:
            changed.append(site.devices[house.station_id].name)
            entries.async_update_subentry(entry, entry.subentries[house.station_id], title="Carport")
        await start(site)

    with patch.object(SiteCoordinator, "async_start", start_late):
        await entries.async_reload(entry.entry_id)
        await house.settle()
    assert changed == ["Garage"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.devices[house.station_id].name == "Carport"
