"""The diagnostics download: what was configured, what was read, what was decided; without secrets.

With its flight recorder every decision of the last quarter of an hour can be made again: `script/simulate --replay`.
"""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import (
    CONF_DEVICE,
    CONF_EMAIL,
    CONF_HOST,
    CONF_LATITUDE,
    CONF_LONGITUDE,
    CONF_MAC,
    CONF_NAME,
    CONF_URL,
    __version__ as home_assistant_version,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .access.subentries import CONF_COST_CENTRE, CONF_HINT, CONF_OWNER, CONF_PERSON, CONF_PERSON_ENTITY, CONF_TAG
from .const import ACCESS_SUBENTRIES, CONF_SERIAL_NUMBER, DOMAIN, NO_DEVICES
from .coordinator import DeviceCoordinator, ModbusCoordinator, OvershotConfigEntry
from .core.control.persistence import to_plain
from .devices.driver import Capabilities
from .devices.p1 import without_identifiers
from .devices.register_dump import dump
from .p1_meter import P1Coordinator
from .plans.coordinator import PlanCoordinator

TO_REDACT: Final = {
    CONF_COST_CENTRE,
    CONF_DEVICE,
    CONF_EMAIL,
    CONF_HINT,
    CONF_HOST,
    CONF_LATITUDE,
    CONF_LONGITUDE,
    CONF_MAC,
    CONF_OWNER,
    CONF_PERSON,
    CONF_PERSON_ENTITY,
    CONF_SERIAL_NUMBER,
    CONF_TAG,
    CONF_URL,
    "unique_id",
    "location",
    "allowed_tags",
    "tag",
    "tag_key",
}
"""Cards, whether known by a hash or not, are secrets as much as addresses are, and so is who charges."""


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: OvershotConfigEntry) -> dict[str, Any]:
    """Return everything a bug report needs."""
    data = entry.runtime_data
    site = data.site
    decision = site.data
    return {
        "home_assistant": home_assistant_version,
        "entry": {"version": entry.version, "minor_version": entry.minor_version},
        "site": async_redact_data(dict(entry.data), TO_REDACT),
        "options": async_redact_data(dict(entry.options), TO_REDACT),
        "subentries": [
            _subentry(subentry) for subentry in entry.subentries.values() if subentry.subentry_type in NO_DEVICES
        ],
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
        "devices": [_device(device) for device in data.devices.values()],
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
        "writes": {id_: writer.writes for id_, writer in site.fleet.writers.items()},
        "unreleased": sorted(id_ for id_, writer in site.fleet.writers.items() if writer.unreleased),
        "flight_recorder": await site.recorder.async_tell(hass),
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: OvershotConfigEntry, device: dr.DeviceEntry
) -> dict[str, Any]:
    """Return what is known of one device; of the site as a whole, and of a part, everything."""
    for coordinator in entry.runtime_data.devices.values():
        if (DOMAIN, coordinator.device_key) in device.identifiers:
            return _device(coordinator)
    return await async_get_config_entry_diagnostics(hass, entry)


def _subentry(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return what was configured that is no device; what people are called stays here."""
    private = {*TO_REDACT, CONF_NAME} if subentry.subentry_type in ACCESS_SUBENTRIES else TO_REDACT
    return {"type": subentry.subentry_type, "data": async_redact_data(dict(subentry.data), private)}


def _device(device: DeviceCoordinator) -> dict[str, Any]:
    """Return what was configured of a device, and what it told."""
    told: dict[str, Any] = {
        "id": device.subentry.subentry_id,
        "subentry": async_redact_data(dict(device.subentry.data), TO_REDACT),
        "type": device.subentry.subentry_type,
        "status": device.status,
        "interval": device.interval,
        "readings_at": device.readings_at,
        "last_error": type(device.last_exception).__name__ if device.last_exception is not None else None,
        "readings": async_redact_data({**asdict(device.data), "failed": sorted(device.data.failed)}, TO_REDACT),
        "capabilities": _capabilities(device.orders.capabilities) if device.orders is not None else None,
    }
    if isinstance(device, ModbusCoordinator):
        told["requests"] = {"all": device.answers.requests, "damaged": device.answers.damaged}
        told["registers"] = dump(device.answers, _secrets(device), device.driver.private_registers)
    if isinstance(device, P1Coordinator):
        told["telegrams"] = asdict(device.stream.counts)
        if device.stream.last is not None:
            told["telegram"] = without_identifiers(device.stream.last.text).splitlines()
    return told


def _secrets(device: DeviceCoordinator) -> set[str]:
    """Return what a device is known by, and the cards that it tells."""
    known = {device.subentry.unique_id, device.subentry.data.get(CONF_SERIAL_NUMBER), device.device_key}
    cards = {point.tag for point in device.data.charge_points.values()}
    return {str(text) for text in (*known, *cards) if text}


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
