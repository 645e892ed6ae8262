"""Entities of other integrations in the registries, with the unique ids that those make."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry


class Registry:
    """Entities of one integration."""

    def __init__(self, hass: HomeAssistant, platform: str) -> None:
        """Begin with none."""
        self.hass = hass
        self.platform = platform
        self.entry = MockConfigEntry(domain=platform, title=platform)
        self.entry.add_to_hass(hass)

    def device(self, name: str, *unique_ids: str) -> str:
        """Add a device with entities, given as `domain:unique_id`; return its id."""
        device = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.entry.entry_id,
            identifiers={(self.platform, name)},
            name=name,
            manufacturer="Maker",
            model="Model",
        )
        for unique_id in unique_ids:
            self.add(unique_id, device.id)
        return device.id

    def add(self, unique_id: str, device_id: str | None = None, **more: Any) -> str:
        """Add one entity; return its id."""
        domain, _, unique = unique_id.partition(":")
        entry = self.entry if device_id else None
        made = er.async_get(self.hass).async_get_or_create(
            domain, self.platform, unique, config_entry=entry, device_id=device_id, **more
        )
        return made.entity_id

    def entity(self, unique_id: str) -> str:
        """Return the entity id of an entity, given as `domain:unique_id`."""
        domain, _, unique = unique_id.partition(":")
        found = er.async_get(self.hass).async_get_entity_id(domain, self.platform, unique)
        assert found is not None, unique_id
        return found

    def show(self, unique_id: str, state: str, **attributes: Any) -> None:
        """Give an entity a state."""
        self.hass.states.async_set(self.entity(unique_id), state, attributes)

    def unique_ids(self, value: Any) -> Any:
        """Return a value with unique ids instead of entity ids."""
        if isinstance(value, list):
            return [self.unique_ids(part) for part in value]
        if isinstance(value, dict):
            return {key: self.unique_ids(part) for key, part in value.items()}
        found = er.async_get(self.hass).async_get(value) if isinstance(value, str) and "." in value else None
        return value if found is None else found.unique_id
