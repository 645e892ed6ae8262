"""The diagnostics download: what was configured, what was read, what was decided; without secrets."""

from dataclasses import asdict
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_DEVICE, CONF_HOST, CONF_LATITUDE, CONF_LONGITUDE, CONF_URL
from homeassistant.core import HomeAssistant

from .const import CONF_SERIAL_NUMBER
from .coordinator import OvershotConfigEntry
from .core.control.persistence import to_plain
from .devices.driver import Capabilities
from .plans.coordinator import PlanCoordinator

TO_REDACT = {
    CONF_DEVICE,
    CONF_HOST,
    CONF_LATITUDE,
    CONF_LONGITUDE,
    CONF_SERIAL_NUMBER,
    CONF_URL,
    "unique_id",
    "location",
    "allowed_tags",
    "tag",
    "tag_hash",
    "tag_key",
}
"""Cards, whether known by a hash or not, are secrets as much as addresses are."""


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: OvershotConfigEntry) -> dict[str, Any]:
    """Return everything a bug report needs."""
    data = entry.runtime_data
    site = data.site
    decision = site.data
    return {
        "site": async_redact_data(dict(entry.data), TO_REDACT),
        "settings": {
            **async_redact_data(to_plain(site.state.settings), TO_REDACT),
            **{
                kind: {id_: asdict(settings) for id_, settings in wishes.items()}
                for kind, wishes in (
                    ("limits", site.state.limits),
                    ("controllers", site.state.controllers),
                    ("parameters", site.state.parameters),
                )
            },
        },
        "devices": [
            {
                "subentry": async_redact_data(dict(device.subentry.data), TO_REDACT),
                "type": device.subentry.subentry_type,
                "status": device.status,
                "readings_at": device.readings_at,
                "readings": async_redact_data({**asdict(device.data), "failed": sorted(device.data.failed)}, TO_REDACT),
                "capabilities": _capabilities(device.orders.capabilities) if device.orders is not None else None,
            }
            for device in data.devices.values()
        ],
        "decision": {
            "state": asdict(decision.state),
            "setpoints": {id_: asdict(setpoint) for id_, setpoint in decision.setpoints.items()},
            "batteries": {id_: asdict(setpoint) for id_, setpoint in decision.batteries.items()},
            "heat_pumps": {id_: asdict(setpoint) for id_, setpoint in decision.heat_pumps.items()},
            "loads": {id_: asdict(setpoint) for id_, setpoint in decision.loads.items()},
            "solar": {id_: asdict(setpoint) for id_, setpoint in decision.solar.items()},
        }
        if decision is not None
        else None,
        "plan": _plan(data.plans),
        "base_load_p99": site.state.base_load.percentile(0.99),
        "flight_recorder": await site.recorder.async_tell(hass),
        "writes": {id_: writer.writes for id_, writer in site.fleet.writers.items()},
    }


def _plan(plans: PlanCoordinator) -> dict[str, Any]:
    """Return the newest plan and the problem it answers, with every number: it can be made again elsewhere."""
    planned, made = plans.data, plans.made
    return {
        "status": plans.status,
        "lacks": list(made.lacks) if made is not None else [],
        "trigger": planned.trigger if planned is not None else None,
        "plan": asdict(planned.plan) if planned is not None else None,
        "problem": asdict(planned.problem) if planned is not None else None,
        "contract": made.prices.contract if made is not None else None,
        "prices_known_until": made.prices.known_until if made is not None else None,
    }


def _capabilities(can: Capabilities) -> dict[str, Any]:
    """Return what a device can do, as JSON takes it."""
    return {**asdict(can), "roles": sorted(can.roles)}
