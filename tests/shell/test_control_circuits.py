"""Circuits in a running house: their limits bind, their meters count, and one that falls silent is believed no more."""

from datetime import timedelta
from types import MappingProxyType
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.circuit_tables import CircuitRow, read_table
from custom_components.overshot.circuits import CircuitMeter, circuit_meters, meter_choices
from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import ChargingMode, MeterReading
from custom_components.overshot.devices.driver import DeviceReadings

from .conftest import METER_SERIAL, House, Station, subentries


def circuit(name: str, limit: float, **data: Any) -> ConfigSubentryData:
    """Return a circuit."""
    return ConfigSubentryData(
        data=MappingProxyType({"limit": limit, "parent": None, **data}),
        subentry_type="circuit",
        title=name,
        unique_id=f"circuit_{name}",
    )


async def built(hass: HomeAssistant, station: Station, *circuits: ConfigSubentryData) -> House:
    """Set up a site whose station hangs on the last circuit."""
    meter, point = subentries()
    wired = {**point["data"], "circuit": circuits[-1]["unique_id"]}
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"name": "Home", "connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1},
        subentries_data=[meter, ConfigSubentryData({**point, "data": MappingProxyType(wired)}), *circuits],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house = House(hass, entry, station)
    await house.settle()
    return house


@pytest.fixture(autouse=True)
def _links(links: None) -> None:
    """Reach the station without wires."""


async def boost(house: House, freezer: FrozenDateTimeFactory, seconds: int = 25) -> None:
    """Let the car charge as fast as it may."""
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    await go_on(house, freezer, seconds)


async def go_on(house: House, freezer: FrozenDateTimeFactory, seconds: int) -> None:
    """Let seconds pass."""
    for _ in range(seconds):
        house.station.plug(house.station.setpoint)
        await house.poll()
        await house.telegram(690 * house.station.setpoint)
        freezer.tick(timedelta(seconds=1))


async def test_the_tree_is_known(hass: HomeAssistant, station: Station) -> None:
    house = await built(hass, station, circuit("UV1", 16.0), circuit("UV2", 10.0, parent="circuit_UV1"))
    one, two = house.site.site.circuits
    assert (one.id, one.name, one.limit, one.parent, one.metered) == ("circuit_UV1", "UV1", 16, None, False)
    assert (two.parent, house.site.site.charge_points[0].circuit) == (one.id, two.id)
    assert house.site.site.unbalance_limit is None, "no country, no rule"


async def test_the_limit_of_a_circuit_binds(
    hass: HomeAssistant, station: Station, freezer: FrozenDateTimeFactory
) -> None:
    """The fuse would leave 20 A; the sub-distribution carries 10."""
    house = await built(hass, station, circuit("UV1", 10.0))
    await boost(house, freezer)
    assert house.station.setpoint == 10
    assert house.state("sensor", "reason") == "circuit_limited"
    state = hass.states.get(house.entity_id("sensor", "reason"))
    assert state is not None
    assert state.attributes["circuit"] == "UV1"


async def test_what_else_flows_is_left_to_it(
    hass: HomeAssistant, station: Station, freezer: FrozenDateTimeFactory
) -> None:
    """A meter of its own: 16 A, of which a sauna takes 7 A on each phase."""
    sensors = [f"sensor.uv1_l{phase}" for phase in (1, 2, 3)]

    def measure(amperes: float) -> None:
        for sensor in sensors:
            hass.states.async_set(sensor, f"{amperes:.2f}", {"unit_of_measurement": "A"}, force_update=True)

    measure(7.0)
    house = await built(hass, station, circuit("UV1", 16.0, current_entities=sensors))
    assert house.site.site.circuits[0].metered
    house.site.async_wish(house.station_id, mode=ChargingMode.BOOST)
    await house.control()
    for _ in range(40):
        measure(7.0 + house.station.setpoint)
        await go_on(house, freezer, 1)
    assert 6 <= house.station.setpoint <= 9
    reading = house.site.snapshot.circuits["circuit_UV1"]
    assert reading.value.currents is not None
    assert reading.value.currents[0] >= 13


