"""No update renames anything: unique ids, translation keys and classes of a full house are what they were.

Whoever renames one loses the history of it in every home. A new entity is written down with
`OVERSHOT_WRITE_ENTITIES=1 script/test tests/shell/test_entity_snapshot.py`, which never takes one away.
"""

import json
import os
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.device_automation import DeviceAutomationType, async_get_device_automations
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest

from custom_components.overshot.const import DOMAIN
from tests.packaging.repository import INTEGRATION, flatten, load_json

from .conftest import STATION_SERIAL
from .full_house import build, everything
from .ordered import OrderedHouse

KNOWN = Path(__file__).parent / "entities.json"
SITE = "<site>"
"""Stands for the id of the config entry, which is another in every home."""

RENAMED_AS_BEFORE: dict[str, str] = {}
"""New unique ids by the old ones that a migration turns into them."""


@pytest.fixture
async def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Any:
    """Return a house with one of everything."""
    with everything():
        yield await build(hass, freezer)


def entities_of(house: OrderedHouse) -> dict[str, dict[str, Any]]:
    """Return what must stay as it is, by platform and unique id."""
    found = {}
    for entry in er.async_entries_for_config_entry(er.async_get(house.hass), house.entry.entry_id):
        unique_id = entry.unique_id.replace(house.entry.entry_id, SITE)
        for id_, subentry in house.entry.subentries.items():
            assert id_ not in unique_id, (
                f"{unique_id}: a subentry that is added again gets another id than {subentry.title}"
            )
        capabilities = entry.capabilities or {}
        traits = {
            "translation_key": entry.translation_key,
            "device_class": entry.original_device_class,
            "state_class": capabilities.get("state_class"),
            "unit": entry.unit_of_measurement,
            "category": entry.entity_category,
            "options": capabilities.get("options"),
            "off_by_default": entry.disabled_by is not None or None,
        }
        found[f"{entry.domain} {unique_id}"] = {key: value for key, value in traits.items() if value is not None}
    return found


def devices_of(house: OrderedHouse) -> list[str]:
    """Return what devices are known by."""
    return sorted(
        key.replace(house.entry.entry_id, SITE)
        for device in dr.async_entries_for_config_entry(dr.async_get(house.hass), house.entry.entry_id)
        for domain, key in device.identifiers
        if domain == DOMAIN
    )


async def test_nothing_is_renamed(house: OrderedHouse) -> None:
    entities = json.loads(json.dumps(entities_of(house)))
    devices = devices_of(house)
    known = load_json(KNOWN) if KNOWN.exists() else {"devices": [], "entities": {}}
    if os.environ.get("OVERSHOT_WRITE_ENTITIES"):
        told = {
            "devices": sorted({*known["devices"], *devices}),
            "entities": dict(sorted({**known["entities"], **entities}.items())),
        }
        KNOWN.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        known = told
    gone = {RENAMED_AS_BEFORE.get(key, key) for key in known["entities"]} - set(entities)
    assert gone == set(), "an update takes these away, with their history"
    for key, traits in entities.items():
        assert traits == known["entities"].get(key), f"{key}: new or changed, see the docstring"
    assert devices == known["devices"]


async def test_every_entity_has_a_name(house: OrderedHouse) -> None:
    """By a key in every language, or by its class where it needs no other."""
    named = {
        path.name: {name for name in flatten(load_json(path)["entity"]) if name.endswith(".name")}
        for path in (INTEGRATION / "translations").glob("*.json")
    }
    for key, traits in entities_of(house).items():
        platform = key.partition(" ")[0]
        for language, names in named.items():
            by_key = f"{platform}.{traits.get('translation_key')}.name" in names
            assert by_key or "device_class" in traits, f"{key} in {language}"


async def test_every_entity_belongs_to_a_device(house: OrderedHouse) -> None:
    for entry in er.async_entries_for_config_entry(er.async_get(house.hass), house.entry.entry_id):
        assert entry.device_id is not None, entry.unique_id
        assert entry.has_entity_name, entry.unique_id


async def test_automations_begin_with_what_devices_do(hass: HomeAssistant, house: OrderedHouse) -> None:
    """Triggers and conditions of Home Assistant itself: they come with the right classes."""
    registry = dr.async_get(hass)
    station = next(
        device.id
        for device in dr.async_entries_for_config_entry(registry, house.entry.entry_id)
        if (DOMAIN, STATION_SERIAL) in device.identifiers
    )
    assert await async_setup_component(hass, "device_automation", {})
    triggers = await async_get_device_automations(hass, DeviceAutomationType.TRIGGER, [station])
    kinds = {(each["domain"], each["type"]) for each in triggers[station]}
    wanted = {
        ("binary_sensor", "plugged_in"),
        ("binary_sensor", "not_plugged_in"),
        ("sensor", "power"),
        ("sensor", "energy"),
        ("sensor", "current"),
        ("select", "current_option_changed"),
        ("switch", "turned_on"),
    }
    assert wanted <= kinds
    conditions = await async_get_device_automations(hass, DeviceAutomationType.CONDITION, [station])
    assert ("binary_sensor", "is_plugged_in") in {(each["domain"], each["type"]) for each in conditions[station]}
