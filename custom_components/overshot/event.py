"""Events: what happened that the user wants to be told of."""

from typing import Any, override

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.access.events import AccessEventKey
from .core.control.events import EventKey
from .core.ledger.sessions.event import SessionEventKey
from .entity import SiteEntity, SteeredEntity
from .records.sessions import SessionKeeper
from .site import SiteCoordinator

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the event entities of the site and of each charge point."""
    data = entry.runtime_data
    async_add_entities([SiteEvent(data.site)])
    for id_ in data.site.fleet.stations:
        event = ChargingEvent(data.site, data.devices[id_], data.sessions)
        async_add_entities([event], config_subentry_id=id_)


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


class ChargingEvent(SteeredEntity, EventEntity):
    """What happened last at a charge point: a session began or ended, somebody was let in or was not."""

    _attr_event_types = [key.value for key in (*SessionEventKey, *AccessEventKey)]

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, sessions: SessionKeeper) -> None:
        """Initialize the entity."""
        super().__init__(site, device, "charging_event")
        self._sessions = sessions

    @override
    async def async_added_to_hass(self) -> None:
        """Hear of what happens."""
        await super().async_added_to_hass()
        self.async_on_remove(self._sessions.async_hear(self.id_, self._happened))

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Tell nothing with a decision: what happens is told when it does."""

    @callback
    def _happened(self, what: str, told: dict[str, Any]) -> None:
        """Take over what happened."""
        self._trigger_event(what, told)
        self.async_write_ha_state()
