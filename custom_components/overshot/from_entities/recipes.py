"""Find the entities of another integration's device that fill the forms in: which recipe fits, and what it proposes.

A recipe names entities by domain and unique id: entity ids and names are the user's, unique ids stay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
import re
from typing import Any, Protocol

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er


@dataclass(frozen=True, slots=True)
class Source:
    """The entities a recipe may choose from."""

    near: Sequence[er.RegistryEntry]
    """Of the device itself."""

    far: Sequence[er.RegistryEntry]
    """Of all devices of the same config entry: an inverter, its meter and its battery are often several devices."""

    def matches(self, domain: str, pattern: str) -> list[tuple[str, re.Match[str]]]:
        """Return the entity ids whose unique id fits, those of the device first choice, with what fitted."""
        for entries in (self.near, self.far):
            found = [
                (entry.entity_id, match)
                for entry in entries
                if entry.domain == domain and (match := re.search(pattern, entry.unique_id))
            ]
            if found:
                return found
        return []


class Spec(Protocol):
    """What a field is filled with."""

    def value(self, source: Source) -> Any:
        """Return the value, or None where the device does not have it."""


@dataclass(frozen=True, slots=True)
class One:
    """The one entity whose unique id fits a pattern; where several do, nobody knows which."""

    domain: str
    pattern: str

    def value(self, source: Source) -> str | None:
        """Return the entity id."""
        found = source.matches(self.domain, self.pattern)
        return found[0][0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Every:
    """Entities in order, all or none."""

    parts: tuple[One, ...]

    def value(self, source: Source) -> list[str] | None:
        """Return the entity ids."""
        found = [part.value(source) for part in self.parts]
        known = [entity for entity in found if entity is not None]
        return known if len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class First:
    """The first of some that the device has."""

    specs: tuple[Spec, ...]

    def value(self, source: Source) -> Any:
        """Return its value."""
        return next((value for spec in self.specs if (value := spec.value(source)) is not None), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a unique id, the group of the pattern."""

    domain: str
    pattern: str

    whole: bool = False

    def value(self, source: Source) -> str | int | None:
        """Return the part."""
        found = {match[1] for _, match in source.matches(self.domain, self.pattern)}
        if len(found) != 1:
            return None
        return int(found.pop()) if self.whole else found.pop()


@dataclass(frozen=True, slots=True)
class Given:
    """A value that is the same for each device."""

    given: Any

    def value(self, source: Source) -> Any:
        """Return it."""
        return self.given


type Step = Mapping[str, Spec]
"""Fields of one form. The first field is the one without which the form is not filled in at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is known of one integration."""

    steps: Mapping[str, Mapping[str, Step]]
    """By subentry type, then by step of the flow."""

    notes: Mapping[str, str] = field(default_factory=dict)
    """By subentry type, the key of a text that says what to know or to set there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a device and its recipe propose."""

    recipe: str | None = None
    title: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    note: str | None = None
    """Key of a text."""

    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By step of the flow, the fields that are filled in."""


@callback
def fill(
    hass: HomeAssistant,
    recipes: Mapping[str, Recipe],
    subentry_type: str,
    device_id: str | None,
    entity_id: str | None = None,
) -> Filled:
    """Return what is known of a device, or of the device an entity belongs to."""
    entities = er.async_get(hass)
    named = entities.async_get(entity_id) if entity_id else None
    if device_id is None and named is not None:
        device_id = named.device_id
    found = dr.async_get(hass).async_get(device_id) if device_id else None
    device = found if isinstance(found, dr.DeviceEntry) else None
    near = er.async_entries_for_device(entities, device_id) if device_id else _siblings(entities, named)
    platform = next((entry.platform for entry in near if entry.platform in recipes), None)
    known = Filled() if device is None else _known(device)
    if platform is None or subentry_type not in recipes[platform].steps:
        return known
    source = Source(near, _of_entries(entities, {entry.config_entry_id for entry in near}))
    recipe = recipes[platform]
    steps = {name: _filled(step, source) for name, step in recipe.steps[subentry_type].items()}
    return replace(known, recipe=platform, note=recipe.notes.get(subentry_type), steps=steps)


def _known(device: dr.DeviceEntry) -> Filled:
    """Return what the device registry tells."""
    return Filled(title=device.name_by_user or device.name, manufacturer=device.manufacturer, model=device.model)


def _filled(step: Step, source: Source) -> dict[str, Any]:
    """Return the fields of a form; none where the first one is missing."""
    values = {name: spec.value(source) for name, spec in step.items()}
    if not values or next(iter(values.values())) is None:
        return {}
    return {name: value for name, value in values.items() if value is not None}


def _siblings(entities: er.EntityRegistry, named: er.RegistryEntry | None) -> list[er.RegistryEntry]:
    """Return the entities of the same integration, where that registers no devices."""
    if named is None:
        return []
    return [
        entry
        for entry in entities.entities.values()
        if entry.platform == named.platform and entry.config_entry_id == named.config_entry_id
    ]


def _of_entries(entities: er.EntityRegistry, entry_ids: Iterable[str | None]) -> list[er.RegistryEntry]:
    """Return the entities of config entries that are in use."""
    return [
        entry
        for entry_id in entry_ids
        if entry_id is not None
        for entry in er.async_entries_for_config_entry(entities, entry_id)
        if entry.disabled_by is None
    ]
