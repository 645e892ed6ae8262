"""What a meter measures: its driver tells import and export, the house wants production and consumption."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from modbus_connection.mock import MockModbusConnection
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import MeterReading, SolarReading
from custom_components.overshot.devices.driver import DeviceReadings
from custom_components.overshot.meter_role import MeterRole, in_role, role_of

from ..devices.ecr_map import SINGLE_PHASE, THREE_IN_ONE, Registers
from ..devices.registers import spread

METER = MeterReading(power=-1500.0, phase_power=(-500.0, -500.0, -500.0), energy_import=10.0, energy_export=2000.0)
OTHER = MeterReading(power=300.0, energy_import=5.0)


def single(power: float, volts: float | None = 230.0, amps: float | None = 1.0) -> MeterReading:
    """Return a single-phase meter's reading."""
    return MeterReading(
        power=power,
        phase_power=(power, 0.0, 0.0),
        currents=None if amps is None else (amps, 0.0, 0.0),
        voltages=None if volts is None else (volts, 0.0, 0.0),
        energy_import=100.0,
        energy_export=None,
    )


def test_a_device_without_a_role_is_read_as_it_is() -> None:
    readings = DeviceReadings(grid=METER, meters={1: OTHER})
    assert role_of({}) is None
    assert in_role(readings, role_of({})) is readings


@pytest.mark.parametrize("readings", [DeviceReadings(grid=METER), DeviceReadings(meters={1: METER})])
def test_whatever_the_driver_takes_it_for(readings: DeviceReadings) -> None:
    """A SunSpec meter is a grid meter to its driver, a Hager one a sub-meter."""
    assert in_role(readings, MeterRole.GRID) == DeviceReadings(grid=METER)
    assert in_role(readings, MeterRole.SOLAR) == DeviceReadings(solar=SolarReading(power=1500.0, energy=2000.0))
    assert in_role(readings, MeterRole.HEAT_PUMP) == DeviceReadings(meters={1: METER})
    assert in_role(readings, MeterRole.CONSUMER) == DeviceReadings(meters={1: METER})


@pytest.mark.parametrize("role", MeterRole)
def test_what_was_not_read_is_nothing(role: MeterRole) -> None:
    failed = frozenset({"measurements"})
    assert in_role(DeviceReadings(failed=failed), role) == DeviceReadings(failed=failed)


def test_an_unknown_power_stays_unknown() -> None:
    readings = DeviceReadings(grid=MeterReading(energy_export=3.0))
    assert in_role(readings, MeterRole.SOLAR).solar == SolarReading(power=None, energy=3.0)


def test_several_meters_of_one_device() -> None:
    readings = DeviceReadings(grid=METER, meters={1: OTHER}, part_names={"meter_1": "Shed"})
    assert in_role(readings, MeterRole.CONSUMER) == DeviceReadings(meters={1: METER, 2: OTHER})
    whole = in_role(readings, MeterRole.GRID).grid
    assert whole == MeterReading(power=-1200.0, energy_import=15.0)


def test_three_single_phase_meters_in_one_case_are_three_phases() -> None:
    readings = DeviceReadings(meters={1: single(100.0), 2: single(-200.0), 3: single(300.0)})
    whole = in_role(readings, MeterRole.GRID).grid
    assert whole == MeterReading(
        power=200.0,
        phase_power=(100.0, -200.0, 300.0),
        currents=(1.0, 1.0, 1.0),
        voltages=(230.0, 230.0, 230.0),
        energy_import=300.0,
    )
    readings = DeviceReadings(meters={1: single(100.0), 2: single(-200.0, None), 3: single(300.0, 230.0, None)})
    whole = in_role(readings, MeterRole.GRID).grid
    assert whole is not None
    assert (whole.currents, whole.voltages) == (None, None)


# In a running site


@pytest.fixture
def link() -> Iterator[MockModbusConnection]:
    """Return a link with a meter on it instead of a real one."""
    link = MockModbusConnection()
    with patch("custom_components.overshot.links.async_get_unit", side_effect=lambda *args: link.for_unit(args[3])):
        yield link


