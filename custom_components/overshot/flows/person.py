"""Add or change a person who charges, and a group of persons."""

from abc import abstractmethod
from typing import Any, Final, override

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import EntitySelector, EntitySelectorConfig, TextSelector
import voluptuous as vol

from ..access.subentries import CONF_COST_CENTRE, CONF_GROUP, CONF_PERSON_ENTITY, CONF_PRIORITY
from ..const import SUBENTRY_GROUP, SUBENTRY_PERSON
from .access_list import PRIORITY_BOX, AccessListFlow
from .forms import Form
from .wiring import choice

GROUP_FORM: Final[Form] = vol.Schema(
    {vol.Required(CONF_NAME): TextSelector(), vol.Optional(CONF_PRIORITY): PRIORITY_BOX}
)


class _OneFormFlow(AccessListFlow):
    """Ask for everything at once."""

    @abstractmethod
    def form(self) -> Form:
        """Return the form."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Add one."""
        return self._ask("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change one."""
        return self._ask("reconfigure", user_input)

    def _ask(self, step: str, entered: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask until everything can be, then store it."""
        errors = self.basic_errors(entered) if entered is not None else {}
        if entered is not None and not errors:
            return self.store(entered)
        own = self.own
        shown = {CONF_NAME: own.title, **own.data} if own is not None else None
        return self.show(step, self.form(), entered or shown, errors)


class PersonFlow(_OneFormFlow):
    """Add or change a person."""

    kind = SUBENTRY_PERSON

    @override
    def form(self) -> Form:
        """Return the form; groups where there are some."""
        fields: dict[Any, Any] = {
            vol.Required(CONF_NAME): TextSelector(),
            vol.Optional(CONF_PERSON_ENTITY): EntitySelector(EntitySelectorConfig(domain="person")),
        }
        if groups := self.names(SUBENTRY_GROUP):
            fields[vol.Optional(CONF_GROUP)] = choice(groups)
        fields[vol.Optional(CONF_PRIORITY)] = PRIORITY_BOX
        fields[vol.Optional(CONF_COST_CENTRE)] = TextSelector()
        return vol.Schema(fields)


class GroupFlow(_OneFormFlow):
    """Add or change a group."""

    kind = SUBENTRY_GROUP

    @override
    def form(self) -> Form:
        """Return the form."""
        return GROUP_FORM
