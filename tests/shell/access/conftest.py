"""A site whose station is made of entities and tells which card is held to it."""

from collections.abc import Awaitable, Callable

from homeassistant.core import HomeAssistant
import pytest

from custom_components.overshot.coordinator import OvershotConfigEntry

from ..from_entities import WIRING, device_of, set_up_helpers

type Told = Callable[..., Awaitable[None]]


@pytest.fixture
def tell(hass: HomeAssistant) -> Told:
    """Return what lets the station tell something: its vehicle and its card."""

    async def tell_(vehicle: str = "connected", card: str = "unknown") -> None:
        hass.states.async_set("sensor.state", vehicle)
        hass.states.async_set("sensor.power", "0", {"unit_of_measurement": "W"})
        hass.states.async_set("sensor.card", card)
        await hass.async_block_till_done()
        for entry in hass.config_entries.async_loaded_entries("overshot"):
            # The first cycle tells the controller who is there, the second one what it means.
            entry.runtime_data.site.async_cycle()
            entry.runtime_data.site.async_cycle()

    return tell_


@pytest.fixture
async def entry(hass: HomeAssistant, tell: Told) -> OvershotConfigEntry:
    """Return the site."""
    await tell("disconnected")
    station = {"vehicle_entity": "sensor.state", "power_entity": "sensor.power", "tag_entity": "sensor.card"}
    orders = {"kind": "entities", "current_entity": "input_number.amps"}
    await set_up_helpers(hass)
    device = await device_of(hass, "charge_point", {"station": station, "orders": orders, **WIRING})
    return device.config_entry
