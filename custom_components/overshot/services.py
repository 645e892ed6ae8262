"""Services automations call: they target the entities of a charge point, a device or an area."""

from typing import Any, Final

from homeassistant.components.select import DOMAIN as SELECT_DOMAIN
from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.const import ATTR_MODE
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.service import async_register_platform_entity_service
import voluptuous as vol

from .const import DOMAIN
from .core.model import ChargingMode
from .select import ChargingModeSelect
from .switch import ControlSwitch

SERVICE_SET_CHARGING_MODE: Final = "set_charging_mode"
SERVICE_SET_CONTROL: Final = "set_control"
ATTR_CONTROL: Final = "control"
CONTROL_ACTIVE: Final = "active"
CONTROL_READ_ONLY: Final = "read_only"

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
MODE_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_MODE): vol.In([mode.value for mode in ChargingMode])}
CONTROL_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_CONTROL): vol.In([CONTROL_READ_ONLY, CONTROL_ACTIVE])}


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


async def _async_set_charging_mode(entity: Entity, call: ServiceCall) -> None:
    """Set the charging mode of a charge point."""
    if not isinstance(entity, ChargingModeSelect):
        raise _wrong_entity(entity)
    await entity.async_select_option(call.data[ATTR_MODE])


async def _async_set_control(entity: Entity, call: ServiceCall) -> None:
    """Let Overshot steer a station, or only look."""
    if not isinstance(entity, ControlSwitch):
        raise _wrong_entity(entity)
    if call.data[ATTR_CONTROL] == CONTROL_ACTIVE:
        await entity.async_turn_on()
    else:
        await entity.async_turn_off()


def _wrong_entity(entity: Entity) -> ServiceValidationError:
    """Return the error for an entity that is not what the service needs."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="wrong_entity",
        translation_placeholders={"entity": entity.entity_id},
    )
