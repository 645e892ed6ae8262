"""Switches: whether Overshot may write to a station."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .entity import ChargePointEntity
from .site import SiteCoordinator

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up a control switch for every charge point Overshot can steer."""
    site = entry.runtime_data.site
    for id_ in site.writers:
        async_add_entities([ControlSwitch(site, site.devices[id_])], config_subentry_id=id_)


class ControlSwitch(ChargePointEntity, SwitchEntity):
    """Off: Overshot only looks. On: it steers."""

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the switch."""
        super().__init__(site, device, "control")

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.settings(self.point_id).controlled

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.coordinator.async_set_control(self.point_id, True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.coordinator.async_set_control(self.point_id, False)
