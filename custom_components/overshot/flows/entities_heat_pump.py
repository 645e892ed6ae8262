"""The steps that make a heat pump's SG-Ready interface of entities."""

from typing import Any, override

from homeassistant.config_entries import SubentryFlowResult

from ..const import SUBENTRY_HEAT_PUMP
from ..from_entities import keys
from ..from_entities.heat_pump_orders import OPTIONS
from .entities_source import EntitiesSource, flat
from .entity_checks import Problem, first_problem, options_of, present
from .entity_forms import CONTACTS_FORM, SG_STATES_FORM, options_form


class HeatPumpEntitySteps(EntitiesSource):
    """Ask for two switches, or for one select."""

    entities_type = SUBENTRY_HEAT_PUMP
    entities_title = "Heat pump"

    @override
    async def async_step_entities(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how its state is switched."""
        return self.async_show_menu(step_id="entities", menu_options=["contacts", "sg_states"])

    @override
    async def async_source_chosen(self) -> SubentryFlowResult:
        return await self.async_step_entities()

    async def async_change_entities(self) -> SubentryFlowResult:
        """Change the entities of the device."""
        self.begin_change()
        return await self.async_step_entities()

    async def async_step_contacts(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the switches on the two contacts."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            first, second = entered.get(keys.SG1_ENTITY), entered.get(keys.SG2_ENTITY)
            if first is None and second is None:
                return await self.async_step_entities()
            if first is None or second is None or first == second:
                errors = {"base": "two_contacts"}
            else:
                errors, details = first_problem(
                    (
                        (keys.SG1_ENTITY, present(self.hass, first)),
                        (keys.SG2_ENTITY, present(self.hass, second)),
                        ("base", self._taken(first, second)),
                    )
                )
            if not errors:
                self.gathered[keys.ORDERS] = {**entered, keys.KIND: keys.OrderKind.CONTACTS.value}
                return await self.async_finish()
        shown = user_input or self.proposed(keys.ORDERS, "contacts")
        return self.show("contacts", CONTACTS_FORM, shown, errors, details)

    async def async_step_sg_states(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the select with the states."""
        errors: dict[str, str] = {}
        details: dict[str, str] = {}
        if user_input is not None:
            entity = user_input.get(keys.STATE_ENTITY)
            if entity is None:
                return await self.async_step_entities()
            errors, details = first_problem(
                ((keys.STATE_ENTITY, present(self.hass, entity)), ("base", self._taken(entity)))
            )
            if not errors:
                self.add_orders(keys.OrderKind.STATES, SG_STATES_FORM, {keys.STATE_ENTITY: entity})
                return await self.async_step_sg_options()
        shown = user_input or self.proposed(keys.ORDERS, "sg_states")
        return self.show("sg_states", SG_STATES_FORM, shown, errors, details)

    async def async_step_sg_options(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which option is which state."""
        options = options_of(self.hass, self.gathered[keys.ORDERS][keys.STATE_ENTITY])
        form = options_form((key, options) for key in OPTIONS.values())
        errors: dict[str, str] = {}
        if user_input is not None:
            entered = flat(user_input)
            if keys.OPTION_NORMAL not in entered:
                errors = {keys.OPTION_NORMAL: "option_normal_missing"}
            elif len(set(entered.values())) < len(entered):
                errors = {"base": "state_twice"}
            else:
                self.add_part(keys.ORDERS, form, entered)
                return await self.async_finish()
        shown = user_input or self.proposed(keys.ORDERS, "sg_options")
        return self.show("sg_options", form, shown, errors)

    def _taken(self, *entities: str) -> Problem | None:
        """Return a problem where another device is made of these entities."""
        return Problem("already_configured") if self.is_taken("contacts", *entities) else None
