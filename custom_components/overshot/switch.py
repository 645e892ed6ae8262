"""Switches: whether Overshot may write to a device."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .entity import SteeredEntity
from .growth import add_when_seen
from .layout import takes_orders
from .site import SiteCoordinator

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up a control switch for every device Overshot can steer, once it shows that it can be."""
    site = entry.runtime_data.site
    for writer in site.fleet.writers.values():
        add_when_seen(writer.device, takes_orders, lambda device, _: ControlSwitch(site, device), async_add_entities)


class ControlSwitch(SteeredEntity, SwitchEntity):
    """Off: Overshot only looks. On: it steers."""

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the switch."""
        super().__init__(site, device, "control")

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.state.controlled(self.id_)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.coordinator.async_set_control(self.id_, True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.coordinator.async_set_control(self.id_, False)
