"""What a controller knows of becomes devices and entities, whenever it shows."""

from typing import Any
from unittest.mock import MagicMock, patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.coordinator import DeviceCoordinator
from custom_components.overshot.core.model import ChargePointReading, HeatPumpReading, MeterReading, VehicleState
from custom_components.overshot.devices.driver import DeviceReadings
from custom_components.overshot.growth import Grower
from custom_components.overshot.measurements import MEASUREMENTS, Measurement
from custom_components.overshot.sensor import MeasurementSensor
from custom_components.overshot.site import SiteCoordinator

from .conftest import House


class Controller:
    """The meter of the house under test, made to tell what a controller tells."""

    def __init__(self, house: House) -> None:
        """Take the coordinator over and collect the entities it grows."""
        self.device = house.meter
        self.entities: dict[tuple[str | None, str], MeasurementSensor] = {}
        added: Any = MagicMock()
        Grower(self.device, MEASUREMENTS, self._grow, added).async_start()

    def _grow(self, device: DeviceCoordinator, measurement: Measurement, part: str | None) -> MeasurementSensor:
        """Make an entity and remember it."""
        entity = MeasurementSensor(device, measurement, part)
        self.entities[part, measurement.key] = entity
        return entity

    def tell(self, readings: DeviceReadings) -> None:
        """Let it tell something."""
        self.device.data = readings
        self.device.async_update_listeners()


@pytest.fixture
async def controller(house: House) -> Controller:
    """Return a controller that has told nothing yet."""
    return Controller(house)


def charging(vehicle: VehicleState | None, power: float, *, boost: bool = False) -> DeviceReadings:
    """Return what a controller tells of its first charge point."""
    return DeviceReadings(charge_points={1: ChargePointReading(vehicle=vehicle, power=power, boost=boost)})


async def test_parts_appear_when_they_show(controller: Controller) -> None:
    """A charge point that is switched on a month later gets its entities then."""
    assert controller.entities == {}
    controller.tell(DeviceReadings(meters={3: MeterReading(power=120)}))
    assert set(controller.entities) == {("meter_3", "power")}
    controller.tell(charging(VehicleState.C, 3600))
    assert ("charge_point_1", "charging_power") in controller.entities
    assert ("charge_point_1", "status") in controller.entities
    # What it does not tell this time is not available, and comes back.
    assert not controller.entities["meter_3", "power"].available


async def test_nothing_appears_once_the_site_unloads(hass: HomeAssistant, controller: Controller) -> None:
    """Devices speak until the very end; an entity added then would keep the name that the next life needs."""
    entry = controller.device.config_entry
    spoke: list[ConfigEntryState] = []

    def speak() -> None:
        spoke.append(entry.state)
        controller.tell(DeviceReadings(meters={3: MeterReading(power=120)}))

    with patch.object(SiteCoordinator, "async_stop", side_effect=speak, autospec=False):
        await hass.config_entries.async_unload(entry.entry_id)
    assert spoke == [ConfigEntryState.UNLOAD_IN_PROGRESS]
    assert controller.entities == {}


@pytest.mark.parametrize(
    ("vehicle", "power", "expected"),
    [
        (VehicleState.C, 3600.0, "charging_full"),
        (VehicleState.B, 0.0, "connected"),
        (VehicleState.A, 0.0, "available"),
        (VehicleState.F, 0.0, "fault"),
        (None, 0.0, None),
    ],
)
async def test_one_status_for_every_driver(
    controller: Controller, vehicle: VehicleState | None, power: float, expected: str | None
) -> None:
    """The same words as for a station of one's own; what is not known is not guessed."""
    controller.tell(charging(VehicleState.C, 3600))
    controller.tell(charging(vehicle, power))
    assert controller.entities["charge_point_1", "status"].native_value == expected


async def test_a_heat_pump_in_its_four_states(controller: Controller) -> None:
    """SG-Ready states are options of an enumeration."""
    controller.tell(DeviceReadings(heat_pumps={1: HeatPumpReading(name="Heat pump", state=3)}))
    assert controller.entities["heat_pump_1", "sg_ready"].native_value == "3"


async def test_parts_hang_below_their_controller(hass: HomeAssistant, house: House, controller: Controller) -> None:
    """The device of a part names the one it is reached through."""
    controller.tell(DeviceReadings(meters={2: MeterReading(power=10)}, part_names={"meter_2": "EC heat pump"}))
    info: Any = controller.entities["meter_2", "power"].device_info
    assert info["name"] == "EC heat pump"
    parent = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, house.meter.device_key), house.entry.entry_id)
    assert parent is not None
    assert info["via_device_id"] == parent.id
