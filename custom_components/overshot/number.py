"""Numbers: the limits, powers and times a user sets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberEntityDescription, NumberMode
from homeassistant.const import EntityCategory, UnitOfElectricCurrent, UnitOfPower, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.control import ChargePointSettings
from .entity import SteeredEntity
from .growth import add_when_seen
from .layout import MAX_POWER, commands_battery, limits_of
from .site import SiteCoordinator
from .storage import LimitSettings

PARALLEL_UPDATES = 1

MAX_HOLD_TIME = 60
"""Minutes."""

NO_LIMIT: Final = 30_000.0
"""A limit of this or more is none (W)."""


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
    """Set up the numbers of everything Overshot can steer."""
    site = entry.runtime_data.site
    for id_, station in site.fleet.stations.items():
        async_add_entities(
            (WishNumber(site, station.device, description) for description in NUMBERS), config_subentry_id=id_
        )
    for battery in site.fleet.batteries.values():
        add_when_seen(
            battery.device, commands_battery, lambda device, _: BatteryPowerNumber(site, device), async_add_entities
        )
        add_when_seen(
            battery.device, limits_of, lambda device, name: LimitNumber(site, device, name), async_add_entities
        )


class WishNumber(SteeredEntity, NumberEntity):
    """A number the user sets for a charge point."""

    entity_description: WishDescription

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, description: WishDescription) -> None:
        """Initialize the number; a current is bounded by what the car and the station accept."""
        super().__init__(site, device, description.key)
        self.entity_description = description
        if description.key == "max_current":
            point = site.site_point(self.id_)
            self._attr_native_min_value = point.min_current
            self._attr_native_max_value = point.max_current

    @property
    @override
    def native_value(self) -> float:
        return self.entity_description.value_fn(self.coordinator.settings(self.id_))

    @override
    async def async_set_native_value(self, value: float) -> None:
        self.entity_description.apply(self.coordinator, self.id_, value)


class _PowerNumber(SteeredEntity, NumberEntity):
    """A power the user sets."""

    _attr_device_class = NumberDeviceClass.POWER
    _attr_native_unit_of_measurement = UnitOfPower.WATT
    _attr_native_min_value = 0
    _attr_mode = NumberMode.BOX


class BatteryPowerNumber(_PowerNumber):
    """With what power a battery charges or discharges when the user orders it."""

    _attr_native_step = 10

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the number."""
        super().__init__(site, device, "battery_power")

    @property
    @override
    def native_max_value(self) -> float:
        """Return the most the battery charges or discharges with; the lower one binds the order besides."""
        battery = next((known for known in self.coordinator.site.batteries if known.id == self.id_), None)
        return max(battery.max_charge, battery.max_discharge) if battery is not None else MAX_POWER

    @property
    @override
    def native_value(self) -> float:
        return self.coordinator.state.batteries[self.id_].power

    @override
    async def async_set_native_value(self, value: float) -> None:
        self.coordinator.async_wish_battery(self.id_, power=value)


class LimitNumber(_PowerNumber):
    """A limit of an inverter's export or output; at its maximum there is none. Nothing is written before it is set."""

    _attr_entity_category = EntityCategory.CONFIG
    _attr_native_max_value = NO_LIMIT
    _attr_native_step = 100

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, name: str) -> None:
        """Initialize the number for the limit of `export` or `output`."""
        super().__init__(site, device, f"{name}_limit")
        self._name = name

    @property
    @override
    def available(self) -> bool:
        """Whether the inverter takes this limit now; one that lost its meter limits no export."""
        return super().available and self._name in limits_of(self.device)

    @property
    @override
    def native_value(self) -> float:
        limit: float | None = getattr(self.coordinator.state.limits.get(self.id_, LimitSettings()), self._name)
        return NO_LIMIT if limit is None else limit

    @override
    async def async_set_native_value(self, value: float) -> None:
        self.coordinator.async_wish_limit(self.id_, **{self._name: None if value >= NO_LIMIT else value})
