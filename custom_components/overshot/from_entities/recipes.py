"""Find the entities of another integration's device that fill in the forms: which recipe fits, and what it proposes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a device and its recipe propose."""

    recipe: str | None = None
    title: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    note: str = ""
    """What the user should know of it, besides."""

    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By step of the flow, the fields that are filled in."""


def fill(hass: HomeAssistant, subentry_type: str, device_id: str | None, entity_id: str | None) -> Filled:
    """Return what is known of a device, or of the device an entity belongs to."""
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    if not isinstance(device, dr.DeviceEntry):
        return Filled()
    return Filled(title=device.name_by_user or device.name, manufacturer=device.manufacturer, model=device.model)
