"""Services automations call: they target the entities of a device or an area."""

from datetime import timedelta
from typing import Any, Final

from homeassistant.components.select import DOMAIN as SELECT_DOMAIN
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.const import ATTR_MODE
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.service import async_register_platform_entity_service
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .const import DOMAIN
from .core.model import ChargingMode
from .select import BATTERY_MODES, SG_READY_STATES, BatteryModeSelect, ChargingModeSelect, SgReadySelect
from .switch import ControlSwitch

SERVICE_SET_CHARGING_MODE: Final = "set_charging_mode"
SERVICE_SET_CONTROL: Final = "set_control"
SERVICE_SET_BATTERY: Final = "set_battery"
SERVICE_SET_SG_READY: Final = "set_sg_ready"
ATTR_CONTROL: Final = "control"
ATTR_POWER: Final = "power"
ATTR_DURATION: Final = "duration"
ATTR_STATE: Final = "state"
CONTROL_ACTIVE: Final = "active"
CONTROL_READ_ONLY: Final = "read_only"

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
MODE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_MODE): vol.In([mode.value for mode in ChargingMode])}
CONTROL_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_CONTROL): vol.In([CONTROL_READ_ONLY, CONTROL_ACTIVE])}
BATTERY_SCHEMA: dict[Any, Any] = {
    vol.Required(ATTR_MODE): vol.In(list(BATTERY_MODES)),
    vol.Optional(ATTR_POWER): vol.All(vol.Coerce(float), vol.Range(min=0)),
    vol.Optional(ATTR_DURATION): cv.positive_time_period,
}
SG_READY_SCHEMA: dict[Any, Any] = {vol.Optional(ATTR_STATE, default="automatic"): vol.In(list(SG_READY_STATES))}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the services."""
    async_register_platform_entity_service(
        hass,
        DOMAIN,
        SERVICE_SET_CHARGING_MODE,
        entity_domain=SELECT_DOMAIN,
        schema=MODE_SCHEMA,
        func=_async_set_charging_mode,
    )
    async_register_platform_entity_service(
        hass,
        DOMAIN,
        SERVICE_SET_CONTROL,
        entity_domain=SWITCH_DOMAIN,
        schema=CONTROL_SCHEMA,
        func=_async_set_control,
    )
    async_register_platform_entity_service(
        hass,
        DOMAIN,
        SERVICE_SET_BATTERY,
        entity_domain=SELECT_DOMAIN,
        schema=BATTERY_SCHEMA,
        func=_async_set_battery,
    )
    async_register_platform_entity_service(
        hass,
        DOMAIN,
        SERVICE_SET_SG_READY,
        entity_domain=SELECT_DOMAIN,
        schema=SG_READY_SCHEMA,
        func=_async_set_sg_ready,
    )


async def _async_set_charging_mode(entity: Entity, call: ServiceCall) -> None:
    """Set the charging mode of a charge point."""
    if not isinstance(entity, ChargingModeSelect):
        raise _wrong_entity(entity)
    await entity.async_select_option(call.data[ATTR_MODE])


async def _async_set_control(entity: Entity, call: ServiceCall) -> None:
    """Let Overshot steer a device, or only look."""
    if not isinstance(entity, ControlSwitch):
        raise _wrong_entity(entity)
    if call.data[ATTR_CONTROL] == CONTROL_ACTIVE:
        await entity.async_turn_on()
    else:
        await entity.async_turn_off()


async def _async_set_battery(entity: Entity, call: ServiceCall) -> None:
    """Order what a battery does, with what power, and for how long."""
    if not isinstance(entity, BatteryModeSelect):
        raise _wrong_entity(entity)
    mode = call.data[ATTR_MODE]
    if mode not in entity.options:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="battery_mode_not_possible",
            translation_placeholders={"device": entity.device.name, "mode": mode},
        )
    duration: timedelta | None = call.data.get(ATTR_DURATION)
    entity.coordinator.async_wish_battery(
        entity.id_,
        mode=BATTERY_MODES[mode],
        power=call.data.get(ATTR_POWER),
        until=dt_util.utcnow() + duration if duration is not None else None,
    )


async def _async_set_sg_ready(entity: Entity, call: ServiceCall) -> None:
    """Order the state of a heat pump, or leave it to the controller."""
    if not isinstance(entity, SgReadySelect):
        raise _wrong_entity(entity)
    await entity.async_select_option(call.data[ATTR_STATE])


def _wrong_entity(entity: Entity) -> ServiceValidationError:
    """Return the error for an entity that is not what the service needs."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="wrong_entity",
        translation_placeholders={"entity": entity.entity_id},
    )
