"""The step that asks how much CO2 a kWh from the grid stands for."""

from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
import voluptuous as vol

from ..const import CONF_CO2_ENTITY, CONF_CO2_INTENSITY
from ..from_entities.points import NOT_KNOWN, number_of
from ..records.emissions import HIGHEST, scale_of
from .entity_forms import READABLE, one_entity
from .forms import Form
from .site import SiteSteps
from .wiring import number_box

FIELDS: Final = (CONF_CO2_ENTITY, CONF_CO2_INTENSITY)

EMISSIONS_FORM: Final[Form] = vol.Schema(
    {
        vol.Optional(CONF_CO2_ENTITY): one_entity(READABLE),
        vol.Optional(CONF_CO2_INTENSITY): number_box("g/kWh"),
    }
)


class EmissionSteps(SiteSteps):
    """Ask for an entity or a number; both may be left empty, then no CO2 is told."""

    async def async_step_emissions(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change what a kWh from the grid is taken to emit."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = {key: value for key in FIELDS if (value := user_input.get(key)) not in (None, "")}
            errors, details = self._check_emissions(entered)
            if not errors:
                self.site = {key: value for key, value in self.site.items() if key not in FIELDS} | entered
                return self.async_update_site()
        return self.async_show_form(
            step_id="emissions",
            data_schema=self.add_suggested_values_to_schema(
                EMISSIONS_FORM, self.site if user_input is None else user_input
            ),
            errors=errors,
            description_placeholders=details,
        )

    def _check_emissions(self, entered: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return errors by field, and what their texts say."""
        number = entered.get(CONF_CO2_INTENSITY)
        if number is not None and not (isfinite(number) and 0 <= number <= HIGHEST):
            return {CONF_CO2_INTENSITY: "invalid_co2_intensity"}, {}
        if (entity := entered.get(CONF_CO2_ENTITY)) is None:
            return {}, {}
        state = self.hass.states.get(entity)
        if state is None:
            return {CONF_CO2_ENTITY: "entity_not_found"}, {"entity": entity}
        unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        if state.state in NOT_KNOWN and unit is None:
            return {}, {}
        if scale_of(unit) is None:
            return {CONF_CO2_ENTITY: "entity_unit_co2"}, {"entity": entity, "unit": str(unit or "-")}
        if state.state not in NOT_KNOWN and number_of(state.state) is None:
            return {CONF_CO2_ENTITY: "entity_not_numeric"}, {"entity": entity, "attribute": "-"}
        return {}, {}
