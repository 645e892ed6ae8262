"""What the flows of the access list share: names that tell them apart, and how they are stored."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Final

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import NumberSelector, NumberSelectorConfig, NumberSelectorMode
from homeassistant.util.ulid import ulid_now

from ..access.subentries import CONF_PRIORITY, names_of, without_empty
from .forms import Form

LAST_PRIORITY: Final = 99

PRIORITY_BOX: Final = NumberSelector(NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=1))


class AccessListFlow(ConfigSubentryFlow):
    """Add or change something of the access list."""

    kind: ClassVar[str]

    @property
    def own(self) -> ConfigSubentry | None:
        """Return what is changed, or None where something is added."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    def names(self, kind: str) -> dict[str, str]:
        """Return all of one kind by key, to choose from."""
        return names_of(self._get_entry(), kind)

    def basic_errors(self, entered: Mapping[str, Any]) -> dict[str, str]:
        """Return the errors of name and priority by field."""
        errors: dict[str, str] = {}
        name = entered[CONF_NAME].strip().casefold()
        others = names_of(self._get_entry(), self.kind, without=self.own).values()
        if not name or name in {other.casefold() for other in others}:
            errors[CONF_NAME] = "name_taken"
        priority = entered.get(CONF_PRIORITY)
        if priority is not None and not _whole(priority, LAST_PRIORITY):
            errors[CONF_PRIORITY] = "invalid_priority"
        return errors

    def show(
        self,
        step: str,
        form: Form,
        shown: Mapping[str, Any] | None,
        errors: Mapping[str, str],
        placeholders: Mapping[str, str] | None = None,
    ) -> SubentryFlowResult:
        """Show a form with what was entered, or what is known."""
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(form, shown),
            errors=dict(errors),
            description_placeholders=dict(placeholders or {}),
        )

    def store(self, entered: Mapping[str, Any]) -> SubentryFlowResult:
        """Store what was entered, its name as the title; a site that runs hears of it."""
        entry, own = self._get_entry(), self.own
        name, data = entered[CONF_NAME].strip(), without_empty(entered)
        data.pop(CONF_NAME)
        if own is None:
            return self.async_create_entry(title=name, data=data, unique_id=f"{self.kind}_{ulid_now()}")
        if entry.update_listeners:
            return self.async_update_and_abort(entry, own, data=data, title=name)
        return self.async_update_reload_and_abort(entry, own, data=data, title=name)


def within(value: float, lowest: float, highest: float) -> bool:
    """Whether a number lies within bounds."""
    return isfinite(value) and lowest <= value <= highest


def _whole(value: float, highest: int) -> bool:
    """Whether a number is a whole one from 0 on."""
    return within(value, 0, highest) and value == int(value)
