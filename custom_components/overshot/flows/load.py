"""Add or change a load that can be switched or set: a boiler, a heater, a pump that other integrations know."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import UnitOfPower
from homeassistant.core import split_entity_id
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig
import voluptuous as vol

from ..const import (
    CONF_FAMILY,
    CONF_GRID_ROLE,
    CONF_LEVELS,
    CONF_LOWEST_POWER,
    CONF_PHASES,
    CONF_POWER,
    CONF_ROTATION,
    FAMILY_ENTITIES,
    SUBENTRY_LOAD,
)
from ..core.model import Rotation
from ..from_entities import keys
from ..from_entities.charge_point_orders import SELECTS
from ..from_entities.points import Quantity
from ..layout import connection_of
from .circuit_checks import names_of
from .device import DeviceFlow
from .drafts import DeviceDraft
from .entity_checks import Problem, first_problem, options_of, present, readable
from .entity_forms import NUMBERS, READABLE, SELECTS as SELECT_DOMAINS, SWITCHES, one_entity
from .forms import Form
from .found import configured_ids, stable_id
from .wiring import checked_wiring, number_box, wiring_form

POWER_BOUNDS: Final = (1.0, 100_000.0)
"""W."""

LOAD_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(keys.LOAD_ENTITY): one_entity([*SWITCHES, *NUMBERS, *SELECT_DOMAINS]),
        vol.Required(CONF_POWER): number_box(UnitOfPower.WATT),
        vol.Optional(CONF_LOWEST_POWER): number_box(UnitOfPower.WATT),
        vol.Optional(keys.POWER_ENTITY): one_entity(READABLE),
        vol.Optional(keys.TEMPERATURE_ENTITY): one_entity(READABLE),
    }
)

LEVELS_FORM: Final[Form] = vol.Schema({vol.Required(CONF_LEVELS): TextSelector(TextSelectorConfig(multiline=True))})


class LoadFlow(DeviceFlow):
    """Ask what switches or sets the load, what it draws, and where it is wired."""

    def __init__(self) -> None:
        """Start with nothing entered."""
        super().__init__()
        self._data: dict[str, Any] = {}

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what switches or sets it."""
        return await self._async_load("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the load."""
        return await self._async_load("reconfigure", user_input)

    async def _async_load(self, step: str, entered: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask for the entities of the load and its power."""
        own = self.changed
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if entered is not None:
            errors, details = self._check(entered)
            if not errors:
                self._data = {key: value for key, value in entered.items() if value not in (None, "")}
                if split_entity_id(entered[keys.LOAD_ENTITY])[0] in SELECTS:
                    return await self.async_step_load_levels()
                return await self.async_step_load_wiring()
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(
                LOAD_FORM, entered or (dict(own.data) if own is not None else {})
            ),
            errors=errors,
            description_placeholders=details,
        )

    def _check(self, entered: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        entity, power, lowest = entered[keys.LOAD_ENTITY], entered[CONF_POWER], entered.get(CONF_LOWEST_POWER) or 0.0
        if not isfinite(power) or not POWER_BOUNDS[0] <= power <= POWER_BOUNDS[1]:
            return {CONF_POWER: "invalid_power"}, {}
        if not 0 <= lowest < power:
            return {CONF_LOWEST_POWER: "invalid_lowest_power"}, {}
        measured = (
            (keys.POWER_ENTITY, entered.get(keys.POWER_ENTITY), Quantity.POWER),
            (keys.TEMPERATURE_ENTITY, entered.get(keys.TEMPERATURE_ENTITY), Quantity.TEMPERATURE),
        )
        return first_problem(
            (
                (keys.LOAD_ENTITY, present(self.hass, entity)),
                *((key, readable(self.hass, named, quantity)) for key, named, quantity in measured if named),
                ("base", self._taken(entity)),
            )
        )

    def _taken(self, entity: str) -> Problem | None:
        """Return a problem where another load is switched by this entity."""
        own = self.changed
        named = load_id(entity)
        taken = named in configured_ids(self.hass) and (own is None or own.unique_id != named)
        return Problem("already_configured") if taken else None

    async def async_step_load_levels(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what each option of the select draws."""
        own = self.changed
        errors: dict[str, str] = {}
        options = options_of(self.hass, self._data[keys.LOAD_ENTITY])
        known: Mapping[str, float] = own.data.get(CONF_LEVELS, {}) if own is not None else {}
        shown = user_input or {CONF_LEVELS: "\n".join(f"{option} = {known.get(option, 0):g}" for option in options)}
        if user_input is not None:
            levels = levels_of(user_input[CONF_LEVELS])
            if levels is None or 0.0 not in levels.values() or max(levels.values()) <= 0:
                errors[CONF_LEVELS] = "invalid_levels"
            elif len(set(levels.values())) < len(levels):
                errors[CONF_LEVELS] = "levels_twice"
            else:
                self._data[CONF_LEVELS] = levels
                self._data[CONF_POWER] = max(levels.values())
                return await self.async_step_load_wiring()
        return self.async_show_form(
            step_id="load_levels",
            data_schema=self.add_suggested_values_to_schema(LEVELS_FORM, shown),
            errors=errors,
        )

    async def async_step_load_wiring(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the phases, the circuit and the temperature limit, where there is any of it to tell."""
        entry, own = self._get_entry(), self.changed
        connection = connection_of(entry.data).type
        form = wiring_form(connection, names_of(entry), heats=keys.TEMPERATURE_ENTITY in self._data)
        errors: dict[str, str] = {}
        if user_input is not None or not form.schema:
            wired, errors = checked_wiring(connection, user_input or {})
            if not errors:
                return self._settle({**self._data, **wired})
        stored = {key: value for key, value in own.data.items() if value is not None} if own is not None else {}
        shown: Mapping[str, Any] = user_input or {CONF_ROTATION: Rotation.L1.value, **stored}
        return self.async_show_form(
            step_id="load_wiring",
            data_schema=self.add_suggested_values_to_schema(
                form, {**shown, CONF_PHASES: str(shown.get(CONF_PHASES, 1))}
            ),
            errors=errors,
        )

    def _settle(self, data: dict[str, Any]) -> SubentryFlowResult:
        """Store the load."""
        data = {**data, CONF_FAMILY: FAMILY_ENTITIES, CONF_GRID_ROLE: False}
        if self.changed is not None:
            return self.async_change(data)
        entity = data[keys.LOAD_ENTITY]
        state = self.hass.states.get(entity)
        return self.async_add(
            DeviceDraft(
                subentry_type=SUBENTRY_LOAD,
                title=state.name if state is not None else entity,
                unique_id=load_id(entity),
                data=data,
            )
        )


def load_id(entity: str) -> str:
    """Return the unique id of a load that an entity switches."""
    return stable_id(FAMILY_ENTITIES, SUBENTRY_LOAD, entity)


def levels_of(text: str) -> dict[str, float] | None:
    """Return the power (W) of each option, from lines such as `eco = 1000`; None where a line is none."""
    levels: dict[str, float] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        option, _, power = line.rpartition("=")
        try:
            value = float(power.replace(",", "."))
        except ValueError:
            return None
        if not option.strip() or not isfinite(value) or not 0 <= value <= POWER_BOUNDS[1]:
            return None
        levels[option.strip()] = value
    return levels or None
