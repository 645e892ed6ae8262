"""The steps that make a meter of entities: they exist, report numbers in the right unit, and there are enough."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_conversion import BaseUnitConverter, ElectricCurrentConverter, PowerConverter

from ..const import (
    CONF_CURRENT_ENTITIES,
    CONF_EXPORT_ENTITIES,
    CONF_FAMILY,
    CONF_GRID_ROLE,
    CONF_POWER_ENTITIES,
    DOMAIN,
    FAMILY_ENTITIES,
    SUBENTRY_METER,
)
from ..core.model import ConnectionType
from ..from_entities import keys
from ..from_entities.recipe_table import RECIPES, TOTAL
from ..from_entities.recipes import Filled, fill
from .drafts import DeviceDraft
from .entities_source import recipe_note
from .entity_forms import METER_FORM
from .found import configured_ids, stable_id

ENTITIES_TITLE: Final = "Grid meter"

_CHOSEN: Final = (CONF_POWER_ENTITIES, CONF_EXPORT_ENTITIES, CONF_CURRENT_ENTITIES)


class MeterEntitySteps[C: FlowContext, R: FlowResult[Any, Any], H](FlowHandler[C, R, H]):
    """Ask for the entities of a meter, and fill in those of a device whose integration is known."""

    @abstractmethod
    async def async_meter_ready(self, draft: DeviceDraft) -> R:
        """Go on with a meter that works."""

    @abstractmethod
    async def async_meter_back(self) -> R:
        """Go back to the choice of meters."""

    @property
    def changed_meter(self) -> ConfigSubentry | None:
        """Return the meter that is changed, or None where one is added."""
        return None

    @property
    @abstractmethod
    def connection_type(self) -> ConnectionType:
        """Return how the house is connected."""

    _filled_in: Filled = Filled()
    """What the chosen device proposes."""

    async def async_step_entities(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for the entities that make a meter; a device alone fills the form in."""
        own = self.changed_meter
        shown: Mapping[str, Any] = {} if own is None else own.data
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            shown = user_input
            power = user_input.get(CONF_POWER_ENTITIES)
            device = user_input.get(keys.SOURCE_DEVICE)
            if not power and not device:
                return await self.async_meter_back()
            if not power:
                shown, errors = self._fill_in(user_input, device)
            else:
                errors, details = self._check_meter(user_input)
                if not errors:
                    return await self.async_meter_ready(self._meter_of(user_input))
        return self.async_show_form(
            step_id="entities",
            data_schema=self.add_suggested_values_to_schema(METER_FORM, shown),
            errors=errors,
            description_placeholders={"note": await recipe_note(self.hass, self._filled_in), **details},
        )

    def _fill_in(self, entered: Mapping[str, Any], device: str | None) -> tuple[Mapping[str, Any], dict[str, str]]:
        """Return the form as the recipe of a device fills it in, or an error where none is known."""
        self._filled_in = fill(self.hass, RECIPES, SUBENTRY_METER, device)
        step = "entities" if self.connection_type is ConnectionType.THREE_PHASE else TOTAL
        found = dict(self._filled_in.steps.get(step, {}))
        if self.connection_type is ConnectionType.SINGLE_PHASE:
            found.pop(CONF_CURRENT_ENTITIES, None)
        return {**entered, **found}, {} if found else {keys.SOURCE_DEVICE: "no_recipe"}

    def _check_meter(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        errors, details = check_entities(self.hass, entered, self.connection_type)
        if not errors and not entered.get(keys.POWER_FACTOR, 1.0):
            errors = {keys.POWER_FACTOR: "factor_zero"}
        taken = self._meter_id(entered) in configured_ids(self.hass)
        if not errors and self.changed_meter is None and taken:
            errors = {"base": "already_configured"}
        return errors, details

    def _meter_of(self, entered: Mapping[str, Any]) -> DeviceDraft:
        """Return the meter."""
        chosen: dict[str, Any] = {key: list(entered[key]) for key in _CHOSEN if entered.get(key)}
        if (factor := float(entered.get(keys.POWER_FACTOR, 1.0))) != 1:
            chosen[keys.POWER_FACTOR] = factor
        if device := entered.get(keys.SOURCE_DEVICE):
            chosen[keys.SOURCE_DEVICE] = device
        return DeviceDraft(
            subentry_type=SUBENTRY_METER,
            title=ENTITIES_TITLE,
            unique_id=self._meter_id(entered),
            data={CONF_FAMILY: FAMILY_ENTITIES, **chosen, CONF_GRID_ROLE: False},
        )

    def _meter_id(self, entered: Mapping[str, Any]) -> str:
        """Return the unique id of a meter made of these entities."""
        return stable_id(FAMILY_ENTITIES, *entered[CONF_POWER_ENTITIES])


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
