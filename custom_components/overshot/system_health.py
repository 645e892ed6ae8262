"""What the system information page tells of Overshot: whether it sees everything, and decides."""

from collections import Counter
from importlib.util import find_spec
from typing import Any

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .core.model import ConnectionStatus


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Register the information."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return the information, of all sites together."""
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    sites = [entry.runtime_data.site for entry in entries]
    devices = [device for site in sites for device in site.devices.values()]
    plans = Counter(str(entry.runtime_data.plans.status or "-") for entry in entries)
    return {
        "sites": len(sites),
        "devices": len(devices),
        "devices_connected": sum(device.status is ConnectionStatus.CONNECTED for device in devices),
        "devices_steered": sum(site.state.controlled(id_) for site in sites for id_ in site.fleet.writers),
        "silent_meters": sum(site.data is not None and site.data.state.meter_stale for site in sites),
        "plan": ", ".join(plans) or "-",
        "solver": await hass.async_add_executor_job(_has_solver),
        "open_repairs": sum(issue.active and issue.domain == DOMAIN for issue in ir.async_get(hass).issues.values()),
    }


def _has_solver() -> bool:
    """Return whether the package that plans is installed; without it rules decide."""
    return find_spec("highspy") is not None
