"""Events: what happened that the user wants to be told of."""

from typing import override

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OvershotConfigEntry
from .core.control.events import EventKey
from .entity import SiteEntity
from .site import SiteCoordinator

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the event entity of the site."""
    async_add_entities([SiteEvent(entry.runtime_data.site)])


class SiteEvent(SiteEntity, EventEntity):
    """What happened last at the site."""

    _attr_event_types = [key.value for key in EventKey]

    def __init__(self, site: SiteCoordinator) -> None:
        """Initialize the entity."""
        super().__init__(site, "event")

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Take over what happened with the newest decision."""
        announcer = self.coordinator.announcer
        for event in announcer.events:
            self._trigger_event(event.key.value, announcer.attributes(event))
            self.async_write_ha_state()