async def test_a_meter_of_a_circuit_that_falls_silent(
    hass: HomeAssistant, station: Station, freezer: FrozenDateTimeFactory
) -> None:
    """Nobody knows what else flows there: no more than the fallback current."""
    sensors = [f"sensor.uv1_l{phase}" for phase in (1, 2, 3)]
    for sensor in sensors:
        hass.states.async_set(sensor, "0", {"unit_of_measurement": "A"})
    house = await built(hass, station, circuit("UV1", 16.0, current_entities=sensors))
    await boost(house, freezer, 15)
    hass.states.async_set(sensors[1], "unavailable")
    await go_on(house, freezer, 40)
    assert "circuit_UV1" not in house.site.snapshot.circuits
    assert house.station.setpoint <= 6


async def test_a_meter_of_the_site_may_be_that_of_a_circuit(hass: HomeAssistant, station: Station) -> None:
    house = await built(hass, station, circuit("UV1", 16.0))
    point = house.entry.runtime_data.devices[house.station_id]
    point.data = DeviceReadings(meters={2: MeterReading(currents=(1.0, 2.0, 3.0))}, part_names={"meter_2": "Sauna"})
    point.readings_at = dt_util.utcnow()
    assert meter_choices(house.entry) == {f"{house.station_id}/2": "Sauna"}
    uv1 = house.entry.get_subentries_of_type("circuit")[0]
    hass.config_entries.async_update_subentry(
        house.entry, uv1, data={**uv1.data, "circuit_meter": f"{house.station_id}/2"}
    )
    (meter,) = circuit_meters(house.entry, {house.station_id: point})
    reading = meter.read(hass)
    assert reading is not None
    assert (meter.circuit, meter.interval, reading.value.currents) == ("circuit_UV1", point.interval, (1.0, 2.0, 3.0))
    point.data = DeviceReadings()
    assert meter.read(hass) is None
    await hass.async_block_till_done()


async def test_a_meter_that_was_removed_tells_nothing(hass: HomeAssistant, station: Station) -> None:
    house = await built(hass, station, circuit("UV1", 16.0, circuit_meter="gone/1"))
    (meter,) = circuit_meters(house.entry, {})
    assert meter == CircuitMeter(circuit="circuit_UV1")
    assert meter.read(hass) is None
    assert house.site.site.circuits[0].metered, "its circuit is silent, not unmetered"


async def test_the_current_of_a_single_phase(hass: HomeAssistant, station: Station) -> None:
    hass.states.async_set("sensor.l1", "4.5", {"unit_of_measurement": "A"})
    house = await built(hass, station, circuit("UV1", 16.0, current_entities=["sensor.l1"]))
    (meter,) = circuit_meters(house.entry, {})
    reading = meter.read(hass)
    assert reading is not None
    assert reading.value.currents == (4.5, 0.0, 0.0)


async def test_the_tables_of_a_site(hass: HomeAssistant, station: Station) -> None:
    """What is exported is what was imported: names, limits and where everything hangs."""
    house = await built(hass, station, circuit("UV1", 16.0), circuit("UV2", 12.5, parent="circuit_UV1"))
    answer = await hass.services.async_call(DOMAIN, "export_tables", {}, blocking=True, return_response=True)
    assert answer is not None
    rows = read_table(str(answer["circuits"]))
    assert [(row.name, row.limit, row.parent) for row in rows if isinstance(row, CircuitRow)] == [
        ("UV1", 16, None),
        ("UV2", 12.5, "UV1"),
    ]
    (row,) = read_table(str(answer["stations"]))
    assert (row.name, getattr(row, "circuit", None)) == ("Garage", "UV2")
    assert METER_SERIAL not in str(answer)
    assert house.site.site.charge_points[0].circuit == "circuit_UV2"


async def test_a_circuit_that_was_removed(
    hass: HomeAssistant, station: Station, freezer: FrozenDateTimeFactory
) -> None:
    """Its station hangs on the grid connection then, and charges on."""
    house = await built(hass, station, circuit("UV1", 10.0))
    hass.config_entries.async_remove_subentry(house.entry, house.entry.get_subentries_of_type("circuit")[0].subentry_id)
    await hass.async_block_till_done()
    assert house.site.site.charge_points[0].circuit is None
    await boost(house, freezer)
    assert house.station.setpoint == 16
