"""Numbers: the limits, powers and times a user sets."""

from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberMode
from homeassistant.const import EntityCategory, UnitOfPower
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .entity import SiteEntity, SteeredEntity
from .growth import add_to_site, add_when_seen, has_battery
from .layout import MAX_POWER, commands_battery, limits_of
from .site import SiteCoordinator
from .storage import LimitSettings
from .wishes.numbers import CHARGING_NUMBERS, DEVICE_NUMBERS, NO_LIMIT, PEAK_NUMBERS, STORAGE_NUMBERS, WishNumber
from .wishes.places import Place

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the numbers of everything Overshot can steer."""
    site = entry.runtime_data.site
    always = (*PEAK_NUMBERS, *(CHARGING_NUMBERS if site.fleet.stations else ()))
    async_add_entities(SiteNumber(site, description) for description in always)
    add_to_site(
        site,
        has_battery(site),
        lambda: [SiteNumber(site, description) for description in STORAGE_NUMBERS],
        async_add_entities,
    )
    for place in (Place.CHARGE_POINTS, Place.HEAT_PUMPS, Place.LOADS):
        for id_, device in site.fleet.devices_at(place).items():
            async_add_entities(
                (DeviceNumber(site, device, description) for description in DEVICE_NUMBERS[place]),
                config_subentry_id=id_,
            )
    for battery in site.fleet.batteries.values():
        add_when_seen(
            battery.device, commands_battery, lambda device, _: BatteryPowerNumber(site, device), async_add_entities
        )
        for description in DEVICE_NUMBERS[Place.BATTERIES]:
            add_when_seen(
                battery.device,
                commands_battery,
                lambda device, _, description=description: DeviceNumber(site, device, description),  # type: ignore[misc]
                async_add_entities,
            )
        add_when_seen(
            battery.device, limits_of, lambda device, name: LimitNumber(site, device, name), async_add_entities
        )


class SiteNumber(SiteEntity, NumberEntity):
    """A number the user sets for the site as a whole."""

    entity_description: WishNumber

    def __init__(self, site: SiteCoordinator, description: WishNumber) -> None:
        """Initialize the number."""
        super().__init__(site, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> float:
        return self.entity_description.value_fn(self.coordinator, None)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | None] | None:
        """Return what there is to say of the value."""
        remark = self.entity_description.remark
        return {"remark": remark(self.coordinator)} if remark is not None else None

    @override
    async def async_set_native_value(self, value: float) -> None:
        problem = self.entity_description.refuse(value)
        if problem is not None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key=problem)
        self.entity_description.apply(self.coordinator, None, value)


class DeviceNumber(SteeredEntity, NumberEntity):
    """A number the user sets for a device."""

    entity_description: WishNumber

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, description: WishNumber) -> None:
        """Initialize the number; a current is bounded by what the car and the station accept."""
        super().__init__(site, device, description.key)
        self.entity_description = description
        if description.device_class is NumberDeviceClass.CURRENT:
            point = site.site_point(self.id_)
            self._attr_native_min_value = point.min_current if description.key == "max_current" else 0.0
            self._attr_native_max_value = point.max_current

    @property
    @override
    def native_value(self) -> float:
        return self.entity_description.value_fn(self.coordinator, self.id_)

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
        return self.coordinator.state.settings.batteries[self.id_].power

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
