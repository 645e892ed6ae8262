"""A house with one of everything: what its entities are called is what nothing may ever change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from modbus_connection import ModbusTcpParams, ModbusUnit
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.devices.emc_map import build_house
from tests.devices.goodwe_map import GOODWE
from tests.devices.registers import spread

from .conftest import STATION_SERIAL, Station, subentries
from .ordered import CONTACTS, Memory, OrderedHouse, device, quiet_p1, set_up
from .tariffs.prices import contract, version
from .test_control_circuits import circuit
from .test_orders_battery import EMS, SERIAL as INVERTER_SERIAL
from .test_orders_load import HELPERS, load

EMC_SERIAL = "OVS-EMC-0001"
PUMP_SERIAL = "pump"
OF_THE_LIST: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("person", "Anna", {"priority": 1}),
    ("group", "Family", {}),
    ("vehicle", "Zoe", {"capacity": 52.0, "consumption": 17.0}),
    ("card", "Blue card", {"tag_hash": "00" * 32, "hint": "F7", "person": "person_anna"}),
)


def _listed(kind: str, name: str, data: dict[str, Any]) -> ConfigSubentryData:
    """Return a subentry of the access list."""
    return ConfigSubentryData(
        data=MappingProxyType(data), subentry_type=kind, title=name, unique_id=f"{kind}_{name.lower()}"
    )


def _panels() -> ConfigSubentryData:
    """Return a roof."""
    data = {"panel_count": 12, "panel_power": 430, "azimuth": 180, "tilt": 35}
    return ConfigSubentryData(data=MappingProxyType(data), subentry_type="panels", title="South", unique_id="south")


@contextmanager
def everything() -> Iterator[None]:
    """Answer for every device, each at an address of its own."""
    links = {host: Memory() for host in ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")}
    Station(links["192.0.2.1"].unit(1))
    links["192.0.2.2"].unit(247).holding.update(spread({**GOODWE, 47509: [0, 0], EMS: [1, 0]}))
    links["192.0.2.3"].unit(1).coil.update(dict.fromkeys(range(8), False))
    build_house(links["192.0.2.4"].connection)

    def borrow(hass: HomeAssistant, entry: object, params: ModbusTcpParams, unit_id: int) -> ModbusUnit:
        unit: ModbusUnit = links[params.host].unit(unit_id)
        return unit

    with patch("custom_components.overshot.links.async_get_unit", borrow), quiet_p1():
        yield


async def build(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> OrderedHouse:
    """Set the house up and live until it has shown what it has. Within `everything`."""
    assert await async_setup_component(hass, "homeassistant", {})
    for domain, config in HELPERS.items():
        assert await async_setup_component(hass, domain, {domain: config})
    hass.states.async_set("sensor.water", "45", {"unit_of_measurement": "°C"})
    freezer.move_to("2026-06-21 10:00:00+00:00")
    _, point = subentries()
    station = ConfigSubentryData(
        data=MappingProxyType({**point["data"], "host": "192.0.2.1", "circuit": "circuit_Garage"}),
        subentry_type="charge_point",
        title="Garage",
        unique_id=STATION_SERIAL,
    )
    house = await set_up(
        hass,
        station,
        device("inverter", "goodwe_et", INVERTER_SERIAL, host="192.0.2.2", unit_id=247),
        device("heat_pump", "waveshare_relay", PUMP_SERIAL, serial_number="1", host="192.0.2.3", wiring=CONTACTS),
        device("controller", "hager_flow", EMC_SERIAL, host="192.0.2.4", unit_id=0),
        load("boiler", "input_boolean.boiler", 2400, temperature_entity="sensor.water", max_temperature=60),
        load("heater", "input_number.heater", 3000, lowest_power=500),
        circuit("Garage", 16),
        contract(version(capacity_per_kw_year=50.0)),
        _panels(),
        *(_listed(*each) for each in OF_THE_LIST),
    )
    for _ in range(12):
        freezer.tick(timedelta(seconds=10))
        await house.poll(STATION_SERIAL, INVERTER_SERIAL, EMC_SERIAL)
        await house.telegram(500)
        async_fire_time_changed(hass)
        await hass.async_block_till_done()
    return house
