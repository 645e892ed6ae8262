"""Selects: what charge points, batteries and heat pumps are to do."""

from typing import Final, override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.model import BatteryMode
from .entity import SiteEntity, SteeredEntity
from .growth import add_to_site, add_when_seen, has_battery
from .layout import battery_orders, commands_battery, heat_pump_orders
from .site import SiteCoordinator
from .wishes.places import Place
from .wishes.selects import CHARGING_SELECTS, DEVICE_SELECTS, PEAK_SELECTS, STORAGE_SELECTS, WishSelect

PARALLEL_UPDATES = 1

BATTERY_MODES: Final = {
    "automatic": BatteryMode.AUTO,
    "hold": BatteryMode.HOLD,
    "charge": BatteryMode.CHARGE,
    "discharge": BatteryMode.DISCHARGE,
}

SG_READY_STATES: Final = {"automatic": None, "block": 1, "normal": 2, "recommend": 3, "force": 4}
"""SG-Ready states by option; automatic leaves the heat pump to the controller."""

LOAD_AUTOMATIC: Final = "automatic"

EMC_CONTROLLER: Final = "controller"
EMC_BOOST: Final = "boost"


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the choices of the site and of everything Overshot can steer."""
    site = entry.runtime_data.site
    always = (*PEAK_SELECTS, *(CHARGING_SELECTS if site.fleet.stations else ()))
    async_add_entities(SiteSelect(site, description) for description in always)
    add_to_site(
        site,
        has_battery(site),
        lambda: [SiteSelect(site, description) for description in STORAGE_SELECTS],
        async_add_entities,
    )
    for place, descriptions in DEVICE_SELECTS.items():
        for id_, device in site.fleet.devices_at(place).items():
            async_add_entities(
                (
                    DeviceSelect(site, device, description)
                    for description in descriptions
                    if description.offered(site.site, id_)
                ),
                config_subentry_id=id_,
            )
    for battery in site.fleet.batteries.values():
        add_when_seen(
            battery.device, commands_battery, lambda device, _: BatteryModeSelect(site, device), async_add_entities
        )
    for id_, heat_pump in site.fleet.heat_pumps.items():
        async_add_entities([SgReadySelect(site, heat_pump.device)], config_subentry_id=id_)
    for id_, load in site.fleet.loads.items():
        async_add_entities([LoadModeSelect(site, load.device)], config_subentry_id=id_)
    for controller in site.fleet.controllers.values():
        add_when_seen(
            controller.device,
            lambda device: device.data.charge_points,
            lambda device, number: BoostSelect(site, device, number),
            async_add_entities,
        )


class SiteSelect(SiteEntity, SelectEntity):
    """A choice for the site as a whole."""

    entity_description: WishSelect

    def __init__(self, site: SiteCoordinator, description: WishSelect) -> None:
        """Initialize the select."""
        super().__init__(site, description.key)
        self.entity_description = description
        self._attr_options = list(description.values)

    @property
    @override
    def current_option(self) -> str | None:
        return self.entity_description.value(self.coordinator, None)

    @override
    async def async_select_option(self, option: str) -> None:
        self.entity_description.apply(self.coordinator, None, option)


class DeviceSelect(SteeredEntity, SelectEntity):
    """A choice for one device."""

    entity_description: WishSelect

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, description: WishSelect) -> None:
        """Initialize the select."""
        super().__init__(site, device, description.key)
        self.entity_description = description
        self._attr_options = list(description.values)

    @property
    @override
    def current_option(self) -> str | None:
        return self.entity_description.value(self.coordinator, self.id_)

    @override
    async def async_select_option(self, option: str) -> None:
        self.entity_description.apply(self.coordinator, self.id_, option)


class BatteryModeSelect(SteeredEntity, SelectEntity):
    """What the user orders of a battery."""

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the select with what the battery can be told."""
        super().__init__(site, device, "battery_mode")
        orders = battery_orders(device)
        modes = orders.modes if orders is not None else frozenset(BatteryMode)
        self._attr_options = [option for option, mode in BATTERY_MODES.items() if mode in modes]

    @property
    @override
    def current_option(self) -> str:
        mode = self.coordinator.state.settings.batteries[self.id_].mode
        return next(option for option, known in BATTERY_MODES.items() if known is mode)

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish_battery(self.id_, mode=BATTERY_MODES[option])


class SgReadySelect(SteeredEntity, SelectEntity):
    """What the user orders of a heat pump."""

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the select with the states the heat pump has."""
        super().__init__(site, device, "sg_ready_mode")
        orders = heat_pump_orders(device)
        has = {None, *(orders.states if orders is not None else ())}
        self._attr_options = [option for option, state in SG_READY_STATES.items() if state in has]

    @property
    @override
    def current_option(self) -> str:
        state = self.coordinator.state.settings.heat_pumps[self.id_].state
        return next(option for option, known in SG_READY_STATES.items() if known == state)

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish_at(Place.HEAT_PUMPS, self.id_, state=SG_READY_STATES[option], until=None)


class LoadModeSelect(SteeredEntity, SelectEntity):
    """What the user orders of a load: nothing, off, on, or one of its levels between."""

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the select with the levels of the load."""
        super().__init__(site, device, "load_mode")
        load = next(load for load in site.site.loads if load.id == self.id_)
        between = {f"{level:g} W": level for level in load.levels[1:-1]}
        self._powers: dict[str, float | None] = {LOAD_AUTOMATIC: None, "off": 0.0, **between, "on": load.levels[-1]}
        self._attr_options = list(self._powers)

    @property
    @override
    def current_option(self) -> str | None:
        ordered = self.coordinator.state.settings.loads[self.id_].power
        return next((option for option, power in self._powers.items() if power == ordered), None)

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish_at(Place.LOADS, self.id_, power=self._powers[option])


class BoostSelect(SteeredEntity, SelectEntity):
    """A charge point that its controller steers: as that decides, or at full power. There is one master."""

    _attr_options = [EMC_CONTROLLER, EMC_BOOST]

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator, number: int) -> None:
        """Initialize the select for the charge point with this number."""
        super().__init__(site, device, "charging_mode", f"charge_point_{number}")
        self._attr_translation_key = "controller_charging_mode"
        self._number = number

    @override
    async def async_added_to_hass(self) -> None:
        """Follow what the controller tells, too."""
        await super().async_added_to_hass()
        self.async_on_remove(self.device.async_add_listener(self.async_write_ha_state))

    @property
    @override
    def available(self) -> bool:
        """Whether the controller answers and Overshot may tell it something."""
        return (
            super().available
            and self.device.last_update_success
            and self._number in self.device.data.charge_points
            and self.coordinator.state.controlled(self.id_)
        )

    @property
    @override
    def current_option(self) -> str | None:
        reading = self.device.data.charge_points.get(self._number)
        if reading is None or reading.boost is None:
            return None
        return EMC_BOOST if reading.boost else EMC_CONTROLLER

    @override
    async def async_select_option(self, option: str) -> None:
        site = self.coordinator
        if not site.state.controlled(self.id_):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_controlled",
                translation_placeholders={"device": self.device.name},
            )
        if option == EMC_BOOST and site.snapshot.on_backup:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="on_backup")
        site.async_boost(self.id_, self._number, option == EMC_BOOST)
