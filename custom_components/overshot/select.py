"""Selects: the charging mode of a charge point."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.model import ChargingMode
from .entity import ChargePointEntity
from .site import SiteCoordinator

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up a charging mode for every charge point Overshot can steer."""
    site = entry.runtime_data.site
    for id_ in site.writers:
        async_add_entities([ChargingModeSelect(site, site.devices[id_])], config_subentry_id=id_)


class ChargingModeSelect(ChargePointEntity, SelectEntity):
    """What the user wants of a charge point."""

    _attr_options = [mode.value for mode in ChargingMode]

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the select."""
        super().__init__(site, device, "charging_mode")

    @property
    @override
    def current_option(self) -> str:
        return self.coordinator.settings(self.point_id).mode.value

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish(self.point_id, mode=ChargingMode(option))
