"""Selects: what charge points, batteries and heat pumps are to do."""

from typing import Final, override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import DeviceCoordinator, OvershotConfigEntry
from .core.model import BatteryMode, ChargingMode
from .entity import SteeredEntity
from .growth import add_when_seen
from .layout import battery_orders, commands_battery
from .site import SiteCoordinator

PARALLEL_UPDATES = 1

BATTERY_MODES: Final = {
    "automatic": BatteryMode.AUTO,
    "hold": BatteryMode.HOLD,
    "charge": BatteryMode.CHARGE,
    "discharge": BatteryMode.DISCHARGE,
}

SG_READY_STATES: Final = {"automatic": None, "block": 1, "normal": 2, "recommend": 3, "force": 4}
"""SG-Ready states by option; automatic leaves the heat pump to the controller."""

EMC_CONTROLLER: Final = "controller"
EMC_BOOST: Final = "boost"


async def async_setup_entry(
    hass: HomeAssistant, entry: OvershotConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up a select for everything Overshot can steer."""
    site = entry.runtime_data.site
    for id_, station in site.fleet.stations.items():
        async_add_entities([ChargingModeSelect(site, station.device)], config_subentry_id=id_)
    for battery in site.fleet.batteries.values():
        add_when_seen(
            battery.device, commands_battery, lambda device, _: BatteryModeSelect(site, device), async_add_entities
        )
    for id_, heat_pump in site.fleet.heat_pumps.items():
        async_add_entities([SgReadySelect(site, heat_pump.device)], config_subentry_id=id_)
    for controller in site.fleet.controllers.values():
        add_when_seen(
            controller.device,
            lambda device: device.data.charge_points,
            lambda device, number: BoostSelect(site, device, number),
            async_add_entities,
        )


class ChargingModeSelect(SteeredEntity, SelectEntity):
    """What the user wants of a charge point."""

    _attr_options = [mode.value for mode in ChargingMode]

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the select."""
        super().__init__(site, device, "charging_mode")

    @property
    @override
    def current_option(self) -> str:
        return self.coordinator.settings(self.id_).mode.value

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish(self.id_, mode=ChargingMode(option))


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
        mode = self.coordinator.state.batteries[self.id_].mode
        return next(option for option, known in BATTERY_MODES.items() if known is mode)

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish_battery(self.id_, mode=BATTERY_MODES[option])


class SgReadySelect(SteeredEntity, SelectEntity):
    """What the user orders of a heat pump."""

    _attr_options = list(SG_READY_STATES)

    def __init__(self, site: SiteCoordinator, device: DeviceCoordinator) -> None:
        """Initialize the select."""
        super().__init__(site, device, "sg_ready_mode")

    @property
    @override
    def current_option(self) -> str:
        state = self.coordinator.state.heat_pumps[self.id_].state
        return next(option for option, known in SG_READY_STATES.items() if known == state)

    @override
    async def async_select_option(self, option: str) -> None:
        self.coordinator.async_wish_heat_pump(self.id_, SG_READY_STATES[option])


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
