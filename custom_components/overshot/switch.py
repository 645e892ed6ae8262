"""Switches: whether Overshot may write to a device, and what else the user switches."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .entity import SiteEntity, SteeredEntity
from .growth import add_to_site, add_when_seen, has_battery, has_curtailable
from .layout import takes_orders
from .site import SiteCoordinator
from .wishes.switches import (
    CHARGING_SWITCHES,
    DEVICE_SWITCHES,
    PEAK_SWITCHES,
    SOLAR_SWITCHES,
    STORAGE_SWITCHES,
    WishSwitch,
)

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up a control switch for every device Overshot can steer, once it shows that it can be, and all the others."""
    site = entry.runtime_data.site
    always = (*PEAK_SWITCHES, *(CHARGING_SWITCHES if site.fleet.stations else ()))
    async_add_entities(SiteSwitch(site, description) for description in always)
    add_to_site(
        site,
        has_battery(site),
        lambda: [SiteSwitch(site, description) for description in STORAGE_SWITCHES],
        async_add_entities,
    )
    add_to_site(
        site,
        has_curtailable(site),
        lambda: [SiteSwitch(site, description) for description in SOLAR_SWITCHES],
        async_add_entities,
    )
    for place, descriptions in DEVICE_SWITCHES.items():
        for id_, device in site.fleet.devices_at(place).items():
            async_add_entities(
                (DeviceSwitch(site, device, description) for description in descriptions), config_subentry_id=id_
            )
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


class SiteSwitch(SiteEntity, SwitchEntity):
    """Something the user switches for the site as a whole."""

    entity_description: WishSwitch

    def __init__(self, site: SiteCoordinator, description: WishSwitch) -> None:
        """Initialize the switch."""
        super().__init__(site, description.key)
        self.entity_description = description

    @property
    @override
    def is_on(self) -> bool:
        return self.entity_description.value_fn(self.coordinator, None)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self.entity_description.apply(self.coordinator, None, True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self.entity_description.apply(self.coordinator, None, False)


class DeviceSwitch(SteeredEntity, SwitchEntity):
    """Something the user switches for one device."""

    entity_description: WishSwitch

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, description: WishSwitch) -> None:
        """Initialize the switch."""
        super().__init__(site, device, description.key)
        self.entity_description = description

    @property
    @override
    def is_on(self) -> bool:
        return self.entity_description.value_fn(self.coordinator, self.id_)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self.entity_description.apply(self.coordinator, self.id_, True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self.entity_description.apply(self.coordinator, self.id_, False)
