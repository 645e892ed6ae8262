"""Moments a user sets: until when a range is wished."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import override

from homeassistant.components.datetime import DateTimeEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .entity import SteeredEntity
from .site import SiteCoordinator

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the moment of each charge point."""
    site = entry.runtime_data.site
    for id_, station in site.fleet.stations.items():
        async_add_entities([RangeUntil(site, station.device)], config_subentry_id=id_)


class RangeUntil(SteeredEntity, DateTimeEntity):
    """By when the wished range is to be charged."""

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the moment."""
        super().__init__(site, device, "range_until")

    @property
    @override
    def native_value(self) -> datetime | None:
        wish = self.coordinator.settings(self.id_).range_wish
        return wish.until if wish is not None else None

    @override
    async def async_set_value(self, value: datetime) -> None:
        wish = self.coordinator.settings(self.id_).range_wish
        if wish is None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_range_wish")
        if value <= dt_util.utcnow():
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="moment_passed")
        self.coordinator.async_wish(self.id_, range_wish=replace(wish, until=value.astimezone(UTC)))
