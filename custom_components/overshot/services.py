"""The actions automations call. Each is for devices, as a target names them, or for a site."""

from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .access.import_services import async_setup_import_services
from .access.services import async_setup_access_services
from .access.told_list import async_setup_list_service
from .appliance_services import async_setup_appliance_services
from .charging_services import async_setup_charging_services
from .const import DOMAIN
from .plans.services import async_setup_plan_services
from .records.report_services import async_setup_report_services
from .records.session_services import async_setup_session_services
from .site_services import async_setup_site_services
from .targets import Kind, async_targets_of
from .tariffs.services import async_setup_price_services

SERVICE_SET_CONTROL: Final = "set_control"
ATTR_CONTROL: Final = "control"
CONTROL_ACTIVE: Final = "active"
CONTROL_READ_ONLY: Final = "read_only"

# Home Assistant runs voluptuous on an engine of its own, whose types the voluptuous package does not know.
CONTROL_SCHEMA: dict[Any, Any] = {vol.Required(ATTR_CONTROL): vol.In([CONTROL_READ_ONLY, CONTROL_ACTIVE])}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_SET_CONTROL,
        _async_set_control,
        schema=cv.make_entity_service_schema(CONTROL_SCHEMA),
    )
    async_setup_access_services(hass)
    async_setup_import_services(hass)
    async_setup_list_service(hass)
    async_setup_charging_services(hass)
    async_setup_appliance_services(hass)
    async_setup_site_services(hass)
    async_setup_price_services(hass)
    async_setup_plan_services(hass)
    async_setup_report_services(hass)
    async_setup_session_services(hass)


async def _async_set_control(call: ServiceCall) -> None:
    """Let Overshot steer devices, or only look."""
    for target in await async_targets_of(call, Kind.STEERED):
        await target.site.async_set_control(target.id_, call.data[ATTR_CONTROL] == CONTROL_ACTIVE)
