"""The step that asks from whom the forecast of a site hears of sun and weather."""

from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import UnitOfEnergy
from homeassistant.helpers.selector import EntitySelector, EntitySelectorConfig
import voluptuous as vol

from ..const import CONF_SOLAR_FORECASTS, CONF_WEATHER, CONF_YEARLY_CONSUMPTION
from ..plans.solar_told import async_providers
from ..plans.temperatures import WEATHER, tells_hours
from .forms import Form
from .site import SiteSteps
from .wiring import choice, number_box

YEARLY_BOUNDS: Final = (100.0, 1_000_000.0)
"""kWh."""

FIELDS: Final = (CONF_SOLAR_FORECASTS, CONF_WEATHER, CONF_YEARLY_CONSUMPTION)


class ForecastSteps(SiteSteps):
    """Ask what the forecast is made from; everything may be left empty."""

    async def async_step_forecast(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change what the forecast is made from."""
        errors: dict[str, str] = {}
        if user_input is not None:
            entered = {key: value for key in FIELDS if (value := user_input.get(key)) not in (None, "", [])}
            errors = await self._async_checked(entered)
            if not errors:
                self.site = {key: value for key, value in self.site.items() if key not in FIELDS} | entered
                return self.async_update_site()
        providers = await async_providers(self.hass)
        for id_ in self.site.get(CONF_SOLAR_FORECASTS, ()):
            # One that is not loaded just now stays what was chosen; one that was removed is left out.
            if (provider := self.hass.config_entries.async_get_entry(id_)) is not None:
                providers.setdefault(id_, provider.title)
        shown = dict(self.site if user_input is None else user_input)
        shown[CONF_SOLAR_FORECASTS] = [id_ for id_ in shown.get(CONF_SOLAR_FORECASTS, ()) if id_ in providers]
        return self.async_show_form(
            step_id="forecast",
            data_schema=self.add_suggested_values_to_schema(forecast_form(providers), shown),
            errors=errors,
        )

    async def _async_checked(self, entered: dict[str, Any]) -> dict[str, str]:
        """Return errors by field."""
        errors = {}
        if weather := entered.get(CONF_WEATHER):
            state = self.hass.states.get(weather)
            if state is None or not tells_hours(state):
                errors[CONF_WEATHER] = "weather_no_hours"
        yearly = entered.get(CONF_YEARLY_CONSUMPTION)
        if yearly is not None and not (isfinite(yearly) and YEARLY_BOUNDS[0] <= yearly <= YEARLY_BOUNDS[1]):
            errors[CONF_YEARLY_CONSUMPTION] = "invalid_yearly_consumption"
        return errors


def forecast_form(providers: dict[str, str]) -> Form:
    """Ask for solar forecasts, where there are some, a weather entity, and the consumption of a year."""
    fields: dict[Any, Any] = {}
    if providers:
        fields[vol.Optional(CONF_SOLAR_FORECASTS)] = choice(providers, multiple=True)
    fields[vol.Optional(CONF_WEATHER)] = EntitySelector(EntitySelectorConfig(domain=WEATHER))
    fields[vol.Optional(CONF_YEARLY_CONSUMPTION)] = number_box(UnitOfEnergy.KILO_WATT_HOUR)
    return vol.Schema(fields)
