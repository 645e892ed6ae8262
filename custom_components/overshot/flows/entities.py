"""Check whether entities can make a grid meter: they exist, report numbers in the right unit, and there are enough."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_conversion import BaseUnitConverter, ElectricCurrentConverter, PowerConverter

from ..const import CONF_CURRENT_ENTITIES, CONF_EXPORT_ENTITIES, CONF_POWER_ENTITIES, DOMAIN
from ..core.model import ConnectionType


def check_entities(
    hass: HomeAssistant, entered: Mapping[str, Any], connection: ConnectionType
) -> tuple[dict[str, str], dict[str, str]]:
    """Return errors by field, and what their texts say.

    `entered` has lists of entity ids by `CONF_POWER_ENTITIES`, `CONF_EXPORT_ENTITIES` and `CONF_CURRENT_ENTITIES`.
    """
    power: Sequence[str] = entered[CONF_POWER_ENTITIES]
    export: Sequence[str] = entered.get(CONF_EXPORT_ENTITIES) or ()
    currents: Sequence[str] = entered.get(CONF_CURRENT_ENTITIES) or ()

    if len(power) not in (1, connection.phases):
        return {CONF_POWER_ENTITIES: "entity_count"}, {}
    if len(export) not in (0, len(power)):
        return {CONF_EXPORT_ENTITIES: "entity_export_count"}, {}
    if len(currents) not in (0, 3):
        return {CONF_CURRENT_ENTITIES: "entity_current_count"}, {}
    if connection is ConnectionType.THREE_PHASE_DELTA and (len(power) != 1 or len(currents) != 3):
        return {"base": "entity_delta"}, {}

    seen: set[str] = set()
    for field, entities, converter, unit_error in (
        (CONF_POWER_ENTITIES, power, PowerConverter, "entity_unit_power"),
        (CONF_EXPORT_ENTITIES, export, PowerConverter, "entity_unit_power"),
        (CONF_CURRENT_ENTITIES, currents, ElectricCurrentConverter, "entity_unit_current"),
    ):
        for entity_id in entities:
            if entity_id in seen:
                return {field: "entity_twice"}, {"entity": entity_id}
            seen.add(entity_id)
            if problem := _problem(hass, entity_id, converter, unit_error):
                unit = hass.states.get(entity_id)
                return {field: problem}, {
                    "entity": entity_id,
                    "unit": str(unit.attributes.get(ATTR_UNIT_OF_MEASUREMENT) or "-") if unit else "-",
                }
    return {}, {}


def _problem(hass: HomeAssistant, entity_id: str, converter: type[BaseUnitConverter], unit_error: str) -> str | None:
    """Return what is wrong with one entity, if anything."""
    registered = er.async_get(hass).async_get(entity_id)
    if registered is not None and registered.platform == DOMAIN:
        return "entity_own"
    state = hass.states.get(entity_id)
    if state is None:
        return "entity_not_found"
    if state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) not in converter.VALID_UNITS:
        return unit_error
    try:
        number = float(state.state)
    except ValueError:
        return "entity_not_numeric"
    return None if isfinite(number) else "entity_not_numeric"
