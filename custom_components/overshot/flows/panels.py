"""Add or change solar panels that face one way: how many, how strong, and where they look."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import CONF_NAME, DEGREE, UnitOfPower
from homeassistant.helpers.selector import TextSelector
from homeassistant.util.ulid import ulid_now
import voluptuous as vol

from ..const import CONF_AZIMUTH, CONF_PANEL_COUNT, CONF_PANEL_POWER, CONF_TILT, SUBENTRY_PANELS
from .forms import Form
from .wiring import number_box

BOUNDS: Final = {
    CONF_PANEL_COUNT: (1.0, 10_000.0),
    CONF_PANEL_POWER: (10.0, 2000.0),
    CONF_AZIMUTH: (0.0, 360.0),
    CONF_TILT: (0.0, 90.0),
}
"""Panels, W peak, degrees."""

PANELS_FORM: Final[Form] = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(CONF_PANEL_COUNT): number_box("x"),
        vol.Required(CONF_PANEL_POWER): number_box(UnitOfPower.WATT),
        vol.Required(CONF_AZIMUTH): number_box(DEGREE),
        vol.Required(CONF_TILT): number_box(DEGREE),
    }
)


class PanelsFlow(ConfigSubentryFlow):
    """Add or change a group of panels."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the panels."""
        return await self._async_ask("user", user_input, None)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change the panels."""
        return await self._async_ask("reconfigure", user_input, self._get_reconfigure_subentry())

    async def _async_ask(
        self, step: str, entered: dict[str, Any] | None, own: ConfigSubentry | None
    ) -> SubentryFlowResult:
        """Ask until everything can be, then store it."""
        entry = self._get_entry()
        errors: dict[str, str] = {}
        if entered is not None:
            name, errors = entered[CONF_NAME].strip(), _checked(entered)
            others = [other for other in entry.get_subentries_of_type(SUBENTRY_PANELS) if other is not own]
            if not name or any(other.title.casefold() == name.casefold() for other in others):
                errors[CONF_NAME] = "panels_name"
            if not errors:
                return self._store(name, {key: float(entered[key]) for key in BOUNDS}, own)
        shown = {CONF_NAME: own.title, **own.data} if own is not None else None
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(PANELS_FORM, entered or shown),
            errors=errors,
        )

    def _store(self, name: str, data: dict[str, Any], own: ConfigSubentry | None) -> SubentryFlowResult:
        """Store the panels; a site that is loaded hears of it and loads again."""
        entry = self._get_entry()
        if self.source != SOURCE_RECONFIGURE or own is None:
            return self.async_create_entry(title=name, data=data, unique_id=f"panels_{ulid_now()}")
        if entry.update_listeners:
            return self.async_update_and_abort(entry, own, data=data, title=name)
        return self.async_update_reload_and_abort(entry, own, data=data, title=name)


def _checked(entered: Mapping[str, Any]) -> dict[str, str]:
    """Return errors by field."""
    errors = {}
    for key, (lowest, highest) in BOUNDS.items():
        value = entered[key]
        whole = key != CONF_PANEL_COUNT or value == int(value) if isfinite(value) else False
        if not whole or not lowest <= value <= highest:
            errors[key] = f"invalid_{key}"
    return errors
