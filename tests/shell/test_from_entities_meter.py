"""A grid meter made of entities: units, signs, ages, and what a missing one does."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.core.model import MeterReading
from custom_components.overshot.from_entities.coordinator import EntityMeterCoordinator


async def meter_of(hass: HomeAssistant, data: dict[str, object], ratio: float = 1.0) -> EntityMeterCoordinator:
    """Set up a site whose grid meter is made of these entities."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": ratio},
        subentries_data=[
            {
                "data": {"family": "entities", "grid_role": True, **data},
                "subentry_type": "meter",
                "title": "Meter",
                "unique_id": "entities",
            }
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    (meter,) = entry.runtime_data.devices.values()
    assert isinstance(meter, EntityMeterCoordinator)
    return meter


def reading(meter: EntityMeterCoordinator) -> MeterReading:
    """Return what the meter reads."""
    assert meter.data.grid is not None
    return meter.data.grid


def status(meter: EntityMeterCoordinator) -> str:
    """Return how far the meter has come."""
    return meter.status.value


@pytest.mark.parametrize(
    ("unit", "value", "expected"), [("W", "-1500", -1500.0), ("kW", "2.5", 2500.0), (None, "300", 300.0)]
)
async def test_total_power_in_its_unit(hass: HomeAssistant, unit: str | None, value: str, expected: float) -> None:
    """KW becomes W; the sign stays."""
    hass.states.async_set("sensor.p", value, {"unit_of_measurement": unit} if unit else {})
    meter = await meter_of(hass, {"power_entities": ["sensor.p"]})
    assert reading(meter).power == expected
    assert reading(meter).phase_power is None


async def test_phases_with_separate_export_and_currents(hass: HomeAssistant) -> None:
    """Export is subtracted on each phase, and the current of a phase flows where its power does."""
    for i, (power, export, amps) in enumerate([(500, 0, 2.5), (0, 800, 3.5), (100, 0, 0.5)]):
        hass.states.async_set(f"sensor.p{i}", str(power), {"unit_of_measurement": "W"})
        hass.states.async_set(f"sensor.e{i}", str(export), {"unit_of_measurement": "W"})
        hass.states.async_set(f"sensor.i{i}", str(amps), {"unit_of_measurement": "A"})
    meter = await meter_of(
        hass,
        {
            "power_entities": [f"sensor.p{i}" for i in range(3)],
            "export_entities": [f"sensor.e{i}" for i in range(3)],
            "current_entities": [f"sensor.i{i}" for i in range(3)],
        },
    )
    assert reading(meter).phase_power == (500, -800, 100)
    assert reading(meter).power == -200
    assert reading(meter).currents == (2.5, -3.5, 0.5)


async def test_ct_ratio_scales_secondary_values(hass: HomeAssistant) -> None:
    """A meter behind transformers reports a fraction of what flows."""
    hass.states.async_set("sensor.p", "100", {"unit_of_measurement": "W"})
    meter = await meter_of(hass, {"power_entities": ["sensor.p"]}, ratio=40)
    assert reading(meter).power == 4000


@pytest.mark.parametrize("state", ["unavailable", "unknown", "broken"])
async def test_a_missing_entity_loses_the_meter_and_it_returns(hass: HomeAssistant, state: str) -> None:
    """The last reading is kept only with its age; it is never taken for a new one."""
    hass.states.async_set("sensor.p", "100", {"unit_of_measurement": "W"})
    meter = await meter_of(hass, {"power_entities": ["sensor.p"]})
    assert status(meter) == "connected"
    at = meter.readings_at

    hass.states.async_set("sensor.p", state, {"unit_of_measurement": "W"})
    await hass.async_block_till_done()
    assert status(meter) == "failed"
    assert meter.readings_at == at

    hass.states.async_set("sensor.p", "200", {"unit_of_measurement": "W"})
    await hass.async_block_till_done()
    assert status(meter) == "connected"
    assert reading(meter).power == 200


async def test_an_unchanged_value_that_is_reported_again_is_fresh(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A steady load is not a silent meter: the age counts from the last report, not from the last change."""
    hass.states.async_set("sensor.p", "100", {"unit_of_measurement": "W"})
    meter = await meter_of(hass, {"power_entities": ["sensor.p"]})
    freezer.tick(timedelta(seconds=60))
    hass.states.async_set("sensor.p", "100", {"unit_of_measurement": "W"})
    await hass.async_block_till_done()
    assert meter.readings_at == dt_util.utcnow()


async def test_as_old_as_the_oldest_phase(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """One phase that stopped reporting makes the whole reading old."""
    for i in range(3):
        hass.states.async_set(f"sensor.p{i}", "100", {"unit_of_measurement": "W"})
    meter = await meter_of(hass, {"power_entities": [f"sensor.p{i}" for i in range(3)]})
    started = meter.readings_at
    freezer.tick(timedelta(seconds=30))
    hass.states.async_set("sensor.p0", "200", {"unit_of_measurement": "W"})
    hass.states.async_set("sensor.p1", "200", {"unit_of_measurement": "W"})
    await hass.async_block_till_done()
    assert meter.readings_at == started
