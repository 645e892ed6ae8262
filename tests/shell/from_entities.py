"""Real entities of Home Assistant's own helpers for devices that are made of entities, and a site made of them."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import Event, HomeAssistant, ServiceCall, callback
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.overshot.const import DOMAIN
from custom_components.overshot.from_entities.coordinator import EntityCoordinator

WIRING = {"phases": 3, "rotation": "l1l2l3", "max_current": 16.0, "fallback_current": 6.0}

HELPERS: Mapping[str, Mapping[str, Any]] = {
    "input_number": {
        "amps": {"min": 0, "max": 32, "step": 1, "initial": 16, "unit_of_measurement": "A"},
        "six": {"min": 6, "max": 16, "step": 1, "initial": 16, "unit_of_measurement": "A"},
        "milliamps": {"min": 0, "max": 32000, "step": 500, "initial": 16000, "unit_of_measurement": "mA"},
        "percent": {"min": 0, "max": 100, "step": 1, "initial": 0, "unit_of_measurement": "%"},
        "watts": {"min": 0, "max": 5000, "step": 10, "initial": 0, "unit_of_measurement": "W"},
        "kilowatts": {"min": 0, "max": 5, "step": 0.1, "initial": 0, "unit_of_measurement": "kW"},
        "signed": {"min": -5000, "max": 5000, "step": 1, "initial": 0, "unit_of_measurement": "W"},
        "at_least": {"min": 500, "max": 5000, "step": 1, "initial": 500, "unit_of_measurement": "W"},
    },
    "input_select": {
        "amps": {"options": ["Off", "0 A", "6 A", "10 A", "13.5 A", "16 A"], "initial": "16 A"},
        "high": {"options": ["10 A", "16 A"], "initial": "16 A"},
        "phases": {"options": ["1 phase", "3 phases"], "initial": "3 phases"},
        "mode": {"options": ["auto", "hold", "charge", "discharge"], "initial": "auto"},
        "remote": {"options": ["self", "remote"], "initial": "self"},
        "sg": {"options": ["off", "normal", "comfort", "boost"], "initial": "normal"},
    },
    "input_boolean": {"allow": {"initial": True}, "sg1": {"initial": False}, "sg2": {"initial": False}},
    "input_button": {"stop": {}, "go": {}},
}


async def set_up_helpers(hass: HomeAssistant) -> None:
    """Set up the helpers."""
    for domain, config in HELPERS.items():
        assert await async_setup_component(hass, domain, {domain: dict(config)})
    assert await async_setup_component(hass, "homeassistant", {})


def state(hass: HomeAssistant, entity: str) -> str:
    """Return the state of an entity."""
    found = hass.states.get(entity)
    assert found is not None, entity
    return found.state


def calls_of(hass: HomeAssistant) -> list[tuple[str, dict[str, Any]]]:
    """Return the actions that are called from now on, in order."""
    calls: list[tuple[str, dict[str, Any]]] = []

    @callback
    def note(event: Event[Any]) -> None:
        calls.append((f"{event.data['domain']}.{event.data['service']}", dict(event.data["service_data"])))

    hass.bus.async_listen("call_service", note)
    return calls


def take_action(hass: HomeAssistant, action: str) -> list[dict[str, Any]]:
    """Register an action of another integration; return what it is called with."""
    taken: list[dict[str, Any]] = []

    async def take(call: ServiceCall) -> None:
        taken.append(dict(call.data))

    domain, _, name = action.partition(".")
    hass.services.async_register(domain, name, take)
    return taken


async def device_of(hass: HomeAssistant, subentry_type: str, data: Mapping[str, Any], **site: Any) -> EntityCoordinator:
    """Set up a site with one device that is made of entities."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        data={"connection_type": "three_phase", "fuse": 25, "derating": 80, "ct_ratio": 1, **site},
        subentries_data=[
            {
                "data": {"family": "entities", "grid_role": False, **data},
                "subentry_type": subentry_type,
                "title": "Device",
                "unique_id": "entities_1",
            }
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    (device,) = entry.runtime_data.devices.values()
    assert isinstance(device, EntityCoordinator)
    return device