async def running(hass: HomeAssistant, link: MockModbusConnection, registers: Registers, **data: Any) -> Any:
    """Set up a site with one Hager meter; return its coordinator."""
    link.for_unit(1).holding.update(spread(registers))
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"name": "Home", "connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1},
        subentries_data=[
            ConfigSubentryData(
                data=MappingProxyType(
                    {
                        "family": "hager_ecr",
                        "host": "192.0.2.2",
                        "port": 4196,
                        "framer": "rtu",
                        "unit_id": 1,
                        "serial_number": "OVSECR0001",
                        **data,
                    }
                ),
                subentry_type="meter",
                title="Meter",
                unique_id="OVSECR0001",
            )
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    (device,) = entry.runtime_data.devices.values()
    return device


def entities(hass: HomeAssistant) -> dict[str, str]:
    """Return the states of the meter's own measurements by the end of their unique ids."""
    registry = er.async_get(hass)
    found = {}
    for entry in registry.entities.values():
        if entry.unique_id.startswith("OVSECR0001_") and (state := hass.states.get(entry.entity_id)) is not None:
            found[entry.unique_id.removeprefix("OVSECR0001_")] = state.state
    return found


async def test_a_meter_of_solar_panels_is_their_production(hass: HomeAssistant, link: MockModbusConnection) -> None:
    device = await running(hass, link, SINGLE_PHASE, meter_role="solar", invert_meter=True, grid_role=False)
    # A counter is believed when it was told twice.
    await device.async_refresh()
    assert device.data.solar == SolarReading(power=870.0, energy=3_100_000.0)
    site = device.config_entry.runtime_data.site
    assert [reading.value.power for reading in site.snapshot.solar.values()] == [870.0]
    assert site.snapshot.grid is None
    assert float(entities(hass)["solar_power"]) == 870
    assert "grid_power" not in entities(hass)


async def test_a_meter_of_a_heat_pump_is_that_devices_power(hass: HomeAssistant, link: MockModbusConnection) -> None:
    device = await running(hass, link, SINGLE_PHASE, meter_role="heat_pump", grid_role=False)
    assert float(entities(hass)["power"]) == 870
    site = device.config_entry.runtime_data.site
    assert (site.snapshot.grid, dict(site.snapshot.solar)) == (None, {})
    # It is the device itself, no part of it.
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), device.config_entry.entry_id)
    assert {each.name for each in devices} == {"Home", "Meter"}


async def test_a_grid_meter_on_a_line_is_the_grid(hass: HomeAssistant, link: MockModbusConnection) -> None:
    device = await running(hass, link, THREE_IN_ONE, meter_role="grid", grid_role=True)
    site = device.config_entry.runtime_data.site
    assert site.snapshot.grid is not None
    assert site.snapshot.grid.value.phase_power == (-1200.0, 340.0, -1040.0)
    assert float(entities(hass)["grid_power"]) == -1900


async def test_three_meters_in_one_case_stay_three_consumers(hass: HomeAssistant, link: MockModbusConnection) -> None:
    await running(hass, link, THREE_IN_ONE, meter_role="consumer", grid_role=False)
    told = entities(hass)
    assert [float(told[f"meter_{number}_power"]) for number in (1, 2, 3)] == [-1200, 340, -1040]
    assert "power" not in told


async def test_what_is_only_metered_is_a_consumer(hass: HomeAssistant, link: MockModbusConnection) -> None:
    device = await running(hass, link, SINGLE_PHASE, meter_role="consumer", grid_role=False)
    consumers = device.config_entry.runtime_data.site.snapshot.consumers
    assert {id_: reading.value.power for id_, reading in consumers.items()} == {device.subentry.subentry_id: 870.0}


async def test_a_heat_pump_that_nobody_steers_is_a_consumer(hass: HomeAssistant, link: MockModbusConnection) -> None:
    device = await running(hass, link, SINGLE_PHASE, meter_role="heat_pump", grid_role=False)
    assert list(device.config_entry.runtime_data.site.snapshot.consumers) == [device.subentry.subentry_id]


async def test_each_of_three_meters_is_a_consumer_of_its_own(hass: HomeAssistant, link: MockModbusConnection) -> None:
    device = await running(hass, link, THREE_IN_ONE, meter_role="consumer", grid_role=False)
    id_ = device.subentry.subentry_id
    consumers = device.config_entry.runtime_data.site.snapshot.consumers
    assert sorted(consumers) == [f"{id_}_meter_{number}" for number in (1, 2, 3)]
