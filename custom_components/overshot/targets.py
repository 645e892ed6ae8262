"""Whom an action is for: a target, as automations name it, to the devices of a site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from homeassistant.const import ATTR_ENTITY_ID, ENTITY_MATCH_ALL
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import TargetSelection, async_extract_referenced_entity_ids

from .access.permission import async_require_control
from .const import DOMAIN
from .coordinator import DeviceCoordinator
from .layout import commands_battery, takes_orders
from .site import SiteCoordinator

PART_OF_CONTROLLER: Final = "charge_point_"
"""Charge points that a controller steers are parts of it, by number."""


@dataclass(frozen=True, slots=True)
class Target:
    """A device of a site, or one of its parts."""

    site: SiteCoordinator
    device: DeviceCoordinator
    part: str | None = None

    @property
    def id_(self) -> str:
        """Return the subentry id of the device."""
        return self.device.subentry.subentry_id

    @property
    def number(self) -> int | None:
        """Return which charge point of a controller it is; None for a station of its own."""
        if self.part is None or not self.part.startswith(PART_OF_CONTROLLER):
            return None
        return int(self.part.removeprefix(PART_OF_CONTROLLER))


class Kind(StrEnum):
    """What an action can be for; each has a translated error of its own, `no_<kind>`."""

    CHARGE_POINT = "charge_point"
    BATTERY = "battery"
    HEAT_PUMP = "heat_pump"
    STEERED = "steered_device"


def _is_charge_point(target: Target) -> bool:
    """Whether it is a station Overshot sets the current of, or one of a controller that can boost."""
    fleet = target.site.fleet
    if target.part is None:
        return target.id_ in fleet.stations
    return target.id_ in fleet.controllers and target.number is not None


_FITS: Final[Mapping[Kind, Callable[[Target], bool]]] = {
    Kind.CHARGE_POINT: _is_charge_point,
    Kind.BATTERY: lambda target: (
        target.part is None and target.id_ in target.site.fleet.batteries and bool(commands_battery(target.device))
    ),
    Kind.HEAT_PUMP: lambda target: target.part is None and target.id_ in target.site.fleet.heat_pumps,
    Kind.STEERED: lambda target: (
        target.part is None and target.id_ in target.site.fleet.writers and bool(takes_orders(target.device))
    ),
}


async def async_targets_of(call: ServiceCall, kind: Kind) -> tuple[Target, ...]:
    """Return the devices of a kind that an action is for.

    A device is named by itself or by any of its entities; an area, floor or label stands for all in it that fit. Raises
    `ServiceValidationError` for what is named and not there or of another kind, and where nothing fits; `Unauthorized`
    where the user may not steer one of them.
    """
    known = _known(call.hass)
    named, grouped = _referenced(call, known)
    found: dict[str, Target] = {}
    for device_id, name in named.items():
        target = known.get(device_id)
        if target is None or not _FITS[kind](target):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key=f"no_{kind}", translation_placeholders={"target": name}
            )
        found[device_id] = target
    found |= {id_: known[id_] for id_ in sorted(grouped) if id_ in known and _FITS[kind](known[id_])}
    if not found:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_targeted")
    for target in found.values():
        await async_require_control(call.hass, call.context, target.site.config_entry, target.id_)
    return tuple(found.values())


def sites_of(call: ServiceCall) -> set[SiteCoordinator]:
    """Return the sites whose devices an action names, or that it names themselves. Raises `ServiceValidationError`."""
    known = _known(call.hass)
    sites = {
        entry.runtime_data.site_device_id: entry.runtime_data.site
        for entry in call.hass.config_entries.async_loaded_entries(DOMAIN)
    } | {device_id: target.site for device_id, target in known.items()}
    named, grouped = _referenced(call, known)
    if strangers := [name for device_id, name in named.items() if device_id not in sites]:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="unknown_target",
            translation_placeholders={"target": strangers[0]},
        )
    return {sites[device_id] for device_id in (*named, *grouped) if device_id in sites}


def _known(hass: HomeAssistant) -> dict[str, Target]:
    """Return all devices and parts of the sites that are loaded, by their id in the device registry."""
    found: dict[str, Target] = {}
    registry = dr.async_get(hass)
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        site: SiteCoordinator = entry.runtime_data.site
        keys = {device.device_key: device for device in site.devices.values()}
        for registered in dr.async_entries_for_config_entry(registry, entry.entry_id):
            for domain, key in registered.identifiers:
                if domain == DOMAIN and (target := _target(site, keys, key)) is not None:
                    found[registered.id] = target
    return found


def _target(site: SiteCoordinator, keys: Mapping[str, DeviceCoordinator], key: str) -> Target | None:
    """Return what an identifier stands for: a device, or a part of the one with the longest key that fits."""
    if key in keys:
        return Target(site, keys[key])
    owners = [owner for owner in keys if key.startswith(f"{owner}_")]
    if not owners:
        return None
    owner = max(owners, key=len)
    return Target(site, keys[owner], key.removeprefix(f"{owner}_"))


def _referenced(call: ServiceCall, known: Mapping[str, Target]) -> tuple[dict[str, str], set[str]]:
    """Return the devices an action names, with the name it gives them, and those it means with an area or the like."""
    if call.data.get(ATTR_ENTITY_ID) == ENTITY_MATCH_ALL:
        return {}, set(known)
    selection = TargetSelection(dict(call.data))
    selected = async_extract_referenced_entity_ids(call.hass, selection, primary_entities_only=False)
    entities = er.async_get(call.hass)
    named = {device_id: _name(call.hass, device_id) for device_id in sorted(selection.device_ids)}
    for entity_id in sorted(selected.referenced):
        named.setdefault(_device_of(entities, entity_id) or entity_id, entity_id)
    grouped = {
        device_id
        for entity_id in selected.indirectly_referenced
        if (device_id := _device_of(entities, entity_id)) is not None
    }
    return named, (grouped | selected.referenced_devices) - set(named)


def _device_of(entities: er.EntityRegistry, entity_id: str) -> str | None:
    """Return the device an entity belongs to."""
    entry = entities.async_get(entity_id)
    return entry.device_id if entry is not None else None


def _name(hass: HomeAssistant, device_id: str) -> str:
    """Return what a device is called, or its id where there is none."""
    device = dr.async_get(hass).async_get(device_id)
    return device_id if device is None else device.name_by_user or device.name or device_id
