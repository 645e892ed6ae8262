"""What stands behind a controller is told like anything else: to the cards as it is now, to the reports by its name."""

from collections.abc import AsyncIterator

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
import pytest

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.ledger.reports.charts import Use
from custom_components.overshot.live import told_live
from custom_components.overshot.records.consumers import consumers_of
from tests.devices.emc_map import ALL_UNITS, build_house

from .ordered import Memory, OrderedHouse, device, in_memory, set_up

EMC = "OVS-EMC-0001"


@pytest.fixture
async def house(hass: HomeAssistant) -> AsyncIterator[OrderedHouse]:
    """Return a site whose two stations a Hager flow controller steers."""
    memory = Memory()
    build_house(memory.connection)
    memory.watch(0, *ALL_UNITS)
    with in_memory(memory):
        yield await set_up(hass, device("controller", "hager_flow", EMC, host="192.0.2.1", unit_id=0))


async def test_cards_show_its_stations_but_no_reasons_of_ours(house: OrderedHouse) -> None:
    """It is the master: what it is doing is not ours to explain."""
    await house.poll(EMC)
    id_ = house.id_of(EMC)
    stations = house.site.devices[id_].data.charge_points
    cars = [each for each in told_live(house.site, dt_util.utcnow())["consumers"] if each["kind"] == "car"]
    assert [each["id"] for each in cars] == [f"{id_}_charge_point_{number}" for number in stations]
    assert [each["power"] for each in cars] == [reading.power for reading in stations.values()]
    assert {(each["status"], each["reason"]) for each in cars} == {(None, None)}
    assert len(cars) == 2


async def test_reports_call_a_station_what_its_user_calls_it(hass: HomeAssistant, house: OrderedHouse) -> None:
    id_ = house.id_of(EMC)
    registry = dr.async_get(hass)
    known = dr.async_entries_for_config_entry(registry, house.entry.entry_id)
    carport = next(each for each in known if (DOMAIN, f"{EMC}_charge_point_1") in each.identifiers)
    registry.async_update_device(carport.id, name_by_user="Carport")
    found = consumers_of(house.site, [f"{id_}_charge_point_1", f"{id_}_heat_pump_9"])
    station, unknown = found.values()
    assert (station.name, station.use, station.device_id) == ("Carport", Use.CAR, carport.id)
    assert (unknown.name, unknown.use) == (f"{house.site.devices[id_].name} 9", Use.HEAT_PUMP)
    assert unknown.device_id == house.site.devices[id_].device_id, "a part without a device belongs to the controller"
