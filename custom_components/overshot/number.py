"""Numbers: the limits and times a user sets for a charge point."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberEntityDescription, NumberMode
from homeassistant.const import EntityCategory, UnitOfElectricCurrent, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.control import ChargePointSettings
from .entity import ChargePointEntity
from .site import SiteCoordinator

PARALLEL_UPDATES = 1

MAX_HOLD_TIME = 60
"""Minutes."""


@dataclass(frozen=True, kw_only=True)
class WishDescription(NumberEntityDescription):
    """A number the user wishes."""

    value_fn: Callable[[ChargePointSettings], float]
    apply: Callable[[SiteCoordinator, str, float], None]


NUMBERS: tuple[WishDescription, ...] = (
    WishDescription(
        key="max_current",
        device_class=NumberDeviceClass.CURRENT,
        native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
        native_step=1,
        mode=NumberMode.SLIDER,
        value_fn=lambda settings: settings.max_current,
        apply=lambda site, id_, value: site.async_wish(id_, max_current=value),
    ),
    WishDescription(
        key="hold_time",
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        native_min_value=0,
        native_max_value=MAX_HOLD_TIME,
        native_step=0.25,
        mode=NumberMode.BOX,
        entity_category=EntityCategory.CONFIG,
        value_fn=lambda settings: settings.hold_time / 60,
        apply=lambda site, id_, value: site.async_wish(id_, hold_time=value * 60),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the numbers of every charge point Overshot can steer."""
    site = entry.runtime_data.site
    for id_ in site.writers:
        async_add_entities(
            (WishNumber(site, site.devices[id_], description) for description in NUMBERS), config_subentry_id=id_
        )


class WishNumber(ChargePointEntity, NumberEntity):
    """A number the user sets."""

    entity_description: WishDescription

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, description: WishDescription) -> None:
        """Initialize the number; a current is bounded by what the car and the station accept."""
        super().__init__(site, device, description.key)
        self.entity_description = description
        if description.key == "max_current":
            point = site.site_point(self.point_id)
            self._attr_native_min_value = point.min_current
            self._attr_native_max_value = point.max_current

    @property
    @override
    def native_value(self) -> float:
        return self.entity_description.value_fn(self.coordinator.settings(self.point_id))

    @override
    async def async_set_native_value(self, value: float) -> None:
        self.entity_description.apply(self.coordinator, self.point_id, value)
